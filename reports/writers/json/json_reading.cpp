// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/json/json_reading.hpp"

namespace hallmark::reports::json_reading {

void read_program(const json::object& object, Info& info) {
  info.hallmark_version = text_of(object, "hallmark");
  info.commit = text_of(object, "commit");
  info.suite = text_of(object, "suite");
  info.tables = text_of(object, "tables");
  info.started = text_of(object, "started");
  if (const std::string word = text_of(object, "evidence"); !word.empty()) {
    const std::optional<EvidenceKept> kept = evidence_kept_named(word);
    if (!kept) misread("evidence", "is none of the three: " + shown(word));
    info.evidence = *kept;
  }
}

Exchange exchange_in(const json::value& value) {
  const json::object& object = object_in(value, "exchange");
  Exchange exchange;
  exchange.request = bytes_of(object, "request");
  exchange.status = number_of<int>(object, "status");
  exchange.headers = each_of(object, "headers", [](const json::value& header) {
    const json::array& pair = array_in(header, "headers");
    if (pair.size() != 2) misread("headers", "holds something else than pairs");
    return std::pair{text_in(pair[0], "headers"), text_in(pair[1], "headers")};
  });
  exchange.body = bytes_of(object, "body");
  exchange.body_cut = number_of<std::size_t>(object, "bodyCut");
  exchange.fault = text_of(object, "fault");
  exchange.fault_text = text_of(object, "faultText");
  exchange.at_us = number_of<std::int64_t>(object, "atUs");
  exchange.sent_us = number_of<std::int64_t>(object, "sentUs");
  exchange.took_us = number_of<std::int64_t>(object, "tookUs");
  exchange.kept_alive = flag_of(object, "keptAlive");
  return exchange;
}

cases::Level level_in(const json::object& object) {
  const std::string word = text_of(object, "level");
  if (word.empty()) return cases::Level::required;
  const std::optional<cases::Level> level = cases::level_named(word);
  if (!level) misread("level", "is none of the four: " + shown(word));
  return *level;
}

std::vector<SharedCitation> citations_in(const json::object& object) {
  return each_of(object, "citations", [](const json::value& value) {
    const json::object& place = object_in(value, "citations");
    return SharedCitation{
        Citation{.document = number_of<int>(place, "document", specs::no_document),
                 .page = text_of(place, "page"),
                 .edition = text_of(place, "edition"),
                 .kind = text_of(place, "kind"),
                 .number = number_of<int>(place, "number"),
                 .text = text_of(place, "text")}};
  });
}

KnownFailures known_failures_in(const json::object& object) {
  const json::value* const value = object.if_contains("knownFailures");
  if (value == nullptr) return {};
  const json::object& known = object_in(*value, "knownFailures");
  return {.file = text_in(required(known, "file"), "file"),
          .lines = each_of(known, "lines", [](const json::value& one) {
            const json::object& line = object_in(one, "lines");
            return KnownFailure{
                .line = number_of<std::size_t>(line, "line"),
                .pattern = cases::Pattern{text_in(required(line, "pattern"), "pattern")},
                .reason = text_of(line, "reason"),
                .until = text_of(line, "until"),
                .finding = text_of(line, "finding"),
                .covers = texts_of(line, "covers")};
          })};
}

}  // namespace hallmark::reports::json_reading

// SPDX-License-Identifier: Apache-2.0
#include "reports/compare/statement.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <iterator>

#include "reports/compare/settings.hpp"
#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

namespace json = boost::json;

constexpr std::string_view statement_type = "https://in-toto.io/Statement/v1";
constexpr std::string_view predicate_type = "https://in-toto.io/attestation/test-result/v0.1";

void append_canonical(std::string& out, const json::value& value) {
  if (const json::object* object = value.if_object()) {
    std::vector<std::string_view> names;
    for (const auto& member : *object) names.push_back(member.key());
    std::ranges::sort(names);
    out += '{';
    for (std::string_view separator; const std::string_view name : names) {
      out.append(separator).append(json::serialize(json::string_view{name})) += ':';
      append_canonical(out, object->at(name));
      separator = ",";
    }
    out += '}';
  } else if (const json::array* array = value.if_array()) {
    out += '[';
    for (std::string_view separator; const json::value& element : *array) {
      out += separator;
      append_canonical(out, element);
      separator = ",";
    }
    out += ']';
  } else {
    out += json::serialize(value);
  }
}

struct Tests {
  std::vector<std::string> passed, warned, failed;
};

// Whether what was not judged counts as a failure.
bool missing_fails(const Report& report) {
  return !report.campaign && report.info.selection.require_all;
}

Tests tests_of(const Report& report) {
  Tests tests;
  for (const Entry& entry : entries_of(report)) {
    const bool decides = std::ranges::any_of(
        entry.records, [&](const Record* record) { return counts(report, *record); });
    const bool missing =
        entry.verdict == Verdict::inconclusive || entry.verdict == Verdict::unsupported;
    std::vector<std::string>& list = entry.verdict == Verdict::pass                  ? tests.passed
                                     : decides || (missing && missing_fails(report)) ? tests.failed
                                                                                     : tests.warned;
    list.push_back(
        printable(report.campaign ? entry.check->id : address_of(*entry.records.front())));
  }
  for (std::vector<std::string>* list : {&tests.passed, &tests.warned, &tests.failed}) {
    std::ranges::sort(*list);
  }
  return tests;
}

json::array array_of(const std::vector<std::string>& names) {
  json::array all;
  for (const std::string& name : names) all.emplace_back(name);
  return all;
}

std::string_view result_of(const Report& report, const Tests& tests) {
  switch (verdict_code(report, summarize(report))) {
    case 0:
      return tests.warned.empty() ? "PASSED" : "WARNED";
    case 1:
      return "FAILED";
    default:
      throw NoStatement{"a run without a verdict states nothing: " +
                        headline(report, summarize(report))};
  }
}

// What the run says of `name`, as a resource descriptor: "urn:hallmark:suite:0011223344556677".
json::object resource(std::string_view name, std::string_view digest) {
  std::string uri = "urn:hallmark:";
  uri.append(name);
  if (!digest.empty()) uri.append(":").append(digest);
  return {{"name", name}, {"uri", uri}};
}

json::object annotations_of(const std::vector<Setting>& settings) {
  json::object all;
  for (const Setting& one : settings) {
    if (!one.value.empty()) all[one.name] = printable(one.value);
  }
  return all;
}

json::array configuration_of(const Report& report, std::string_view run_sha256) {
  const Info& info = report.info;
  json::object suite = resource("suite", info.suite);
  suite["annotations"] =
      annotations_of({{"hallmark", info.hallmark_version}, {"commit", info.commit}});
  json::object options = resource("options", "");
  std::vector<Setting> chosen = options_of(report);
  std::ranges::copy(target_of(report), std::back_inserter(chosen));
  options["annotations"] = annotations_of(chosen);
  json::object run = resource("run", "");
  run["digest"] = json::object{{"sha256", run_sha256}};
  run["mediaType"] = "application/json";
  return {suite, resource("tables", info.tables), options, run};
}

json::object predicate_of(const Report& report, std::string_view run_sha256) {
  const Tests tests = tests_of(report);
  return {{"result", result_of(report, tests)},
          {"configuration", configuration_of(report, run_sha256)},
          {"passedTests", array_of(tests.passed)},
          {"warnedTests", array_of(tests.warned)},
          {"failedTests", array_of(tests.failed)}};
}

std::string shown(const json::value* value) {
  constexpr std::size_t longest = 200;
  if (value == nullptr) return "nothing";
  std::string text;
  append_canonical(text, *value);
  return shortened(printable(text), longest);
}

// "a, b and 3 more".
std::string some_of(const std::vector<std::string>& names) {
  constexpr std::size_t most = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i) {
    text.append(i == 0 ? "" : ", ").append(shortened(printable(names[i])));
  }
  if (names.size() > most) text += " and " + with_commas(names.size() - most) + " more";
  return text;
}

std::vector<std::string> names_in(const json::value* value) {
  std::vector<std::string> names;
  if (value == nullptr || !value->is_array()) return names;
  for (const json::value& name : value->get_array()) {
    names.emplace_back(name.is_string() ? std::string{name.get_string().c_str()} : shown(&name));
  }
  std::ranges::sort(names);
  return names;
}

void compare_lists(std::string_view name, const json::value* stated, const json::value& true_one,
                   std::vector<std::string>& all) {
  const std::vector<std::string> said = names_in(stated);
  const std::vector<std::string> are = names_in(&true_one);
  std::vector<std::string> false_ones;
  std::vector<std::string> missing;
  std::ranges::set_difference(said, are, std::back_inserter(false_ones));
  std::ranges::set_difference(are, said, std::back_inserter(missing));
  const std::string where{name};
  if (!false_ones.empty()) {
    all.push_back(where + " names what the run does not: " + some_of(false_ones));
  }
  if (!missing.empty()) all.push_back(where + " does not name: " + some_of(missing));
}

void compare_values(const std::string& name, const json::value* stated, const json::value* true_one,
                    std::vector<std::string>& all) {
  const std::string said = shown(stated);
  const std::string is = shown(true_one);
  if (stated != nullptr && true_one != nullptr && *stated == *true_one) return;
  if (stated == nullptr && true_one == nullptr) return;
  all.push_back(name + " is " + said + ", of the run " + is);
}

const json::object* named(const json::value* list, std::string_view name) {
  if (list == nullptr || !list->is_array()) return nullptr;
  for (const json::value& element : list->get_array()) {
    const json::object* object = element.if_object();
    if (object == nullptr) continue;
    const json::value* own = object->if_contains("name");
    if (own != nullptr && own->is_string() && own->get_string() == name) return object;
  }
  return nullptr;
}

void compare_configurations(const json::value* stated, const json::value& true_one,
                            std::vector<std::string>& all) {
  for (const json::value& wanted : true_one.get_array()) {
    const std::string name{wanted.at("name").get_string()};
    const json::object* found = named(stated, name);
    if (found == nullptr) {
      all.push_back("configuration does not name " + name);
      continue;
    }
    for (const auto& member : wanted.get_object()) {
      const json::value* said = found->if_contains(member.key());
      const json::object* both = said == nullptr ? nullptr : said->if_object();
      if (!member.value().is_object() || both == nullptr) {
        compare_values(name + " " + std::string{member.key()}, said, &member.value(), all);
        continue;
      }
      for (const auto& one : member.value().get_object()) {
        compare_values(name + " " + std::string{one.key()}, both->if_contains(one.key()),
                       &one.value(), all);
      }
      for (const auto& one : *both) {
        if (member.value().get_object().contains(one.key())) continue;
        compare_values(name + " " + std::string{one.key()}, &one.value(), nullptr, all);
      }
    }
  }
}

json::object parsed(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error) throw NoStatement{"not JSON"};
  if (!value.is_object()) throw NoStatement{"not an object"};
  const auto says = [&](std::string_view name, std::string_view wanted) {
    const json::value* said = value.get_object().if_contains(name);
    if (said != nullptr && said->is_string() && said->get_string() == wanted) return;
    throw NoStatement{"its " + std::string{name} + " is not " + std::string{wanted}};
  };
  says("_type", statement_type);
  says("predicateType", predicate_type);
  const json::value* subject = value.get_object().if_contains("subject");
  if (subject == nullptr || !subject->is_array() || subject->get_array().empty()) {
    throw NoStatement{"it has no subject"};
  }
  const json::value* predicate = value.get_object().if_contains("predicate");
  if (predicate == nullptr || !predicate->is_object()) throw NoStatement{"it has no predicate"};
  return value.get_object();
}

}  // namespace

StatedSubject subject_of(std::string name, std::string_view digest) {
  static constexpr std::array<std::pair<std::string_view, std::size_t>, 3> known = {
      {{"sha256", 64}, {"sha384", 96}, {"sha512", 128}}};
  const std::size_t colon = digest.find(':');
  const std::string_view algorithm = digest.substr(0, colon);
  const std::string_view hex = colon == std::string_view::npos ? "" : digest.substr(colon + 1);
  const auto found = std::ranges::find(known, algorithm, [](const auto& one) { return one.first; });
  const bool is_hex = std::ranges::all_of(
      hex, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (found == known.end() || hex.size() != found->second || !is_hex) {
    throw NoStatement{"'" + printable(digest) +
                      "' is no digest: write sha256: and 64 hexadecimal digits in small letters "
                      "(or sha384:, sha512:)"};
  }
  return {.name = std::move(name), .algorithm = std::string{algorithm}, .digest = std::string{hex}};
}

std::string statement_of(const Report& report, std::string_view run_sha256,
                         const StatedSubject& subject) {
  const json::object stated{{"name", printable(subject.name)},
                            {"digest", json::object{{subject.algorithm, subject.digest}}}};
  const json::object statement{{"_type", statement_type},
                               {"subject", json::array{stated}},
                               {"predicateType", predicate_type},
                               {"predicate", predicate_of(report, run_sha256)}};
  std::string text;
  append_canonical(text, statement);
  return text;
}

std::vector<std::string> mismatches(std::string_view statement, const Report& report,
                                    std::string_view run_sha256) {
  const json::object whole = parsed(statement);
  const json::object& stated = whole.at("predicate").get_object();
  const json::object wanted = predicate_of(report, run_sha256);
  std::vector<std::string> all;
  compare_values("result", stated.if_contains("result"), wanted.if_contains("result"), all);
  for (const std::string_view list : {"failedTests", "warnedTests", "passedTests"}) {
    compare_lists(list, stated.if_contains(list), wanted.at(list), all);
  }
  compare_configurations(stated.if_contains("configuration"), wanted.at("configuration"), all);
  return all;
}

}  // namespace hallmark::reports

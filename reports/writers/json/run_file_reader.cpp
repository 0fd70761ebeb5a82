// SPDX-License-Identifier: Apache-2.0
//
// Reads a run file line by line, as it was written; a document that another program has laid out
// anew is read whole.
#include <fstream>
#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>

#include "cases/library.hpp"
#include "reports/sides.hpp"
#include "reports/writers/json/campaign_reader.hpp"
#include "reports/writers/json/json.hpp"
#include "reports/writers/json/json_reading.hpp"
#include "reports/writers/json/run_file.hpp"

namespace hallmark::reports {
namespace {

using namespace json_reading;

constexpr std::string_view end_of_head = R"("cases":[)";

Info info_in(const json::object& object) {
  Info info;
  Selection& selection = info.selection;
  read_program(object, info);
  info.subject.url = text_of(object, "endpoint");
  info.subject.name = text_of(object, "target");
  info.subject.host = text_of(object, "host");
  info.fixtures = text_of(object, "fixtures");
  selection.edition = text_of(object, "edition");
  selection.variants = text_of(object, "variants");
  selection.depth = number_of<unsigned>(object, "depth", 1);
  selection.reactivate_spelling = text_of(object, "reactivateSpelling");
  selection.strict = flag_of(object, "strict");
  selection.require_all = flag_of(object, "requireAll");
  selection.require_judged = number_of<unsigned>(object, "requireJudged", selection.require_judged);
  selection.select = texts_of(object, "select");
  selection.skip = texts_of(object, "skip");
  selection.without = texts_of(object, "without");
  selection.shuffle_seed = number_of<std::uint64_t>(object, "shuffleSeed");
  selection.shard_index = number_of<unsigned>(object, "shardIndex", 1);
  selection.shard_total = number_of<unsigned>(object, "shardTotal", 1);
  selection.repeat = number_of<unsigned>(object, "repeat", 1);
  selection.max_failures = number_of<unsigned>(object, "maxFailures");
  info.known_failures = known_failures_in(object);
  info.jobs = number_of<unsigned>(object, "jobs");
  info.again_options = text_of(object, "againOptions");
  if (info.subject.name != info.subject.url) info.subject.kind = Subject::Kind::embedded;
  if (text_of(object, "subject") == "client") info.subject.kind = Subject::Kind::client;
  return info;
}

cases::Channel channel_named(std::string_view name) {
  using cases::Channel;
  for (const Channel channel :
       {Channel::any, Channel::describe_instances, Channel::describe_instance_status,
        Channel::describe_instance_attribute, Channel::fixture}) {
    if (cases::name_of(channel) == name) return channel;
  }
  misread("channel", "names no channel: " + shown(name));
}

Sighting sighting_in(const json::value& value) {
  const json::object& object = object_in(value, "after");
  Sighting sighting;
  sighting.channel = channel_named(string_in(required(object, "channel"), "channel"));
  sighting.status = text_of(object, "status");
  sighting.locks = texts_of(object, "locks");
  if (const std::string word = text_of(object, "localDiskData"); !word.empty()) {
    sighting.local_disk_data = cases::local_disk_data_named(word);
    if (!sighting.local_disk_data) misread("localDiskData", "is neither kept nor lost");
  }
  if (const std::string word = text_of(object, "lastStop"); !word.empty()) {
    sighting.last_stop = cases::last_stop_named(word);
    if (!sighting.last_stop) misread("lastStop", "is neither none, graceful nor forced");
  }
  sighting.of_other_world = flag_of(object, "ofOtherWorld");
  if (const json::value* exchange = object.if_contains("exchange")) {
    sighting.exchange = exchange_in(*exchange);
  }
  sighting.at_us = number_of<std::int64_t>(object, "atUs");
  return sighting;
}

CallRecord call_in(const json::value& value) {
  const json::object& object = object_in(value, "calls");
  return {.call = number_of<std::size_t>(object, "call"),
          .copy = number_of<int>(object, "copy"),
          .action = text_of(object, "action"),
          .exchange = exchange_in(required(object, "exchange")),
          .after = each_of(object, "after", sighting_in),
          .told = text_of(object, "told")};
}

Evidence evidence_in(const json::object& object) {
  Evidence evidence;
  evidence.instance_id = text_of(object, "instanceId");
  evidence.other_instance_id = text_of(object, "otherInstanceId");
  evidence.region_id = text_of(object, "regionId");
  evidence.calls = each_of(object, "calls", call_in);
  evidence.before = each_of(object, "before", sighting_in);
  evidence.after = each_of(object, "after", sighting_in);
  evidence.later = each_of(object, "later", sighting_in);
  evidence.deadline_met = flag_of(object, "deadlineMet", true);
  evidence.set_aside = texts_of(object, "setAside");
  evidence.trouble = text_of(object, "trouble");
  return evidence;
}

Side side_in(const json::object& object) {
  const std::string word = text_of(object, "side");
  if (word.empty()) return Side::target;
  const std::optional<Side> side = side_named(word);
  if (!side) misread("side", "is none of the five: " + shown(word));
  return *side;
}

Finding finding_in(const json::object& object) {
  const std::string word = string_in(required(object, "verdict"), "verdict");
  const std::optional<Verdict> verdict = verdict_named(word);
  if (!verdict) misread("verdict", "is none of the five: " + shown(word));
  return {.verdict = *verdict,
          .reason = text_of(object, "reason"),
          .wanted = text_of(object, "wanted"),
          .wanted_by = text_of(object, "wantedBy"),
          .got = text_of(object, "got"),
          .said = text_of(object, "said"),
          .signing = texts_of(object, "signing"),
          .lenience = text_of(object, "lenience"),
          .blocked_by = text_of(object, "blockedBy"),
          .shown_by = text_of(object, "shownBy"),
          .action = text_of(object, "action"),
          .answers = texts_of(object, "answersWanted"),
          .answer = text_of(object, "answer"),
          .side = side_in(object)};
}

Check check_in(const json::value& value) {
  const json::object& object = object_in(value, "checks");
  return {.id = string_in(required(object, "id"), "id"),
          .level = level_in(object),
          .chapter = text_of(object, "chapter"),
          .family = text_of(object, "family"),
          .action = text_of(object, "action"),
          .parameter = text_of(object, "parameter"),
          .given = text_of(object, "given"),
          .when = texts_of(object, "when"),
          .holds = text_of(object, "holds"),
          .citations = citations_in(object),
          .needs = texts_of(object, "needs"),
          .cause = text_of(object, "cause")};
}

// Reads the parts of a run one after the other.
class RunReader {
 public:
  [[nodiscard]] Report& run() { return run_; }

  void read_head(const json::object& object) {
    if (string_in(required(object, "format"), "format") != "hallmark-run") {
      misread("format", "is not hallmark-run");
    }
    const int version = number_of<int>(object, "version");
    if (version != run_file_version) {
      throw Misread{"version " + std::to_string(version) + " of the format is not known, only " +
                    std::to_string(run_file_version)};
    }
    run_.info = info_in(object_in(required(object, "run"), "run"));
    run_.planned = number_of<std::size_t>(object, "planned");
  }

  void read_case(const json::value& value) {
    const json::object& object = object_in(value, "cases");
    const std::string id = string_in(required(object, "id"), "id");
    const std::shared_ptr<const Check>& check =
        named_
            .try_emplace(id,
                         std::make_shared<const Check>(Check{.id = id, .level = level_in(object)}))
            .first->second;
    run_.records.push_back(
        {.check = check,
         .variant = text_of(object, "variant"),
         .finding = finding_in(object),
         .took_us = number_of<std::int64_t>(object, "tookUs"),
         .exchanges = number_of<unsigned>(object, "exchanges"),
         .evidence = evidence_in(object_in(required(object, "evidence"), "evidence")),
         .times = number_of<unsigned>(object, "times", 1),
         .times_failed = number_of<unsigned>(object, "timesFailed")});
  }

  void read_tail(const json::object& object) {
    checks_ = each_of(object, "checks", check_in);
    run_.took_us = number_of<std::int64_t>(object, "tookUs");
    run_.exchanges = number_of<std::uint64_t>(object, "exchanges");
    run_.interrupted = flag_of(object, "interrupted");
    run_.cut_short = flag_of(object, "cutShort");
    run_.notes = texts_of(object, "notes");
  }

  // When all is read: each record gets its check.
  [[nodiscard]] Report finish() {
    if (checks_.empty()) add_from_the_library();
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < checks_.size(); ++i) places.try_emplace(checks_[i].id, i);
    for (const Record& record : run_.records) {
      if (!places.try_emplace(record.check->id, checks_.size()).second) continue;
      checks_.push_back(*record.check);
      checks_.back().chapter = chapter_of(record.check->id);
    }
    const auto all = std::make_shared<const std::vector<Check>>(std::move(checks_));
    for (Record& record : run_.records) {
      record.check = {all, &(*all)[places.at(record.check->id)]};
    }
    return std::move(run_);
  }

 private:
  // A file of an earlier version, or one that was cut off, says no more of a check than its id and
  // its level.
  void add_from_the_library() {
    if (named_.empty()) return;
    const bool is_deeper = run_.info.selection.depth > 2;
    for (const cases::Case& one : cases::library(is_deeper ? 3 : 2)) {
      const auto found = named_.find(one.id);
      if (found == named_.end()) continue;
      checks_.push_back(reports::check_of(one));
      checks_.back().level = found->second->level;
    }
  }

  Report run_;
  std::unordered_map<std::string, std::shared_ptr<const Check>> named_;
  std::vector<Check> checks_;
};

// As std::getline does it, but for lines that no run has.
bool get_line(std::istream& in, std::string& line) {
  line.clear();
  std::streambuf& bytes = *in.rdbuf();
  for (int next = bytes.sbumpc(); next != '\n'; next = bytes.sbumpc()) {
    if (next == std::char_traits<char>::eof()) {
      in.setstate(line.empty() ? std::ios::eofbit | std::ios::failbit : std::ios::eofbit);
      break;
    }
    if (line.size() == largest_input) throw Misread{"a line is longer than 64 MiB"};
    line.push_back(static_cast<char>(next));
  }
  return !in.fail();
}

// Nothing where it is not JSON.
std::optional<json::value> parsed(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error) return std::nullopt;
  return value;
}

// A file as it was written: the head, one case a line, the tail.
class LineReader {
 public:
  explicit LineReader(std::istream& in) : in_{in} {}

  [[nodiscard]] std::size_t line_number() const { return line_number_; }

  // `head` is the first line, up to and with the opening bracket of the cases.
  Report read(const json::value& head) {
    line_number_ = 1;
    reader_.read_head(object_in(head, "run"));
    reader_.run().interrupted = true;
    std::string line;
    while (get_line(in_, line)) {
      ++line_number_;
      const bool whole = !in_.eof();  // a line end follows
      if (line.starts_with(']')) {
        if (!read_end(line) && whole) throw Misread{"the end of the document is not JSON"};
        break;
      }
      std::string_view text = line;
      if (text.ends_with(',')) text.remove_suffix(1);
      const std::optional<json::value> value = parsed(text);
      if (!value && whole) throw Misread{"not JSON"};
      if (value) reader_.read_case(*value);
    }
    return reader_.finish();
  }

 private:
  // The tail, `],"tookUs":...}`. False where it was cut off.
  bool read_end(const std::string& line) {
    if (line.size() < 2) return false;
    const std::optional<json::value> tail = parsed(std::string{"{"}.append(line, 2));
    if (!tail) return false;
    reader_.read_tail(object_in(*tail, "tookUs"));
    return true;
  }

  std::istream& in_;
  RunReader reader_;
  std::size_t line_number_ = 0;
};

Report read_document(const json::value& document) {
  const json::object& object = object_in(document, "run");
  RunReader reader;
  reader.read_head(object);
  for (const json::value& value : array_in(required(object, "cases"), "cases")) {
    reader.read_case(value);
  }
  reader.read_tail(object);
  return reader.finish();
}

std::unique_ptr<std::istream> opened(const std::string& path) {
  if (const auto trouble = input_trouble(path, largest_run_file)) {
    throw InputError{path + ": " + *trouble};
  }
  auto in = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*in) throw InputError{path + ": cannot be opened"};
  return in;
}

// `whole`: all that `in` holds, where its lines are not those of a run.
Report read_saved(const std::string& path, std::istream& in,
                  const std::function<std::string()>& whole, bool may_be_campaign) {
  std::string first;
  try {
    if (!get_line(in, first)) throw InputError{path + ": is empty"};
  } catch (const Misread& problem) {
    throw InputError{path + ": not a run file of hallmark: " + problem.what};
  }

  if (first.ends_with(end_of_head)) {
    if (const std::optional<json::value> head = parsed(first + "]}")) {
      LineReader reader{in};
      try {
        return reader.read(*head);
      } catch (const Misread& problem) {
        throw InputError{path + ", line " + std::to_string(reader.line_number()) + ": " +
                         problem.what};
      }
    }
  }
  const std::string text = whole();
  const std::optional<json::value> document = parsed(text);
  if (!document) {
    throw InputError{path + ": " +
                     (text.starts_with(R"({"format":"hallmark-run")")
                          ? "cut off before the first case"
                          : "not a run file of hallmark: not JSON")};
  }
  const char* const kind =
      may_be_campaign ? ": not a file of hallmark: " : ": not a run file of hallmark: ";
  try {
    if (may_be_campaign && is_campaign(*document)) return read_campaign(*document);
    if (is_campaign(*document)) throw InputError{path + ": is a campaign, and a run is wanted"};
    return read_document(*document);
  } catch (const Misread& problem) {
    throw InputError{path + kind + problem.what};
  }
}

Report read_saved_text(const std::string& name, const std::string& text, bool may_be_campaign) {
  std::istringstream in{text};
  return read_saved(
      name, in, [&text] { return text; }, may_be_campaign);
}

Report read_saved(const std::string& path, bool may_be_campaign) {
  if (path != "-") {
    return read_saved(
        path, *opened(path), [&path] { return read_input(path); }, may_be_campaign);
  }
  return read_saved_text("standard input", read_standard_input(largest_run_file), may_be_campaign);
}

}  // namespace

Report read_run_file(const std::string& path) { return read_saved(path, false); }

Report read_report_file(const std::string& path) { return read_saved(path, true); }

Report read_report_text(const std::string& name, const std::string& text) {
  return read_saved_text(name, text, true);
}

}  // namespace hallmark::reports

// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <ostream>
#include <system_error>
#include <utility>

#include "reports/text.hpp"
#include "reports/writers/json_exchange.hpp"
#include "reports/writers/json_text.hpp"
#include "reports/writers/run_file.hpp"

namespace hallmark::reports {
namespace {

using json_text::append_array;
using json_text::append_exchange;
using json_text::append_string;
using json_text::append_text;
using json_text::Object;

constexpr auto append_each_text = [](std::string& out, const std::string& text) {
  append_text(out, text);
};

void append_texts(Object& object, std::string_view name, const std::vector<std::string>& texts) {
  if (!texts.empty()) append_array(object.member(name), texts, append_each_text);
}

void append_info(std::string& out, const RunInfo& info) {
  Object object{out};
  append_text(object.member("hallmark"), info.hallmark_version);
  object.text("started", info.started);
  object.text("endpoint", info.endpoint);
  object.text("target", info.target_name);
  object.text("host", info.host);
  object.text("fixtures", info.fixtures);
  append_text(object.member("edition"), info.edition);
  append_text(object.member("variants"), info.variants);
  object.text("reactivateSpelling", info.reactivate_spelling);
  object.flag("strict", info.strict);
  object.flag("requireAll", info.require_all);
  append_texts(object, "select", info.select);
  append_texts(object, "skip", info.skip);
  append_texts(object, "without", info.without);
  object.number("shuffleSeed", info.shuffle_seed);
  object.number("shardIndex", info.shard_index);
  object.number("shardTotal", info.shard_total);
  object.number("jobs", info.jobs);
  object.text("againOptions", info.again_options);
  object.close();
}

void append_call(std::string& out, const CallRecord& call) {
  Object object{out};
  object.number("call", call.call);
  object.number("copy", call.copy);
  object.text("action", call.action);
  append_exchange(object.member("exchange"), call.exchange);
  object.close();
}

void append_sighting(std::string& out, const Sighting& sighting) {
  Object object{out};
  object.text("channel", cases::name_of(sighting.channel));
  object.text("status", sighting.status);
  append_texts(object, "locks", sighting.locks);
  if (sighting.local_disk_data)
    object.text("localDiskData", cases::name_of(*sighting.local_disk_data));
  if (sighting.last_stop) object.text("lastStop", cases::name_of(*sighting.last_stop));
  object.flag("ofOtherWorld", sighting.of_other_world);
  if (sighting.exchange) append_exchange(object.member("exchange"), *sighting.exchange);
  object.number("atUs", sighting.at_us);
  object.close();
}

void append_evidence(std::string& out, const Evidence& evidence) {
  Object object{out};
  object.text("instanceId", evidence.instance_id);
  object.text("otherInstanceId", evidence.other_instance_id);
  object.text("regionId", evidence.region_id);
  append_array(object.member("calls"), evidence.calls, append_call);
  if (!evidence.before.empty())
    append_array(object.member("before"), evidence.before, append_sighting);
  if (!evidence.after.empty())
    append_array(object.member("after"), evidence.after, append_sighting);
  if (!evidence.deadline_met) object.member("deadlineMet") += "false";
  object.text("trouble", evidence.trouble);
  object.close();
}

void append_record(std::string& out, const CaseRecord& record) {
  const Finding& finding = record.finding;
  Object object{out};
  append_string(object.member("id"), record.test->id);
  append_text(object.member("variant"), record.variant);
  object.text("level", cases::name_of(record.test->level));
  object.text("verdict", name_of(finding.verdict));
  object.text("reason", finding.reason);
  object.text("wanted", finding.wanted);
  object.text("wantedBy", finding.wanted_by);
  object.text("got", finding.got);
  object.text("lenience", finding.lenience);
  object.text("blockedBy", finding.blocked_by);
  object.number("tookUs", record.took_us);
  object.number("exchanges", record.exchanges);
  append_evidence(object.member("evidence"), record.evidence);
  object.close();
}

void append_counts(std::string& out, const Counts& counts) {
  Object object{out};
  object.number("pass", counts.pass);
  object.number("fail", counts.fail);
  object.number("inconclusive", counts.inconclusive);
  object.number("unsupported", counts.unsupported);
  object.number("error", counts.error);
  object.close();
}

template <class Map, class Append>
void append_map(std::string& out, const Map& map, Append append) {
  out += '{';
  bool first = true;
  for (const auto& [name, value] : map) {
    if (!first) out += ',';
    first = false;
    append_string(out, printable(name));
    out += ':';
    append(out, value);
  }
  out += '}';
}

void append_summary(std::string& out, const Summary& summary) {
  const auto append_count = [](std::string& to, std::size_t n) { json_text::append_number(to, n); };
  Object object{out};
  append_counts(object.member("all"), summary.all);
  append_map(object.member("byChapter"), summary.by_chapter, append_counts);
  object.number("failuresThatCount", summary.failures_that_count);
  object.number("failuresBelow", summary.failures_below);
  append_map(object.member("blocked"), summary.blocked, append_count);
  append_map(object.member("notExercised"), summary.not_exercised, append_count);
  append_map(object.member("unsettled"), summary.unsettled, append_count);
  append_map(object.member("notCarriedOut"), summary.not_carried_out, append_count);
  object.number("lenient", summary.lenient);
  append_map(object.member("leniences"), summary.leniences, append_count);
  object.close();
}

std::string head_of(const RunInfo& info) {
  std::string out = R"({"format":"hallmark-run","version":)";
  json_text::append_number(out, run_file_version);
  out += R"(,"run":)";
  append_info(out, info);
  return out += R"(,"cases":[)";
}

std::string tail_of(const Report& report, const Summary& summary) {
  std::string out = "\n],";
  json_text::append_string(out, "tookUs");
  out += ':';
  json_text::append_number(out, report.took_us);
  out += R"(,"exchanges":)";
  json_text::append_number(out, report.exchanges);
  out += R"(,"interrupted":)";
  out += report.interrupted ? "true" : "false";
  out += R"(,"notes":)";
  append_array(out, report.notes, append_each_text);
  out += R"(,"summary":)";
  append_summary(out, summary);
  out += R"(,"headline":)";
  append_text(out, headline(report, summary));
  out += R"(,"exitCode":)";
  json_text::append_number(out, exit_code(report, summary));
  return out += "}\n";
}

}  // namespace

RunFileWriter::RunFileWriter(std::string path, const RunInfo& info) : path_{std::move(path)} {
  fd_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd_ < 0) throw std::system_error{errno, std::generic_category(), path_};
  try {
    write_all(head_of(info));
  } catch (...) {
    close(fd_);
    throw;
  }
}

RunFileWriter::~RunFileWriter() {
  if (fd_ >= 0) close(fd_);
}

void RunFileWriter::add(const CaseRecord& record) {
  constexpr std::size_t kept_between_records = 256 * 1024;  // bytes a thread
  thread_local std::string line;
  line = ",\n";
  append_record(line, record);
  bool enough = false;
  {
    const std::lock_guard lock{adding_};
    added_ += first_ ? std::string_view{line}.substr(1) : std::string_view{line};
    first_ = false;
    enough = added_.size() > kept_between_records;
  }
  if (enough) flush();
  if (line.capacity() > kept_between_records) std::string{}.swap(line);
}

void RunFileWriter::flush() {
  constexpr std::size_t kept_between_writes = 512 * 1024;  // bytes
  const std::lock_guard writing{writing_};
  {
    const std::lock_guard adding{adding_};
    out_.swap(added_);
  }
  write_all(out_);
  out_.clear();
  if (out_.capacity() > kept_between_writes) std::string{}.swap(out_);
}

void RunFileWriter::finish(const Report& report, const Summary& summary) {
  flush();
  const std::lock_guard lock{writing_};
  write_all(tail_of(report, summary));
  const int fd = std::exchange(fd_, -1);
  if (close(fd) != 0) throw std::system_error{errno, std::generic_category(), path_};
}

void RunFileWriter::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw std::system_error{errno, std::generic_category(), path_};
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_run_file(const Report& report, std::ostream& out) {
  out << head_of(report.info);
  std::string line;
  for (std::string_view separator = "\n"; const CaseRecord& record : report.records) {
    line = separator;
    append_record(line, record);
    out << line;
    separator = ",\n";
  }
  out << tail_of(report, summarize(report));
}

}  // namespace hallmark::reports

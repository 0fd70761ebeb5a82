// SPDX-License-Identifier: Apache-2.0
//
// What a run or a campaign leaves: who was asked, by which yardstick, what each check showed, and
// what follows from it. Every form of report is written from this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/campaign.hpp"
#include "reports/causes.hpp"
#include "reports/check.hpp"
#include "reports/evidence.hpp"
#include "reports/known_failures.hpp"
#include "reports/verdict.hpp"

namespace hallmark::reports {

// Who was asked.
struct Subject {
  enum class Kind : std::uint8_t {
    endpoint,  // whoever answers at `url`
    embedded,  // the reference endpoint, served for this run alone
    client,    // a client library, behind its shim
  };
  Kind kind = Kind::endpoint;
  std::string name = {};  // as people call it: "embedded reference endpoint", or the URL
  std::string url = {};   // of an endpoint
  std::string host = {};  // the Host header, which HostId should name

  friend bool operator==(const Subject&, const Subject&) = default;
};

// Which cases a run takes, and by which yardstick it judges them.
struct Selection {
  std::string edition = "any";           // any or yyyy-MM-dd
  std::string variants = "base";         // base or full
  unsigned depth = 1;                    // 1 to 3: how many things come together
  std::string reactivate_spelling = {};  // which of the two the target knows; empty: not found out
  bool strict = false;
  bool require_all = false;
  unsigned require_judged = 10;  // percent of the cases; a run that judged less has no verdict
  std::vector<std::string> select = {}, skip = {}, without = {};
  std::uint64_t shuffle_seed = 0;  // 0: not shuffled
  unsigned shard_index = 1, shard_total = 1;
  unsigned repeat = 1;        // how often each case is carried out
  unsigned max_failures = 0;  // after so many that decide it ends; 0: it goes on

  friend bool operator==(const Selection&, const Selection&) = default;
};

// Of which records the evidence is written down.
enum class EvidenceKept : std::uint8_t { all, failures, none };
[[nodiscard]] std::string_view name_of(EvidenceKept kept);
[[nodiscard]] std::optional<EvidenceKept> evidence_kept_named(std::string_view name);

struct Info {
  std::string hallmark_version = {};
  std::string commit = {};              // that the program was built from; empty: not known
  std::string tables = {}, suite = {};  // digests of the documents' tables and of the cases
  std::string started = {};             // UTC, yyyy-MM-ddTHH:mm:ssZ
  Subject subject = {};
  std::string fixtures = {};  // where fixtures came from, in words
  Selection selection = {};   // of a run
  unsigned jobs = 0;          // cases, or histories, under way at once
  EvidenceKept evidence = EvidenceKept::all;
  KnownFailures known_failures = {};
  // What a line that shows a failure again carries: --endpoint ..., --fixtures ...; of a client at
  // its end -- SHIM ...; ready for the shell (see shell_quoted).
  std::string again_options = {};

  friend bool operator==(const Info&, const Info&) = default;
};

// A check once carried out, and what it showed. A run has one for each case and variant; a campaign
// has one for each finding.
struct Record {
  std::shared_ptr<const Check> check;  // never null
  std::string variant = {};            // get.xml.v1; empty where the check runs once
  Finding finding = {};
  std::int64_t took_us = 0;
  unsigned exchanges = 0;  // signed requests to the target; fixture calls not counted
  Evidence evidence = {};  // of a run's pass: dropped once it has been written down
  std::optional<Discovery> discovery = {};  // of a campaign
  unsigned times = 1, times_failed = 0;     // of a case that was repeated

  friend bool operator==(const Record& one, const Record& other) {
    return *one.check == *other.check && one.variant == other.variant &&
           one.finding == other.finding && one.took_us == other.took_us &&
           one.exchanges == other.exchanges && one.evidence == other.evidence &&
           one.discovery == other.discovery && one.times == other.times &&
           one.times_failed == other.times_failed;
  }
};

// id, or id@variant: what --select takes.
[[nodiscard]] std::string address_of(const Record& record);

// Repeated, it disagreed with itself: it is inconclusive then.
[[nodiscard]] inline bool is_flaky(const Record& record) {
  return record.finding.verdict == Verdict::inconclusive && record.times_failed > 0;
}
// "fails 2 of 5".
[[nodiscard]] std::string rate_of(const Record& repeated);

struct Report {
  Info info;
  std::vector<Record> records;  // of a run in the order of the library, of a campaign as they came
  std::int64_t took_us = 0;
  std::uint64_t exchanges = 0;  // requests in all, those of looks included
  std::size_t planned = 0;      // of a run: checks that it was to carry out; 0: not known
  bool interrupted = false;
  bool cut_short = false;            // of a run: by Selection::max_failures
  std::vector<std::string> notes;    // what the user should know: the target stopped answering, ...
  std::optional<Campaign> campaign;  // nothing: a run
};

// Nothing ended it before its end.
[[nodiscard]] inline bool is_whole(const Report& report) {
  return !report.interrupted && !report.cut_short;
}

// Of a run: checks that stand in one vector bring their records into its order, those of a check by
// the names of the variants.
void sort_by_check(std::vector<Record>& records);

// Whether the evidence of a record is written down.
[[nodiscard]] bool is_kept(const Info& info, const Record& record);

// A line of a report: of a run one record, of a campaign a checker with all that it found.
struct Entry {
  const Check* check = nullptr;
  std::vector<const Record*> records = {};
  Verdict verdict = Verdict::inconclusive;
  std::string unsettled = {};           // why a checker without a finding does not hold either
  const KnownFailure* known = nullptr;  // a line that excuses it; null where something is left
};
// Of a campaign in the order of its checkers; a finding of none of them comes last. They refer to
// the report.
[[nodiscard]] std::vector<Entry> entries_of(const Report& report);

struct Counts {
  std::size_t pass = 0, fail = 0, inconclusive = 0, unsupported = 0, error = 0;
  [[nodiscard]] std::size_t total() const {
    return pass + fail + inconclusive + unsupported + error;
  }
};

// Reasons and causes, each with the number of entries that it concerns.
using Reasons = std::map<std::string, std::size_t>;

// Those that concern most, equals by the alphabet. Views into `reasons`.
[[nodiscard]] std::vector<std::pair<std::string_view, std::size_t>> most_frequent_first(
    const Reasons& reasons);

struct Summary {
  Counts all;  // of entries
  std::map<std::string, Counts> by_chapter;
  // Records whose level decides, and those of whatever level on which such a case stands.
  std::size_t failures_that_count = 0;
  std::size_t failures_below = 0;      // the other ones
  std::size_t known_failures = 0;      // that a line of Info::known_failures excuses, and no other
  std::vector<KnownState> known = {};  // of each of those lines: they refer to the report
  std::vector<std::string> list_troubles = {};  // what is wrong with them: each fails the run
  std::vector<std::string> list_notes = {};     // what could not be judged
  std::vector<const Record*> flaky = {};        // of the report; those that count come first
  std::size_t flaky_that_count = 0;             // whose level decides, and of which nobody knows
  Reasons blocked;                              // by the prerequisite's cause, or by its address
  Reasons not_exercised;                        // by the reason of unsupported
  Reasons unsettled;                 // by the reason of inconclusive, where nothing blocked
  Reasons not_carried_out;           // by the reason of error
  std::vector<std::size_t> slowest;  // of a run: indices into records, at most 5
  std::size_t cases = 0;             // of a run: those that send something of their own
  std::size_t judged = 0;            // of these, passed or failed
  std::vector<Cause> causes;         // of all failures: they refer to the report
  std::size_t lenient = 0;           // passes in which the documents left a choice
  Reasons leniences;                 // and why they left it
};
[[nodiscard]] Summary summarize(const Report& report);

// Whether a failed record decides the exit code: nobody knows of it, and its level is required; in
// a campaign and under --strict any but advice.
[[nodiscard]] bool counts(const Report& report, const Record& record);

// time, count, finding, target-gone; interrupted.
[[nodiscard]] std::string_view end_of(const Report& campaign);

// CONFORMANT | CONFORMANT, partial: ... | NOT CONFORMANT: ... | NO VERDICT: ...
// NO FINDING in ... | N FINDINGS: ... | NO VERDICT: ...
[[nodiscard]] std::string headline(const Report& report, const Summary& summary);

// Notes that an error ended it in the middle; what came before stands.
void note_breaking_off(Report& report, const std::exception& error);

// "interrupted after 364 of 2,050 cases", "interrupted after 12 histories", "ended after 1 failure
// (--max-failures), with 364 of 2,050 cases asked"; empty where it went on to its end.
[[nodiscard]] std::string interruption(const Report& report, const Summary& summary);

// 0 holds; 1 the target contradicts the documents, or the list of known failures is wrong; 2 no
// verdict. A failure that counts wins over errors; with --require-all what was unsupported or
// inconclusive counts as a failure; nothing judged is 2, and so is less than
// Selection::require_judged, a case that is flaky, and a campaign in which no call was accepted.
[[nodiscard]] int verdict_code(const Report& report, const Summary& summary);

// The same of the command whose report it is: 130 where it was interrupted, whatever it had found.
[[nodiscard]] int exit_code(const Report& report, const Summary& summary);

}  // namespace hallmark::reports

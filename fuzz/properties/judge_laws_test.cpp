// SPDX-License-Identifier: Apache-2.0
//
// Laws of the judge, over every case of the library: a stricter edition passes no more than any
// edition does, the form of an answer does not matter, a server's failure is no refusal, and a
// saved run is judged as it was.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/library.hpp"
#include "fuzz/properties/generators.hpp"
#include "fuzz/properties/law.hpp"
#include "fuzz/properties/planted.hpp"
#include "reports/evidence.hpp"
#include "reports/report.hpp"
#include "reports/testing/temporary_file.hpp"
#include "reports/writers/json/run_file.hpp"
#include "reports/writers/writers.hpp"
#include "runner/oracle/judge.hpp"
#include "specs/common/descriptions.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Answer;
using cases::Case;
using reports::Evidence;
using reports::Finding;
using reports::Report;
using reports::Verdict;
using runner::Bench;
using runner::Yardstick;
using Judge = std::function<Finding(const Case&, std::optional<cases::Variant>, const Evidence&,
                                    const Bench&)>;

constexpr std::string_view host = "ecs.example.com";

Finding judged(const Case& one, std::optional<cases::Variant> variant, const Evidence& evidence,
               const Bench& bench) {
  return runner::judge(one, variant, evidence, bench);
}

// An answer before it is written down.
struct Said {
  int status = 200;
  bool json = false;
  std::vector<std::pair<std::string, std::string>> members;
};

void showValue(const Said& said, std::ostream& out) {
  out << said.status << (said.json ? " json" : " xml");
  for (const auto& [name, value] : said.members) out << ' ' << name << '=' << value;
}

// What a case was told and what was seen, before it is written down.
struct Story {
  const Case* test = nullptr;
  cases::Variant variant;
  std::vector<Said> said;  // one for each call and copy
  std::vector<std::string> seen;
};

void showValue(const Story& story, std::ostream& out) {
  out << story.test->id << " as " << story.variant.name() << ":";
  for (const Said& said : story.said) out << ' ' << rc::toString(said) << ';';
  for (const std::string& status : story.seen) out << " seen " << status;
}

std::string filled_in(std::string text, std::string_view blank, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(blank, at)) != text.npos; at += by.size()) {
    text.replace(at, blank.size(), by);
  }
  return text;
}

// An answer that the row allows.
Said as_allowed(const Answer& answer) {
  Said said{.status = answer.status != 0 ? answer.status : answer.status_class * 100 + 1,
            .json = false,
            .members = {{"RequestId", "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"}}};
  if (answer.kind == Answer::Kind::accepted) return said;
  said.members.emplace_back("HostId", host);
  said.members.emplace_back("Code", answer.code.empty() ? "Any" : filled_in(answer.code, "*", "X"));
  said.members.emplace_back(
      "Message", answer.message.empty() ? "any" : filled_in(answer.message, "%s", "something"));
  return said;
}

// One of the allowed answers, perhaps with something of it changed.
rc::Gen<Said> any_answer(const cases::Call& call) {
  std::vector<Said> allowed = {as_allowed({})};
  for (const Answer& answer : call.expect.allowed) allowed.push_back(as_allowed(answer));
  return rc::gen::map(rc::gen::tuple(between<std::size_t>(0, allowed.size()),
                                     rc::gen::arbitrary<bool>(), between(0, 12)),
                      [allowed](const auto& parts) {
                        const auto& [place, json, change] = parts;
                        Said said = allowed[allowed.size() - 1 - place];
                        said.json = json;
                        if (change == 7) said.status = 500;
                        if (change == 8) said.status = 404;
                        if (change == 9 && said.members.size() > 2)
                          said.members[2].second = "Other";
                        if (change == 10 && said.members.size() > 3)
                          said.members[3].second = "other";
                        if (change == 11) said.members.erase(said.members.begin());
                        return said;
                      });
}

// The library, from a case of one plain call on, which is what stories shrink to: the further on,
// the more calls, so that a smaller number is never a longer story.
const std::vector<const Case*>& from_plain_to_long() {
  static const std::vector<const Case*> all = [] {
    std::vector<const Case*> sorted;
    for (const Case& one : cases::library()) sorted.push_back(&one);
    std::ranges::rotate(sorted, std::ranges::find(sorted, "start-instance/precondition/running",
                                                  [](const Case* one) { return one->id; }));
    const auto beyond_one = [](const Case* one) {
      int calls = 0;
      for (const cases::Call& call : one->calls) calls += call.copies;
      return calls > 0 ? calls - 1 : 1;
    };
    std::ranges::stable_sort(sorted, {}, beyond_one);
    return sorted;
  }();
  return all;
}

// What may have become of any case of the library.
Story any_story() {
  const std::vector<const Case*>& library = from_plain_to_long();
  Story story;
  story.test = library[*between<std::size_t>(0, library.size()).as("case")];
  story.variant = cases::full_variants()[*between<std::size_t>(0, cases::full_variants().size())];
  for (const cases::Call& call : story.test->calls) {
    for (int copy = 0; copy < call.copies; ++copy) story.said.push_back(*any_answer(call));
  }
  const auto statuses =
      *rc::gen::scale(0.05, rc::gen::container<std::vector<std::size_t>>(
                                between<std::size_t>(0, specs::status_names.size())));
  for (const std::size_t status : statuses) story.seen.emplace_back(specs::status_names[status]);
  return story;
}

// How a body is laid out; the same is said whatever it is.
struct Layout {
  std::vector<int> order;
  std::string space;
};
void showValue(const Layout& layout, std::ostream& out) {
  out << rc::toString(layout.order) << ' ' << rc::toString(layout.space);
}
rc::Gen<Layout> any_layout() {
  return rc::gen::map(rc::gen::pair(rc::gen::container<std::vector<int>>(5, between(0, 5)),
                                    rc::gen::elementOf(std::vector<std::string>{
                                        "", " ", "\n", "\n  ", "\t", " \n "})),
                      [](const auto& parts) {
                        return Layout{parts.first, parts.second};
                      });
}

std::string body_of(const Said& said, const std::string& action, const Layout& layout) {
  std::vector<std::pair<int, std::pair<std::string, std::string>>> members;
  for (std::size_t i = 0; i < said.members.size(); ++i) {
    members.emplace_back(layout.order.empty() ? 0 : layout.order[i % layout.order.size()],
                         said.members[i]);
  }
  std::ranges::stable_sort(members, {}, &decltype(members)::value_type::first);
  const std::string root = said.status < 400 ? action + "Response" : "Error";
  std::string body = said.json ? "{" : "<" + root + ">";
  for (bool first = true; const auto& [place, member] : members) {
    const auto& [name, value] = member;
    body += said.json && !std::exchange(first, false) ? "," : "";
    body += layout.space;
    body += said.json ? "\"" + name + "\":" + layout.space + "\"" + value + "\""
                      : "<" + name + ">" + value + "</" + name + ">";
  }
  return body + layout.space + (said.json ? "}" : "</" + root + ">");
}

Evidence evidence_of(const Story& story, const Layout& layout = {}) {
  Evidence evidence{.instance_id = "i-bp1", .region_id = "cn-hangzhou"};
  std::size_t next = 0;
  for (std::size_t call = 0; call < story.test->calls.size(); ++call) {
    for (int copy = 0; copy < story.test->calls[call].copies; ++copy) {
      const Said& said = story.said[next++];
      reports::CallRecord record;
      record.call = call;
      record.copy = copy;
      record.action = story.test->calls[call].action;
      record.exchange.status = said.status;
      record.exchange.headers = {{"Content-Type", said.json ? "application/json" : "text/xml"}};
      record.exchange.body = body_of(said, record.action, layout);
      record.exchange.kept_alive = true;
      evidence.calls.push_back(std::move(record));
    }
  }
  for (const std::string& status : story.seen) {
    reports::Sighting sighting;
    sighting.channel = cases::Channel::describe_instances;
    sighting.status = status;
    evidence.after.push_back(std::move(sighting));
  }
  return evidence;
}

std::optional<cases::Variant> variant_of(const Story& story) {
  if (story.test->once) return std::nullopt;
  return story.variant;
}

Bench bench(Yardstick yardstick = {}) {
  return {.yardstick = std::move(yardstick), .host = std::string{host}};
}

// The order of members, and the blanks between them, change no verdict.
void the_layout_is_irrelevant(const Judge& judge) {
  const Story story = any_story();
  const Layout layout = *any_layout().as("layout");
  RC_LOG() << rc::toString(story) << "\n";
  const Finding one = judge(*story.test, variant_of(story), evidence_of(story), bench());
  const Finding other = judge(*story.test, variant_of(story), evidence_of(story, layout), bench());
  RC_ASSERT(name_of(one.verdict) == name_of(other.verdict));
  RC_ASSERT(one.reason == other.reason);
}

// What fails by any edition passes by none that asks the case.
void strictness_is_monotone(const Judge& judge) {
  const Story story = any_story();
  const std::string day = *rc::gen::elementOf(std::vector<std::string>{"2018-11-30", "2019-05-31",
                                                                       "2020-10-31", "2026-01-01"})
                               .as("edition");
  RC_LOG() << rc::toString(story) << "\n";
  const Yardstick edition = Yardstick::parse(day).value();
  if (!edition.asks(*story.test)) return;
  const Evidence evidence = evidence_of(story);
  if (judge(*story.test, variant_of(story), evidence, bench()).verdict == Verdict::fail) {
    RC_ASSERT(
        (judge(*story.test, variant_of(story), evidence, bench(edition)).verdict == Verdict::fail));
  }
}

// Whoever refuses to stop an instance, which no page of a tested action speaks of, is asked no
// more.
bool may_end_early(const Case& one) {
  return std::ranges::any_of(one.calls, [](const cases::Call& call) {
    return call.action == specs::common::descriptions::stop_instance;
  });
}

// A call that is put off leaves its case open, so that it need not fail.
bool is_throttled(const Said& said) {
  return std::ranges::any_of(said.members, [](const auto& member) {
    return member.first == "Code" && member.second.starts_with("Throttling");
  });
}

// Where the documents have nothing but refusals of the 400s, an answer of the 500s never passes.
void a_server_error_is_no_refusal(const Judge& judge) {
  Story story = any_story();
  RC_LOG() << rc::toString(story) << "\n";
  if (may_end_early(*story.test)) return;
  std::size_t next = 0;
  bool spoilt = false;
  for (const cases::Call& call : story.test->calls) {
    const bool all_refused = !call.expect.allowed.empty() &&
                             std::ranges::all_of(call.expect.allowed, [](const Answer& answer) {
                               return answer.kind == Answer::Kind::refused &&
                                      answer.status / 100 != 5 &&
                                      (answer.status != 0 || answer.status_class == 4);
                             });
    for (int copy = 0; copy < call.copies; ++copy, ++next) {
      if (!all_refused) continue;
      story.said[next].status = *between(500, 600).as("status");
      spoilt = true;
    }
  }
  if (!spoilt || story.test->relation == cases::Relation::at_least_one_accepted) return;
  const Finding finding = judge(*story.test, variant_of(story), evidence_of(story), bench());
  const bool is_put_off = std::ranges::any_of(story.said, is_throttled);
  RC_ASSERT((finding.verdict == Verdict::fail ||
             (is_put_off && finding.verdict == Verdict::inconclusive)));
}

HALLMARK_LAW(Judge, LooksPastTheLayout) { the_layout_is_irrelevant(judged); }
HALLMARK_LAW(Judge, PassesNoMoreByAStricterEdition) {
  for (int i = 0; i < 5; ++i) strictness_is_monotone(judged);
}
HALLMARK_LAW(Judge, TakesNoServerErrorForARefusal) { a_server_error_is_no_refusal(judged); }

TEST(JudgeLaws, FindAJudgeThatErrs) {
  const Judge minds_the_order = [](const Case& one, std::optional<cases::Variant> variant,
                                   const Evidence& evidence, const Bench& by) {
    Evidence seen = evidence;
    for (reports::CallRecord& call : seen.calls) {
      if (call.exchange.body.find("Code") < call.exchange.body.find("RequestId")) {
        call.exchange.body = "";
      }
    }
    return runner::judge(one, variant, seen, by);
  };
  const Judge minds_blanks = [](const Case& one, std::optional<cases::Variant> variant,
                                const Evidence& evidence, const Bench& by) {
    Evidence seen = evidence;
    for (reports::CallRecord& call : seen.calls) {
      if (call.exchange.body.find('\t') != std::string::npos) call.exchange.status = 418;
    }
    return runner::judge(one, variant, seen, by);
  };
  const Judge lenient_of_old = [](const Case& one, std::optional<cases::Variant> variant,
                                  const Evidence& evidence, const Bench& by) {
    Finding finding = runner::judge(one, variant, evidence, by);
    if (by.yardstick.name().starts_with("2019") && finding.reason.starts_with("another"))
      return Finding{};
    return finding;
  };
  const Judge forgives_the_server = [](const Case& one, std::optional<cases::Variant> variant,
                                       const Evidence& evidence, const Bench& by) {
    Evidence seen = evidence;
    for (reports::CallRecord& call : seen.calls) {
      if (call.exchange.status == 503) call.exchange.status = 403;
    }
    return runner::judge(one, variant, seen, by);
  };
  expect_found(
      "the order counts", [&] { the_layout_is_irrelevant(minds_the_order); }, 400);
  expect_found(
      "blanks count", [&] { the_layout_is_irrelevant(minds_blanks); }, 400);
  expect_found(
      "old editions forgive", [&] { strictness_is_monotone(lenient_of_old); }, 600, 3000);
  expect_found(
      "503 is 403", [&] { a_server_error_is_no_refusal(forgives_the_server); }, 400, 20000);
}

using Reread = std::function<Report(const Report&)>;

Report reread(const Report& report) {
  std::ostringstream out;
  write_json(report, summarize(report), out);
  const reports::testing::TemporaryFile file;
  file.fill(out.str());
  return reports::read_run_file(file.path());
}

// Written down and read again, a run is the same, and is judged as it was.
void a_saved_run_is_judged_again(const Reread& through_a_file) {
  const Story story = any_story();
  RC_LOG() << rc::toString(story) << "\n";
  // What the file keeps of a case: the rest is looked up by its id.
  const reports::Check kept{.id = story.test->id,
                            .level = story.test->level,
                            .chapter = std::string{reports::chapter_of(story.test->id)}};
  reports::Record record{.check = std::make_shared<const reports::Check>(kept),
                         .variant = story.test->once ? "" : story.variant.name(),
                         .evidence = evidence_of(story)};
  // What a target may put into an answer, and a report has to hold.
  const auto odd = *rc::gen::scale(0.3, any_bytes()).as("odd bytes");
  const auto where = *between(0, 5).as("where");
  if (!record.evidence.calls.empty()) {
    reports::Exchange& exchange = record.evidence.calls[0].exchange;
    if (where == 0) exchange.request = odd;
    if (where == 1) exchange.body = odd;
    if (where == 2) exchange.headers.emplace_back("X-Odd", odd);
    if (where == 3) record.evidence.calls[0].action = odd;
    if (where == 4) exchange.fault_text = odd;
  }
  record.finding = judged(*story.test, variant_of(story), record.evidence, bench());
  Report report;
  using Kind = reports::Subject::Kind;
  report.info.subject = {.kind = odd.empty() ? Kind::endpoint : Kind::embedded,
                         .name = odd,
                         .host = std::string{host}};
  report.records.push_back(record);

  const Report again = through_a_file(report);
  RC_ASSERT(again.records.size() == std::size_t{1});
  RC_ASSERT((again.info == report.info));
  RC_ASSERT((again.records[0] == record));
  RC_ASSERT((judged(*cases::find(again.records[0].check->id), variant_of(story),
                    again.records[0].evidence, bench()) == record.finding));
}

HALLMARK_LAW(RunFile, IsJudgedAgainAsItWas) { a_saved_run_is_judged_again(reread); }

TEST(RunFileLaws, FindAFileThatLosesSomething) {
  const auto planted = [](std::string_view what, const std::function<void(Report&)>& lose) {
    const Reread loses = [&](const Report& report) {
      Report again = reread(report);
      lose(again);
      return again;
    };
    expect_found(
        what, [&] { a_saved_run_is_judged_again(loses); }, 400);
  };
  planted("NUL ends a body", [](Report& report) {
    for (reports::CallRecord& call : report.records[0].evidence.calls) {
      std::string& body = call.exchange.body;
      body = body.substr(0, body.find('\0'));
    }
  });
  planted("what was seen last is lost", [](Report& report) {
    auto& after = report.records[0].evidence.after;
    if (after.size() > 1) after.pop_back();
  });
  planted("bytes above ASCII become question marks", [](Report& report) {
    std::ranges::replace_if(
        report.info.subject.name, [](char c) { return static_cast<unsigned char>(c) > 0x7F; }, '?');
  });
  planted("copies become one", [](Report& report) {
    for (reports::CallRecord& call : report.records[0].evidence.calls) call.copy = 0;
  });
}

}  // namespace
}  // namespace hallmark::fuzz

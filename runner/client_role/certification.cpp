// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/certification.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <map>
#include <optional>
#include <utility>

#include "cases/client/client_case.hpp"
#include "reports/text.hpp"
#include "runner/client_role/answer_server.hpp"
#include "runner/client_role/client_evidence.hpp"
#include "runner/client_role/client_judge.hpp"
#include "runner/wire/as_pair.hpp"

namespace hallmark::runner {
namespace {

namespace net = boost::asio;
namespace client = cases::client;
using reports::Finding;
using reports::Record;
using reports::Verdict;
using std::chrono::steady_clock;

constexpr std::size_t most_breaks = 30;  // then the client has been seen to break

// What others that need a case have to know of it.
struct Standing {
  bool passed = false;
  bool nothing_seen = false;  // neither what it sends nor what it tells its user
  std::string reason = {};
};

// How the shim ended under a call, and whether it is known under which.
struct End {
  std::string how = {};
  bool explained = false;
};

std::string address_of(std::string_view id, std::string_view variant) {
  std::string address{id};
  if (!variant.empty()) address.append("@").append(variant);
  return address;
}

}  // namespace

struct Certification::Impl {
  Impl(net::io_context& with, CertificationOptions what)
      : io{with},
        options{std::move(what)},
        plan{options.selection},
        caller{io, options.calls, [this] { return stops(); }},
        shim{caller.shim()} {}

  net::awaitable<void> run_all(reports::Listener& to, reports::Report& report) {
    listener = &to;
    began = steady_clock::now();
    // How the client wants its answers shows in its first request.
    auto floors = plan.floors(shim.hello(), formats);
    if (!floors.empty()) co_await run_floor(std::move(floors.front()));
    if (!shim.hello().takes("format") && !first_format.empty()) formats = {first_format};
    floors = plan.floors(shim.hello(), formats);
    for (std::size_t floor = 1; floor < floors.size(); ++floor) {
      co_await run_floor(std::move(floors[floor]));
    }
    co_await shim.leave();
    judge_protocol();
    finish(report);
  }

  net::awaitable<void> run_floor(std::vector<PlannedClientCase> cases) {
    std::deque<PlannedClientCase> lonely;
    for (PlannedClientCase& one : cases) {
      (one.test->alone ? lonely : queue).push_back(std::move(one));
    }
    const unsigned jobs = shim.hello().concurrent ? std::max(1U, options.jobs) : 1;
    co_await work(jobs);
    for (PlannedClientCase& one : lonely) queue.push_back(std::move(one));
    co_await work(1);
    // Those under which the shim broke while others were under way: who was it?
    while (!suspects.empty()) {
      queue = std::exchange(suspects, {});
      co_await work(1);
    }
  }

  // `jobs` at a time take from the queue until it is empty.
  net::awaitable<void> work(unsigned jobs) {
    net::steady_timer done{io, steady_clock::time_point::max()};
    unsigned left = jobs;
    for (unsigned i = 0; i < jobs; ++i) {
      net::co_spawn(io, work_off(), [&](const std::exception_ptr& trouble) {
        if (trouble && !broken) broken = trouble;
        if (--left == 0) done.cancel();
      });
    }
    co_await done.async_wait(as_pair);
    if (broken) std::rethrow_exception(broken);
  }

  net::awaitable<void> work_off() {
    while (!queue.empty() && !stops()) {
      PlannedClientCase one = std::move(queue.front());
      queue.pop_front();
      co_await carry_out(std::move(one));
    }
  }

  bool stops() {
    if (!interrupted && options.stop()) interrupted = true;
    return interrupted || failed;
  }

  net::awaitable<void> carry_out(PlannedClientCase one) {
    const auto start = steady_clock::now();
    std::optional<Finding> not_played = why_not_asked(one);
    SeenCase seen;
    if (!not_played) not_played = co_await caller.play(one, seen);
    if (not_played) {
      keep(one, *not_played, {}, 0, start);
      co_return;
    }
    const auto broken_call = std::ranges::find(seen.calls, UserTold::Kind::broke,
                                               [](const SeenCall& call) { return call.told.kind; });
    const bool broke = broken_call != seen.calls.end();
    if (broke && perhaps_of_another(one, *broken_call, start)) {
      suspects.push_back(std::move(one));
      co_return;
    }
    if (broke) ++breaks;
    ClientVerdict verdict = judge_client(*one.test, seen);
    if (one.test->look == client::Look::request) {
      if (verdict.finding.verdict == Verdict::fail && turn_to_the_other_format(seen)) {
        co_return co_await carry_out(std::move(one));
      }
      note_format(seen);
    }
    if (const std::string same = blocked_by(one, verdict.finding); !same.empty()) {
      verdict.finding = {.verdict = Verdict::inconclusive};
      verdict.finding.blocked_by = same;
    }
    std::size_t requests = 0;
    for (const SeenCall& call : seen.calls) requests += call.requests.size();
    reports::Evidence evidence = client_evidence(seen, verdict.call, began);
    evidence.instance_id = seen.instance_id;
    evidence.region_id = seen.region_id;
    if (broke && !shim.last_words().empty()) {
      verdict.finding.said = reports::shortened(reports::printable(shim.last_words()), 400);
    }
    strike_out(verdict.finding, seen);
    keep(one, verdict.finding, std::move(evidence), requests, start, broke);
  }

  std::optional<Finding> why_not_asked(const PlannedClientCase& one) const {
    Finding finding{.verdict = Verdict::inconclusive, .blocked_by = blocked_by(one)};
    if (!finding.blocked_by.empty()) return finding;
    if (caller.restart_trouble()) {
      finding.reason = "the shim does not start again: " + *caller.restart_trouble();
    } else if (breaks >= most_breaks) {
      finding.reason = "not asked: the client broke " + std::to_string(breaks) + " times";
    } else {
      return std::nullopt;
    }
    return finding;
  }

  // The shim broke under a call of this case. Whose call is silent while later ones are answered is
  // it; who ended before it sent anything may have ended of the call before.
  bool perhaps_of_another(PlannedClientCase& one, const SeenCall& broken_call,
                          steady_clock::time_point start) {
    if (broken_call.told.how == UserTold::Break::ended) {
      ends[broken_call.life].how = broken_call.told.trouble;
    }
    if ((caller.had_company(start) && !broken_call.others_went_on) ||
        (!one.again && broken_call.requests.empty())) {
      if (!one.again) one.again = broken_call.life;
      return true;
    }
    if (one.again) ends[*one.again].explained = true;
    ends[broken_call.life].explained = true;
    return false;
  }

  void note_format(const SeenCase& seen) {
    for (const SeenCall& call : seen.calls) {
      if (call.requests.empty()) continue;
      const cases::Format format = format_for(call.requests.front().http, caller.unsaid());
      first_format = format == cases::Format::json ? "json" : "xml";
    }
  }

  // Where a request names no format, one page has XML and another one JSON: what the client can
  // read is right. True once, if it read what it was answered for an error.
  bool turn_to_the_other_format(const SeenCase& seen) {
    const SeenCall& call = seen.calls.front();
    if (caller.unsaid() || call.requests.empty() || call.told.kind != UserTold::Kind::error)
      return false;
    const reference::HttpRequest& request = call.requests.front().http;
    if (format_asked(request)) return false;
    const bool was_json = format_for(request, {}) == cases::Format::json;
    caller.answer_unsaid_in(was_json ? cases::Format::xml : cases::Format::json);
    return true;
  }

  // The address of what had to pass before, in the same form, or where it does not know that form
  // in any; and of which `stands` says that this one stands on it.
  std::string failed_before(const PlannedClientCase& one, const auto& stands) const {
    for (const std::string& needed : one.test->needs) {
      const auto found = forms_of.find(needed);
      if (found == forms_of.end()) continue;
      const bool same = found->second.contains(one.variant);
      for (const auto& [variant, outcome] : found->second) {
        if (outcome.passed || (same && variant != one.variant)) continue;
        if (stands(outcome)) return address_of(needed, variant);
      }
    }
    return {};
  }

  // What keeps a case from being put: nothing could be seen of the client, or the reference
  // endpoint would refuse it.
  std::string blocked_by(const PlannedClientCase& one) const {
    return failed_before(
        one, [&](const Standing& outcome) { return outcome.nothing_seen || one.is_at_endpoint(); });
  }

  // What has shown already what a case shows.
  std::string blocked_by(const PlannedClientCase& one, const Finding& finding) const {
    if (finding.verdict != Verdict::fail) return {};
    return failed_before(one,
                         [&](const Standing& outcome) { return outcome.reason == finding.reason; });
  }

  void keep(const PlannedClientCase& one, Finding finding, reports::Evidence evidence,
            std::size_t requests, steady_clock::time_point start, bool broke = false) {
    forms_of[one.test->id][one.variant] = {
        .passed = finding.verdict == Verdict::pass,
        .nothing_seen = finding.verdict != Verdict::fail || requests == 0 || broke,
        .reason = finding.reason};
    failed = failed ||
             (finding.verdict == Verdict::fail && one.check->chapter == options.ends_with_chapter);
    Record record{.check = one.check,
                  .variant = one.variant,
                  .finding = std::move(finding),
                  .took_us = std::chrono::duration_cast<std::chrono::microseconds>(
                                 steady_clock::now() - start)
                                 .count(),
                  .exchanges = static_cast<unsigned>(requests),
                  .evidence = std::move(evidence)};
    exchanges += requests;
    listener->add(record);
    listener->flush();
    if (record.finding.verdict == Verdict::pass) record.evidence = {};
    records.push_back(std::move(record));
  }

  std::map<std::size_t, End>::const_iterator unexplained_end() const {
    if (breaks >= most_breaks || caller.restart_trouble())
      return ends.end();  // not all were asked again
    return std::ranges::find_if(ends, [](const auto& one) { return !one.second.explained; });
  }

  // One case for all that the shim wrote beside its answers, and for what no call alone does.
  void judge_protocol() {
    if (!plan.is_selected(protocol_case, "") || interrupted) return;  // in every shard
    reports::Check check{.id = std::string{protocol_case},
                         .level = cases::Level::required,
                         .chapter = "client",
                         .holds = "each call is answered once, by one line of the protocol"};
    Record record{.check = std::make_shared<const reports::Check>(std::move(check))};
    if (!shim.strays().empty()) {
      record.finding.verdict = Verdict::fail;
      record.finding.reason = "the shim writes what is no answer";
      record.finding.wanted = "one answer to each call, and nothing else";
      record.finding.got = shim.strays().front();
    } else if (const auto end = unexplained_end(); end != ends.end()) {
      record.finding.verdict = Verdict::fail;
      record.finding.reason = "the shim ends, and no call alone ends it";
      record.finding.wanted = "one answer to each call";
      record.finding.got = end->second.how;
    }
    listener->add(record);
    listener->flush();
    records.push_back(std::move(record));
  }

  void finish(reports::Report& report) {
    std::map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < client::library().size(); ++i) {
      place.emplace(client::library()[i].id, i);
    }
    std::ranges::stable_sort(records, {}, [&](const Record& record) {
      const auto found = place.find(record.check->id);
      return std::pair{found == place.end() ? place.size() : found->second,
                       std::string_view{record.variant}};
    });
    report.records = std::move(records);
    report.exchanges = exchanges;
    report.interrupted = interrupted;
    if (caller.restarts() > 0) {
      report.notes.push_back("the shim was started again " +
                             reports::counted(caller.restarts(), "time", "times"));
    }
    if (formats.size() == 1) {
      report.notes.push_back("answers were given in " + formats.front() +
                             ": the client asks for no other format");
    }
    if (!caller.knows_timeout()) {
      report.notes.push_back(
          "the shim takes no timeoutMs: the client is believed to give up within " +
          std::to_string(unknown_timeout.count() / 1000) + " s (--timeout says it better)");
    }
    report.took_us =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began).count();
  }

  net::io_context& io;
  CertificationOptions options;
  ClientPlan plan;
  ShimCaller caller;
  ShimProcess& shim;  // the caller's
  reports::Listener* listener = nullptr;
  steady_clock::time_point began;
  std::vector<std::string> formats = {"json", "xml"};
  std::string first_format;  // that the client asks for by itself; empty: not known
  std::deque<PlannedClientCase> queue, suspects;
  std::map<std::size_t, End> ends;  // by the life of the shim that it ended
  // By id: in which forms a case was put, and what came of it.
  std::map<std::string, std::map<std::string, Standing>> forms_of;
  std::vector<Record> records;
  std::exception_ptr broken;
  std::size_t exchanges = 0;
  std::size_t breaks = 0;  // confirmed: nothing else was under way
  bool interrupted = false;
  bool failed = false;  // as `ends_with_chapter` wants it
};

Certification::Certification(net::io_context& io, CertificationOptions options)
    : impl_{std::make_unique<Impl>(io, std::move(options))} {}
Certification::~Certification() = default;

std::optional<std::string> Certification::greet() {
  std::optional<std::string> trouble;
  net::co_spawn(
      impl_->io,
      [&]() -> net::awaitable<void> {
        trouble = co_await impl_->shim.start();
        impl_->io.stop();  // the shim goes on listening
      },
      net::detached);
  impl_->io.restart();
  impl_->io.run();
  if (trouble) {
    const std::string words = impl_->shim.last_words();
    if (!words.empty()) {
      *trouble += "; it said: " + reports::shortened(reports::printable(words), 300);
    }
  }
  return trouble;
}

const Hello& Certification::hello() const { return impl_->shim.hello(); }

std::size_t Certification::planned() const {
  std::size_t count = 0;
  for (const auto& floor : impl_->plan.floors(impl_->shim.hello(), impl_->formats)) {
    count += floor.size();
  }
  return count;
}

void Certification::run(reports::Listener& listener, reports::Report& report) {
  std::exception_ptr trouble;
  net::co_spawn(impl_->io, impl_->run_all(listener, report), [&](const std::exception_ptr& what) {
    trouble = what;
    impl_->io.stop();
  });
  impl_->io.restart();
  impl_->io.run();
  if (!trouble) return;
  if (report.records.empty()) impl_->finish(report);
  std::rethrow_exception(trouble);
}

}  // namespace hallmark::runner

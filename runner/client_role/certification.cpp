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
#include <random>
#include <set>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "cases/client/client_case.hpp"
#include "cases/pattern.hpp"
#include "reports/nearest.hpp"
#include "reports/text.hpp"
#include "runner/client_role/answer_server.hpp"
#include "runner/client_role/client_evidence.hpp"
#include "runner/client_role/client_judge.hpp"
#include "runner/client_role/endpoint_world.hpp"
#include "runner/client_role/printed_answer.hpp"
#include "runner/wire/as_pair.hpp"
#include "runner/wire/fnv1a.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace net = boost::asio;
namespace client = cases::client;
using client::Forms;
using reports::Finding;
using reports::Record;
using reports::Verdict;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Of a client whose shim does not take a timeout, where the user did not say.
constexpr milliseconds unknown_timeout = 15s;
constexpr milliseconds long_timeout = 3s;    // where the server answers at once
constexpr milliseconds large_timeout = 10s;  // where the answer is large
constexpr milliseconds most_for_copies = 15s;
constexpr std::size_t most_breaks = 30;  // then the client has been seen to break
constexpr std::string_view region = "cn-hangzhou";

// A case in one form.
struct Planned {
  const client::Case* test = nullptr;
  std::string variant;  // v1, v3, json, xml; empty: once
  std::shared_ptr<const reports::Check> check;
  // It is asked once more, alone: the life of the shim that ended under it.
  std::optional<std::size_t> again = {};
};

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

bool is_at_endpoint(const client::Case& test) {
  return std::ranges::any_of(test.calls, [](const client::Call& call) {
    return call.answers.front().kind == client::Answer::Kind::endpoint;
  });
}

std::string address_of(std::string_view id, std::string_view variant) {
  std::string address{id};
  if (!variant.empty()) address.append("@").append(variant);
  return address;
}

std::shared_ptr<const reports::Check> check_of(const client::Case& one) {
  reports::Check check{.id = one.id,
                       .level = one.level,
                       .chapter = std::string{reports::chapter_of(one.id)},
                       .given = "the client is answered: " + one.given,
                       .needs = one.needs};
  for (const client::Call& call : one.calls) {
    const std::string said = client::describe(call);
    if (check.when.empty() || check.when.back() != said) check.when.push_back(said);
  }
  if (one.copies > 1) {
    check.when.back() +=
        ", " + std::to_string(one.copies) + " times, " + std::to_string(one.at_once) + " at once";
  }
  check.needs = one.needs;
  for (const specs::Citation& place : one.citations)
    check.citations.push_back(reports::citation_of(place));
  if (one.id == "client/speaks") check.cause = "the client does not send a request, or not answer";
  if (one.id == "client/tells-errors")
    check.cause = "the client does not tell errors from successes";
  if (one.id == "request/signature") check.cause = "requests are not signed as documented";
  return std::make_shared<const reports::Check>(std::move(check));
}

std::vector<std::string> variants_of(const client::Case& one,
                                     const std::vector<std::string>& signatures,
                                     const std::vector<std::string>& formats) {
  const auto if_known = [&](const std::string& format) {
    const bool known = std::ranges::find(formats, format) != formats.end();
    return known ? std::vector<std::string>{format} : std::vector<std::string>{};
  };
  switch (one.forms) {
    case Forms::once:
      return {""};
    case Forms::by_signature:
      return signatures;
    case Forms::json:
      return if_known("json");
    case Forms::xml:
      return if_known("xml");
  }
  return {};
}

std::string random_text(std::string_view alphabet, std::size_t length) {
  thread_local std::mt19937_64 generator{std::random_device{}()};
  std::uniform_int_distribution<std::size_t> pick{0, alphabet.size() - 1};
  std::string text;
  for (std::size_t i = 0; i < length; ++i) text += alphabet[pick(generator)];
  return text;
}

std::string random_letters(std::size_t length) {
  return random_text("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", length);
}

std::string random_request_id() {
  std::string id{client::request_id_blank};
  for (char& c : id) {
    if (c == '#') c = random_text("0123456789ABCDEF", 1)[0];
  }
  return id;
}

bool matches(const std::vector<std::string>& patterns, std::string_view id,
             std::string_view variant) {
  return std::ranges::any_of(
      patterns, [&](const std::string& text) { return cases::Pattern{text}.matches(id, variant); });
}

}  // namespace

std::vector<ListedClientCase> list_client_cases() {
  std::vector<ListedClientCase> all;
  for (const client::Case& one : client::library()) {
    for (const std::string& variant : variants_of(one, {"v1", "v3"}, {"json", "xml"})) {
      all.push_back({.id = one.id,
                     .variant = variant,
                     .level = std::string{cases::name_of(one.level)},
                     .given = one.given,
                     .looked_at = std::string{client::words_of(one.look)},
                     .when = client::describe(one.calls.front())});
    }
  }
  return all;
}

void check_patterns(const CertificationOptions& options) {
  const std::vector<ListedClientCase> all = list_client_cases();
  const auto check = [&](const std::string& option, const std::vector<std::string>& patterns) {
    for (const std::string& text : patterns) {
      const cases::Pattern pattern{text};
      const bool known = text == protocol_case || std::ranges::any_of(all, [&](const auto& one) {
                           return pattern.matches(one.id, one.variant);
                         });
      if (!known) {
        std::vector<std::string_view> ids;
        for (const ListedClientCase& one : all) ids.push_back(one.id);
        const auto repeated = std::ranges::unique(ids);  // those of a case stand together
        ids.erase(repeated.begin(), repeated.end());
        throw std::invalid_argument{option + " '" + text + "' matches nothing" +
                                    reports::did_you_mean(cases::id_in(text), ids) +
                                    " (hallmark sdk --list shows what there is)"};
      }
    }
  };
  check("--select", options.select);
  check("--skip", options.skip);
}

struct Certification::Impl {
  Impl(net::io_context& with, CertificationOptions what)
      : io{with}, options{std::move(what)}, shim{io.get_executor(), options.shim} {}

  // What is asked of this client.

  [[nodiscard]] bool is_selected(std::string_view id, const std::string& variant) const {
    return (options.select.empty() || matches(options.select, id, variant)) &&
           !matches(options.skip, id, variant);
  }

  [[nodiscard]] bool is_chosen(std::string_view id, const std::string& variant) const {
    if (!is_selected(id, variant)) return false;
    if (options.shard_total <= 1) return true;
    return Fnv1a{}.add(id).add("@").add(variant).value() % options.shard_total ==
           options.shard_index - 1;
  }

  // Forms of one case share its check.
  std::shared_ptr<const reports::Check> check_for(const client::Case& one) {
    std::shared_ptr<const reports::Check> made = check_of(one);
    std::shared_ptr<const reports::Check>& kept = checks[one.id];
    if (!kept) kept = made;
    return *kept == *made ? kept : made;
  }

  // Which cases stand on nothing, on those, and so on.
  void plan() {
    std::vector<Planned> all;
    std::set<std::string> wanted;  // by id, what others need
    const auto& library = client::library();
    for (auto one = library.rbegin(); one != library.rend(); ++one) {
      for (const std::string& variant : variants_of(*one, shim.hello().signatures, formats)) {
        if (!is_chosen(one->id, variant) && !wanted.contains(one->id)) continue;
        wanted.insert(one->needs.begin(), one->needs.end());
        all.push_back({&*one, variant, check_for(*one)});
      }
    }
    std::ranges::reverse(all);
    std::map<std::string, std::size_t> floors;
    floor_of_cases.clear();
    for (Planned& one : all) {
      std::size_t floor = 0;
      for (const std::string& needed : one.test->needs) {
        floor = std::max(floor, floors[needed] + 1);
      }
      floors[one.test->id] = std::max(floors[one.test->id], floor);
      if (floor_of_cases.size() <= floor) floor_of_cases.resize(floor + 1);
      floor_of_cases[floor].push_back(std::move(one));
    }
  }

  net::awaitable<void> run_all(reports::Listener& to, reports::Report& report) {
    listener = &to;
    began = steady_clock::now();
    formats = {"json", "xml"};
    plan();
    // How the client wants its answers shows in its first request.
    const bool can_choose = shim.hello().takes("format");
    if (!floor_of_cases.empty()) co_await run_floor(std::exchange(floor_of_cases[0], {}));
    if (!can_choose && !first_format.empty()) formats = {first_format};
    plan();
    for (std::size_t floor = 1; floor < floor_of_cases.size(); ++floor) {
      co_await run_floor(std::move(floor_of_cases[floor]));
    }
    co_await shim.leave();
    judge_protocol();
    finish(report);
  }

  net::awaitable<void> run_floor(std::vector<Planned> cases) {
    std::deque<Planned> lonely;
    for (Planned& one : cases) {
      (one.test->alone ? lonely : queue).push_back(std::move(one));
    }
    const unsigned jobs = shim.hello().concurrent ? std::max(1U, options.jobs) : 1;
    co_await work(jobs);
    for (Planned& one : lonely) queue.push_back(std::move(one));
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
      Planned one = std::move(queue.front());
      queue.pop_front();
      co_await carry_out(std::move(one));
    }
  }

  bool stops() {
    if (!interrupted && options.stop()) interrupted = true;
    return interrupted || failed;
  }

  net::awaitable<void> carry_out(Planned one) {
    const auto start = steady_clock::now();
    if (const std::string blocking = blocked_by(one); !blocking.empty()) {
      Finding finding{.verdict = Verdict::inconclusive};
      finding.blocked_by = blocking;
      keep(one, finding, {}, 0, start);
      co_return;
    }
    if (breaks >= most_breaks || restart_trouble) {
      Finding finding{
          .verdict = Verdict::inconclusive,
          .reason = restart_trouble
                        ? "the shim does not start again: " + *restart_trouble
                        : "not asked: the client broke " + std::to_string(breaks) + " times"};
      keep(one, finding, {}, 0, start);
      co_return;
    }
    ++under_way;
    SeenCase seen;
    const std::optional<Finding> cannot = co_await play(one, seen);
    --under_way;
    const auto broken_call = std::ranges::find(seen.calls, UserTold::Kind::broke,
                                               [](const SeenCall& call) { return call.told.kind; });
    const bool broke = broken_call != seen.calls.end();
    if (cannot) {
      keep(one, *cannot, {}, 0, start);
      co_return;
    }
    if (broke) {
      // Whose call is silent while later ones are answered is it; who ended before it sent anything
      // may have ended of the call before.
      const bool perhaps_another = (had_company(start) && !broken_call->others_went_on) ||
                                   (!one.again && broken_call->requests.empty());
      if (broken_call->told.how == UserTold::Break::ended) {
        ends[broken_call->life].how = broken_call->told.trouble;
      }
      if (perhaps_another) {
        if (!one.again) one.again = broken_call->life;
        suspects.push_back(std::move(one));
        co_return;
      }
      if (one.again) ends[*one.again].explained = true;
      ends[broken_call->life].explained = true;
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

  // Whether another case was under way at any time since.
  bool had_company(steady_clock::time_point since) { return under_way > 0 || last_company > since; }

  void note_format(const SeenCase& seen) {
    for (const SeenCall& call : seen.calls) {
      if (call.requests.empty()) continue;
      const cases::Format format = format_for(call.requests.front().http, unsaid);
      first_format = format == cases::Format::json ? "json" : "xml";
    }
  }

  // Where a request names no format, one page has XML and another one JSON: what the client can
  // read is right. True once, if it read what it was answered for an error.
  bool turn_to_the_other_format(const SeenCase& seen) {
    const SeenCall& call = seen.calls.front();
    if (unsaid || call.requests.empty() || call.told.kind != UserTold::Kind::error) return false;
    const reference::HttpRequest& request = call.requests.front().http;
    if (format_asked(request)) return false;
    const bool was_json = format_for(request, {}) == cases::Format::json;
    unsaid = was_json ? cases::Format::xml : cases::Format::json;
    return true;
  }

  // The address of what had to pass before, in the same form, or where it does not know that form
  // in any; and of which `stands` says that this one stands on it.
  std::string failed_before(const Planned& one, const auto& stands) const {
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
  std::string blocked_by(const Planned& one) const {
    return failed_before(one, [&](const Standing& outcome) {
      return outcome.nothing_seen || is_at_endpoint(*one.test);
    });
  }

  // What has shown already what a case shows.
  std::string blocked_by(const Planned& one, const Finding& finding) const {
    if (finding.verdict != Verdict::fail) return {};
    return failed_before(one,
                         [&](const Standing& outcome) { return outcome.reason == finding.reason; });
  }

  void keep(const Planned& one, Finding finding, reports::Evidence evidence, std::size_t requests,
            steady_clock::time_point start, bool broke = false) {
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

  // The calls of a case, one after the other; or why they cannot be made.
  net::awaitable<std::optional<Finding>> play(const Planned& one, SeenCase& seen) {
    const client::Case& test = *one.test;
    EndpointWorld world;
    if (is_at_endpoint(test)) {
      world.build();
      seen.access_key_id = world.access_key_id;
      seen.access_key_secret = world.access_key_secret;
      seen.instance_id = world.instance;
      seen.region_id = world.region;
    } else {
      seen.access_key_id = "LTAI5t" + random_letters(14);
      seen.access_key_secret = random_letters(30);
    }
    for (const client::Call& call : test.calls) {
      if (auto why = cannot_make(call)) co_return why;
    }
    if (test.copies > 1) {
      co_await play_copies(one, seen);
      co_return std::nullopt;
    }
    for (const client::Call& call : test.calls) {
      if (&call != &test.calls.front() && test.pause_ms != 0) {
        net::steady_timer timer{io, milliseconds{test.pause_ms}};
        co_await timer.async_wait(as_pair);
      }
      SeenCall made = prepared(call, world);
      co_await make(one, made, seen, world);
      seen.calls.push_back(std::move(made));
      if (seen.calls.back().told.kind == UserTold::Kind::broke) break;
    }
    co_return std::nullopt;
  }

  std::optional<Finding> cannot_make(const client::Call& call) const {
    Finding finding{.verdict = Verdict::unsupported};
    if (unsaid && call.answers.front().kind == client::Answer::Kind::endpoint) {
      finding.reason = "the client names no format, and does not read the one of the endpoint";
      return finding;
    }
    if (action_of(call).empty()) {
      finding.reason = "the client has no " + call.actions.front();
      return finding;
    }
    if (call.exact_time && !knows_timeout()) {
      finding.reason = "the timeout of the client is not known: no timeoutMs, and no --timeout";
      return finding;
    }
    if (call.method && !shim.hello().takes("method")) {
      finding.reason = "the client does not let its user choose the method";
      return finding;
    }
    return std::nullopt;
  }

  std::string action_of(const client::Call& call) const {
    for (const std::string& action : call.actions) {
      if (shim.hello().has_action(action)) return action;
    }
    return {};
  }

  SeenCall prepared(const client::Call& call, const EndpointWorld& world) {
    SeenCall made{.call = &call,
                  .action = action_of(call),
                  .parameters = call.parameters,
                  .token = call.with_token ? "CAIS" + random_letters(40) + "+/=" : "",
                  .request_id = random_request_id(),
                  .code = call.told.code,
                  .message = call.told.message,
                  .status = call.told.status};
    for (client::Parameter& parameter : made.parameters) {
      if (auto* text = std::get_if<std::string>(&parameter.value)) world.fill_in(*text);
    }
    const client::Answer& answer = call.answers.front();
    if (answer.kind == client::Answer::Kind::printed) {
      const auto printed = printed_at(*answer.place, "InstanceId");
      made.code = printed->code;
      made.message = printed->message;
      made.status = printed->status;
    }
    return made;
  }

  [[nodiscard]] bool knows_timeout() const {
    return shim.hello().takes("timeoutMs") || options.timeout_is_known;
  }

  CallLine line_for(const Planned& one, const SeenCall& made, const SeenCase& seen,
                    const std::string& url) const {
    CallLine line{.action = made.action,
                  .parameters = made.parameters,
                  .endpoint = url,
                  .region = std::string{region},
                  .access_key_id = seen.access_key_id,
                  .access_key_secret = seen.access_key_secret,
                  .token = made.token,
                  .timeout_ms = made.timeout.count(),
                  .retry = made.call->ask_again};
    if (made.call->method) line.method = *made.call->method == cases::Method::get ? "GET" : "POST";
    if (one.variant == "json" || one.variant == "xml") {
      line.format = one.variant == "json" ? "JSON" : "XML";
    }
    if (one.variant == "v1" || one.variant == "v3") line.signature = one.variant;
    return line;
  }

  net::awaitable<void> make(const Planned& one, SeenCall& made, const SeenCase& seen,
                            EndpointWorld& world) {
    const bool is_short = made.call->short_time;
    made.timeout = is_short
                       ? options.timeout
                       : std::max(options.timeout, one.test->alone ? large_timeout : long_timeout);
    if (!knows_timeout()) made.timeout = unknown_timeout;
    AnswerPlace place{io.get_executor(),
                      {.answers = made.call->answers,
                       .request_id = made.request_id,
                       .timeout = made.timeout,
                       .endpoint = world.endpoint(),
                       .unsaid = unsaid}};
    // Whoever sends again needs its timeout each time.
    const int turns = !is_short ? 1 : knows_timeout() ? 4 : 2;
    const milliseconds patience = made.timeout * turns + 2 * client_grace;
    co_await ask(line_for(one, made, seen, place.url()), patience, made);
    made.requests = place.close();
    const bool by_endpoint = made.call->answers.front().kind == client::Answer::Kind::endpoint;
    if (by_endpoint && !made.requests.empty()) {
      made.request_id = EndpointWorld::request_id_in(made.requests.back().answer);
    }
  }

  // Makes sure that the shim runs, calls it, and keeps what it says.
  net::awaitable<void> ask(CallLine line, milliseconds patience, SeenCall& made) {
    co_await be_ready();
    if (!shim.running()) {
      made.told = {.kind = UserTold::Kind::broke,
                   .trouble = restart_trouble.value_or("it does not run")};
      co_return;
    }
    const auto start = steady_clock::now();
    made.life = restarts;
    made.told = co_await shim.call(std::move(line), patience);
    made.took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
    made.others_went_on = made.told.how == UserTold::Break::silent && latest_answered > start;
    if (made.told.kind != UserTold::Kind::broke) latest_answered = std::max(latest_answered, start);
    if (under_way > 1) last_company = steady_clock::now();
  }

  // A shim that died is started again; one that is stuck when all others have their answers.
  net::awaitable<void> be_ready() {
    net::steady_timer timer{io};
    while (!restart_trouble && (starting || !shim.running() || shim.stuck())) {
      if (!starting && (!shim.running() || shim.under_way() == 0)) {
        starting = true;
        for (int i = 0; i < 3; ++i) {
          restart_trouble = co_await shim.start();
          if (!restart_trouble) break;
        }
        ++restarts;
        starting = false;
        continue;
      }
      timer.expires_after(5ms);
      co_await timer.async_wait(as_pair);
    }
  }

  // Many copies of one call, all to one place; each has an InstanceId of its own.
  net::awaitable<void> play_copies(const Planned& one, SeenCase& seen) {
    const client::Case& test = *one.test;
    const std::size_t count = std::min(test.copies, options.most_copies);
    const std::size_t at_once = shim.hello().concurrent ? test.at_once : 1;
    const milliseconds timeout =
        knows_timeout() ? std::max<milliseconds>(options.timeout, 10s) : unknown_timeout;
    AnswerPlace place{
        io.get_executor(),
        {.answers = test.calls.front().answers, .timeout = timeout, .unsaid = unsaid}};
    const std::string url = place.url();
    const auto until = steady_clock::now() + most_for_copies;
    std::size_t next = 0;
    seen.calls.resize(count);
    std::size_t left = at_once;
    bool broke = false;
    net::steady_timer done{io, steady_clock::time_point::max()};
    const auto one_after_the_other = [&]() -> net::awaitable<void> {
      while (next < count && !broke && steady_clock::now() < until && !stops()) {
        const std::size_t mine = next++;
        SeenCall& made = seen.calls[mine];
        made = prepared(test.calls.front(), {});
        const std::string name = "i-copy" + std::to_string(mine);
        for (client::Parameter& parameter : made.parameters) {
          if (parameter.name == "InstanceId") parameter.value = name;
        }
        made.request_id = echoed_request_id(name);
        made.timeout = timeout;
        co_await ask(line_for(one, made, seen, url), timeout + client_grace, made);
        broke = broke || made.told.kind == UserTold::Kind::broke;
        made.told.leaves.shrink_to_fit();
      }
    };
    for (std::size_t i = 0; i < at_once; ++i) {
      net::co_spawn(io, one_after_the_other(), [&](const std::exception_ptr&) {
        if (--left == 0) done.cancel();
      });
    }
    co_await done.async_wait(as_pair);
    seen.calls.resize(next);
    seen.cut_short = next < count && !broke;
    give_back(place.close(), seen);
  }

  // Each request to the call that it belongs to, by the InstanceId that it names.
  static void give_back(std::vector<SeenRequest> requests, SeenCase& seen) {
    for (SeenRequest& request : requests) {
      const SaidByRequest said = said_by(request.http);
      std::size_t owner = 0;
      for (const auto& [name, value] : said.parameters) {
        if (name != "InstanceId" || !value.starts_with("i-copy")) continue;
        owner = std::strtoul(value.c_str() + 6, nullptr, 10);
      }
      if (owner < seen.calls.size()) seen.calls[owner].requests.push_back(std::move(request));
    }
  }

  std::map<std::size_t, End>::const_iterator unexplained_end() const {
    if (breaks >= most_breaks || restart_trouble) return ends.end();  // not all were asked again
    return std::ranges::find_if(ends, [](const auto& one) { return !one.second.explained; });
  }

  // One case for all that the shim wrote beside its answers, and for what no call alone does.
  void judge_protocol() {
    if (!is_selected(protocol_case, "") || interrupted) return;  // in every shard
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
    if (restarts > 0) {
      report.notes.push_back("the shim was started again " +
                             reports::counted(restarts, "time", "times"));
    }
    if (formats.size() == 1) {
      report.notes.push_back("answers were given in " + formats.front() +
                             ": the client asks for no other format");
    }
    if (!knows_timeout()) {
      report.notes.push_back(
          "the shim takes no timeoutMs: the client is believed to give up within " +
          std::to_string(unknown_timeout.count() / 1000) + " s (--timeout says it better)");
    }
    report.took_us =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began).count();
  }

  net::io_context& io;
  CertificationOptions options;
  ShimProcess shim;
  reports::Listener* listener = nullptr;
  steady_clock::time_point began;
  steady_clock::time_point last_company;     // when two calls were under way
  steady_clock::time_point latest_answered;  // of the calls with an answer: when the last was made
  std::vector<std::string> formats = {"json", "xml"};
  std::string first_format;  // that the client asks for by itself; empty: not known
  std::map<std::string, std::shared_ptr<const reports::Check>> checks;  // by id
  std::vector<std::vector<Planned>> floor_of_cases;
  std::deque<Planned> queue, suspects;
  std::map<std::size_t, End> ends;  // by the life of the shim that it ended
  // By id: in which forms a case was put, and what came of it.
  std::map<std::string, std::map<std::string, Standing>> forms_of;
  std::optional<cases::Format> unsaid;  // what the client reads that names no format
  std::vector<Record> records;
  std::exception_ptr broken;
  std::optional<std::string> restart_trouble;
  std::size_t exchanges = 0;
  std::size_t under_way = 0;  // cases
  std::size_t breaks = 0;     // confirmed: nothing else was under way
  std::size_t restarts = 0;
  bool starting = false;
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
  impl_->formats = {"json", "xml"};
  impl_->plan();
  for (const auto& floor : impl_->floor_of_cases) count += floor.size();
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

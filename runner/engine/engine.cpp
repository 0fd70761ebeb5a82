// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/engine.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_future.hpp>
#include <algorithm>
#include <exception>

#include "runner/engine/session.hpp"
#include "runner/engine/target.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Case;
using cases::Channel;
using reports::CaseRecord;
using reports::Finding;
using reports::Verdict;
using std::chrono::steady_clock;

// So many exchanges in a row without an answer, for each job, mean that the target is gone.
constexpr unsigned silent_rounds = 4;
constexpr unsigned broken_fixtures_in_a_row = 50;

class Run {
 public:
  Run(const Plan& plan, const Bench& bench, Target& target, FixtureProvider& fixtures,
      const EngineOptions& options, const Engine::OnRecord& on_record,
      const std::function<bool()>& stop, EngineResult& result)
      : plan_{plan},
        bench_{bench},
        target_{target},
        fixtures_{fixtures},
        options_{options},
        on_record_{on_record},
        stop_{stop},
        result_{result},
        shown_(plan.cases.size()) {}

  // The next place of the plan, in this rank.
  asio::awaitable<void> work() {
    while (next_ < plan_.cases.size() && plan_.cases[next_].rank == rank_) {
      if (stop_()) {
        result_.interrupted = true;
        break;
      }
      co_await carry_out(next_++);
    }
    if (--working_ == 0) co_return begin_next_rank();
  }

  void begin_next_rank() {
    if (result_.interrupted || next_ >= plan_.cases.size()) return;
    rank_ = plan_.cases[next_].rank;
    std::size_t in_rank = 0;
    while (next_ + in_rank < plan_.cases.size() && plan_.cases[next_ + in_rank].rank == rank_) ++in_rank;
    working_ = std::max<std::size_t>(1, std::min<std::size_t>(options_.jobs, in_rank));
    const std::size_t workers = working_;
    for (std::size_t i = 0; i < workers; ++i) asio::co_spawn(*executor_, work(), rethrow);
  }

  void begin(asio::any_io_executor executor) {
    executor_ = std::move(executor);
    begin_next_rank();
  }

 private:
  // What a case of the plan showed, for the cases that stand on it.
  struct Shown {
    Verdict verdict = Verdict::inconclusive;
    std::string blocked_by;  // the first case on the way down that did not pass
    std::string reason;
  };

  static void rethrow(const std::exception_ptr& error) {
    if (error) std::rethrow_exception(error);
  }

  // Nothing when all that the case stands on has passed.
  std::optional<Finding> blocked(const PlannedCase& planned) const {
    for (const std::size_t need : planned.needs) {
      const Shown& base = shown_[need];
      const Case& below = *plan_.cases[need].test;
      if (base.verdict == Verdict::pass) continue;
      if (base.verdict == Verdict::unsupported) {
        return Finding{.verdict = Verdict::unsupported, .reason = base.reason};
      }
      const std::string root = base.blocked_by.empty() ? below.id : base.blocked_by;
      const Case* cause = cases_by_id(root);
      return Finding{.verdict = Verdict::inconclusive,
                     .reason = cause != nullptr && !cause->cause.empty() ? cause->cause : root + " did not pass",
                     .blocked_by = root};
    }
    return std::nullopt;
  }

  const Case* cases_by_id(std::string_view id) const {
    const auto found = std::ranges::find(plan_.cases, id, [](const PlannedCase& planned) -> std::string_view {
      return planned.test->id;
    });
    return found == plan_.cases.end() ? nullptr : found->test;
  }

  [[nodiscard]] std::optional<std::string> given_up() const {
    if (target_.faults_in_a_row > silent_rounds * std::max(8U, options_.jobs)) {
      return "the target has stopped answering";
    }
    if (broken_fixtures_ >= broken_fixtures_in_a_row) return "the fixture provider has stopped working";
    return std::nullopt;
  }

  asio::awaitable<void> carry_out(std::size_t place) {
    const PlannedCase& planned = plan_.cases[place];
    CaseRecord record;
    record.test = planned.test;
    record.variant = planned.variant ? planned.variant->name() : std::string{};
    const auto began = steady_clock::now();
    if (planned.unsupported) {
      record.finding = {.verdict = Verdict::unsupported, .reason = *planned.unsupported};
    } else if (auto finding = blocked(planned)) {
      record.finding = std::move(*finding);
    } else if (const auto lack = fixtures_.lacks(planned.test->fixture)) {
      record.finding = {.verdict = Verdict::unsupported, .reason = *lack};
    } else if (const auto gone = given_up()) {
      record.finding = {.verdict = Verdict::error, .reason = *gone};
    } else {
      Played played = co_await play(*planned.test, planned.variant, target_, fixtures_);
      broken_fixtures_ = played.provider_broke ? broken_fixtures_ + 1 : 0;
      record.evidence = std::move(played.evidence);
      record.exchanges = played.exchanges;
      if (played.unsupported) {
        record.finding = {.verdict = Verdict::unsupported, .reason = std::move(*played.unsupported)};
      } else {
        record.finding = judge(*planned.test, planned.variant, record.evidence, bench_);
      }
    }
    record.took_us =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began).count();
    learn(record);
    shown_[place] = {record.finding.verdict, record.finding.blocked_by, record.finding.reason};
    // A prerequisite that nobody selected is told only when it explains something.
    if (planned.selected || (record.finding.verdict != Verdict::pass &&
                             record.finding.verdict != Verdict::unsupported)) {
      on_record_(std::move(record));
    }
  }

  // What later cases need to know of this target.
  void learn(const CaseRecord& record) {
    if (record.finding.verdict != Verdict::pass) return;
    const std::string_view id = record.test->id;
    if (id == "base/action/reactivate-instances") {
      for (const reports::CallRecord& call : record.evidence.calls) {
        if (!call.exchange.fault.empty() || !is_accepted(decode_reply(call.exchange))) continue;
        target_.reactivate_spelling = call.action;
        result_.reactivate_spelling = call.action;
      }
    }
    constexpr std::string_view observe = "base/observe/";
    if (id.starts_with(observe)) {
      const Channel channel = record.test->effect.channel;
      if (!target_.working_channel || channel < *target_.working_channel) target_.working_channel = channel;
    }
  }

  const Plan& plan_;
  const Bench& bench_;
  Target& target_;
  FixtureProvider& fixtures_;
  const EngineOptions& options_;
  const Engine::OnRecord& on_record_;
  const std::function<bool()>& stop_;
  EngineResult& result_;
  std::optional<asio::any_io_executor> executor_;
  std::vector<Shown> shown_;
  std::size_t next_ = 0;
  std::size_t rank_ = 0;
  std::size_t working_ = 0;
  unsigned broken_fixtures_ = 0;
};

// Whether anybody listens there at all.
asio::awaitable<void> knock(HttpClient& client, const std::string& host, std::optional<std::string>& problem) {
  HttpRequest request;
  request.target = client.url().path;
  request.headers.emplace_back("Host", host);
  request.idempotent = true;
  const Result<HttpReply> reply = co_await client.exchange(std::move(request));
  if (reply) co_return;
  const Fault fault = reply.error().fault;
  if (fault == Fault::connect || fault == Fault::tls) problem = reply.error().what;
}

}  // namespace

Engine::Engine(asio::io_context& io, Url endpoint, FixtureProvider& fixtures, EngineOptions options)
    : io_{io}, endpoint_{std::move(endpoint)}, fixtures_{fixtures}, options_{std::move(options)} {}

EngineResult Engine::run(const Plan& plan, const Bench& bench, const OnRecord& on_record,
                         const std::function<bool()>& stop) {
  EngineResult result;
  ClientOptions client_options = options_.client;
  client_options.max_connections = std::max<std::size_t>(client_options.max_connections, options_.jobs + 64);
  HttpClient client{io_.get_executor(), endpoint_, client_options};
  RequestBuilder requests{endpoint_.host_header(), endpoint_.path.empty() ? "/" : endpoint_.path,
                          NonceGenerator{}, options_.clock};
  Target target{.client = client, .requests = requests, .host = endpoint_.host_header()};
  for (const cases::Variant variant : cases::full_variants()) {
    if (!options_.without.excludes(variant)) target.claimed_variants.push_back(variant);
  }

  const auto finish = [&] {
    io_.restart();
    io_.run();
  };
  asio::co_spawn(io_, knock(client, target.host, result.no_target), asio::detached);
  finish();
  if (result.no_target) return result;

  Run run{plan, bench, target, fixtures_, options_, on_record, stop, result};
  run.begin(io_.get_executor());
  finish();
  result.exchanges = target.exchanges;
  return result;
}

}  // namespace hallmark::runner

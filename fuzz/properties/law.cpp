// SPDX-License-Identifier: Apache-2.0
#include "fuzz/properties/law.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <iostream>
#include <system_error>

#include "fuzz/grammar/random.hpp"
#include "fuzz/properties/law_options.hpp"
#include "runner/conduct/shell_words.hpp"

namespace hallmark::fuzz {
namespace {

using rc::detail::CaseDescription;
using rc::detail::CaseResult;
using SteadyClock = std::chrono::steady_clock;
using ShrinkableCase = rc::Shrinkable<CaseDescription>;

// Held while a law is checked, for RapidCheck generates in a context of the whole process.
class Turn {
 public:
  Turn() : got_{!taken().exchange(true)} {}
  ~Turn() {
    if (got_) taken() = false;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  [[nodiscard]] bool got() const { return got_; }

 private:
  static std::atomic<bool>& taken() {
    static std::atomic<bool> flag{false};
    return flag;
  }
  bool got_;
};

// Makes what GoogleTest is told inside a case RapidCheck's affair, so that it shrinks.
rc::detail::Property property_of(const std::function<void()>& law) {
  return rc::detail::toProperty([law] {
    ::testing::TestPartResultArray told;
    {
      const ::testing::ScopedFakeTestPartResultReporter reporter{
          ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &told};
      law();
    }
    for (int i = 0; i < told.size(); ++i) {
      const ::testing::TestPartResult& part = told.GetTestPartResult(i);
      if (part.failed()) RC_FAIL(std::string{part.message()});
      if (part.skipped()) RC_DISCARD(std::string{part.message()});
    }
  });
}

// Neighbouring inputs give unrelated outputs.
std::uint64_t mixed(std::uint64_t value) { return Random{value}.next(); }

std::uint64_t seed_of(std::uint64_t seed, std::string_view name, int attempt) {
  std::uint64_t value = mixed(seed);
  for (const char letter : name) value = mixed(value ^ static_cast<unsigned char>(letter));
  return mixed(value ^ static_cast<std::uint64_t>(attempt));
}

// From 0 up to the largest in the course of the cases; a discarded case is tried again larger.
int size_of(const LawParams& params, int cases, int discarded) {
  const std::int64_t steps = std::max(params.count - 1, 1);
  const std::int64_t size = (std::int64_t{cases} * params.size) / steps + discarded / 10;
  return static_cast<int>(std::min<std::int64_t>(size, params.size));
}

void take(LawResult& result, const CaseDescription& found) {
  result.verdict = LawVerdict::broken;
  result.reason = found.result.description;
  result.counterexample = found.example ? found.example() : rc::detail::Example{};
}

// Follows the first shrink that still breaks the law, from there the first again, and so on.
void shrink(ShrinkableCase current, LawResult& result, std::chrono::milliseconds budget) {
  if (budget <= std::chrono::milliseconds{0}) return;
  const auto end = SteadyClock::now() + budget;
  for (bool smaller = true; smaller;) {
    smaller = false;
    auto shrinks = current.shrinks();
    for (std::size_t place = 0;; ++place) {
      if (SteadyClock::now() >= end) {
        result.shrink_out_of_time = true;
        return;
      }
      const auto candidate = shrinks.next();
      if (!candidate) break;
      ++result.shrink_tries;
      const CaseDescription tried = candidate->value();
      if (tried.result.type != CaseResult::Type::Failure) continue;
      ++result.shrinks;
      result.again.path.push_back(place);
      take(result, tried);
      current = *candidate;
      smaller = true;
      break;
    }
  }
}

LawResult out_of_turn() {
  LawResult result;
  result.reason = "another law is being checked: one at a time, and none inside another";
  return result;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The piece of `text` before the last ':' stays in it, the one behind is returned.
std::string_view cut_last(std::string_view& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view piece = text.substr(colon + 1);
  text = text.substr(0, colon);
  return piece;
}

std::vector<std::string>& registry() {
  static std::vector<std::string> names;
  return names;
}

std::string in_words(std::chrono::milliseconds time) {
  return std::to_string(time.count()) + " ms";
}

}  // namespace

std::string LawCase::text() const {
  std::string text = law + ':' + std::to_string(seed) + ':' + std::to_string(size) + ':';
  if (path.empty()) return text + '-';
  for (std::size_t i = 0; i < path.size(); ++i) {
    text += (i == 0 ? "" : ".") + std::to_string(path[i]);
  }
  return text;
}

std::optional<LawCase> LawCase::parse(std::string_view text) {
  constexpr std::uint64_t largest_size = 1'000'000;
  std::string_view path = cut_last(text);
  const auto size = number(cut_last(text));
  const auto seed = number(cut_last(text));
  if (!seed || !size || *size > largest_size || path.empty() || text.empty()) return std::nullopt;
  LawCase one{.law = std::string{text}, .seed = *seed, .size = static_cast<int>(*size)};
  if (path == "-") return one;
  for (;;) {
    const std::size_t end = std::min(path.find('.'), path.size());
    const auto step = number(path.substr(0, end));
    if (!step) return std::nullopt;
    one.path.push_back(static_cast<std::size_t>(*step));
    if (end == path.size()) return one;
    path.remove_prefix(end + 1);
  }
}

LawResult check_law(std::string_view name, const std::function<void()>& law,
                    const LawParams& params) {
  const Turn turn;
  if (!turn.got()) return out_of_turn();
  LawResult result;
  const rc::detail::Property property = property_of(law);
  const auto end = SteadyClock::now() + params.budget;
  for (int attempt = 0; result.cases < params.count; ++attempt) {
    if (SteadyClock::now() >= end) {
      result.out_of_time = true;
      break;
    }
    const LawCase one{.law = std::string{name},
                      .seed = seed_of(params.seed, name, attempt),
                      .size = size_of(params, result.cases, result.discarded)};
    const ShrinkableCase generated = property(rc::Random{one.seed}, one.size);
    const CaseDescription found = generated.value();
    switch (found.result.type) {
      case CaseResult::Type::Success:
        ++result.cases;
        break;
      case CaseResult::Type::Discard:
        ++result.discarded;
        if (result.discarded > params.discard_ratio * std::max(result.cases, 1) + 10) {
          result.verdict = LawVerdict::gave_up;
          result.reason = "the last was discarded: " + found.result.description;
          return result;
        }
        break;
      case CaseResult::Type::Failure:
        result.again = one;
        take(result, found);
        shrink(generated, result, params.shrink_budget);
        return result;
    }
  }
  if (result.cases > 0) {
    result.verdict = LawVerdict::holds;
  } else {
    result.reason = "there was no time for a single case";
  }
  return result;
}

LawResult check_case(const std::function<void()>& law, const LawCase& one) {
  const Turn turn;
  if (!turn.got()) return out_of_turn();
  LawResult result;
  result.again = one;
  const rc::detail::Property property = property_of(law);
  ShrinkableCase current = property(rc::Random{one.seed}, one.size);
  for (const std::size_t step : one.path) {
    auto shrinks = current.shrinks();
    auto next = shrinks.next();
    for (std::size_t place = 0; place < step && next; ++place) next = shrinks.next();
    if (!next) {
      result.reason = "the values of the law do not shrink along this path (any more)";
      return result;
    }
    current = *next;
  }
  const CaseDescription found = current.value();
  switch (found.result.type) {
    case CaseResult::Type::Success:
      result.verdict = LawVerdict::holds;
      result.cases = 1;
      break;
    case CaseResult::Type::Discard:
      result.discarded = 1;
      result.reason = "the case was discarded: " + found.result.description;
      break;
    case CaseResult::Type::Failure:
      take(result, found);
      break;
  }
  return result;
}

std::string describe(std::string_view name, const LawResult& result, const LawParams& params,
                     std::string_view program) {
  const std::string law{name};
  const std::string seed = "--law-seed=" + std::to_string(params.seed);
  switch (result.verdict) {
    case LawVerdict::holds:
      return law + " holds in " + std::to_string(result.cases) + " cases";
    case LawVerdict::unjudged:
      return law + " was not judged: " + result.reason + "\n";
    case LawVerdict::gave_up:
      return law + " gave up: " + std::to_string(result.discarded) + " cases discarded, " +
             std::to_string(result.cases) + " held (" + seed + ")\n" + result.reason + "\n";
    case LawVerdict::broken:
      break;
  }
  std::string text = law + " is broken, after " + std::to_string(result.cases) +
                     " cases that held (" + seed + "):\n";
  for (const auto& [what, value] : result.counterexample) text += "  " + what + ": " + value + "\n";
  text += result.reason + "\n";
  text += "Shrunk in " + std::to_string(result.shrinks) + " steps, of " +
          std::to_string(result.shrink_tries) + " tried";
  if (result.shrink_out_of_time) {
    text += "; there may be smaller ones, the budget of " + in_words(params.shrink_budget) +
            " was used up";
  }
  text +=
      ".\nAgain: " + runner::shell_word(program) + " --law-reproduce=" + result.again.text() + "\n";
  return text;
}

std::vector<std::string> law_names() {
  std::vector<std::string> names = registry();
  std::ranges::sort(names);
  return names;
}

bool register_law(std::string_view name) {
  registry().emplace_back(name);
  return true;
}

void run_law(std::string_view name, const std::function<void()>& law, int cost) {
  LawRun& run = LawRun::current();
  LawParams params = run.options.params;
  params.count = std::max(params.count / std::max(cost, 1), 1);
  if (run.options.reproduce && run.options.reproduce->law != name) {
    GTEST_SKIP() << "only " << run.options.reproduce->law << " is reproduced";
  }
  ++run.laws;
  const LawResult result = run.options.reproduce ? check_case(law, *run.options.reproduce)
                                                 : check_law(name, law, params);
  ::testing::Test::RecordProperty("cases", result.cases);
  if (result.verdict != LawVerdict::holds) {
    ADD_FAILURE() << describe(name, result, params, run.program);
  } else if (result.out_of_time) {
    std::cout << name << ": time for " << result.cases << " of " << params.count << " cases\n";
  } else if (run.options.reproduce) {
    std::cout << name << ": the case holds\n";
  }
}

}  // namespace hallmark::fuzz

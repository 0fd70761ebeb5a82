// SPDX-License-Identifier: Apache-2.0
//
// The requests of one play: each is built as its step says, and goes with what is expected of it at
// the door, where a nonce that was used up is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "fuzz/grammar/history.hpp"
#include "fuzz/model/asked.hpp"
#include "runner/target/request_builder.hpp"

namespace hallmark::fuzz {

struct SentCall {
  runner::BuiltRequest request;
  Asked asked;
  cases::Call call;
  cases::Variant variant;
  bool by_other = false;
  bool odd = false;  // the HTTP layer, or who reads the parameters, may refuse it first
  bool is_forged = false;
  bool is_beyond_api = false;
  bool goes_back = false;    // to what an earlier step sent
  bool was_refused = false;  // as that one had to be
  // At which the cases of `run` ask the same, and ask that it is not refused for what it holds
  // besides.
  cases::Level level = cases::Level::required;
  cases::Level level_of_refusal = cases::Level::required;
};

// Whether a layer below the API may refuse it, before the format that it asks for has been read.
[[nodiscard]] bool may_be_refused_by_http(const Asked& asked);

// Each stays where it is.
class SentCalls {
 public:
  // What the arguments refer to must outlive it. `reactivate_spelling`: of ReactivateInstances.
  SentCalls(const History& history, const runner::Cast& cast, runner::RequestBuilder& builder,
            std::string_view reactivate_spelling)
      : history_{history},
        cast_{cast},
        builder_{builder},
        reactivate_spelling_{reactivate_spelling} {}

  // That of the next step.
  SentCall& make_next();
  // The same call once more, in the guise that the step says, with a nonce of its own.
  const SentCall& make_again(const Step& step);
  // That of a step that was made.
  [[nodiscard]] const SentCall& at(std::size_t step) const { return sent_[step]; }

  // Whether a request has used up its nonce.
  enum class Use : std::uint8_t { none, maybe, surely };
  void remember(const SentCall& sent, Use use);

  // Steps from `begin` to before `end` are sent at the same moment. Which of two calls with one
  // nonce comes in nobody knows: both may, as far as the model goes.
  void expect_shared_nonces(std::size_t begin, std::size_t end);

 private:
  struct Nonce {
    bool by_other;
    cases::Signature signature;
    std::string_view text;  // of a SentCall
    Use use;
  };

  [[nodiscard]] SentCall make(const Step& step, bool as_treated, std::string_view nonce,
                              Guise guise = Guise::none);
  [[nodiscard]] SentCall prepare(std::size_t at);
  // Where the change changes nothing, it is an honest request.
  [[nodiscard]] SentCall forged(const Step& step, const Treatment& treatment);
  [[nodiscard]] SentCall replayed(const SentCall& source) const;
  [[nodiscard]] SentCall with_nonce_of(const SentCall& source, const Step& step);
  // Whether a nonce is good once for both signatures together no page says.
  [[nodiscard]] Use use_of(bool by_other, cases::Signature signature, std::string_view nonce) const;

  const History& history_;
  const runner::Cast& cast_;
  runner::RequestBuilder& builder_;
  std::string_view reactivate_spelling_;
  std::deque<SentCall> sent_;        // of each step
  std::deque<SentCall> sent_again_;  // in another guise
  std::vector<Nonce> nonces_;
};

}  // namespace hallmark::fuzz

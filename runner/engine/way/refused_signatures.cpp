// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/refused_signatures.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "runner/engine/ask.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/staging/in_a_world.hpp"
#include "runner/wire/replies/coded_reply.hpp"
#include "runner/wire/signing/signature_quarrel.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Call;
using cases::Signature;
using cases::Variant;

// Who hands out a wrong secret every other time does so in all of them once in four thousand.
constexpr int worlds_asked = 12;

class Refusals {
 public:
  explicit Refusals(Target& target)
      : target_{target}, ways_{ways_to_look(target.claimed_variants)} {}

  // In one more world. Whether all signatures were refused there, and nothing shows why.
  asio::awaitable<bool> ask_in(const World& world) {
    for (const Variant way : ways_) {
      const bool is_refused = co_await refuses(world, way);
      if (!is_refused) co_return false;
      const bool is_otherwise_keyed = worlds_ == 0 && co_await accepts_another_key(world, way);
      if (is_otherwise_keyed) co_return false;
    }
    ++worlds_;
    co_return !ways_.empty();
  }

  [[nodiscard]] Spoilt told() const {
    std::string what = "no signature is accepted in any of " + std::to_string(worlds_) + " worlds" +
                       (ways_.size() > 1 ? ", V1 or V3" : "") + ": ";
    if (untold_) {
      what +=
          "the fixtures hand out secrets that are not the target's, or it makes none as "
          "documented, or something in between changes requests: nobody can tell from outside "
          "(the target does not say what it signs); hallmark sign shows each step";
      return {.what = std::move(what), .side = reports::Side::fixtures};
    }
    what +=
        "the target signs the same text, so the secrets that the fixtures hand out are not its "
        "own";
    if (ways_.size() == 1) what += ", or its HMAC is not the documented one";
    return {.what = std::move(what), .side = reports::Side::fixtures};
  }

 private:
  asio::awaitable<bool> refuses(const World& world, Variant way) {
    const Cast cast{world};
    const auto answered =
        co_await ask(target_, cast, look_call(describe_channels.front(), Whose::own), way);
    if (!answered || !refuses_signature(answered->reply)) co_return false;
    const SignedTexts texts = compare_signed_texts(answered->request, answered->reply);
    untold_ = untold_ || texts == SignedTexts::untold;
    co_return texts != SignedTexts::different;
  }

  // With the key of the other signature: V1 has an & behind the secret, and V3 has none.
  asio::awaitable<bool> accepts_another_key(const World& world, Variant way) {
    std::string key = world.credentials.access_key_secret.reveal();
    if (way.signature == Signature::v3) key += '&';
    Call call = look_call(describe_channels.front(), Whose::own);
    call.edits.push_back({.name = "SigningKey", .value = cases::text(std::move(key))});
    const Cast cast{world};
    const auto answered = co_await ask(target_, cast, call, way);
    co_return answered&& is_accepted(answered->reply);
  }

  Target& target_;
  const std::vector<Variant> ways_;  // one for each signature
  int worlds_ = 0;
  bool untold_ = false;  // by one answer at least: which text the target signs
};

}  // namespace

asio::awaitable<std::optional<Spoilt>> all_signatures_refused(Target& target,
                                                              FixtureProvider& fixtures) {
  if (fixtures.vouches()) co_return std::nullopt;
  Refusals refusals{target};
  for (int world = 0; world < worlds_asked; ++world) {
    bool all = false;
    const auto ask = [&](const World& one) -> asio::awaitable<void> {
      all = co_await refusals.ask_in(one);
    };
    (void)co_await in_a_world(fixtures, {}, false, ask);
    if (!all) co_return std::nullopt;
  }
  co_return refusals.told();
}

}  // namespace hallmark::runner

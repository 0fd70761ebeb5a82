// SPDX-License-Identifier: Apache-2.0
#include "fuzz/grammar/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "cases/instance/documented_refusal.hpp"
#include "cases/library.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Answer;
using cases::Case;

bool is_refusal(const Answer& answer) { return answer.kind == Answer::Kind::refused; }

bool may_refuse(const cases::Expectation& expect) {
  return std::any_of(expect.allowed.begin(), expect.allowed.end(), is_refusal);
}

bool may_accept(const cases::Expectation& expect) {
  return !std::all_of(expect.allowed.begin(), expect.allowed.end(), is_refusal);
}

// The rest of `id` behind `prefix`; nothing where it does not begin so.
std::optional<std::string> behind(std::string_view prefix, const std::string& id) {
  if (!id.starts_with(prefix)) return std::nullopt;
  return id.substr(prefix.size());
}

const cases::Argument* argument_other_than_id(const cases::Call& call) {
  const auto found =
      std::find_if(call.arguments.begin(), call.arguments.end(),
                   [](const cases::Argument& argument) { return argument.name != "InstanceId"; });
  return found == call.arguments.end() ? nullptr : &*found;
}

bool may_be_bare(const cases::Expectation& expect) {
  return std::any_of(expect.allowed.begin(), expect.allowed.end(),
                     [](const Answer& answer) { return answer.bare; });
}

// Whether a history can do to any of its requests what the case does to one.
bool is_forgery(const Case& one) {
  if (one.calls.size() != 1) return false;
  const cases::Call& call = one.calls.front();
  const bool honest_stranger =
      call.identity == cases::Identity::other_account && call.edits.empty();
  return (!call.edits.empty() || call.identity != cases::Identity::own) && !honest_stranger &&
         call.copies == 1 && !call.replay_of && !call.nonce_of && !call.expect.allowed.empty() &&
         may_refuse(call.expect);
}

// Whether it asks for what the API does not have, and is to be refused.
bool is_beyond_api(const Case& one) {
  constexpr std::array<std::string_view, 4> families = {"http/action/", "http/method/",
                                                        "http/version/", "envelope/format/"};
  const bool is_of_them = std::any_of(families.begin(), families.end(), [&](std::string_view name) {
    return one.id.starts_with(name);
  });
  return is_of_them && !may_accept(one.calls.front().expect);
}

}  // namespace

bool Treatment::applies(cases::Variant variant) const {
  if (kind != Kind::forged) return true;
  if (call().variant) return *call().variant == variant;
  return forgery->variants.admits(variant);
}

const Vocabulary& Vocabulary::get() {
  static const Vocabulary words;
  return words;
}

Vocabulary::Vocabulary() {
  ids = {{"own", cases::this_instance()},
         {"other", {.handle = cases::Handle::other_instance_id}},
         {"absent", {}},
         {"empty", {}},
         {"unknown", cases::text(std::string{cases::unknown_instance_id})}};
  booleans = {"", "true", "false", ""};
  treatments = {{"honest", Treatment::Kind::honest},
                {"replay", Treatment::Kind::replay},
                {"same-nonce", Treatment::Kind::same_nonce},
                {"same-nonce-another-minute", Treatment::Kind::same_nonce_another_minute}};
  variants = cases::full_variants();
  using std::chrono::milliseconds;
  waits = {milliseconds{0},   milliseconds{1},    milliseconds{20},
           milliseconds{100}, milliseconds{1000}, milliseconds{5000}};

  for (const Case& one : cases::library()) {
    const std::string derived = "start-instance/parameter/derived/";
    if (const auto odd = behind(derived + "instance-id/odd/", one.id)) {
      const cases::Call& call = one.calls.front();
      ids.push_back({"odd/" + *odd, call.arguments.front().value, may_be_bare(call.expect)});
    }
    if (one.id.starts_with(derived + "init-local-disk/") && one.calls.size() == 1) {
      const cases::Argument* const flag = argument_other_than_id(one.calls.front());
      if (flag == nullptr || flag->name != "InitLocalDisk") continue;
      if (one.calls.front().arguments.size() != 2) continue;  // given twice
      const std::string& text = flag->value.before;
      if (std::find(booleans.begin(), booleans.end(), text) == booleans.end()) {
        booleans.push_back(text);
      }
    }
    const auto extra = behind("start-instance/parameter/extra/", one.id);
    const auto encoded = behind("start-instance/parameter/encoding/", one.id);
    const auto beside = behind(derived + "instance-id/beside-its-name-", one.id);
    const bool spelled_otherwise = encoded && !encoded->ends_with("/canonical");
    if ((extra || encoded || beside) && !spelled_otherwise) {
      const cases::Call& call = one.calls.front();
      if (call.arguments.size() != 2) continue;
      const cases::Argument& argument = *argument_other_than_id(call);
      extras.push_back({extra     ? *extra
                        : encoded ? "text/" + encoded->substr(0, encoded->find('/'))
                                  : "beside-" + *beside,
                        argument.name, argument.value, !one.variants.v3, may_refuse(call.expect)});
    }
    // What is wrong with the signature; or an action, a version, a method that there is not.
    const auto forged = behind("authentication/", one.id);
    if ((forged || is_beyond_api(one)) && is_forgery(one)) {
      const cases::Expectation& expect = one.calls.front().expect;
      Treatment treatment{
          forged.value_or(one.id), Treatment::Kind::forged, &one, may_accept(expect), !forged, {}};
      std::copy_if(expect.allowed.begin(), expect.allowed.end(),
                   std::back_inserter(treatment.refusals), is_refusal);
      treatments.push_back(std::move(treatment));
    }
  }
  const Case* const used = cases::find("authentication/v1/replay/same-nonce");
  if (used == nullptr) throw std::logic_error{"no case says how a used nonce is refused"};
  used_nonce = used->calls.back().expect.allowed;
}

}  // namespace hallmark::fuzz

// SPDX-License-Identifier: Apache-2.0
#include "runner/target/cast.hpp"

#include <string_view>

#include "runner/target/twists.hpp"

namespace hallmark::runner {
namespace {

using cases::Handle;
using cases::Twist;

std::string_view named_by(Handle handle, const Cast& cast) {
  switch (handle) {
    case Handle::none:
      break;
    case Handle::instance_id:
      return cast.own().instance_id;
    case Handle::other_instance_id:
      return cast.other().instance_id;
    case Handle::region_id:
      return cast.own().region_id;
    case Handle::access_key_id:
      return cast.own().credentials.access_key_id;
    case Handle::other_access_key_id:
      return cast.other().credentials.access_key_id;
  }
  return {};
}

}  // namespace

const Credentials& Cast::credentials_of(cases::Identity identity, Credentials& made_up) const {
  switch (identity) {
    case cases::Identity::own:
      break;
    case cases::Identity::wrong_secret:
      made_up = own_.credentials;
      made_up.access_key_secret = flip(made_up.access_key_secret.reveal());
      return made_up;
    case cases::Identity::unknown_key:
      made_up = own_.credentials;
      made_up.access_key_id = "LTAInobodyhasthiskey0";
      return made_up;
    case cases::Identity::other_account:
      return other_.credentials;
  }
  return own_.credentials;
}

std::string resolve(const cases::Value& value, const Cast& cast) {
  std::string handle{named_by(value.handle, cast)};
  switch (value.twist) {
    case Twist::none:
      break;
    case Twist::upper_case:
      handle = upper_case(std::move(handle));
      break;
    case Twist::without_last:
      if (!handle.empty()) handle.pop_back();
      break;
    case Twist::first_half:
      handle.resize(handle.size() / 2);
      break;
    case Twist::doubled:
      handle += handle;
      break;
    case Twist::first_percent_encoded:
      handle = with_first_as(handle, "%", 16, "");
      break;
    case Twist::first_as_entity:
      handle = with_first_as(handle, "&#", 10, ";");
      break;
    case Twist::without_prefix:
      handle = without_prefix(handle);
      break;
    case Twist::letters_exchanged:
      handle = with_letters_exchanged(std::move(handle));
      break;
    case Twist::last_as_question_mark:
      if (!handle.empty()) handle.back() = '?';
      break;
    case Twist::last_as_dot:
      if (!handle.empty()) handle.back() = '.';
      break;
    case Twist::hyphens_as_underscores:
      handle = with_hyphens_as(handle, "_");
      break;
    case Twist::hyphens_as_entities:
      handle = with_hyphens_as(handle, "&#45;");
      break;
    case Twist::zero_behind_prefix:
      handle = with_zero_behind_prefix(std::move(handle));
      break;
    case Twist::full_width:
      handle = in_full_width(handle);
      break;
  }
  if (value.before.empty() && value.after.empty()) return handle;
  std::string text;
  text.reserve(value.before.size() + handle.size() + value.after.size());
  return text.append(value.before).append(handle).append(value.after);
}

}  // namespace hallmark::runner

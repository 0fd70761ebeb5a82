// SPDX-License-Identifier: Apache-2.0
//
// Both signatures in one request. No document says which of them counts; but a request of which
// neither is right is refused, and a right one beside nonsense is answered one way or the other.
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"

namespace hallmark::cases {
namespace {

using Where = Edit::Where;

constexpr std::string_view neither_is_named =
    "no document says which signature counts where a request carries both";

constexpr std::string_view v3_nonsense =
    "ACS3-HMAC-SHA256 Credential=nobody,SignedHeaders=host,Signature=00";

Edit v3_beside(Edit::When when) {
  return {.when = when,
          .where = Where::header,
          .name = "Authorization",
          .value = text(std::string{v3_nonsense})};
}

Edit v1_beside(Edit::When when) {
  return {.when = when,
          .where = Where::parameter,
          .name = "Signature",
          .value = text("AAAAAAAAAAAAAAAAAAAAAAAAAAA=")};
}

Case mixed_case(const Door& door, std::string_view asked, Call call) {
  return door_case(door, start_instance_action, std::string{"mixed/"}.append(asked),
                   std::move(call));
}

Case right_beside_wrong(const Door& door, Edit nonsense) {
  Call call = edited_call(start_instance_action, std::move(nonsense));
  call.expect = accepted_or_refused_with(fault::any, neither_is_named);
  Case one = mixed_case(door, "right-beside-wrong", std::move(call));
  one.level = Level::recommended;
  return one;
}

Case wrong_beside_wrong(const Door& door, Edit nonsense) {
  Call call = edited_call(start_instance_action, std::move(nonsense));
  call.identity = Identity::wrong_secret;
  call.expect = refused_with(fault::any);
  Case one = mixed_case(door, "wrong-beside-wrong", std::move(call));
  stand_on(bad_signature, one);
  return one;
}

}  // namespace

void add_mixed_signatures(std::vector<Case>& all) {
  all.push_back(right_beside_wrong(door_v1, v3_beside(Edit::When::before_signing)));
  all.push_back(wrong_beside_wrong(door_v1, v3_beside(Edit::When::before_signing)));
  all.push_back(right_beside_wrong(door_v3, v1_beside(Edit::When::before_signing)));
  all.push_back(wrong_beside_wrong(door_v3, v1_beside(Edit::When::before_signing)));
}

}  // namespace hallmark::cases

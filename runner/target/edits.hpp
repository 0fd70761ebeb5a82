// SPDX-License-Identifier: Apache-2.0
//
// The edits of a call: one thing about its request made another one, before it is signed or after.
#pragma once

#include "cases/request.hpp"
#include "runner/target/cast.hpp"
#include "runner/target/draft.hpp"

namespace hallmark::runner {

// `credentials` are those that the draft is signed with.
void apply(const cases::Edit& edit, Draft& draft, const Cast& cast, const Credentials& credentials);

}  // namespace hallmark::runner

// SPDX-License-Identifier: Apache-2.0
//
// Strikes what nobody is to read out of an answer, before anybody reads it. Unlike redact() it
// leaves credentials that are the answer's own.
#pragma once

#include <span>
#include <string>

#include "runner/wire/http/http.hpp"
#include "runner/wire/signing/secret.hpp"

namespace hallmark::runner {

// Puts `***` in the place of each of `hidden` that `text` says, however it is written
// (find_echoes). Without `hidden` it costs nothing.
void hide(std::string& text, std::span<const Secret> hidden);

// The same for reason, headers and body, which stays packed where it is packed. A packed body that
// says one, and cannot be unpacked whole, is hidden whole; so is one that is too large to look at.
void hide(HttpReply& reply, std::span<const Secret> hidden);

}  // namespace hallmark::runner

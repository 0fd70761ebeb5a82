// SPDX-License-Identifier: Apache-2.0
//
// The digests that both signatures are made of, and their printed forms.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace hallmark::runner::reference {

using Sha1Digest = std::array<unsigned char, 20>;
using Sha256Digest = std::array<unsigned char, 32>;

[[nodiscard]] Sha1Digest hmac_sha1(std::string_view key, std::string_view text);
[[nodiscard]] Sha256Digest hmac_sha256(std::string_view key, std::string_view text);
[[nodiscard]] Sha256Digest sha256(std::string_view text);

[[nodiscard]] std::string base64(std::span<const unsigned char> bytes);
[[nodiscard]] std::string lower_hex(std::span<const unsigned char> bytes);

// Takes as long for a wrong guess as for a right one of the same length.
[[nodiscard]] bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace hallmark::runner::reference

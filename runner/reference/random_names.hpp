// SPDX-License-Identifier: Apache-2.0
//
// Names made up at random, in the shapes that the service uses.
#pragma once

#include <string>

namespace hallmark::runner::reference {

[[nodiscard]] std::string new_access_key_id();      // LTAI and 20 letters or digits
[[nodiscard]] std::string new_access_key_secret();  // 30 letters or digits
[[nodiscard]] std::string new_instance_id();        // i-bp1 and 17 lower-case letters or digits
[[nodiscard]] std::string new_fixture_id();         // 32 hexadecimal digits

// 8-4-4-4-12 upper-case hexadecimal digits. Unique, not secret.
[[nodiscard]] std::string new_request_id();

}  // namespace hallmark::runner::reference

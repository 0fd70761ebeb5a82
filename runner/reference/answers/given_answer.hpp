// SPDX-License-Identifier: Apache-2.0
//
// An answer that nothing stands behind, in the envelope that the endpoint uses: for a handler that
// wants to see what a client makes of it.
#pragma once

#include <string_view>

#include "runner/reference/answers/answer_writer.hpp"
#include "runner/reference/server/http.hpp"

namespace hallmark::runner::reference {

struct GivenAnswer {
  int status = 200;
  std::string_view code = {};     // empty: a success
  std::string_view message = {};  // of a refusal, as it travels
  std::string_view root = {};     // of a success in XML
  Format format = Format::xml;
  std::string_view request_id;
};

// The answer to `asked`, whatever that was; its host becomes HostId.
[[nodiscard]] HttpResponse give_out(const GivenAnswer& given, const HttpRequest& asked);

}  // namespace hallmark::runner::reference

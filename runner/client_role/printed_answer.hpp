// SPDX-License-Identifier: Apache-2.0
//
// The other role: what an endpoint must answer is what a client must carry to its user. Any place
// of a page that prints an answer, as that answer, to be given out.
//
//   const auto printed = printed_at(cite_row(page, 2), "the reason");
//   return printed->answer(request, reference::Format::json, request_id);
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runner/reference/answers/answer_writer.hpp"
#include "runner/reference/server/http.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::runner {

struct PrintedAnswer {
  int status;
  std::string code;     // empty: a success
  std::string message;  // of a refusal
  std::string root;     // of an answer in XML

  [[nodiscard]] reference::HttpResponse answer(const reference::HttpRequest& asked,
                                               reference::Format format,
                                               std::string_view request_id) const;
};

// Of an error row, a common row or the sample of an answer; nothing for any other place. `name`
// stands for what the page leaves open: "%s" in a message, '*' in a code.
[[nodiscard]] std::optional<PrintedAnswer> printed_at(const specs::Citation& place,
                                                      std::string_view name);

}  // namespace hallmark::runner

// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/printed_answer.hpp"

#include <cstddef>

#include "runner/reference/answers/given_answer.hpp"

namespace hallmark::runner {
namespace {

using specs::Citation;
using specs::Sample;

std::string filled(std::string_view printed, std::string_view blank, std::string_view name) {
  std::string text{printed};
  for (auto at = text.find(blank); at != text.npos; at = text.find(blank, at + name.size())) {
    text.replace(at, blank.size(), name);
  }
  return text;
}

PrintedAnswer refusal(specs::HttpStatus status, std::string_view code, std::string_view message,
                      std::string_view name) {
  return {.status = status.value(),
          .code = filled(code, "*", name),
          .message = filled(message, "%s", name),
          .root = "Error"};
}

// JSON has no root: where it is given out as XML, the root is the one of the action.
std::optional<PrintedAnswer> success(const specs::Page& page, const Sample& sample) {
  if (sample.kind == Sample::Kind::request) return std::nullopt;
  return PrintedAnswer{.status = 200,
                       .code = {},
                       .message = {},
                       .root = sample.root.empty() ? std::string{page.action} + "Response"
                                                   : std::string{sample.root}};
}

}  // namespace

std::optional<PrintedAnswer> printed_at(const Citation& place, std::string_view name) {
  const auto index = static_cast<std::size_t>(place.number - 1);
  switch (place.kind) {
    case Citation::Kind::row: {
      const specs::ErrorRow& row = place.page->errors[index];
      return refusal(row.status, row.code.text(), row.message, name);
    }
    case Citation::Kind::common_row: {
      const specs::CommonErrorRow& row = place.page->common_errors[index];
      return refusal(row.status, row.code.text(), row.message, name);
    }
    case Citation::Kind::sample:
      return success(*place.page, place.page->samples[index]);
    case Citation::Kind::clause:
    case Citation::Kind::parameter:
    case Citation::Kind::response:
    case Citation::Kind::common_parameter:
      break;
  }
  return std::nullopt;
}

reference::HttpResponse PrintedAnswer::answer(const reference::HttpRequest& asked,
                                              reference::Format format,
                                              std::string_view request_id) const {
  return reference::give_out({.status = status,
                              .code = code,
                              .message = message,
                              .root = root,
                              .format = format,
                              .request_id = request_id},
                             asked);
}

}  // namespace hallmark::runner

// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/replies/reply_text.hpp"

#include <algorithm>

namespace hallmark::runner {

ReplyText::ReplyText(std::string_view body)
    : body_{std::make_shared_for_overwrite<char[]>(body.size() + 1)}, size_{body.size() + 1} {
  std::copy(body.begin(), body.end(), body_.get());
  body_.get()[body.size()] = '\0';
}

std::string& ReplyText::gather(std::string_view first) {
  if (!gathered_) gathered_ = std::make_shared<std::forward_list<std::string>>();
  return gathered_->emplace_front(first);
}

}  // namespace hallmark::runner

// SPDX-License-Identifier: Apache-2.0
//
// What answers of the Describe actions hold: which instances a list shows, how many it says there
// are, and what is said of one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/expectation.hpp"
#include "runner/oracle/envelope_match.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// Whether the action answers with a list.
[[nodiscard]] bool is_list(std::string_view action);

// The instances that an answer of either list shows.
[[nodiscard]] std::vector<const Node*> listed_in(const Reply& reply);

// What the channel's answer says of that instance; null where it speaks of others alone, or of
// none. It lasts as long as the reply.
[[nodiscard]] const Node* description_of(const Reply& reply, cases::Channel channel,
                                         std::string_view instance_id);

// The reasons that OperationLocks of a description names.
[[nodiscard]] std::vector<std::string> locks_of(const Node& description);

// Whether the list holds the instance as often as it should. One that says that there are more than
// it shows may have it on another page.
[[nodiscard]] std::optional<EnvelopeFinding> check_listed(cases::Listed wanted, const Reply& reply,
                                                          std::string_view instance_id);

// Whether any instance stands in the list more than once.
[[nodiscard]] std::optional<EnvelopeFinding> check_listed_once(const Reply& reply);

// Whether TotalCount, where it is a number, can be how many there are, by what the page shows: what
// leaves room on the first page is all.
[[nodiscard]] std::optional<EnvelopeFinding> check_total_count(const Reply& reply);

}  // namespace hallmark::runner

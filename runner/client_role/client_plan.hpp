// SPDX-License-Identifier: Apache-2.0
//
// Which cases are put to a client, in which forms, and what has to pass before. No process, no
// socket.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/client/client_case.hpp"
#include "reports/check.hpp"
#include "runner/client_role/shim_protocol.hpp"

namespace hallmark::runner {

// The one case that is no call: whether the shim keeps to its protocol.
inline constexpr std::string_view protocol_case = "client/keeps-to-the-protocol";

// Which cases there are for any client: id, level, and how it is answered.
struct ListedClientCase {
  std::string id, variant;
  std::string level, given;
  std::string looked_at;  // besides what the user is told; empty: nothing
  std::string when;
};
[[nodiscard]] std::vector<ListedClientCase> list_client_cases();

struct ClientSelection {
  std::vector<std::string> select, skip;  // patterns over id and id@variant
  unsigned shard_index = 1, shard_total = 1;
};

// Throws std::invalid_argument, with one line for the user, where a pattern matches nothing.
void check_patterns(const ClientSelection& selection);

// A case in one form.
struct PlannedClientCase {
  const cases::client::Case* test = nullptr;  // never null
  std::string variant;                        // v1, v3, json, xml; empty: once
  std::shared_ptr<const reports::Check> check;
  // It is asked once more, alone: the life of the shim that ended under it.
  std::optional<std::size_t> again = {};

  [[nodiscard]] bool is_at_endpoint() const;  // the reference endpoint answers, and no script
};

class ClientPlan {
 public:
  explicit ClientPlan(ClientSelection selection) : selection_{std::move(selection)} {}

  [[nodiscard]] bool is_selected(std::string_view id, std::string_view variant) const;

  // What is asked of a client that greets so and reads these formats: the cases that stand on
  // nothing, those that stand on those, and so on. A case that a chosen one needs is asked in every
  // shard, even where it is not selected.
  [[nodiscard]] std::vector<std::vector<PlannedClientCase>> floors(
      const Hello& hello, const std::vector<std::string>& formats);

 private:
  [[nodiscard]] bool is_chosen(std::string_view id, std::string_view variant) const;
  [[nodiscard]] std::shared_ptr<const reports::Check> check_for(const cases::client::Case& one);

  ClientSelection selection_;
  std::map<std::string, std::shared_ptr<const reports::Check>> checks_;  // by id
};

}  // namespace hallmark::runner

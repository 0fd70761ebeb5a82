// SPDX-License-Identifier: Apache-2.0
//
// How an instance is described: the members that the Describe actions share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/reference/request/call.hpp"

namespace hallmark::runner::reference {

// What DescribeInstances and DescribeInstanceAttribute tell of an instance.
void write_instance(const ServedCall& call, Instance& instance, AnswerWriter& members);

// Instance ids that a call names; absent: it names none and means all.
using Selection = std::optional<std::vector<std::string>>;

// The instances of other accounts, as a defect shows them. No world may be locked by this thread.
[[nodiscard]] std::vector<Instance> instances_of_others(const ServedCall& call,
                                                        const Selection& selection);

// Those of the caller's instances that are selected, each once, by id. The world is to be locked.
[[nodiscard]] std::vector<Instance*> select_instances(const ServedCall& call, Selection selection);

// The Status that `instance` is said to be in.
[[nodiscard]] std::string_view shown_status(const ServedCall& call, Instance& instance);

// A page of a list, as PageNumber and PageSize ask for it.
struct Paging {
  std::int64_t number = 1;
  std::int64_t size = 10;

  [[nodiscard]] bool holds(std::int64_t position) const {  // counted from 0
    return position / size == number - 1;
  }
};

// Refuses numbers that are none, or out of range.
[[nodiscard]] Outcome read_page(const ServedCall& call, std::int64_t largest_size, Paging& page);

// What of the selected instances is listed, and where.
class Listing {
 public:
  Listing(const ServedCall& call, const Paging& page);

  // Whether the filters leave it: the Status and InstanceChargeType asked for; empty: any.
  [[nodiscard]] bool is_wanted(Instance& instance, std::string_view status,
                               std::string_view charge_type);
  // How often the page shows the next of those: once, or it is on another page.
  [[nodiscard]] unsigned times_of_next();
  // TotalCount, PageNumber, PageSize.
  void write_page(AnswerWriter& members) const;

 private:
  const ServedCall& call_;
  Paging page_;
  std::int64_t total_ = 0;
  std::int64_t left_out_ = 0;
};

}  // namespace hallmark::runner::reference

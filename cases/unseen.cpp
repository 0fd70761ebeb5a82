// SPDX-License-Identifier: Apache-2.0
//
// What the documents state and no client can see: each place with the reason. A place that gets a
// case leaves this list; a test sees to it.
#include "cases/coverage.hpp"
#include "specs/instance/reactivate_instances.hpp"

namespace hallmark::cases {
namespace {

namespace reactivate_zh = specs::reactivate_instances::e2018_11_zh;
namespace reactivate_en = specs::reactivate_instances::e2018_11_en;

constexpr std::string_view takes_days = "takes days of overdue time, which no fixture can let pass";
constexpr std::string_view advice =
    "advice to the caller: it names no answer and no time after which to try again";

constexpr Unseen places[] = {
    {cite_clause(reactivate_zh::page, reactivate_zh::clause::fifteen_days), takes_days},
    {cite_clause(reactivate_zh::page, reactivate_zh::clause::retry_later), advice},
    {cite_clause(reactivate_en::page, reactivate_en::clause::fifteen_days), takes_days},
    {cite_clause(reactivate_en::page, reactivate_en::clause::released_after), takes_days},
    {cite_clause(reactivate_en::page, reactivate_en::clause::retry_later), advice},
};

}  // namespace

std::span<const Unseen> unseen() { return places; }

}  // namespace hallmark::cases

// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a digest of a third clause, on a page with two.
#include "specs/digests/page_digests.hpp"

namespace hallmark::specs::digests {

constexpr Clause clauses[] = {
    {.number = 1, .says = "one"},
    {.number = 2, .says = "two"},
};
constexpr Page page{
    .document = 0,
    .action = "OpenDoor",
    .edition = "2030-01",
    .language = Language::en,
    .date = std::chrono::year{2030} / 1 / 1,
    .parameters = {},
    .responses = {},
    .errors = {},
    .clauses = clauses,
    .samples = {},
};
constexpr PassageDigest visible[] = {
    {Passage::clause, 1, 0xaf63dc4c8601ec8c},
    {Passage::clause, 2, 0xaf63dc4c8601ec8c},
    {Passage::clause, 3, 0xaf63dc4c8601ec8c},
};
constexpr PageDigests table{.page = &page, .visible = visible, .printed = {}};
static_assert(one_for_each_passage(table));

}  // namespace hallmark::specs::digests

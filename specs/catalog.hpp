// SPDX-License-Identifier: Apache-2.0
//
// Every page that the suite knows, in one place: those of the actions, and the common protocol.
#pragma once

#include <span>
#include <string_view>

#include "specs/schema/action.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::specs {

// The actions whose pages are tested.
[[nodiscard]] std::span<const Action* const> actions();

// By any of its spellings; null if it is none of them.
[[nodiscard]] const Action* find_action(std::string_view name);

// As the pages spell the action; of one that has no page, `name` itself.
[[nodiscard]] std::string_view one_spelling_of(std::string_view name);

// The pages of the actions, by document number.
[[nodiscard]] std::span<const Page* const> pages();

// The pages that hold for every action.
[[nodiscard]] std::span<const Page* const> common_pages();

// The page of an action in one edition, as in find("StartInstance", "2020-10"); null if unknown.
[[nodiscard]] const Page* find(std::string_view action, std::string_view edition);

// The page of a document, by its number; null if unknown.
[[nodiscard]] const Page* find(int document);

}  // namespace hallmark::specs

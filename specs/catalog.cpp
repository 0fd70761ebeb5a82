// SPDX-License-Identifier: Apache-2.0
#include "specs/catalog.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "specs/common/descriptions.hpp"
#include "specs/common/envelope.hpp"
#include "specs/common/errors.hpp"
#include "specs/common/http.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v1.hpp"
#include "specs/common/signature_v3.hpp"
#include "specs/digests/catalog.hpp"
#include "specs/digests/reactivate_instances.hpp"
#include "specs/digests/reboot_instance.hpp"
#include "specs/digests/start_instance.hpp"

namespace hallmark::specs {
namespace {

// An action, and the digests of its pages.
struct Listed {
  const Action* action;
  std::span<const digests::PageDigests* const> digests;
};

constexpr Listed listed[] = {
    {&reactivate_instances::action, digests::reactivate_instances::editions},
    {&reboot_instance::action, digests::reboot_instance::editions},
    {&start_instance::action, digests::start_instance::editions},
};

constexpr auto tested = [] {
  std::array<const Action*, std::size(listed)> all = {};
  std::ranges::transform(listed, all.begin(), &Listed::action);
  return all;
}();

consteval std::size_t count_editions() {
  std::size_t count = 0;
  for (const Action* action : tested) count += action->editions->size();
  return count;
}

constexpr const digests::PageDigests* digests_of(const Page* page, const Listed& one) {
  const auto found = std::ranges::find(one.digests, page, &digests::PageDigests::page);
  if (found == one.digests.end()) throw "an edition has digests";
  return *found;
}

// Every edition of every action; a page's place is its document number.
constexpr auto all_tables = [] {
  std::array<const digests::PageDigests*, count_editions()> all = {};
  for (const Listed& one : listed) {
    for (const ActionEdition& edition : *one.action->editions) {
      const auto number = static_cast<std::size_t>((*edition.page)->document);
      if (number >= all.size()) throw "documents are numbered 0, 1, 2 ...";
      if (all[number] != nullptr) throw "two pages share a document number";
      all[number] = digests_of(edition.page, one);
    }
  }
  return all;
}();

constexpr auto action_pages = [] {
  std::array<const Page*, all_tables.size()> all = {};
  std::ranges::transform(all_tables, all.begin(), &digests::PageDigests::page);
  return all;
}();

constexpr std::array<const Page*, 7> protocol_pages = {
    &common::public_parameters::page, &common::signature_v1::page, &common::signature_v3::page,
    &common::envelope::page,          &common::errors::page,       &common::http::page,
    &common::descriptions::page,
};

// A page is found by its action and its edition.
consteval bool each_edition_once() {
  for (const Page* page : action_pages) {
    for (const Page* other : action_pages) {
      if (page != other && page->action == other->action && page->edition == other->edition) {
        throw "two editions of an action share a name";
      }
    }
  }
  return true;
}
static_assert(each_edition_once());

}  // namespace

std::span<const Action* const> actions() { return tested; }

const Action* find_action(std::string_view name) {
  for (const Action* action : tested) {
    for (const std::string_view spelling : *action->spellings) {
      if (spelling == name) return action;
    }
  }
  return nullptr;
}

std::string_view one_spelling_of(std::string_view name) {
  const Action* const action = find_action(name);
  return action == nullptr ? name : *action->name;
}

std::span<const Page* const> pages() { return action_pages; }

std::span<const digests::PageDigests* const> digests::tables() { return all_tables; }

std::span<const Page* const> common_pages() { return protocol_pages; }

const Page* find(std::string_view action, std::string_view edition) {
  for (const Page* page : action_pages) {
    if (page->action == action && page->edition == edition) return page;
  }
  return nullptr;
}

const Page* find(int document) {
  for (const Page* page : action_pages) {
    if (page->document == document) return page;
  }
  return nullptr;
}

}  // namespace hallmark::specs

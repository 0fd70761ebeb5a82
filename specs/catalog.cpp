// SPDX-License-Identifier: Apache-2.0
#include "specs/catalog.hpp"

#include <array>

#include "specs/common/envelope.hpp"
#include "specs/common/errors.hpp"
#include "specs/common/http.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v1.hpp"
#include "specs/common/signature_v3.hpp"
#include "specs/instance/reactivate_instances.hpp"
#include "specs/instance/reboot_instance.hpp"
#include "specs/instance/start_instance.hpp"

namespace hallmark::specs {
namespace {

constexpr const Action* tested[] = {&reactivate_instances::action, &reboot_instance::action,
                                    &start_instance::action};

consteval std::size_t count_editions() {
  std::size_t count = 0;
  for (const Action* action : tested) count += action->editions->size();
  return count;
}

// Every edition of every action; a page's place is its document number.
constexpr auto action_pages = [] {
  std::array<const Page*, count_editions()> all = {};
  for (const Action* action : tested) {
    for (const ActionEdition& edition : *action->editions) {
      const Page* page = edition.page;
      all.at(static_cast<std::size_t>(page->document)) = page;
    }
  }
  return all;
}();

constexpr std::array<const Page*, 6> protocol_pages = {
    &common::public_parameters::page, &common::signature_v1::page, &common::signature_v3::page,
    &common::envelope::page,          &common::errors::page,       &common::http::page,
};

consteval bool each_document_once() {
  for (const Page* page : action_pages) {
    if (page == nullptr) throw "two pages share a document number";
  }
  return true;
}
static_assert(each_document_once());

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

std::span<const Page* const> pages() { return action_pages; }

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

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

constexpr std::array<const Page*, 5> action_pages = {
    &reactivate_instances::e2018_11_zh::page, &reactivate_instances::e2018_11_en::page,
    &reboot_instance::e2019_04::page,         &start_instance::e2019_05::page,
    &start_instance::e2020_10::page,
};

constexpr std::array<const Page*, 6> protocol_pages = {
    &common::public_parameters::page, &common::signature_v1::page, &common::signature_v3::page,
    &common::envelope::page,          &common::errors::page,       &common::http::page,
};

constexpr bool by_document_number() {
  for (int next = 0; const Page* page : action_pages) {
    if (page->document != next++) return false;
  }
  return true;
}
static_assert(by_document_number());

}  // namespace

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

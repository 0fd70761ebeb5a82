// SPDX-License-Identifier: Apache-2.0
#include "specs/addresses.hpp"

#include <cctype>
#include <string_view>

namespace hallmark::specs {
namespace {

constexpr std::string_view actions_at =
    "https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-";
constexpr std::string_view protocol_at =
    "https://www.alibabacloud.com/help/en/sdk/product-overview/";
constexpr std::string_view history_at = "https://github.com/AlibabaCloudDocs/ecs/commit/";

struct ProtocolPage {
  std::string_view page;
  std::string_view at;
};
// The page on requests of V1, which the vendor calls V2 by now, tells its parameters and answers,
// too.
constexpr ProtocolPage protocol_addresses[] = {
    {"public parameters", "rpc-mechanism"},
    {"signature V1", "rpc-mechanism"},
    {"signature V3", "v3-request-structure-and-signature"},
    {"envelope", "rpc-mechanism"},
};

struct Commit {
  int document;
  std::string_view hash;
};
constexpr Commit commits[] = {
    {0, "01592829e"}, {2, "f0c6de28a"}, {3, "c00b303ae"}, {4, "fa6fedaa2"}};

std::string of_action(std::string_view name) {
  std::string address{actions_at};
  for (const char c : name) {
    address += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return address;
}

}  // namespace

std::string address_of(const Page& page) {
  if (page.document != no_document) return of_action(page.action);
  if (page.action == "descriptions") return of_action("DescribeInstances");
  for (const ProtocolPage& one : protocol_addresses) {
    if (one.page == page.action) return std::string{protocol_at}.append(one.at);
  }
  return {};
}

std::string edition_address_of(const Page& page) {
  for (const Commit& commit : commits) {
    if (commit.document == page.document) return std::string{history_at}.append(commit.hash);
  }
  return {};
}

}  // namespace hallmark::specs

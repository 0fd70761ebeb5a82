// SPDX-License-Identifier: Apache-2.0
#include "cases/tags.hpp"

namespace hallmark::cases {

std::string slug_of(std::string_view name) {
  std::string slug;
  for (const char c : name) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    if (is_capital && !slug.empty()) slug += '-';
    slug += is_capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return slug;
}

std::string chapter_of(const Tags& tags) {
  switch (tags.chapter) {
    case Chapter::none:
      return "";
    case Chapter::base:
      return "base";
    case Chapter::of_an_action:
      return slug_of(tags.action);
    case Chapter::describe:
      return "describe";
    case Chapter::envelope:
      return "envelope";
    case Chapter::authentication:
      return "authentication";
    case Chapter::http:
      return "http";
    case Chapter::concurrency:
      return "concurrency";
  }
  return "";
}

std::string_view name_of(Family family) {
  switch (family) {
    case Family::none:
    case Family::description:
    case Family::answer:
    case Family::copies:
    case Family::duel:
      return "";
    case Family::action:
      return "action";
    case Family::method:
      return "method";
    case Family::format:
      return "format";
    case Family::signature:
      return "signature";
    case Family::version:
      return "version";
    case Family::variant:
      return "variant";
    case Family::observe:
      return "observe";
    case Family::row:
      return "row";
    case Family::sample:
      return "sample";
    case Family::init_local_disk:
      return "init-local-disk";
    case Family::force_stop:
      return "force-stop";
    case Family::spelling:
      return "spelling";
    case Family::precondition:
      return "precondition";
    case Family::transition:
      return "transition";
    case Family::refusal:
      return "refusal";
    case Family::dry_run:
      return "dry-run";
    case Family::parameter:
      return "parameter/derived";
    case Family::extra:
      return "parameter/extra";
    case Family::pair:
      return "pair";
    case Family::history:
      return "history";
    case Family::encoding:
      return "parameter/encoding";
    case Family::request_id:
      return "request-id";
    case Family::echo:
      return "echo";
    case Family::v1:
      return "v1";
    case Family::v3:
      return "v3";
    case Family::keep_alive:
      return "keep-alive";
    case Family::header_names:
      return "header-names";
    case Family::content_type:
      return "content-type";
    case Family::form:
      return "form";
    case Family::path:
      return "path";
    case Family::length:
      return "length";
  }
  return "";
}

}  // namespace hallmark::cases

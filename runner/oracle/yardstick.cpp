// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/yardstick.hpp"

#include <algorithm>
#include <charconv>

#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

std::optional<int> number(std::string_view digits) {
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::string two_digits(unsigned value) {
  std::string text = std::to_string(value);
  return text.size() < 2 ? "0" + text : text;
}

}  // namespace

Yardstick::Yardstick(std::chrono::year_month_day until) : any_{false}, until_{until} {
  for (const specs::Page* page : specs::pages()) {
    if (page->date > until) continue;
    const bool newer_exists = std::ranges::any_of(specs::pages(), [&](const specs::Page* other) {
      return other->action == page->action && other->date <= until && other->date > page->date;
    });
    if (!newer_exists) in_force_.push_back(page);
  }
}

std::optional<Yardstick> Yardstick::parse(std::string_view text) {
  if (text == "any") return Yardstick{};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto day = number(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Yardstick{date};
}

bool Yardstick::in_force(const specs::Page& page) const {
  if (any_ || page.document == specs::no_document) return true;
  return std::ranges::find(in_force_, &page) != in_force_.end();
}

bool Yardstick::allows(const cases::Answer& answer) const {
  if (any_) return true;
  bool of_a_page = false;
  for (const specs::Citation& place : answer.citations) {
    if (place.page->document == specs::no_document) continue;
    if (in_force(*place.page)) return true;
    of_a_page = true;
  }
  return !of_a_page;
}

bool Yardstick::asks(const cases::Case& one) const {
  if (any_ || one.tags.chapter == cases::Chapter::base) return true;
  for (const cases::Call& call : one.calls) {
    if (call.expect.allowed.empty()) continue;
    if (std::ranges::none_of(call.expect.allowed,
                             [&](const cases::Answer& answer) { return allows(answer); })) {
      return false;
    }
  }
  const std::vector<specs::Citation> places = cases::citations_of(one);
  return places.empty() || std::ranges::any_of(places, [&](const specs::Citation& place) {
           return in_force(*place.page);
         });
}

std::string Yardstick::name() const {
  if (any_) return "any";
  return std::to_string(static_cast<int>(until_.year())) + "-" +
         two_digits(static_cast<unsigned>(until_.month())) + "-" +
         two_digits(static_cast<unsigned>(until_.day()));
}

}  // namespace hallmark::runner

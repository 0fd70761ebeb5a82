// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/yardstick.hpp"

#include <algorithm>
#include <charconv>

#include "specs/catalog.hpp"
#include "specs/schema/documented_answer.hpp"

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

std::string text_of(std::chrono::year_month_day day) {
  return std::to_string(static_cast<int>(day.year())) + "-" +
         two_digits(static_cast<unsigned>(day.month())) + "-" +
         two_digits(static_cast<unsigned>(day.day()));
}

// Whether that row prints the answer, as far as the answer is judged.
bool prints(const specs::Citation& place, const cases::Answer& answer) {
  if (!specs::is_row(place)) return false;
  const specs::RowContent row = specs::content_of(place);
  const bool same_status =
      answer.status != 0 ? row.status == answer.status : row.status / 100 == answer.status_class;
  return same_status && (answer.message.empty() || answer.message == row.message);
}

const specs::OtherPage* other_page_of(const specs::Citation& place) {
  if (place.kind != specs::Citation::Kind::common_row) return nullptr;
  const auto& row = place.page->common_errors[static_cast<std::size_t>(place.number - 1)];
  return row.printed_on ? &*row.printed_on : nullptr;
}

// The days of all editions that the suite knows something of.
std::vector<std::chrono::year_month_day> known_days() {
  std::vector<std::chrono::year_month_day> days;
  for (const specs::Page* page : specs::pages()) days.push_back(page->date);
  for (const specs::Page* page : specs::common_pages()) {
    for (const specs::CommonErrorRow& row : page->common_errors) {
      if (row.printed_on) days.push_back(row.printed_on->date);
    }
  }
  return days;
}

bool is_newest(const specs::Page& page) {
  return std::ranges::none_of(specs::pages(), [&page](const specs::Page* other) {
    return other->action == page.action && other->date > page.date;
  });
}

}  // namespace

std::vector<const specs::Page*> Yardstick::all_pages() {
  return {specs::pages().begin(), specs::pages().end()};
}

Yardstick::Yardstick(Kind kind) : kind_{kind} {
  if (kind != Kind::newest) return;
  until_ = std::ranges::max(known_days());
  std::erase_if(in_force_, [](const specs::Page* page) { return !is_newest(*page); });
}

Yardstick::Yardstick(std::chrono::year_month_day until) : kind_{Kind::day}, until_{until} {
  std::erase_if(in_force_, [until](const specs::Page* page) {
    return page->date > until ||
           std::ranges::any_of(specs::pages(), [page, until](const specs::Page* other) {
             return other->action == page->action && other->date <= until &&
                    other->date > page->date;
           });
  });
}

std::optional<Yardstick> Yardstick::parse(std::string_view text) {
  if (text == "any") return Yardstick{};
  if (text == "seeds") return Yardstick{Kind::seeds};
  if (text == "newest") return Yardstick{Kind::newest};
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
  if (page.document == specs::no_document) return true;
  return std::ranges::find(in_force_, &page) != in_force_.end();
}

bool Yardstick::in_force(const specs::Citation& place) const {
  const specs::OtherPage* const other = other_page_of(place);
  if (other == nullptr || kind_ == Kind::any) return in_force(*place.page);
  if (kind_ == Kind::seeds) return specs::find_action(other->action) == nullptr;
  return other->date <= *until_ &&
         std::ranges::none_of(in_force_, [other](const specs::Page* page) {
           return page->action == other->action && page->date > other->date;
         });
}

bool Yardstick::allows(const cases::Answer& answer) const {
  if (kind_ == Kind::any) return true;
  bool cites_a_page = false;
  bool cites_one_in_force = false;
  bool is_of_another_page = false;
  bool is_printed = false;
  for (const specs::Citation& place : answer.citations) {
    const bool holds = in_force(place);
    if (place.page->document != specs::no_document) {
      cites_a_page = true;
      cites_one_in_force |= holds;
    }
    if (!prints(place, answer)) continue;
    is_of_another_page |= other_page_of(place) != nullptr;
    is_printed |= holds;
  }
  return (!cites_a_page || cites_one_in_force) && (!is_of_another_page || is_printed);
}

bool Yardstick::asks(const cases::Case& one) const {
  if (kind_ == Kind::any || one.tags.chapter == cases::Chapter::base) return true;
  for (const cases::Call& call : one.calls) {
    if (call.expect.allowed.empty()) continue;
    if (std::ranges::none_of(call.expect.allowed,
                             [&](const cases::Answer& answer) { return allows(answer); })) {
      return false;
    }
  }
  const std::vector<specs::Citation> places = cases::citations_of(one);
  return places.empty() ||
         std::ranges::any_of(places, [&](const specs::Citation& place) { return in_force(place); });
}

const specs::Page* Yardstick::page_without_dry_run(std::string_view name) const {
  const specs::Action* const action = specs::find_action(name);
  if (action == nullptr || action->with_dry_run() == nullptr) return nullptr;
  for (const specs::ActionEdition& edition : *action->editions) {
    if (*edition.dry_run == nullptr && in_force(**edition.page)) return edition.page;
  }
  return nullptr;
}

std::string Yardstick::name() const {
  switch (kind_) {
    case Kind::any:
      return "any";
    case Kind::seeds:
      return "seeds";
    case Kind::newest:
      return "newest";
    case Kind::day:
      break;
  }
  return text_of(*until_);
}

std::string Yardstick::in_words() const {
  std::string text;
  std::string none;
  for (const specs::Action* action : specs::actions()) {
    std::string editions;
    bool newest = kind_ == Kind::day;
    for (const specs::Page* page : in_force_) {
      if (page->action != *action->name) continue;
      editions.append(editions.empty() ? " " : " and ").append(page->edition);
      newest = newest && is_newest(*page);
    }
    if (editions.empty()) {
      none.append(none.empty() ? "; no page yet of " : " and ").append(*action->name);
      continue;
    }
    text.append(text.empty() ? "" : ", ").append(*action->name).append(editions);
    if (newest) text.append(" (newest known)");
  }
  text.insert(0, "yardstick " + name() + ": ");
  text += none;
  if (kind_ == Kind::day && *until_ > std::ranges::max(known_days())) {
    text += "; what newer pages say up to that day is not known and not judged";
  }
  return text;
}

}  // namespace hallmark::runner

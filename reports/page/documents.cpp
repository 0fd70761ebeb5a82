// SPDX-License-Identifier: Apache-2.0
#include "reports/page/documents.hpp"

#include <array>
#include <cctype>
#include <string_view>
#include <vector>

#include "cases/caught.hpp"
#include "cases/coverage.hpp"
#include "cases/tags.hpp"
#include "reports/check.hpp"
#include "reports/writers/json/json_text.hpp"
#include "specs/catalog.hpp"

namespace hallmark::reports::page {
namespace {

using json_text::append_array;
using json_text::append_string;
using json_text::Object;
using specs::Citation;

bool is_common(const specs::Page& page) { return page.document == specs::no_document; }

std::string key_of(const Citation& place) {
  const specs::Page& page = *place.page;
  std::string key = is_common(page) ? std::string{page.action} : std::to_string(page.document);
  return key.append(":")
      .append(kind_name(place.kind))
      .append(":")
      .append(std::to_string(place.number));
}

// As addresses have it: letters of any title, small, and hyphens.
std::string slug_of(const specs::Page& page) {
  std::string slug = is_common(page)
                         ? "common-" + std::string{page.action}
                         : cases::slug_of(page.action) + "-" + std::string{page.edition};
  for (char& c : slug) {
    const auto byte = static_cast<unsigned char>(c);
    c = std::isalnum(byte) != 0 ? static_cast<char>(std::tolower(byte)) : '-';
  }
  return slug;
}

std::string day_of(std::chrono::year_month_day date) {
  static constexpr std::array<std::string_view, 12> months = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  return std::to_string(unsigned{date.day()})
      .append(" ")
      .append(months[unsigned{date.month()} - 1])
      .append(" ")
      .append(std::to_string(int{date.year()}));
}

std::string words_of(const specs::Page& page) {
  if (is_common(page)) return "Holds for every action; each row says where it was read.";
  std::string text = "Edition " + std::string{page.edition} + ", of " + day_of(page.date);
  text += page.language == specs::Language::zh ? ", in Chinese" : ", in English";
  return text + "; source document " + std::to_string(page.document) + ".";
}

std::string_view name_of(specs::Presence presence) {
  static constexpr std::array<std::string_view, 3> names = {"required", "optional", "unsaid"};
  return names[static_cast<std::size_t>(presence)];
}

std::string_view name_of(specs::ValueType type) {
  return type == specs::ValueType::boolean ? "Boolean" : "String";
}

std::string_view name_of(specs::Mark mark) {
  return mark == specs::Mark::documented ? "documented" : "observed";
}

std::string_view name_of(specs::Sample::Kind kind) {
  static constexpr std::array<std::string_view, 3> names = {"request", "XML answer", "JSON answer"};
  return names[static_cast<std::size_t>(kind)];
}

// "A, B or C" of those that the set holds.
template <class All, class Set>
std::string listed(const All& all, const Set& set, std::string_view last) {
  std::vector<std::string_view> names;
  for (const auto one : all) {
    if (set.contains(one)) names.push_back(specs::name_of(one));
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? last : ", ";
    text += names[i];
  }
  return text;
}

void append_row(std::string& out, const specs::ParameterSpec& row) {
  Object object{out};
  object.number("row", row.row);
  object.text("name", row.name);
  object.text("type", name_of(row.type));
  object.text("presence", name_of(row.presence));
  append_array(object.member("allowed"), row.allowed, append_string);
  object.text("default", row.default_value);
  object.text("sample", row.sample);
  object.close();
}

void append_row(std::string& out, const specs::ResponseSpec& row) {
  Object object{out};
  object.number("row", row.row);
  object.text("name", row.name);
  object.text("sample", row.sample);
  object.close();
}

void append_row(std::string& out, const specs::ErrorRow& row) {
  Object object{out};
  object.number("row", row.row);
  object.number("status", row.status.value());
  object.text("code", row.code.text());
  object.text("message", row.message);
  object.close();
}

void append_row(std::string& out, const specs::Clause& row) {
  Object object{out};
  object.number("number", row.number);
  object.text("says", row.says);
  object.text("mark", name_of(row.mark));
  object.text("source", row.source);
  object.close();
}

struct Numbered {
  int number;
  const specs::Sample& sample;
};

void append_row(std::string& out, const Numbered& row) {
  Object object{out};
  object.number("number", row.number);
  object.text("kind", name_of(row.sample.kind));
  object.text("root", row.sample.root);
  object.text("query", row.sample.query);
  object.text("requestId", row.sample.request_id);
  object.close();
}

void append_row(std::string& out, const specs::CommonErrorRow& row) {
  Object object{out};
  object.number("row", row.row);
  object.text("mark", name_of(row.mark));
  object.text("source", row.source);
  object.number("status", row.status.value());
  object.text("code", row.code.text());
  object.text("message", row.message);
  object.close();
}

void append_row(std::string& out, const specs::CommonParameter& row) {
  Object object{out};
  object.number("row", row.row);
  object.text("mark", name_of(row.mark));
  object.text("source", row.source);
  object.text("name", row.name);
  object.text("presence", name_of(row.presence));
  object.text("rule", row.rule);
  object.close();
}

template <class Rows>
void append_rows(Object& object, std::string_view name, const Rows& rows) {
  append_array(object.member(name), rows,
               [](std::string& to, const auto& row) { append_row(to, row); });
}

// "403 IncorrectInstanceStatus (error row 2)".
std::string words_of(const specs::DocumentedAnswer& answer) {
  const Citation& place = answer.row();
  const specs::RowContent content = specs::content_of(place);
  std::string text = std::to_string(content.status) + " " + std::string{content.code};
  text += place.kind == Citation::Kind::row ? " (error row " : " (common error ";
  return text + std::to_string(place.number) + ")";
}

void append_precondition(std::string& out, const specs::Precondition& one) {
  Object object{out};
  object.text("when", in_words(*one.when));
  append_array(object.member("answers"), *one.answers,
               [](std::string& to, const specs::DocumentedAnswer& answer) {
                 append_string(to, words_of(answer));
               });
  for (const Citation& place : one.sentence) {
    object.text("sentence", "a refusal (clause " + std::to_string(place.number) + ")");
  }
  object.text("certainty", *one.certainty == specs::Certainty::surely ? "surely" : "perhaps");
  object.text("because", one.because);
  object.close();
}

const specs::ActionEdition* edition_of(const specs::Page& page) {
  for (const specs::Action* action : specs::actions()) {
    for (const specs::ActionEdition& edition : *action->editions) {
      if (*edition.page == &page) return &edition;
    }
  }
  return nullptr;
}

void append_page(std::string& out, const specs::Page* page) {
  Object object{out};
  object.text("id", slug_of(*page));
  if (is_common(*page)) {
    object.flag("common", true);
  } else {
    object.number("document", page->document);
  }
  object.text("action", page->action);
  object.text("edition", page->edition);
  object.text("title", std::string{page->action}.append(" ").append(page->edition));
  object.text("says", words_of(*page));
  append_rows(object, "parameters", page->parameters);
  append_rows(object, "responses", page->responses);
  append_rows(object, "errors", page->errors);
  append_rows(object, "clauses", page->clauses);
  std::vector<Numbered> samples;
  for (const specs::Sample& sample : page->samples) {
    samples.push_back({static_cast<int>(samples.size()) + 1, sample});
  }
  append_rows(object, "samples", samples);
  append_rows(object, "commonErrors", page->common_errors);
  append_rows(object, "commonParameters", page->common_parameters);
  if (const specs::ActionEdition* edition = edition_of(*page)) {
    append_array(object.member("preconditions"), *edition->preconditions, append_precondition);
  }
  object.close();
}

void append_action(std::string& out, const specs::Action* action) {
  Object object{out};
  object.text("name", *action->name);
  const specs::Transition& transition = *action->transition;
  Object way{object.member("transition")};
  way.text("from", specs::name_of(transition.from));
  std::vector<std::string_view> through;
  for (const specs::InstanceStatus status : specs::all_statuses) {
    if (transition.through.contains(status)) through.push_back(specs::name_of(status));
  }
  append_array(way.member("through"), through, append_string);
  way.text("to", specs::name_of(transition.to));
  way.close();
  object.close();
}

// Of each place that has any.
void append_counts(std::string& out, std::size_t count(const Citation&)) {
  Object object{out};
  for (const Citation& place : cases::every_place()) {
    if (const std::size_t n = count(place); n > 0) object.number(key_of(place), n);
  }
  object.close();
}

}  // namespace

std::string in_words(const specs::When& when) {
  if (when.addressee == specs::Addressee::unknown) return "an id that no instance has";
  std::string text;
  const auto add = [&text](std::string_view before, const std::string& what) {
    if (!what.empty()) text.append(text.empty() ? "" : "; ").append(before).append(what);
  };
  if (!(when.status == specs::any_status)) {
    add("", listed(specs::all_statuses, when.status, " or "));
  }
  if (when.charge_type) add("", std::string{specs::name_of(*when.charge_type)});
  add("under ", listed(specs::all_conditions, when.any_of, " or "));
  add("under ", listed(specs::all_conditions, when.all_of, " and "));
  add("not under ", listed(specs::all_conditions, when.none_of, " nor "));
  add("with ", listed(specs::boolean_parameters, when.flags_on, " and "));
  add("without ", listed(specs::boolean_parameters, when.flags_off, " and "));
  return text.empty() ? "any" : text;
}

std::string documents_json() {
  std::vector<const specs::Page*> pages(specs::pages().begin(), specs::pages().end());
  pages.insert(pages.end(), specs::common_pages().begin(), specs::common_pages().end());
  std::string out;
  Object object{out};
  append_array(object.member("pages"), pages, append_page);
  append_array(object.member("actions"), specs::actions(), append_action);
  append_counts(object.member("cases"),
                [](const Citation& place) { return cases::cases_citing(place).size(); });
  append_counts(object.member("caught"), cases::defects_caught_at);
  Object unseen{object.member("unseen")};
  for (const specs::Unseen& one : cases::unseen()) unseen.text(key_of(one.place), one.reason);
  unseen.close();
  object.close();
  return out;
}

}  // namespace hallmark::reports::page

// SPDX-License-Identifier: Apache-2.0
#include "runner/audit/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "runner/audit/text.hpp"

namespace hallmark::runner {
namespace {

template <class Meaning>
struct Word {
  std::string_view text;  // squeezed: lower case, no blanks
  Meaning meaning;
};

constexpr Word<Section> section_words[] = {
    {"\u63cf\u8ff0", Section::prose},              // description
    {"\u63a5\u53e3\u8bf4\u660e", Section::prose},  // about the interface
    {"\u8c03\u8bd5", Section::prose},              // debugging
    {"description", Section::prose},
    {"usagenotes", Section::prose},
    {"debugging", Section::prose},
    {"\u8bf7\u6c42\u53c2\u6570", Section::request},  // request parameters
    {"requestparameters", Section::request},
    {"\u8fd4\u56de\u53c2\u6570", Section::response},  // response parameters
    {"\u8fd4\u56de\u6570\u636e", Section::response},  // response data
    {"responseparameters", Section::response},
    {"\u793a\u4f8b", Section::samples},  // samples
    {"examples", Section::samples},
    {"samples", Section::samples},
    {"\u9519\u8bef\u7801", Section::errors},  // error codes
    {"errorcodes", Section::errors},
};

constexpr Word<Column> column_words[] = {
    {"httpcode", Column::status},
    {"http\u72b6\u6001\u7801", Column::status},  // HTTP status code
    {"httpstatuscode", Column::status},
    {"httpstatus", Column::status},
    {"\u9519\u8bef\u7801", Column::code},        // error code
    {"\u9519\u8bef\u4ee3\u7801", Column::code},  // error code, the older word
    {"errorcode", Column::code},
    {"code", Column::code},
    {"\u9519\u8bef\u4fe1\u606f", Column::message},  // error message
    {"errormessage", Column::message},
    {"message", Column::message},
    {"\u540d\u79f0", Column::name},  // name
    {"name", Column::name},
    {"parameter", Column::name},
    {"\u7c7b\u578b", Column::type},  // type
    {"type", Column::type},
    {"\u662f\u5426\u5fc5\u9009", Column::required},  // required: three wordings
    {"\u662f\u5426\u5fc5\u9700", Column::required},
    {"\u662f\u5426\u5fc5\u987b", Column::required},
    {"required", Column::required},
    {"position", Column::position},
    {"\u793a\u4f8b\u503c", Column::sample},  // sample value
    {"example", Column::sample},
    {"samplevalue", Column::sample},
    {"\u63cf\u8ff0", Column::description},  // description: two wordings
    {"\u8bf4\u660e", Column::description},
    {"description", Column::description},
    {"meaning", Column::description},
};

constexpr Word<std::optional<specs::Sample::Kind>> label_words[] = {
    {"\u8bf7\u6c42\u793a\u4f8b", specs::Sample::Kind::request},  // sample request
    {"requestexample", specs::Sample::Kind::request},
    {"requestexamples", specs::Sample::Kind::request},
    {"samplerequests", specs::Sample::Kind::request},
    {"\u6b63\u5e38\u8fd4\u56de\u793a\u4f8b", std::nullopt},  // sample of a good answer
    {"\u8fd4\u56de\u793a\u4f8b", std::nullopt},              // sample of an answer
    {"responseexample", std::nullopt},
    {"responseexamples", std::nullopt},
    {"samplesuccessresponses", std::nullopt},
    {"xml\u683c\u5f0f", specs::Sample::Kind::xml_answer},  // XML format
    {"xmlformat", specs::Sample::Kind::xml_answer},
    {"json\u683c\u5f0f", specs::Sample::Kind::json_answer},  // JSON format
    {"jsonformat", specs::Sample::Kind::json_answer},
};

constexpr std::string_view type_names[] = {"String", "Boolean", "Integer",
                                           "Long",   "Float",   "Array"};

template <class Meaning, std::size_t N>
const Word<Meaning>* find_word(const Word<Meaning> (&words)[N], std::string_view text) {
  const std::string wanted = squeezed(text);
  for (const Word<Meaning>& word : words) {
    if (word.text == wanted) return &word;
  }
  return nullptr;
}

}  // namespace

std::optional<Section> section_of(std::string_view heading) {
  const auto* word = find_word(section_words, heading);
  return word == nullptr ? std::nullopt : std::optional{word->meaning};
}

std::optional<Column> column_of(std::string_view heading) {
  const auto* word = find_word(column_words, visible_text(heading));
  return word == nullptr ? std::nullopt : std::optional{word->meaning};
}

std::vector<Column> columns_of_line(std::string_view line) {
  std::vector<Column> columns;
  std::string rest = squeezed(line);
  while (!rest.empty()) {
    const Word<Column>* longest = nullptr;
    for (const Word<Column>& word : column_words) {
      const bool taken = std::ranges::find(columns, word.meaning) != columns.end();
      if (taken || !rest.starts_with(word.text)) continue;
      if (longest == nullptr || word.text.size() > longest->text.size()) longest = &word;
    }
    if (longest == nullptr) return {};
    columns.push_back(longest->meaning);
    rest.erase(0, longest->text.size());
  }
  return columns.size() < 3 ? std::vector<Column>{} : columns;
}

std::optional<SampleLabel> sample_label(std::string_view line) {
  const auto* word = find_word(label_words, visible_text(line));
  return word == nullptr ? std::nullopt : std::optional{SampleLabel{word->meaning}};
}

std::optional<specs::Presence> presence_of(std::string_view word) {
  if (word.empty()) return specs::Presence::unsaid;
  const std::string text = squeezed(word);
  if (text == "\u662f" || text == "yes") return specs::Presence::required;
  if (text == "\u5426" || text == "no") return specs::Presence::optional;
  return std::nullopt;
}

bool is_type_name(std::string_view word) {
  return std::ranges::find(type_names, word) != std::end(type_names);
}

}  // namespace hallmark::runner

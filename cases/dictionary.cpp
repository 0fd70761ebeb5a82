// SPDX-License-Identifier: Apache-2.0
#include "cases/dictionary.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

#include "cases/fixture.hpp"
#include "specs/catalog.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::cases {
namespace {

constexpr std::size_t longest_word = 64;  // bytes

class Words {
 public:
  void add(std::string_view word) {
    if (!word.empty() && word.size() <= longest_word) words_.emplace(word);
  }

  // A code of the common protocol, where '*' stands for a name.
  void add_pattern(std::string_view pattern) {
    while (!pattern.empty()) {
      const std::string_view piece = pattern.substr(0, pattern.find('*'));
      add(piece);
      pattern.remove_prefix(std::min(pattern.size(), piece.size() + 1));
    }
  }

  void add_page(const specs::Page& page) {
    for (const specs::ParameterSpec& row : page.parameters) {
      add(row.name);
      add(row.sample);
      for (const std::string_view value : row.allowed) add(value);
    }
    for (const specs::ResponseSpec& row : page.responses) {
      add(row.name);
      add(row.sample);
    }
    for (const specs::ErrorRow& row : page.errors) {
      add(std::to_string(row.status.value()));
      add(row.code.text());
    }
    for (const specs::Sample& sample : page.samples) add(sample.root);
    for (const specs::CommonErrorRow& row : page.common_errors) {
      add(std::to_string(row.status.value()));
      add_pattern(row.code.text());
    }
    for (const specs::CommonParameter& row : page.common_parameters) add(row.name);
  }

  [[nodiscard]] std::vector<std::string> take() && { return {words_.begin(), words_.end()}; }

 private:
  std::set<std::string> words_;
};

}  // namespace

std::vector<std::string> dictionary_words() {
  Words words;
  for (const specs::Page* page : specs::pages()) {
    words.add(page->action);
    words.add_page(*page);
  }
  for (const specs::Page* page : specs::common_pages()) words.add_page(*page);
  for (const std::string_view name : specs::status_names) words.add(name);
  for (const std::string_view name : condition_names) words.add(name);
  for (const ChargeType type : {ChargeType::post_paid, ChargeType::pre_paid}) {
    words.add(name_of(type));
  }
  return std::move(words).take();
}

std::string as_dictionary(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += '"';
    for (const char c : word) {
      constexpr std::string_view digits = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\') {
        text += c;
      } else {
        ((text += "\\x") += digits[byte / 16U]) += digits[byte % 16U];
      }
    }
    text += "\"\n";
  }
  return text;
}

}  // namespace hallmark::cases

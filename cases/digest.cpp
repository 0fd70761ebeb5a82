// SPDX-License-Identifier: Apache-2.0
#include "cases/digest.hpp"

#include <concepts>
#include <cstdint>
#include <string_view>

#include "cases/library.hpp"
#include "specs/catalog.hpp"

namespace hallmark::cases {
namespace {

// FNV-1a with 64 bits. What is added is told apart from what is added next.
class Hash {
 public:
  Hash& add(std::string_view text) {
    add(text.size());
    for (const char c : text) add_byte(static_cast<unsigned char>(c));
    return *this;
  }
  template <std::integral Number>
  Hash& add(Number number) {
    auto rest = static_cast<std::uint64_t>(number);
    for (int i = 0; i < 8; ++i, rest >>= 8U) add_byte(rest & 0xffU);
    return *this;
  }
  template <class Enum>
  requires std::is_enum_v<Enum> Hash& add(Enum value) { return add(static_cast<int>(value)); }

  [[nodiscard]] std::string text() const {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string all;
    for (int shift = 60; shift >= 0; shift -= 4) all += digits[(hash_ >> shift) & 0xfU];
    return all;
  }

 private:
  void add_byte(std::uint64_t byte) { hash_ = (hash_ ^ byte) * 0x100000001b3U; }

  std::uint64_t hash_ = 0xcbf29ce484222325U;
};

void add_day(Hash& hash, std::chrono::year_month_day day) {
  hash.add(int{day.year()}).add(unsigned{day.month()}).add(unsigned{day.day()});
}

void add_page(Hash& hash, const specs::Page& page) {
  hash.add(page.document).add(page.action).add(page.edition).add(page.language);
  add_day(hash, page.date);
  for (const specs::ParameterSpec& row : page.parameters) {
    hash.add(row.row).add(row.name).add(row.type).add(row.presence);
    for (const std::string_view value : row.allowed) hash.add(value);
    hash.add(row.default_value).add(row.sample);
  }
  for (const specs::ResponseSpec& row : page.responses) {
    hash.add(row.row).add(row.name).add(row.type).add(row.sample);
  }
  for (const specs::ErrorRow& row : page.errors) {
    hash.add(row.row).add(row.status.value()).add(row.code.text()).add(row.message);
  }
  for (const specs::Clause& one : page.clauses) {
    hash.add(one.number).add(one.says).add(one.mark).add(one.source);
  }
  for (const specs::Sample& one : page.samples) {
    hash.add(one.kind).add(one.root).add(one.query).add(one.request_id);
  }
  for (const specs::CommonErrorRow& row : page.common_errors) {
    hash.add(row.row).add(row.mark).add(row.source).add(row.status.value());
    hash.add(row.code.text()).add(row.message);
  }
  for (const specs::CommonParameter& row : page.common_parameters) {
    hash.add(row.row).add(row.mark).add(row.source).add(row.name).add(row.presence).add(row.rule);
  }
}

void add_places(Hash& hash, const std::vector<specs::Citation>& places) {
  for (const specs::Citation& place : places) {
    hash.add(place.page->action).add(place.page->edition).add(place.kind).add(place.number);
  }
}

void add_call(Hash& hash, const Call& call) {
  hash.add(describe(call)).add(call.new_connection).add(call.when_settled).add(call.late);
  hash.add(call.aside);
  for (const Answer& answer : call.expect.allowed) {
    hash.add(answer.kind).add(answer.status).add(answer.status_class).add(answer.code);
    hash.add(answer.message).add(answer.bare).add(answer.if_arrived);
    add_places(hash, answer.citations);
  }
  hash.add(call.expect.lenience).add(call.expect.listed);
}

void add_case(Hash& hash, const Case& one) {
  hash.add(one.id).add(one.level).add(one.depth).add(describe(one.fixture)).add(one.second_world);
  for (const Call& call : one.calls) add_call(hash, call);
  hash.add(one.relation).add(one.effect.look).add(one.effect.channel).add(one.effect.lock_reason);
  add_places(hash, one.citations);
  for (const Variant variant : full_variants()) hash.add(one.variants.admits(variant));
  hash.add(one.once).add(one.dry_run);
  for (const std::string& need : one.needs) hash.add(need);
  hash.add(one.cause);
}

}  // namespace

std::string tables_digest() {
  Hash hash;
  for (const auto pages : {specs::pages(), specs::common_pages()}) {
    for (const specs::Page* page : pages) add_page(hash, *page);
  }
  return hash.text();
}

std::string suite_digest() {
  Hash hash;
  for (const Case& one : library()) add_case(hash, one);
  return hash.text();
}

}  // namespace hallmark::cases

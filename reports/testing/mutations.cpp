// SPDX-License-Identifier: Apache-2.0
#include "reports/testing/mutations.hpp"

#include <boost/json.hpp>
#include <set>
#include <string_view>

namespace hallmark::reports::testing {
namespace {

namespace json = boost::json;

class Mutator {
 public:
  explicit Mutator(const json::value& document) : document_{document} { visit(document, "", ""); }

  std::vector<Mutation> all;

 private:
  // `kind` is the place with * for each number of an element.
  void visit(const json::value& value, const std::string& place, const std::string& kind) {
    if (!kinds_.insert(kind).second) return;
    if (!place.empty()) mutate(value, place);
    if (const json::object* object = value.if_object()) {
      for (const json::key_value_pair& member : *object) {
        const std::string name{std::string_view{member.key()}};
        if (name.find_first_of("/~") != std::string::npos) continue;  // of a map, whatever it says
        visit(member.value(), place + "/" + name, kind + "/" + name);
      }
    } else if (const json::array* array = value.if_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) {
        // Of objects each may have members that the one before lacks.
        const bool is_object = (*array)[i].is_object();
        if (is_object) kinds_.erase(kind + "/*");
        visit((*array)[i], place + "/" + std::to_string(i), kind + "/*");
      }
    }
  }

  void mutate(const json::value& value, const std::string& place) {
    const bool is_new = places_.insert(kind_of(place)).second;
    if (!is_new) return;
    put(place, nullptr);
    if (value.is_string()) {
      put(place, 5);
      put(place, json::array{});
      if (is_word(place)) {
        put(place, "zzz!");
        put(place, "");
      }
    } else if (value.is_number()) {
      put(place, "x");
      put(place, -1);
      if (!value.is_double()) put(place, 0.5);
      leave_out(place);
    } else if (value.is_bool()) {
      put(place, "true");
      put(place, 1);
    } else if (value.is_array()) {
      put(place, json::object{});
      put(place, "x");
    } else if (value.is_object()) {
      put(place, json::array{});
      put(place, 1);
      leave_out(place);
    }
  }

  static std::string kind_of(const std::string& place) {
    std::string kind;
    for (std::size_t at = 0; at < place.size();) {
      std::size_t end = place.find('/', at + 1);
      if (end == std::string::npos) end = place.size();
      const bool is_number = place.find_first_not_of("0123456789", at + 1) >= end;
      kind += is_number ? "/*" : place.substr(at, end - at);
      at = end;
    }
    return kind;
  }

  // Whether it is one of the words that the format lists, or has a form of its own.
  static bool is_word(std::string_view place) {
    static const std::set<std::string_view> names = {
        "format",  "edition", "variants", "variant",  "level",        "verdict", "channel",
        "kind",    "started", "end",      "id",       "suite",        "tables",  "commit",
        "chapter", "base64",  "lastStop", "evidence", "localDiskData"};
    const std::string_view name = place.substr(place.rfind('/') + 1);
    // The edition of a page has no form of its own.
    if (name == "edition") return place == "/run/edition";
    return names.contains(name);
  }

  void put(const std::string& place, json::value value) {
    if (place == "/exitCode" && value == -1) value = 7;
    std::string what = place + ": " + json::serialize(value);
    json::value changed = document_;
    changed.at_pointer(place) = std::move(value);
    all.push_back({std::move(what), std::move(changed)});
  }

  void leave_out(const std::string& place) {
    const std::size_t last = place.rfind('/');
    json::value changed = document_;
    json::value& parent = changed.at_pointer(place.substr(0, last));
    if (!parent.is_object()) return;
    parent.as_object().erase(place.substr(last + 1));
    all.push_back({place + " is left out", std::move(changed)});
  }

  const json::value& document_;
  std::set<std::string> kinds_, places_;
};

}  // namespace

std::vector<Mutation> mutations_of(const json::value& document) { return Mutator{document}.all; }

}  // namespace hallmark::reports::testing

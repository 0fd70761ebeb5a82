// SPDX-License-Identifier: Apache-2.0
#include "reports/testing/schema_check.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <regex>
#include <string_view>

namespace hallmark::reports::testing {
namespace {

namespace json = boost::json;

bool has_type(const json::value& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_bool();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  if (type == "number") return value.is_number();
  return false;
}

class Checker {
 public:
  explicit Checker(const json::value& root) : root_{root} {}

  void check(const json::value& schema, const json::value& value, const std::string& place) {
    if (schema == true) return;
    for (const json::key_value_pair& keyword : schema.as_object()) {
      check_keyword(schema.as_object(), keyword.key(), keyword.value(), value, place);
    }
  }

  std::vector<std::string> problems;

 private:
  void complain(const std::string& place, const std::string& what) {
    problems.push_back((place.empty() ? "the document" : place) + ": " + what);
  }

  void check_keyword(const json::object& schema, std::string_view keyword,
                     const json::value& wanted, const json::value& value,
                     const std::string& place) {
    if (keyword == "type") {
      const std::string type{std::string_view{wanted.as_string()}};
      if (!has_type(value, type)) complain(place, "is not of type " + type);
    } else if (keyword == "const") {
      if (value != wanted) complain(place, "is not " + json::serialize(wanted));
    } else if (keyword == "enum") {
      const json::array& all = wanted.as_array();
      if (std::find(all.begin(), all.end(), value) == all.end())
        complain(place, "is none of the enum");
    } else if (keyword == "required") {
      check_required(wanted.as_array(), value, place);
    } else if (keyword == "properties") {
      check_properties(schema, wanted.as_object(), value, place);
    } else if (keyword == "additionalProperties") {
      check_others(wanted, value, place);
    } else if (keyword == "items") {
      if (!value.is_array()) return;
      std::size_t index = 0;
      for (const json::value& element : value.as_array()) {
        check(wanted, element, place + "/" + std::to_string(index++));
      }
    } else if (keyword == "minItems" || keyword == "maxItems") {
      if (!value.is_array()) return;
      const auto bound = wanted.to_number<std::size_t>();
      const std::size_t size = value.as_array().size();
      if (keyword == "minItems" ? size < bound : size > bound)
        complain(place, "has a wrong length");
    } else if (keyword == "minimum" || keyword == "maximum") {
      if (!value.is_number()) return;
      const auto bound = wanted.to_number<double>();
      const auto number = value.to_number<double>();
      if (keyword == "minimum" ? number < bound : number > bound) {
        complain(place, "is beyond its " + std::string{keyword});
      }
    } else if (keyword == "minLength") {
      if (value.is_string() && value.as_string().size() < wanted.to_number<std::size_t>()) {
        complain(place, "is too short");
      }
    } else if (keyword == "pattern") {
      check_pattern(std::string{std::string_view{wanted.as_string()}}, value, place);
    } else if (keyword == "format") {
      if (wanted != "date-time") complain(place, "the schema uses a format that is not known");
      check_pattern("^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z$", value,
                    place);
    } else if (keyword == "oneOf" || keyword == "anyOf") {
      check_alternatives(wanted.as_array(), keyword == "oneOf", value, place);
    } else if (keyword == "$ref") {
      const std::string pointer{std::string_view{wanted.as_string()}.substr(1)};
      check(root_.at_pointer(pointer), value, place);
    } else if (keyword != "$schema" && keyword != "$id" && keyword != "$defs" &&
               keyword != "title" && keyword != "description") {
      complain(place, "the schema uses a keyword that is not known: " + std::string{keyword});
    }
  }

  void check_required(const json::array& names, const json::value& value,
                      const std::string& place) {
    if (!value.is_object()) return;
    for (const json::value& name : names) {
      if (!value.as_object().contains(name.as_string())) {
        complain(place, "lacks " + json::serialize(name));
      }
    }
  }

  void check_properties(const json::object& schema, const json::object& known,
                        const json::value& value, const std::string& place) {
    if (!value.is_object()) return;
    for (const json::key_value_pair& member : value.as_object()) {
      const std::string name{std::string_view{member.key()}};
      if (const json::value* one = known.if_contains(name)) {
        check(*one, member.value(), place + "/" + name);
      } else if (schema.contains("type") && !schema.contains("additionalProperties")) {
        complain(place, "has a member that the schema does not name: " + name);
      }
    }
  }

  // Only used where there are no `properties`: a map.
  void check_others(const json::value& wanted, const json::value& value, const std::string& place) {
    if (!value.is_object()) return;
    for (const json::key_value_pair& member : value.as_object()) {
      check(wanted, member.value(), place + "/" + std::string{std::string_view{member.key()}});
    }
  }

  void check_pattern(const std::string& pattern, const json::value& value,
                     const std::string& place) {
    if (!value.is_string()) return;
    const std::string text{std::string_view{value.as_string()}};
    static std::map<std::string, std::regex> known;  // to make one takes longer than to use it
    const auto regex = known.try_emplace(pattern, pattern).first;
    if (!std::regex_search(text, regex->second)) complain(place, "is not like " + pattern);
  }

  void check_alternatives(const json::array& schemas, bool just_one, const json::value& value,
                          const std::string& place) {
    const auto fits = [&](const json::value& schema) {
      Checker checker{root_};
      checker.check(schema, value, place);
      return checker.problems.empty();
    };
    const auto fitting = std::count_if(schemas.begin(), schemas.end(), fits);
    if (just_one ? fitting != 1 : fitting == 0) {
      complain(place, just_one ? "fits not exactly one of the alternatives"
                               : "fits none of the alternatives");
    }
  }

  const json::value& root_;
};

}  // namespace

std::vector<std::string> violations(const json::value& schema, const json::value& value) {
  Checker checker{schema};
  checker.check(schema, value, "");
  return std::move(checker.problems);
}

}  // namespace hallmark::reports::testing

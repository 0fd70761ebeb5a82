// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/fixture_file.hpp"

#include <algorithm>
#include <array>
#include <boost/json/stream_parser.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <span>
#include <string>

#include "reports/secret_variables.hpp"
#include "runner/wire/signing/environment_secret.hpp"

namespace hallmark::runner {
namespace {

namespace json = boost::json;

constexpr std::string_view default_region = "cn-hangzhou";
constexpr std::array<std::string_view, 2> charge_types = {"PostPaid", "PrePaid"};

// What is wrong, and where in the file.
struct Mistake {
  std::string where;
  std::string what;
};

// The place of `word` among `words`.
std::size_t index_of(std::string_view word, std::span<const std::string_view> words,
                     const std::string& where) {
  const auto at = std::ranges::find(words, word);
  if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
  std::string wanted;
  for (const std::string_view one : words) (wanted += wanted.empty() ? "" : ", ") += one;
  throw Mistake{where, "\"" + std::string{word} + "\" is not one of " + wanted};
}

const json::value* member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<std::string> optional_text(const json::object& object, std::string_view name,
                                         const std::string& where) {
  const json::value* value = member(object, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string() || value->get_string().empty()) {
    throw Mistake{where + "." + std::string{name}, "a text is wanted"};
  }
  return std::string{value->get_string()};
}

std::string text(const json::object& object, std::string_view name, const std::string& where) {
  auto value = optional_text(object, name, where);
  if (!value) throw Mistake{where + "." + std::string{name}, "it is missing"};
  return std::move(*value);
}

cases::Fixture read_fixture(const json::object& entry, const std::string& where_entry) {
  const std::string where = where_entry + ".fixture";
  const json::value* value = member(entry, "fixture");
  if (value == nullptr || !value->is_object()) throw Mistake{where, "an object is wanted"};
  const json::object& object = value->get_object();
  cases::Fixture fixture;
  fixture.status = static_cast<specs::InstanceStatus>(
      index_of(text(object, "status", where), specs::status_names, where + ".status"));
  if (const auto type = optional_text(object, "chargeType", where)) {
    fixture.charge_type =
        static_cast<cases::ChargeType>(index_of(*type, charge_types, where + ".chargeType"));
  }
  const json::value* conditions = member(object, "conditions");
  if (conditions == nullptr) return fixture;
  const std::string where_conditions = where + ".conditions";
  if (!conditions->is_array()) throw Mistake{where_conditions, "a list is wanted"};
  for (const json::value& name : conditions->get_array()) {
    if (!name.is_string()) throw Mistake{where_conditions, "a list of names is wanted"};
    const std::string word{name.get_string()};
    fixture.conditions = fixture.conditions.with(
        static_cast<cases::Condition>(index_of(word, cases::condition_names, where_conditions)));
  }
  return fixture;
}

FileEntry read_entry(const json::value& value, const std::string& where) {
  if (!value.is_object()) throw Mistake{where, "an object is wanted"};
  const json::object& object = value.get_object();
  FileEntry entry;
  entry.fixture = read_fixture(object, where);
  entry.world.credentials.access_key_id = text(object, "accessKeyId", where);
  entry.world.instance_id = text(object, "instanceId", where);
  entry.world.region_id =
      optional_text(object, "regionId", where).value_or(std::string{default_region});
  const std::string variable = optional_text(object, "accessKeySecretFrom", where)
                                   .value_or(std::string{reports::secret_variable});
  entry.world.credentials.access_key_secret = secret_from(variable);
  if (entry.world.credentials.access_key_secret.empty()) {
    throw Mistake{where, "the environment variable " + variable + " is not set"};
  }
  if (const auto flaw = flaw_of(entry.world.credentials)) throw Mistake{where, *flaw};
  return entry;
}

std::vector<FileEntry> read_entries(const json::value& file) {
  if (!file.is_object()) throw Mistake{"line 1", "a JSON object is wanted"};
  const json::value* version = member(file.get_object(), "version");
  if (version == nullptr || !version->is_int64() || version->get_int64() != 1) {
    throw Mistake{"version", "1 is wanted"};
  }
  const json::value* fixtures = member(file.get_object(), "fixtures");
  if (fixtures == nullptr || !fixtures->is_array() || fixtures->get_array().empty()) {
    throw Mistake{"fixtures", "a list of at least one is wanted"};
  }
  std::vector<FileEntry> entries;
  for (const json::value& one : fixtures->get_array()) {
    entries.push_back(read_entry(one, "fixtures[" + std::to_string(entries.size()) + "]"));
  }
  return entries;
}

json::value parse(std::string_view text_of_file) {
  json::stream_parser parser;
  boost::system::error_code error;
  const std::size_t read = parser.write_some(text_of_file.data(), text_of_file.size(), error);
  if (!error && read < text_of_file.size()) error = json::error::extra_data;
  if (!error) parser.finish(error);
  if (!error) return parser.release();
  const std::string_view before = text_of_file.substr(0, read);
  throw Mistake{"line " + std::to_string(1 + std::ranges::count(before, '\n')),
                "not JSON: " + error.message()};
}

}  // namespace

Result<std::vector<FileEntry>> read_fixture_file(std::string_view text_of_file) {
  try {
    return read_entries(parse(text_of_file));
  } catch (const Mistake& mistake) {
    return Error{Fault::malformed, mistake.where + ": " + mistake.what};
  }
}

}  // namespace hallmark::runner

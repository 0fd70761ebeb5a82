// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/fixture_messages.hpp"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "reports/nearest.hpp"
#include "reports/text.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

namespace hallmark::runner {
namespace {

namespace json = boost::json;

// The JSON object that a message is. Messages are small: most fit into the memory in here.
class Message {
 public:
  explicit Message(std::string_view body)
      : value_(json::parse({body.data(), body.size()}, error_, &resource_)) {}
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;

  explicit operator bool() const { return !error_ && value_.is_object(); }
  const json::object& operator*() const { return value_.get_object(); }
  const json::object* operator->() const { return &value_.get_object(); }

 private:
  unsigned char memory_[2048];
  json::monotonic_resource resource_{memory_, sizeof memory_};
  boost::system::error_code error_;
  json::value value_;
};

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr || !value->is_string()) return {};
  return std::string{value->get_string()};
}

std::vector<std::string> texts_of(const json::object& object, std::string_view name) {
  std::vector<std::string> texts;
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr || !value->is_array()) return texts;
  for (const json::value& item : value->get_array()) {
    if (item.is_string()) texts.emplace_back(item.get_string());
  }
  return texts;
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// Whether `word` is `known` with one letter too many, too few or another, or two swapped: "Runing".
bool is_a_slip_of(std::string_view known, std::string_view word) {
  constexpr std::size_t shortest = 6;  // letters; a slip in less is another word
  return known.size() >= shortest && reports::misspelt_by(known, word) <= 1;
}

// Words of later versions are nobody's fault. One that nearly is one of ours was meant, and would
// leave out what it means without a word.
std::optional<std::string> misspelt(const std::vector<std::string>& offered,
                                    std::span<const std::string_view> known,
                                    std::string_view what) {
  for (const std::string& word : offered) {
    if (std::ranges::find(known, word) != known.end() || meant_by(known, word).empty()) continue;
    return "its description misspells a " + std::string{what} + ": " + none_of(known, word);
  }
  return std::nullopt;
}

// Who offers words and none of ours speaks of something else, and nothing could be asked of them.
std::optional<std::string> none_known(const std::vector<std::string>& offered,
                                      std::span<const std::string_view> known,
                                      std::string_view what) {
  if (offered.empty() || std::ranges::find_first_of(offered, known) != offered.end()) {
    return std::nullopt;
  }
  return "its description offers no " + std::string{what} +
         " that the protocol knows: " + none_of(known, offered.front());
}

std::string start_of(std::string_view body) {
  std::string text{body.substr(0, 80)};
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

}  // namespace

std::optional<std::string> Offer::lacks(const cases::Fixture& fixture) const {
  if (!holds(statuses, specs::name_of(fixture.status))) {
    return "fixture status " + std::string{specs::name_of(fixture.status)};
  }
  if (!holds(charge_types, cases::name_of(fixture.charge_type))) {
    return "fixture charge type " + std::string{cases::name_of(fixture.charge_type)};
  }
  for (const cases::Condition condition : cases::all_conditions) {
    if (fixture.conditions.contains(condition) && !holds(conditions, cases::name_of(condition))) {
      return "fixture " + std::string{cases::name_of(condition)};
    }
  }
  return std::nullopt;
}

std::string_view meant_by(std::span<const std::string_view> words, std::string_view word) {
  if (const auto meant =
          std::ranges::find(words, reports::to_lower(word),
                            [](std::string_view one) { return reports::to_lower(one); });
      meant != words.end()) {
    return *meant;
  }
  const auto slipped = std::ranges::find_if(
      words, [word](std::string_view known) { return is_a_slip_of(known, word); });
  return slipped == words.end() ? std::string_view{} : *slipped;
}

std::string none_of(std::span<const std::string_view> words, std::string_view word) {
  std::string text = "'" + start_of(word.substr(0, 40)) + "' is none";
  const std::string_view meant = meant_by(words, word);
  return meant.empty() ? text : text + "; did you mean '" + std::string{meant} + "'?";
}

std::optional<json::object> object_in(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::string path_of(const World& world) {
  std::string path;
  path.reserve(world.fixture_id.size() + 1);
  path.push_back('/');
  append_percent_encode(path, world.fixture_id);
  return path;
}

std::string write_fixture(const cases::Fixture& fixture) {
  std::string text;
  text.reserve(128);
  text += R"({"status":")";
  text += specs::name_of(fixture.status);
  text += R"(","chargeType":")";
  text += cases::name_of(fixture.charge_type);
  text += R"(","conditions":[)";
  bool first = true;
  for (const cases::Condition condition : cases::all_conditions) {
    if (!fixture.conditions.contains(condition)) continue;
    text += first ? R"(")" : R"(,")";
    text += cases::name_of(condition);
    text += '"';
    first = false;
  }
  text += ']';
  if (fixture.settle_ms) text += R"(,"settleMs":)" + std::to_string(*fixture.settle_ms);
  text += '}';
  return text;
}

Result<Offer> read_offer(int status, std::string_view body) {
  if (status != 200) {
    return Error{Fault::malformed,
                 "it answers " + std::to_string(status) + " where 200 says what it can provide"};
  }
  const Message object{body};
  if (!object)
    return Error{Fault::malformed, "its description is not a JSON object: " + start_of(body)};
  const json::value* version = object->if_contains("version");
  if (version == nullptr || !version->is_int64() || version->get_int64() != 1) {
    return Error{Fault::malformed, "its description does not say \"version\":1"};
  }
  Offer offer{texts_of(*object, "statuses"), texts_of(*object, "chargeTypes"),
              texts_of(*object, "conditions")};
  for (const auto& wrong : {misspelt(offer.statuses, specs::status_names, "status"),
                            misspelt(offer.charge_types, charge_type_names, "charge type"),
                            misspelt(offer.conditions, cases::condition_names, "condition")}) {
    if (wrong) return Error{Fault::malformed, *wrong};
  }
  if (auto strange = none_known(offer.statuses, specs::status_names, "status")) {
    return Error{Fault::malformed, *std::move(strange)};
  }
  if (auto strange = none_known(offer.charge_types, charge_type_names, "charge type")) {
    return Error{Fault::malformed, *std::move(strange)};
  }
  if (const json::value* worlds = object->if_contains("worlds")) {
    boost::system::error_code error;
    const auto most = worlds->is_number() ? worlds->to_number<std::size_t>(error) : 0;
    if (!error && most > 0) offer.most_worlds = most;
  }
  return offer;
}

Staged read_staged(int status, std::string_view body) {
  const Message object{body};
  if (status == 422) {
    std::string what;
    for (const std::string& name :
         object ? texts_of(*object, "unsupported") : std::vector<std::string>{}) {
      what += (what.empty() ? "fixture " : ", ") + name;
    }
    return Unsupported{what.empty() ? "fixture refused with 422" : what};
  }
  if (status != 201)
    return Broken{"the fixture provider answered " + std::to_string(status) + " to a fixture"};
  if (!object) return Broken{"the fixture provider's answer is not a JSON object"};
  World world{.fixture_id = text_of(*object, "id"),
              .credentials = {.access_key_id = text_of(*object, "accessKeyId"),
                              .access_key_secret = text_of(*object, "accessKeySecret"),
                              .security_token = {}},
              .region_id = text_of(*object, "regionId"),
              .instance_id = text_of(*object, "instanceId")};
  using Member = std::pair<std::string_view, const std::string&>;
  for (const auto& [name, value] :
       {Member{"id", world.fixture_id}, Member{"accessKeyId", world.credentials.access_key_id},
        Member{"accessKeySecret", world.credentials.access_key_secret.reveal()},
        Member{"instanceId", world.instance_id}}) {
    if (value.empty()) return Broken{"the fixture provider's answer has no " + std::string{name}};
  }
  if (const auto flaw = flaw_of(world.credentials)) {
    return Broken{"the fixture provider's answer cannot be used: " + *flaw};
  }
  if (world.region_id.empty()) world.region_id = "cn-hangzhou";
  return world;
}

std::optional<Truth> read_truth(int status, std::string_view body) {
  if (status != 200) return std::nullopt;
  const Message object{body};
  if (!object) return std::nullopt;
  const std::string told = text_of(*object, "status");
  if (!told.empty() && std::ranges::find(specs::status_names, told) == specs::status_names.end()) {
    return Truth{.nonsense = "the fixture provider tells a wrong status: " +
                             none_of(specs::status_names, told)};
  }
  return Truth{.status = told,
               .local_disk_data = cases::local_disk_data_named(text_of(*object, "localDiskData")),
               .last_stop = cases::last_stop_named(text_of(*object, "lastStop"))};
}

}  // namespace hallmark::runner

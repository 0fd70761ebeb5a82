// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/worlds/fixtures.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runner/reference/answers/answer_writer.hpp"
#include "runner/reference/random_names.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

namespace json = boost::json;

constexpr std::string_view base = "/_fixtures";

struct Fixture {
  Status status = Status::stopped;
  ChargeType charge_type = ChargeType::post_paid;
  Conditions conditions;
  std::optional<std::chrono::milliseconds> settle;
};

// What became of reading a fixture: it can be had, or these words of it cannot, or it is no
// fixture.
struct Reading {
  Fixture fixture;
  std::vector<std::string> unsupported;
  std::string_view mistake;  // empty: well-formed
};

HttpResponse json_response(int status, std::string body) {
  HttpResponse response{.status = status, .headers = {}, .body = std::move(body), .delivery = {}};
  response.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  return response;
}

HttpResponse failure(int status, std::string_view what) {
  std::string body = R"({"error":")";
  append_json_escaped(body, what);
  body += "\"}";
  return json_response(status, std::move(body));
}

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

void read_status(const json::object& body, Reading& reading) {
  const json::value* const value = body.if_contains("status");
  if (value == nullptr || !value->is_string()) {
    reading.mistake = "status: one of the instance statuses is wanted";
  } else if (const auto status = status_from(view(value->get_string()))) {
    reading.fixture.status = *status;
  } else {
    reading.unsupported.emplace_back(view(value->get_string()));
  }
}

void read_charge_type(const json::object& body, Reading& reading) {
  const json::value* const value = body.if_contains("chargeType");
  if (value == nullptr || value->is_null()) return;
  if (!value->is_string()) {
    reading.mistake = "chargeType: PostPaid or PrePaid is wanted";
  } else if (const auto type = charge_type_from(view(value->get_string()))) {
    reading.fixture.charge_type = *type;
  } else {
    reading.unsupported.emplace_back(view(value->get_string()));
  }
}

void read_conditions(const json::object& body, Reading& reading) {
  const json::value* const value = body.if_contains("conditions");
  if (value == nullptr || value->is_null()) return;
  if (!value->is_array()) {
    reading.mistake = "conditions: a list is wanted";
    return;
  }
  for (const json::value& name : value->get_array()) {
    if (!name.is_string()) {
      reading.mistake = "conditions: a list of names is wanted";
    } else if (const auto condition = condition_from(view(name.get_string()))) {
      reading.fixture.conditions.add(*condition);
    } else {
      reading.unsupported.emplace_back(view(name.get_string()));
    }
  }
}

void read_settle(const json::object& body, Reading& reading) {
  constexpr std::int64_t longest = 24 * 60 * 60 * 1000;  // ms
  const json::value* const value = body.if_contains("settleMs");
  if (value == nullptr || value->is_null()) return;
  json::error_code error;
  const auto milliseconds = value->is_number() ? value->to_number<std::int64_t>(error) : -1;
  if (error || milliseconds < 0 || milliseconds > longest) {
    reading.mistake = "settleMs: milliseconds, at most a day, are wanted";
  } else {
    reading.fixture.settle = std::chrono::milliseconds{milliseconds};
  }
}

// Conditions that cannot be true of an instance that is paid for in this way, or at all.
void reject_contradictions(Reading& reading) {
  const Fixture& fixture = reading.fixture;
  const auto reject = [&](Circumstance condition, bool contradicts) {
    if (contradicts && fixture.conditions.has(condition)) {
      reading.unsupported.emplace_back(to_text(condition));
    }
  };
  const bool pre_paid = fixture.charge_type == ChargeType::pre_paid;
  reject(Circumstance::expired, pre_paid);
  reject(Circumstance::overdue_recycling, pre_paid);
  reject(Circumstance::spot_price_low, pre_paid);
  reject(Circumstance::pre_paid_expired, !pre_paid);
  reject(Circumstance::local_disk_failed, !fixture.conditions.has(Circumstance::local_disk));
}

Reading read_fixture(std::string_view text) {
  Reading reading;
  // A fixture is small: its values fit into this memory, and end with it.
  unsigned char memory[2048];
  json::monotonic_resource resource{memory, sizeof memory};
  json::error_code error;
  const json::value body = json::parse({text.data(), text.size()}, error, &resource);
  if (error || !body.is_object()) {
    reading.mistake = "a JSON object is wanted";
    return reading;
  }
  read_status(body.get_object(), reading);
  read_charge_type(body.get_object(), reading);
  read_conditions(body.get_object(), reading);
  read_settle(body.get_object(), reading);
  reject_contradictions(reading);
  return reading;
}

// ["a","b"]
template <class Texts, class Print>
void append_list(std::string& out, const Texts& texts, Print print) {
  out += '[';
  for (bool first = true; const auto& text : texts) {
    if (!std::exchange(first, false)) out += ',';
    out += '"';
    append_json_escaped(out, print(text));
    out += '"';
  }
  out += ']';
}

HttpResponse offer(std::size_t most_worlds) {
  std::vector<Circumstance> conditions;
  for (std::size_t i = 0; i < static_cast<std::size_t>(Circumstance::count); ++i) {
    conditions.push_back(static_cast<Circumstance>(i));
  }
  const auto name = [](auto enumerator) { return to_text(enumerator); };
  std::string body = R"({"version":1,"statuses":)";
  append_list(body, all_statuses, name);
  body += R"(,"chargeTypes":)";
  append_list(body, std::array{ChargeType::post_paid, ChargeType::pre_paid}, name);
  body += R"(,"conditions":)";
  append_list(body, conditions, name);
  body += R"(,"worlds":)" + std::to_string(most_worlds) + '}';
  return json_response(200, std::move(body));
}

HttpResponse create(std::string_view text, Tenants& worlds, Time now) {
  Reading reading = read_fixture(text);
  if (!reading.mistake.empty()) return failure(400, reading.mistake);
  if (!reading.unsupported.empty()) {
    std::string body = R"({"unsupported":)";
    append_list(body, reading.unsupported, [](const std::string& word) { return word; });
    body += '}';
    return json_response(422, std::move(body));
  }

  auto world = std::make_shared<Tenant>();
  world->access_key_id = new_access_key_id();
  world->access_key_secret = new_access_key_secret();
  const std::string instance_id = new_instance_id();
  world->fixture_instance_id = instance_id;
  world->instances.emplace(instance_id, Instance{{.id = instance_id,
                                                  .charge_type = reading.fixture.charge_type,
                                                  .conditions = reading.fixture.conditions,
                                                  .settle = reading.fixture.settle},
                                                 reading.fixture.status,
                                                 now});
  const std::string id = new_fixture_id();
  if (!worlds.add(id, world)) return failure(503, "too many fixtures; delete some");

  std::string body;
  body.reserve(256);
  AnswerWriter answer{Format::json, body};
  answer.begin_document({});
  answer.text("id", id);
  answer.text("accessKeyId", world->access_key_id);
  answer.text("accessKeySecret", world->access_key_secret);
  answer.text("regionId", region_id);
  answer.text("instanceId", instance_id);
  answer.end_document({});
  return json_response(201, std::move(body));
}

std::string_view to_text(LastStop stop) {
  switch (stop) {
    case LastStop::graceful:
      return "graceful";
    case LastStop::forced:
      return "forced";
    default:
      return "none";
  }
}

// The instance that the fixture came with, as it really is; without members once it is deleted.
HttpResponse look_into(Tenant& world, Time now) {
  std::string body;
  AnswerWriter answer{Format::json, body};
  answer.begin_document({});
  const std::unique_lock lock{world.mutex};
  if (const auto at = world.instances.find(world.fixture_instance_id);
      at != world.instances.end()) {
    Instance& instance = at->second;
    answer.text("status", to_text(instance.status(now)));
    answer.text("localDiskData", instance.local_disk_data_lost ? "lost" : "kept");
    answer.text("lastStop", to_text(instance.last_stop));
  }
  answer.end_document({});
  return json_response(200, std::move(body));
}

}  // namespace

bool is_fixture_path(std::string_view path) {
  return path.starts_with(base) && (path.size() == base.size() || path[base.size()] == '/');
}

HttpResponse answer_fixture_call(const HttpRequest& request, std::string_view path, Tenants& worlds,
                                 Time now) {
  const std::string_view id = path.substr(std::min(path.size(), base.size() + 1));
  if (id.empty()) {
    if (request.method == "GET") return offer(worlds.limit());
    if (request.method == "POST") return create(request.body, worlds, now);
    return failure(405, "GET or POST is wanted here");
  }
  if (request.method == "GET") {
    const TenantPointer world = worlds.by_fixture_id(id);
    return world ? look_into(*world, now) : failure(404, "no such fixture");
  }
  if (request.method == "DELETE") {
    return worlds.remove(id) ? HttpResponse{.status = 204} : failure(404, "no such fixture");
  }
  return failure(405, "GET or DELETE is wanted here");
}

}  // namespace hallmark::runner::reference

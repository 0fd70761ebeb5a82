// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the answers of fixture providers.
//
// Holds for every answer: an offer, a world and a truth come from a well-formed message alone and
// say what stands in it; a world is complete.
#include "runner/staging/fixture_messages.hpp"

#include <algorithm>

#include "fuzz/fuzzers/answers/answer_formats.hpp"
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "runner/wire/replies/reply.hpp"

namespace {

using namespace hallmark;
using runner::Staged;
using runner::World;

Staged under_test(int status, std::string_view body) {
  Staged staged = runner::read_staged(status, body);
  const runner::Broken* broken = std::get_if<runner::Broken>(&staged);
  if (fuzz::planted("fixture_messages/world-of-nothing") && broken != nullptr &&
      broken->what.ends_with("has no id")) {
    return World{};
  }
  return staged;
}

runner::Result<runner::Offer> offer_under_test(std::string_view body) {
  auto offer = runner::read_offer(200, body);
  if (fuzz::planted("fixture_messages/any-version") && !offer &&
      offer.error().what.find("version") != std::string::npos && body.size() > 2) {
    return runner::Error{runner::Fault::malformed, ""};
  }
  return offer;
}

// What the message says under that name; empty where it says no text. The suite's reader of answers
// keeps all members of one name, providers' messages are read like most readers do: the last
// counts.
std::string said(const runner::Node& message, std::string_view name) {
  std::string text;
  for (const runner::Node& member : message.children) {
    if (member.name != name) continue;
    text = member.kind == runner::Node::Kind::string ? member.text : std::string_view{};
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = fuzz::text_of(data, size);
  const runner::Reply message = runner::decode_reply(201, "application/json", body);
  const bool object = message.decoded() && message.tree.kind == runner::Node::Kind::object;
  const Staged staged = under_test(201, body);
  if (const World* world = std::get_if<World>(&staged)) {
    fuzz::require(object, "a world comes from a JSON object");
    fuzz::require(!world->fixture_id.empty() && !world->credentials.access_key_id.empty() &&
                      !world->credentials.access_key_secret.empty() && !world->region_id.empty() &&
                      !world->instance_id.empty(),
                  "a world is complete");
    fuzz::require(world->fixture_id == said(message.tree, "id") &&
                      world->instance_id == said(message.tree, "instanceId"),
                  "a world is what the message says");
    fuzz::require(runner::path_of(*world).find_first_of(" ?#\r\n") == std::string::npos,
                  "whatever its id, a world has a path");
  }
  for (const int status : {200, 404, 422, 500}) {
    fuzz::require(!std::holds_alternative<World>(under_test(status, body)), "only 201 is a world");
    fuzz::require(status == 200 || !runner::read_truth(status, body), "only 200 is the truth");
  }
  if (const auto offer = offer_under_test(body)) {
    fuzz::require(object, "an offer is a JSON object");
    const bool offered =
        !offer->lacks({.conditions = cases::ConditionSet{cases::Condition::no_stock}});
    fuzz::require(!offered || body.find("NoStock") != body.npos || body.find("\\u") != body.npos,
                  "nothing is offered that the message does not name");
  } else {
    fuzz::require(!offer.error().what.empty(), "a refused offer says why");
  }
  if (const auto truth = runner::read_truth(200, body)) {
    const std::string told = said(message.tree, "status");
    const bool is_one =
        told.empty() || std::ranges::find(specs::status_names, told) != specs::status_names.end();
    fuzz::require(truth->nonsense.empty() == is_one, "what is no status is told, and nothing else");
    fuzz::require(truth->status == (is_one ? told : ""), "the status is the message's");
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  return hallmark::fuzz::splice(hallmark::fuzz::json_format, data, size, max_size, seed);
}

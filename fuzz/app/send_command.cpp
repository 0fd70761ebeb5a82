// SPDX-License-Identifier: Apache-2.0
//
// hallmark send: one signed request, the raw answer printed.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cases/fixture.hpp"
#include "fuzz/app/commands.hpp"
#include "fuzz/app/common_options.hpp"
#include "fuzz/app/exit_code.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/target_options.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/conduct/wait_for.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/wire/signing/timestamp.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

namespace asio = boost::asio;

struct SendOptions {
  TargetOptions target;
  std::string action;
  std::vector<std::string> arguments;
  std::string variant = "get.xml.v1";
  std::string status = "Stopped";
  std::string charge_type = "PostPaid";
  std::vector<std::string> conditions;
  bool show_request = false;
};

cases::Variant variant_named(const std::string& name) {
  std::string known;
  for (const cases::Variant variant : cases::full_variants()) {
    if (variant.name() == name) return variant;
    known += (known.empty() ? "" : " ") + variant.name();
  }
  throw UsageError{"--variant '" + name + "' is none of " + known};
}

cases::Fixture fixture_of(const SendOptions& options) {
  cases::Fixture fixture;
  for (std::size_t i = 0; i < specs::status_names.size(); ++i) {
    if (specs::status_names[i] == options.status)
      fixture.status = static_cast<specs::InstanceStatus>(i);
  }
  fixture.charge_type =
      options.charge_type == "PrePaid" ? cases::ChargeType::pre_paid : cases::ChargeType::post_paid;
  for (const std::string& name : options.conditions) {
    const auto* const known = std::ranges::find(
        cases::all_conditions, name, [](cases::Condition one) { return cases::name_of(one); });
    if (known == cases::all_conditions.end()) {
      throw UsageError{"--condition '" + name +
                       "' is none; hallmark list conditions shows them all"};
    }
    fixture.conditions = fixture.conditions.with(*known);
  }
  return fixture;
}

cases::Call call_of(const SendOptions& options) {
  cases::Call call{.action = options.action, .spelled_as_is = true};
  bool names_instance = false;
  for (const std::string& argument : options.arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw UsageError{"'" + argument + "' is not Name=Value"};
    }
    std::string value = argument.substr(equals + 1);
    cases::Value sent = cases::text(value);
    if (const std::size_t at = value.find("{instance}"); at != std::string::npos) {
      sent = {.before = value.substr(0, at),
              .handle = cases::Handle::instance_id,
              .after = value.substr(at + std::string{"{instance}"}.size())};
    }
    names_instance = names_instance || argument.starts_with("InstanceId");
    call.arguments.push_back({.name = argument.substr(0, equals), .value = sent});
  }
  // With a fixture the instance is ours to name.
  if (!names_instance && options.target.access_key_id.empty()) {
    call.arguments.push_back({.name = "InstanceId", .value = cases::this_instance()});
  }
  return call;
}

World world_for(asio::io_context& io, const SendOptions& options, const OpenTarget& target) {
  Staged staged = wait_for(io, target.fixtures->stage(fixture_of(options)));
  if (const auto* lack = std::get_if<Unsupported>(&staged)) {
    throw UsageError{"the fixture provider has no " + lack->why};
  }
  if (const auto* broken = std::get_if<Broken>(&staged)) throw UsageError{broken->what};
  return std::get<World>(std::move(staged));
}

World world_of_key(const SendOptions& options) {
  const char* secret = std::getenv("HALLMARK_ACCESS_KEY_SECRET");
  if (secret == nullptr || *secret == '\0') {
    throw UsageError{"--access-key-id needs HALLMARK_ACCESS_KEY_SECRET in the environment"};
  }
  World world;
  world.credentials = {options.target.access_key_id, secret, {}};
  if (const auto flaw = flaw_of(world.credentials)) throw UsageError{*flaw};
  world.region_id = options.target.region;
  return world;
}

int send(const SendOptions& options) {
  const cases::Variant variant = variant_named(options.variant);
  const cases::Call call = call_of(options);
  heed_signals();
  asio::io_context io{1};
  const bool own_key = !options.target.access_key_id.empty() && options.target.fixtures.empty();
  if (own_key && options.target.endpoint.empty()) {
    throw UsageError{
        "--access-key-id needs --endpoint: the embedded endpoint hands keys out with its fixtures"};
  }
  const OpenTarget target = open_target(io, options.target, {}, !own_key);
  Cast cast{own_key ? world_of_key(options) : world_for(io, options, target)};

  RequestBuilder requests{target.url.host_header(), target.url.path.empty() ? "/" : target.url.path,
                          NonceGenerator{}, clock_ahead(target.client.clock_skew)};
  const BuiltRequest request = requests.build(call, variant, cast, {});
  if (options.show_request) std::cout << shown(request) << "\n\n";
  HttpClient client{io.get_executor(), target.url, target.client};
  Result<HttpReply> reply = wait_for(io, client.exchange_kept(request.http));
  if (!own_key) {
    wait_for(io, target.fixtures->strike(cast.own(), true));
    const LeftBehind& left = target.fixtures->left_behind();
    if (!left.worlds.empty()) std::cerr << "note: " << in_words(left) << "\n";
  }
  if (!reply)
    throw UsageError{"no answer from " + target.url_text + ": " +
                     strike_out(reply.error().what, request)};
  strike_out(*reply, request);
  std::cout << "HTTP/" << reply->version / 10 << "." << reply->version % 10 << " " << reply->status
            << " " << reply->reason << "\n";
  for (const auto& [name, value] : reply->headers) std::cout << name << ": " << value << "\n";
  std::cout << "\n" << reply->body << "\n";
  return interrupted() ? exit_interrupted : exit_holds;
}

}  // namespace

Command add_send(CLI::App& app) {
  auto options = std::make_shared<SendOptions>();
  CLI::App& command = *app.add_subcommand(
      "send",
      "One signed request, the raw answer printed. Without --access-key-id a fixture is staged for "
      "it, and "
      "its instance is sent where no InstanceId is given; {instance} in a value stands for it");
  command.add_option("action", options->action, "StartInstance, DescribeInstances ...")
      ->required()
      ->type_name("ACTION");
  command.add_option("argument", options->arguments, "Parameters")->type_name("Name=Value");
  add_target(command, options->target);
  command.add_option("--variant", options->variant, "How it travels: get.xml.v1, post.json.v3 ...")
      ->capture_default_str();
  command.add_option("--status", options->status, "Of the fixture's instance")
      ->check(CLI::IsMember(
          std::vector<std::string>(specs::status_names.begin(), specs::status_names.end())))
      ->capture_default_str();
  command.add_option("--charge-type", options->charge_type, "Of the fixture's instance")
      ->check(CLI::IsMember({"PostPaid", "PrePaid"}))
      ->capture_default_str();
  command
      .add_option("--condition", options->conditions,
                  "Of the fixture (hallmark list conditions); repeatable")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_flag("--show-request", options->show_request,
                   "Print the request too, credentials struck out");
  return [options] { return send(*options); };
}

}  // namespace hallmark::app

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
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "fuzz/app/options/one_of.hpp"
#include "fuzz/app/options/own_call.hpp"
#include "fuzz/grammar/history.hpp"
#include "reports/nearest.hpp"
#include "reports/text.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/keys.hpp"
#include "runner/conduct/target_options.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/conduct/wait_for.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/clock_difference.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/wire/replies/coded_reply.hpp"
#include "runner/wire/signing/signature_quarrel.hpp"
#include "runner/wire/signing/signed_text.hpp"
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
  std::string expect;

  // A key for an endpoint, and nobody who is to make an instance for it.
  [[nodiscard]] bool brings_own_key() const {
    return !target.access_key_id.empty() && target.fixtures.empty() && !target.endpoint.empty();
  }
};

// An answer that is asked for: "403,IncorrectInstanceStatus", or its status alone.
struct Expected {
  int status = 0;
  std::string code;
};

std::optional<Expected> expected_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::size_t comma = text.find(',');
  const std::string status = text.substr(0, comma);
  const bool is_status = status.size() == 3 && status[0] >= '1' && status[0] <= '5' &&
                         std::ranges::all_of(status, [](char c) { return c >= '0' && c <= '9'; });
  const bool is_code =
      comma == std::string::npos ||
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-*",
                             comma + 1) == std::string::npos;
  if (!is_status || !is_code || comma + 1 == text.size()) {
    throw UsageError{"--expect '" + reports::printable(text) +
                     "' is not STATUS[,CODE]: 200, or 403,IncorrectInstanceStatus"};
  }
  return Expected{std::stoi(status),
                  comma == std::string::npos ? std::string{} : text.substr(comma + 1)};
}

cases::Variant variant_named(const std::string& name) {
  std::vector<std::string> known;
  for (const cases::Variant variant : cases::full_variants()) {
    if (variant.name() == name) return variant;
    known.push_back(variant.name());
  }
  const std::string meant = reports::did_you_mean(name, {known.begin(), known.end()});
  throw UsageError{
      "--variant '" + name + "' is none" +
      (meant.empty() ? ", as get.xml.v1, post.json.v3 and post-form.xml.v1 are" : meant)};
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
      const auto& names = cases::condition_names;
      throw UsageError{"--condition '" + name + "' is none" +
                       reports::did_you_mean(name, {names.begin(), names.end()}) +
                       " (hallmark list conditions shows them all)"};
    }
    fixture.conditions = fixture.conditions.with(*known);
  }
  return fixture;
}

cases::Call call_of(const SendOptions& options) {
  cases::Call call{.action = options.action, .spelled_as_is = true};
  bool names_instance = false;
  for (const std::string& argument : options.arguments) {
    const auto [name, value] = name_and_value(argument);
    cases::Value sent = cases::text(value);
    if (const std::size_t at = value.find("{instance}"); at != std::string::npos) {
      sent = {.before = value.substr(0, at),
              .handle = cases::Handle::instance_id,
              .after = value.substr(at + std::string{"{instance}"}.size())};
    }
    names_instance = names_instance || argument.starts_with("InstanceId");
    call.arguments.push_back({.name = name, .value = sent});
  }
  // With a fixture the instance is ours to name.
  if (!names_instance && !options.brings_own_key()) {
    call.arguments.push_back({.name = "InstanceId", .value = cases::this_instance()});
  }
  return call;
}

// Some conditions are of some instances alone; no provider has a fixture that contradicts itself.
void require_what_conditions_need(const cases::Fixture& fixture) {
  const cases::Fixture meant = fuzz::consistent(fixture);
  if (meant.charge_type != fixture.charge_type) {
    throw UsageError{"no instance is " + std::string{cases::name_of(fixture.charge_type)} +
                     " under these conditions: say --charge-type " +
                     std::string{cases::name_of(meant.charge_type)}};
  }
  for (const cases::Condition condition : cases::all_conditions) {
    if (!meant.conditions.contains(condition) || fixture.conditions.contains(condition)) continue;
    throw UsageError{"these conditions are of no instance without " +
                     std::string{cases::name_of(condition)} + ": add --condition " +
                     std::string{cases::name_of(condition)}};
  }
}

World world_for(asio::io_context& io, const SendOptions& options, const OpenTarget& target) {
  Staged staged = wait_for(io, target.fixtures->stage(fixture_of(options)));
  if (const auto* lack = std::get_if<Unsupported>(&staged)) {
    require_what_conditions_need(fixture_of(options));
    throw UsageError{"the fixture provider has no " + lack->why};
  }
  if (const auto* broken = std::get_if<Broken>(&staged)) throw UsageError{broken->what};
  return std::get<World>(std::move(staged));
}

World world_of_key(const SendOptions& options) {
  World world;
  world.credentials = own_key(options.target.access_key_id);
  world.region_id = options.target.region;
  return world;
}

// Whether the answer is the one that was asked for; where it is not, says so.
bool is_expected(const std::optional<Expected>& expected, const Reply& reply) {
  if (!expected) return true;
  const bool met = expected->status == reply.http_status &&
                   (expected->code.empty() || matches_glob(expected->code, text_of(reply.code)));
  if (!met) {
    std::cout << "expected " << expected->status << (expected->code.empty() ? "" : " ")
              << expected->code << ", got " << reports::printable(describe(reply)) << "\n";
  }
  return met;
}

// What a request signs, and, of an answer that does not like it, what to make of that.
void show_signed(const BuiltRequest& request, const Reply* refusal) {
  if (refusal == nullptr) {
    const std::optional<SignedText> text = signed_text(shown(request));
    if (!text) return;
    std::cout << (text->v3 ? "canonical request:\n" : "string to sign:\n")
              << text->text.substr(0, text->text.find_last_not_of('\n') + 1) << "\n\n";
  } else if (refuses_signature(*refusal)) {
    const std::vector<std::string> lines = signature_quarrel(shown(request), *refusal);
    constexpr std::string_view names[] = {"signature: ", "signed:    ", "computed:  "};
    for (std::size_t i = 0; i < lines.size(); ++i) std::cout << names[i] << lines[i] << "\n";
  }
}

int send(const SendOptions& options) {
  const std::optional<Expected> expected = expected_of(options.expect);
  const cases::Variant variant = variant_named(options.variant);
  const cases::Call call = call_of(options);
  heed_signals();
  asio::io_context io{1};
  const bool own_key = options.brings_own_key();
  const OpenTarget target = open_target(io, options.target, {}, !own_key);
  const ClosingFixtures closing{io, target.fixtures.get()};
  Cast cast{own_key ? world_of_key(options) : world_for(io, options, target)};

  RequestBuilder requests{target.url.host_header(), target.url.path.empty() ? "/" : target.url.path,
                          NonceGenerator{}, clock_ahead(target.client.clock_skew)};
  const BuiltRequest request = requests.build(call, variant, cast, {});
  if (options.show_request) {
    const std::string text = shown(request);
    std::cout << text.substr(0, text.find_last_not_of("\r\n") + 1) << "\n\n";
    show_signed(request, nullptr);
  }
  HttpClient client{io.get_executor(), target.url, target.client};
  // Perhaps it serves one connection at a time.
  if (target.fixtures) target.fixtures->let_go();
  Result<HttpReply> reply = wait_for(io, client.exchange_kept(request.http));
  client.let_go();
  if (!own_key) {
    wait_for(io, target.fixtures->strike(cast.own(), true));
    wait_for(io, target.fixtures->close());
    const LeftBehind& left = target.fixtures->left_behind();
    if (!left.is_empty()) std::cerr << "note: " << in_words(left) << "\n";
  }
  if (!reply)
    throw UsageError{"no answer from " + target.url_text + ": " +
                     strike_out(reply.error().what, request)};
  strike_out(*reply, request);
  std::cout << "HTTP/" << reply->version / 10 << "." << reply->version % 10 << " " << reply->status
            << " " << reply->reason << "\n";
  for (const auto& [name, value] : reply->headers) std::cout << name << ": " << value << "\n";
  std::cout << "\n" << reply->body << "\n";
  const Reply answer = decode_reply(*reply);
  if (options.show_request) show_signed(request, &answer);
  const bool met = is_expected(expected, answer);
  if (interrupted()) return exit_interrupted;
  const auto ahead = told_skew({.request = shown(request), .headers = reply->headers});
  if (!met && ahead && refuses_time(answer)) throw UsageError{advise_on_skew(*ahead)};
  return met ? exit_holds : exit_contradicts;
}

}  // namespace

Command add_send(CLI::App& app) {
  auto options = std::make_shared<SendOptions>();
  CLI::App& command = *app.add_subcommand(
      "send",
      "One signed request, the raw answer printed. Without --access-key-id, or with --fixtures, a "
      "fixture is staged for it, and its instance is sent where no InstanceId is given; {instance} "
      "in a value stands for it");
  add_call(command, options->action, options->arguments);
  add_target(command, options->target);
  command.add_option("--variant", options->variant, "How it travels: get.xml.v1, post.json.v3 ...")
      ->capture_default_str();
  command.add_option("--status", options->status, "Of the fixture's instance")
      ->check(
          one_of(std::vector<std::string>(specs::status_names.begin(), specs::status_names.end())))
      ->capture_default_str();
  command.add_option("--charge-type", options->charge_type, "Of the fixture's instance")
      ->check(one_of({"PostPaid", "PrePaid"}))
      ->capture_default_str();
  command
      .add_option("--condition", options->conditions,
                  "Of the fixture (hallmark list conditions); repeatable")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_flag("--show-request", options->show_request,
                   "Print the request and what it signs too, credentials struck out; and of a "
                   "signature that is refused, where both sides part");
  command
      .add_option(
          "--expect", options->expect,
          "Exit 1 where the answer has another status or Code (* in CODE stands for anything); "
          "absent: any answer is exit 0")
      ->type_name("STATUS[,CODE]");
  return [options] { return send(*options); };
}

}  // namespace hallmark::app

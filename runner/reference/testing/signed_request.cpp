// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/testing/signed_request.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "runner/reference/signing/crypto.hpp"

namespace hallmark::runner::reference::testing {
namespace {

std::string fresh_nonce() {
  static std::atomic<int> count{0};
  return "nonce-" + std::to_string(++count);
}

std::string two_digits(int value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

std::string text_between(std::string_view text, std::string_view before, std::string_view after) {
  const auto start = text.find(before);
  if (start == text.npos) return {};
  const auto from = start + before.size();
  return std::string{text.substr(from, text.find(after, from) - from)};
}

}  // namespace

std::string printed(std::chrono::sys_seconds time) {
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day day{days};
  const std::chrono::hh_mm_ss clock{time - days};
  return std::to_string(static_cast<int>(day.year())) + '-' +
         two_digits(static_cast<int>(static_cast<unsigned>(day.month()))) + '-' +
         two_digits(static_cast<int>(static_cast<unsigned>(day.day()))) + 'T' +
         two_digits(static_cast<int>(clock.hours().count())) + ':' +
         two_digits(static_cast<int>(clock.minutes().count())) + ':' +
         two_digits(static_cast<int>(clock.seconds().count())) + 'Z';
}

std::string encoded(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    const bool plain = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
                       (letter >= '0' && letter <= '9') ||
                       std::string_view{"-_.~"}.find(letter) != std::string_view::npos;
    if (plain) {
      result += letter;
    } else {
      const auto byte = static_cast<unsigned char>(letter);
      constexpr std::string_view digits = "0123456789ABCDEF";
      result += {'%', digits[byte / 16], digits[byte % 16]};
    }
  }
  return result;
}

std::string encoded(const Arguments& arguments) {
  std::string result;
  for (const auto& [name, value] : arguments) {
    if (!result.empty()) result += '&';
    result += encoded(name) + '=' + encoded(value);
  }
  return result;
}

Arguments signed_v1(const Endpoint::Account& account, std::string_view method,
                    Arguments arguments) {
  arguments.merge(Arguments{{"AccessKeyId", account.access_key_id},
                            {"SignatureMethod", "HMAC-SHA1"},
                            {"SignatureVersion", "1.0"},
                            {"SignatureNonce", fresh_nonce()},
                            {"Timestamp", printed(test_time)},
                            {"Version", "2014-05-26"}});
  const std::string text = std::string{method} + "&%2F&" + encoded(encoded(arguments));
  arguments["Signature"] = base64(hmac_sha1(account.access_key_secret + '&', text));
  return arguments;
}

HttpRequest get_v1(const Endpoint::Account& account, Arguments arguments) {
  return {.method = "GET",
          .target = "/?" + encoded(signed_v1(account, "GET", std::move(arguments))),
          .headers = {{"Host", "ecs.example.com"}},
          .body = {}};
}

HttpRequest post_query_v1(const Endpoint::Account& account, Arguments arguments) {
  return {.method = "POST",
          .target = "/?" + encoded(signed_v1(account, "POST", std::move(arguments))),
          .headers = {{"Host", "ecs.example.com"}},
          .body = {}};
}

HttpRequest post_form_v1(const Endpoint::Account& account, Arguments arguments) {
  return {.method = "POST",
          .target = "/",
          .headers = {{"Host", "ecs.example.com"},
                      {"Content-Type", "application/x-www-form-urlencoded"}},
          .body = encoded(signed_v1(account, "POST", std::move(arguments)))};
}

HttpRequest post_v3(const Endpoint::Account& account, std::string_view action,
                    const Arguments& arguments, Arguments headers, std::string body) {
  headers.merge(Arguments{{"host", "ecs.example.com"},
                          {"x-acs-action", std::string{action}},
                          {"x-acs-version", "2014-05-26"},
                          {"x-acs-date", printed(test_time)},
                          {"x-acs-signature-nonce", fresh_nonce()},
                          {"x-acs-content-sha256", lower_hex(sha256(body))}});
  std::string lines;
  std::string names;
  for (const auto& [name, value] : headers) {
    lines += name + ':' + value + '\n';
    names += (names.empty() ? "" : ";") + name;
  }
  const std::string canonical = "POST\n/\n" + encoded(arguments) + '\n' + lines + '\n' + names +
                                '\n' + headers["x-acs-content-sha256"];
  const std::string text = "ACS3-HMAC-SHA256\n" + lower_hex(sha256(canonical));
  headers["Authorization"] =
      "ACS3-HMAC-SHA256 Credential=" + account.access_key_id + ",SignedHeaders=" + names +
      ",Signature=" + lower_hex(hmac_sha256(account.access_key_secret, text));
  return {.method = "POST",
          .target = "/?" + encoded(arguments),
          .headers = {headers.begin(), headers.end()},
          .body = std::move(body)};
}

Fixture make_fixture(Endpoint& endpoint, const std::string& json) {
  const HttpResponse response =
      endpoint.handle({.method = "POST", .target = "/_fixtures", .headers = {}, .body = json});
  EXPECT_EQ(response.status, 201) << response.body;
  return {.id = member(response, "id"),
          .account = {member(response, "accessKeyId"), member(response, "accessKeySecret")},
          .instance_id = member(response, "instanceId")};
}

std::string look_into(Endpoint& endpoint, const Fixture& fixture) {
  return endpoint
      .handle({.method = "GET", .target = "/_fixtures/" + fixture.id, .headers = {}, .body = {}})
      .body;
}

std::string described_status(Endpoint& endpoint, const Fixture& fixture) {
  return member(call(endpoint, fixture, "DescribeInstanceAttribute"), "Status");
}

HttpResponse call(Endpoint& endpoint, const Fixture& fixture, std::string_view action,
                  Arguments arguments) {
  arguments.merge(Arguments{
      {"Action", std::string{action}}, {"Format", "JSON"}, {"InstanceId", fixture.instance_id}});
  return endpoint.handle(get_v1(fixture.account, std::move(arguments)));
}

std::string member(const HttpResponse& response, std::string_view name) {
  const std::string wanted{name};
  return response.body.starts_with('<')
             ? text_between(response.body, '<' + wanted + '>', "</" + wanted + '>')
             : text_between(response.body, '"' + wanted + "\":\"", "\"");
}

std::string gist(const HttpResponse& response) {
  return std::to_string(response.status) + ' ' + member(response, "Code");
}

}  // namespace hallmark::runner::reference::testing

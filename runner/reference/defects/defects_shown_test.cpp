// SPDX-License-Identifier: Apache-2.0
//
// Every defect shows: one long conversation is held with the honest endpoint and with each
// defective one, and no defective one may say the same as the honest one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "runner/reference/signing/crypto.hpp"
#include "runner/reference/testing/signed_request.hpp"

namespace hallmark::runner::reference {
namespace {

using std::chrono::milliseconds;
using testing::Arguments;
using testing::Fixture;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  if (from.empty()) return;
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

bool is_request_id(std::string_view text) {
  if (text.size() < 36 || text[8] != '-') return false;  // most are none
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const bool digit = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'A' && text[i] <= 'F');
    if (hyphen ? text[i] != '-' : !digit) return false;
  }
  return text.size() == 36;
}

// Thrown where another thing is said than by the honest endpoint: the rest of the talk cannot undo
// it.
struct Shown {};

// What was said, with everything random taken out. `honest`: what the honest endpoint says; null:
// it is the one that speaks.
class Transcript {
 public:
  Transcript(std::vector<std::string> defects, const std::string* honest)
      : endpoint_{Endpoint::Options{.defects = std::move(defects), .clock = clock_.reader()}},
        honest_{honest} {}

  Fixture fixture(const std::string& status, const std::string& conditions = "",
                  const std::string& charge_type = "PostPaid") {
    last_ = testing::make_fixture(endpoint_, R"({"status":")" + status + R"(","chargeType":")" +
                                                 charge_type + R"(","settleMs":30,"conditions":[)" +
                                                 conditions + "]}");
    return last_;
  }

  // Sends it, and notes the answer and what became of the instance.
  void say(const HttpRequest& request) {
    note(endpoint_.handle(request));
    look();
  }

  void call(std::string_view action, Arguments arguments = {}) {
    say(testing::get_v1(last_.account, with_instance(action, std::move(arguments))));
  }

  void call_v3(std::string_view action, Arguments arguments = {}, Arguments headers = {}) {
    arguments.merge(Arguments{{"InstanceId", last_.instance_id}});
    say(testing::post_v3(last_.account, action, arguments, std::move(headers)));
  }

  Arguments with_instance(std::string_view action, Arguments arguments = {}) {
    arguments.merge(Arguments{{"Action", std::string{action}}, {"InstanceId", last_.instance_id}});
    return arguments;
  }

  void pass(milliseconds time) { clock_.now += time; }

  void look() { add(testing::look_into(endpoint_, last_) + '\n'); }

  void describe() {
    const Arguments region{{"RegionId", "cn-hangzhou"}};
    note(testing::call(endpoint_, last_, "DescribeInstances", region));
    note(testing::call(endpoint_, last_, "DescribeInstanceStatus", region));
    note(testing::call(endpoint_, last_, "DescribeInstanceAttribute"));
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const Fixture& last() const { return last_; }

 private:
  void note(const HttpResponse& response) {
    std::string said = std::to_string(response.status);
    for (const auto& [name, value] : response.headers) said += ' ' + value;
    if (response.delivery != Delivery{}) {
      said += " delivery " + std::to_string(response.delivery.truncate_after) + ' ' +
              std::to_string(response.delivery.content_length_error) + ' ' +
              (response.delivery.never_answer ? "1" : "0");
    }
    said += ' ' + response.body + '\n';
    add(without_chance(std::move(said)));
  }

  void add(std::string_view said) {
    const std::size_t at = text_.size();
    text_ += said;
    if (honest_ == nullptr) return;
    if (at > honest_->size() || honest_->compare(at, said.size(), said) != 0) throw Shown{};
  }

  std::string without_chance(std::string said) {
    // A refused signature repeats what was signed, nonce and all; its beginning is enough.
    constexpr std::string_view mark = "to sign is:";
    if (const auto at = said.find(mark); at != said.npos) {
      const auto kept = at + mark.size() + 9;
      said.erase(kept, said.find_first_of("<\"", kept) - kept);
    }
    replace_all(said, last_.instance_id, "<instance>");
    replace_all(said, last_.account.access_key_id, "<key>");
    for (std::size_t at = 0; at + 36 <= said.size(); ++at) {
      if (!is_request_id(std::string_view{said}.substr(at, 36))) continue;
      const std::string id = said.substr(at, 36);
      const bool is_recommended = at >= 10 && said.compare(at - 10, 10, "requestId=") == 0;
      const bool fresh = is_recommended || request_ids_.insert(id).second;
      said.replace(at, 36, fresh ? "<id>" : "<old id>");
    }
    if (const auto at = said.find("?q="); at != said.npos) {
      said.erase(at, said.find_first_of("<\"", at) - at);
    }
    return said;
  }

  testing::Clock clock_;
  Endpoint endpoint_;
  const std::string* honest_;
  Fixture last_;
  std::string text_;
  std::set<std::string> request_ids_;
};

constexpr const char* actions[] = {"StartInstance", "RebootInstance", "ReactivateInstances"};

void talk_about_statuses(Transcript& talk) {
  for (const char* const action : actions) {
    for (const char* const charge_type : {"PostPaid", "PrePaid"}) {
      for (const char* const status : {"Pending", "Starting", "Running", "Stopping", "Stopped"}) {
        talk.fixture(status, "", charge_type);
        talk.call(action);
        for (int i = 0; i < 4; ++i) {
          talk.describe();
          talk.pass(milliseconds{30});
        }
        talk.look();
      }
    }
  }
}

void talk_about_conditions(Transcript& talk) {
  const char* const post_paid[] = {
      "SecurityLock",  "Expired",      "OverdueRecycling",    "ImageExpired",
      "NotReady",      "Unreachable",  "InsufficientBalance", "EcsAndImageExpired",
      "DiskInArrears", "NoStock",      "KmsUnauthorized",     "DiskIncorrectStatus",
      "SpotPriceLow",  "QuotaType",    "QuotaInstances",      "QuotaVcpus",
      "LocalDisk",     "ServiceError", "ServiceFailure",      "QuotaInstancesOrVcpus",
  };
  for (const char* const action : actions) {
    for (const std::string condition : post_paid) {
      for (const char* const status : {"Running", "Stopped"}) {
        talk.fixture(status, '"' + condition + '"');
        if (condition.ends_with("Lock") || condition == "Expired") talk.describe();
        talk.call(action);
      }
    }
    talk.fixture("Stopped", R"("PrePaidExpired")", "PrePaid");
    talk.call(action);
    talk.fixture("Stopped", R"("Expired","InsufficientBalance")");
    talk.call(action);
    talk.fixture("Stopped", R"("Expired")");
    talk.call(action);
    for (int i = 0; i < 4; ++i) {
      talk.describe();
      talk.pass(milliseconds{30});
    }
  }
}

void talk_about_flags(Transcript& talk) {
  for (const char* const action : actions) {
    for (const char* const flag : {"DryRun", "InitLocalDisk", "ForceStop"}) {
      for (const char* const value : {"true", "false", "maybe", ""}) {
        for (const char* const status : {"Running", "Stopped"}) {
          talk.fixture(status, R"("LocalDisk")");
          talk.call(action, {{flag, value}});
          talk.fixture(status, R"("LocalDisk","SecurityLock")");
          talk.call(action, {{flag, value}, {"DryRun", "true"}});
        }
      }
    }
    for (const char* const status : {"Running", "Stopped"}) {
      talk.fixture(status, R"("LocalDisk")");
      talk.call(action, {{"DryRun", "true"}, {"InitLocalDisk", "true"}});
      talk.call(action, {{"DryRun", "true"}, {"InstanceId", ""}});
      talk.call(action, {{"DryRun", "true"}, {"InstanceId", "i-none"}});
    }
    talk.fixture("Stopped", R"("Expired")");
    talk.call(action, {{"DryRun", "true"}});
  }
}

void talk_about_ids(Transcript& talk) {
  for (const char* const action : actions) {
    const std::string id = talk.fixture("Running").instance_id;
    for (const std::string& other :
         {id + ' ', id.substr(0, 10), 'I' + id.substr(1), id + std::string(1, '\0'),
          "%69" + id.substr(1), std::string{"i-none"}, std::string(10000, 'i'),
          std::string{"i-\xE4\xB8\xAD"}, std::string{"i-\xF0\x9F\x98\x80"},
          std::string{"a*b c~d/e+f"}, std::string{}}) {
      talk.call(action, {{"InstanceId", other}});
    }
    Arguments nameless{{"Action", action}};
    talk.say(testing::get_v1(talk.last().account, nameless));
    nameless["instanceid"] = id;
    talk.say(testing::get_v1(talk.last().account, nameless));
  }
}

void talk_about_others(Transcript& talk) {
  for (const char* const action : actions) {
    const std::string other = talk.fixture("Running").instance_id;
    talk.fixture("Running");
    talk.call(action, {{"InstanceId", other}});
    const std::string expired = talk.fixture("Stopped", R"("Expired")").instance_id;
    talk.fixture("Running");
    talk.call(action, {{"InstanceId", expired}});
    const std::string stopped = talk.fixture("Stopped").instance_id;
    talk.fixture("Running");
    talk.call(action, {{"InstanceId", stopped}});
  }
}

void talk_about_parameters(Transcript& talk) {
  for (const char* const name :
       {"RegionId", "OwnerAccount", "SecurityToken", "SignatureType", "Junk"}) {
    talk.fixture("Stopped");
    talk.call("StartInstance", {{name, ""}});
  }
  talk.fixture("Stopped");
  talk.call("StartInstance", {{"INSTANCEID", "i-none"}});
  Arguments many;
  for (int i = 0; i < 40; ++i) many["Junk." + std::to_string(i)] = "x";
  talk.fixture("Stopped");
  talk.call("StartInstance", many);
  for (const char* const format : {"JSON", "json", "XML", "xml", "yaml", ""}) {
    talk.fixture("Stopped");
    talk.call("StartInstance", {{"Format", format}});
    talk.call("StartInstance", {{"Format", format}, {"InstanceId", ""}});
    talk.call_v3("StartInstance", {{"Format", format}});
  }
  for (const char* const name : {"AccessKeyId", "SignatureMethod", "SignatureVersion",
                                 "SignatureNonce", "Timestamp", "Version", "Action"}) {
    for (const char* const value : {"", "x"}) {
      talk.fixture("Stopped");
      talk.call("StartInstance", {{name, value}});
    }
  }
  for (const char* const action : {"startinstance", "STARTINSTANCE", "ExplodeInstance"}) {
    talk.fixture("Stopped");
    talk.call(action);
  }
}

// A request that was changed after it was signed.
void talk_about_tampering(Transcript& talk) {
  const auto fresh = [&](const char* action) {
    talk.fixture("Stopped");
    return testing::get_v1(talk.last().account, talk.with_instance(action));
  };
  HttpRequest request = fresh("StartInstance");
  request.method = "POST";
  talk.say(request);
  request = fresh("StartInstance");
  request.target += "&DryRun=true";
  talk.say(request);
  request = fresh("StartInstance");
  request.target += "&Action=RebootInstance";
  talk.say(request);
  request = fresh("RebootInstance");
  replace_all(request.target, "RebootInstance", "StartInstance");
  talk.say(request);
  request = fresh("StartInstance");
  const auto at = request.target.find("Signature=") + 10;
  request.target.erase(at, request.target.find('&', at) - at);
  talk.say(request);
  request.target.insert(at, "AAAA");
  talk.say(request);
  request = fresh("StartInstance");
  request.target.insert(request.target.find('&', request.target.find("Signature=")), "x");
  talk.say(request);
}

std::string& header(HttpRequest& request, std::string_view name) {
  for (auto& [candidate, value] : request.headers) {
    if (candidate == name) return value;
  }
  std::abort();
}

void talk_about_tampering_v3(Transcript& talk) {
  talk.fixture("Running");
  talk.call_v3("RebootInstance");
  talk.fixture("Stopped", R"("Expired")");
  talk.call_v3("ReActivateInstances");
  const auto fresh = [&](const char* action) {
    talk.fixture("Stopped");
    return testing::post_v3(talk.last().account, action, {{"InstanceId", talk.last().instance_id}},
                            {{"content-type", "text/plain"}}, "body");
  };
  HttpRequest request = fresh("StartInstance");
  request.method = "GET";
  talk.say(request);
  request = fresh("StartInstance");
  request.target += "&DryRun=true";
  talk.say(request);
  request = fresh("StartInstance");
  request.body = "another body";
  talk.say(request);
  request = fresh("RebootInstance");
  header(request, "x-acs-action") = "StartInstance";
  talk.say(request);
  request = fresh("StartInstance");
  request.headers.emplace_back("x-acs-more", "1");
  talk.say(request);
  request = fresh("StartInstance");
  header(request, "Authorization") += '0';
  talk.say(request);
  for (const char* const name :
       {"x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256", "host"}) {
    talk.fixture("Stopped");
    talk.call_v3("StartInstance", {}, {{name, ""}});
  }
}

void talk_about_time(Transcript& talk) {
  using std::chrono::hours;
  for (const std::string& timestamp :
       {testing::printed(testing::test_time - hours{24}),
        testing::printed(testing::test_time + hours{24}), std::string{"2020-10-12 00:00:00"}}) {
    talk.fixture("Stopped");
    talk.call("StartInstance", {{"Timestamp", timestamp}});
    talk.fixture("Stopped");
    talk.call_v3("StartInstance", {}, {{"x-acs-date", timestamp}});
  }
}

void talk_again(Transcript& talk) {
  talk.fixture("Running");
  const HttpRequest v1 = testing::get_v1(talk.last().account, talk.with_instance("StartInstance"));
  talk.say(v1);
  talk.say(v1);
  const HttpRequest v3 = testing::post_v3(talk.last().account, "StartInstance",
                                          {{"InstanceId", talk.last().instance_id}});
  talk.say(v3);
  talk.say(v3);
  const auto later = testing::printed(testing::test_time + std::chrono::seconds{1});
  talk.call("DescribeInstanceAttribute", {{"SignatureNonce", "ONE"}});
  talk.call("StartInstance", {{"SignatureNonce", "one"}});
  talk.call("StartInstance", {{"SignatureNonce", "one"}, {"Timestamp", later}});
  talk.call("DescribeInstanceAttribute", {{"SignatureNonce", "looked"}});
  talk.call("DescribeInstanceAttribute", {{"SignatureNonce", "looked"}});
}

void talk_of_two_accounts(Transcript& talk) {
  for (int i = 0; i < 2; ++i) {
    talk.fixture("Stopped");
    talk.call("StartInstance", {{"SignatureNonce", "the same"}});
  }
}

void talk_at_once(Transcript& talk) {
  talk.fixture("Stopped");
  talk.call("StartInstance");
  talk.call("StartInstance");
  talk.call("RebootInstance");
  talk.fixture("Running");
  talk.call("RebootInstance");
  talk.call("StartInstance");
  talk.fixture("Stopped", R"("Expired")");
  talk.call("ReactivateInstances");
  talk.call("ReactivateInstances");
}

void talk_in_other_ways(Transcript& talk) {
  const auto arguments = [&] {
    talk.fixture("Stopped");
    return talk.with_instance("StartInstance", {{"Note", "a b"}});
  };
  Arguments signed_later = arguments();
  talk.say(testing::post_query_v1(talk.last().account, signed_later));
  signed_later = arguments();
  talk.say(testing::post_form_v1(talk.last().account, signed_later));
  signed_later = arguments();
  HttpRequest plus = testing::post_form_v1(talk.last().account, signed_later);
  replace_all(plus.body, "%20", "+");
  talk.say(plus);
  signed_later =
      testing::signed_v1(talk.last().account, "PUT", talk.with_instance("StartInstance"));
  const HttpRequest put{
      .method = "PUT", .target = "/?" + testing::encoded(signed_later), .headers = {}, .body = {}};
  talk.say(put);
  HttpRequest lower =
      testing::get_v1(talk.last().account, talk.with_instance("StartInstance", {{"Note", "/"}}));
  replace_all(lower.target, "%2F", "%2f");
  talk.say(lower);
  HttpRequest tilde =
      testing::get_v1(talk.last().account, talk.with_instance("StartInstance", {{"Note", "~"}}));
  replace_all(tilde.target, "~", "%7E");
  talk.say(tilde);
  HttpRequest name = testing::get_v1(talk.last().account, talk.with_instance("StartInstance"));
  replace_all(name.target, "InstanceId", "%49nstanceId");
  talk.say(name);
  for (const char* const value : {"=", "%", "{}", "#", "\xC3\xA9"}) {
    talk.fixture("Stopped");
    talk.call("StartInstance", {{"Note", value}});
  }
  talk.fixture("Stopped");
  talk.call("StartInstance", {{"Note", std::string(2000, 'x')}});
  HttpRequest capital = testing::post_v3(talk.last().account, "StartInstance",
                                         {{"InstanceId", talk.last().instance_id}});
  for (auto& [header, value] : capital.headers) {
    if (header == "x-acs-action") header = "X-Acs-Action";
  }
  talk.say(capital);
  HttpRequest packed = testing::get_v1(talk.last().account, talk.with_instance("StartInstance"));
  packed.headers.emplace_back("Accept-Encoding", "gzip");
  talk.say(packed);
}

// With a wrong key, or with a signature that is right in part.
void talk_with_other_keys(Transcript& talk) {
  const auto stopped = [&] {
    talk.fixture("Stopped");
    return talk.last().account;
  };
  Endpoint::Account account = stopped();
  account.access_key_secret.clear();
  talk.say(testing::get_v1(account, talk.with_instance("StartInstance")));
  stopped();
  talk.say(testing::post_v3(account = {talk.last().account.access_key_id, ""}, "StartInstance",
                            {{"InstanceId", talk.last().instance_id}}));
  account = stopped();
  Arguments arguments = testing::signed_v1(account, "GET", talk.with_instance("StartInstance"));
  arguments.erase("Signature");
  const std::string text = "GET&%2F&" + testing::encoded(testing::encoded(arguments));
  arguments["Signature"] = base64(hmac_sha1(account.access_key_secret, text));
  talk.say({.method = "GET",
            .target = "/?" + testing::encoded(arguments),
            .headers = {{"Host", "ecs.example.com"}},
            .body = {}});
  for (const bool folded : {false, true}) {
    account = stopped();
    arguments = testing::signed_v1(account, "GET", talk.with_instance("StartInstance"));
    std::string& signature = arguments["Signature"];
    if (folded) {
      for (char& c : signature) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else {
      signature[0] = signature[0] == 'A' ? 'B' : 'A';
    }
    talk.say(
        {.method = "GET", .target = "/?" + testing::encoded(arguments), .headers = {}, .body = {}});
  }
  stopped();
  HttpRequest v3 = testing::post_v3(talk.last().account, "StartInstance",
                                    {{"InstanceId", talk.last().instance_id}});
  char& first = header(v3, "Authorization")[header(v3, "Authorization").find("Signature=") + 10];
  first = first == '0' ? '1' : '0';
  talk.say(v3);
  for (const char* const name : {"SignatureMethod", "SignatureVersion"}) {
    account = stopped();
    account.access_key_secret += "x";
    talk.say(testing::get_v1(account, talk.with_instance("StartInstance", {{name, "2.0"}})));
  }
}

// Signed with one part, sent with another.
void talk_about_bindings(Transcript& talk) {
  const std::pair<const char*, const char*> of_v1[] = {
      {"Version", "2016-03-14"}, {"SignatureMethod", "HMAC-SHA256"}, {"SignatureVersion", "2.0"}};
  for (const auto& [name, value] : of_v1) {
    talk.fixture("Stopped");
    HttpRequest request =
        testing::get_v1(talk.last().account, talk.with_instance("StartInstance", {{name, value}}));
    const std::string right = name == std::string_view{"Version"}           ? "2014-05-26"
                              : name == std::string_view{"SignatureMethod"} ? "HMAC-SHA1"
                                                                            : "1.0";
    replace_all(request.target, std::string{name} + '=' + value, name + ('=' + right));
    talk.say(request);
  }
  talk.fixture("Stopped");
  HttpRequest request = testing::get_v1(
      talk.last().account,
      talk.with_instance("StartInstance", {{"AccessKeyId", "LTAInobodyhasthiskey0"}}));
  replace_all(request.target, "LTAInobodyhasthiskey0", talk.last().account.access_key_id);
  talk.say(request);
  const auto v3 = [&](Arguments headers) {
    talk.fixture("Stopped");
    return testing::post_v3(talk.last().account, "StartInstance",
                            {{"InstanceId", talk.last().instance_id}}, std::move(headers));
  };
  request = v3({{"x-acs-version", "2016-03-14"}});
  header(request, "x-acs-version") = "2014-05-26";
  talk.say(request);
  request = v3({{"host", "ecs.aliyuncs.com"}});
  header(request, "host") = "ecs.example.com";
  talk.say(request);
  request = v3({});
  talk.call_v3("DescribeInstanceAttribute");  // tells the endpoint its name
  header(request, "host") = "hallmark.invalid";
  talk.say(request);
  request = v3({});
  request.target.insert(1, "hallmark");
  talk.say(request);
  request = v3({});
  request.body = "InitLocalDisk=true";
  header(request, "x-acs-content-sha256") = lower_hex(sha256(request.body));
  talk.say(request);
}

void talk_in_other_methods(Transcript& talk) {
  for (const char* const method : {"DELETE", "PATCH", "HEAD", "OPTIONS"}) {
    talk.fixture("Stopped");
    const Arguments arguments =
        testing::signed_v1(talk.last().account, method, talk.with_instance("StartInstance"));
    talk.say({.method = method,
              .target = "/?" + testing::encoded(arguments),
              .headers = {},
              .body = {}});
    HttpRequest get = testing::get_v1(talk.last().account, talk.with_instance("StartInstance"));
    get.method = method;
    talk.say(get);
  }
}

// What the neighbours of the lifecycle actions say, and to whom.
void talk_to_neighbours(Transcript& talk) {
  const Fixture other = talk.fixture("Running");
  talk.fixture("Running");
  talk.call("DescribeInstanceAttribute", {{"InstanceId", other.instance_id}});
  talk.call("StopInstance", {{"InstanceId", other.instance_id}});
  talk.call("StartInstance", {{"InstanceId", other.instance_id}});
  talk.describe();
  talk.fixture("Running", R"("LocalDisk")");
  talk.call("StopInstance");
  talk.fixture("Running");
  for (const char* const action : {"DescribeInstances", "DescribeInstanceStatus"}) {
    talk.call(action, {{"RegionId", "cn-hangzhou"},
                       {"InstanceIds", R"(["i-unknown"])"},
                       {"InstanceId.1", "i-unknown"}});
  }
  HttpRequest request =
      testing::get_v1(talk.last().account, talk.with_instance("DescribeInstanceAttribute"));
  request.target.insert(request.target.find("Signature=") + 10, "AAAA");
  talk.say(request);
  talk.say({.method = "GET",
            .target = "/?Action=StopInstance&InstanceId=" + talk.last().instance_id,
            .headers = {},
            .body = {}});
}

void talk_of_places(Transcript& talk) {
  const auto dry_start = [&](Arguments arguments) {
    talk.fixture("Stopped");
    arguments["DryRun"] = "true";
    return testing::get_v1(talk.last().account,
                           talk.with_instance("StartInstance", std::move(arguments)));
  };
  HttpRequest first = dry_start({});
  replace_all(first.target, "DryRun=true&", "");
  first.target.insert(2, "DryRun=true&");
  talk.say(first);
  for (const char* const spelled : {"%44ryRun=", "&DryRun="}) {
    HttpRequest request = dry_start({});
    replace_all(request.target, "DryRun=", spelled);
    talk.say(request);
  }
  HttpRequest encoded = dry_start({});
  replace_all(encoded.target, "DryRun=true", "DryRun=%74rue");
  talk.say(encoded);
  talk.say(dry_start({{"A", std::string(1100, 'x')}}));
  Arguments many;
  for (int i = 1; i <= 12; ++i) many["A." + std::to_string(i)] = "1";
  talk.say(dry_start(std::move(many)));
}

void talk_again_later(Transcript& talk) {
  using std::chrono::minutes;
  for (const int by : {38, -38}) {
    const std::string timestamp = testing::printed(testing::test_time + minutes{by});
    talk.fixture("Stopped");
    talk.call("StartInstance", {{"Timestamp", timestamp}});
    talk.fixture("Stopped");
    talk.call_v3("StartInstance", {}, {{"x-acs-date", timestamp}});
  }
  talk.fixture("Running");
  talk.call("DescribeInstanceAttribute", {{"SignatureNonce", "one"}});
  talk.call("RebootInstance", {{"SignatureNonce", "one"}});
  talk.pass(milliseconds{600});
  talk.call("DescribeInstanceAttribute", {{"SignatureNonce", "one"}});
  for (int i = 0; i < 65; ++i) talk.call("DescribeInstanceAttribute");
  talk.call("DescribeInstanceAttribute", {{"SignatureNonce", "one"}});
}

// What of the caller's instances lists hold.
void talk_about_lists(Transcript& talk) {
  const Fixture own = talk.fixture("Running");
  const auto list = [&](Arguments arguments) {
    arguments["RegionId"] = "cn-hangzhou";
    talk.call("DescribeInstances", std::move(arguments));
  };
  const std::string id = '"' + own.instance_id + '"';
  for (const char* const status : {"Running", "Stopped"}) {
    list({{"Status", status}});
    list({{"Status", status}, {"InstanceIds", '[' + id + ']'}});
  }
  for (const char* const charge_type : {"PostPaid", "PrePaid", "Free"}) {
    list({{"InstanceChargeType", charge_type}});
  }
  const std::string lists[] = {"[]", '[' + id + R"(,"i-unknown"])", R"(["i-unknown",)" + id + ']'};
  for (const std::string& ids : lists) list({{"InstanceIds", ids}});
  list({{"PageNumber", "2"}});
  list({{"PageSize", "1"}});
}

// A form, and parameters in the URL of its request.
void talk_in_two_places(Transcript& talk) {
  for (const bool flag_in_query : {true, false}) {
    talk.fixture("Running");
    const Arguments all = testing::signed_v1(
        talk.last().account, "POST", talk.with_instance("RebootInstance", {{"DryRun", "true"}}));
    Arguments query;
    Arguments form;
    for (const auto& [name, value] : all) {
      ((name == "DryRun") == flag_in_query ? query : form)[name] = value;
    }
    talk.say({.method = "POST",
              .target = "/?" + testing::encoded(query),
              .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
              .body = testing::encoded(form)});
  }
}

// The short talks first: most defects show in them.
constexpr void (*talks[])(Transcript&) = {
    talk_at_once,        talk_again,           talk_of_two_accounts,  talk_about_conditions,
    talk_in_other_ways,  talk_about_time,      talk_about_tampering,  talk_about_tampering_v3,
    talk_about_others,   talk_about_ids,       talk_about_parameters, talk_about_flags,
    talk_about_statuses, talk_with_other_keys, talk_about_bindings,   talk_in_other_methods,
    talk_to_neighbours,  talk_of_places,       talk_again_later,      talk_about_lists,
    talk_in_two_places,
};

std::string have_with_honest(void (*talk)(Transcript&)) {
  Transcript transcript{{}, nullptr};
  talk(transcript);
  return transcript.text();
}

bool shows_in(void (*talk)(Transcript&), const std::string& honest, const DefectInfo& defect) {
  Transcript transcript{{std::string{defect.name}}, &honest};
  try {
    talk(transcript);
  } catch (const Shown&) {
    return true;
  }
  return transcript.text() != honest;
}

TEST(EveryDefect, Shows) {
  std::vector<std::string> honest;
  for (const auto& talk : talks) {
    honest.push_back(have_with_honest(talk));
    ASSERT_EQ(have_with_honest(talk), honest.back()) << "chance was left in";
  }
  for (const DefectInfo& defect : defects()) {
    bool shows = false;
    for (std::size_t i = 0; i < honest.size() && !shows; ++i) {
      shows = shows_in(talks[i], honest[i], defect);
    }
    EXPECT_TRUE(shows) << defect.name;
  }
}

TEST(EveryDefect, LeavesTheFixtureProtocolAlone) {
  for (const DefectInfo& defect : defects()) {
    Endpoint endpoint{Endpoint::Options{.defects = {std::string{defect.name}}}};
    const Fixture fixture = testing::make_fixture(endpoint, R"({"status":"Stopping"})");
    EXPECT_EQ(testing::look_into(endpoint, fixture),
              R"({"status":"Stopping","localDiskData":"kept","lastStop":"none"})")
        << defect.name;
  }
}

}  // namespace
}  // namespace hallmark::runner::reference

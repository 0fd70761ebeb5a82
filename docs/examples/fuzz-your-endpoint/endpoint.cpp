// SPDX-License-Identifier: Apache-2.0
//
// A small ECS endpoint, as somebody else would write one: a function from requests to answers. It
// has three actions that change an instance, one that looks at it, both signatures, both formats,
// and the fixture protocol through the same function. What it does not have it refuses.
//
// It has bugs on purpose: bug("name") is true where the environment variable BUG says so.
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <hallmark/exchange.hpp>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace json = boost::json;
using hallmark::Request;
using hallmark::Response;
using Clock = std::chrono::system_clock;
using Map = std::map<std::string, std::string>;
using Set = std::set<std::string>;

bool bug(std::string_view name) {
  static const char* const awake = std::getenv("BUG");  // NOLINT: nobody sets it
  return awake != nullptr && name == awake;
}

// ---- Text --------------------------------------------------------------------------------------

// Name and value, in the order in which they came.
using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string hex(std::string_view bytes, const char* digits = "0123456789abcdef") {
  std::string text;
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

// 8-4-4-4-12 digits, always other ones.
std::string fresh_id() {
  static std::mt19937_64 random{1};
  static std::uint64_t count = 0;
  const std::uint64_t numbers[] = {random(), ++count};
  std::string id = hex({reinterpret_cast<const char*>(numbers), sizeof numbers});
  for (const std::size_t place : {20U, 16U, 12U, 8U}) id.insert(place, "-");
  return id;
}

std::string encoded(std::string_view raw) {
  std::string text;
  for (const char c : raw) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) || std::strchr("-_.~", c);
    text += plain && c != 0 ? std::string(1, c) : "%" + hex({&c, 1}, "0123456789ABCDEF");
  }
  return text;
}

// Nothing where a % is not followed by two digits. A + is a blank.
std::optional<std::string> decoded(std::string_view text) {
  std::string raw;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      raw += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    unsigned byte = 0;
    const char* const digits = text.data() + i + 1;
    if (text.size() - i < 3) return {};
    if (std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) return {};
    raw += static_cast<char>(byte);
    i += 2;
  }
  return raw;
}

std::optional<Parameters> parse_form(std::string_view text) {
  Parameters parameters;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(piece.size() + 1, text.size()));
    if (piece.empty()) continue;
    const std::size_t equals = std::min(piece.find('='), piece.size());
    const auto name = decoded(piece.substr(0, equals));
    const auto value = decoded(piece.substr(std::min(equals + 1, piece.size())));
    if (!name || !value) return {};
    parameters.emplace_back(*name, *value);
  }
  return parameters;
}

// ---- Signatures --------------------------------------------------------------------------------

std::string canonical_query(Parameters parameters) {
  std::sort(parameters.begin(), parameters.end());
  std::string text;
  for (const auto& [name, value] : parameters) {
    text += (text.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
  }
  return text;
}

std::string hmac(const EVP_MD* hash, const std::string& key, const std::string& text) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(hash, key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), out, &size);
  return {reinterpret_cast<const char*>(out), size};
}

std::string sha256_hex(const std::string& text) {
  unsigned char out[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), out);
  return hex({reinterpret_cast<const char*>(out), sizeof out});
}

std::string base64(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, ' ');
  text.resize(static_cast<std::size_t>(EVP_EncodeBlock(
      reinterpret_cast<unsigned char*>(text.data()),
      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()))));
  return text;
}

// yyyy-MM-ddTHH:mm:ssZ and nothing else.
std::optional<Clock::time_point> parse_timestamp(const std::string& text) {
  std::tm time{};
  const char* const format = "%Y-%m-%dT%H:%M:%SZ";
  if (strptime(text.c_str(), format, &time) == nullptr) return {};
  const std::time_t seconds = timegm(&time);
  char again[32];
  if (std::strftime(again, sizeof again, format, &time) == 0 || text != again) return {};
  return Clock::from_time_t(seconds);
}

// ---- What is refused ---------------------------------------------------------------------------

// A row of the pages; thrown, it is the answer. {} in the message is the name of a parameter.
struct Row {
  int status;
  std::string code, message;
  Row about(std::string_view parameter) const {
    Row row = *this;
    row.message.replace(row.message.find("{}"), 2, parameter);
    return row;
  }
};

// clang-format off
const Row no_such_instance{404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist."};
const Row wrong_status{403, "IncorrectInstanceStatus", "The current status of the resource does not support this operation."};
const Row not_expired{403, "ReactivateInstances.InstanceStatusNotValid", "Instance status is not Expired, ImageExpired or EcsAndImageExpired."};
const Row pre_paid{404, "InvalidPayType.NotSupport", "The specified pre pay instance not support."};
const Row locked{403, "InstanceLockedForSecurity", "The specified operation is denied as your instance is locked for security reasons."};
const Row no_stock{403, "OperationDenied.NoStock", "The requested resource is sold out in the specified zone; try other types of resources or other regions and zones."};
const Row expired_start{403, "InstanceExpired", "The postPaid instance has been expired.Please ensure your account have enough balance."};
const Row expired_reboot{403, "InstanceExpiredOrInArrears", "The specified operation is denied as your prepay instance is expired (prepay mode) or in arrears (afterpay mode)."};
const Row dry_run_passed{400, "DryRunOperation", "Request validation has been passed with DryRun flag set."};
const Row missing{400, "MissingParameter", "The input parameter \"{}\" that is mandatory for processing this request is not supplied."};
const Row invalid{400, "InvalidParameter", "The specified parameter \"{}\" is not valid."};
const Row repeated{400, "InvalidParameter", "The specified parameter is not valid"};
const Row unknown_format{400, "InvalidParameter.Format", "Specified parameter format is not valid."};
const Row unknown_method{403, "UnsupportedHTTPMethod", "This HTTP method is not supported."};
const Row unknown_action{403, "InvalidAction", "Specified action is not valid."};
const Row two_owners{400, "InvalidOwner", "OwnerId and OwnerAccount can't be used at one API access."};
const Row other_signature{400, "InvalidParamater", "The specified parameter \"{}\" is not valid."};
const Row unknown_key{400, "InvalidAccessKeyId.NotFound", "The specified Access Key ID does not exist."};
const Row wrong_clock{400, "IllegalTimestamp", "The input parameter \"Timestamp\" that is mandatory for processing this request is not supplied."};
const Row wrong_signature{400, "IncompleteSignature", "The request signature does not conform to Aliyun standards."};
const Row nonce_used{400, "SignatureNonceUsed", "The request signature nonce has been used."};
// clang-format on

// ---- What is true of a world -------------------------------------------------------------------

// One account with one instance.
struct World {
  std::string id = fresh_id(), key = "LTAI" + fresh_id(), secret = fresh_id();
  std::string instance = "i-bp1" + fresh_id(), status, charge_type;
  Set conditions, nonces;
  std::string local_disk_data = "kept", last_stop = "none";
  std::optional<int> settle_ms;  // none: what is Starting remains so
  Clock::time_point running_at = Clock::time_point::max();

  bool has(const char* condition) const { return conditions.contains(condition); }
  void begin_starting() {
    status = "Starting";
    if (settle_ms) running_at = Clock::now() + std::chrono::milliseconds{*settle_ms};
  }
  void settle() {
    if (Clock::now() < running_at) return;
    status = "Running";
    running_at = Clock::time_point::max();
  }
};
const Set statuses{"Pending", "Starting", "Running", "Stopping", "Stopped"};
const Set charge_types{"PostPaid", "PrePaid"};
const Set conditions{"SecurityLock", "NoStock", "Expired", "LocalDisk", "LocalDiskFailed"};

std::map<std::string, std::shared_ptr<World>> worlds;    // by id
std::map<std::string, std::shared_ptr<World>> accounts;  // by access key id

// ---- What the actions do: parameters, then the world, and only then a change -------------------

std::string value_of(const Map& map, const std::string& name) {
  const auto found = map.find(name);
  return found == map.end() ? "" : found->second;
}

std::string require(const Map& map, const std::string& name) {
  std::string value = value_of(map, name);
  if (value.empty()) throw missing.about(name);
  return value;
}

bool boolean(const Map& parameters, const std::string& name) {
  const std::string value = value_of(parameters, name);
  if (value.empty() || value == "false") return false;
  if (value != "true" && !bug("any-text-is-true")) throw invalid.about(name);
  return true;
}

World& instance_of(World& account, const Map& parameters) {
  const std::string wanted = require(parameters, "InstanceId");
  if (wanted == account.instance) return account;
  if (bug("id-may-go-on") && wanted.starts_with(account.instance)) return account;
  for (const auto& [id, other] : worlds) {
    if (bug("any-account-will-do") && wanted == other->instance) return *other;
  }
  throw no_such_instance;
}

json::object start_instance(World& account, const Map& parameters) {
  const bool initialize = boolean(parameters, "InitLocalDisk");
  const bool dry_run = boolean(parameters, "DryRun");
  World& world = instance_of(account, parameters);
  const bool is_ready =
      world.status == "Stopped" || (bug("starts-while-running") && world.status == "Running");
  if (!is_ready) throw wrong_status;
  if (world.has("Expired")) throw expired_start;
  if (world.has("SecurityLock")) throw locked;
  if (world.has("NoStock")) throw no_stock;
  if (dry_run && bug("dry-run-starts")) world.begin_starting();
  if (dry_run) throw dry_run_passed;
  if (initialize && world.has("LocalDisk")) {
    world.local_disk_data = "lost";
    world.conditions.erase("LocalDiskFailed");
  }
  world.begin_starting();
  return {};
}

json::object reboot_instance(World& account, const Map& parameters) {
  const bool force = boolean(parameters, "ForceStop");
  const bool dry_run = boolean(parameters, "DryRun");
  World& world = instance_of(account, parameters);
  if (bug("refused-reboot-stops")) world.last_stop = "graceful";
  if (world.status != "Running") throw wrong_status;
  if (world.has("Expired")) throw expired_reboot;
  if (world.has("SecurityLock")) throw locked;
  if (dry_run) throw dry_run_passed;
  world.last_stop = force || bug("reboot-is-always-forced") ? "forced" : "graceful";
  world.begin_starting();
  return {};
}

json::object reactivate_instances(World& account, const Map& parameters) {
  World& world = instance_of(account, parameters);
  if (world.charge_type == "PrePaid") throw pre_paid;
  if (world.status != "Stopped") throw wrong_status;
  if (world.has("SecurityLock")) throw locked;
  if (world.conditions.erase("Expired") == 0) throw not_expired;
  world.begin_starting();
  return {};
}

json::object describe_instance_attribute(World& account, const Map& parameters) {
  const World& world = instance_of(account, parameters);
  json::array locks;
  if (world.has("SecurityLock")) locks.push_back(json::object{{"LockReason", "security"}});
  if (world.has("Expired")) locks.push_back(json::object{{"LockReason", "financial"}});
  return {{"InstanceId", world.instance},
          {"Status", world.status},
          {"OperationLocks", {{"LockReason", locks}}}};
}

const std::map<std::string, json::object (*)(World&, const Map&)> actions{
    {"StartInstance", start_instance},
    {"RebootInstance", reboot_instance},
    {"ReactivateInstances", reactivate_instances},
    {"DescribeInstanceAttribute", describe_instance_attribute}};

// ---- Who may call them -------------------------------------------------------------------------

struct Caller {
  World& account;
  std::string action, version;
};

World& account_of(const std::string& key) {
  const auto found = accounts.find(key);
  if (found == accounts.end()) throw unknown_key;
  return *found->second;
}

// Refuses a stale, a wrongly signed and a repeated call, in that order.
void check(World& account, bool signature_is_right, const std::string& time,
           const std::string& nonce) {
  const auto signed_at = parse_timestamp(time);
  if (!signed_at || abs(*signed_at - Clock::now()) > std::chrono::minutes{15}) throw wrong_clock;
  if (!signature_is_right && !bug("any-signature-will-do")) throw wrong_signature;
  if (!account.nonces.insert(nonce).second && !bug("nonce-is-forgotten")) throw nonce_used;
}

Caller authenticate_v1(const std::string& method, const Map& parameters) {
  for (const char* const name : {"Action", "Version", "AccessKeyId", "SignatureMethod",
                                 "SignatureVersion", "SignatureNonce", "Signature", "Timestamp"}) {
    require(parameters, name);
  }
  if (parameters.at("SignatureMethod") != "HMAC-SHA1") {
    throw other_signature.about("SignatureMethod");
  }
  if (parameters.at("SignatureVersion") != "1.0") throw other_signature.about("SignatureVersion");
  World& account = account_of(parameters.at("AccessKeyId"));
  Parameters is_signed{parameters.begin(), parameters.end()};
  std::erase_if(is_signed, [](const auto& one) { return one.first == "Signature"; });
  const std::string text = method + "&%2F&" + encoded(canonical_query(std::move(is_signed)));
  const std::string signature = base64(hmac(EVP_sha1(), account.secret + "&", text));
  check(account, signature == parameters.at("Signature"), parameters.at("Timestamp"),
        parameters.at("SignatureNonce"));
  return {account, parameters.at("Action"), parameters.at("Version")};
}

// Takes `before` and the text up to `after` off the front of `text`, and returns that text.
std::string take(std::string_view& text, std::string_view before, std::string_view after) {
  const std::size_t end = text.find(after, before.size());
  if (!text.starts_with(before) || end == text.npos) throw wrong_signature;
  const std::string taken{text.substr(before.size(), end - before.size())};
  text.remove_prefix(end + after.size());
  return taken;
}

Caller authenticate_v3(const Request& request, const std::string& path, const Parameters& query,
                       const Map& headers) {
  for (const char* const name : {"authorization", "host", "x-acs-action", "x-acs-content-sha256",
                                 "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}) {
    require(headers, name);
  }
  const std::string authorization = headers.at("authorization") + ",";
  std::string_view rest = authorization;
  const std::string key = take(rest, "ACS3-HMAC-SHA256 Credential=", ",");
  const std::string names = ";" + take(rest, "SignedHeaders=", ",") + ";";
  const std::string signature = take(rest, "Signature=", ",");
  std::string signed_names, lines;
  for (const auto& [name, value] : headers) {
    if (names.find(";" + name + ";") != names.npos) {
      signed_names += (signed_names.empty() ? "" : ";") + name;
      lines += name + ":" + value + "\n";
    } else if (name.starts_with("x-acs-") || name == "host" || name == "content-type") {
      throw wrong_signature;  // it must be
    }
  }
  const std::string& hash = headers.at("x-acs-content-sha256");
  if (";" + signed_names + ";" != names || hash != sha256_hex(request.body)) throw wrong_signature;
  World& account = account_of(key);
  const std::string canonical = request.method + "\n" + path + "\n" + canonical_query(query) +
                                "\n" + lines + "\n" + signed_names + "\n" + hash;
  const std::string text = "ACS3-HMAC-SHA256\n" + sha256_hex(canonical);
  check(account, hex(hmac(EVP_sha256(), account.secret, text)) == signature,
        headers.at("x-acs-date"), headers.at("x-acs-signature-nonce"));
  return {account, headers.at("x-acs-action"), headers.at("x-acs-version")};
}

// ---- One call and its answer -------------------------------------------------------------------

std::string to_xml(const std::string& name, const json::value& value) {
  std::string inner;
  if (const json::array* const items = value.if_array()) {
    for (const json::value& item : *items) inner += to_xml(name, item);
    return inner;
  }
  if (const json::object* const members = value.if_object()) {
    for (const auto& [key, member] : *members) inner += to_xml(key, member);
  } else {
    for (const char c : value.as_string()) {
      inner += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
    }
  }
  return "<" + name + ">" + inner + "</" + name + ">";
}

std::string changed(std::string text, int (*change)(int)) {
  std::transform(text.begin(), text.end(), text.begin(), [change](char c) {
    return static_cast<char>(change(static_cast<unsigned char>(c)));
  });
  return text;
}

Response reply(int status, const std::string& content_type, std::string body) {
  return {.status = status, .headers = {{"Content-Type", content_type}}, .body = std::move(body)};
}

Response reply(int status, const json::object& body) {
  return reply(status, "application/json", json::serialize(body));
}

Response api_call(const Request& request, const std::string& path, std::string_view query_text) {
  Map headers;
  for (const auto& [name, value] : request.headers) {
    const auto [header, is_new] = headers.emplace(changed(name, std::tolower), value);
    if (!is_new) header->second += "," + value;
  }
  const bool is_v3 = headers.contains("authorization") || headers.contains("x-acs-action");
  Map parameters;
  std::string format, root = "Error";
  int status = 200;
  json::object members;
  try {
    const auto query = parse_form(query_text);
    const bool has_form =
        request.method == "POST" &&
        value_of(headers, "content-type").find("x-www-form-urlencoded") != std::string::npos;
    const auto form = has_form ? parse_form(request.body) : Parameters{};
    if (!query || !form) throw repeated;
    parameters.insert(query->begin(), query->end());
    parameters.insert(form->begin(), form->end());
    format = changed(value_of(parameters, "Format"), std::toupper);
    if (format.empty() && is_v3 && value_of(headers, "accept").find("json") != std::string::npos) {
      format = "JSON";
    }
    if (request.method != "GET" && request.method != "POST") throw unknown_method;
    if (parameters.size() != query->size() + form->size()) throw repeated;
    const Caller caller = is_v3 ? authenticate_v3(request, path, *query, headers)
                                : authenticate_v1(request.method, parameters);
    if (!format.empty() && format != "XML" && format != "JSON") throw unknown_format;
    if (caller.version != "2014-05-26") throw invalid.about("Action or Version");
    if (path != "/" || !actions.contains(caller.action)) throw unknown_action;
    if (!value_of(parameters, "OwnerId").empty() && !value_of(parameters, "OwnerAccount").empty()) {
      throw two_owners;
    }
    for (const auto& [id, world] : worlds) world->settle();
    members = actions.at(caller.action)(caller.account, parameters);
    root = caller.action + "Response";
  } catch (const Row& row) {
    status = row.status;
    members = {{"Code", row.code}, {"Message", row.message}, {"HostId", value_of(headers, "host")}};
    if (bug("json-errors-have-no-host") && format == "JSON") members.erase("HostId");
  }
  members["RequestId"] = changed(fresh_id(), std::toupper);
  if (format == "JSON") return reply(status, members);
  return reply(status, "application/xml", to_xml(root, members));
}

// ---- The fixture protocol ----------------------------------------------------------------------

Response create_world(const json::object& fixture) {
  const auto world = std::make_shared<World>();
  world->status = json::value_to<std::string>(fixture.at("status"));
  world->charge_type = "PostPaid";
  if (const auto* type = fixture.if_contains("chargeType")) {
    world->charge_type = json::value_to<std::string>(*type);
  }
  if (const auto* list = fixture.if_contains("conditions")) {
    world->conditions = json::value_to<Set>(*list);
  }
  if (const auto* settle = fixture.if_contains("settleMs"); settle && !settle->is_null()) {
    world->settle_ms = settle->to_number<int>();
  }
  Set unsupported;
  std::set_difference(world->conditions.begin(), world->conditions.end(), conditions.begin(),
                      conditions.end(), std::inserter(unsupported, unsupported.end()));
  if (!statuses.contains(world->status)) unsupported.insert(world->status);
  if (!charge_types.contains(world->charge_type)) unsupported.insert(world->charge_type);
  if (!unsupported.empty()) return reply(422, {{"unsupported", json::value_from(unsupported)}});
  worlds[world->id] = accounts[world->key] = world;
  return reply(201, {{"id", world->id},
                     {"accessKeyId", world->key},
                     {"accessKeySecret", world->secret},
                     {"regionId", "cn-hangzhou"},
                     {"instanceId", world->instance}});
}

Response fixture_call(const std::string& method, const std::string& id, const std::string& body) {
  if (id.empty() && method == "POST") return create_world(json::parse(body).as_object());
  if (id.empty()) {
    return reply(200, {{"version", 1},
                       {"statuses", json::value_from(statuses)},
                       {"chargeTypes", json::value_from(charge_types)},
                       {"conditions", json::value_from(conditions)}});
  }
  const auto found = worlds.find(id);
  if (found == worlds.end()) return reply(404, {});
  World& world = *found->second;
  if (method == "DELETE") {
    accounts.erase(world.key);
    worlds.erase(found);
    return reply(204, {});
  }
  world.settle();
  return reply(200, {{"status", world.status},
                     {"localDiskData", world.local_disk_data},
                     {"lastStop", world.last_stop}});
}

}  // namespace

Response handle(const Request& request) {
  const std::string path = request.target.substr(0, request.target.find('?'));
  const std::string fixtures = "/_fixtures";
  if (!path.starts_with(fixtures)) {
    return api_call(request, path,
                    request.target.substr(std::min(path.size() + 1, request.target.size())));
  }
  try {
    const std::string id = path.substr(std::min(fixtures.size() + 1, path.size()));
    return fixture_call(request.method, id, request.body);
  } catch (const std::exception& wrong) {
    return reply(400, {{"error", wrong.what()}});
  }
}

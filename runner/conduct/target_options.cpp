// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/target_options.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>
#include <system_error>
#include <utility>

#include "reports/nearest.hpp"
#include "runner/conduct/allowed_hosts.hpp"
#include "runner/conduct/clock_of_target.hpp"
#include "runner/conduct/embedded_fixtures.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/keys.hpp"
#include "runner/conduct/quantities.hpp"
#include "runner/conduct/request_headers.hpp"
#include "runner/conduct/shell_words.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/conduct/wait_for.hpp"
#include "runner/engine/knock.hpp"
#include "runner/oracle/clock_difference.hpp"
#include "runner/staging/api_fixtures.hpp"
#include "runner/staging/exec_fixtures.hpp"
#include "runner/staging/file_fixtures.hpp"
#include "runner/staging/http_fixtures.hpp"
#include "runner/wire/redact.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

Url url_of(const std::string& option, const std::string& text) {
  Result<Url> url = parse_url(text);
  if (url) return *url;
  const bool may_hold_a_password = text.find('@') != std::string::npos;
  const bool lacks_scheme = text.find("://") == std::string::npos && !may_hold_a_password;
  if (lacks_scheme && text.find_first_of(" /?#") == std::string::npos &&
      parse_url("http://" + text)) {
    throw UsageError{option + " '" + text + "' has no scheme; did you mean 'http://" + text + "'?"};
  }
  throw UsageError{option + (may_hold_a_password ? "" : " '" + text + "'") + ": " +
                   url.error().what};
}

std::optional<Credentials> second_credentials_of(const TargetOptions& options) {
  if (options.second_access_key_id.empty()) return std::nullopt;
  Secret secret = required_secret("--second-access-key-id", reports::second_secret_variable);
  if (options.second_access_key_id == options.access_key_id) {
    throw UsageError{"--second-access-key-id '" + options.second_access_key_id +
                     "' is the first one: give a key of another account"};
  }
  Credentials credentials{options.second_access_key_id, std::move(secret), ""};
  if (const auto flaw = flaw_of(credentials)) throw UsageError{*flaw};
  return credentials;
}

void require_credentials(const Credentials& credentials, const std::string& provider) {
  if (const auto flaw = flaw_of(credentials)) throw UsageError{*flaw};
  if (credentials.access_key_id.empty()) {
    throw UsageError{provider + " needs --access-key-id and " +
                     std::string{reports::secret_variable}};
  }
  (void)required_secret(provider);
}

// What has a meaning elsewhere alone is a mistake, and no choice.
void refuse_what_means_nothing(const TargetOptions& options) {
  const bool is_ours = options.endpoint.empty() || options.serves_itself;
  if (is_ours && options.fixtures.empty() && !options.access_key_id.empty()) {
    throw UsageError{
        "--access-key-id needs --endpoint: the embedded endpoint hands keys out with its fixtures"};
  }
  const bool may_be_api = options.fixtures == "api" || (options.fixtures.empty() && !is_ours);
  if (may_be_api) return;
  const std::string_view of_api = options.instances->is_given             ? "--max-instances"
                                  : !options.run_parameters.empty()       ? "--run-parameter"
                                  : !options.second_access_key_id.empty() ? "--second-access-key-id"
                                  : options.region != TargetOptions{}.region ? "--region"
                                                                             : "";
  if (of_api.empty()) return;
  throw UsageError{std::string{of_api} + " is of --fixtures api, and " +
                   (options.fixtures.empty() ? "the embedded endpoint makes its own"
                                             : "these come from " + options.fixtures) +
                   ": leave it out"};
}

// Until somebody listens there: what is started beside a run is rarely first. What they answer is
// the run's affair.
asio::awaitable<void> until_listening(HttpClient& client, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds pause{50};
  const auto deadline = std::chrono::steady_clock::now() + patience;
  HttpRequest request;
  request.target = client.url().path;
  request.headers.emplace_back("Host", client.url().host_header());
  request.idempotent = true;
  asio::steady_timer timer{co_await asio::this_coro::executor};
  while (!interrupted()) {
    const Result<HttpReply> reply = co_await client.exchange_kept(request);
    const bool nobody = !reply && reply.error().fault == Fault::connect;
    if (!nobody || std::chrono::steady_clock::now() + pause > deadline) co_return;
    timer.expires_after(pause);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

// The same place by the other scheme.
Url otherwise(Url url) {
  url.tls = !url.tls;
  return url;
}

std::string in_words(const Url& url) {
  return (url.tls ? "https://" : "http://") + url.host_header() + (url.path == "/" ? "" : url.path);
}

// Whether somebody answers by the other scheme. Of plain words a server that wants TLS may complain
// in plain words, with a 400.
bool speaks_otherwise(const OpenTarget& target, const Knock& told) {
  const bool is_told = told.answer == Knock::Answer::none
                           ? told.fault != Fault::connect && told.fault != Fault::local
                           : told.answer == Knock::Answer::http && told.status == 400;
  if (!is_told || target.dial || interrupted()) return false;
  constexpr std::chrono::milliseconds patience = 2s;
  ClientOptions options = target.client;
  options.timeout = std::min(options.timeout, patience);
  options.insecure = true;
  options.headers.clear();  // which may be for the other's eyes alone
  asio::io_context io{1};
  HttpClient client{io.get_executor(), otherwise(target.url), options};
  const Knock other = wait_for(io, knock(client));
  return other.answer == Knock::Answer::api ||
         (other.answer == Knock::Answer::http && (!target.url.tls || other.status != 400));
}

// Why there are no fixtures: `problem`, unless the target itself says more.
[[noreturn]] void refuse(asio::io_context& io, const OpenTarget& target,
                         const std::string& problem) {
  const Knock told = first_knock(io, target);
  if (told.answer == Knock::Answer::none) throw UsageError{nobody_there(target, told)};
  if (told.answer == Knock::Answer::http) {
    throw UsageError{"what answers at " + target.url_text + " does not look like the API (" +
                     told.what + "): " + problem};
  }
  const bool for_its_time = problem.find("IllegalTimestamp") != std::string::npos ||
                            problem.find("InvalidTimeStamp") != std::string::npos;
  if (for_its_time && told.clock_skew && std::chrono::abs(*told.clock_skew).count() > 60) {
    const bool is_asked = target.client.clock_skew.count() == 0;
    throw UsageError{describe_skew(*told.clock_skew) + ": set it, or say --clock-skew " +
                     (is_asked ? "auto" : "yourself, for this one was refused, too") + " (" +
                     problem + ")"};
  }
  throw UsageError{problem};
}

std::unique_ptr<FixtureProvider> api_provider(asio::io_context& io, const TargetOptions& options,
                                              const OpenTarget& target) {
  const Credentials credentials = key_of(options.access_key_id);
  require_credentials(credentials, "--fixtures api");
  ClientOptions client = target.client;
  std::function<bool()> is_over;
  // Worlds are taken down at the end, and that keeps to the rate, too.
  if (client.going) {
    is_over = [going = client.going] { return going() != Going::on; };
    client.going = [going = client.going] {
      const Going how = going();
      return how == Going::ending ? Going::on : how;
    };
  }
  return api_fixtures(io.get_executor(), target.url, std::move(client), credentials,
                      {.region = options.region,
                       .run_parameters = options.run_parameters,
                       .second_account = second_credentials_of(options),
                       .budget = options.instances,
                       .is_over = is_over});
}

std::unique_ptr<FixtureProvider> make_provider(asio::io_context& io, const TargetOptions& options,
                                               const OpenTarget& target) {
  const std::string& from = options.fixtures;
  if (from == "api") return api_provider(io, options, target);
  if (from == "exec:") {
    throw UsageError{"--fixtures exec: names no command: write exec:COMMAND"};
  }
  if (from.starts_with("exec:")) {
    auto program =
        exec_fixtures(io.get_executor(), from.substr(5), std::chrono::seconds{5}, options.going);
    program->share(options.standing);
    return program;
  }
  if (from.starts_with("http://") || from.starts_with("https://")) {
    const Url url = url_of("--fixtures", from);
    ClientOptions client = url.host == target.url.host ? target.client : options.client_of(url);
    if (url.host_header() != target.url.host_header()) client.headers.clear();
    auto provider = http_fixtures(io.get_executor(), url, from, std::move(client));
    provider->share(options.standing);
    return provider;
  }
  std::error_code trouble;
  if (!std::filesystem::exists(from, trouble) && reports::misspelt_by(from, "api") == 1) {
    throw UsageError{"--fixtures '" + from + "': there is no such file; did you mean 'api'?"};
  }
  return file_fixtures(io.get_executor(), target.url, target.client, from);
}

// The default: the endpoint's own /_fixtures if it answers there, else the public API alone.
// `problem`: why there is none.
std::unique_ptr<FixtureProvider> find_provider(asio::io_context& io, const TargetOptions& options,
                                               const OpenTarget& target,
                                               std::optional<std::string>& problem) {
  Url base = target.url;
  base.path = "/_fixtures";
  std::string text = target.url_text;
  while (text.ends_with('/')) text.pop_back();
  auto own = http_fixtures(io.get_executor(), base, text + "/_fixtures", target.client);
  own->share(options.standing);
  problem = wait_for(io, own->open());
  if (!problem) return own;
  if (options.access_key_id.empty()) {
    *problem +=
        "; name another with --fixtures, or give --access-key-id and HALLMARK_ACCESS_KEY_SECRET "
        "to reach what the public API can";
    return own;
  }
  auto api = api_provider(io, options, target);
  problem = wait_for(io, api->open());
  return api;
}

}  // namespace

std::string nobody_there(const OpenTarget& target, const Knock& told) {
  std::string text = nobody_at(target.url_text, told);
  if (told.answer == Knock::Answer::none && told.fault == Fault::connect) {
    text += target.waited.empty() ? "; is it started? --wait 10s waits for it"
                                  : "; waited " + target.waited + " for it";
  }
  if (!speaks_otherwise(target, told)) return text;
  const Url other = otherwise(target.url);
  return text + (other.tls ? "; TLS" : "; plain HTTP") + " is spoken there: say " + in_words(other);
}

ClientOptions TargetOptions::client() const {
  ClientOptions client;
  client.timeout = parse_duration("--timeout", timeout);
  client.requests_per_second = rate;
  client.pace = pace;
  client.going = going;
  client.keeps_none = std::make_shared<std::atomic<bool>>(false);
  client.ca_file = ca_file;
  client.insecure = insecure;
  if (serves_itself) client.sockets_per_connection = 2;
  for (const std::string& text : headers) {
    client.headers.push_back(parse_header("--header", text));
    const std::string& value = client.headers.back().second;
    if (!is_printed_by_endpoints(value)) client.hidden.emplace_back(value);
  }
  if (!clock_skew.empty() && clock_skew != "auto") {
    client.clock_skew = parse_skew("--clock-skew", clock_skew);
  }
  return client;
}

ClientOptions TargetOptions::client_of(const Url& url) const {
  ClientOptions client = this->client();
  client.addresses =
      allowed_addresses(url, {.live = allow_live, .hosts = allow_hosts}, client.timeout,
                        wait.empty() ? 0ms : parse_duration("--wait", wait), going);
  return client;
}

std::string TargetOptions::again() const {
  std::string text;
  const auto add = [&text](const std::string& option, const std::string& value) {
    text += (text.empty() ? "" : " ") + option + " " + shell_word(value);
  };
  const auto flag = [&text](const std::string& option) {
    text += (text.empty() ? "" : " ") + option;
  };
  if (!endpoint.empty()) add("--endpoint", endpoint);
  if (!fixtures.empty()) add("--fixtures", fixtures);
  if (!access_key_id.empty()) add("--access-key-id", access_key_id);
  if (!second_access_key_id.empty()) add("--second-access-key-id", second_access_key_id);
  for (const std::string& parameter : run_parameters) add("--run-parameter", parameter);
  for (const std::string& text : headers) {
    add("--header", parse_header("--header", text).first + "=" + std::string{struck_out});
  }
  if (!clock_skew.empty()) add("--clock-skew", clock_skew);
  if (!ca_file.empty()) add("--cacert", ca_file);
  if (insecure) flag("--insecure");
  if (allow_live) flag("--allow-live");
  for (const std::string& host : allow_hosts) add("--allow-host", host);
  return text;
}

ClosingFixtures::~ClosingFixtures() {
  try {
    if (fixtures_ != nullptr) wait_for(io_, fixtures_->close());
  } catch (const std::exception&) {  // another error is on its way already
  }
}

void wait_until_listening(asio::io_context& io, const Url& url, const TargetOptions& options,
                          const ClientOptions& client_options) {
  if (options.wait.empty()) return;
  HttpClient client{io.get_executor(), url, client_options};
  wait_for(io, until_listening(client, parse_duration("--wait", options.wait)));
}

Dial dial_to(reference::Endpoint& endpoint) {
  return [&endpoint](const asio::any_io_executor& executor) {
    return reference::connect_in_process(endpoint, executor);
  };
}

OpenTarget open_target(asio::io_context& io, const TargetOptions& options,
                       const std::vector<std::string>& defects, bool with_fixtures,
                       reference::Watch* watch) {
  if (with_fixtures) refuse_what_means_nothing(options);
  (void)second_credentials_of(options);  // bad usage, whoever makes the worlds
  OpenTarget target;
  if (options.endpoint.empty()) {
    reference::Endpoint::Options endpoint_options;
    endpoint_options.defects = defects;
    endpoint_options.day = options.day;
    endpoint_options.watch = watch;
    target.embedded = std::make_unique<reference::Endpoint>(std::move(endpoint_options));
    target.server = std::make_unique<reference::Server>(
        *target.embedded, reference::ServerOptions{.threads = embedded_threads});
    target.dial = dial_to(*target.embedded);
    target.url_text = target.server->url();
    target.name = "embedded reference endpoint";
  } else {
    target.url_text = options.endpoint;
    target.name = options.endpoint;
  }
  target.url = url_of("--endpoint", target.url_text);
  target.waited = options.wait;
  if (target.embedded) {
    target.client = options.client();
  } else {
    target.client = options.client_of(target.url);
    wait_until_listening(io, target.url, options, target.client);
  }
  const bool asks_the_time = options.clock_skew == "auto";
  if (asks_the_time) target.client.clock_skew = told_skew(io, target);
  if (const auto skew = target.client.clock_skew; skew.count() != 0) {
    target.clock_note = "timestamps are the target's time: " + describe_skew(skew);
  }
  if (!with_fixtures) return target;
  if (target.embedded && options.fixtures.empty()) {
    reference::Endpoint& endpoint = *target.embedded;
    target.fixtures = embedded_fixtures(endpoint);
    target.more_fixtures = [&endpoint](const asio::any_io_executor&) {
      return embedded_fixtures(endpoint);
    };
    return target;
  }
  std::optional<std::string> problem;
  if (options.fixtures.empty()) {
    target.fixtures = find_provider(io, options, target, problem);
  } else {
    target.fixtures = make_provider(io, options, target);
    problem = wait_for(io, target.fixtures->open());
  }
  if (problem && target.embedded) throw UsageError{*problem};
  if (problem) refuse(io, target, *problem);
  if (asks_the_time && target.client.clock_skew.count() != 0) doubt_the_date(io, target);
  return target;
}

}  // namespace hallmark::runner

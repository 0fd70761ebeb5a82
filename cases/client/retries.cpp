// SPDX-License-Identifier: Apache-2.0
//
// retry/: what is sent again, on what, after how long, and where to.
#include <array>

#include "cases/client/tables.hpp"
#include "specs/common/http.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v1.hpp"

namespace hallmark::cases::client {
namespace {

using Outcome = Told::Outcome;
namespace v1 = specs::common::signature_v1;

struct Trouble {
  std::string_view name, what;
  int status;
  std::string_view code;
  std::string_view headers = {};
};

constexpr Trouble troubles[] = {
    {"500", "500 InternalError", 500, "InternalError"},
    {"502-html", "502 with HTML", 502, ""},
    {"503", "503 ServiceUnavailable", 503, "ServiceUnavailable"},
    {"503-retry-after", "503 ServiceUnavailable with Retry-After", 503, "ServiceUnavailable",
     "Retry-After: 1\r\n"},
};
constexpr Trouble refused = {"403", "403 IncorrectInstanceStatus", 403, refused_code};
constexpr Trouble throttled = {"throttling", "400 Throttling", 400, "Throttling.User"};
constexpr Trouble too_many = {"429", "429 Throttling with Retry-After", 429, "Throttling",
                              "Retry-After: 1\r\n"};

Answer answer_of(const Trouble& trouble, Format format) {
  std::string headers{trouble.headers};
  if (trouble.code.empty()) {
    headers += "Content-Type: text/html\r\n";
    return bytes(http(trouble.status, headers, "<html><body>Bad Gateway</body></html>"));
  }
  headers.append("Content-Type: ").append(type_of(format)).append("\r\n");
  std::string body = refusal_body(format);
  body.replace(body.find(refused_code), refused_code.size(), trouble.code);
  return bytes(http(trouble.status, headers, body));
}

Case retried(std::string id, std::string given, Look look, Call call) {
  Case made{
      .id = std::move(id), .given = std::move(given), .look = look, .needs = {std::string{speaks}}};
  if (call.told.outcome == Outcome::error) made.needs.emplace_back(tells_errors);
  made.calls = {std::move(call)};
  return made;
}

// No ClientToken tells a second start from the first: what was answered is not sent again.
void add_power(std::vector<Case>& all) {
  struct Power {
    std::string_view id;
    std::vector<std::string> actions;
  };
  const std::array powers = {
      Power{"start-instance", {"StartInstance"}}, Power{"reboot-instance", {"RebootInstance"}},
      Power{"reactivate-instances", {"ReactivateInstances", "ReActivateInstances"}}};
  for (const Power& power : powers) {
    const auto add = [&](const Trouble& trouble, Level level) {
      add_both(all, [&](Format format) {
        Case made = retried("retry/" + std::string{power.id} + "/" + std::string{trouble.name},
                            std::string{trouble.what}, Look::sent_once,
                            {.actions = power.actions,
                             .parameters = {{"InstanceId", "i-bp1hallmark000000001"}},
                             .answers = {answer_of(trouble, format)},
                             .told = {.outcome = Outcome::error}});
        made.level = level;
        return made;
      });
    };
    for (const Trouble& trouble : troubles) add(trouble, Level::required);
    add(refused, Level::required);
    // A throttled call was not carried out; who sends it again risks nothing.
    add(throttled, Level::advice);
    add(too_many, Level::advice);
  }
}

Call read_call(std::vector<Answer> answers, Told told) {
  return {.actions = {"DescribeInstances", "DescribeInstanceStatus", "DescribeInstanceAttribute"},
          .parameters = {{"RegionId", "cn-hangzhou"}},
          .ask_again = true,
          .answers = std::move(answers),
          .told = std::move(told)};
}

void add_reads(std::vector<Case>& all) {
  const auto nonce = specs::cite_clause(v1::page, v1::clause::nonce_once);
  for (const Trouble& trouble : {troubles[2], throttled, too_many}) {
    add_both(all, [&](Format format) {
      Case made =
          retried("retry/read/fresh-after-" + std::string{trouble.name},
                  std::string{trouble.what} + " twice, then a success", Look::sent_again_fresh,
                  read_call({answer_of(trouble, format),
                             answer_of(trouble, format),
                             {.kind = Answer::Kind::echo}},
                            {}));
      made.citations = {nonce};
      return made;
    });
  }
  for (const Trouble& trouble : {too_many, troubles[3]}) {
    add_both(all, [&](Format format) {
      Case made = retried(
          "retry/read/waits-after-" + std::string{trouble.name}, std::string{trouble.what},
          Look::waits, read_call({answer_of(trouble, format), {.kind = Answer::Kind::echo}}, {}));
      made.level = Level::recommended;
      return made;
    });
  }
  add_both(all, [&](Format format) {
    constexpr Trouble later = {"503", "", 503, "ServiceUnavailable", "Retry-After: 3600\r\n"};
    Case made = retried("retry/read/keeps-to-the-timeout", "503 with Retry-After of an hour",
                        Look::few, read_call({answer_of(later, format)}, {}));
    made.calls[0].short_time = true;
    return made;
  });
  for (const Trouble& trouble : {troubles[0], troubles[2], throttled}) {
    add_both(all, [&](Format format) {
      return retried("retry/read/ends-after-" + std::string{trouble.name},
                     std::string{trouble.what} + ", for ever", Look::few,
                     read_call({answer_of(trouble, format)}, {.outcome = Outcome::error}));
    });
  }
}

// Whoever follows takes nothing along that another host must not see.
void add_redirects(std::vector<Case>& all) {
  for (const int status : {301, 302, 303, 307, 308}) {
    for (const bool with_query : {false, true}) {
      Call call = start_call();
      std::string location = "Location: {elsewhere}/";
      if (with_query) location += "{query}";
      call.answers = {{.kind = Answer::Kind::elsewhere,
                       .pieces = {{.bytes = "HTTP/1.1 " + std::to_string(status) + " Moved\r\n" +
                                            location + "\r\nContent-Length: 0\r\n\r\n"}}}};
      Case made = retried("retry/redirect/" + std::to_string(status) +
                              (with_query ? "-with-the-query" : "-to-another-host"),
                          std::to_string(status) + " to another host" +
                              (with_query ? ", with the query of the request" : ""),
                          Look::nothing_elsewhere, std::move(call));
      made.level = Level::recommended;
      all.push_back(std::move(made));
    }
  }
}

}  // namespace

std::vector<Case> retry_cases() {
  std::vector<Case> all;
  add_power(all);
  add_reads(all);
  add_redirects(all);
  return all;
}

}  // namespace hallmark::cases::client

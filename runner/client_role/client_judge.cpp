// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/client_judge.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "reports/text.hpp"
#include "runner/client_role/answer_server.hpp"
#include "runner/reference/request/request.hpp"
#include "runner/reference/text.hpp"
#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

namespace client = cases::client;
using client::Carried;
using client::Look;
using Outcome = client::Told::Outcome;
using reports::Finding;
using reports::Verdict;
using Kind = UserTold::Kind;

std::string shown(std::string_view text, std::size_t longest = 120) {
  return reports::shortened(reports::printable(text.substr(0, 4096)), longest);
}

Finding fail(std::string reason, std::string wanted, std::string got) {
  Finding finding;
  finding.verdict = Verdict::fail;
  finding.reason = std::move(reason);
  finding.wanted = std::move(wanted);
  finding.got = std::move(got);
  return finding;
}

Finding fail(RequestFlaw flaw) {
  return fail(std::move(flaw.reason), std::move(flaw.wanted), std::move(flaw.got));
}

Finding unsupported(std::string reason) {
  Finding finding;
  finding.verdict = Verdict::unsupported;
  finding.reason = std::move(reason);
  return finding;
}

// "an error: 403 IncorrectInstanceStatus (service)", as far as it was told.
std::string in_words(const UserTold& told) {
  if (told.kind == Kind::success) return "told as a success: " + shown(told.line);
  if (told.kind != Kind::error) return shown(told.trouble);
  std::string text = "an error";
  if (!told.sort.empty()) text += " of kind " + shown(told.sort, 20);
  if (told.status) text += ", status " + std::to_string(*told.status);
  text += told.code.empty() ? ", no code" : ", code " + shown(told.code, 60);
  text += told.message.empty() ? ", no message" : ", \"" + shown(told.message, 60) + "\"";
  return text;
}

// Whether it stands in the text, not as a part of another word.
bool holds_word(std::string_view text, std::string_view word) {
  const auto is_part = [&](std::size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0);
  };
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    if (!(at > 0 && is_part(at - 1)) && !is_part(at + word.size())) return true;
  }
  return false;
}

bool any_leaf(const UserTold& told, auto fits) {
  return std::ranges::any_of(told.leaves, [&](const auto& leaf) { return fits(leaf.second); });
}

bool code_is_told(const UserTold& told, const std::string& code) {
  return told.code == code || any_leaf(told, [&](const std::string& text) { return text == code; });
}

// Many libraries have nothing but the text of an error. Raw answers in it are not counted: there
// the code stands between marks of JSON or XML.
bool code_is_in_the_text(const UserTold& told, const std::string& code) {
  const std::string text = " " + told.message + "  ";
  const auto goes_on = [&text](std::size_t place) {
    constexpr std::string_view marks = "\"'<>_-";
    const char c = text[place];
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || marks.find(c) != marks.npos;
  };
  for (std::size_t at = text.find(code); at != text.npos; at = text.find(code, at + 1)) {
    const std::size_t behind = at + code.size();
    const bool ends = !goes_on(behind) && !(text[behind] == '.' && goes_on(behind + 1));
    if (ends && !goes_on(at - 1) && text[at - 1] != '.') return true;
  }
  return false;
}

bool message_reached(const UserTold& told, const std::string& message) {
  return any_leaf(told, [&](const std::string& text) { return text.find(message) != text.npos; });
}

bool request_id_reached(const UserTold& told, const std::string& id) {
  return any_leaf(told, [&](const std::string& text) { return text.find(id) != text.npos; });
}

bool status_reached(const UserTold& told, int status) {
  const std::string number = std::to_string(status);
  return told.status == status ||
         any_leaf(told, [&](const std::string& text) { return holds_word(text, number); });
}

const std::string* value_in(const SaidByRequest& said, std::string_view name) {
  for (const auto& [parameter, value] : said.parameters) {
    if (parameter == name) return &value;
  }
  return nullptr;
}

// One look at one call. Nothing: it is as it should be.
class CallJudge {
 public:
  CallJudge(const client::Case& one, const SeenCase& seen, const SeenCall& call)
      : one_{one}, seen_{seen}, call_{call}, told_{call.told} {}

  std::optional<Finding> judge() const {
    if (told_.kind == Kind::unsupported) {
      return unsupported(told_.trouble.empty() ? "the shim cannot make the call"
                                               : shown(told_.trouble));
    }
    if (auto finding = completes()) return finding;
    if (auto finding = sends()) return finding;
    if (auto finding = looks_right()) return finding;
    if (auto finding = outcome()) return finding;
    return carried();
  }

 private:
  std::optional<Finding> completes() const {
    const std::string within =
        "that the call ends within " + std::to_string(call_.timeout.count()) + " ms and a little";
    if (told_.kind == Kind::broke) {
      const bool silent = told_.how == UserTold::Break::silent;
      return fail(silent ? "the call does not end" : "the client breaks",
                  silent ? within : "a client that survives its answer", shown(told_.trouble));
    }
    const auto turns = static_cast<std::int64_t>(std::max<std::size_t>(1, call_.requests.size()));
    if (call_.took <= call_.timeout * turns + client_grace) return std::nullopt;
    return fail("the call ends long after its timeout", within,
                "it ended after " + std::to_string(call_.took.count()) + " ms");
  }

  std::optional<Finding> sends() const {
    if (!call_.requests.empty()) return std::nullopt;
    if (std::ranges::any_of(call_.call->answers, [](const client::Answer& answer) {
          return answer.kind == client::Answer::Kind::refused;
        })) {
      return std::nullopt;
    }
    if (one_.look != Look::request && told_.kind == Kind::error && told_.sort == "usage") {
      return unsupported("the client refuses the call itself: " + shown(told_.message, 80));
    }
    return fail("nothing is sent", "a request", "no request; " + in_words(told_));
  }

  const reference::HttpRequest& first() const { return call_.requests.front().http; }

  std::optional<Finding> signature_of(const reference::HttpRequest& request) const {
    if (auto flaw = flaw_of_signature(request, seen_.access_key_secret))
      return fail(*std::move(flaw));
    const std::string key = said_by(request).access_key_id;
    if (key == seen_.access_key_id) return std::nullopt;
    return fail("another access key is named", "the access key that the call was given",
                "another one");
  }

  std::optional<Finding> looks_right() const {
    const auto found = [](std::optional<RequestFlaw> flaw) {
      return flaw ? std::optional{fail(*std::move(flaw))} : std::nullopt;
    };
    switch (one_.look) {
      case Look::nothing:
      case Look::request:
      case Look::nonce_once:  // of all calls together
      case Look::timestamp_moves:
      case Look::own_answer:
        return std::nullopt;
      case Look::signature:
        return signature_of(first());
      case Look::action:
        return found(flaw_of_action(first(), call_.action));
      case Look::parameters:
        return parameters();
      case Look::empty_sent:
        return empty_sent();
      case Look::unset_left_out:
        return unset_left_out();
      case Look::travels:
        return travels();
      case Look::token:
        return token();
      case Look::timestamp_shape:
        return found(flaw_of_timestamp(first(), true));
      case Look::timestamp_plain:
        return found(flaw_of_timestamp(first(), false));
      case Look::timestamp_now:
        return found(flaw_of_time(first(), call_.requests.front().clock));
      case Look::sent_once:
        return sent_once();
      case Look::sent_again_fresh:
        return sent_again_fresh();
      case Look::waits:
        return waits();
      case Look::few:
        return few();
      case Look::nothing_elsewhere:
        return nothing_elsewhere();
      case Look::no_code_invented:
        return no_code_invented();
      case Look::no_secret_told:
        return no_secret_told();
    }
    return std::nullopt;
  }

  // The name and value of each parameter as they must arrive.
  std::vector<std::pair<std::string, std::string>> given() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& [name, value] : call_.parameters) {
      if (const auto* text = std::get_if<std::string>(&value)) {
        all.emplace_back(name, *text);
      } else if (const auto* flag = std::get_if<bool>(&value)) {
        all.emplace_back(name, *flag ? "true" : "false");
      } else {
        std::size_t number = 0;
        for (const std::string& member : std::get<std::vector<std::string>>(value)) {
          all.emplace_back(name + "." + std::to_string(++number), member);
        }
      }
    }
    return all;
  }

  std::optional<Finding> parameters() const {
    const SaidByRequest said = said_by(first());
    for (const auto& [name, value] : given()) {
      const std::string* arrived = value_in(said, name);
      if (arrived == nullptr) {
        return fail("a parameter does not arrive", name + " = " + shown(value),
                    "no parameter of that name");
      }
      if (*arrived != value) {
        return fail("a parameter arrives otherwise than it was given", name + " = " + shown(value),
                    shown(*arrived));
      }
    }
    for (const auto& [name, value] : call_.parameters) {
      const auto* list = std::get_if<std::vector<std::string>>(&value);
      if (list == nullptr) continue;
      const std::string more = name + "." + std::to_string(list->size() + 1);
      if (value_in(said, more) != nullptr) {
        return fail("a list arrives with more members than it has",
                    std::to_string(list->size()) + " members", more + " as well");
      }
    }
    return signature_of(first());
  }

  std::optional<Finding> empty_sent() const {
    const SaidByRequest said = said_by(first());
    for (const auto& [name, value] : given()) {
      if (value_in(said, name) == nullptr) {
        return fail("an empty value is left out", name + " with an empty value", "no " + name);
      }
    }
    return std::nullopt;
  }

  std::optional<Finding> unset_left_out() const {
    const SaidByRequest said = said_by(first());
    const specs::Action* action = specs::find_action(call_.action);
    if (action == nullptr) return std::nullopt;
    for (const specs::ActionEdition& edition : *action->editions) {
      for (const specs::ParameterSpec& row : (*edition.page)->parameters) {
        const std::string name{row.name};
        const std::string* value = value_in(said, name);
        const bool was_given = std::ranges::any_of(
            call_.parameters, [&](const auto& one) { return one.name == name; });
        if (was_given || value == nullptr || value->empty()) continue;
        if (name == "Action" || name == "RegionId") continue;
        return fail("a parameter is sent that the caller did not set", "no " + name,
                    name + " = " + shown(*value));
      }
    }
    return std::nullopt;
  }

  std::optional<Finding> travels() const {
    if (auto flaw = flaw_of_travel(first())) return fail(*std::move(flaw));
    if (call_.call->method) {
      const std::string method = *call_.call->method == cases::Method::get ? "GET" : "POST";
      if (first().method != method) {
        return fail("another method is used than the caller asked for", method, first().method);
      }
    }
    return parameters();
  }

  std::optional<Finding> token() const {
    const std::string came = said_by(first()).token;
    if (came != call_.token) {
      return fail("the security token does not arrive", "the security token of the call",
                  came.empty() ? "none" : "another one");
    }
    return signature_of(first());
  }

  std::optional<Finding> sent_once() const {
    if (call_.requests.size() <= 1) return std::nullopt;
    return fail("a power action is sent again after an answer was read", "one request",
                std::to_string(call_.requests.size()) + " requests");
  }

  std::optional<Finding> sent_again_fresh() const {
    std::set<std::string> nonces;
    for (const SeenRequest& request : call_.requests) {
      const SaidByRequest said = said_by(request.http);
      if (!nonces.insert(said.nonce).second) {
        return fail("a request is sent again with the same nonce", "a new nonce",
                    "the nonce of an earlier request");
      }
      if (auto finding = signature_of(request.http)) return finding;
      if (auto flaw = flaw_of_time(request.http, request.clock)) return fail(*std::move(flaw));
    }
    return std::nullopt;
  }

  std::optional<Finding> waits() const {
    constexpr std::chrono::milliseconds asked{1000};
    constexpr std::chrono::milliseconds tolerance{50};
    for (std::size_t i = 1; i < call_.requests.size(); ++i) {
      const auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(
          call_.requests[i].at - call_.requests[i - 1].answered_at);
      if (pause + tolerance >= asked) continue;
      return fail("a request is sent again sooner than Retry-After says", "a pause of 1 s",
                  "a pause of " + std::to_string(pause.count()) + " ms");
    }
    return std::nullopt;
  }

  std::optional<Finding> few() const {
    constexpr std::size_t most = 10;
    if (call_.requests.size() <= most) return std::nullopt;
    return fail("a request is sent again without end", "ten requests at most",
                std::to_string(call_.requests.size()) + " requests");
  }

  std::optional<Finding> nothing_elsewhere() const {
    const std::string signature = said_by(first()).signature;
    for (const SeenRequest& request : call_.requests) {
      if (!request.elsewhere) continue;
      const std::string plain = [&] {
        std::string text;
        reference::append_percent_encoded(text, signature);
        return text;
      }();
      const auto holds = [&](std::string_view what) {
        return !what.empty() && request.raw.find(what) != request.raw.npos;
      };
      const bool signed_again = !said_by(request.http).signature.empty();
      if (signed_again || holds(signature) || holds(plain) || holds(seen_.access_key_id)) {
        return fail("a signed request goes to another host after a redirect",
                    "nothing signed for another host",
                    holds("Referer: ") || holds("referer: ") ? "the signed URL as Referer, or whole"
                                                             : "the signature or the key");
      }
    }
    return std::nullopt;
  }

  std::optional<Finding> no_code_invented() const {
    for (const std::string_view word :
         {"undefined", "null", "None", "nil", "NaN", "<nil>", "[object Object]"}) {
      if (told_.code == word || told_.request_id == word) {
        return fail("a code is told that nobody sent", "no code, for there was none",
                    "code " + shown(told_.code) + ", RequestId " + shown(told_.request_id));
      }
    }
    return std::nullopt;
  }

  std::optional<Finding> no_secret_told() const {
    const SaidByRequest said = said_by(first());
    std::string encoded;
    reference::append_percent_encoded(encoded, said.signature);
    const auto holds = [&](std::string_view what) {
      return !what.empty() && told_.line.find(what) != told_.line.npos;
    };
    if (holds(seen_.access_key_secret)) {
      return fail("the error tells the secret", "no secret in an error", "the secret");
    }
    if (holds(said.signature) || holds(encoded)) {
      return fail("the error tells the signature", "no signature in an error",
                  "the signature of the request");
    }
    return std::nullopt;
  }

  std::optional<Finding> outcome() const {
    const client::Told& wanted = call_.call->told;
    if (wanted.outcome == Outcome::error && told_.kind == Kind::success) {
      const bool readable =
          !call_.requests.empty() && call_.requests.back().answer.starts_with("HTTP/1.1 2");
      return fail(
          readable ? "what cannot be read is told as a success" : "a refusal is told as a success",
          "an error", in_words(told_));
    }
    if (wanted.outcome == Outcome::success && told_.kind == Kind::error) {
      return fail("a success is told as an error", "a success", in_words(told_));
    }
    return std::nullopt;
  }

  std::optional<Finding> carried() const {
    const client::CarriedSet set = call_.call->told.carried;
    const auto lost = [&](std::string_view what, const std::string& value) {
      return fail("the " + std::string{what} + " does not reach the user",
                  std::string{what} + " " + shown(value), in_words(told_));
    };
    if (set.contains(Carried::code) && !code_is_told(told_, call_.code) &&
        !code_is_in_the_text(told_, call_.code)) {
      return lost("code", call_.code);
    }
    if (set.contains(Carried::message) && !message_reached(told_, call_.message)) {
      return lost("message", call_.message);
    }
    if (set.contains(Carried::request_id) && !request_id_reached(told_, call_.request_id)) {
      return lost("RequestId", call_.request_id);
    }
    if (set.contains(Carried::status) && !status_reached(told_, call_.status)) {
      return lost("HTTP status", std::to_string(call_.status));
    }
    return std::nullopt;
  }

  const client::Case& one_;
  const SeenCase& seen_;
  const SeenCall& call_;
  const UserTold& told_;
};

std::optional<ClientVerdict> judge_nonces(const SeenCase& seen) {
  std::map<std::string, std::size_t> first;
  std::size_t requests = 0;
  for (std::size_t i = 0; i < seen.calls.size(); ++i) {
    for (const SeenRequest& request : seen.calls[i].requests) {
      ++requests;
      const std::string nonce = said_by(request.http).nonce;
      if (nonce.empty()) {
        return ClientVerdict{fail("a request has no nonce", "a nonce", "none"), i};
      }
      const auto [place, is_new] = first.emplace(nonce, i);
      if (is_new) continue;
      return ClientVerdict{fail("a nonce is used twice", "a new nonce for each request",
                                "call " + std::to_string(i + 1) + " has the nonce of call " +
                                    std::to_string(place->second + 1)),
                           i};
    }
  }
  return std::nullopt;
}

std::optional<ClientVerdict> judge_own_answers(const SeenCase& seen) {
  for (std::size_t i = 0; i < seen.calls.size(); ++i) {
    const SeenCall& call = seen.calls[i];
    if (request_id_reached(call.told, call.request_id)) continue;
    return ClientVerdict{fail("a call is told the answer to another call",
                              "RequestId " + call.request_id, in_words(call.told)),
                         i};
  }
  return std::nullopt;
}

std::optional<ClientVerdict> judge_moves(const SeenCase& seen) {
  if (seen.calls.size() < 2) return std::nullopt;
  const std::string one = said_by(seen.calls.front().requests.front().http).timestamp;
  const std::string other = said_by(seen.calls.back().requests.front().http).timestamp;
  if (one != other) return std::nullopt;
  return ClientVerdict{fail("two requests have one timestamp although a second passed",
                            "the time of each request", shown(one) + " twice"),
                       seen.calls.size() - 1};
}

std::optional<ClientVerdict> judge_all(const client::Case& one, const SeenCase& seen) {
  switch (one.look) {
    case Look::nonce_once:
      return judge_nonces(seen);
    case Look::own_answer:
      return judge_own_answers(seen);
    case Look::timestamp_moves:
      return judge_moves(seen);
    default:
      return std::nullopt;
  }
}

// Of a pass: what was left open.
std::string lenience_of(const client::Case& one, const SeenCase& seen) {
  if (seen.cut_short) {
    return "the client is slow: " + std::to_string(seen.calls.size()) + " of " +
           std::to_string(one.copies) + " calls were made";
  }
  const bool about_resending = one.look == Look::sent_again_fresh || one.look == Look::waits;
  if (about_resending && std::ranges::all_of(seen.calls, [](const SeenCall& call) {
        return call.requests.size() < 2;
      })) {
    return "nothing was sent again";
  }
  if (std::ranges::any_of(seen.calls, [](const SeenCall& call) {
        return call.call->told.carried.contains(Carried::code) &&
               !code_is_told(call.told, call.code);
      })) {
    return "the code stands in the text of the error alone";
  }
  return {};
}

std::string citations_of(const client::Case& one) {
  std::string all;
  for (const specs::Citation& place : one.citations) {
    all.append(all.empty() ? "" : "; ").append(place.text());
  }
  return all;
}

}  // namespace

ClientVerdict judge_client(const client::Case& one, const SeenCase& seen) {
  ClientVerdict verdict;
  for (std::size_t i = 0; i < seen.calls.size(); ++i) {
    if (auto finding = CallJudge{one, seen, seen.calls[i]}.judge()) {
      verdict = {*std::move(finding), i};
      break;
    }
  }
  if (verdict.finding.verdict == Verdict::pass) {
    if (auto whole = judge_all(one, seen)) verdict = *std::move(whole);
  }
  if (verdict.finding.verdict == Verdict::fail) verdict.finding.wanted_by = citations_of(one);
  if (verdict.finding.verdict == Verdict::pass) verdict.finding.lenience = lenience_of(one, seen);
  return verdict;
}

}  // namespace hallmark::runner

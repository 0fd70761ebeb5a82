// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/way_probes.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "reports/text.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/engine/way/sent_twice.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/foreign_json.hpp"
#include "runner/oracle/told.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/replies/coded_reply.hpp"
#include "runner/wire/signing/percent_encoding.hpp"
#include "runner/wire/signing/signature_quarrel.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Call;
using cases::Channel;
using cases::Format;
using cases::Identity;
using cases::Method;
using cases::Signature;
using cases::Variant;

constexpr std::string_view filler_name = "HallmarkFiller";

// What came to a request.
struct Told {
  HttpRequest request;
  HttpReply whole;
  Reply reply;

  [[nodiscard]] bool accepted() const { return is_accepted(reply); }
  [[nodiscard]] bool is_page() const { return is_foreign_page(reply, whole.body); }
};

// Over a connection of its own; nothing where no answer comes.
asio::awaitable<std::optional<Told>> told_to(Target& target, HttpRequest request) {
  Result<HttpReply> reply = co_await target.client.exchange_on_new_connection(request);
  if (!reply) co_return std::nullopt;
  Told told{.request = std::move(request), .whole = *std::move(reply), .reply = {}};
  told.reply = decode_reply(told.whole);
  co_return told;
}

asio::awaitable<std::optional<Told>> told_to(Target& target, const Cast& cast, const Call& call,
                                             Variant variant) {
  BuiltRequest built = target.requests.build(call, variant, cast, target.reactivate_spelling, {});
  co_return co_await told_to(target, std::move(built.http));
}

Call with(Call call, std::string_view name, std::string value) {
  call.arguments.push_back({.name = std::string{name}, .value = cases::text(std::move(value))});
  return call;
}

Call by(Call call, Identity identity) {
  call.identity = identity;
  return call;
}

Headers without(Headers headers, bool authorization, bool acs) {
  std::erase_if(headers, [&](const auto& header) {
    const std::string name = reports::to_lower(header.first);
    return (authorization && name == "authorization") || (acs && name.starts_with("x-acs-"));
  });
  return headers;
}

// ", which Server: nginx may be": who says that it stands there.
std::string named_by(const HttpReply& page) {
  for (const std::string_view name : {"Server", "Via"}) {
    const std::string_view value = page.header(name);
    if (value.empty()) continue;
    return " (" + std::string{name} + ": " +
           reports::shortened(reports::printable(std::string{value.substr(0, value.find('/'))}),
                              40) +
           ")";
  }
  return {};
}

bool same_answer(const Reply& left, const Reply& right) {
  return shape_of(left) == shape_of(right) && left.message == right.message;
}

// What a refusal is made of that is not the API's, in words.
std::string kind_of_page(const Told& told) {
  return std::to_string(told.reply.http_status) + named_by(told.whole);
}

// Parameters in the text that the target signed, as its message shows it, which were not sent.
std::vector<std::pair<std::string, std::string>> arrived_besides(std::string_view message,
                                                                 const HttpRequest& sent) {
  constexpr std::string_view behind_the_method = "&%2F";
  std::vector<std::pair<std::string, std::string>> all;
  const std::size_t path = message.find(behind_the_method);
  if (path == message.npos) return all;
  const std::size_t begin = message.find('&', path + 1);
  if (begin == message.npos) return all;
  const std::string_view text = message.substr(begin + 1);
  const auto query = percent_decode(text.substr(0, text.find_first_of(" \t\r\n\"'")));
  if (!query) return all;
  const std::string_view url = sent.target;
  const std::string what_was_sent =
      "&" + std::string{url.substr(std::min(url.find('?'), url.size() - 1) + 1)} + "&" + sent.body;
  std::string_view rest = *query;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = pair.find('=');
    if (equals == pair.npos) continue;
    const std::string_view spelled = pair.substr(0, equals);
    if (what_was_sent.find("&" + std::string{spelled} + "=") != std::string::npos) continue;
    const auto name = percent_decode(spelled);
    const auto value = percent_decode(pair.substr(equals + 1));
    if (name && value) all.emplace_back(*name, *value);
  }
  return all;
}

// Those that are lost on the way are few.
asio::awaitable<Acquaintance> look_often(Target& target, const Cast& cast, int looks,
                                         bool (*is_enough)(const Acquaintance&)) {
  constexpr int most_lost = 3;
  const auto& ways = target.claimed_variants;
  Acquaintance seen;
  int lost = 0;
  for (int look = 0; look < looks && lost < most_lost && !ways.empty(); ++look) {
    const Channel channel = describe_channels.at(look % describe_channels.size());
    const auto told = co_await told_to(target, cast, look_call(channel, Whose::own), ways.front());
    if (!told) {
      ++lost;
      continue;
    }
    seen.known = seen.known || told->accepted();
    seen.unknown = seen.unknown || knows_no_key(told->reply);
    if (is_enough(seen)) break;
  }
  co_return seen;
}

class Probes {
 public:
  Probes(Target& target, const Cast& cast, const Elsewhere& elsewhere)
      : target_{target}, cast_{cast}, elsewhere_{elsewhere} {}

  asio::awaitable<WayShown> ask() {
    co_await find_plain();
    if (silent_) co_return std::move(shown_);
    look_at_nonces();
    look_behind_bodies();
    if (!is_over()) co_await look_behind_xml();
    if (!is_over()) co_await look_at_parameters();
    if (is_over()) co_return std::move(shown_);
    if (plain_) {
      co_await look_at_refusals();
      if (!is_over()) co_await look_at_connections();
      if (!is_over()) co_await look_for_caches();
      if (!is_over()) co_await look_at_long_urls();
      if (!is_over()) co_await look_at_blanks();
      if (!is_over()) co_await look_at_posts();
      if (!is_over()) co_await look_at_forms();
    }
    if (!is_over()) co_await look_at_v3();
    shown_.no_signature_is_accepted = !silent_ && shown_.spoilt.empty() && !ways_.empty() &&
                                      std::ranges::all_of(ways_, [](const Way& one) {
                                        return refuses_signature(one.told.reply);
                                      });
    co_return std::move(shown_);
  }

 private:
  [[nodiscard]] bool is_over() const {
    return silent_ || std::ranges::any_of(
                          shown_.spoilt, [](const Spoilt& one) { return one.reach == Reach::all; });
  }

  void spoils(Reach reach, std::string what, std::size_t longest = 0) {
    shown_.spoilt.push_back({.reach = reach, .what = std::move(what), .longest = longest});
  }

  BuiltRequest build(const Call& call, Variant variant) {
    return target_.requests.build(call, variant, cast_, target_.reactivate_spelling, {});
  }

  asio::awaitable<Told> send(HttpRequest request) {
    std::optional<Told> told;
    if (!silent_) told = co_await told_to(target_, std::move(request));
    silent_ = !told;
    co_return told ? *std::move(told) : Told{};
  }

  asio::awaitable<Told> ask(const Call& call, Variant variant) {
    BuiltRequest built = build(call, variant);
    co_return co_await send(std::move(built.http));
  }

  [[nodiscard]] bool claims(Variant variant) const {
    const auto& all = target_.claimed_variants;
    return std::ranges::find(all, variant) != all.end();
  }

  // In the format in which it is claimed; nothing where it is not.
  [[nodiscard]] std::optional<Variant> claimed(Method method, Signature signature) const {
    for (const Format format : {Format::json, Format::xml}) {
      const Variant variant{.method = method, .format = format, .signature = signature};
      if (claims(variant)) return variant;
    }
    return std::nullopt;
  }

  struct Way {
    Variant variant;
    Told told;
  };

  [[nodiscard]] const Way* way(Method method, Signature signature) const {
    const auto found = std::ranges::find_if(ways_, [&](const Way& one) {
      return one.variant.method == method && one.variant.signature == signature;
    });
    return found == ways_.end() ? nullptr : &*found;
  }
  [[nodiscard]] const Way* working(Method method, Signature signature) const {
    const Way* const one = way(method, signature);
    return one != nullptr && one->told.accepted() ? one : nullptr;
  }

  // A look in each way to travel, through the first channel that is answered in one of them.
  asio::awaitable<void> find_plain() {
    for (const Channel channel : describe_channels) {
      ways_.clear();
      look_ = look_call(channel, Whose::own);
      for (const Signature signature : {Signature::v1, Signature::v3}) {
        for (const Method method : {Method::get, Method::post_query, Method::post_form}) {
          const auto variant = claimed(method, signature);
          if (!variant) continue;
          Told told = co_await ask(look_, *variant);
          if (silent_) co_return;
          ways_.push_back({.variant = *variant, .told = std::move(told)});
        }
      }
      for (const Way& one : ways_) {
        if (!one.told.accepted() || one.told.reply.request_id.value_or("").empty()) continue;
        plain_ = one.variant;
        co_return;
      }
    }
  }

  // In all ways, or in all that are a POST.
  void look_at_nonces() {
    const auto is_spent = [](const Way& one) { return says_nonce_used(one.told.reply); };
    const auto is_post = [](const Way& one) { return one.variant.method != Method::get; };
    const bool all = std::ranges::all_of(ways_, is_spent);
    const bool posts =
        std::ranges::all_of(ways_, [&](const Way& one) { return is_spent(one) == is_post(one); });
    if (!all && !posts) return;
    for (const Way& one : ways_) {
      if (is_spent(one)) shown_.spent.push_back(one.variant);
    }
  }

  // HTML behind a document is nobody's who writes JSON, whatever it says.
  void look_behind_bodies() {
    std::string first;
    std::size_t times = 0;
    for (const Way& one : ways_) {
      const HttpReply& whole = one.told.whole;
      const std::string_view behind = markup_behind(whole.header("Content-Type"), whole.body);
      const bool may_be_its_own = one.variant.format == Format::xml && behind.starts_with("<!--");
      if (behind.empty() || may_be_its_own) return;
      if (first.empty()) first = behind;
      if (first != behind) return;
      ++times;
    }
    if (times < 2) return;
    spoils(Reach::all,
           "something between here and the target puts \"" +
               reports::shortened(reports::printable(first), 60) +
               "\" behind each answer: have it leave bodies as they are, or ask past it");
  }

  // The same where all that was asked is JSON.
  asio::awaitable<void> look_behind_xml() {
    if (!plain_ || plain_->format != Format::json) co_return;
    Variant variant = *plain_;
    variant.format = Format::xml;
    if (!claims(variant)) co_return;
    std::string first;
    for (const Channel channel : describe_channels) {
      const Told told = co_await ask(look_call(channel, Whose::own), variant);
      if (silent_) co_return;
      const std::string_view behind =
          markup_behind(told.whole.header("Content-Type"), told.whole.body);
      if (behind.empty() || behind.starts_with("<!--")) co_return;
      if (first.empty()) first = behind;
      if (first != behind) co_return;
    }
    spoils(Reach::xml,
           "something between here and the target puts \"" +
               reports::shortened(reports::printable(first), 60) +
               "\" behind each answer of XML: have it leave bodies as they are, or ask past it");
  }

  // Signed with what the target says that it got besides, and sent without.
  asio::awaitable<void> look_at_parameters() {
    constexpr std::size_t most = 4;
    for (const Way& one : ways_) {
      if (one.variant.signature != Signature::v1 || !refuses_signature(one.told.reply)) continue;
      const auto added = arrived_besides(text_of(one.told.reply.message), one.told.request);
      if (added.empty() || added.size() > most) continue;
      Call call = look_;
      std::string named;
      for (const auto& [name, value] : added) {
        call = with(std::move(call), name, value);
        named += (named.empty() ? "" : ", ") + name + "=" + value;
      }
      HttpRequest request = build(call, one.variant).http;
      for (const auto& [name, value] : added) {
        const std::string pair = percent_encode(name) + "=" + percent_encode(value);
        for (std::string* const part : {&request.target, &request.body}) {
          const std::size_t at = part->find("&" + pair);
          if (at != part->npos) part->erase(at, pair.size() + 1);
        }
      }
      const Told told = co_await send(std::move(request));
      if (silent_) co_return;
      if (!told.accepted()) continue;
      spoils(
          plain_ && one.variant.method == Method::get ? Reach::gets : Reach::all,
          "a parameter that was not sent arrives (" +
              reports::shortened(reports::printable(named), 60) +
              "): what is signed with it and sent without is accepted: have what is between here "
              "and the target hand requests on as they came");
      co_return;
    }
  }

  // Those that every endpoint has, for reasons that have nothing in common.
  [[nodiscard]] std::vector<Call> refused_calls() const {
    const cases::TestedAction& start = cases::start_instance_action;
    Call nobodys = look_;
    nobodys.action = "HallmarkAsksForNoSuchAction";
    nobodys.spelled_as_is = true;
    Call unknown{.action = std::string{start.name},
                 .arguments = {{.name = start.documents->instances->in_request(),
                                .value = cases::text("i-hallmark0nobody00has0")}}};
    return {by(look_, Identity::wrong_secret), by(look_, Identity::unknown_key), nobodys,
            Call{.action = std::string{start.name}}, unknown};
  }

  asio::awaitable<void> look_at_refusals() {
    std::string first;
    std::map<int, std::string> said;  // in JSON, by the status
    bool tells_apart = false;
    for (const Call& call : refused_calls()) {
      for (const Format format : {Format::json, Format::xml}) {
        Variant variant = *plain_;
        variant.format = format;
        if (!claims(variant)) continue;
        const Told told = co_await ask(call, variant);
        if (silent_ || !told.is_page()) co_return;
        if (first.empty()) first = kind_of_page(told);
        // Who says in words of its own what each refusal is for has read the request.
        if (!is_foreign_json(told.reply)) continue;
        const std::string words = words_of_foreign_json(told.reply);
        tells_apart =
            tells_apart || said.try_emplace(told.reply.http_status, words).first->second != words;
      }
    }
    if (tells_apart) co_return;
    spoils(
        Reach::all,
        "every refusal arrives as a page without Code and RequestId, whatever it is for, first " +
            first +
            ": something between here and the target answers in its place: have it hand refusals "
            "through (nginx: proxy_intercept_errors off), or ask past it");
  }

  // Two kinds of looks in turns, each answered well on a connection of its own.
  asio::awaitable<void> look_at_connections() {
    constexpr std::array channels{Channel::describe_instances, Channel::describe_instance_status};
    constexpr std::array<std::string_view, 2> members{"Instances", "InstanceStatuses"};
    for (std::size_t kind = 0; kind < channels.size(); ++kind) {
      const Told told = co_await ask(look_call(channels.at(kind), Whose::own), *plain_);
      if (silent_ || !told.accepted() || !told.reply.tree.member(members.at(kind))) co_return;
    }
    constexpr std::size_t in_turns = 4;
    std::vector<HttpRequest> requests;
    for (std::size_t i = 0; i < in_turns; ++i) {
      requests.push_back(build(look_call(channels.at(i % 2), Whose::own), *plain_).http);
    }
    std::size_t connections = 0;
    const auto replies =
        co_await target_.client.exchange_on_one_connection(std::move(requests), connections);
    if (replies.size() < in_turns || connections != 1) co_return;
    for (std::size_t i = 1; i < in_turns; ++i) {
      if (!replies[i]) co_return;
      const Reply reply = decode_reply(*replies[i]);
      if (!is_accepted(reply)) co_return;
      const bool is_anothers = reply.tree.member(members.at(i % 2)) == nullptr &&
                               reply.tree.member(members.at((i + 1) % 2)) != nullptr;
      if (!is_anothers) co_return;
    }
    spoils(
        Reach::all,
        "on a connection that is kept each answer is that to an earlier request, and right on one "
        "of its own: something between here and the target has lost count of them: mend it, or "
        "ask past it");
  }

  // What nobody could have signed is given the answer that somebody else got.
  asio::awaitable<void> look_for_caches() {
    for (const Way& one : ways_) {
      if (!one.told.accepted()) continue;
      const bool is_v1 = one.variant.signature == Signature::v1;
      Told again;
      if (is_v1) {
        again = co_await send(one.told.request);
      } else {
        again = co_await ask(by(look_, Identity::wrong_secret), one.variant);
      }
      if (silent_) co_return;
      const auto& id = one.told.reply.request_id;
      const bool is_same =
          id && !id->empty() && again.accepted() && again.whole.body == one.told.whole.body;
      if (!is_same || is_everybodys(*id)) continue;
      spoils(Reach::all, "something between here and the target answers from a cache: a request " +
                             std::string{is_v1 ? "that is sent twice" : "signed with another key"} +
                             " got the very answer to the one before, RequestId and all: have it "
                             "keep none, or ask past it");
      co_return;
    }
  }

  [[nodiscard]] bool is_everybodys(std::string_view request_id) const {
    return std::ranges::count_if(ways_, [&](const Way& one) {
             return text_of(one.told.reply.request_id) == request_id;
           }) > 1;
  }

  // As long in a form as it is in a URL.
  asio::awaitable<void> look_at_long_urls() {
    constexpr std::array lengths{3000U, 1600U, 800U, 400U, 200U, 100U, 50U};  // bytes more
    const Way* form = nullptr;
    const Way* url = nullptr;
    for (const Signature signature : {Signature::v3, Signature::v1}) {
      if (form == nullptr) form = working(Method::post_form, signature);
      if (url == nullptr) url = working(Method::get, signature);
      if (url == nullptr) url = working(Method::post_query, signature);
    }
    if (form == nullptr || url == nullptr) co_return;
    std::string failed;
    bool as_form = false;
    for (const unsigned length : lengths) {
      const Call longer = with(look_, filler_name, std::string(length, 'a'));
      const Told told = co_await ask(longer, url->variant);
      if (silent_) co_return;
      if (told.accepted()) {
        if (as_form) tell_long_urls(failed, told.request.target.size());
        co_return;
      }
      const bool is_its_own_failure = told.reply.http_status >= 500 && !told.is_page();
      if (is_its_own_failure || told.reply.http_status < 400) co_return;
      failed = shape_of(told.reply) + (told.is_page() ? named_by(told.whole) : "");
      if (!as_form) {
        const Told sent_as_form = co_await ask(longer, form->variant);
        if (silent_ || !sent_as_form.accepted()) co_return;
        as_form = true;
      }
    }
    if (as_form) tell_long_urls(failed, url->told.request.target.size());
  }

  void tell_long_urls(const std::string& failed, std::size_t longest) {
    spoils(Reach::long_urls,
           "a URL of more than some " + std::to_string(longest) +
               " bytes does not arrive as it was sent (" + failed +
               "; the same in a form is accepted): have what is between here and the target take "
               "URLs of 8 KB",
           longest);
  }

  // Sent with one value, and signed with what somebody may make of that.
  asio::awaitable<void> look_at_blanks() {
    const Way* url = working(Method::get, Signature::v1);
    if (url == nullptr) url = working(Method::get, Signature::v3);
    if (url == nullptr) co_return;
    struct Change {
      std::string_view value, spelled;
      std::string_view arrives, signed_spelling;
      std::string_view what;
    };
    constexpr std::array all{
        Change{"a b", "a%20b", "ab", "ab", "a blank in a URL is dropped"},
        Change{"a b", "a%20b", "a+b", "a%2Bb", "a blank in a URL becomes a plus"},
        Change{"a+b", "a%2Bb", "ab", "ab", "a plus in a URL is dropped"},
        Change{"a+b", "a%2Bb", "a b", "a%20b", "a plus in a URL becomes a blank"},
    };
    const std::string name = std::string{filler_name} + "=";
    for (const Change& one : all) {
      const Told told =
          co_await ask(with(look_, filler_name, std::string{one.value}), url->variant);
      if (silent_) co_return;
      if (told.accepted() || !refuses_signature(told.reply)) continue;
      bool arrives = false;
      // A signature of V1 may have a plus of its own, one in three has.
      for (int tries = 0; tries < 8 && !arrives; ++tries) {
        BuiltRequest built =
            build(with(look_, filler_name, std::string{one.arrives}), url->variant);
        std::string& sent = built.http.target;
        const std::string found = name + std::string{one.signed_spelling};
        const std::size_t at = sent.find(found);
        if (at == sent.npos) co_return;
        sent.replace(at, found.size(), name + std::string{one.spelled});
        const Told changed = co_await send(std::move(built.http));
        if (silent_) co_return;
        arrives = changed.accepted();
      }
      if (!arrives) continue;
      const std::string what =
          std::string{one.what} +
          " before its signature is looked at: what was signed so is accepted, "
          "and what was sent is not";
      if (one.value == "a b") {
        spoils(Reach::blanks, what + ": have what is between hand URLs on as they came");
      } else {  // as many do who decode too much
        shown_.suspicions.push_back({.reach = Reach::pluses,
                                     .asks = "does a plus arrive?",
                                     .what = what +
                                             ", by the target or by something in between: ask "
                                             "past it, or look at what arrives"});
      }
      co_return;
    }
  }

  // Sent with POST, and signed for GET.
  asio::awaitable<void> look_at_posts() {
    for (const Signature signature : {Signature::v1, Signature::v3}) {
      const Way* const get = working(Method::get, signature);
      const Way* const post = way(Method::post_query, signature);
      if (get == nullptr || post == nullptr || post->told.accepted()) continue;
      BuiltRequest built = build(look_, get->variant);
      built.http.method = "POST";
      const Told told = co_await send(std::move(built.http));
      if (silent_) co_return;
      if (!told.accepted()) continue;
      spoils(
          Reach::posts,
          "a POST arrives as a GET: the target accepts one that was signed for GET, and none that "
          "was signed for POST: have what is between hand requests on as they came");
      co_return;
    }
  }

  // A form is read for its Content-Type.
  asio::awaitable<void> look_at_forms() {
    const Way* const form = way(Method::post_form, Signature::v1);
    if (form == nullptr || form->told.accepted() || is_spoilt(Reach::posts)) co_return;
    if (is_by_others(form->told)) co_return;
    HttpRequest bare = build(look_, form->variant).http;
    std::erase_if(bare.headers, [](const auto& header) {
      return same_header_name(header.first, "Content-Type");
    });
    const Told told = co_await send(std::move(bare));
    if (silent_ || !same_answer(told.reply, form->told.reply)) co_return;
    const bool still_passes = co_await passes();
    if (!still_passes) co_return;
    shown_.suspicions.push_back(
        {.reach = Reach::posts,
         .asks = "is its Content-Type stripped?",
         .what =
             "a form is answered as one without a Content-Type: a target that reads no forms does "
             "so, and so does something in between that strips it, or the body: ask past it, or "
             "look at what arrives"});
  }

  // Not of the API, or of one who is away: not for what was asked.
  static bool is_by_others(const Told& told) {
    return told.is_page() || is_away(told.reply) || is_throttling(told.reply) ||
           is_too_long_for_somebody(told.reply);
  }

  // Whether what was accepted in the beginning is accepted still.
  asio::awaitable<bool> passes() {
    if (!plain_) co_return false;
    const Told told = co_await ask(look_, *plain_);
    co_return !silent_ && told.accepted();
  }

  [[nodiscard]] bool is_spoilt(Reach reach) const {
    return std::ranges::any_of(shown_.spoilt,
                               [&](const Spoilt& one) { return one.reach == reach; });
  }

  asio::awaitable<void> look_at_v3() {
    const Way* refused = nullptr;
    for (const Method method : {Method::post_query, Method::get, Method::post_form}) {
      if (working(method, Signature::v3) != nullptr) co_return;
      if (refused == nullptr) refused = way(method, Signature::v3);
    }
    if (refused == nullptr || is_by_others(refused->told)) co_return;
    co_await sign_for_others(*refused);
    if (silent_ || is_spoilt(Reach::v3)) co_return;
    co_await leave_headers_out(*refused);
  }

  // For another host, for the bare path, or for both: what a proxy makes of them.
  asio::awaitable<void> sign_for_others(const Way& refused) {
    if (!refuses_signature(refused.told.reply)) co_return;
    const std::string& path = elsewhere_.path;
    std::vector<std::string> hosts{target_.host};
    const std::string_view told_host = text_of(refused.told.reply.host_id);
    if (!told_host.empty() && told_host != target_.host) hosts.emplace_back(told_host);
    std::vector<std::string> paths{path};
    if (path != "/") paths.emplace_back("/");
    for (const std::string& host : hosts) {
      for (const std::string& other_path : paths) {
        if (host == target_.host && other_path == path) continue;
        RequestBuilder elsewhere{host, other_path, NonceGenerator{}, elsewhere_.clock};
        BuiltRequest built =
            elsewhere.build(look_, refused.variant, cast_, target_.reactivate_spelling, {});
        for (auto& [name, value] : built.http.headers) {
          if (same_header_name(name, "Host")) value = target_.host;
        }
        built.http.target.replace(0, other_path.size(), path);
        const Told told = co_await send(std::move(built.http));
        if (silent_) co_return;
        if (!told.accepted()) continue;
        spoils(Reach::v3, arrives_otherwise(host, other_path));
        co_return;
      }
    }
  }

  // The host and the path that a V3 signature has to cover, where one of them is not what is asked.
  [[nodiscard]] std::string arrives_otherwise(const std::string& host,
                                              const std::string& path) const {
    std::string what;
    std::string cure;
    if (path != elsewhere_.path) {
      what = "the path " + path + " where " + elsewhere_.path + " is asked";
      cure = "hand the path on whole (nginx: proxy_pass without one)";
    }
    if (host != target_.host) {
      what += (what.empty() ? "the host " : ", and the host ") + reports::printable(host) +
              " where " + target_.host + " is asked";
      cure += (cure.empty() ? "hand" : ", and") + std::string{" the host on as it came (nginx: "} +
              "proxy_set_header Host $http_host)";
    }
    return "V3 signatures are accepted over " + what + ": have what is between " + cure;
  }

  // Whoever gets none of them cannot tell a request that has them from one that has not.
  asio::awaitable<void> leave_headers_out(const Way& refused) {
    struct Left {
      bool authorization;
      bool acs;
    };
    constexpr std::array all{Left{true, false}, Left{false, true}, Left{true, true}};
    std::array<bool, all.size()> is_same{};
    for (std::size_t i = 0; i < all.size(); ++i) {
      HttpRequest request = build(look_, refused.variant).http;
      request.headers = without(std::move(request.headers), all.at(i).authorization, all.at(i).acs);
      const Told told = co_await send(std::move(request));
      if (silent_) co_return;
      is_same.at(i) = same_answer(told.reply, refused.told.reply);
    }
    const std::string alike =
        "the signature headers do not arrive: a request signed with V3 is "
        "answered as one without ";
    // Who reads neither kind of header may know no V3; who reads x-acs-*, or asks for it, does.
    const bool asks_for_acs =
        text_of(refused.told.reply.message).find("x-acs-") != std::string::npos;
    if (is_same[0] && !is_same[1] && !is_same[2]) {
      spoils(Reach::v3, alike + "Authorization: have what is between hand that on");
    } else if (!is_same[0] && is_same[1] && asks_for_acs) {
      spoils(Reach::v3, alike + "x-acs-*: have what is between hand those on");
    } else if (is_same[1]) {
      // What everything is answered for a time says nothing of headers.
      const bool still_passes = co_await passes();
      if (!still_passes) co_return;
      const std::string lost = is_same[0] ? "neither Authorization nor x-acs-*" : "no x-acs-*";
      shown_.suspicions.push_back(
          {.reach = Reach::v3,
           .asks = "do the headers arrive?",
           .what =
               "what is signed with V3 is answered as if it had " + lost +
               ", which V1 does not need: a target that knows no V3 does so (say --without v3), "
               "and so does something in between that strips them: ask past it, or look at what "
               "arrives"});
    }
  }

  Target& target_;
  const Cast& cast_;
  const Elsewhere& elsewhere_;
  Call look_;
  std::vector<Way> ways_;
  std::optional<Variant> plain_;  // in which looks are accepted
  bool silent_ = false;           // a request was not answered
  WayShown shown_;
};

}  // namespace

asio::awaitable<WayShown> ask_about_the_way(Target& target, const Cast& cast,
                                            const Elsewhere& elsewhere) {
  Probes probes{target, cast, elsewhere};
  co_return co_await probes.ask();
}

std::string words_of(const Call& call, const Cast& cast) {
  std::string words = call.action + " ";
  for (const cases::Argument& argument : call.arguments) {
    words += argument.name + " " + resolve(argument.value, cast) + " ";
  }
  for (const cases::Edit& edit : call.edits) {
    words += edit.name + " " + resolve(edit.value, cast) + " ";
  }
  return words;
}

asio::awaitable<bool> comes_for_its_words(Target& target, const Cast& cast, std::string words,
                                          Variant variant, int status) {
  for (const Channel channel : describe_channels) {
    const Call& look = look_call(channel, Whose::own);
    const auto harmless = co_await told_to(target, cast, with(look, filler_name, "words"), variant);
    if (!harmless) co_return false;
    if (!harmless->accepted()) continue;
    // In an order that no turns of several servers keep, for one of them may have pages for all.
    constexpr std::string_view order = "w ww  w w  ww ";
    for (const char one : order) {
      const bool is_plain = one == ' ';
      std::string value{"words"};
      if (!is_plain) value = words;
      const Call asked = with(look, filler_name, std::move(value));
      const auto told = co_await told_to(target, cast, asked, variant);
      if (!told) co_return false;
      const bool is_so =
          is_plain ? told->accepted() : told->is_page() && told->reply.http_status == status;
      if (!is_so) co_return false;
    }
    co_return true;
  }
  co_return false;
}

asio::awaitable<std::optional<Reply>> reply_to_a_look(Target& target, const Cast& cast,
                                                      Variant variant) {
  const Call& look = look_call(describe_channels.front(), Whose::own);
  auto told = co_await told_to(target, cast, look, variant);
  if (!told) co_return std::nullopt;
  co_return std::move(told->reply);
}

asio::awaitable<Acquaintance> look_for_one_who_knows(Target& target, const Cast& cast, int looks) {
  return look_often(target, cast, looks, [](const Acquaintance& seen) { return seen.known; });
}

asio::awaitable<Acquaintance> look_for_two(Target& target, const Cast& cast) {
  return look_often(target, cast, enough_looks,
                    [](const Acquaintance& seen) { return seen.is_of_two(); });
}

bool is_too_long_for_somebody(const Reply& reply) {
  constexpr std::array all{413, 414, 431};
  return std::ranges::find(all, reply.http_status) != all.end() && !reply.code && !reply.request_id;
}

std::string_view markup_behind(std::string_view content_type, std::string_view body) {
  constexpr std::size_t far_enough = 4096;  // bytes from the end
  std::string_view behind;
  for (std::size_t at = body.rfind('<'); at != body.npos && at > 0; at = body.rfind('<', at - 1)) {
    if (body.size() - at > far_enough) break;
    if (decode_reply(200, content_type, body.substr(0, at)).decoded()) behind = body.substr(at);
  }
  return behind;
}

}  // namespace hallmark::runner

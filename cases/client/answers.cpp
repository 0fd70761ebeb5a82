// SPDX-License-Identifier: Apache-2.0
//
// answer/: every row and every sample of every page, given out as an endpoint would; what it says
// must reach the user.
#include "cases/client/tables.hpp"
#include "specs/catalog.hpp"
#include "specs/common/envelope.hpp"
#include "specs/common/errors.hpp"
#include "specs/common/http.hpp"

namespace hallmark::cases::client {
namespace {

namespace envelope = specs::common::envelope;
using specs::Citation;

std::vector<std::string> spellings_of(std::string_view action) {
  if (const specs::Action* known = specs::find_action(action)) {
    return {known->spellings->begin(), known->spellings->end()};
  }
  return start_call().actions;  // of a page that holds for every action
}

// answer/start-instance-2020-10/row-2
std::string id_of(const Citation& place, std::string_view kind) {
  std::string id = "answer/" + slug_of(place.page->action);
  if (!place.page->edition.empty()) id.append("-").append(slug_of(place.page->edition));
  for (char& c : id) {
    if (c == ' ') c = '-';
  }
  return id.append("/").append(kind).append("-").append(std::to_string(place.number));
}

// One call with one answer.
Case answered(std::string id, std::string given, Answer answer, Told told) {
  Case made{.id = std::move(id), .given = std::move(given), .needs = {std::string{speaks}}};
  made.calls = {start_call()};
  made.calls[0].answers = {std::move(answer)};
  made.calls[0].told = std::move(told);
  if (made.calls[0].told.outcome == Told::Outcome::error) {
    made.needs.emplace_back(tells_errors);
  }
  return made;
}

void add_row(std::vector<Case>& all, const Citation& place, std::string_view kind,
             std::string_view code) {
  const auto make = [&](Format) {
    Case made = answered(
        id_of(place, kind), place.text(), {.kind = Answer::Kind::printed, .place = place},
        {.outcome = Told::Outcome::error, .carried = CarriedSet{Carried::code, Carried::message}});
    made.calls[0].actions = spellings_of(place.page->action);
    if (code == "DryRunOperation") {
      made.calls[0].actions = {"StartInstance", "RebootInstance"};
      made.calls[0].parameters.push_back({"DryRun", true});
    }
    made.citations = {place};
    return made;
  };
  add_both(all, make);
}

void add_rows(std::vector<Case>& all) {
  for (const auto pages : {specs::pages(), specs::common_pages()}) {
    for (const specs::Page* page : pages) {
      for (const specs::ErrorRow& row : page->errors) {
        add_row(all, {page, Citation::Kind::row, row.row}, "row", row.code.text());
      }
      for (const specs::CommonErrorRow& row : page->common_errors) {
        add_row(all, {page, Citation::Kind::common_row, row.row}, "row", row.code.text());
      }
    }
  }
}

// A page prints one sample of a success for each format; either is given out in both.
void add_samples(std::vector<Case>& all) {
  for (const specs::Page* page : specs::pages()) {
    int number = 0;
    for (const specs::Sample& sample : page->samples) {
      ++number;
      if (sample.kind == specs::Sample::Kind::request) continue;
      const Citation place{page, Citation::Kind::sample, number};
      add_both(all, [&](Format) {
        Case made = answered(
            id_of(place, "sample"), place.text(), {.kind = Answer::Kind::printed, .place = place},
            {.outcome = Told::Outcome::success, .carried = CarriedSet{Carried::request_id}});
        made.calls[0].actions = spellings_of(page->action);
        made.citations = {place};
        return made;
      });
    }
  }
}

void add_status_and_request_id(std::vector<Case>& all) {
  for (const int status : {400, 403, 404, 500, 503}) {
    add_both(all, [&](Format format) {
      Case made = answered("answer/status/" + std::to_string(status), "a refusal with that status",
                           bytes(typed(status, type_of(format), refusal_body(format))),
                           {.outcome = Told::Outcome::error,
                            .carried = CarriedSet{Carried::status},
                            .status = status});
      made.citations = {specs::cite_clause(envelope::page, envelope::clause::error_status)};
      return made;
    });
  }
  add_both(all, [](Format format) {
    Case made =
        answered("answer/request-id/of-an-error", "a refusal",
                 bytes(typed(403, type_of(format), refusal_body(format))),
                 {.outcome = Told::Outcome::error, .carried = CarriedSet{Carried::request_id}});
    made.citations = {specs::cite_clause(envelope::page, envelope::clause::request_id_always)};
    return made;
  });
}

struct Text {
  std::string_view name, json, xml;
  std::string_view plain;
};

// Messages that travel in more than one spelling.
constexpr Text texts[] = {
    {"cjk", "\u5b9e\u4f8b\u72b6\u6001\u4e0d\u6b63\u786e",
     "\u5b9e\u4f8b\u72b6\u6001\u4e0d\u6b63\u786e", "\u5b9e\u4f8b\u72b6\u6001\u4e0d\u6b63\u786e"},
    {"latin", "d\u00e9j\u00e0 \u00fc", "d\u00e9j\u00e0 \u00fc", "d\u00e9j\u00e0 \u00fc"},
    {"four-byte", "\U0001F600", "\U0001F600", "\U0001F600"},
    {"escapes", R"(a\u4e2d\ud83d\ude00 \"b\" \\ \/)", "a&#x4e2d;&#128512; &quot;b&quot; \\ /",
     "a\u4e2d\U0001F600 \"b\" \\ /"},
    {"marks", R"(<a> & 'b' %s {0} $1 %20)", "&lt;a&gt; &amp; &apos;b&apos; %s {0} $1 %20",
     "<a> & 'b' %s {0} $1 %20"},
};

void add_texts(std::vector<Case>& all) {
  for (const Text& text : texts) {
    add_both(all, [&](Format format) {
      std::string body = refusal_body(format);
      const std::string_view written = format == Format::json ? text.json : text.xml;
      body.replace(body.find(refused_message), refused_message.size(), written);
      Case made = answered("answer/text/" + std::string{text.name}, "a refusal with such a message",
                           bytes(typed(403, type_of(format), body)),
                           {.outcome = Told::Outcome::error,
                            .carried = CarriedSet{Carried::message},
                            .message = std::string{text.plain}});
      made.citations = {specs::cite_clause(envelope::page, envelope::clause::utf8)};
      return made;
    });
  }
}

// Documented variety: what an honest endpoint may do.
void add_forms(std::vector<Case>& all) {
  const auto whole = CarriedSet{Carried::code, Carried::message, Carried::request_id};
  const auto refused = [&](std::string name, std::string given, std::string answer, int clause) {
    Case made =
        answered("answer/form/" + std::move(name), std::move(given), bytes(std::move(answer)),
                 {.outcome = Told::Outcome::error,
                  .carried = whole,
                  .code = std::string{refused_code},
                  .message = std::string{refused_message}});
    made.citations = {{&envelope::page, Citation::Kind::clause, clause}};
    return made;
  };
  add_both(all, [&](Format format) {
    return refused(
        "charset", "a content type that names UTF-8",
        typed(403, std::string{type_of(format)} + "; charset=UTF-8", refusal_body(format)),
        envelope::clause::content_type_charset);
  });
  add_both(all, [&](Format format) {
    const std::string id{request_id_blank};
    return refused(
        "other-order", "members in another order, and Recommend",
        typed(403, type_of(format),
              format == Format::json
                  ? R"({"Recommend":"https://api.aliyun.com/troubleshoot","Message":")" +
                        std::string{refused_message} + R"(","Code":")" + std::string{refused_code} +
                        R"(","HostId":"ecs.aliyuncs.com","RequestId":")" + id + R"("})"
                  : "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Recommend>https://"
                    "api.aliyun.com/troubleshoot</Recommend><Message>" +
                        std::string{refused_message} + "</Message><Code>" +
                        std::string{refused_code} + "</Code><HostId>ecs.aliyuncs.com</HostId>" +
                        "<RequestId>" + id + "</RequestId></Error>"),
        envelope::clause::member_order);
  });
  add_both(all, [&](Format format) {
    std::string body = refusal_body(format);
    if (format == Format::json) {
      for (const std::string_view mark : {"{", "\","}) {
        for (auto at = body.find(mark); at != body.npos; at = body.find(mark, at + 4)) {
          body.insert(at + mark.size(), "\n  ");
        }
      }
    } else {
      for (auto at = body.find("><"); at != body.npos; at = body.find("><", at + 4)) {
        body.insert(at + 1, "\n  ");
      }
    }
    return refused("spread", "an answer spread over lines",
                   typed(403, type_of(format), body + "\n"), envelope::clause::member_order);
  });
}

// Every call gets the answer to another call's request, if the client mixes them up.
void add_simultaneous(std::vector<Case>& all) {
  Case made = answered("answer/own/of-simultaneous-calls",
                       "successes, each with the RequestId of its own call",
                       {.kind = Answer::Kind::echo}, {.outcome = Told::Outcome::success});
  made.copies = 64;
  made.at_once = 16;
  made.look = Look::own_answer;
  made.citations = {specs::cite_clause(envelope::page, envelope::clause::request_id_unique)};
  all.push_back(std::move(made));
}

void add_secrecy(std::vector<Case>& all) {
  add_both(all, [](Format format) {
    Case made = answered("answer/error-without-secrets", "a refusal",
                         bytes(typed(403, type_of(format), refusal_body(format))),
                         {.outcome = Told::Outcome::error});
    made.level = Level::advice;
    made.look = Look::no_secret_told;
    return made;
  });
}

}  // namespace

std::vector<Case> answer_cases() {
  std::vector<Case> all;
  add_samples(all);
  add_rows(all);
  add_status_and_request_id(all);
  add_texts(all);
  add_forms(all);
  add_simultaneous(all);
  add_secrecy(all);
  return all;
}

}  // namespace hallmark::cases::client

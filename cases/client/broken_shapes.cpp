// SPDX-License-Identifier: Apache-2.0
//
// broken/shape/, broken/type/: bodies that no document has, and content types that lie. No
// document says what a client makes of them; that it completes, does not die and does not call a
// refusal a success is asked of every one.
#include "cases/client/tables.hpp"
#include "specs/common/envelope.hpp"

namespace hallmark::cases::client {
namespace {

namespace envelope = specs::common::envelope;
using Outcome = Told::Outcome;

constexpr std::string_view json = "application/json";
constexpr std::string_view xml = "application/xml";

// Members of a refusal in JSON.
#define HALLMARK_ID R"("RequestId":"########-####-####-####-############")"
#define HALLMARK_HOST R"("HostId":"ecs.aliyuncs.com")"
#define HALLMARK_CODE R"("Code":"IncorrectInstanceStatus")"
#define HALLMARK_MESSAGE \
  R"("Message":"The current status of the resource does not support this operation.")"
// Elements of one in XML.
#define HALLMARK_XML_ID "<RequestId>########-####-####-####-############</RequestId>"
#define HALLMARK_XML_CODE "<Code>IncorrectInstanceStatus</Code>"
#define HALLMARK_XML_MESSAGE \
  "<Message>The current status of the resource does not support this operation.</Message>"

constexpr std::string_view json_refusal =
    "{" HALLMARK_ID "," HALLMARK_HOST "," HALLMARK_CODE "," HALLMARK_MESSAGE "}";
constexpr std::string_view xml_refusal =
    "<Error>" HALLMARK_XML_ID
    "<HostId>ecs.aliyuncs.com</HostId>" HALLMARK_XML_CODE HALLMARK_XML_MESSAGE "</Error>";
constexpr std::string_view html =
    "<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>";

enum class Keeps : std::uint8_t { nothing, code, request_id, both };

struct Shape {
  std::string_view name;
  std::string_view what;
  int status;
  Forms form;
  std::string_view type;  // of the content; empty: none is named
  std::string_view body;
  Outcome outcome = Outcome::error;
  Keeps keeps = Keeps::nothing;
  // How much it weighs that the user is told what was there; less than required: it is a case of
  // its own, for which the rest is required all the same.
  Level kept = Level::required;
};

constexpr Keeps code = Keeps::code;
constexpr Keeps its_id = Keeps::request_id;
constexpr Keeps both = Keeps::both;
constexpr Level recommended = Level::recommended;
constexpr Level advice = Level::advice;
constexpr Forms as_json = Forms::json;
constexpr Forms as_xml = Forms::xml;
using enum Told::Outcome;

// clang-format off
constexpr Shape shapes[] = {
    // Refusals in JSON, one thing wrong with each.
    {"shape/code-missing", "a refusal without Code", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_HOST "," HALLMARK_MESSAGE "}", error, its_id},
    {"shape/code-null", "a refusal whose Code is null", 403, as_json, json,
     "{" HALLMARK_ID "," R"("Code":null,)" HALLMARK_MESSAGE "}", error, its_id},
    {"shape/code-number", "a refusal whose Code is a number", 403, as_json, json,
     "{" HALLMARK_ID "," R"("Code":403,)" HALLMARK_MESSAGE "}", error, its_id},
    {"shape/code-true", "a refusal whose Code is true", 403, as_json, json,
     "{" HALLMARK_ID "," R"("Code":true,)" HALLMARK_MESSAGE "}", error, its_id},
    {"shape/code-empty", "a refusal whose Code is empty", 403, as_json, json,
     "{" HALLMARK_ID "," R"("Code":"",)" HALLMARK_MESSAGE "}", error, its_id},
    {"shape/code-object", "a refusal whose Code is an object", 403, as_json, json,
     "{" HALLMARK_ID "," R"("Code":{"Value":"X"},)" HALLMARK_MESSAGE "}", error, its_id},
    {"shape/code-array", "a refusal whose Code is an array", 403, as_json, json,
     "{" HALLMARK_ID "," R"("Code":["X"],)" HALLMARK_MESSAGE "}", error, its_id},
    {"shape/lower-case", "a refusal whose names are in lower case", 403, as_json, json,
     R"({"requestId":"########-####-####-####-############","code":"IncorrectInstanceStatus","message":"No."})",
     error, both, recommended},
    {"shape/message-missing", "a refusal without Message", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE "}", error, both},
    {"shape/message-null", "a refusal whose Message is null", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE R"(,"Message":null})", error, both},
    {"shape/message-number", "a refusal whose Message is a number", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE R"(,"Message":12})", error, both},
    {"shape/message-object", "a refusal whose Message is an object", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE R"(,"Message":{"en":"No."}})", error, both},
    {"shape/request-id-missing", "a refusal without RequestId", 403, as_json, json,
     "{" HALLMARK_HOST "," HALLMARK_CODE "," HALLMARK_MESSAGE "}", error, code},
    {"shape/request-id-null", "a refusal whose RequestId is null", 403, as_json, json,
     R"({"RequestId":null,)" HALLMARK_CODE "," HALLMARK_MESSAGE "}", error, code},
    {"shape/request-id-number", "a refusal whose RequestId is a number", 403, as_json, json,
     R"({"RequestId":4711,)" HALLMARK_CODE "," HALLMARK_MESSAGE "}", error, code},
    {"shape/nested", "a refusal inside something else", 403, as_json, json,
     "{\"Error\":{" HALLMARK_ID "," HALLMARK_CODE "," HALLMARK_MESSAGE "}}", error, both, advice},
    {"shape/extra-members", "a refusal with more than anybody knows", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE "," HALLMARK_MESSAGE
     R"(,"AccessDeniedDetail":{"A":[1,2,{"B":null}]},"":0})", error, both},
    {"shape/members-of-a-language", "a refusal with members that a language takes for its own", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE "," HALLMARK_MESSAGE
     R"(,"__proto__":{"x":1},"constructor":"y","__class__":"z"})", error, both, advice},
    {"shape/duplicate-members", "a refusal that says everything twice", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE "," HALLMARK_MESSAGE "," HALLMARK_ID "," HALLMARK_CODE ","
     HALLMARK_MESSAGE "}", error, both, recommended},
    {"shape/array-refused", "403 with a JSON array", 403, as_json, json, "[]"},
    {"shape/array-of-a-refusal", "403 with a refusal in an array", 403, as_json, json,
     "[{" HALLMARK_ID "," HALLMARK_CODE "," HALLMARK_MESSAGE "}]"},
    {"shape/string-refused", "403 with a JSON string", 403, as_json, json, R"("Forbidden")"},
    {"shape/null-refused", "403 with null", 403, as_json, json, "null"},
    {"shape/number-refused", "403 with a number", 403, as_json, json, "403"},
    {"shape/true-refused", "403 with true", 403, as_json, json, "true"},
    {"shape/empty-object-refused", "403 with an empty object", 403, as_json, json, "{}"},
    {"shape/empty-refused", "403 with an empty body", 403, as_json, json, ""},
    {"shape/blank-refused", "403 with blanks", 403, as_json, json, " \r\n\t "},
    {"shape/text-refused", "403 with plain text that says to be more", 403, as_json, json, "Forbidden"},
    {"shape/html-refused", "403 with HTML that says to be something else", 403, as_json, json, html},
    {"shape/two-documents", "two refusals in one body", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE "}{" HALLMARK_ID "," HALLMARK_CODE "}"},
    {"shape/something-behind", "a refusal and something behind it", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE "," HALLMARK_MESSAGE "} trailing"},
    {"shape/single-quotes", "a refusal in single quotes", 403, as_json, json,
     "{'Code':'IncorrectInstanceStatus','Message':'No.'}"},
    {"shape/comments", "a refusal with comments and a last comma", 403, as_json, json,
     "{" HALLMARK_ID ", /* no */ " HALLMARK_CODE ",}"},
    {"shape/huge-number", "a refusal with numbers beyond every range", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE "," HALLMARK_MESSAGE
     R"(,"A":1e400,"B":-1e-400,"C":99999999999999999999999999999999})", error, both, recommended},
    {"shape/lone-surrogate", "a refusal with half a character escaped", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE R"(,"Message":"a\ud800b\udc00"})", error, both, recommended},
    {"shape/no-utf-8", "a refusal whose Message is not UTF-8", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE ",\"Message\":\"\xff\xfe\xc3(\xed\xa0\x80\"}", error, both, recommended},
    {"shape/control-characters", "a refusal with raw control characters", 403, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_CODE ",\"Message\":\"a\x01\x02\n\tb\"}", error},
    {"shape/escaped-nul", "a refusal with an escaped NUL", 403, as_json, json,
     "{" HALLMARK_ID R"(,"Code":"Incorrect\u0000InstanceStatus","Message":"a\u0000b"})", error, its_id, recommended},
    {"shape/byte-order-mark", "a refusal behind a byte order mark", 403, as_json, json,
     "\xef\xbb\xbf{" HALLMARK_ID "," HALLMARK_CODE "," HALLMARK_MESSAGE "}", error, both, advice},
    {"shape/code-in-200", "200 with Code and Message", 200, as_json, json, json_refusal, error,
     Keeps::nothing, advice},
    // Successes in JSON.
    {"shape/empty", "200 with an empty body", 200, as_json, json, ""},
    {"shape/blank", "200 with blanks", 200, as_json, json, " \r\n\t "},
    {"shape/array", "200 with a JSON array", 200, as_json, json, "[]"},
    {"shape/array-of-a-success", "200 with a success in an array", 200, as_json, json, "[{" HALLMARK_ID "}]"},
    {"shape/string", "200 with a JSON string", 200, as_json, json, R"("OK")"},
    {"shape/null", "200 with null", 200, as_json, json, "null"},
    {"shape/number", "200 with a number", 200, as_json, json, "200"},
    {"shape/true", "200 with true", 200, as_json, json, "true"},
    {"shape/text", "200 with plain text that says to be more", 200, as_json, json, "OK"},
    {"shape/html", "200 with HTML for JSON", 200, as_json, json, html},
    {"shape/no-json", "200 with JSON that ends too soon", 200, as_json, json, "{" HALLMARK_ID ","},
    {"shape/empty-object", "200 with an empty object", 200, as_json, json, "{}", any},
    {"shape/success-null-id", "200 whose RequestId is null", 200, as_json, json, R"({"RequestId":null})", any},
    {"shape/success-number-id", "200 whose RequestId is a number", 200, as_json, json, R"({"RequestId":4711})", any},
    {"shape/success-object-id", "200 whose RequestId is an object", 200, as_json, json, R"({"RequestId":{"A":1}})", any},
    {"shape/success-lower-case", "200 whose member is in lower case", 200, as_json, json,
     R"({"requestid":"########-####-####-####-############"})", any},
    {"shape/success-extra-members", "200 with more than anybody knows", 200, as_json, json,
     "{" HALLMARK_ID R"(,"New":{"A":[1,null]}})", success, its_id},
    {"shape/success-duplicate", "200 with RequestId twice", 200, as_json, json,
     "{" HALLMARK_ID "," HALLMARK_ID "}", any},
    // XML.
    {"shape/code-missing", "a refusal without Code", 403, as_xml, xml,
     "<Error>" HALLMARK_XML_ID HALLMARK_XML_MESSAGE "</Error>", error, its_id},
    {"shape/code-empty", "a refusal whose Code is empty", 403, as_xml, xml,
     "<Error>" HALLMARK_XML_ID "<Code/>" HALLMARK_XML_MESSAGE "</Error>", error, its_id},
    {"shape/code-nested", "a refusal whose Code holds an element", 403, as_xml, xml,
     "<Error>" HALLMARK_XML_ID "<Code><Value>X</Value></Code>" HALLMARK_XML_MESSAGE "</Error>", error, its_id},
    {"shape/message-missing", "a refusal without Message", 403, as_xml, xml,
     "<Error>" HALLMARK_XML_ID HALLMARK_XML_CODE "</Error>", error, both},
    {"shape/request-id-missing", "a refusal without RequestId", 403, as_xml, xml,
     "<Error>" HALLMARK_XML_CODE HALLMARK_XML_MESSAGE "</Error>", error, code},
    {"shape/lower-case", "a refusal whose names are in lower case", 403, as_xml, xml,
     "<error><requestid>x</requestid><code>IncorrectInstanceStatus</code></error>"},
    {"shape/other-root", "a refusal with another root", 403, as_xml, xml,
     "<ErrorResponse>" HALLMARK_XML_ID HALLMARK_XML_CODE HALLMARK_XML_MESSAGE "</ErrorResponse>", error, both, recommended},
    {"shape/nested", "a refusal inside something else", 403, as_xml, xml,
     "<Answer><Error>" HALLMARK_XML_ID HALLMARK_XML_CODE "</Error></Answer>"},
    {"shape/extra-members", "a refusal with more than anybody knows", 403, as_xml, xml,
     "<?xml version=\"1.0\"?><!-- no --><Error a=\"1\">" HALLMARK_XML_ID HALLMARK_XML_CODE
     HALLMARK_XML_MESSAGE "<New><A/><A/></New></Error>", error, both},
    {"shape/duplicate-members", "a refusal that says everything twice", 403, as_xml, xml,
     "<Error>" HALLMARK_XML_ID HALLMARK_XML_CODE HALLMARK_XML_MESSAGE HALLMARK_XML_ID HALLMARK_XML_CODE
     HALLMARK_XML_MESSAGE "</Error>"},
    {"shape/cdata", "a refusal whose Code is CDATA", 403, as_xml, xml,
     "<Error>" HALLMARK_XML_ID "<Code><![CDATA[IncorrectInstanceStatus]]></Code></Error>", error, both, recommended},
    {"shape/entities", "a refusal whose entities grow without end", 403, as_xml, xml,
     "<?xml version=\"1.0\"?><!DOCTYPE Error [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
     "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\">"
     "<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;\"><!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;\"><!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;\">]>"
     "<Error>" HALLMARK_XML_ID HALLMARK_XML_CODE "<Message>&h;</Message></Error>"},
    {"shape/empty-refused", "403 with an empty body", 403, as_xml, xml, ""},
    {"shape/text-refused", "403 with plain text that says to be more", 403, as_xml, xml, "Forbidden"},
    {"shape/html-refused", "403 with HTML that says to be something else", 403, as_xml, xml, html},
    {"shape/no-xml-refused", "403 with elements that cross", 403, as_xml, xml, "<Error><Code>X</Error></Code>"},
    {"shape/byte-order-mark", "a refusal behind a byte order mark", 403, as_xml, xml,
     "\xef\xbb\xbf<Error>" HALLMARK_XML_ID HALLMARK_XML_CODE "</Error>", error, both, advice},
    {"shape/no-utf-8", "a refusal whose Message is not UTF-8", 403, as_xml, xml,
     "<Error>" HALLMARK_XML_ID HALLMARK_XML_CODE "<Message>\xff\xfe</Message></Error>"},
    {"shape/empty", "200 with an empty body", 200, as_xml, xml, ""},
    {"shape/text", "200 with plain text that says to be more", 200, as_xml, xml, "OK"},
    {"shape/no-xml", "200 with elements that cross", 200, as_xml, xml, "<StartInstanceResponse><RequestId>x</StartInstanceResponse>"},
    {"shape/success-extra-members", "200 with more than anybody knows", 200, as_xml, xml,
     "<StartInstanceResponse>" HALLMARK_XML_ID "<New><A/></New></StartInstanceResponse>", success, its_id},
    {"shape/no-request-id", "200 without RequestId", 200, as_xml, xml, "<StartInstanceResponse/>", any},
    // Content types that lie.
    {"type/none", "a refusal without a content type", 403, as_json, "", json_refusal, error, both, recommended},
    {"type/text", "a refusal as text", 403, as_json, "text/plain", json_refusal, error, both, recommended},
    {"type/html", "a refusal as text/html", 403, as_json, "text/html; charset=utf-8", json_refusal, error, both, recommended},
    {"type/other-format", "a refusal in JSON as application/xml", 403, as_json, xml, json_refusal, error},
    {"type/upper-case", "a refusal as APPLICATION/JSON", 403, as_json, "APPLICATION/JSON", json_refusal, error, both},
    {"type/nonsense", "a refusal whose content type is none", 403, as_json, ";;=/ ,", json_refusal, error},
    {"type/odd-charset", "a refusal whose character set does not exist", 403, as_json,
     "application/json; charset=x-no-such", json_refusal, error, both, recommended},
    {"type/quoted-charset", "a refusal whose character set is quoted", 403, as_json,
     "application/json; charset=\"UTF-8\"", json_refusal, error, both},
    {"type/xml-for-json", "a refusal in XML although JSON was asked for", 403, as_json, xml, xml_refusal, error, both, recommended},
    {"type/success-in-xml", "a success in XML although JSON was asked for", 200, as_json, xml,
     "<StartInstanceResponse>" HALLMARK_XML_ID "</StartInstanceResponse>", any},
    {"type/html-200", "200 with HTML that says so", 200, as_json, "text/html", html},
    {"type/success-as-text", "a success as text/plain", 200, as_json, "text/plain", "{" HALLMARK_ID "}", any},
    {"type/none", "a refusal without a content type", 403, as_xml, "", xml_refusal, error, both, recommended},
    {"type/text", "a refusal as text", 403, as_xml, "text/xml", xml_refusal, error, both, recommended},
    {"type/json-for-xml", "a refusal in JSON although XML was asked for", 403, as_xml, json, json_refusal, error, both, recommended},
    {"type/html-200", "200 with HTML that says so", 200, as_xml, "text/html", html},
};
// clang-format on

CarriedSet carried(Keeps keeps) {
  switch (keeps) {
    case Keeps::nothing:
      break;
    case Keeps::code:
      return CarriedSet{Carried::code};
    case Keeps::request_id:
      return CarriedSet{Carried::request_id};
    case Keeps::both:
      return CarriedSet{Carried::code, Carried::request_id};
  }
  return {};
}

constexpr specs::Citation answers_2xx =
    specs::cite_clause(envelope::page, envelope::clause::success_status);
constexpr specs::Citation answers_4xx =
    specs::cite_clause(envelope::page, envelope::clause::error_status);

Case broken(std::string_view name, std::string_view what, Forms form, Answer answer,
            Outcome outcome) {
  Case made{.id = "broken/" + std::string{name},
            .given = std::string{what},
            .forms = form,
            .citations = {outcome == success ? answers_2xx : answers_4xx},
            .needs = {std::string{speaks}}};
  if (outcome == error) made.needs.emplace_back(tells_errors);
  made.calls = {start_call()};
  made.calls[0].answers = {std::move(answer)};
  made.calls[0].told = {.outcome = outcome, .code = std::string{refused_code}};
  return made;
}

void add_shape(std::vector<Case>& all, const Shape& shape) {
  const std::string text = shape.type.empty() ? http(shape.status, "", shape.body)
                                              : typed(shape.status, shape.type, shape.body);
  Case made = broken(shape.name, shape.what, shape.form, bytes(text), shape.outcome);
  if (shape.keeps == Keeps::nothing) {
    made.level = shape.kept;
    all.push_back(std::move(made));
    return;
  }
  if (shape.kept == Level::required) {
    made.calls[0].told.carried = carried(shape.keeps);
    all.push_back(std::move(made));
    return;
  }
  Case kept = made;
  all.push_back(std::move(made));
  kept.id += "/kept";
  kept.level = shape.kept;
  kept.calls[0].told.carried = carried(shape.keeps);
  all.push_back(std::move(kept));
}

// What a program makes of nothing is no code.
void add_inventions(std::vector<Case>& all) {
  for (const Shape& shape : shapes) {
    if (!shape.name.starts_with("shape/code-") || shape.status != 403) continue;
    Case made = broken(shape.name, shape.what, shape.form,
                       bytes(typed(shape.status, shape.type, shape.body)), error);
    made.id += "/none-invented";
    made.level = Level::advice;
    made.look = Look::no_code_invented;
    all.push_back(std::move(made));
  }
}

// A small answer, cut off behind each of its bytes; the length is that of what is left.
void add_truncated(std::vector<Case>& all) {
  for (const int status : {403, 200}) {
    add_both(all, [&](Format format) {
      const std::string whole = status == 200 ? success_body(format) : refusal_body(format);
      Case made =
          broken(status == 200 ? "shape/cut-off-anywhere" : "shape/cut-off-anywhere-refused",
                 status == 200 ? "a success, cut off behind each of its bytes"
                               : "a refusal, cut off behind each of its bytes",
                 Forms::json, {}, error);
      const Call call = made.calls[0];
      made.calls.clear();
      for (std::size_t length = 0; length < whole.size(); ++length) {
        made.calls.push_back(call);
        made.calls.back().answers = {
            bytes(typed(status, type_of(format), std::string_view{whole}.substr(0, length)))};
      }
      return made;
    });
  }
}

// Answers that are too long to be written down.
void add_large(std::vector<Case>& all) {
  constexpr std::size_t deep = 100000;
  constexpr std::size_t megabyte = 1U << 20U;
  struct Large {
    std::string_view name, what;
    int status;
    Forms form;
    std::string before, repeated;
    std::size_t times;
    std::string after;
    Outcome outcome;
  };
  const std::string filler(64, 'x');
  for (const Large& one : {
           Large{"shape/deep-arrays", "403 with 100,000 arrays inside each other", 403, as_json, "",
                 "[", deep, "", error},
           Large{"shape/deep-closed", "403 with 100,000 arrays inside each other, all closed", 403,
                 as_json, "{\"Message\":" + std::string(deep, '['), "]", deep, "}", error},
           Large{"shape/deep-objects", "403 with 100,000 objects inside each other", 403, as_json,
                 "", "{\"a\":", deep, "", error},
           Large{"shape/deep", "200 with 100,000 levels inside each other", 200, as_json, "", "[",
                 deep, "", error},
           Large{"shape/deep", "200 with 100,000 levels inside each other", 200, as_xml, "", "<a>",
                 deep, "", error},
           Large{"size/refusal-of-20-mb", "a refusal with a Message of 20 MB", 403, as_json,
                 "{" HALLMARK_CODE ",\"Message\":\"", filler, 20 * megabyte / 64, "\"}", error},
           Large{"size/success-of-20-mb", "a success with 20 MB more", 200, as_json,
                 "{" HALLMARK_ID ",\"More\":\"", filler, 20 * megabyte / 64, "\"}", any},
           Large{"size/members-200-thousand", "a refusal with 200,000 members", 403, as_json,
                 "{" HALLMARK_CODE, ",\"A\":0", 200000, "}", error},
           Large{"size/cut-off-at-20-mb", "20 MB of JSON that ends too soon", 200, as_json,
                 "{\"More\":\"", filler, 20 * megabyte / 64, "", error},
           Large{"size/success-of-20-mb", "a success with 20 MB more", 200, as_xml,
                 "<StartInstanceResponse>" HALLMARK_XML_ID "<More>", filler, 20 * megabyte / 64,
                 "</More></StartInstanceResponse>", any},
       }) {
    const std::size_t length =
        one.before.size() + one.repeated.size() * one.times + one.after.size();
    const Format format = one.form == as_json ? Format::json : Format::xml;
    const std::string head = "HTTP/1.1 " + std::to_string(one.status) +
                             " Answer\r\nContent-Type: " + std::string{type_of(format)} +
                             "\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
    Case made = broken(one.name, one.what, one.form,
                       {.pieces = {{.bytes = head + one.before},
                                   {.bytes = one.repeated, .times = one.times},
                                   {.bytes = one.after}}},
                       one.outcome);
    made.alone = one.name.starts_with("size");
    all.push_back(std::move(made));
  }
}

}  // namespace

void add_broken_shapes(std::vector<Case>& all) {
  for (const Shape& shape : shapes) add_shape(all, shape);
  add_inventions(all);
  add_truncated(all);
  add_large(all);
}

}  // namespace hallmark::cases::client

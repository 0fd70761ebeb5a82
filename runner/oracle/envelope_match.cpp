// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/envelope_match.hpp"

#include <algorithm>

#include "cases/envelope/every_answer.hpp"
#include "reports/text.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/replies/utf16.hpp"
#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

using cases::AnswerCheck;
using cases::Form;

std::string broken(Form form) { return std::string{cases::every_answer(form).broken}; }

// The format that the call asked for; nothing when it asked for none, or for one that there is not.
std::optional<BodyFormat> requested_format(const cases::Call& call,
                                           std::optional<cases::Variant> variant) {
  for (const cases::Edit& edit : call.edits) {
    if (edit.name != "Format") continue;
    if (edit.op != cases::Edit::Op::set) return std::nullopt;
    const std::string value = reports::to_lower(edit.value.before);
    if (value == "xml") return BodyFormat::xml;
    if (value == "json") return BodyFormat::json;
    return std::nullopt;
  }
  if (!variant) return std::nullopt;
  return variant->format == cases::Format::xml ? BodyFormat::xml : BodyFormat::json;
}

bool is_host(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
  });
}

bool is_root(std::string_view root, std::string_view action, bool spelled_as_is) {
  constexpr std::string_view suffix = "Response";
  if (!root.ends_with(suffix)) return false;
  const std::string_view answered = root.substr(0, root.size() - suffix.size());
  if (answered == action || spelled_as_is) return answered == action;
  return specs::one_spelling_of(answered) == specs::one_spelling_of(action);
}

// A byte that the format must write otherwise when it stands inside a value.
bool needs_escape(std::string_view text, BodyFormat format) {
  return std::ranges::any_of(text, [&](char c) {
    return format == BodyFormat::xml
               ? c == '<' || c == '&'
               : c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  });
}

std::string shown(const std::optional<std::string>& member) {
  return member ? "\"" + *member + "\"" : "none";
}

}  // namespace

bool is_request_id(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !digit) return false;
  }
  return true;
}

std::optional<EnvelopeFinding> check_envelope(const cases::Call& call, std::string_view action,
                                              const Reply& reply, const reports::Exchange& exchange,
                                              std::optional<cases::Variant> variant,
                                              std::string_view host) {
  return check_envelope(call.expect.checks, call, action, reply, exchange, variant, host);
}

std::optional<EnvelopeFinding> check_envelope(cases::AnswerChecks checks, const cases::Call& call,
                                              std::string_view action, const Reply& reply,
                                              const reports::Exchange& exchange,
                                              std::optional<cases::Variant> variant,
                                              std::string_view host) {
  if (checks.empty()) return std::nullopt;
  const bool success = is_accepted(reply);
  const auto wants = [&](AnswerCheck check) { return checks.contains(check); };

  if (wants(AnswerCheck::requested_format)) {
    const auto requested = requested_format(call, variant);
    if (requested && (reply.format != *requested || !reply.decode_error.empty())) {
      return EnvelopeFinding{
          broken(Form::requested_format), std::string{name_of(*requested)},
          reply.decode_error.empty() ? std::string{name_of(reply.format)} : describe(reply)};
    }
  }
  if (wants(AnswerCheck::content_type) &&
      (reply.declared == BodyFormat::neither || reply.declared != reply.format)) {
    const std::string* declared = find_header(exchange.headers, "Content-Type");
    return EnvelopeFinding{
        broken(Form::content_type),
        reply.format == BodyFormat::json ? "application/json" : "application/xml",
        declared ? *declared : "no Content-Type"};
  }
  if (wants(AnswerCheck::root_element) && reply.format == BodyFormat::xml) {
    const bool right =
        success ? is_root(reply.root, action, call.spelled_as_is) : reply.root == "Error";
    if (!right) {
      return EnvelopeFinding{broken(Form::root_element),
                             success ? std::string{action} + "Response" : "Error", reply.root};
    }
  }
  if (wants(AnswerCheck::request_id_present) && (!reply.request_id || reply.request_id->empty())) {
    return EnvelopeFinding{broken(Form::request_id_present), "a RequestId on every answer", "none"};
  }
  if (wants(AnswerCheck::request_id_shape) && reply.request_id &&
      !is_request_id(*reply.request_id)) {
    return EnvelopeFinding{broken(Form::request_id_shape),
                           "8-4-4-4-12 hexadecimal digits, capital letters", *reply.request_id};
  }
  if (wants(AnswerCheck::host_id) && !success && !is_host(text_of(reply.host_id))) {
    return EnvelopeFinding{broken(Form::host_id), "HostId, for instance " + std::string{host},
                           shown(reply.host_id)};
  }
  if (wants(AnswerCheck::error_members) && !success &&
      (text_of(reply.code).empty() || text_of(reply.message).empty())) {
    return EnvelopeFinding{broken(Form::error_members), "Code and Message, both with text",
                           "Code " + shown(reply.code) + ", Message " + shown(reply.message)};
  }
  if (wants(AnswerCheck::success_without_code) && success && (reply.code || reply.message)) {
    return EnvelopeFinding{broken(Form::success_without_code), "no Code, no Message",
                           "Code " + shown(reply.code) + ", Message " + shown(reply.message)};
  }
  if (wants(AnswerCheck::single_members) && !reply.duplicate_members.empty()) {
    return EnvelopeFinding{broken(Form::single_members), "each member once",
                           reply.duplicate_members.front() + " twice"};
  }
  if (wants(AnswerCheck::utf8) && (reply.invalid_utf8 || is_utf16(exchange.body))) {
    return EnvelopeFinding{broken(Form::utf8), "UTF-8",
                           is_utf16(exchange.body) ? "UTF-16" : "bytes that are not"};
  }
  if (wants(AnswerCheck::json_object) && reply.format == BodyFormat::json &&
      reply.tree.kind != Node::Kind::object) {
    return EnvelopeFinding{broken(Form::json_object), "an object", "another JSON value"};
  }
  if (wants(AnswerCheck::no_raw_echo)) {
    if (!reply.decoded()) {
      return EnvelopeFinding{"what was sent breaks the answer", "a well-formed answer",
                             describe(reply)};
    }
    for (const cases::Argument& argument : call.arguments) {
      const std::string& sent = argument.value.before;
      if (!needs_escape(sent, reply.format) || exchange.body.find(sent) == std::string::npos)
        continue;
      return EnvelopeFinding{"what was sent is echoed unescaped", "escaped, or not at all",
                             argument.name + " as it was sent"};
    }
  }
  if (wants(AnswerCheck::keeps_connection) && !exchange.kept_alive) {
    return EnvelopeFinding{"the connection could not be used again",
                           "HTTP/1.1 keep-alive, or Connection: close on the answer",
                           "it was closed without a word, or told more than was asked"};
  }
  return std::nullopt;
}

}  // namespace hallmark::runner

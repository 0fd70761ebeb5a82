// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/as_case.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <utility>
#include <vector>

#include "fuzz/model/answer_book.hpp"
#include "fuzz/model/instance_model.hpp"
#include "specs/common/envelope.hpp"
#include "specs/common/errors.hpp"
#include "specs/common/http.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v1.hpp"
#include "specs/common/signature_v3.hpp"

namespace hallmark::fuzz {
namespace {

namespace common = specs::common;
using specs::Citation;

constexpr std::string_view margin = "     ";

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      char octal[5];  // three digits: whatever follows does not join them
      std::snprintf(octal, sizeof octal, "\\%03o", static_cast<unsigned>(byte));
      out += octal;
    }
  }
  return out + '"';
}

// With its length, for it may hold NUL.
std::string text_value(std::string_view text) {
  const bool has_nul = text.find('\0') != text.npos;
  return has_nul ? "std::string{" + literal(text) + ", " + std::to_string(text.size()) + "}"
                 : literal(text);
}

// StartInstance -> start_instance
std::string snake(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isupper(byte) != 0 && !out.empty()) out += '_';
    out += static_cast<char>(std::tolower(byte));
  }
  return out;
}

std::string page_name(const specs::Page& page) {
  const std::array<std::pair<const specs::Page*, std::string_view>, 6> commons = {{
      {&common::envelope::page, "envelope"},
      {&common::errors::page, "errors"},
      {&common::http::page, "http"},
      {&common::public_parameters::page, "public_parameters"},
      {&common::signature_v1::page, "signature_v1"},
      {&common::signature_v3::page, "signature_v3"},
  }};
  for (const auto& [known, name] : commons) {
    if (known == &page) return "specs::common::" + std::string{name} + "::page";
  }
  std::string edition{page.edition};
  std::ranges::replace_if(
      edition, [](char c) { return c == '-' || c == ' '; }, '_');
  return "specs::" + snake(page.action) + "::e" + edition + "::page";
}

std::string citation_text(const Citation& citation) {
  const std::string page = page_name(*citation.page);
  const std::string number = std::to_string(citation.number);
  const auto at = static_cast<std::size_t>(citation.number) - 1;
  switch (citation.kind) {
    case Citation::Kind::row:
      return "cite_row(" + page + ", " + number + ")";
    case Citation::Kind::clause:
      return "cite_clause(" + page + ", " + number + ")";
    case Citation::Kind::parameter:
      return "cite_parameter(" + page + ", " + literal(citation.page->parameters[at].name) + ")";
    case Citation::Kind::response:
      return "cite_response(" + page + ", " + number + ")";
    case Citation::Kind::sample:
      return "cite_sample(" + page + ", " + number + ")";
    case Citation::Kind::common_row:
      return "cite_common_row(" + page + ", " + number + ")";
    case Citation::Kind::common_parameter:
      return "cite_common_parameter(" + page + ", " +
             literal(citation.page->common_parameters[at].name) + ")";
  }
  return {};
}

std::string answer_text(const cases::Answer& answer) {
  std::string out = "Answer{";
  if (answer.kind == cases::Answer::Kind::refused) {
    out += ".kind = Answer::Kind::refused, ";
    if (answer.status != 0) out += ".status = " + std::to_string(answer.status) + ", ";
    out += ".status_class = " + std::to_string(answer.status_class) + ", ";
    if (!answer.code.empty()) out += ".code = " + literal(answer.code) + ", ";
    if (!answer.message.empty()) out += ".message = " + literal(answer.message) + ", ";
  }
  out += ".citations = {";
  for (std::size_t i = 0; i < answer.citations.size(); ++i) {
    out += (i > 0 ? ", " : "") + citation_text(answer.citations[i]);
  }
  out += '}';
  if (answer.bare) out += ", .bare = true";
  return out + '}';
}

std::string value_text(const cases::Value& value) {
  constexpr std::array<std::string_view, 6> handles = {
      "none",      "instance_id",   "other_instance_id",
      "region_id", "access_key_id", "other_access_key_id"};
  constexpr std::array<std::string_view, 11> twists = {"none",
                                                       "upper_case",
                                                       "without_last",
                                                       "first_half",
                                                       "doubled",
                                                       "first_percent_encoded",
                                                       "first_as_entity",
                                                       "without_prefix",
                                                       "letters_exchanged",
                                                       "last_as_question_mark",
                                                       "last_as_dot"};
  if (value.handle == cases::Handle::none) return "text(" + text_value(value.before) + ")";
  std::string out = "{";
  if (!value.before.empty()) out += ".before = " + text_value(value.before) + ", ";
  out += ".handle = Handle::";
  out += handles[static_cast<std::size_t>(value.handle)];
  if (!value.after.empty()) out += ", .after = " + text_value(value.after);
  if (value.twist != cases::Twist::none) {
    out.append(", .twist = Twist::").append(twists[static_cast<std::size_t>(value.twist)]);
  }
  return out + "}";
}

std::string argument_text(const cases::Argument& argument) {
  constexpr std::array<std::string_view, 5> encodings = {"canonical", "lower_hex", "every_byte",
                                                         "plus", "bare"};
  std::string out =
      "{.name = " + literal(argument.name) + ", .value = " + value_text(argument.value);
  if (argument.encoding != cases::Encoding::canonical) {
    out.append(", .encoding = Encoding::")
        .append(encodings[static_cast<std::size_t>(argument.encoding)]);
  }
  return out + "}";
}

std::string edit_text(const cases::Edit& edit) {
  constexpr std::array<std::string_view, 6> places = {"common", "parameter", "header",
                                                      "method", "path",      "body"};
  constexpr std::array<std::string_view, 9> operations = {
      "set", "drop", "repeat", "rename", "flip", "shift", "upper_case", "lower_case", "cut_last"};
  std::string out = "{";
  if (edit.when == cases::Edit::When::after_signing) out += ".when = Edit::When::after_signing, ";
  out.append(".where = Edit::Where::").append(places[static_cast<std::size_t>(edit.where)]);
  out.append(", .op = Edit::Op::").append(operations[static_cast<std::size_t>(edit.op)]);
  if (!edit.name.empty()) out += ", .name = " + text_value(edit.name);
  const bool has_value = !edit.value.before.empty() || edit.value.handle != cases::Handle::none;
  if (has_value) out += ", .value = " + value_text(edit.value);
  if (edit.seconds != 0) out += ", .seconds = " + std::to_string(edit.seconds);
  return out + "}";
}

template <class List, class Text>
void write_list(std::string& out, std::string_view indent, std::string_view name, const List& list,
                Text text) {
  if (list.empty()) return;
  out.append(indent).append(name).append(" = {");
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out.append(",\n").append(indent).append("    ");
    out += text(list[i]);
  }
  out += "},\n";
}

void write_fixture(std::string& out, const cases::Fixture& fixture) {
  out.append(margin).append(".fixture = {.status = specs::InstanceStatus::");
  std::string status{specs::name_of(fixture.status)};
  status.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(status.front())));
  out += status;
  if (fixture.charge_type == cases::ChargeType::pre_paid) {
    out += ", .charge_type = ChargeType::pre_paid";
  }
  std::string conditions;
  for (const cases::Condition condition : cases::all_conditions) {
    if (!fixture.conditions.contains(condition)) continue;
    conditions += conditions.empty() ? "" : ", ";
    conditions += "Condition::" + snake(cases::name_of(condition));
  }
  if (!conditions.empty()) out += ", .conditions = ConditionSet{" + conditions + "}";
  if (fixture.settle_ms) out += ", .settle_ms = " + std::to_string(*fixture.settle_ms);
  out += "},\n";
}

// The model's answers to one call, and the call on its way.
class Expecting {
 public:
  explicit Expecting(const History& history)
      : history_{history}, own_{history.fixture}, other_{history.fixture} {}

  std::vector<cases::Answer> next(std::size_t at) {
    const Step& step = history_.steps[at];
    const Treatment& treatment = Vocabulary::get().treatments[step.treatment];
    const auto wait = Vocabulary::get().waits[step.wait];
    own_.elapse(wait);
    other_.elapse(wait);
    InstanceModel& model = step.by_other ? other_ : own_;
    const Asked asked = asked_of(step);
    const bool is_forged = treatment.kind == Treatment::Kind::forged &&
                           treatment.applies(Vocabulary::get().variants[step.variant]);
    if (is_forged && !treatment.may_come_in) return treatment.refusals;
    if (treatment.goes_back() && source_of(history_, at)) return Vocabulary::get().used_nonce;
    const AnswerBook& book = AnswerBook::get();
    const AnswerSet allowed = model.allowed(asked) & ~book.throttled;
    std::vector<cases::Answer> answers;
    for (std::size_t i = 0; i < book.answers().size(); ++i) {
      if (allowed.test(i)) answers.push_back(book.answers()[i]);
    }
    if (is_forged) {
      answers.insert(answers.end(), treatment.refusals.begin(), treatment.refusals.end());
    }
    model.assume(asked);
    return answers;
  }

 private:
  const History& history_;
  InstanceModel own_;
  InstanceModel other_;
};

std::string identity_text(cases::Identity identity) {
  constexpr std::array<std::string_view, 4> names = {"own", "wrong_secret", "unknown_key",
                                                     "other_account"};
  return "Identity::" + std::string{names[static_cast<std::size_t>(identity)]};
}

std::string variant_text(cases::Variant variant) {
  constexpr std::array<std::string_view, 3> methods = {"get", "post_query", "post_form"};
  return std::string{"Variant{Method::"}
      .append(methods[static_cast<std::size_t>(variant.method)])
      .append(variant.format == cases::Format::xml ? ", Format::xml" : ", Format::json")
      .append(variant.signature == cases::Signature::v1 ? ", Signature::v1}" : ", Signature::v3}");
}

void write_call(std::string& out, const History& history, std::size_t at, Expecting& expecting) {
  const std::string indent = std::string{margin} + "      ";
  const Vocabulary& words = Vocabulary::get();
  const Step& step = history.steps[at];
  const Treatment& treatment = words.treatments[step.treatment];
  const cases::Call call = call_of(step, true);
  const auto source = source_of(history, at);
  if (step.wait != 0) {
    out.append(indent).append("// ").append(std::to_string(words.waits[step.wait].count()));
    out += " ms after the call before\n";
  }
  out.append(margin).append("     {.action = ").append(literal(call.action)).append(",\n");
  write_list(out, indent, ".arguments", call.arguments, argument_text);
  write_list(out, indent, ".edits", call.edits, edit_text);
  const auto line = [&](std::string_view name, const std::string& value) {
    out.append(indent).append(name).append(" = ").append(value).append(",\n");
  };
  if (call.identity != cases::Identity::own) line(".identity", identity_text(call.identity));
  if (treatment.goes_back() && source) {
    const bool is_replay = treatment.kind == Treatment::Kind::replay;
    line(is_replay ? ".replay_of" : ".nonce_of", std::to_string(*source));
  }
  if (step.together && at > 0) line(".with_previous", "true");
  line(".variant", variant_text(words.variants[step.variant]));
  out.append(indent).append(".expect = {.allowed = {");
  const std::vector<cases::Answer> answers = expecting.next(at);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (i > 0) out.append(",\n").append(indent).append("                       ");
    out += answer_text(answers[i]);
  }
  out += "}}},\n";
  if (step.again != Guise::none) {
    out.append(indent).append("// and the same once more: ");
    out.append(guise_names[static_cast<std::size_t>(step.again)]) += '\n';
  }
}

std::string id_of(std::string_view bucket) {
  std::string id = "found/";
  for (const char c : bucket.empty() ? std::string_view{"history"} : bucket) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      id += static_cast<char>(std::tolower(byte));
    } else if (id.back() != '-' && id.back() != '/') {
      id += '-';
    }
  }
  while (id.ends_with('-')) id.pop_back();
  return id;
}

}  // namespace

std::string as_case(const History& any, std::string_view bucket) {
  const History history = well_formed(any);
  Expecting expecting{history};
  const bool two_worlds = std::ranges::any_of(
      history.steps, [](const Step& step) { return step.by_other || step.id == other_id; });
  std::string out = "Case{.id = " + literal(id_of(bucket)) + ",\n";
  write_fixture(out, history.fixture);
  if (two_worlds) out.append(margin).append(".second_world = true,\n");
  out.append(margin).append(".calls = {\n");
  for (std::size_t at = 0; at < history.steps.size(); ++at) {
    write_call(out, history, at, expecting);
  }
  out.append(margin).append("},\n").append(margin).append(".once = true},\n");
  return out;
}

}  // namespace hallmark::fuzz

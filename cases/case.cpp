// SPDX-License-Identifier: Apache-2.0
//
// What can be told of a case without carrying it out: its actions, its sources, its words.
#include "cases/case.hpp"

#include <algorithm>
#include <array>

namespace hallmark::cases {
namespace {

constexpr std::array<std::string_view, 4> level_names = {"required", "recommended", "observed",
                                                         "advice"};
constexpr std::size_t longest_value = 60;  // bytes of a value that a sentence prints

template <class T>
void add_once(std::vector<T>& all, const T& one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

std::string_view words_of(Handle handle) {
  switch (handle) {
    case Handle::none:
      return {};
    case Handle::instance_id:
      return "<instance>";
    case Handle::other_instance_id:
      return "<instance of another account>";
    case Handle::region_id:
      return "<region>";
    case Handle::access_key_id:
      return "<access key id>";
    case Handle::other_access_key_id:
      return "<access key id of another account>";
  }
  return {};
}

std::string_view words_of(Twist twist) {
  switch (twist) {
    case Twist::none:
      return {};
    case Twist::upper_case:
      return " in upper case";
    case Twist::without_last:
      return " without its last letter";
    case Twist::first_half:
      return " cut in half";
    case Twist::doubled:
      return " twice";
    case Twist::first_percent_encoded:
      return " with its first letter as %XX";
    case Twist::first_as_entity:
      return " with its first letter as &#N;";
    case Twist::without_prefix:
      return " without its prefix";
    case Twist::letters_exchanged:
      return " with two letters exchanged";
    case Twist::last_as_question_mark:
      return " with ? for its last letter";
    case Twist::last_as_dot:
      return " with . for its last letter";
    case Twist::hyphens_as_underscores:
      return " with _ for each hyphen";
    case Twist::hyphens_as_entities:
      return " with &#45; for each hyphen";
    case Twist::zero_behind_prefix:
      return " with 0 behind its prefix";
    case Twist::full_width:
      return " in letters of full width";
  }
  return {};
}

// Letters as they are, everything that a terminal would not show as \xNN, long text cut.
std::string shown(std::string_view raw) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : raw.substr(0, longest_value)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      text += c;
    } else {
      text += "\\x";
      text += digits[byte >> 4U];
      text += digits[byte & 0xfU];
    }
  }
  if (raw.size() > longest_value) text += "... (" + std::to_string(raw.size()) + " bytes)";
  return text;
}

std::string words_of(const Value& value) {
  std::string text = shown(value.before);
  if (value.handle != Handle::none) {
    text += words_of(value.handle);
    text += words_of(value.twist);
  }
  text += shown(value.after);
  return text.empty() ? "\"\"" : text;
}

std::string_view words_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::canonical:
      return {};
    case Encoding::lower_hex:
      return " (%xx in lower case)";
    case Encoding::every_byte:
      return " (every byte encoded)";
    case Encoding::plus:
      return " (a blank as +)";
    case Encoding::bare:
      return " (marks not encoded)";
  }
  return {};
}

std::string_view words_of(NameSpelling spelling) {
  switch (spelling) {
    case NameSpelling::canonical:
      return {};
    case NameSpelling::every_byte:
      return " (every byte encoded)";
    case NameSpelling::behind_an_empty_piece:
      return " (behind &&)";
  }
  return {};
}

std::string_view words_of(Edit::Where where) {
  switch (where) {
    case Edit::Where::common:
      return "";
    case Edit::Where::parameter:
      return "parameter ";
    case Edit::Where::header:
      return "header ";
    case Edit::Where::method:
      return "method";
    case Edit::Where::path:
      return "path";
    case Edit::Where::body:
      return "body";
  }
  return {};
}

std::string words_of(const Edit& edit) {
  std::string text{edit.when == Edit::When::before_signing ? "with " : "after signing "};
  text += words_of(edit.where);
  text += shown(edit.name);
  switch (edit.op) {
    case Edit::Op::set:
      return text + " = " + words_of(edit.value);
    case Edit::Op::drop:
      return text + " left out";
    case Edit::Op::repeat:
      return text + " once more = " + words_of(edit.value);
    case Edit::Op::rename:
      return text + " named " + words_of(edit.value);
    case Edit::Op::flip:
      return text + " with another " +
             (edit.value.before.empty() ? std::string{"last"} : edit.value.before) + " letter";
    case Edit::Op::shift:
      if (edit.seconds != 0 || edit.value.before.empty()) {
        text += " moved by " + std::to_string(edit.seconds) + " s";
      }
      return edit.value.before.empty() ? text : text + " written as " + edit.value.before;
    case Edit::Op::upper_case:
      return text + " in upper case";
    case Edit::Op::lower_case:
      return text + " in lower case";
    case Edit::Op::cut_last:
      return text + " without its last letter";
  }
  return text;
}

std::string_view words_of(Identity identity) {
  switch (identity) {
    case Identity::own:
      return {};
    case Identity::wrong_secret:
      return "signed with a wrong secret";
    case Identity::unknown_key:
      return "with an access key that no account has";
    case Identity::other_account:
      return "with the key of another account";
  }
  return {};
}

}  // namespace

std::string_view name_of(Level level) { return level_names[static_cast<std::size_t>(level)]; }

std::optional<Level> level_named(std::string_view name) {
  const auto found = std::find(level_names.begin(), level_names.end(), name);
  if (found == level_names.end()) return std::nullopt;
  return static_cast<Level>(found - level_names.begin());
}

std::vector<std::string_view> actions_of(const Case& one) {
  std::vector<std::string_view> actions;
  for (const Call& call : one.calls) add_once(actions, std::string_view{call.action});
  return actions;
}

std::vector<specs::Citation> citations_of(const Case& one) {
  std::vector<specs::Citation> all;
  for (const specs::Citation& place : one.citations) add_once(all, place);
  for (const Call& call : one.calls) {
    for (const Answer& answer : call.expect.allowed) {
      for (const specs::Citation& place : answer.citations) add_once(all, place);
    }
  }
  return all;
}

std::string describe(const Call& call) {
  std::string text = call.action + "(";
  for (std::string_view separator; const Argument& argument : call.arguments) {
    text += separator;
    separator = ", ";
    text += shown(argument.name);
    text += words_of(argument.name_spelling);
    text += " = ";
    text += words_of(argument.value);
    text += words_of(argument.encoding);
  }
  text += ")";
  const auto add = [&text](std::string_view words) {
    if (!words.empty()) text.append(", ").append(words);
  };
  add(words_of(call.identity));
  for (const Edit& edit : call.edits) add(words_of(edit));
  for (const std::string& name : call.apart) add(name + " in the other place than the rest");
  if (call.replay_of) add("the bytes of call " + std::to_string(*call.replay_of + 1) + " again");
  if (call.nonce_of) add("with the nonce of call " + std::to_string(*call.nonce_of + 1));
  if (call.copies > 1) add(std::to_string(call.copies) + " at the same moment");
  if (call.with_previous) add("at the same moment as the call before");
  if (call.same_connection) add("on the same connection");
  if (call.late) add("when some time has passed");
  if (call.http_1_0) add("as HTTP/1.0");
  if (call.variant) add("as " + call.variant->name());
  return text;
}

}  // namespace hallmark::cases

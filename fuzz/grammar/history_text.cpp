// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

#include "fuzz/grammar/history.hpp"
#include "reports/nearest.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Condition;
using runner::Error;
using runner::Fault;

constexpr std::string_view title = "hallmark history 1";
constexpr std::string_view encoding_names[] = {"canonical", "lower-hex", "every-byte", "plus",
                                               "bare"};

std::string_view name_of(cases::Encoding encoding) {
  return encoding_names[static_cast<std::size_t>(encoding)];
}

void write_flag(std::string& out, std::string_view name, std::uint8_t flag,
                const Vocabulary& words) {
  if (flag == absent_flag) return;
  out.append(" ").append(name).append("=");
  runner::append_percent_encode(out, words.booleans[flag]);
}

void write_step(std::string& out, const Step& step, const Vocabulary& words) {
  const Step plain;
  out += fuzz::name_of(step.action);
  if (step.id != own_id) out += " id=" + words.ids[step.id].name;
  if (step.id_encoding != plain.id_encoding) {
    out.append(" id-encoding=").append(name_of(step.id_encoding));
  }
  write_flag(out, "InitLocalDisk", step.init_local_disk, words);
  write_flag(out, "ForceStop", step.force_stop, words);
  write_flag(out, "DryRun", step.dry_run, words);
  for (const Extra& extra : step.extras) {
    out += " extra=" + words.extras[extra.word].name;
    if (extra.encoding != plain.id_encoding) out.append("~").append(name_of(extra.encoding));
    if (extra.text) {
      out += ':';
      runner::append_percent_encode(out, *extra.text);
    }
  }
  if (step.variant != 0) out += " variant=" + words.variants[step.variant].name();
  if (step.treatment != honest) out += " treatment=" + words.treatments[step.treatment].name;
  if (step.back != 0) out += " back=" + std::to_string(step.back);
  if (step.wait != 0) out += " wait=" + std::to_string(words.waits[step.wait].count());
  if (step.by_other) out += " by-other";
  if (step.together) out += " together";
  if (step.again != Guise::none) {
    out.append(" again=").append(guise_names[static_cast<std::size_t>(step.again)]);
  }
  out += '\n';
}

// The pieces of a line between blanks.
std::vector<std::string_view> pieces_of(std::string_view line) {
  std::vector<std::string_view> pieces;
  while (true) {
    const auto start = line.find_first_not_of(" \t\r");
    if (start == line.npos) return pieces;
    line.remove_prefix(start);
    pieces.push_back(line.substr(0, line.find_first_of(" \t\r")));
    line.remove_prefix(pieces.back().size());
  }
}

std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

template <class List, class Name>
std::optional<std::size_t> place(const List& list, std::string_view wanted, Name name) {
  for (std::size_t i = 0; i < std::size(list); ++i) {
    if (name(list[i]) == wanted) return i;
  }
  return std::nullopt;
}

std::optional<cases::Encoding> encoding_from(std::string_view text) {
  const auto at = place(encoding_names, text, [](std::string_view name) { return name; });
  if (!at) return std::nullopt;
  return static_cast<cases::Encoding>(*at);
}

constexpr std::string_view words_of_a_call[] = {
    "id",        "id-encoding", "InitLocalDisk", "ForceStop", "DryRun",   "extra",   "variant",
    "treatment", "back",        "wait",          "again",     "by-other", "together"};

template <class List>
std::vector<std::string_view> list_of(const List& list) {
  return {std::begin(list), std::end(list)};
}

template <class Word>
std::vector<std::string_view> names_of(const std::vector<Word>& words) {
  std::vector<std::string_view> names;
  for (const Word& word : words) names.push_back(word.name);
  return names;
}

std::vector<std::string_view> words_of_a_world() {
  std::vector<std::string_view> words = list_of(specs::status_names);
  words.insert(words.end(), {"PostPaid", "PrePaid", "settle"});
  for (const Condition condition : cases::all_conditions)
    words.push_back(cases::name_of(condition));
  return words;
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

// Of a fixture that is not consistent.
std::string what_contradicts(const cases::Fixture& fixture) {
  const auto count = std::ranges::count_if(
      cases::all_conditions, [&](Condition one) { return fixture.conditions.contains(one); });
  if (static_cast<std::size_t>(count) > max_conditions) {
    return "a world has " + std::to_string(max_conditions) + " conditions at most";
  }
  const cases::Fixture meant = consistent(fixture);
  if (meant.charge_type != fixture.charge_type) {
    return "the world contradicts itself: under its conditions it is " +
           std::string{cases::name_of(meant.charge_type)};
  }
  for (const Condition condition : cases::all_conditions) {
    if (meant.conditions.contains(condition) == fixture.conditions.contains(condition)) continue;
    return "the world contradicts itself: its conditions go " +
           std::string{fixture.conditions.contains(condition) ? "without " : "with "} +
           std::string{cases::name_of(condition)};
  }
  return "the world contradicts itself";
}

// Reads one text; the first mistake ends it.
class TextReader {
 public:
  explicit TextReader(const Vocabulary& words) : words_{words} {}

  runner::Result<History> read(std::string_view text) {
    while (!text.empty() && mistake_.empty()) {
      text_ = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), text_.size() + 1));
      ++line_;
      read_line(text_.substr(0, text_.find('#')));
    }
    if (mistake_.empty()) text_ = {};  // what is missing stands nowhere
    if (!titled_) fail({}, "it does not begin with \"" + std::string{title} + "\"");
    if (!has_world_) fail({}, "it has no world: a line like \"world Stopped PostPaid\"");
    if (!mistake_.empty()) return Error{Fault::malformed, mistake_};
    return std::move(history_);
  }

 private:
  // The first mistake counts. `where` is a piece of the line, or nothing in particular.
  void fail(std::string_view where, const std::string& what) {
    if (!mistake_.empty()) return;
    mistake_ = "line " + std::to_string(std::max(line_, 1));
    const bool is_of_the_line = !where.empty() && where.data() >= text_.data() &&
                                where.data() < text_.data() + text_.size();
    if (is_of_the_line) {
      mistake_ += ", column " + std::to_string(where.data() - text_.data() + 1);
    }
    mistake_ += ": " + what;
  }
  // `known`: what might have stood there. Where no such word is near, a short list is told whole.
  void unknown(std::string_view what, std::string_view word,
               const std::vector<std::string_view>& known) {
    constexpr std::size_t short_list = 12;
    std::string text = "no such " + std::string{what} + ": " + std::string{word};
    const std::string meant = reports::did_you_mean(word, known);
    text += meant;
    if (meant.empty() && known.size() <= short_list) text += "; it is one of " + listed(known);
    fail(word, text);
  }

  void read_line(std::string_view line) {
    const std::vector<std::string_view> pieces = pieces_of(line);
    if (pieces.empty()) return;
    if (!titled_) {
      titled_ = pieces.size() == 3 && pieces[0] == "hallmark" && pieces[1] == "history" &&
                pieces[2] == "1";
      if (!titled_) fail(pieces[0], "it does not begin with \"" + std::string{title} + "\"");
    } else if (!has_world_) {
      if (pieces[0] != "world") {
        return fail(pieces[0],
                    "a world is wanted before the first call: a line like \"world "
                    "Stopped PostPaid\"");
      }
      has_world_ = true;
      read_world(pieces);
    } else {
      read_step(pieces);
    }
  }

  void read_world(const std::vector<std::string_view>& pieces) {
    cases::Fixture& fixture = history_.fixture;
    bool has_status = false;
    for (std::size_t i = 1; i < pieces.size(); ++i) {
      const std::string_view piece = pieces[i];
      const auto status =
          place(specs::status_names, piece, [](std::string_view name) { return name; });
      if (status) {
        fixture.status = static_cast<specs::InstanceStatus>(*status);
        has_status = true;
      } else if (piece == "PostPaid" || piece == "PrePaid") {
        fixture.charge_type =
            piece == "PrePaid" ? cases::ChargeType::pre_paid : cases::ChargeType::post_paid;
      } else if (piece.starts_with("settle=")) {
        const auto settle = number_of(piece.substr(7));
        if (!settle || *settle < 0 || *settle > 255) {
          return fail(piece, "settle is a number of milliseconds from 0 to 255");
        }
        fixture.settle_ms = *settle;
      } else {
        read_conditions(piece);
      }
    }
    if (!has_status) {
      return fail(pieces[0], "a world has a status: " + listed(list_of(specs::status_names)));
    }
    if (!(consistent(fixture) == fixture)) {
      fail(pieces[0], what_contradicts(fixture));
    }
  }

  void read_conditions(std::string_view list) {
    while (!list.empty()) {
      const std::string_view name = list.substr(0, list.find('+'));
      list.remove_prefix(std::min(list.size(), name.size() + 1));
      const auto at =
          place(cases::all_conditions, name, [](Condition known) { return cases::name_of(known); });
      if (!at) return unknown("word of a world", name, words_of_a_world());
      history_.fixture.conditions = history_.fixture.conditions.with(cases::all_conditions[*at]);
    }
  }

  void read_step(const std::vector<std::string_view>& pieces) {
    if (history_.steps.size() == max_steps) {
      return fail(pieces[0], "a history has " + std::to_string(max_steps) + " calls at most");
    }
    Step step;
    const auto action = place(action_names, pieces[0], [](std::string_view name) { return name; });
    if (!action) return unknown("action", pieces[0], list_of(action_names));
    step.action = static_cast<CalledAction>(*action);
    for (std::size_t i = 1; i < pieces.size(); ++i) read_piece(step, pieces[i]);
    const bool goes_back = words_.treatments[step.treatment].goes_back();
    if (goes_back && step.back == 0) step.back = 1;
    if (!goes_back && step.back != 0) {
      fail(pieces[0],
           "back is for replays and nonces only: treatment=replay, same-nonce or "
           "same-nonce-another-minute");
    }
    history_.steps.push_back(std::move(step));
  }

  void read_piece(Step& step, std::string_view piece) {
    const std::string_view name = piece.substr(0, piece.find('='));
    const std::string_view value = piece.substr(std::min(piece.size(), name.size() + 1));
    if (name == "id") {
      const auto at = place(words_.ids, value, [](const IdWord& word) { return word.name; });
      if (!at) return unknown("id", value, names_of(words_.ids));
      step.id = static_cast<std::uint8_t>(*at);
    } else if (name == "id-encoding") {
      const auto encoding = encoding_from(value);
      if (!encoding) return unknown("encoding", value, list_of(encoding_names));
      step.id_encoding = *encoding;
    } else if (name == "InitLocalDisk") {
      read_flag_word(step.init_local_disk, value);
    } else if (name == "ForceStop") {
      read_flag_word(step.force_stop, value);
    } else if (name == "DryRun") {
      read_flag_word(step.dry_run, value);
    } else if (name == "extra") {
      read_extra(step, value);
    } else if (name == "variant") {
      std::vector<std::string> names;
      for (const cases::Variant variant : words_.variants) names.push_back(variant.name());
      const auto at = place(names, value, std::identity{});
      if (!at) return unknown("variant", value, list_of(names));
      step.variant = static_cast<std::uint8_t>(*at);
    } else if (name == "treatment") {
      const auto at =
          place(words_.treatments, value, [](const Treatment& one) { return one.name; });
      if (!at) return unknown("treatment", value, names_of(words_.treatments));
      step.treatment = static_cast<std::uint16_t>(*at);
    } else if (name == "back") {
      const auto back = number_of(value);
      if (!back || *back < 1 || *back > max_back) {
        return fail(piece, "back is a number from 1 to 8");
      }
      step.back = static_cast<std::uint8_t>(*back);
    } else if (name == "wait") {
      const auto wait = number_of(value);
      const auto at = place(words_.waits, "", [&](std::chrono::milliseconds time) {
        return wait && time.count() == *wait ? "" : "another";
      });
      if (!at) return fail(piece, "wait is one of 1, 20, 100, 1000 and 5000 milliseconds");
      step.wait = static_cast<std::uint8_t>(*at);
    } else if (piece == "by-other") {
      step.by_other = true;
    } else if (piece == "together") {
      step.together = true;
    } else if (name == "again") {
      const auto at = place(guise_names, value, [](std::string_view guise) { return guise; });
      if (!at) return unknown("guise", value, list_of(guise_names));
      step.again = static_cast<Guise>(*at);
    } else {
      unknown("word of a call", name.empty() ? piece : name, list_of(words_of_a_call));
    }
  }

  void read_flag_word(std::uint8_t& flag, std::string_view encoded) {
    const std::vector<std::string>& booleans = words_.booleans;
    const auto text = runner::percent_decode(encoded);
    const auto found =
        text ? std::find(booleans.begin() + 1, booleans.end(), *text) : booleans.end();
    if (found == booleans.end()) {
      return unknown("spelling of a Boolean", encoded, {"true", "false", "%20true", "TRUE"});
    }
    flag = static_cast<std::uint8_t>(found - booleans.begin());
  }

  // client-token, client-token:text, client-token~lower-hex:text
  void read_extra(Step& step, std::string_view value) {
    if (step.extras.size() == max_extras) return fail(value, "a call has two extras at most");
    Extra extra;
    const std::string_view head = value.substr(0, value.find(':'));
    const std::string_view name = head.substr(0, head.find('~'));
    const auto at = place(words_.extras, name, [](const ExtraWord& word) { return word.name; });
    if (!at) return unknown("extra", name, names_of(words_.extras));
    extra.word = static_cast<std::uint8_t>(*at);
    if (name.size() < head.size()) {
      const std::string_view spelt = head.substr(name.size() + 1);
      const auto encoding = encoding_from(spelt);
      if (!encoding) return unknown("encoding", spelt, list_of(encoding_names));
      extra.encoding = *encoding;
    }
    if (head.size() < value.size()) {
      extra.text = runner::percent_decode(value.substr(head.size() + 1));
      if (!extra.text) return fail(value, "an extra's text is percent-encoded");
      if (extra.text->size() > max_extra_text) {
        return fail(value, "an extra's text has 31 bytes at most");
      }
    }
    step.extras.push_back(std::move(extra));
  }

  const Vocabulary& words_;
  History history_;
  std::string mistake_;
  std::string_view text_;  // of the line, its comment included
  int line_ = 0;
  bool titled_ = false;
  bool has_world_ = false;
};

}  // namespace

std::string to_text(const History& any, const Vocabulary& words) {
  const History history = well_formed(any, words);
  const cases::Fixture& fixture = history.fixture;
  std::string out{title};
  out.append("\nworld ").append(specs::name_of(fixture.status));
  out.append(" ").append(cases::name_of(fixture.charge_type));
  char before = ' ';
  for (const Condition condition : cases::all_conditions) {
    if (!fixture.conditions.contains(condition)) continue;
    (out += before) += cases::name_of(condition);
    before = '+';
  }
  if (fixture.settle_ms) out += " settle=" + std::to_string(*fixture.settle_ms);
  out += '\n';
  for (const Step& step : history.steps) write_step(out, step, words);
  return out;
}

runner::Result<History> parse_history(std::string_view text, const Vocabulary& words) {
  return TextReader{words}.read(text);
}

runner::Result<std::vector<History>> parse_histories(std::string_view text,
                                                     const Vocabulary& words) {
  std::vector<History> all;
  const std::string next = "\n" + std::string{title};
  // Where there is no title the reader says so, of the whole text.
  std::size_t begin = text.starts_with(title) ? 0 : text.find(next) + 1;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(next, begin), text.size());
    auto history = parse_history(text.substr(begin, end - begin), words);
    if (!history) {
      return Error{Fault::malformed,
                   "history " + std::to_string(all.size() + 1) + ", " + history.error().what};
    }
    all.push_back(std::move(*history));
    begin = end + 1;
  }
  return all;
}

}  // namespace hallmark::fuzz

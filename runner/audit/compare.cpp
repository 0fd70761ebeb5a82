// SPDX-License-Identifier: Apache-2.0
#include "runner/audit/compare.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "reports/text.hpp"
#include "runner/audit/alignment.hpp"
#include "runner/audit/text.hpp"
#include "runner/audit/vocabulary.hpp"

namespace hallmark::runner {
namespace {

using specs::Clause;
using specs::Digest;
using specs::ErrorRow;
using specs::ParameterSpec;
using specs::ResponseSpec;
using specs::Sample;
using specs::digests::PageDigests;
using specs::digests::Passage;
using specs::digests::PassageDigest;

constexpr std::string_view nothing = "(none)";
// Prices of the alignment: a row that stands alone, an edited field, a field that says something
// else. Two rows that swapped places are dearer as two rows with other messages than as one moved.
constexpr int alone = 40;
constexpr int field_differs = 15;
constexpr int field_is_another = 45;

std::string in_hex(Digest digest) {
  std::string text = "0x";
  for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[(digest >> shift) & 0xfU];
  return text;
}

// What stands in our tables for a text that they do not hold.
std::string digest_only(Digest digest) { return "text with digest " + in_hex(digest); }

// A text of theirs with the number that would stand for it in our tables.
std::string with_digest(Digest digest, std::string_view text) {
  return '[' + in_hex(digest) + "] " + std::string{text};
}

// Whether two texts share at least half of the longer one at their ends: an edit, not another text.
bool alike(std::string_view one, std::string_view other) {
  const std::size_t shorter = std::min(one.size(), other.size());
  std::size_t front = 0;
  while (front < shorter && one[front] == other[front]) ++front;
  std::size_t back = 0;
  while (back < shorter - front && one[one.size() - 1 - back] == other[other.size() - 1 - back])
    ++back;
  return 2 * (front + back) >= std::max(one.size(), other.size());
}

int text_cost(std::string_view ours, std::string_view theirs) {
  if (ours == theirs) return 0;
  return alike(ours, theirs) ? field_differs : field_is_another;
}

std::string status_text(const ErrorRow& row) { return std::to_string(row.status.value()); }

std::string shown(const ErrorRow& row) {
  return status_text(row) + ' ' + std::string{row.code.text()} + ": " + std::string{row.message};
}

std::string shown(const PublishedError& row) {
  return row.status + ' ' + row.code + ": " + row.message;
}

std::string_view name_of(specs::ValueType type) {
  return type == specs::ValueType::boolean ? "Boolean" : "String";
}

std::string_view name_of(specs::Presence presence) {
  if (presence == specs::Presence::required) return "required";
  return presence == specs::Presence::optional ? "optional" : "(unsaid)";
}

std::string_view name_of(Sample::Kind kind) {
  if (kind == Sample::Kind::request) return "request";
  return kind == Sample::Kind::xml_answer ? "XML answer" : "JSON answer";
}

// The text between two marks, each of which must be there.
std::optional<std::string> between(std::string_view text, std::string_view before,
                                   std::string_view after) {
  const std::size_t start = text.find(before);
  if (start == std::string_view::npos) return std::nullopt;
  const std::size_t end = text.find(after, start + before.size());
  if (end == std::string_view::npos) return std::nullopt;
  return std::string{text.substr(start + before.size(), end - start - before.size())};
}

// What a sample says, taken out of its text.
std::string root_of(const PublishedSample& sample) {
  if (sample.kind != Sample::Kind::xml_answer) return {};
  return between(sample.text, "<", ">").value_or("");
}

std::string request_id_of(const PublishedSample& sample) {
  if (sample.kind == Sample::Kind::xml_answer) {
    return between(sample.text, "<RequestId>", "</RequestId>").value_or("");
  }
  if (sample.kind != Sample::Kind::json_answer) return {};
  std::string text;
  for (const char c : sample.text) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') text += c;
  }
  return between(text, "\"RequestId\":\"", "\"").value_or("");
}

std::string query_of(const PublishedSample& sample) {
  if (sample.kind != Sample::Kind::request) return {};
  std::string joined;
  for (const std::string_view line : lines_of(sample.text)) joined += reports::trimmed(line);
  const std::size_t start = joined.find('?');
  if (start == std::string::npos) return {};
  std::string query = joined.substr(start + 1);
  return query.substr(0, query.find("&<"));
}

// The digest of a place's text as `printed` holds it; 0 where it holds no markup.
Digest printed_digest(std::string_view text) {
  const Digest printed = specs::digest_of(fold_punctuation(text));
  return printed == specs::digest_of(visible_text(without_bullets(text))) ? 0 : printed;
}

class Comparer {
 public:
  Comparer(const PublishedPage& theirs, const PageDigests& ours)
      : theirs_{theirs}, ours_{*ours.page}, digests_{ours} {}

  Comparison compare() {
    compare_parameters();
    compare_responses();
    compare_errors();
    std::vector<AuditDifference> tables = std::exchange(out_.differences, {});
    compare_sentences();  // tells which descriptions differ in a clause
    compare_descriptions();
    std::vector<AuditDifference> sentences = std::exchange(out_.differences, {});
    compare_samples();
    compare_printed();
    std::vector<AuditDifference> rest = std::exchange(out_.differences, theirs_.misshapen);
    for (const auto* part : {&sentences, &tables, &rest}) {
      out_.differences.insert(out_.differences.end(), part->begin(), part->end());
    }
    return std::move(out_);
  }

 private:
  void differ(std::string where, std::string ours, std::string theirs) {
    out_.differences.push_back({std::move(where), std::move(ours), std::move(theirs)});
  }

  void compare_field(const std::string& place, std::string_view field, std::string_view ours,
                     std::string_view theirs) {
    if (ours == theirs) return;
    differ(place + ", " + std::string{field}, std::string{ours.empty() ? nothing : ours},
           std::string{theirs.empty() ? nothing : theirs});
  }

  // A cell of prose: equal by digest; where it is not, the sentences may tell more.
  void compare_description(const std::string& their_place, const std::string& place,
                           const PassageDigest& ours, const std::string& theirs) {
    if (visible_digest(theirs) == ours.digest) {
      const bool marked_up = theirs_.form == specs::Form::markdown;
      printed_.push_back({ours.passage, ours.number, place + ", description",
                          marked_up ? theirs : without_bullets(theirs)});
    } else {
      descriptions_.push_back(
          {their_place + ", description", place + ", description", ours.digest, theirs});
    }
  }

  void compare_errors() {
    const auto rows = ours_.errors;
    const auto descriptions = digests_.of(Passage::error_description);
    const std::vector<PublishedError>& read = theirs_.errors;
    const auto cost = [&](std::size_t i, std::size_t j) {
      const std::string message = unescape(read[j].message);
      return (status_text(rows[i]) == read[j].status ? 0 : field_differs) +
             text_cost(rows[i].code.text(), unescape(read[j].code)) +
             text_cost(rows[i].message, message) +
             (descriptions[i].digest == visible_digest(read[j].description) ? 0
                                                                            : field_differs / 2);
    };
    const auto pairs = align(rows.size(), read.size(), alone, cost);
    // Equal rows of which one stands alone here and the other there have moved.
    std::set<std::size_t> moved;
    const auto new_place = [&](const ErrorRow& row) -> std::optional<std::size_t> {
      for (const Pairing& pair : pairs) {
        if (pair.ours || moved.contains(*pair.theirs)) continue;
        const PublishedError& other = read[*pair.theirs];
        if (status_text(row) == other.status && row.code.text() == other.code &&
            row.message == unescape(other.message)) {
          return pair.theirs;
        }
      }
      return std::nullopt;
    };
    for (const Pairing& pair : pairs) {
      if (!pair.ours) continue;
      const ErrorRow& row = rows[*pair.ours];
      const PassageDigest& description = descriptions[*pair.ours];
      const std::string place = "error row " + std::to_string(row.row);
      if (!pair.theirs) {
        if (const auto now = new_place(row)) {
          moved.insert(*now);
          differ(place + ", moved", "row " + std::to_string(row.row),
                 "row " + std::to_string(*now + 1) + " of the page (" + shown(row) + ")");
          compare_description("error row " + std::to_string(*now + 1), place, description,
                              read[*now].description);
        } else {
          differ(place + ", dropped", shown(row), std::string{nothing});
        }
        continue;
      }
      const PublishedError& other = read[*pair.theirs];
      const std::string message = unescape(other.message);
      if (cost(*pair.ours, *pair.theirs) < field_differs) ++out_.equal_rows;
      compare_field(place, "status", status_text(row), other.status);
      compare_field(place, "code", row.code.text(), unescape(other.code));
      compare_field(place, "message", row.message, message);
      if (row.message == message)
        printed_.push_back({Passage::error_message, row.row, place + ", message", other.message});
      compare_description("error row " + std::to_string(*pair.theirs + 1), place, description,
                          other.description);
    }
    for (const Pairing& pair : pairs) {
      if (pair.ours || moved.contains(*pair.theirs)) continue;
      differ("error row " + std::to_string(*pair.theirs + 1) + " of the page, added",
             std::string{nothing}, shown(read[*pair.theirs]));
    }
  }

  void compare_parameters() {
    const auto rows = ours_.parameters;
    const auto descriptions = digests_.of(Passage::parameter_description);
    const std::vector<PublishedParameter>& read = theirs_.parameters;
    compare_named_rows(
        rows.size(), read, "parameter ", [&](std::size_t i) { return rows[i].name; },
        [&](std::size_t i, const PublishedParameter& other) {
          const ParameterSpec& row = rows[i];
          const std::string place = "parameter " + std::string{row.name};
          compare_field(place, "name", row.name, unescape(other.name));
          compare_field(place, "type", name_of(row.type), other.type);
          const auto presence = presence_of(visible_text(other.required));
          if (presence != row.presence) {
            differ(place + ", required", std::string{name_of(row.presence)},
                   other.required.empty() ? std::string{nothing} : other.required);
          }
          compare_field(place, "sample", row.sample, unescape(other.sample));
          compare_description("parameter " + other.name, place, descriptions[i], other.description);
          if (descriptions[i].digest != visible_digest(other.description))
            compare_values(place, row, other);
        });
  }

  // Where a description differs: whether the values and the default that it names do.
  void compare_values(const std::string& place, const ParameterSpec& row,
                      const PublishedParameter& other) {
    std::vector<std::string> values;
    std::string default_value;
    for (const std::string& sentence : sentences_of(other.description)) {
      const std::string text = visible_text(sentence);
      const std::size_t end = text.find_first_of(":(");
      if (end == std::string::npos || row.type != specs::ValueType::boolean) continue;
      const std::string value{reports::trimmed(std::string_view{text}.substr(0, end))};
      const bool one_word =
          !value.empty() && std::ranges::all_of(value, [](char c) { return c >= 'a' && c <= 'z'; });
      if (!one_word) continue;
      values.push_back(value);
      const std::string behind = text.substr(end, 24);
      if (behind.starts_with("(\u9ed8\u8ba4)") || behind.starts_with("(default)"))
        default_value = value;
    }
    if (values.empty()) return;
    if (!std::ranges::equal(values, row.allowed)) {
      differ(place + ", allowed values", reports::joined(row.allowed), reports::joined(values));
    }
    compare_field(place, "default", row.default_value, default_value);
  }

  void compare_responses() {
    const auto rows = ours_.responses;
    const auto descriptions = digests_.of(Passage::response_description);
    compare_named_rows(
        rows.size(), theirs_.responses, "response parameter ",
        [&](std::size_t i) { return rows[i].name; },
        [&](std::size_t i, const PublishedParameter& other) {
          const ResponseSpec& row = rows[i];
          const std::string place = "response parameter " + std::to_string(row.row);
          const auto index = static_cast<std::size_t>(&other - theirs_.responses.data());
          compare_field(place, "name", row.name, unescape(other.name));
          compare_field(place, "type", name_of(row.type), other.type);
          compare_field(place, "sample", row.sample, unescape(other.sample));
          compare_description("response parameter " + std::to_string(index + 1), place,
                              descriptions[i], other.description);
        });
  }

  // Rows that go by a name: moved, dropped, added; those that have a partner are handed to
  // `fields`.
  template <class NameOf, class Fields>
  void compare_named_rows(std::size_t count, const std::vector<PublishedParameter>& read,
                          const std::string& what, NameOf name_at, Fields fields) {
    const auto pairs = align(count, read.size(), alone, [&](std::size_t i, std::size_t j) {
      if (name_at(i) == unescape(read[j].name)) return 0;
      return alike(name_at(i), read[j].name) ? field_differs : 3 * alone;
    });
    std::set<std::size_t> moved;
    for (const Pairing& pair : pairs) {
      if (!pair.ours) continue;
      if (pair.theirs) {
        fields(*pair.ours, read[*pair.theirs]);
        continue;
      }
      const std::string_view name = name_at(*pair.ours);
      const auto now = std::ranges::find_if(pairs, [&](const Pairing& other) {
        return !other.ours && read[*other.theirs].name == name;
      });
      if (now == pairs.end()) {
        differ(what + std::string{name} + ", dropped", std::string{name}, std::string{nothing});
        continue;
      }
      moved.insert(*now->theirs);
      differ(what + std::string{name} + ", moved", "row " + std::to_string(*pair.ours + 1),
             "row " + std::to_string(*now->theirs + 1) + " of the page");
      fields(*pair.ours, read[*now->theirs]);
    }
    for (const Pairing& pair : pairs) {
      if (pair.ours || moved.contains(*pair.theirs)) continue;
      differ(what + read[*pair.theirs].name + ", added", std::string{nothing},
             read[*pair.theirs].name);
    }
  }

  void compare_samples() {
    const auto rows = ours_.samples;
    const auto texts = digests_.of(Passage::sample);
    const std::vector<PublishedSample>& read = theirs_.samples;
    const bool by_place = rows.size() == read.size();
    const auto pairs = align(rows.size(), read.size(), alone, [&](std::size_t i, std::size_t j) {
      return rows[i].kind == read[j].kind || (by_place && i == j) ? 0 : 3 * alone;
    });
    for (const Pairing& pair : pairs) {
      if (!pair.ours) {
        differ("sample " + std::to_string(*pair.theirs + 1) + " of the page, added",
               std::string{nothing}, read[*pair.theirs].text);
        continue;
      }
      const Sample& row = rows[*pair.ours];
      const std::string place = "sample " + std::to_string(*pair.ours + 1);
      if (!pair.theirs) {
        differ(place + ", dropped", std::string{name_of(row.kind)}, std::string{nothing});
        continue;
      }
      PublishedSample other = read[*pair.theirs];
      const Digest text = texts[*pair.ours].digest;
      if (specs::digest_of(other.text) == text) continue;
      other.kind = row.kind;
      const std::size_t before = out_.differences.size();
      compare_field(place, "root element", row.root, root_of(other));
      compare_field(place, "query", row.query, query_of(other));
      compare_field(place, "RequestId", row.request_id, request_id_of(other));
      if (out_.differences.size() == before)
        differ(place, digest_only(text), with_digest(specs::digest_of(other.text), other.text));
    }
  }

  // Sentences against clauses and remarks, in page order.
  void compare_sentences() {
    const std::vector<PublishedSentence>& read = theirs_.sentences;
    std::vector<std::optional<std::size_t>> place_of_clause(ours_.clauses.size());
    const auto clauses = digests_.of(Passage::clause);
    std::vector<Digest> remarks;
    for (const PassageDigest& remark : digests_.of(Passage::remark))
      remarks.push_back(remark.digest);
    std::vector<bool> known(read.size(), false);
    for (std::size_t i = 0; i < read.size(); ++i) {
      const Digest digest = visible_digest(read[i].text);
      for (std::size_t c = 0; c < clauses.size() && !known[i]; ++c) {
        if (place_of_clause[c] || clauses[c].digest != digest) continue;
        place_of_clause[c] = i;
        known[i] = true;
        if (read[i].place.empty()) {
          const int number = clauses[c].number;
          printed_.push_back(
              {Passage::clause, number, "clause " + std::to_string(number), read[i].text});
        }
      }
      if (known[i] || !read[i].place.empty()) continue;
      if (const auto remark = std::ranges::find(remarks, digest); remark != remarks.end()) {
        remarks.erase(remark);
        known[i] = true;
      }
      known[i] = known[i] || reports::trimmed(visible_text(read[i].text)) == ours_.action;
    }
    name_lost_clauses(place_of_clause, known);
    name_moved_clauses(place_of_clause);
    for (std::size_t i = 0; i < read.size(); ++i) {
      if (known[i] || !read[i].place.empty()) continue;
      const std::string said = with_digest(visible_digest(read[i].text), read[i].text);
      if (remarks.empty()) {
        differ("prose, sentence added", std::string{nothing}, said);
      } else {
        differ("prose, sentence that is no clause", digest_only(remarks.front()), said);
        remarks.erase(remarks.begin());
      }
    }
    for (const Digest remark : remarks) {
      differ("prose, sentence that is no clause", digest_only(remark), std::string{nothing});
    }
  }

  // A clause whose sentence is not there: the unknown sentence between its neighbours is what
  // became of it, else it is gone.
  void name_lost_clauses(const std::vector<std::optional<std::size_t>>& place_of_clause,
                         std::vector<bool>& known) {
    const std::vector<PublishedSentence>& read = theirs_.sentences;
    const auto changed = [&](const std::string& place) {
      return place.empty() ||
             std::ranges::any_of(descriptions_, [&](const Description& description) {
               return description.their_place == place;
             });
    };
    for (std::size_t c = 0; c < place_of_clause.size(); ++c) {
      if (place_of_clause[c]) continue;
      std::size_t from = 0;
      for (std::size_t before = 0; before < c; ++before) {
        if (place_of_clause[before]) from = std::max(from, *place_of_clause[before] + 1);
      }
      std::size_t to = read.size();
      for (std::size_t after = c + 1; after < place_of_clause.size(); ++after) {
        if (place_of_clause[after]) to = std::min(to, *place_of_clause[after]);
      }
      const std::string clause = "clause " + std::to_string(ours_.clauses[c].number);
      const std::string says{ours_.clauses[c].says};
      std::size_t found = from;
      while (found < to && (known[found] || !changed(read[found].place))) ++found;
      if (found >= to) {
        differ(clause + ", dropped", says, std::string{nothing});
        continue;
      }
      known[found] = true;
      const std::string& place = read[found].place;
      told_.insert(place);
      differ(place.empty() ? clause : clause + " (" + place + ")", says,
             with_digest(visible_digest(read[found].text), read[found].text));
    }
  }

  void name_moved_clauses(const std::vector<std::optional<std::size_t>>& place_of_clause) {
    std::vector<std::size_t> ours;
    std::vector<std::pair<std::size_t, std::size_t>> by_place;
    for (std::size_t c = 0; c < place_of_clause.size(); ++c) {
      if (!place_of_clause[c]) continue;
      ours.push_back(c);
      by_place.emplace_back(*place_of_clause[c], c);
    }
    std::ranges::sort(by_place);
    for (const Pairing& pair : align(
             ours.size(), by_place.size(), 1,
             [&](std::size_t i, std::size_t j) { return ours[i] == by_place[j].second ? 0 : 3; })) {
      if (pair.theirs) continue;
      const Clause& clause = ours_.clauses[ours[*pair.ours]];
      differ("clause " + std::to_string(clause.number) + ", moved", std::string{clause.says},
             theirs_.sentences[*place_of_clause[ours[*pair.ours]]].text);
    }
  }

  void compare_descriptions() {
    for (const Description& description : descriptions_) {
      if (told_.contains(description.their_place)) continue;
      differ(description.place, digest_only(description.ours),
             with_digest(visible_digest(description.theirs), description.theirs));
    }
  }

  // Markup, where the page is of the form that our digests were taken from.
  void compare_printed() {
    if (theirs_.form != ours_.form) return;
    for (const PrintedPlace& printed : printed_) {
      const auto entry = std::ranges::find_if(digests_.printed, [&](const PassageDigest& row) {
        return row.passage == printed.passage && row.number == printed.number;
      });
      const Digest ours = entry == digests_.printed.end() ? 0 : entry->digest;
      if (printed_digest(printed.text) == ours) continue;
      differ(printed.place + ", markup", ours == 0 ? std::string{nothing} : digest_only(ours),
             with_digest(printed_digest(printed.text), printed.text));
    }
  }

  // A place that agrees, and what the page prints there, which may hold markup.
  struct PrintedPlace {
    Passage passage;
    int number;
    std::string place;
    std::string text;
  };

  struct Description {
    std::string their_place;
    std::string place;
    Digest ours;
    std::string theirs;
  };

  const PublishedPage& theirs_;
  const specs::Page& ours_;
  const PageDigests& digests_;
  Comparison out_ = {};
  std::vector<PrintedPlace> printed_ = {};
  std::vector<Description> descriptions_ = {};  // those that differ
  std::set<std::string> told_ = {};             // places of which a clause has told the difference
};

}  // namespace

Comparison compare(const PublishedPage& theirs, const specs::digests::PageDigests& ours) {
  return Comparer{theirs, ours}.compare();
}

}  // namespace hallmark::runner

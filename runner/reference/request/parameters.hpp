// SPDX-License-Identifier: Apache-2.0
//
// The parameters of a call: query and form taken apart, percent-decoded, sorted by name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::runner::reference {

enum class Source : std::uint8_t { query, form };

struct Parameter {
  std::string_view name;  // decoded; empty names are kept
  std::string_view value;
  Source source;
  bool has_encoded_name = false;
  bool has_encoded_value = false;
  bool follows_nothing = false;  // an empty piece stands before it
};

// How defects misread bytes; an honest endpoint misreads none.
struct Misreading {
  bool encoded_plus_is_blank = false;  // but for the Signature, which would hardly ever match
  bool form_plus_stays = false;
};

// Views into the texts given to parse(), which must outlive it, and into its own memory.
class Parameters {
 public:
  // False when a '%' is not followed by two hexadecimal digits; nothing is to be read then.
  // A '+' is a blank, in the query as in the form.
  [[nodiscard]] bool parse(std::string_view query, std::string_view form,
                           Misreading misreading = {});

  // In byte order of the names; those of one name in the order of their arrival.
  [[nodiscard]] const std::vector<Parameter>& sorted() const { return parameters_; }

  // The value; empty where the parameter is absent as well as where it is empty.
  [[nodiscard]] std::string_view value(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] bool has_duplicates() const;

 private:
  bool add(std::string_view text, Source source, Misreading misreading);
  bool decode(std::string_view text, char plus, char encoded_plus, std::string_view& decoded);

  std::vector<Parameter> parameters_;
  std::string decoded_;  // as long as all the text, so that it never moves
  std::size_t written_ = 0;
};

// Percent-encodes as request signing wants it: all but A-Z a-z 0-9 - _ . ~ (RFC 3986, section 2.3).
void append_percent_encoded(std::string& out, std::string_view text);

}  // namespace hallmark::runner::reference

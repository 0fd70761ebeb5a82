// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/mended_head.hpp"

#include <algorithm>

#include "reports/text.hpp"
#include "runner/wire/http/headers.hpp"

namespace hallmark::runner {
namespace {

constexpr std::string_view blanks = " \t";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_token_character(char c) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         others.find(c) != std::string_view::npos;
}

bool is_control_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

struct Field {
  std::string name, value;
  bool aside = false;
};

class Mender {
 public:
  std::optional<MendedHead> mend(std::string_view head) {
    if (head.find('\0') != std::string_view::npos) return std::nullopt;
    std::string_view line = take_line(head);
    if (!mend_status_line(line)) return std::nullopt;
    while (!head.empty()) {
      line = take_line(head);
      if (line.empty()) break;
      if (!mend_field(line)) return std::nullopt;
    }
    settle_framing();
    write();
    return std::move(mended_);
  }

 private:
  void note(std::string_view what) {
    if (mended_.wrong.empty()) mended_.wrong = what;
  }

  std::string_view take_line(std::string_view& head) {
    const std::size_t end = head.find('\n');
    std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    } else {
      note("lines of the head that end in LF alone");
    }
    return line;
  }

  std::string without_controls(std::string_view text) {
    std::string clean{text};
    for (char& c : clean) {
      if (!is_control_character(c)) continue;
      c = ' ';
      note("a control character in the head");
    }
    return clean;
  }

  // HTTP/1.x, blanks, three digits, and whatever follows.
  bool mend_status_line(std::string_view line) {
    constexpr std::string_view protocol = "HTTP/1.";
    constexpr std::size_t name_size = 4;
    const std::size_t version = protocol.size();
    if (line.size() <= version || !is_digit(line[version])) return false;
    if (!line.starts_with(protocol.substr(0, name_size))) note("HTTP in lower case");
    const std::size_t code = line.find_first_not_of(blanks, version + 1);
    if (code == std::string_view::npos || code == version + 1) return false;
    if (line.substr(version + 1, code - version - 1) != " ") {
      note("other blanks than one space before the status code");
    }
    const std::string_view digits = line.substr(code, 3);
    if (digits.size() < 3 || !std::ranges::all_of(digits, is_digit)) return false;
    std::string_view rest = line.substr(code + 3);
    if (!rest.empty() && is_digit(rest.front())) return false;
    if (rest.starts_with(' ')) {
      rest.remove_prefix(1);
    } else {
      note("no space behind the status code");
    }
    mended_.text.append(protocol).append(1, line[version]).append(1, ' ').append(digits);
    mended_.text.append(1, ' ').append(without_controls(rest)).append("\r\n");
    return true;
  }

  bool mend_field(std::string_view line) {
    if (blanks.find(line.front()) != std::string_view::npos) {  // goes on with the one before
      if (fields_.empty()) return false;
      fields_.back().value.append(1, ' ').append(without_controls(reports::trimmed(line)));
      return true;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    std::string_view name = line.substr(0, colon);
    if (const std::size_t end = name.find_last_not_of(blanks); end + 1 != name.size()) {
      note("blanks between a header's name and its colon");
      name = name.substr(0, end + 1);
    }
    const bool is_token = !name.empty() && std::ranges::all_of(name, is_token_character);
    if (!is_token) note("a header whose name is no token");
    const std::string value = without_controls(line.substr(colon + 1));
    fields_.push_back({.name = std::string{name},
                       .value = std::string{reports::trimmed(value)},
                       .aside = !is_token});
    return true;
  }

  // What is said twice and is the same is said once; a body in chunks has no other length.
  void settle_framing() {
    bool in_chunks = false;
    for (Field& field : fields_) {
      if (!same_header_name(field.name, "Transfer-Encoding") ||
          !same_header_name(field.value, "chunked")) {
        continue;
      }
      if (in_chunks) {
        note("chunked more than once");
        field.aside = mended_.is_doubtful = true;
      }
      in_chunks = true;
    }
    const Field* length = nullptr;
    for (Field& field : fields_) {
      if (!same_header_name(field.name, "Content-Length")) continue;
      if (in_chunks) {
        note("Content-Length beside Transfer-Encoding");
        field.aside = mended_.is_doubtful = true;
        continue;
      }
      unite(field.value);
      if (length != nullptr && length->value == field.value) {
        note("Content-Length more than once");
        field.aside = true;
      }
      if (length == nullptr) length = &field;
    }
  }

  // "2, 2" is "2".
  void unite(std::string& value) {
    const std::size_t comma = value.find(',');
    if (comma == std::string::npos) return;
    const std::string first{reports::trimmed(std::string_view{value}.substr(0, comma))};
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      if (reports::trimmed(rest.substr(0, end)) != first) return;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    note("Content-Length more than once");
    value = first;
  }

  void write() {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      Field& field = fields_[i];
      if (field.aside) {
        mended_.aside.push_back({i, {std::move(field.name), std::move(field.value)}});
      } else {
        mended_.text.append(field.name).append(": ").append(field.value).append("\r\n");
      }
    }
    mended_.text += "\r\n";
  }

  MendedHead mended_;
  std::vector<Field> fields_;
};

}  // namespace

std::optional<MendedHead> mend_head(std::string_view head) { return Mender{}.mend(head); }

}  // namespace hallmark::runner

// SPDX-License-Identifier: Apache-2.0
//
// A badge, to stand in a README: the first words of the headline.
#include <ostream>
#include <string>
#include <string_view>

#include "reports/text.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

// What stands before the details, in small letters: "not conformant", "conformant, partial".
std::string said(const Report& report, const Summary& summary) {
  std::string text = headline(report, summary);
  text = text.substr(0, text.find_first_of(":;"));
  if (const std::size_t details = text.find(" in "); details != text.npos) text.resize(details);
  std::string small;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      small += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' || c == ',') {
      small += c;  // nothing that XML would read
    }
  }
  return small;
}

}  // namespace

void write_badge(const Report& report, const Summary& summary, std::ostream& out) {
  constexpr int letter = 7;  // units a character, about
  constexpr int left = 66;   // units of the name
  const std::string text = said(report, summary);
  const int right = static_cast<int>(characters_in(text)) * letter + 12;
  const int code = exit_code(report, summary);
  const std::string_view color = code == 0 ? "#2c6e5d" : code == 1 ? "#a52a22" : "#666a72";
  const std::string width = std::to_string(left + right);
  out << R"(<svg xmlns="http://www.w3.org/2000/svg" width=")" << width
      << R"(" height="20" role="img" )"
      << R"(aria-label="hallmark: )" << text << "\">\n<title>hallmark: " << text << "</title>\n"
      << "<path fill=\"#333\" d=\"M0 0h" << left << "v20H0z\"/>\n<path fill=\"" << color
      << "\" d=\"M" << left << " 0h" << right << "v20H" << left << "z\"/>\n"
      << R"(<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" )"
      << "font-size=\"11\">\n<text x=\"" << left / 2 << "\" y=\"14\">hallmark</text>\n<text x=\""
      << left + right / 2 << "\" y=\"14\">" << text << "</text>\n</g>\n</svg>\n";
}

}  // namespace hallmark::reports

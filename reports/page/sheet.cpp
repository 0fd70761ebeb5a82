// SPDX-License-Identifier: Apache-2.0
#include "reports/page/sheet.hpp"

#include <ostream>

#include "reports/page/assets.hpp"
#include "reports/text.hpp"

namespace hallmark::reports::page {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void write_sheet(std::string_view title, std::string_view body, std::ostream& out) {
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
         "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n<title>"
      << escaped(title) << "</title>\n<style>\n"
      << style << "\n</style>\n</head>\n<body data-ready>\n<main>\n"
      << body << "</main>\n</body>\n</html>\n";
}

}  // namespace hallmark::reports::page

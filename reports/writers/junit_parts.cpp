// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/junit_parts.hpp"

#include <ostream>
#include <pugixml.hpp>
#include <string>

#include "reports/evidence_limits.hpp"
#include "reports/text.hpp"

namespace hallmark::reports::junit {
namespace {

void append_body(std::string& out, std::string_view body) {
  out += body.substr(0, longest_body);
  if (body.size() > longest_body) {
    out.append("\n(").append(std::to_string(body.size() - longest_body)).append(" bytes more)");
  }
  if (!out.ends_with('\n')) out += '\n';
}

}  // namespace

std::int64_t in_milliseconds(std::int64_t microseconds) { return (microseconds + 500) / 1000; }

std::string in_seconds(std::int64_t milliseconds) {
  const std::string fraction = std::to_string(milliseconds % 1000);
  std::string text = std::to_string(milliseconds / 1000);
  return text.append(".").append(3 - fraction.size(), '0').append(fraction);
}

std::size_t escaped_size(std::string_view text) {
  std::size_t size = text.size();
  for (const char c : text) size += c == '&' ? 4 : c == '<' || c == '>' ? 3 : 0;
  return size;
}

void open_suites(std::ostream& out, std::string_view name, const Counts& counts,
                 std::int64_t took_ms) {
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"" << name << "\" tests=\""
      << counts.tests << "\" failures=\"" << counts.failures << "\" errors=\"" << counts.errors
      << "\" time=\"" << in_seconds(took_ms) << "\">\n";
}

void open_suite(std::ostream& out, std::string_view name, const Counts& counts,
                std::int64_t took_ms, std::string_view started) {
  // The schema of JUnit has no Z behind a time.
  if (started.ends_with('Z')) started.remove_suffix(1);
  out << "  <testsuite name=\"" << name << "\" tests=\"" << counts.tests << "\" failures=\""
      << counts.failures << "\" errors=\"" << counts.errors << "\" skipped=\"" << counts.skipped
      << "\" time=\"" << in_seconds(took_ms) << "\" timestamp=\"" << started << "\">\n";
}

void close_suite(std::ostream& out) { out << "  </testsuite>\n"; }

void close_suites(std::ostream& out) { out << "</testsuites>\n"; }

void add_property(pugi::xml_node properties, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  pugi::xml_node property = properties.append_child("property");
  property.append_attribute("name").set_value(xml_characters(name).c_str());
  property.append_attribute("value").set_value(xml_characters(value).c_str());
}

void append_line(std::string& out, std::string_view label, std::string_view value) {
  if (value.empty()) return;
  std::string padded{label};
  padded.resize(8, ' ');
  out.append(padded).append(value) += '\n';
}

void append_exchange(std::string& out, std::string_view title, const Exchange& exchange) {
  if (is_full(out)) return;
  out.append("\n---- ").append(title).append(", ").append(std::to_string(exchange.took_us));
  out += " us\n";
  append_body(out, exchange.request);
  out += "----\n";
  if (exchange.status == 0) {
    out.append("no answer: ").append(exchange.fault).append(" ").append(exchange.fault_text);
    out += '\n';
  } else {
    out.append("HTTP ").append(std::to_string(exchange.status)) += '\n';
    for (const auto& [name, value] : exchange.headers) {
      out.append(name).append(": ").append(value) += '\n';
    }
    if (!exchange.fault.empty()) out.append("(").append(exchange.fault).append(")\n");
  }
  if (!exchange.body.empty()) {
    out += '\n';
    append_body(out, exchange.body);
  }
}

bool is_full(std::string_view out) { return out.size() > longest_evidence; }

void write_tree(const pugi::xml_node& node, std::ostream& out, unsigned depth) {
  node.print(out, "  ", pugi::format_indent, pugi::encoding_utf8, depth);
}

}  // namespace hallmark::reports::junit

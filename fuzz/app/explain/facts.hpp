// SPDX-License-Identifier: Apache-2.0
//
// What is known of one thing, in the order in which `explain` tells it: labels with their lines.
#pragma once

#include <boost/json/object.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::app {

class Facts {
 public:
  // A line that is empty, or there already, adds nothing.
  void add(std::string_view label, std::string line);
  template <class Lines>
  void add_all(std::string_view label, const Lines& lines) {
    for (const auto& line : lines) add(label, std::string{line});
  }
  // Of very many the first few, and "and 312 more: " with the command that shows all.
  void add_some(std::string_view label, const std::vector<std::string>& lines,
                const std::string& all_of_them);

  // Two columns, folded where a screen ends.
  void print(std::ostream& out) const;
  // A member for each label, an array of its lines.
  void append_to(boost::json::object& object) const;

 private:
  using Lines = std::vector<std::string>;
  std::vector<std::pair<std::string, Lines>> all_;
};

// A word of a command line, quoted where a shell would read something else.
[[nodiscard]] std::string in_shell(std::string_view word);

}  // namespace hallmark::app

// SPDX-License-Identifier: Apache-2.0
#include "reports/nearest.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <set>
#include <string>

#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

constexpr std::size_t most_named = 3;
constexpr std::size_t shortest_part = 3;  // of a name, that is looked for in it

// How many letters may be wrong.
std::size_t allowed_in(std::string_view word) {
  return std::clamp<std::size_t>(word.size() / 4, 1, 6);
}

// "; did you mean 'a' or 'b'?"
template <class Words>
std::string asked(const Words& near) {
  if (near.empty()) return {};
  std::string text = "; did you mean ";
  for (std::size_t i = 0; i < near.size(); ++i) {
    if (i > 0) text += i + 1 == near.size() ? " or " : ", ";
    text.append("'").append(near[i]).append("'");
  }
  return text += "?";
}

}  // namespace

// The table of optimal alignments, of which three rows are needed at a time.
std::size_t misspelt_by(std::string_view one, std::string_view other) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(other.size() + 1);
  std::iota(last.begin(), last.end(), 0);
  for (std::size_t i = 1; i <= one.size(); ++i) {
    std::vector<std::size_t> row(other.size() + 1, i);
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const bool same = to_lower(one[i - 1]) == to_lower(other[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && to_lower(one[i - 1]) == to_lower(other[j - 2]) &&
                           to_lower(one[i - 2]) == to_lower(other[j - 1]);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = std::move(last);
    last = std::move(row);
  }
  return last.back();
}

std::vector<std::string_view> nearest(std::string_view word,
                                      const std::vector<std::string_view>& known) {
  std::vector<std::string_view> near;
  if (word.empty() || word.size() > 200) return near;
  std::size_t fewest = allowed_in(word);
  for (const std::string_view name : known) {
    if (name.size() > word.size() + fewest || word.size() > name.size() + fewest) continue;
    const std::size_t wrong = misspelt_by(word, name);
    if (wrong > fewest) continue;
    if (wrong < fewest) near.clear();
    fewest = wrong;
    near.push_back(name);
  }
  if (near.empty() && word.size() >= shortest_part) {
    const std::string part = to_lower(word);
    std::ranges::copy_if(known, std::back_inserter(near), [&part](std::string_view name) {
      return to_lower(name).find(part) != std::string::npos;
    });
  }
  if (near.size() > most_named) near.resize(most_named);
  return near;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  return asked(nearest(word, known));
}

std::string did_you_mean_path(std::string_view pattern,
                              const std::vector<std::string_view>& known) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return did_you_mean(pattern, known);
  const std::size_t slash = pattern.rfind('/', star);
  if (slash == std::string_view::npos) return {};
  const std::string_view folder = pattern.substr(0, slash);
  std::set<std::string_view> folders;
  for (const std::string_view path : known) {
    std::size_t end = path.find('/');
    for (auto above = std::ranges::count(folder, '/'); above > 0 && end < path.size(); --above) {
      end = path.find('/', end + 1);
    }
    if (end < path.size()) folders.insert(path.substr(0, end));
  }
  std::vector<std::string> meant;
  for (const std::string_view near : nearest(folder, {folders.begin(), folders.end()})) {
    meant.push_back(std::string{near}.append(pattern.substr(slash)));
  }
  return asked(meant);
}

}  // namespace hallmark::reports

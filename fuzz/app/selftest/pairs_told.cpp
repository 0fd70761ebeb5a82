// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/pairs_told.hpp"

#include <algorithm>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/library.hpp"
#include "fuzz/app/selftest/explained_survivors.hpp"
#include "reports/text.hpp"

namespace hallmark::app {
namespace {

const ExplainedSurvivor* explanation_of(const Product& product, const Pair& pair) {
  for (const ExplainedSurvivor& row : explained_survivors()) {
    if (row.explains(name_of(product.faults[pair.fault]), product.triggers[pair.trigger].name())) {
      return &row;
    }
  }
  return nullptr;
}

}  // namespace

void Tally::count(const Product& product, const Pair& pair) {
  ++all;
  if (pair.fate == Fate::caught) {
    ++caught;
  } else if (explanation_of(product, pair) != nullptr) {
    ++explained;
  } else if (pair.fate == Fate::never_met) {
    ++never_met;
  }
}

std::string Tally::text() const {
  return std::to_string(caught) + " of " + std::to_string(all) + " caught, " +
         std::to_string(open()) + " survive, " + std::to_string(never_met) +
         " of them never met; " + std::to_string(explained) + " explained";
}

void print_pairs(const Product& product) {
  for (const Pair& pair : product.pairs) {
    if (pair.fate == Fate::caught) {
      std::cout << "caught    " << product.name_of(pair) << " by " << pair.caught_by << "\n";
    } else {
      std::cout << (pair.fate == Fate::survived ? "SURVIVED  " : "NEVER MET ")
                << product.name_of(pair) << "\n";
    }
  }
}

void print_matrix(const Product& product, std::ostream& aside) {
  std::vector<std::string> lines(product.faults.size(), std::string(product.triggers.size(), ' '));
  std::vector<bool> survives(product.faults.size());
  for (const Pair& pair : product.pairs) {
    const bool explained = pair.fate != Fate::caught && explanation_of(product, pair) != nullptr;
    lines[pair.fault][pair.trigger] = pair.fate == Fate::caught     ? '.'
                                      : explained                   ? 'e'
                                      : pair.fate == Fate::survived ? 'S'
                                                                    : '0';
    if (pair.fate != Fate::caught) survives[pair.fault] = true;
  }
  if (std::ranges::none_of(survives, std::identity{})) return;
  std::size_t widest = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (survives[i]) widest = std::max(widest, name_of(product.faults[i]).size());
  }
  aside << "\nfaults that survive ('.' caught, 'S' survives, '0' never met, 'e' explained, ' ' "
           "makes no sense)\n";
  const auto family = [&](std::size_t at) {
    const auto all = product.triggers[at].all();
    return all.empty() ? std::nullopt : std::optional{all.front()->family};
  };
  std::vector<std::size_t> begins;  // of the families
  for (std::size_t i = 0; i < product.triggers.size(); ++i) {
    if (i == 0 || family(i) != family(i - 1)) begins.push_back(i);
  }
  const auto spaced = [&begins](const std::string& line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (i > 0 && std::ranges::find(begins, i) != begins.end()) text += '|';
      text += line[i];
    }
    return text.substr(0, text.find_last_not_of(' ') + 1);
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!survives[i]) continue;
    const std::string_view name = name_of(product.faults[i]);
    aside << name << std::string(widest - name.size() + 2, ' ') << spaced(lines[i]) << "\n";
  }
  aside << "\ncolumns, from the left:\n";
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const std::size_t end = i + 1 < begins.size() ? begins[i + 1] : product.triggers.size();
    aside << (i == 0 ? "  " : "| ");
    for (std::size_t at = begins[i]; at < end; ++at) {
      aside << (at == begins[i] ? "" : ", ") << title_of(product.triggers[at]);
    }
    aside << "\n";
  }
}

void print_tallies(const Product& product, std::ostream& aside) {
  std::vector<Tally> of_triggers(product.triggers.size());
  for (const Pair& pair : product.pairs) of_triggers[pair.trigger].count(product, pair);
  aside << "\n";
  for (std::size_t i = 0; i < of_triggers.size(); ++i) {
    if (of_triggers[i].open() == 0 && of_triggers[i].explained == 0) continue;
    aside << title_of(product.triggers[i]) << ": " << of_triggers[i].text() << "\n";
  }
}

bool print_explanations(const Product& product) {
  bool all_hold = true;
  for (const ExplainedSurvivor& row : explained_survivors()) {
    std::size_t explained = 0;
    for (const Pair& pair : product.pairs) {
      if (!row.explains(name_of(product.faults[pair.fault]),
                        product.triggers[pair.trigger].name())) {
        continue;
      }
      ++explained;
      if (pair.fate != Fate::caught || row.may_be_seen) continue;
      all_hold = false;
      std::cout << "EXPLAINED, YET CAUGHT  " << product.name_of(pair) << " by " << pair.caught_by
                << "\n";
    }
    if (explained == 0) continue;
    std::cout << "explained  " << row.fault << '@' << row.trigger << " (" << explained
              << "): " << row.reason << "\n";
  }
  return all_hold;
}

void print_recommended(const Product& product, std::ostream& aside) {
  const auto count = std::ranges::count_if(product.pairs, [](const Pair& pair) {
    if (pair.fate != Fate::caught) return false;
    const cases::Case* const one = cases::find(pair.caught_by);
    return one != nullptr && one->level != cases::Level::required;
  });
  if (count > 0) aside << "caught by a case that is recommended: " << count << "\n";
}

void print_needed(const Product& product, const PairJudge& judge) {
  std::map<std::string, std::set<std::string>> caught;  // by case
  std::set<std::string> open;
  for (const Pair& pair : product.pairs) {
    std::istringstream catchers{pair.caught_by};
    for (std::string id; std::getline(catchers, id, ',');) {
      if (!judge.is_in_question(id)) continue;
      caught[id].insert(product.name_of(pair));
      open.insert(product.name_of(pair));
    }
  }
  const std::size_t all = open.size();
  std::size_t needed = 0;
  while (!open.empty()) {
    std::set<std::string> most;
    std::string_view best;
    for (const auto& [id, pairs] : caught) {
      std::set<std::string> more;
      std::ranges::set_intersection(pairs, open, std::inserter(more, more.end()));
      if (more.size() <= most.size()) continue;
      most = std::move(more);
      best = id;
    }
    ++needed;
    std::cout << "NEEDED  " << best << " for " << first_of(most, 3) << "\n";
    for (const std::string& pair : most) open.erase(pair);
  }
  std::cout << "selftest: " << reports::counted(needed, "case", "cases")
            << " of those in question needed, for " << reports::counted(all, "pair", "pairs")
            << " that no other case catches\n";
}

}  // namespace hallmark::app

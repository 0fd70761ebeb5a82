// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/plan.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <random>
#include <unordered_map>
#include <utility>

#include "cases/envelope/every_answer.hpp"
#include "cases/library.hpp"
#include "cases/pattern.hpp"
#include "reports/nearest.hpp"
#include "runner/wire/fnv1a.hpp"
#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

using cases::Case;
using cases::Pattern;
using cases::Variant;

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), with);
  return text;
}

std::string with_variant(const std::string& need, std::optional<Variant> variant) {
  if (!variant) return need;
  std::string id =
      replaced(need, "{signature}", variant->signature == cases::Signature::v1 ? "v1" : "v3");
  id = replaced(std::move(id), "{format}", variant->format == cases::Format::xml ? "xml" : "json");
  const std::string name = variant->name();
  return replaced(std::move(id), "{method}", std::string_view{name}.substr(0, name.find('.')));
}

// What kind of answer a case is about, as far as it matters for the ways in which it is asked.
enum class Kind : std::uint8_t { accepted, refused, dry_run, forged };
constexpr std::size_t kinds = 4;

Kind kind_of(const Case& one) {
  const cases::Call& call = one.calls.front();
  if (call.identity != cases::Identity::own) return Kind::forged;
  if (one.dry_run) return Kind::dry_run;
  const bool may_be_accepted = std::ranges::any_of(
      call.expect.allowed,
      [](const cases::Answer& answer) { return answer.kind == cases::Answer::Kind::accepted; });
  return may_be_accepted ? Kind::accepted : Kind::refused;
}

// Cases of which there are so many that each is asked in one way.
bool is_asked_in_one_way(const Case& one) {
  return one.tags.family == cases::Family::pair && !one.once;
}

// What one signature must be like is asked in two forms that have no method and no format in
// common: the base one, and one of these. What every request must be like is asked in both, too.
constexpr std::array crossed_forms = {
    Variant{cases::Method::post_form, cases::Format::json, cases::Signature::v1},
    Variant{cases::Method::get, cases::Format::xml, cases::Signature::v3}};

bool is_asked_crosswise(const Case& one) {
  const bool is_of_requests =
      one.tags.chapter == cases::Chapter::http ||
      (one.tags.chapter == cases::Chapter::authentication && one.variants.v1 != one.variants.v3);
  return is_of_requests && !one.once && one.calls.size() == 1;
}

// Any three in a row have every method, both formats and both signatures, and any twelve all of the
// twelve.
Variant turn(std::size_t number) {
  using cases::Format;
  using cases::Signature;
  constexpr std::array methods = {cases::Method::get, cases::Method::post_query,
                                  cases::Method::post_form};
  constexpr std::array<std::pair<Format, Signature>, 4> rest = {{{Format::xml, Signature::v1},
                                                                 {Format::json, Signature::v3},
                                                                 {Format::xml, Signature::v3},
                                                                 {Format::json, Signature::v1}}};
  const auto [format, signature] = rest[number % rest.size()];
  return {methods[number % methods.size()], format, signature};
}

// Those that are claimed and, as far as is known, work.
std::vector<Variant> open_ways(const PlanOptions& options) {
  std::vector<Variant> ways;
  std::ranges::copy_if(cases::full_variants(), std::back_inserter(ways), [&](Variant variant) {
    const bool works = options.working.empty() ||
                       std::ranges::find(options.working, variant) != options.working.end();
    return works && !options.without.excludes(variant);
  });
  return ways;
}

// The one that is most like it; nothing where there is none.
std::optional<Variant> nearest(Variant wanted, const std::vector<Variant>& ways) {
  const auto distance = [wanted](Variant way) {
    return (way.method != wanted.method ? 1 : 0) + (way.format != wanted.format ? 1 : 0) +
           (way.signature != wanted.signature ? 1 : 0);
  };
  const auto found = std::ranges::min_element(ways, {}, distance);
  return found == ways.end() ? std::nullopt : std::optional{*found};
}

// A case that waits so long, in milliseconds, is what the end of a run may have to wait for.
constexpr int long_wait_ms = 200;
// So that each thread gets its share of those that wait, and has something to do meanwhile.
constexpr std::ptrdiff_t between_long_waits = 3;
// Of the 32 under way at once some are to be busy; so many others take as long as one such wait.
constexpr std::ptrdiff_t most_long_waits = 20;
constexpr std::ptrdiff_t beside_long_waits = 1500;

bool holds_of_every_answer(const PlannedCase& planned) {
  return every_answer_of(*planned.test) != nullptr;
}

// At the instance, through a channel of its own or one that is known to work.
bool looks(const Case& one) {
  return one.effect.look != cases::Effect::Look::no ||
         std::ranges::any_of(one.calls, [](const cases::Call& call) {
           return call.when_settled || call.seen.has_value();
         });
}

class Planner {
 public:
  Planner(const std::vector<Case>& library, const PlanOptions& options)
      : library_{library},
        options_{options},
        ways_{open_ways(options)},
        forms_{options.full ? cases::full_variants() : base_forms(options)} {
    by_id_.reserve(library.size());
    for (const Case& one : library) {
      by_id_.emplace(one.id, &one);
      if (one.tags.family == cases::Family::observe) observations_.push_back(&one);
    }
    names_.emplace_back();
    for (const Variant variant : cases::full_variants()) names_.push_back(variant.name());
    places_.resize(library.size() * names_.size(), nowhere);
  }

  Result<Plan> make() {
    if (auto error = select()) return *error;
    for (std::size_t i = 0; i < plan_.cases.size(); ++i) link(i);  // grows while it goes
    if (std::ranges::all_of(plan_.cases, holds_of_every_answer))
      return Error{Fault::malformed,
                   "no case is left to run: see --select, --skip, --edition and --shard"};
    for (std::size_t i = 0; i < plan_.cases.size(); ++i) rank(i);
    rank_what_holds_of_all();
    describe();
    sort();
    return std::move(plan_);
  }

 private:
  bool in_shard(std::string_view id, const std::string& variant) const {
    if (options_.shard_total <= 1) return true;
    return Fnv1a{}.add(id).add("@").add(variant).value() % options_.shard_total ==
           options_.shard_index - 1;
  }

  // The variants that a case is asked in where no pattern says more. To be asked for in the
  // library's order. A case that none of the forms suits is asked in the first way that does, so
  // that it is asked at all.
  std::vector<Variant> usual_variants(const Case& one) {
    if (!options_.full && is_asked_in_one_way(one)) {
      const Variant next = turn(turns_[static_cast<std::size_t>(kind_of(one))]++);
      return {nearest(next, ways_).value_or(next)};
    }
    std::vector<Variant> forms = forms_;
    if (one.tags.chapter == cases::Chapter::base) {  // there it is told what does not work
      for (const Variant variant : cases::base_variants()) {
        if (std::ranges::find(forms, variant) == forms.end()) forms.push_back(variant);
      }
    }
    if (options_.depth > 1 && is_asked_crosswise(one)) {
      for (const Variant variant : crossed_forms) {
        const bool is_open = std::ranges::find(ways_, variant) != ways_.end();
        if (is_open && std::ranges::find(forms, variant) == forms.end()) forms.push_back(variant);
      }
    }
    std::erase_if(forms, [&one](Variant variant) { return !one.variants.admits(variant); });
    if (!forms.empty()) return forms;
    for (const auto& variants : {ways_, cases::full_variants()}) {
      for (const Variant variant : variants) {
        if (one.variants.admits(variant)) return {variant};
      }
    }
    return {};
  }

  std::optional<Error> select() {
    std::vector<Pattern> select(options_.select.begin(), options_.select.end());
    std::vector<Pattern> skip(options_.skip.begin(), options_.skip.end());
    std::vector<std::size_t> select_hits(select.size());
    std::vector<std::size_t> skip_hits(skip.size());

    const auto consider = [&](const Case& one, std::optional<Variant> variant, bool by_default) {
      const std::string& name = names_[turn_of(variant)];
      const bool is_deeper = one.depth > options_.depth;
      bool chosen = select.empty() && by_default && !is_deeper;
      for (std::size_t i = 0; i < select.size(); ++i) {
        if (!by_default && !select[i].names_variant()) continue;
        if (is_deeper && !select[i].names_case()) continue;
        if (!select[i].matches(one.id, name)) continue;
        ++select_hits[i];
        chosen = true;
      }
      std::size_t skipped = 0;
      for (std::size_t i = 0; i < skip.size(); ++i) {
        if (!skip[i].matches(one.id, name)) continue;
        ++skip_hits[i];
        ++skipped;
        chosen = false;
      }
      // It looks at the answers of the cases that are asked, here as in any other part of the run.
      if (every_answer_of(one) != nullptr) {
        if (skipped == 0) add(one, variant, chosen);
        return;
      }
      if (chosen && is_asked(options_.yardstick, one) && in_shard(one.id, name)) {
        add(one, variant, true);
      }
    };
    for (const Case& one : library_) {
      if (one.once) {
        consider(one, std::nullopt, true);
        continue;
      }
      const std::vector<Variant> usual = usual_variants(one);
      for (const Variant variant : cases::full_variants()) {
        if (!one.variants.admits(variant)) continue;
        consider(one, variant, std::ranges::find(usual, variant) != usual.end());
      }
    }
    for (std::size_t i = 0; i < select.size(); ++i) {
      if (select_hits[i] == 0) return no_match("--select", select[i]);
    }
    for (std::size_t i = 0; i < skip.size(); ++i) {
      if (skip_hits[i] == 0) return no_match("--skip", skip[i]);
    }
    return std::nullopt;
  }

  Error no_match(std::string_view option, const Pattern& pattern) const {
    std::string text = std::string{option} + " '" + pattern.text() + "' matches no case";
    if (const std::string why = not_in_variant(pattern); !why.empty()) {
      return {Fault::malformed, text + why};
    }
    const Pattern below{pattern.text() + "/**"};
    const bool folder =
        std::ranges::any_of(library_, [&](const Case& one) { return below.matches(one.id, {}); });
    text += folder ? "; for all below it write '" + below.text() + "'"
                   : meant(pattern.text()) + " (hallmark list cases shows them all)";
    const bool deeper = std::ranges::any_of(library_, [&](const Case& one) {
      return one.depth > options_.depth && pattern.matches(one.id, {});
    });
    if (deeper) text += "; deeper ones are asked at a greater --depth";
    return {Fault::malformed, text};
  }

  std::size_t add(const Case& one, std::optional<Variant> variant, bool selected) {
    std::size_t& place = places_[seat_of(one, variant)];
    if (place != nowhere) {
      plan_.cases[place].selected |= selected;
      return place;
    }
    place = plan_.cases.size();
    PlannedCase planned;
    planned.test = &one;
    planned.variant = variant;
    planned.selected = selected;
    planned.unsupported = options_.without.excludes(one, variant);
    plan_.cases.push_back(std::move(planned));
    return place;
  }

  std::optional<std::size_t> place_of(std::string_view id, std::optional<Variant> variant) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return std::nullopt;
    return place_of(*found->second, variant);
  }

  std::optional<std::size_t> place_of(const Case& one, std::optional<Variant> variant) {
    if (one.once) return add(one, std::nullopt, false);
    if (!variant) return std::nullopt;  // nobody says under which
    return add(one, variant, false);
  }

  void link(std::size_t i) {
    const Case& one = *plan_.cases[i].test;
    // A case that runs once stands on what its first call stands on.
    std::optional<Variant> variant = plan_.cases[i].variant;
    if (!variant && !one.calls.empty()) variant = one.calls.front().variant;
    std::vector<std::size_t> needs;
    std::vector<std::size_t> after;
    for (const std::string& need : one.needs) {
      const bool depends = need.find('{') != std::string::npos;
      const auto place =
          depends ? place_of(with_variant(need, variant), variant) : place_of(need, variant);
      if (place) needs.push_back(*place);
    }
    if (looks(one) && one.effect.channel == cases::Channel::any &&
        one.tags.chapter != cases::Chapter::base) {
      for (const Case* const observation : observations_) {
        if (const auto place = place_of(*observation, variant)) after.push_back(*place);
      }
    }
    plan_.cases[i].needs = std::move(needs);
    plan_.cases[i].after = std::move(after);
  }

  std::size_t rank(std::size_t i) {
    PlannedCase& planned = plan_.cases[i];
    if (planned.rank > 0) return planned.rank;
    std::size_t rank_of_this = 1;
    for (const auto* places : {&planned.needs, &planned.after}) {
      for (const std::size_t place : *places)
        rank_of_this = std::max(rank_of_this, rank(place) + 1);
    }
    plan_.cases[i].rank = rank_of_this;
    return rank_of_this;
  }

  // Behind all others.
  void rank_what_holds_of_all() {
    std::size_t last = 0;
    for (const PlannedCase& planned : plan_.cases) last = std::max(last, planned.rank);
    for (PlannedCase& planned : plan_.cases) {
      if (holds_of_every_answer(planned)) planned.rank = last + 1;
    }
  }

  // One check a case, whatever the number of its variants.
  void describe() {
    const auto checks = std::make_shared<std::vector<reports::Check>>();
    checks->reserve(library_.size());  // so that none moves
    const Case* last = nullptr;
    for (const std::size_t place : places_) {
      if (place == nowhere) continue;
      PlannedCase& planned = plan_.cases[place];
      if (planned.test != last) checks->push_back(reports::check_of(*planned.test));
      last = planned.test;
      planned.check = {checks, &checks->back()};
    }
  }

  // By rank; within a rank in the library's order with the slow ones spread, or shuffled by the
  // seed.
  void sort() {
    std::vector<std::size_t> order(plan_.cases.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    if (options_.shuffle_seed != 0) {
      std::mt19937_64 random{options_.shuffle_seed};
      for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    } else {
      // Each seat is taken once, so that going through them all sorts.
      order.clear();
      for (const std::size_t place : places_) {
        if (place != nowhere) order.push_back(place);
      }
    }
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return plan_.cases[i].rank; });
    if (options_.shuffle_seed == 0) spread_waiting(order);
    std::vector<std::size_t> new_place(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) new_place[order[i]] = i;
    std::vector<PlannedCase> sorted;
    sorted.reserve(order.size());
    for (const std::size_t i : order) {
      PlannedCase& planned = sorted.emplace_back(std::move(plan_.cases[i]));
      for (auto* places : {&planned.needs, &planned.after}) {
        for (std::size_t& place : *places) place = new_place[place];
      }
      plan_.ranks = std::max(plan_.ranks, planned.rank);
    }
    plan_.cases = std::move(sorted);
  }

  static bool calls_late(const Case& one) {
    return std::ranges::any_of(one.calls, &cases::Call::late);
  }
  static bool waits(const Case& one) {
    return one.effect.look == cases::Effect::Look::settled || calls_late(one) ||
           std::ranges::any_of(one.calls, &cases::Call::when_settled);
  }
  static bool waits_long(const Case& one) {
    return calls_late(one) || (waits(one) && one.fixture.settle_ms.value_or(0) >= long_wait_ms);
  }

  // Cases that wait for a transition stand side by side in the library. Under way all at once they
  // would leave the target idle; spread evenly over their rank they wait while others are busy. A
  // run lasts until the longest wait is over: so those are begun first, some others between them.
  void spread_waiting(std::vector<std::size_t>& order) const {
    for (auto begin = order.begin(); begin != order.end();) {
      const std::size_t rank = plan_.cases[*begin].rank;
      const auto end = std::find_if(begin, order.end(),
                                    [&](std::size_t i) { return plan_.cases[i].rank != rank; });
      std::vector<std::size_t> longest;
      std::vector<std::size_t> waiting;
      std::vector<std::size_t> others;
      for (auto at = begin; at != end; ++at) {
        const Case& one = *plan_.cases[*at].test;
        (waits_long(one) ? longest : waits(one) ? waiting : others).push_back(*at);
      }
      std::vector<std::size_t> rest;
      for (std::size_t size = waiting.size() + others.size(), taken = 0; rest.size() < size;) {
        const std::size_t place = rest.size();
        const bool due = taken * size <= place * waiting.size() && taken < waiting.size();
        rest.push_back(due ? waiting[taken] : others[place - taken]);
        if (due) ++taken;
      }
      auto next = rest.begin();
      const auto take = [&](std::ptrdiff_t most) {
        const auto stop = next + std::min(most, rest.end() - next);
        begin = std::copy(next, stop, begin);
        next = stop;
      };
      std::ptrdiff_t begun = 0;
      for (const std::size_t one : longest) {
        if (begun > 0 && begun % most_long_waits == 0) take(beside_long_waits);
        *begin++ = one;
        take(between_long_waits);
        ++begun;
      }
      take(rest.end() - next);
    }
  }

  std::string meant(std::string_view pattern) const {
    std::vector<std::string_view> ids;
    for (const Case& one : library_) ids.push_back(one.id);
    return reports::did_you_mean_path(cases::id_in(pattern), ids);
  }

  // Why a pattern matches nothing whose id matches; empty: that does not, or it names no variant.
  std::string not_in_variant(const Pattern& pattern) const {
    if (!pattern.names_variant()) return {};
    const Pattern of_id{cases::id_in(pattern.text())};
    const bool is_known =
        std::ranges::any_of(library_, [&](const Case& one) { return of_id.matches(one.id, {}); });
    if (!is_known) return {};
    const std::string variant = pattern.text().substr(of_id.text().size() + 1);
    std::vector<std::string_view> names;
    for (const std::string& name : names_) {
      if (!name.empty()) names.push_back(name);
    }
    const bool is_one = std::ranges::any_of(
        names, [&](std::string_view name) { return Pattern{"*@" + variant}.matches("x", name); });
    if (is_one) return " in that variant";
    return ": there is no variant '" + variant + "'" + reports::did_you_mean(variant, names);
  }

  // 0 for a case that runs once, else one more than the variant's place among all of them.
  static std::size_t turn_of(std::optional<Variant> variant) {
    if (!variant) return 0;
    const auto& all = cases::full_variants();
    return static_cast<std::size_t>(std::ranges::find(all, *variant) - all.begin()) + 1;
  }

  std::size_t seat_of(const Case& one, std::optional<Variant> variant) const {
    return static_cast<std::size_t>(&one - library_.data()) * names_.size() + turn_of(variant);
  }

  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  const std::vector<Case>& library_;
  const PlanOptions& options_;
  std::vector<Variant> ways_;   // that requests may travel
  std::vector<Variant> forms_;  // in which nearly every case is asked
  std::unordered_map<std::string_view, const Case*> by_id_;
  std::vector<const Case*> observations_;   // that a look is told the status at all
  std::vector<std::string> names_;          // of the variants, by turn
  std::vector<std::size_t> places_;         // in the plan, by seat: the library's order
  std::array<std::size_t, kinds> turns_{};  // how many of a kind have been given a variant
  Plan plan_;
};

}  // namespace

std::vector<Variant> base_forms(const PlanOptions& options) {
  std::vector<Variant> ways = open_ways(options);
  std::vector<std::optional<Variant>> forms;
  for (const Variant variant : cases::base_variants()) {
    const bool is_open = std::erase(ways, variant) > 0;
    forms.push_back(is_open ? std::optional{variant} : std::nullopt);
  }
  std::vector<Variant> all;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    if (!forms[i]) forms[i] = nearest(cases::base_variants()[i], ways);
    if (!forms[i]) continue;
    std::erase(ways, *forms[i]);
    all.push_back(*forms[i]);
  }
  return all.empty() ? cases::base_variants() : all;
}

bool is_asked(const Yardstick& yardstick, const Case& one) {
  if (!yardstick.asks(one)) return false;
  return std::ranges::all_of(one.needs, [&yardstick](const std::string& need) {
    const bool depends = need.find('{') != std::string::npos;  // on the variant
    const Case* const below = depends ? nullptr : cases::find(need);
    return below == nullptr || is_asked(yardstick, *below);
  });
}

Result<Plan> make_plan(const std::vector<Case>& library, const PlanOptions& options) {
  return Planner{library, options}.make();
}

std::size_t selected_in(const Plan& plan) {
  return static_cast<std::size_t>(std::ranges::count_if(plan.cases, &PlannedCase::selected));
}

Plan part_of(const Plan& plan, const std::vector<std::size_t>& places) {
  std::vector<bool> wanted(plan.cases.size());
  for (const std::size_t place : places) wanted[place] = true;
  // What a case stands on comes before it.
  for (std::size_t i = plan.cases.size(); i-- > 0;) {
    if (!wanted[i]) continue;
    for (const auto* below : {&plan.cases[i].needs, &plan.cases[i].after}) {
      for (const std::size_t place : *below) wanted[place] = true;
    }
  }
  Plan part{.cases = {}, .ranks = plan.ranks};
  std::vector<std::size_t> new_place(plan.cases.size());
  for (std::size_t i = 0; i < plan.cases.size(); ++i) {
    if (!wanted[i]) continue;
    new_place[i] = part.cases.size();
    PlannedCase& planned = part.cases.emplace_back(plan.cases[i]);
    for (auto* below : {&planned.needs, &planned.after}) {
      for (std::size_t& place : *below) place = new_place[place];
    }
  }
  return part;
}

}  // namespace hallmark::runner

// SPDX-License-Identifier: Apache-2.0
//
// What shows only when two things come together: every two differences from the world in which a
// plain call is accepted, every difference with every value of every flag, every two flags, and a
// wrong secret with each of them; for each kind of instance every difference with every flag. At
// depth 3 any three of them. Every difference, too, in company, and with every unusual way to carry
// a request. What is right follows from the tables; beyond that a case has nothing of its own.
//
// Each difference alone is asked first, once: what fails there blocks what stands on it, and is
// reported once.
#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"
#include "cases/base/company.hpp"
#include "cases/families.hpp"
#include "cases/http/carriage.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "cases/pairs/covering_array.hpp"
#include "cases/pairs/worlds.hpp"

namespace hallmark::cases {
namespace {

using specs::BooleanParameter;
using Differences = std::vector<Difference>;

constexpr std::string_view wrong_secret = "wrong-secret";
constexpr std::string_view order_is_open =
    "the documents do not say whether the signature is looked at before the instance";
constexpr std::string_view company_may_be_minded =
    "what comes beside the call may be a reason to refuse it; what is accepted is held to the page";

// A call on an instance.
struct Question {
  Differences differences = {};
  Flags flags = {};
  bool is_forged = false;
  bool is_signed_either_way = false;   // once in each of the two ways
  const Company* company = nullptr;    // beside what it says
  const Carriage* carriage = nullptr;  // once, and as this says
};

std::string_view word_of(bool value) { return value ? "true" : "false"; }

// start-instance/pair/security-lock/no-stock, start-instance/pair/pre-paid/dry-run-true
std::string id_of(const TestedAction& action, const Question& question) {
  std::string id = std::string{action.slug} + "/pair";
  for (const Difference& one : question.differences) id += "/" + one.slug;
  if (question.is_forged) id.append("/").append(wrong_secret);
  if (question.is_signed_either_way) id.append("/either-way");
  std::string_view joint = "/";
  const auto add = [&](std::string_view name, std::optional<bool> value) {
    if (!value) return;
    id.append(joint).append(slug_of(name)).append("-").append(word_of(*value));
    joint = "-";
  };
  for (const BooleanParameter flag : flags_in_order) {
    add(specs::name_of(flag), question.flags[flag]);
  }
  add("Invented", question.flags.invented);
  if (question.company != nullptr) id.append("/beside-").append(question.company->slug);
  if (question.carriage != nullptr) id.append("/").append(question.carriage->slug);
  return id;
}

// A request that nobody signed is never accepted. What else speaks against it may be said instead.
void forge(Call& call, const TestedAction& action) {
  call.identity = Identity::wrong_secret;
  std::vector<Answer> allowed = answers(fault::mismatch);
  add_places(allowed, action.accepted);
  for (Answer& answer : call.expect.allowed) {
    if (answer.kind == Answer::Kind::refused && answer.code != "DryRunOperation") {
      allowed.push_back(std::move(answer));
    }
  }
  call.expect = {.allowed = std::move(allowed), .lenience = std::string{order_is_open}};
}

// Whoever minds what comes with a call refuses it; nobody is let in for it, nor served otherwise.
void accompany(Call& call, const TestedAction& action, const Company& company) {
  add_company(call, company);
  Answer minded = refused_4xx("*", {any_refusal});
  add_places(minded.citations, action.accepted);
  call.expect.allowed.push_back(std::move(minded));
  call.expect.lenience = company_may_be_minded;
}

Citations places_of(const TestedAction& action, const Question& question) {
  Citations places{action.accepted.begin(), action.accepted.end()};
  const bool is_dry = question.flags[BooleanParameter::dry_run].value_or(false);
  for (const BooleanParameter flag : flags_in_order) {
    const std::optional<bool> value = question.flags[flag];
    if (value) add_places(places, sentences_on(action, flag, *value, {}));
  }
  for (const specs::ActionEdition& edition : *action.documents->editions) {
    if (!is_dry || *edition.dry_run == nullptr) continue;
    add_places(places, std::array{(*edition.dry_run)->not_executed});
  }
  return places;
}

Case case_of(const TestedAction& action, const Question& question, const Fixture& world,
             unsigned depth) {
  Ruling ruling = ruling_on(action, world, Text::judged, question.flags);
  // A refused call loses no data either, whatever it says; only the fixture protocol can tell.
  const bool might_lose = ruling.may_be_refused &&
                          question.flags[BooleanParameter::init_local_disk].value_or(false) &&
                          world.conditions.contains(Condition::local_disk);
  const bool is_forged_flag = question.is_signed_either_way && !question.flags.on().empty();
  Call call = plain_call(action);
  cases::add_flags(call, question.flags);
  call.expect = {.allowed = std::move(ruling.allowed), .lenience = std::string{ruling.lenience}};
  Case one{.id = id_of(action, question),
           .tags = about(action, Family::pair),
           .depth = depth,
           .fixture = world,
           .calls = {std::move(call)},
           .effect = {.look = Effect::Look::once,
                      .channel = fails_as_a_whole(world) || might_lose || is_forged_flag
                                     ? Channel::fixture
                                     : Channel::any,
                      .local_disk_data = ruling.local_disk,
                      .last_stop = ruling.last_stop,
                      .seen = action.documents->transition->through},
           .citations = places_of(action, question),
           .needs = needs_of(action)};
  if (question.company != nullptr) accompany(one.calls.front(), action, *question.company);
  if (question.is_forged) {
    forge(one.calls.front(), action);
    stand_on(bad_signature, one);
  }
  if (question.carriage != nullptr) send_by(*question.carriage, one, action);
  if (question.is_signed_either_way) {
    one.once = true;
    one.calls.push_back(one.calls.front());
    for (std::size_t i = 0; i < one.calls.size(); ++i) one.calls[i].variant = base_variants()[i];
  }
  if (question.flags[BooleanParameter::dry_run].value_or(false) &&
      declares(action, BooleanParameter::dry_run)) {
    one.dry_run = true;
    one.needs.push_back(std::string{action.slug} + "/dry-run/passes");
  }
  return one;
}

bool may_accept(const TestedAction& action, const Difference& difference) {
  const auto world = world_of(action, std::span{&difference, 1});
  return world && ruling_on(action, *world).may_be_accepted;
}

// The cases of one action, each id once.
class PairsOf {
 public:
  PairsOf(const TestedAction& action, std::vector<Case>& cases)
      : action_{action}, cases_{cases}, differences_{differences_of(action)} {
    std::ranges::copy_if(differences_, std::back_inserter(alone_), [this](const Difference& one) {
      return world_of(action_, std::span{&one, 1}).has_value();
    });
  }

  void add_pairs() {
    add_roots();
    add_two_differences();
    add_flags(2);
    add_forged();
    add_locked_dry_runs();
    add_flags_on_local_disks();
    add_flags_by_kind();
    add_flags_together();
    add_all_together();
  }

  // Each difference alone, which all that follows stands on.
  void add_roots() {
    for (const Difference& one : alone_) add_root(one);
  }

  // What forbids a call forbids it however it travels.
  void add_carried() {
    for (const Carriage& carriage : carriages) {
      if (carriage.of_forms) continue;
      for (const Difference& one : alone_) {
        add({.differences = {one}, .carriage = &carriage}, 2);
      }
      add({.is_forged = true, .carriage = &carriage}, 2);
    }
  }

  // Behind the pairs.
  void add_triples() {
    add_three_differences();
    add_flags(3);
  }

  // The call as it is with each company, and every value of a flag where it shows what it is for;
  // the differences with one after the other. A dry run in company is asked with those that might
  // hide it.
  void add_accompanied() {
    for (std::size_t i = 0; i < alone_.size(); ++i) {
      add({.differences = {alone_[i]}, .company = &companies[i % true_companies]}, 2);
    }
    for (const Company& company : companies) {
      add({.company = &company}, 2);
      add({.is_forged = true, .company = &company}, 2);
      for (const BooleanParameter flag : flags_in_order) {
        if (!declares(action_, flag)) continue;
        for (const bool value : {true, false}) {
          if (value && flag == BooleanParameter::dry_run) continue;
          Question question{.company = &company};
          question.flags[flag] = value;
          if (flag != BooleanParameter::init_local_disk) {
            add(question, 2);
            continue;
          }
          // Of a healthy disk the page does not speak.
          for (const Condition disk : {Condition::local_disk, Condition::local_disk_failed}) {
            question.differences = {named(disk)};
            add(question, 2);
          }
        }
      }
    }
  }

 private:
  void add_root(const Difference& one) {
    const Question question{.differences = {one}};
    Case root = case_of(action_, question, *world_of(action_, question.differences), 2);
    root.once = true;
    root.needs = {"base/action/" + std::string{action_.slug}};
    known_.insert(root.id);
    cases_.push_back(std::move(root));
  }

  void add(const Question& question, unsigned depth) {
    const std::optional<Fixture> world = world_of(action_, question.differences);
    if (!world) return;
    Case one = case_of(action_, question, *world, depth);
    if (!known_.insert(one.id).second) return;
    for (const Difference& difference : question.differences) {
      std::string root = id_of_one(action_, difference);
      if (known_.contains(root)) one.needs.push_back(std::move(root));
    }
    cases_.push_back(std::move(one));
  }

  void add_two_differences() {
    for (std::size_t i = 0; i < differences_.size(); ++i) {
      for (std::size_t j = i + 1; j < differences_.size(); ++j) {
        add({.differences = {differences_[i], differences_[j]}}, 2);
      }
    }
  }

  // Of those that the pages speak of.
  void add_three_differences() {
    Differences spoken;
    const ConditionSet conditions =
        spoken_of(action_).without(conditions_about(specs::Concern::disk_kind));
    std::ranges::copy_if(differences_, std::back_inserter(spoken), [&](const Difference& one) {
      return !one.condition || conditions.contains(*one.condition);
    });
    for (std::size_t i = 0; i < spoken.size(); ++i) {
      for (std::size_t j = i + 1; j < spoken.size(); ++j) {
        for (std::size_t k = j + 1; k < spoken.size(); ++k) {
          add({.differences = {spoken[i], spoken[j], spoken[k]}}, 3);
        }
      }
    }
  }

  // A covering array of the differences that can stand alone, none of them first, and the flags:
  // left out, true and false.
  void add_flags(unsigned strength) {
    constexpr std::size_t values = 3;
    constexpr std::array<std::optional<bool>, values> value_at = {std::nullopt, true, false};
    constexpr std::size_t invented_at = 1 + flags_in_order.size();
    std::vector<std::size_t> sizes(invented_at + 1, values);
    sizes[0] = alone_.size() + 1;
    const CanBe shows_something = [this](const ArrayRow& row) { return is_plain_to_see(row); };
    for (const ArrayRow& row : covering_array(sizes, strength, shows_something)) {
      Question question;
      if (row[0] > 0) question.differences = {alone_[row[0] - 1]};
      for (std::size_t i = 0; i < flags_in_order.size(); ++i) {
        question.flags[flags_in_order[i]] = value_at[row[1 + i]];
      }
      question.flags.invented = value_at[row[invented_at]];
      if (question.flags == Flags{}) continue;  // asked already
      add(question, strength);
    }
  }

  // With a difference, nothing may hide what it does: a dry run comes without other flags, and a
  // parameter that the action does not declare, for which it may be refused, without those that it
  // does.
  [[nodiscard]] bool is_plain_to_see(const ArrayRow& row) const {
    if (row[0] == unset || row[0] == 0) return true;
    std::size_t declared = 0;
    std::size_t undeclared = 0;
    for (std::size_t i = 1; i < row.size(); ++i) {
      if (row[i] == unset || row[i] == 0) continue;
      const bool is_declared =
          i <= flags_in_order.size() && declares(action_, flags_in_order[i - 1]);
      ++(is_declared ? declared : undeclared);
    }
    const bool is_dry = row[1] == 1 && declares(action_, BooleanParameter::dry_run);
    return (declared == 0 || undeclared == 0) && (!is_dry || declared == 1);
  }

  void add_forged() {
    for (const Difference& one : alone_) add({.differences = {one}, .is_forged = true}, 2);
    for (const BooleanParameter flag : flags_in_order) {
      Question question{.is_forged = true};
      question.flags[flag] = true;
      if (!declares(action_, flag)) continue;
      add(question, 2);
    }
    add_forged_either_way();
  }

  // Each is asked in one way only. Under each condition the first action that would be carried out,
  // were it not for the signature, is forged in either way.
  void add_forged_either_way() {
    Question question{.is_forged = true, .is_signed_either_way = true};
    for (const Difference& one : alone_) {
      if (one.status || !may_accept(action_, one)) continue;
      const bool asked = std::ranges::any_of(tested_actions, [&](const TestedAction& other) {
        return &other < &action_ && may_accept(other, one);
      });
      if (asked) continue;
      question.differences = {one};
      add(question, 2);
    }
    question.differences.clear();
    for (const BooleanParameter flag : flags_in_order) {
      if (!declares(action_, flag)) continue;
      question.flags = {};
      question.flags[flag] = false;
      add(question, 2);
      if (flag == BooleanParameter::dry_run) continue;
      add_forged_flag(flag);
    }
  }

  // What the flag is for does not happen either, where it would.
  void add_forged_flag(BooleanParameter flag) {
    Question question{.is_forged = true, .is_signed_either_way = true};
    question.flags[flag] = true;
    if (flag == BooleanParameter::init_local_disk) {
      question.differences = {named(Condition::local_disk)};
    }
    add(question, 2);
  }

  [[nodiscard]] const Difference& named(Condition condition) const {
    return *std::ranges::find(differences_, std::optional{condition}, &Difference::condition);
  }

  // That a dry run looks for a lock, where the page says so, is one thing: with whatever else
  // comes.
  void add_locked_dry_runs() {
    if (!declares(action_, BooleanParameter::dry_run)) return;
    const auto lock =
        std::ranges::find(alone_, std::optional{Condition::security_lock}, &Difference::condition);
    if (lock == alone_.end()) return;
    Question dry;
    dry.flags[BooleanParameter::dry_run] = true;
    const auto world = world_of(action_, std::span{&*lock, 1});
    if (!ruling_on(action_, *world, Text::ignored, dry.flags).is_refused_as_dry_run) return;
    for (const Difference& other : differences_) {
      if (other.status || other.condition == lock->condition) continue;
      const bool alone = world_of(action_, std::span{&other, 1}).has_value();
      if (alone && !may_accept(action_, other)) continue;  // refused for that, too
      Question question = dry;
      question.differences = {*lock, other};
      add(question, 2);
    }
    dry.differences = {*lock};
    for (const BooleanParameter flag : flags_in_order) {
      if (flag == BooleanParameter::dry_run || !declares(action_, flag)) continue;
      for (const bool value : {true, false}) {
        Question question = dry;
        question.flags[flag] = value;
        add(question, 2);
      }
    }
    dry.flags.invented = true;
    add(dry, 2);
  }

  // So is that a flag has the local disks of a stopped instance made new: not where the call is
  // refused, and with a parameter that the action does not declare where that is not refused.
  void add_flags_on_local_disks() {
    if (!declares(action_, BooleanParameter::init_local_disk)) return;
    Question question;
    question.flags[BooleanParameter::init_local_disk] = true;
    for (const Difference& other : alone_) {
      if (other.status) continue;  // asked in the page's own cases
      if (!ruling_on(action_, *world_of(action_, std::span{&other, 1})).may_be_refused) continue;
      question.differences = {other, named(Condition::local_disk)};
      add(question, 2);
    }
    question.differences = {named(Condition::security_lock), named(Condition::local_disk)};
    question.flags[BooleanParameter::dry_run] = false;
    add(question, 2);
    question.flags[BooleanParameter::dry_run] = std::nullopt;
    question.differences = {named(Condition::local_disk_failed)};
    question.flags.invented = true;
    add(question, 2);
  }

  // What is right does not depend on which kind of instance it is: each kind with each other
  // difference and each flag, and a dry run of it with each other flag.
  void add_flags_by_kind() {
    for (const Difference& kind : differences_) {
      if (!kind.charge_type && kind.condition != Condition::local_disk) continue;
      for (const BooleanParameter flag : flags_in_order) {
        if (!declares(action_, flag)) continue;
        Question question;
        question.flags[flag] = true;
        for (const Difference& other : differences_) {
          if (&other == &kind) continue;
          const auto [first, second] = std::minmax({&kind, &other});
          question.differences = {*first, *second};
          add(question, 2);
        }
        question.differences = {kind};
        question.flags[BooleanParameter::dry_run] = true;
        if (declares(action_, BooleanParameter::dry_run)) add(question, 2);
      }
    }
  }

  // Nor on all flags together: each difference with all of them, said to be true and to be false;
  // and with a dry run of what the others say, or none.
  void add_flags_together() {
    for (const auto& [dry, value] :
         {std::pair{true, true}, {false, false}, {true, false}, {false, true}}) {
      Question question;
      for (const BooleanParameter flag : flags_in_order) {
        if (!declares(action_, flag)) continue;
        question.flags[flag] = flag == BooleanParameter::dry_run ? dry : value;
      }
      for (const Difference& one : alone_) {
        question.differences = {one};
        add(question, 2);
      }
      if (!dry || !declares(action_, BooleanParameter::dry_run)) continue;
      question.differences = {};
      for (const Company& company : companies) {
        question.company = &company;
        add(question, 2);
      }
    }
  }

  // Nor on everything at once: a condition that is minded only while nothing else is told of the
  // call or of the instance. Where two kinds of instance go together it is of both.
  void add_all_together() {
    for (std::size_t i = 0; i < alone_.size(); ++i) {
      Question question{.differences = of_all_kinds(alone_[i])};
      if (question.differences.size() < 2) continue;
      const bool has_flags = declares(action_, BooleanParameter::dry_run);
      for (const auto& [dry, value] : {std::pair{false, true}, {true, true}, {false, false}}) {
        // A dry run that is minded for its company says nothing.
        const bool in_company = !dry && value;
        question.company = in_company ? &companies[i % true_companies] : nullptr;
        for (const BooleanParameter flag : flags_in_order) {
          if (!declares(action_, flag)) continue;
          question.flags[flag] = flag == BooleanParameter::dry_run ? dry : value;
        }
        if (has_flags || in_company) add(question, 2);
      }
    }
  }

  // A difference, and as many kinds of instance beside it as can be, in their order.
  [[nodiscard]] Differences of_all_kinds(const Difference& difference) const {
    Differences all;
    for (const bool in_advance : {true, false}) {
      all.clear();
      for (const Difference& one : differences_) {
        const bool is_kind =
            (one.charge_type && in_advance) || one.condition == Condition::local_disk;
        if (is_kind || id_of_one(action_, one) == id_of_one(action_, difference)) {
          all.push_back(one);
        }
      }
      if (world_of(action_, all)) break;
    }
    return all;
  }

  const TestedAction& action_;
  std::vector<Case>& cases_;
  Differences differences_;
  Differences alone_;  // those that can be the only one
  std::set<std::string> known_;
};

}  // namespace

std::vector<Case> pair_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) PairsOf{action, cases}.add_pairs();
  return cases;
}

std::vector<Case> accompanied_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    std::vector<Case> of_action;
    PairsOf all{action, of_action};
    all.add_roots();
    const auto roots = static_cast<std::ptrdiff_t>(of_action.size());
    all.add_accompanied();
    all.add_carried();
    std::move(of_action.begin() + roots, of_action.end(), std::back_inserter(cases));
  }
  return cases;
}

std::vector<Case> triple_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    PairsOf all{action, cases};
    all.add_pairs();  // for a triple that is a pair is asked already
    all.add_triples();
  }
  std::erase_if(cases, [](const Case& one) { return one.depth < 3; });
  return cases;
}

}  // namespace hallmark::cases

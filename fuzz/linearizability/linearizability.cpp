// SPDX-License-Identifier: Apache-2.0
#include "fuzz/linearizability/linearizability.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace hallmark::fuzz {
namespace {

using Clock = std::chrono::steady_clock;

bool ask_the_same(const Asked& left, const Asked& right) {
  return left.action == right.action && left.named == right.named &&
         left.init_local_disk == right.init_local_disk && left.force_stop == right.force_stop &&
         left.dry_run == right.dry_run &&
         left.refused_at_door.data() == right.refused_at_door.data() &&
         left.may_come_in == right.may_come_in && left.may_name_owner == right.may_name_owner &&
         left.names_undeclared == right.names_undeclared &&
         left.beside_another == right.beside_another && left.may_be_unclear == right.may_be_unclear;
}

bool answer_the_same(const Operation& left, const Operation& right,
                     const std::string& instance_id) {
  if (left.reply.has_value() != right.reply.has_value()) return false;
  if (!left.reply) return true;
  if (left.reply->http_status != right.reply->http_status ||
      left.reply->code != right.reply->code || left.reply->message != right.reply->message ||
      left.reply->decoded() != right.reply->decoded() || left.reply->root != right.reply->root) {
    return false;
  }
  if (!is_look(left.asked.action)) return true;
  const Sight one = sight_of(left.asked.action, *left.reply, instance_id);
  const Sight other = sight_of(right.asked.action, *right.reply, instance_id);
  return one.told == other.told && one.status == other.status;
}

// It moves the instance on from where it stands, or may have.
bool may_be_carried_out(const Operation& operation) {
  if (is_look(operation.asked.action)) return false;
  return !operation.reply || operation.reply->http_status / 100 == 2;
}

class Search {
 public:
  Search(std::span<const Operation> operations, const std::string& instance_id,
         const LinearizabilityOptions& options)
      : operations_{operations},
        instance_id_{instance_id},
        options_{options},
        until_{Clock::now() + options.time},
        done_(operations.size()),
        kind_(operations.size()) {
    for (std::size_t i = 0; i < operations.size(); ++i) {
      if (operations[i].reply) ++answers_left_;
      kind_[i] = i;
      for (std::size_t j = 0; j < i; ++j) {
        if (kind_[j] == j && ask_the_same(operations[i].asked, operations[j].asked) &&
            answer_the_same(operations[i], operations[j], instance_id)) {
          kind_[i] = j;
          break;
        }
      }
    }
  }

  Linearization run(const InstanceModel& initial) {
    const bool found = explain(initial);
    const Linearizable verdict = found          ? Linearizable::yes
                                 : out_of_time_ ? Linearizable::unknown
                                                : Linearizable::no;
    return {
        .verdict = verdict, .order = found ? order_ : std::vector<std::size_t>{}, .nodes = nodes_};
  }

 private:
  bool take(std::size_t at, InstanceModel& model) const {
    const Operation& operation = operations_[at];
    if (!operation.reply) {
      model.observe_nothing(operation.asked);
      return true;
    }
    return !model.observe(operation.asked, *operation.reply, instance_id_);
  }

  void mark(std::size_t at) {
    done_[at] = true;
    order_.push_back(at);
    if (operations_[at].reply) --answers_left_;
  }

  // Takes back what was taken since `count` operations were.
  void unmark_to(std::size_t count) {
    while (order_.size() > count) {
      const std::size_t at = order_.back();
      order_.pop_back();
      done_[at] = false;
      if (operations_[at].reply) ++answers_left_;
    }
  }

  // Those before which no other one has to come.
  [[nodiscard]] std::vector<std::size_t> next() const {
    std::uint64_t first_return = Operation::never;
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      if (!done_[i]) first_return = std::min(first_return, operations_[i].returned);
    }
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      if (!done_[i] && operations_[i].called <= first_return) all.push_back(i);
    }
    return all;
  }

  bool spent() {
    constexpr std::size_t between_looks = 64;
    if (nodes_ >= options_.nodes) out_of_time_ = true;
    if (nodes_ % between_looks == 0 && Clock::now() > until_) out_of_time_ = true;
    return out_of_time_;
  }

  // Takes whatever is explained and leaves the model as it is, until there is no more. Not what may
  // be carried out: later it may change something, and that may be what another answer needs.
  void take_what_changes_nothing(const InstanceModel& model) {
    for (bool took = true; took;) {
      took = false;
      for (const std::size_t at : next()) {
        InstanceModel after = model;
        if (may_be_carried_out(operations_[at]) || !take(at, after) || after.key() != model.key()) {
          continue;
        }
        mark(at);
        took = true;
      }
    }
  }

  bool explain(const InstanceModel& model) {
    ++nodes_;
    const std::size_t before = order_.size();
    if (options_.reduce) take_what_changes_nothing(model);
    if (answers_left_ == 0) return true;
    if (spent() || !tried_.emplace(done_, model.key()).second) {
      unmark_to(before);
      return false;
    }
    std::vector<std::size_t> candidates = next();
    std::sort(candidates.begin(), candidates.end(), [this](std::size_t one, std::size_t other) {
      return operations_[one].returned < operations_[other].returned;
    });
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const std::size_t at = candidates[i];
      const bool has_earlier_twin =
          options_.reduce &&
          std::any_of(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(i),
                      [&](std::size_t other) { return kind_[other] == kind_[at]; });
      if (has_earlier_twin) continue;
      InstanceModel after = model;
      if (!take(at, after)) continue;
      const std::size_t count = order_.size();
      mark(at);
      if (explain(after)) return true;
      unmark_to(count);
      if (out_of_time_) break;
    }
    unmark_to(before);
    return false;
  }

  std::span<const Operation> operations_;
  const std::string& instance_id_;
  LinearizabilityOptions options_;
  Clock::time_point until_;
  std::vector<bool> done_;         // whether each operation was taken
  std::vector<std::size_t> kind_;  // the first operation that asks and was answered the same
  std::vector<std::size_t> order_;
  // What was taken, and the model's key: all that the rest of the search depends on.
  std::set<std::pair<std::vector<bool>, std::uint64_t>> tried_;
  std::size_t answers_left_ = 0;
  std::size_t nodes_ = 0;
  bool out_of_time_ = false;
};

}  // namespace

Linearization linearize(const InstanceModel& initial, std::span<const Operation> operations,
                        const std::string& instance_id, const LinearizabilityOptions& options) {
  return Search{operations, instance_id, options}.run(initial);
}

}  // namespace hallmark::fuzz

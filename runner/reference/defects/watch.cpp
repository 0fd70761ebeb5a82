// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/defects/watch.hpp"

namespace hallmark::runner::reference {

void Watch::note(const Occasion& at, const DefectSet::Bits& asked, std::string_view caller,
                 std::string_view owner) {
  const std::scoped_lock lock{mutex_};
  std::vector<Met*> books{&met_};
  const auto open_book = [&](std::string_view instance) {
    Met& book = met_by_.try_emplace(std::string{instance}).first->second;
    book.resize(triggers_.size());
    books.push_back(&book);
  };
  if (!caller.empty()) open_book(caller);
  if (!owner.empty()) open_book(owner);
  if (books.size() == 1) open_book({});
  for (std::size_t i = 0; i < triggers_.size(); ++i) {
    if (!triggers_[i].holds(at)) continue;
    for (Met* const book : books) (*book)[i] |= asked;
  }
}

bool Watch::met(Defect fault, std::size_t trigger) const {
  const std::scoped_lock lock{mutex_};
  return met_[trigger][static_cast<std::size_t>(fault)];
}

const Watch::Met* Watch::met_by(std::string_view instance) const {
  const std::scoped_lock lock{mutex_};
  const auto found = met_by_.find(instance);
  return found == met_by_.end() ? nullptr : &found->second;
}

void Watch::forget() {
  const std::scoped_lock lock{mutex_};
  for (DefectSet::Bits& faults : met_) faults.reset();
  met_by_.clear();
}

}  // namespace hallmark::runner::reference

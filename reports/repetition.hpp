// SPDX-License-Identifier: Apache-2.0
//
// What a case shows that is carried out again and again: it passes where it passed each time, and
// one that passed and failed is flaky, whichever came last.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/listener.hpp"

namespace hallmark::reports {

// Between the last round of a run and whoever is told of it.
class Repetition final : public Listener {
 public:
  explicit Repetition(Listener& next) : next_{next} {}

  // What a round before the last one showed.
  void remember(const std::vector<Record>& round);

  // What a record of the last round comes to, with those before.
  [[nodiscard]] Record settled(Record last) const;

  // Of the last round: told on as it is settled. From any thread, as begin() and end() are not.
  void begin(const Report& report, std::size_t planned) override { next_.begin(report, planned); }
  void add(const Record& record) override;
  void flush() override { next_.flush(); }
  void end(const Report& report, const Summary& summary) override { next_.end(report, summary); }

 private:
  struct Before {
    unsigned times = 0, failed = 0, passed = 0;
    std::optional<Record> failure = {};    // the first
    std::optional<Record> unsettled = {};  // the first that neither passed nor failed
  };
  Listener& next_;
  unsigned rounds_ = 0;
  std::map<std::string, Before> before_;  // by address
};

}  // namespace hallmark::reports

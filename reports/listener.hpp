// SPDX-License-Identifier: Apache-2.0
//
// Who is told what happens while a run or a campaign goes on. Whoever conducts it begins and ends;
// what carries it out adds and ticks in between.
//
//   listener.begin(report, planned);
//   listener.add(record); ... listener.flush();
//   listener.end(report, summarize(report));
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "reports/report.hpp"

namespace hallmark::reports {

// How far a campaign is.
struct Snapshot {
  std::uint64_t histories = 0;
  std::uint64_t calls = 0;
  std::uint64_t requests = 0;
  std::uint64_t inputs = 0;    // in the corpus
  std::uint64_t features = 0;  // distinct pairs of request and answer
  std::size_t answers = 0;     // kinds of answers: action and code
  std::size_t rows_met = 0;
  std::size_t rows = 0;  // that the documents have
  std::size_t transitions = 0;
  std::size_t findings = 0;
};

// Whoever does not care about an event leaves it as it is.
class Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener() = default;

  // Before anything is asked. What `report` says by then stays as it is, and it outlives all that
  // follows. `planned` is the number of records to come, 0 where nobody knows.
  virtual void begin(const Report& report, std::size_t planned);

  // A case is judged, or a finding made. From any thread, several at a time.
  virtual void add(const Record& record);

  // After add() by the same thread, now and then: what that thread added is safe when it returns.
  virtual void flush();

  // As often as the campaign likes, from any thread.
  virtual void tick(const Snapshot& snapshot);

  // All is there that will be.
  virtual void end(const Report& report, const Summary& summary);
};

// Tells several, in their order; of the end in the reverse one. They outlive it.
class Listeners final : public Listener {
 public:
  Listeners(std::initializer_list<Listener*> all) : all_{all} {}

  void begin(const Report& report, std::size_t planned) override;
  void add(const Record& record) override;
  void flush() override;
  void tick(const Snapshot& snapshot) override;
  void end(const Report& report, const Summary& summary) override;

 private:
  std::vector<Listener*> all_;
};

}  // namespace hallmark::reports

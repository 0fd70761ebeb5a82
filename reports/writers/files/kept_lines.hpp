// SPDX-License-Identifier: Apache-2.0
//
// The lines of a run file, kept while a run goes on: its passes drop their evidence once it has
// been written down, and a form that is written at the end needs it once more.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "reports/listener.hpp"

namespace hallmark::reports {

// All but begin() throws std::system_error where the temporary file cannot be used.
class KeptLines final : public Listener {
 public:
  KeptLines();

  void begin(const Report& report, std::size_t planned) override;
  void add(const Record& record) override;

  // The beginning of the run file, as it was known when the run began.
  [[nodiscard]] const std::string& head() const { return head_; }
  // The line of a record that was added; when all are.
  void append(std::string& out, const Record& record) const;

  // The run file whole, its lines in the order in which they came.
  void write(const Report& report, const Summary& summary, std::ostream& out) const;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  struct Place {
    std::uint64_t at;
    std::size_t size;
  };

  void append(std::string& out, Place place) const;

  const Info* info_ = nullptr;
  std::string head_;
  std::unique_ptr<std::FILE, Close> file_;  // without a name
  std::mutex mutex_;                        // of all that follows, and of writing
  std::uint64_t written_ = 0;
  std::unordered_map<std::string, Place> places_;  // by the record's address
};

}  // namespace hallmark::reports

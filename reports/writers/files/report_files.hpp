// SPDX-License-Identifier: Apache-2.0
//
// The files that --report names, one of which may be standard output: what can be is written while
// the run goes on, all else at its end. Each stands beside its place until it is whole (see
// WholeFile).
#pragma once

#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/listener.hpp"
#include "reports/writers/files/kept_lines.hpp"
#include "reports/writers/files/whole_file.hpp"
#include "reports/writers/json/run_file.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {

// Throws InputError, whose message names the option, for a file that cannot be written.
class ReportFiles final : public Listener {
 public:
  // `places` are [KIND=]FILE each, FILE may be -. Throws InputError for a kind that is not known,
  // too; that a file cannot be written is noticed here, before anything is asked, and that two
  // places name one file. `standard_output` must outlive it. `option`: behind which the places
  // stand; empty: behind none.
  ReportFiles(const std::vector<std::string>& places, std::ostream& standard_output = std::cout,
              std::string_view option = "--report");

  void begin(const Report& report, std::size_t planned) override;
  void add(const Record& record) override;
  void flush() override;
  // Without begin(), too: everything is written now.
  void end(const Report& report, const Summary& summary) override;

 private:
  struct File {
    ReportPlace place;
    std::optional<WholeFile> whole;             // none: standard output
    std::unique_ptr<RunFileWriter> as_it_goes;  // null: written at the end
  };
  // What cannot be done with the file, as the option's fault.
  template <class Work>
  void writing(const std::string& path, const Work& work) const;
  void write(const File& file, const Report& report, const Summary& summary, std::ostream& out);

  std::ostream& standard_output_;
  std::string option_;
  std::vector<File> files_;
  std::unique_ptr<KeptLines> kept_;  // null: no form needs it
};

}  // namespace hallmark::reports

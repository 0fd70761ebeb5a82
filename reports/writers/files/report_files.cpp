// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/files/report_files.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "reports/writers/files/distinct_files.hpp"

namespace hallmark::reports {
namespace {

// As the words of a command have it: behind its option, or alone.
std::string behind(std::string_view option) {
  return option.empty() ? "" : std::string{option} + " ";
}

}  // namespace

template <class Work>
void ReportFiles::writing(const std::string& path, const Work& work) const {
  try {
    work();
  } catch (const std::system_error& error) {
    throw InputError{behind(option_) + path + ": cannot be written: " + error.code().message()};
  }
}

ReportFiles::ReportFiles(const std::vector<std::string>& places, std::ostream& standard_output,
                         std::string_view option)
    : standard_output_{standard_output}, option_{option} {
  DistinctFiles distinct;
  for (const std::string& text : places) {
    const std::string words = behind(option) + text;
    ReportPlace place = report_place(text);
    if (place.writer == nullptr) throw InputError{behind(option) + unknown_ending(text)};
    if (place.path.empty()) throw InputError{words + ": names no file"};
    std::optional<WholeFile> whole;
    if (!place.is_standard_output()) {
      if (const auto before = distinct.add(place.path, words)) {
        throw InputError{named_twice(words, *before)};
      }
      writing(place.path, [&] { whole.emplace(place.path).check(); });
    } else if (std::ranges::any_of(files_, &ReportPlace::is_standard_output, &File::place)) {
      throw InputError{words + ": standard output takes one report"};
    }
    files_.push_back({std::move(place), std::move(whole), nullptr});
  }
}

void ReportFiles::begin(const Report& report, std::size_t planned) {
  if (report.campaign) return;
  for (File& file : files_) {
    const auto& [path, writer] = file.place;
    if (writer->as_it_goes && file.whole) {
      file.as_it_goes = std::make_unique<RunFileWriter>(*std::exchange(file.whole, std::nullopt));
      writing(path, [&] { file.as_it_goes->begin(report, planned); });
    } else if ((writer->as_it_goes || writer->write_of != nullptr) && !kept_) {
      writing(path, [&] { kept_ = std::make_unique<KeptLines>(); });
      kept_->begin(report, planned);
    }
  }
}

void ReportFiles::add(const Record& record) {
  for (const File& file : files_) {
    if (file.as_it_goes) writing(file.place.path, [&] { file.as_it_goes->add(record); });
  }
  if (kept_) writing("with a temporary file", [&] { kept_->add(record); });
}

void ReportFiles::flush() {
  for (const File& file : files_) {
    if (file.as_it_goes) writing(file.place.path, [&] { file.as_it_goes->flush(); });
  }
}

void ReportFiles::end(const Report& report, const Summary& summary) {
  for (File& file : files_) {
    writing(file.place.path, [&] {
      if (file.as_it_goes) {
        file.as_it_goes->end(report, summary);
      } else if (file.place.is_standard_output()) {
        write(file, report, summary, standard_output_);
      } else {
        write_whole(*file.whole, [&](std::ostream& out) { write(file, report, summary, out); });
      }
    });
  }
}

void ReportFiles::write(const File& file, const Report& report, const Summary& summary,
                        std::ostream& out) {
  const ReportWriter& writer = *file.place.writer;
  if (kept_ && writer.as_it_goes) {
    kept_->write(report, summary, out);
  } else if (kept_ && writer.write_of != nullptr) {
    writer.write_of(*kept_, report, summary, out);
  } else {
    writer.write(report, summary, out);
  }
  if (!out.flush()) throw std::system_error{errno, std::generic_category()};
}

}  // namespace hallmark::reports

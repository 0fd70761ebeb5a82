// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/files/report_files.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace hallmark::reports {
namespace {

// What cannot be done with the file, as the option's fault.
template <class Work>
void writing(const std::string& path, const Work& work) {
  try {
    work();
  } catch (const std::system_error& error) {
    throw InputError{"--report " + path + ": cannot be written: " + error.code().message()};
  }
}

}  // namespace

ReportFiles::ReportFiles(const std::vector<std::string>& places, std::string_view subject,
                         std::ostream& standard_output)
    : standard_output_{standard_output} {
  for (const std::string& text : places) {
    ReportPlace place = report_place(text);
    if (place.writer == nullptr) throw InputError{"--report " + unknown_ending(text, subject)};
    if (place.path.empty()) throw InputError{"--report " + text + ": names no file"};
    std::optional<WholeFile> whole;
    if (!place.is_standard_output()) {
      writing(place.path, [&] { whole.emplace(place.path).check(); });
    } else if (std::ranges::any_of(files_, &ReportPlace::is_standard_output, &File::place)) {
      throw InputError{"--report " + text + ": standard output takes one report"};
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

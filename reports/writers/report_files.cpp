// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/report_files.hpp"

#include <fstream>
#include <system_error>

namespace hallmark::reports {
namespace {

InputError cannot_write(const std::string& path, const std::string& why = "cannot be written") {
  return InputError{"--report " + path + ": " + why};
}

}  // namespace

ReportFiles::ReportFiles(const std::vector<std::string>& paths, std::string_view subject) {
  for (const std::string& path : paths) {
    const ReportWriter* writer = writer_for(path);
    if (writer == nullptr) throw InputError{"--report " + unknown_ending(path, subject)};
    files_.push_back({path, writer, nullptr});
  }
}

void ReportFiles::begin(const Report& report, std::size_t planned) {
  for (File& file : files_) {
    if (file.writer->as_it_goes && !report.campaign) {
      file.as_it_goes = std::make_unique<RunFileWriter>(file.path);
      try {
        file.as_it_goes->begin(report, planned);
      } catch (const std::system_error& error) {
        throw cannot_write(file.path, error.code().message());
      }
    } else if (!std::ofstream{file.path}) {
      throw cannot_write(file.path);
    }
  }
}

void ReportFiles::add(const Record& record) {
  for (const File& file : files_) {
    if (file.as_it_goes) file.as_it_goes->add(record);
  }
}

void ReportFiles::flush() {
  for (const File& file : files_) {
    if (file.as_it_goes) file.as_it_goes->flush();
  }
}

void ReportFiles::end(const Report& report, const Summary& summary) {
  for (const File& file : files_) {
    if (file.as_it_goes) {
      file.as_it_goes->end(report, summary);
      continue;
    }
    std::ofstream out{file.path, std::ios::binary};
    file.writer->write(report, summary, out);
    if (!out.flush()) throw cannot_write(file.path);
  }
}

}  // namespace hallmark::reports

// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/report_files.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

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

// `kept`: the lines of a run; null where no form needs them.
void write_whole(const std::string& path, const ReportWriter& writer, const KeptLines* kept,
                 const Report& report, const Summary& summary) {
  const WholeFile file{path};
  std::ofstream out{file.partial(), std::ios::binary};
  if (kept != nullptr && writer.write_of != nullptr) {
    if (out) writer.write_of(*kept, report, summary, out);
  } else if (out) {
    writer.write(report, summary, out);
  }
  if (!out.flush()) throw std::system_error{errno, std::generic_category()};
  out.close();
  file.finish();
}

}  // namespace

ReportFiles::ReportFiles(const std::vector<std::string>& paths, std::string_view subject) {
  for (const std::string& path : paths) {
    const ReportWriter* writer = writer_for(path);
    if (writer == nullptr) throw InputError{"--report " + unknown_ending(path, subject)};
    writing(path, [&] { WholeFile{path}.check(); });
    files_.push_back({path, writer, nullptr});
  }
}

void ReportFiles::begin(const Report& report, std::size_t planned) {
  if (report.campaign) return;
  for (File& file : files_) {
    if (file.writer->as_it_goes) {
      file.as_it_goes = std::make_unique<RunFileWriter>(file.path);
      writing(file.path, [&] { file.as_it_goes->begin(report, planned); });
    } else if (file.writer->write_of != nullptr && !kept_) {
      writing(file.path, [&] { kept_ = std::make_unique<KeptLines>(); });
      kept_->begin(report, planned);
    }
  }
}

void ReportFiles::add(const Record& record) {
  for (const File& file : files_) {
    if (file.as_it_goes) writing(file.path, [&] { file.as_it_goes->add(record); });
  }
  if (kept_) writing("with a temporary file", [&] { kept_->add(record); });
}

void ReportFiles::flush() {
  for (const File& file : files_) {
    if (file.as_it_goes) writing(file.path, [&] { file.as_it_goes->flush(); });
  }
}

void ReportFiles::end(const Report& report, const Summary& summary) {
  for (const File& file : files_) {
    writing(file.path, [&] {
      if (file.as_it_goes) {
        file.as_it_goes->end(report, summary);
      } else {
        write_whole(file.path, *file.writer, kept_.get(), report, summary);
      }
    });
  }
}

}  // namespace hallmark::reports

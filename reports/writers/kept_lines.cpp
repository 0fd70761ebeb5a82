// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/kept_lines.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "reports/writers/json.hpp"

namespace hallmark::reports {
namespace {

[[noreturn]] void complain() {
  throw std::system_error{errno, std::generic_category(), "a temporary file for the report"};
}

}  // namespace

KeptLines::KeptLines() : file_{std::tmpfile()} {
  if (!file_) complain();
}

void KeptLines::begin(const Report& report, std::size_t /*planned*/) {
  info_ = &report.info;
  head_ = json_head(report);
}

void KeptLines::add(const Record& record) {
  std::string line;
  append_json(line, *info_, record);
  std::string address = address_of(record);
  const std::lock_guard lock{mutex_};
  if (pwrite(fileno(file_.get()), line.data(), line.size(), static_cast<off_t>(written_)) !=
      static_cast<ssize_t>(line.size())) {
    complain();
  }
  places_[std::move(address)] = {written_, line.size()};
  written_ += line.size();
}

void KeptLines::append(std::string& out, const Record& record) const {
  const Place place = places_.at(address_of(record));
  const std::size_t before = out.size();
  out.resize(before + place.size);
  if (pread(fileno(file_.get()), out.data() + before, place.size, static_cast<off_t>(place.at)) !=
      static_cast<ssize_t>(place.size)) {
    complain();
  }
}

}  // namespace hallmark::reports

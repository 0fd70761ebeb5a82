// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/files/kept_lines.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ostream>
#include <system_error>
#include <vector>

#include "reports/writers/json/json.hpp"

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
  append(out, places_.at(address_of(record)));
}

void KeptLines::append(std::string& out, Place place) const {
  const std::size_t before = out.size();
  out.resize(before + place.size);
  if (pread(fileno(file_.get()), out.data() + before, place.size, static_cast<off_t>(place.at)) !=
      static_cast<ssize_t>(place.size)) {
    complain();
  }
}

void KeptLines::write(const Report& report, const Summary& summary, std::ostream& out) const {
  std::vector<Place> places;
  places.reserve(places_.size());
  for (const auto& [address, place] : places_) places.push_back(place);
  std::ranges::sort(places, {}, &Place::at);
  out << head_;
  std::string line;
  for (const Place place : places) {
    line = place.at == 0 ? "\n" : ",\n";
    append(line, place);
    out << line;
  }
  out << json_tail(report, summary);
}

}  // namespace hallmark::reports

// SPDX-License-Identifier: Apache-2.0
#include "reports/listener.hpp"

namespace hallmark::reports {

void Listener::begin(const Report& /*report*/, std::size_t /*planned*/) {}
void Listener::add(const Record& /*record*/) {}
void Listener::flush() {}
void Listener::tick(const Snapshot& /*snapshot*/) {}
void Listener::end(const Report& /*report*/, const Summary& /*summary*/) {}

void Listeners::begin(const Report& report, std::size_t planned) {
  for (Listener* one : all_) one->begin(report, planned);
}

void Listeners::add(const Record& record) {
  for (Listener* one : all_) one->add(record);
}

void Listeners::flush() {
  for (Listener* one : all_) one->flush();
}

void Listeners::tick(const Snapshot& snapshot) {
  for (Listener* one : all_) one->tick(snapshot);
}

void Listeners::end(const Report& report, const Summary& summary) {
  for (auto one = all_.rbegin(); one != all_.rend(); ++one) (*one)->end(report, summary);
}

}  // namespace hallmark::reports

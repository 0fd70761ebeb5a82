// SPDX-License-Identifier: Apache-2.0
//
// What one check left behind: the exchanges, credentials and signatures struck out, and what was
// seen of the instance. Enough to judge a case again, or to play a history again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cases/expectation.hpp"

namespace hallmark::reports {

struct Exchange {
  std::string request;  // the bytes that went out, struck out; at most 16 KiB are kept
  int status = 0;       // 0: no answer, see `fault`
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;          // as received, struck out; may hold any byte
  std::size_t body_cut = 0;  // bytes behind it that were received and not kept
  // timeout, closed, truncated, malformed, too_large, connect, local ...; empty: an answer came.
  std::string fault;
  std::string fault_text;    // one line
  std::int64_t at_us = 0;    // since the run began
  std::int64_t sent_us = 0;  // when the last byte of the request had gone out; 0: not known
  std::int64_t took_us = 0;
  bool kept_alive = false;  // the connection stayed open, or the answer said that it would not

  friend bool operator==(const Exchange&, const Exchange&) = default;
};

// The instance as it was seen through one channel.
struct Sighting {
  cases::Channel channel = cases::Channel::any;
  std::string status;              // as told; empty: the channel did not tell
  std::vector<std::string> locks;  // lock reasons, as told
  std::optional<cases::LocalDiskData> local_disk_data;
  std::optional<cases::LastStop> last_stop;
  bool of_other_world = false;       // of the second world's instance
  std::optional<Exchange> exchange;  // how it was asked; nothing for the fixture protocol
  std::int64_t at_us = 0;

  friend bool operator==(const Sighting&, const Sighting&) = default;
};

struct CallRecord {
  std::size_t call = 0;  // place in Case::calls, or among what was sent
  int copy = 0;          // 0 .. copies - 1
  std::string action;    // as spelled on the wire; empty where only its place is known
  Exchange exchange;
  std::vector<Sighting> after = {};  // of a call that says what a look behind it must show
  // Of a client's call: what its user was told, a line of JSON, struck out. `exchange` then holds
  // what the client sent, and what it was answered.
  std::string told = {};

  friend bool operator==(const CallRecord&, const CallRecord&) = default;
};

struct Evidence {
  std::string history;  // of a campaign: the calls as text, shrunk; several lines
  std::string instance_id;
  std::string other_instance_id;
  std::string region_id;
  std::vector<CallRecord> calls;
  // One look before the first call, where the provider cannot be trusted alone.
  std::vector<Sighting> before;
  std::vector<Sighting> after;  // in the order in which they were made
  std::vector<Sighting> later;  // once more, when the settling time has passed
  bool deadline_met = true;     // polling reached the last status in time
  // Why it was carried out again, in a fresh world and on a fresh connection: once for each time.
  std::vector<std::string> set_aside = {};
  std::string trouble;  // what kept the case from being carried out: fixture provider, connection
  bool broken_off = false;  // by the end of the whole run: it shows nothing, and is not told

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

}  // namespace hallmark::reports

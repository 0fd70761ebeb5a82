// SPDX-License-Identifier: Apache-2.0
//
// Why a check failed, in the words that every report uses.
//
//   given   an instance that is Running            history world Running PostPaid
//   when    StartInstance(InstanceId = i-bp1)              StopInstance id=odd/empty
//   wanted  403 IncorrectInstanceStatus            wanted  403, and the instance is still Running
//   got     200, and the instance is Starting      got     403, and the instance is Stopping
//   again   hallmark run --select ...              shows   in 75 % of the plays of this history
//                                                  found   by history 812 of seed 42, after 12.300
//                                                  s saved   findings/refusal-changes-nothing.txt
//                                                  again   hallmark replay ...
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/report.hpp"
#include "reports/writers/places.hpp"

namespace hallmark::reports {

// A printable line of at most a few hundred characters; of the history, `saved` and `again`: whole.
struct Line {
  std::string_view label = {};  // empty: goes on with the line above
  std::string text = {};        // of `wanted` it may be empty
  Places citations = {};        // of `wanted`
};

// Of the line that shows it again.
inline constexpr std::string_view again_label = "again";

// What says nothing is left out.
struct Explanation {
  std::vector<Line> circumstances;  // given and when; or the history, without the format's title
  std::vector<Line> lines;          // all else
};
[[nodiscard]] Explanation explain(const Report& report, const Record& record);

// One line for lists of failures, of a record that failed or was not carried out:
// "wanted 403, got 200".
[[nodiscard]] std::string in_short(const Record& record);

// hallmark run OPTIONS --select 'ADDRESS', of a check of every answer the address of a case that
// shows it; of a client hallmark sdk --select 'ADDRESS' OPTIONS -- SHIM; of a campaign's finding
// the line that it brought.
[[nodiscard]] std::string again_line(const Report& report, const Record& record);

// Whether it names a key, whose secret then stands in secret_variable.
[[nodiscard]] bool needs_secret(std::string_view command);

}  // namespace hallmark::reports

// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/selection.hpp"

#include <utility>
#include <vector>

#include "runner/conduct/program.hpp"
#include "runner/conduct/shell_words.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

// What a reproduce line carries besides --select.
std::string again_options(const reports::Selection& selection, const TargetOptions& where) {
  std::string text = where.again();
  const auto add = [&](const std::string& option, const std::string& value) {
    text += (text.empty() ? "" : " ") + option + " " + shell_word(value);
  };
  if (selection.edition != "any") add("--edition", selection.edition);
  for (const std::string& feature : selection.without) add("--without", feature);
  return text;
}

}  // namespace

Yardstick yardstick_of(const std::string& option, const std::string& edition) {
  const auto yardstick = Yardstick::parse(edition);
  if (!yardstick) {
    throw UsageError{option + " '" + edition + "' is no yardstick: write " +
                     std::string{edition_words}};
  }
  if (!yardstick->judges()) {
    throw UsageError{option + " " + edition + ": no page is in force on that day; " +
                     "hallmark list editions shows from when on"};
  }
  return *yardstick;
}

PlanOptions plan_options_of(const reports::Selection& selection, const Yardstick& yardstick) {
  Result<Without> without = Without::parse(selection.without);
  if (!without) throw UsageError{without.error().what};
  return {.yardstick = yardstick,
          .full = selection.variants == "full",
          .depth = selection.depth,
          .select = selection.select,
          .skip = selection.skip,
          .without = std::move(*without),
          .shuffle_seed = selection.shuffle_seed,
          .shard_index = selection.shard_index,
          .shard_total = selection.shard_total};
}

reports::Info info_of(const reports::Selection& selection, unsigned jobs,
                      const TargetOptions& where, const OpenTarget& target) {
  using Kind = reports::Subject::Kind;
  reports::Info info = begun_info();
  info.subject = {.kind = target.embedded ? Kind::embedded : Kind::endpoint,
                  .name = target.name,
                  .url = target.url_text,
                  .host = target.url.host_header()};
  info.fixtures = target.fixtures->name();
  info.selection = selection;
  info.jobs = jobs;
  info.again_options = again_options(selection, where);
  return info;
}

void note_yardstick(const Yardstick& yardstick, reports::Report& report) {
  std::erase_if(report.notes,
                [](const std::string& note) { return note.starts_with("yardstick "); });
  if (yardstick.name() != "any") report.notes.push_back(yardstick.in_words());
}

}  // namespace hallmark::runner

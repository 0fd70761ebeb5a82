// SPDX-License-Identifier: Apache-2.0
#include "reports/compare/settings.hpp"

#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

std::string yes_or_nothing(bool value) { return value ? "yes" : ""; }

// Of the list of known failures: how long it is; its name differs from machine to machine.
Setting known_failures_of(const Report& report) {
  const std::size_t lines = report.info.known_failures.lines.size();
  return {"known-failures", lines == 0 ? "" : counted(lines, "line", "lines")};
}

}  // namespace

std::string_view kind_of(const Report& report) {
  if (report.campaign) return "campaign";
  return report.info.subject.kind == Subject::Kind::client ? "client's run" : "run";
}

std::vector<Setting> origin_of(const Report& report) {
  const Info& info = report.info;
  return {{"kind", std::string{kind_of(report)}},
          {"hallmark", info.hallmark_version},
          {"commit", info.commit},
          {"suite", info.suite},
          {"tables", info.tables}};
}

std::vector<Setting> target_of(const Report& report) {
  return {{"target", report.info.subject.name}, {"fixtures", report.info.fixtures}};
}

std::vector<Setting> options_of(const Report& report) {
  if (report.campaign) {
    return {{"seed", std::to_string(report.campaign->seed)},
            {"limit", report.campaign->limit},
            known_failures_of(report)};
  }
  const Selection& chosen = report.info.selection;
  return {{"edition", chosen.edition},
          {"variants", chosen.variants},
          {"depth", std::to_string(chosen.depth)},
          {"select", joined(chosen.select, " ")},
          {"skip", joined(chosen.skip, " ")},
          {"without", joined(chosen.without, " ")},
          {"strict", yes_or_nothing(chosen.strict)},
          {"require-all", yes_or_nothing(chosen.require_all)},
          {"require-judged", std::to_string(chosen.require_judged)},
          {"repeat", chosen.repeat == 1 ? "" : std::to_string(chosen.repeat)},
          {"shuffle", chosen.shuffle_seed == 0 ? "" : std::to_string(chosen.shuffle_seed)},
          {"evidence", std::string{name_of(report.info.evidence)}},
          known_failures_of(report)};
}

std::vector<Setting> settings_of(const Report& report) {
  std::vector<Setting> all = origin_of(report);
  for (const auto& some : {target_of(report), options_of(report)}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace hallmark::reports

// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/campaign_junit.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "reports/text.hpp"
#include "reports/writers/campaign_explanation.hpp"
#include "reports/writers/junit_parts.hpp"

namespace hallmark::reports {
namespace {

using junit::add_property;
using junit::append_line;
using junit::in_seconds;

// A checker and what it found.
struct CheckerCase {
  std::string_view name;
  std::uint64_t checked = 0;
  std::vector<const CampaignFinding*> findings = {};
};

// In the order of the checkers; a finding of none of them makes one of its own.
std::vector<CheckerCase> cases_of(const Campaign& campaign) {
  std::vector<CheckerCase> cases;
  for (const CheckerRecord& checker : campaign.checkers) {
    cases.push_back({.name = checker.name, .checked = checker.checked});
  }
  for (const CampaignFinding& finding : campaign.findings) {
    auto found = std::find_if(cases.begin(), cases.end(),
                              [&](const CheckerCase& one) { return one.name == finding.checker; });
    if (found == cases.end()) {
      found = cases.insert(found, {.name = finding.checker, .checked = finding.seen});
    }
    found->findings.push_back(&finding);
  }
  return cases;
}

// Why a checker without a finding says nothing; empty where it holds.
std::string skip_reason(const Campaign& campaign, const CheckerCase& checker) {
  if (!checker.findings.empty()) return {};
  if (exit_code(campaign) == 2) return headline(campaign);
  if (checker.checked > 0) return {};
  return "never exercised in " + counted(campaign.histories, "history", "histories");
}

void append_section(std::string& out, std::string_view title, std::string_view text) {
  if (text.empty()) return;
  out.append("\n---- ").append(title).append("\n").append(text);
  if (!out.ends_with('\n')) out += '\n';
}

void append_finding_text(std::string& out, const CampaignInfo& info,
                         const CampaignFinding& finding) {
  const FindingText text = explain(info, finding);
  out.append("\n==== ").append(finding.action).append(" (").append(finding.level).append(")\n");
  append_line(out, "wanted", text.wanted);
  append_line(out, text.wanted.empty() ? "wanted" : "", text.wanted_by);
  append_line(out, "got", text.got);
  append_line(out, "shows", text.shows);
  append_line(out, "found", text.found);
  append_line(out, "saved", text.saved);
  append_line(out, "again", text.again);
  append_section(out, "history", finding.history);
  append_section(out, "as a case", finding.as_case);
  for (std::size_t i = 0; i < finding.exchanges.size(); ++i) {
    const std::string title =
        "exchange " + std::to_string(i + 1) + " of " + std::to_string(finding.exchanges.size());
    junit::append_exchange(out, title, finding.exchanges[i]);
  }
}

// StopInstance: wanted 403, got 200; and 2 more
std::string first_line(const CheckerCase& checker) {
  const CampaignFinding& first = *checker.findings.front();
  std::string text = first.action + ": ";
  if (!first.wanted.empty()) text.append("wanted ").append(first.wanted).append(", ");
  text.append("got ").append(first.got.empty() ? first.shape : first.got);
  text = shortened(printable(text), junit::longest_message);
  if (checker.findings.size() > 1) {
    text += "; and " + std::to_string(checker.findings.size() - 1) + " more";
  }
  return text;
}

// The strongest level among its findings.
std::string_view level_of(const CheckerCase& checker) {
  constexpr std::array<std::string_view, 3> strongest_first = {"required", "recommended",
                                                               "observed"};
  for (const std::string_view level : strongest_first) {
    for (const CampaignFinding* finding : checker.findings) {
      if (finding->level == level) return level;
    }
  }
  return checker.findings.front()->level;
}

void fill_checker(pugi::xml_node node, const Campaign& campaign, const CheckerCase& checker) {
  node.append_attribute("name").set_value(xml_characters(checker.name).c_str());
  node.append_attribute("classname").set_value("checkers");
  node.append_attribute("time").set_value(in_seconds(0).c_str());
  if (const std::string reason = skip_reason(campaign, checker); !reason.empty()) {
    node.append_child("skipped").append_attribute("message").set_value(
        xml_characters(reason).c_str());
  }
  if (checker.findings.empty()) return;
  pugi::xml_node failure = node.append_child("failure");
  failure.append_attribute("message").set_value(xml_characters(first_line(checker)).c_str());
  failure.append_attribute("type").set_value(xml_characters(level_of(checker)).c_str());
  std::string details;
  for (const CampaignFinding* finding : checker.findings) {
    append_finding_text(details, campaign.info, *finding);
  }
  if (junit::is_full(details)) details += "\n(more exchanges stand in the campaign file)\n";
  failure.text().set(xml_characters(details).c_str());
}

void add_campaign_properties(pugi::xml_node properties, const Campaign& campaign) {
  const CampaignInfo& info = campaign.info;
  add_property(properties, "hallmark", info.hallmark_version);
  add_property(properties, "target", info.target_name);
  add_property(properties, "endpoint", info.endpoint);
  add_property(properties, "fixtures", info.fixtures);
  add_property(properties, "seed", std::to_string(info.seed));
  add_property(properties, "limit", info.limit);
  add_property(properties, "end", name_of(campaign.end));
  add_property(properties, "histories", std::to_string(campaign.histories));
  add_property(properties, "calls", std::to_string(campaign.calls));
  add_property(properties, "accepted", std::to_string(campaign.accepted));
  add_property(properties, "requests", std::to_string(campaign.requests));
  for (const std::string& note : campaign.notes) add_property(properties, "note", note);
  add_property(properties, "headline", headline(campaign));
}

void add_checker_properties(pugi::xml_node properties, const Campaign& campaign) {
  for (const CheckerRecord& checker : campaign.checkers) {
    add_property(properties, "level:" + checker.name, checker.level);
    add_property(properties, "holds:" + checker.name, checker.holds);
    add_property(properties, "citation:" + checker.name, checker.citation);
    add_property(properties, "checked:" + checker.name, std::to_string(checker.checked));
  }
}

void add_tallies(pugi::xml_node properties, std::string_view kind,
                 const std::vector<Tally>& tallies) {
  for (const Tally& tally : tallies) {
    add_property(properties, std::string{kind}.append(printable(tally.what)),
                 std::to_string(tally.times));
  }
}

std::string met_of(std::size_t met, std::size_t all) {
  return std::to_string(met) + " of " + std::to_string(all);
}

void add_coverage(pugi::xml_node properties, const Campaign& campaign) {
  add_property(properties, "rows-met", met_of(rows_met(campaign), campaign.rows.size()));
  for (const PageCoverage& page : coverage_by_page(campaign)) {
    const std::string name = std::string{page.action}.append(" ").append(page.edition);
    add_property(properties, "rows-met:" + name, met_of(page.met, page.rows.size()));
    for (const RowCoverage* row : page.rows) {
      add_property(properties,
                   "met:" + name + ", error row " + std::to_string(row->row) + ": " +
                       std::to_string(row->status) + " " + row->code,
                   std::to_string(row->met));
    }
  }
  add_tallies(properties, "answer:", campaign.answers);
  add_tallies(properties, "transition:", campaign.transitions);
}

}  // namespace

void write_campaign_junit(const Campaign& campaign, std::ostream& out) {
  const std::vector<CheckerCase> cases = cases_of(campaign);
  junit::Counts counts{.tests = cases.size()};
  for (const CheckerCase& checker : cases) {
    if (!checker.findings.empty()) ++counts.failures;
    if (!skip_reason(campaign, checker).empty()) ++counts.skipped;
  }
  junit::open_suites(out, "hallmark fuzz", counts, campaign.took_us);

  junit::open_suite(out, "checkers", counts, campaign.took_us, campaign.info.started);
  pugi::xml_document tree;
  pugi::xml_node properties = tree.append_child("properties");
  add_campaign_properties(properties, campaign);
  add_checker_properties(properties, campaign);
  junit::write_tree(properties, out, 2);
  for (const CheckerCase& checker : cases) {
    tree.reset();
    pugi::xml_node node = tree.append_child("testcase");
    fill_checker(node, campaign, checker);
    junit::write_tree(node, out, 2);
  }
  junit::close_suite(out);

  junit::open_suite(out, "answer-coverage", {}, 0, campaign.info.started);
  tree.reset();
  properties = tree.append_child("properties");
  add_coverage(properties, campaign);
  junit::write_tree(properties, out, 2);
  junit::close_suite(out);
  junit::close_suites(out);
}

}  // namespace hallmark::reports

// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/sdk.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <thread>

#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/selftest/for_each_of.hpp"
#include "fuzz/app/selftest/progress.hpp"
#include "fuzz/app/selftest/run.hpp"
#include "runner/client_role/certification.hpp"
#include "runner/conduct/shell_words.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using namespace runner;
using reports::Verdict;

struct ClientDefect {
  std::string name, chapter, does;
};

std::vector<std::string> with(std::vector<std::string> command, std::vector<std::string> more) {
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

// Of a program that ends by itself.
std::string output_of(const std::vector<std::string>& command) {
  std::string line;
  for (const std::string& word : command) line += (line.empty() ? "" : " ") + shell_word(word);
  const auto close = [](std::FILE* pipe) { return pclose(pipe); };
  const std::unique_ptr<std::FILE, decltype(close)> pipe{popen(line.c_str(), "r"), close};
  std::string text;
  std::array<char, 4096> chunk{};
  while (pipe) {
    const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), pipe.get());
    if (count == 0) break;
    text.append(chunk.data(), count);
  }
  return text;
}

std::vector<ClientDefect> defects_of(const SdkSelftest& how) {
  std::vector<ClientDefect> all;
  std::istringstream lines{output_of(with(how.command, {"--list"}))};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    ClientDefect one;
    if (!(words >> one.name >> one.chapter)) continue;
    std::getline(words >> std::ws, one.does);
    all.push_back(std::move(one));
  }
  if (all.empty()) throw UsageError{"the command lists no defects: try it with --list"};
  if (how.defects.empty()) return all;
  std::vector<ClientDefect> chosen;
  for (const std::string& name : how.defects) {
    const auto found = std::ranges::find(all, name, &ClientDefect::name);
    if (found == all.end()) throw UsageError{"--defect '" + name + "': the client has no such one"};
    chosen.push_back(*found);
  }
  return chosen;
}

// Ids of the cases that failed, by chapter; and why nothing could be asked.
struct Caught {
  std::map<std::string, std::set<std::string>> failed;
  std::string trouble;
};

Caught certify(std::vector<std::string> command, const std::string& chapter, bool whole) {
  CertificationOptions how;
  how.calls.shim.command = std::move(command);
  how.calls.shim.memory = 512U << 20U;
  how.calls.shim.patience =
      std::chrono::minutes{2};  // many start at once, on machines that are busy
  how.calls.most_copies = whole ? 2000 : 600;
  how.jobs = 16;
  if (!chapter.empty()) how.selection.select = {chapter + "/**", "client/**"};
  if (!whole) how.ends_with_chapter = chapter;
  boost::asio::io_context io{1};
  Certification certification{io, how};
  Caught caught;
  if (auto trouble = certification.greet()) {
    caught.trouble = *trouble;
    return caught;
  }
  reports::Listener nobody;
  reports::Report report;
  certification.run(nobody, report);
  for (const reports::Record& record : report.records) {
    if (record.finding.verdict != Verdict::fail) continue;
    caught.failed[record.check->chapter].insert(reports::address_of(record));
  }
  return caught;
}

std::size_t check_honest(const SdkSelftest& how) {
  const Caught honest = certify(how.command, "", true);
  if (!honest.trouble.empty()) throw UsageError{"the honest client: " + honest.trouble};
  std::size_t wrong = 0;
  for (const auto& [chapter, ids] : honest.failed) {
    wrong += ids.size();
    std::cout << "FALSE ALARM  the honest client fails " << first_of(ids, 10) << "\n";
  }
  return wrong;
}

}  // namespace

int selftest_sdk(const SdkSelftest& how, std::ostream& aside) {
  const std::vector<ClientDefect> defects = defects_of(how);
  aside << "selftest: the cases for clients against " << defects.size() << " bad clients\n"
        << std::flush;
  std::size_t wrong = check_honest(how);

  std::vector<Caught> outcomes(defects.size());
  SelftestProgress progress{"bad clients", defects.size()};
  // They wait more than they work.
  const unsigned workers =
      how.workers == 0 ? 4 * std::max(1U, std::thread::hardware_concurrency()) : how.workers;
  for_each_of(defects.size(), workers, [&](std::size_t at) {
    outcomes[at] = certify(with(how.command, {"--defect", defects[at].name}), defects[at].chapter,
                           how.verbose);
    progress.step(outcomes[at].failed[defects[at].chapter].empty());
  });

  std::size_t caught = 0;
  for (std::size_t i = 0; i < defects.size(); ++i) {
    const ClientDefect& defect = defects[i];
    Caught& outcome = outcomes[i];
    const std::set<std::string>& right = outcome.failed[defect.chapter];
    if (!outcome.trouble.empty()) {
      ++wrong;
      std::cout << "ERROR      " << defect.name << ": " << outcome.trouble << "\n";
    } else if (!right.empty()) {
      ++caught;
      aside << "caught     " << defect.name << "  by "
            << first_of(right, how.verbose ? right.size() : 3) << "\n";
    } else {
      std::string others;
      for (const auto& [chapter, ids] : outcome.failed) {
        if (!ids.empty()) others += (others.empty() ? "" : ", ") + first_of(ids, 3);
      }
      std::cout << (others.empty() ? "SURVIVED   " : "ELSEWHERE  ") << defect.name << ": "
                << defect.does << (others.empty() ? "" : "; caught by " + others) << "\n";
    }
  }
  std::cout << "selftest: " << caught << " of " << defects.size()
            << " bad clients are caught where they should be\n"
            << std::flush;
  return caught == defects.size() && wrong == 0 ? exit_holds : exit_contradicts;
}

}  // namespace hallmark::app

// SPDX-License-Identifier: Apache-2.0
//
// What was asked, as reports tell it: a case of a run and a checker of a campaign are checks.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/case.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::reports {

// A place of the documents, by what still means the same in another version's tables.
struct Citation {
  int document = specs::no_document;  // the number that starts the source document's name
  std::string page = {};              // StartInstance; of the common protocol the page's title
  std::string edition = {};           // 2020-10; empty: of the common protocol
  std::string kind = {};              // row, clause, parameter, response, sample, common-row ...
  int number = 0;                     // counted from 1
  std::string text = {};              // "StartInstance 2020-10, error row 2"

  friend bool operator==(const Citation&, const Citation&) = default;
};

// The same, held once for all who cite the place: the checks of a run do it 30,000 times.
class SharedCitation {
 public:
  // Implicit, for it stands wherever a citation does.
  SharedCitation(Citation one) : one_{std::make_shared<const Citation>(std::move(one))} {}
  operator const Citation&() const { return *one_; }
  const Citation* operator->() const { return one_.get(); }

  friend bool operator==(const SharedCitation& a, const SharedCitation& b) {
    return a.one_ == b.one_ || *a.one_ == *b.one_;
  }

 private:
  std::shared_ptr<const Citation> one_;
};

// Any thread may ask.
[[nodiscard]] SharedCitation citation_of(const specs::Citation& place);
[[nodiscard]] std::string_view kind_name(specs::Citation::Kind kind);

// "StartInstance 2020-10, error row 2; envelope, clause 4".
[[nodiscard]] std::string joined(const std::vector<SharedCitation>& citations);

struct Check {
  std::string id;  // start-instance/precondition/running; nonce-good-once
  cases::Level level = cases::Level::required;
  std::string chapter = {};            // under which reports count it: start-instance, checkers
  std::string family = {};             // the kind of question: precondition, dry-run; or none
  std::string action = {};             // the tested one: StartInstance; empty: none, or several
  std::string parameter = {};          // that is varied, as its page spells it
  std::string given = {};              // the world, in words; empty: none of its own
  std::vector<std::string> when = {};  // a line a call, handles by their names: <instance>
  // Of a checker, and of a check of every answer: what holds whatever is asked.
  std::string holds = {};
  std::vector<SharedCitation> citations = {};  // every place of the documents that it rests on
  std::vector<std::string> needs = {};         // ids of those that it stands on
  // What is said when other checks are blocked by this one: "V3 signatures are not accepted".
  std::string cause = {};

  friend bool operator==(const Check&, const Check&) = default;
};

// The first part of a case's id, start-instance, envelope ..., where nothing but the id is known.
[[nodiscard]] std::string_view chapter_of(std::string_view id);

[[nodiscard]] Check check_of(const cases::Case& one);

}  // namespace hallmark::reports

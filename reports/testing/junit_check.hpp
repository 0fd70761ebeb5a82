// SPDX-License-Identifier: Apache-2.0
//
// Whether a JUnit file is one that every reader takes: the attributes and elements that the schema
// of Jenkins' xUnit plugin (junit-10.xsd) knows, which refuses a file with any other, and counts
// that are those of the elements.
#pragma once

namespace pugi {
class xml_document;
}

namespace hallmark::reports::testing {

// GoogleTest expectations.
void expect_strict_junit(const pugi::xml_document& document);

}  // namespace hallmark::reports::testing

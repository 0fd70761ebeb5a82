// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the reader of the file that maps fixtures to instances.
//
// Holds for every file: it is refused with a place, or its entries, written as such a file, are
// read again as they were.
#include "runner/staging/fixture_file.hpp"

#include <cstdlib>

#include "fuzz/fuzzers/answers/answer_formats.hpp"
#include "fuzz/fuzzers/answers/written_answer.hpp"
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "runner/staging/fixture_messages.hpp"

namespace {

using namespace hallmark;
using runner::FileEntry;

std::string written(const std::vector<FileEntry>& entries) {
  std::string text = "{\"version\":1,\"fixtures\":[";
  for (const FileEntry& entry : entries) {
    if (&entry != entries.data()) text += ",\n";
    text += "{\"fixture\":" + runner::write_fixture(entry.fixture) +
            ",\"accessKeyId\":" + fuzz::quoted_for_json(entry.world.credentials.access_key_id) +
            ",\"regionId\":" + fuzz::quoted_for_json(entry.world.region_id) +
            ",\"instanceId\":" + fuzz::quoted_for_json(entry.world.instance_id) + "}";
  }
  return text + "]}";
}

bool same(const FileEntry& one, const FileEntry& other) {
  return one.fixture == other.fixture && one.world.credentials == other.world.credentials &&
         one.world.region_id == other.world.region_id &&
         one.world.instance_id == other.world.instance_id;
}

runner::Result<std::vector<FileEntry>> under_test(std::string_view text) {
  auto entries = runner::read_fixture_file(text);
  if (entries) return entries;
  runner::Error error = entries.error();
  if (fuzz::planted("fixture_file/place-forgotten") && error.what.starts_with("line 3")) {
    error.what = "not JSON";
  }
  if (fuzz::planted("fixture_file/any-version") && error.what.starts_with("version") &&
      text.size() > 2) {
    return std::vector<FileEntry>{};
  }
  return error;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int secret = setenv("HALLMARK_ACCESS_KEY_SECRET", "secret", 1);
  fuzz::require(secret == 0, "a variable can be set");
  const std::string_view text = fuzz::text_of(data, size);
  if (text.find("accessKeySecretFrom") != text.npos) return 0;  // other variables are the host's
  const auto entries = under_test(text);
  if (!entries) {
    fuzz::require(entries.error().what.find(": ") != std::string::npos,
                  "a refusal names the place");
    return 0;
  }
  fuzz::require(!entries->empty(), "a file that is taken holds an entry");
  const auto again = runner::read_fixture_file(written(*entries));
  fuzz::require(again.has_value() && again->size() == entries->size(), "entries can be written");
  for (std::size_t i = 0; i < entries->size(); ++i) {
    fuzz::require(same((*entries)[i], (*again)[i]), "an entry is read as it was written");
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  return hallmark::fuzz::splice(hallmark::fuzz::json_format, data, size, max_size, seed);
}

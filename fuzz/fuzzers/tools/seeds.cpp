// SPDX-License-Identifier: Apache-2.0
//
// Writes what fuzzers start from, made from the tables of the documents and the cases:
//
//   fuzz_seeds FOLDER               FOLDER/NAME/seed-1 ... and FOLDER/NAME.dict for each fuzzer
//   fuzz_seeds --as-text FOLDER     prints the histories that the files of a folder are, as text
//
// A new row of a page is a new seed and a new word; nobody types one. Histories that fuzzing found
// are kept as text, in corpus/NAME.histories, because a new case changes what bytes mean; here they
// become bytes again.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/dictionary.hpp"
#include "cases/library.hpp"
#include "fuzz/fuzzers/answers/written_answer.hpp"
#include "fuzz/grammar/draw.hpp"
#include "fuzz/grammar/history.hpp"
#include "reports/writers/writers.hpp"
#include "runner/staging/fixture_messages.hpp"
#include "specs/catalog.hpp"

namespace {

using namespace hallmark;

// The seeds of each fuzzer, by its name.
using Seeds = std::map<std::string, std::set<std::string>>;

constexpr std::string_view request_id = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E";

using Members = std::vector<std::pair<std::string_view, std::string>>;

void add_answer(Seeds& seeds, std::string_view root, int status, const Members& members) {
  std::string xml = "<" + std::string{root} + ">";
  std::string json;
  std::string lines;
  for (const auto& [name, value] : members) {
    xml.append("<").append(name).append(">").append(fuzz::escaped_for_xml(value));
    xml.append("</").append(name).append(">");
    json += (json.empty() ? "{" : ",") + fuzz::quoted_for_json(name) + ":" +
            fuzz::quoted_for_json(value);
    lines += name.front() + value + "\n";
  }
  xml.append("</").append(root).append(">");
  json += "}";
  seeds["xml_answer"].insert("<?xml version='1.0' encoding='UTF-8'?>" + xml);
  seeds["json_answer"].insert(json);
  seeds["reply"].insert("text/xml;charset=utf-8\n" + xml);
  seeds["reply"].insert("application/json\n" + json);
  seeds["same_answer"].insert(lines);
  seeds["http_answer"].insert("HTTP/1.1 " + std::to_string(status) +
                              " x\r\nContent-Type: text/xml\r\nContent-Length: " +
                              std::to_string(xml.size()) + "\r\n\r\n" + xml);
  char size[20];
  const char* end = std::to_chars(size, size + sizeof size, json.size(), 16).ptr;
  seeds["http_answer"].insert(
      "HTTP/1.1 " + std::to_string(status) + " x\r\nTransfer-Encoding: chunked\r\n\r\n" +
      std::string{static_cast<const char*>(size), end} + "\r\n" + json + "\r\n0\r\n\r\n");
}

void add_query(Seeds& seeds, std::string query) {
  seeds["signed_call"].insert(query);
  seeds["query_text"].insert(query);
  seeds["signature_v1"].insert("GET\nsecret\n" + query);
  seeds["signature_v3"].insert("POST\n/\nsecret\n" + query +
                               "\nhost:ecs.aliyuncs.com\nx-acs-action: StartInstance\n\n{}");
  seeds["http_request"].insert("GET /?" + query + " HTTP/1.1\r\nHost: x\r\n\r\n");
  seeds["http_request"].insert(
      "POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
      "x-acs-action: StartInstance\r\nx-acs-version: 2014-05-26\r\n\r\n" +
      query);
  for (char& c : query) c = c == '&' || c == '=' ? '\n' : c;
  seeds["query_codec"].insert(query);
}

// The page's tables as a page in Markdown prints them.
std::string in_markdown(const specs::Page& page) {
  std::string text = "# " + std::string{page.action} + "\n\n## Request parameters\n\n" +
                     "|Name|Type|Required|Example|Description|\n|--|--|--|--|--|\n";
  for (const specs::ParameterSpec& row : page.parameters) {
    const char* type = row.type == specs::ValueType::boolean ? "|Boolean" : "|String";
    text.append("|").append(row.name).append(type).append("|No|");
    text.append(row.sample).append("|.|\n");
  }
  text +=
      "\n## Error codes\n\n|HTTP status code|Error code|Error message|Description|\n|-|-|-|-|\n";
  for (const specs::ErrorRow& row : page.errors) {
    text.append("|").append(std::to_string(row.status.value())).append("|").append(row.code.text());
    text.append("|").append(row.message).append("|.|\n");
  }
  return text;
}

void add_page(Seeds& seeds, const specs::Page& page) {
  seeds["audit_page"].insert(in_markdown(page));
  seeds["timestamp"].insert(std::to_string(static_cast<int>(page.date.year())) +
                            "-02-28T12:46:24Z");
  for (const specs::ErrorRow& row : page.errors) {
    const std::string message{row.message};
    add_answer(seeds, "Error", row.status.value(),
               {{"RequestId", std::string{request_id}},
                {"HostId", "ecs.aliyuncs.com"},
                {"Code", std::string{row.code.text()}},
                {"Message", message}});
    for (const char* fuzzer : {"utf8", "shell_words", "shown_text"}) seeds[fuzzer].insert(message);
    seeds["redact"].insert("wJalrXUtnFEMI\nAccessKeySecret=$1&" + message);
  }
  for (const specs::ParameterSpec& row : page.parameters) {
    const std::string value{row.sample.empty() ? row.default_value : row.sample};
    add_query(seeds,
              "Action=" + std::string{page.action} + "&" + std::string{row.name} + "=" + value);
    for (const std::string_view allowed : row.allowed) {
      if (row.type == specs::ValueType::boolean) seeds["boolean"].insert(std::string{allowed});
    }
  }
  for (const specs::Sample& sample : page.samples) {
    if (!sample.query.empty()) add_query(seeds, std::string{sample.query});
    if (!sample.root.empty()) {
      add_answer(seeds, sample.root, 200, {{"RequestId", std::string{sample.request_id}}});
    }
  }
}

void add_fixtures(Seeds& seeds) {
  const std::string world = R"("accessKeyId":"LTAI","accessKeySecret":"s","instanceId":"i-bp1")";
  seeds["fixture_messages"].insert(R"({"id":"w1","regionId":"cn-hangzhou",)" + world + "}");
  seeds["fixture_messages"].insert(
      R"({"status":"Running","localDiskData":"kept","lastStop":"none"})");
  std::string offer =
      R"({"version":1,"statuses":["Running"],"chargeTypes":["PostPaid"],"conditions":[)";
  bool is_first = true;
  for (const cases::Condition condition : cases::all_conditions) {
    const cases::Fixture fixture{.charge_type = cases::ChargeType::pre_paid,
                                 .conditions = cases::ConditionSet{condition}};
    seeds["fixture_file"].insert(R"({"version":1,"fixtures":[{"fixture":)" +
                                 runner::write_fixture(fixture) +
                                 R"(,"accessKeyId":"LTAI","instanceId":"i-bp1"}]})");
    offer.append(std::exchange(is_first, false) ? "\"" : ",\"").append(cases::name_of(condition));
    offer += '"';
  }
  seeds["fixture_messages"].insert(offer + "]}");
}

void add_cases(Seeds& seeds) {
  reports::Report report;
  report.info.hallmark_version = "0.1.0";
  report.info.subject.url = "http://127.0.0.1:8080";
  report.notes = {"a note"};
  std::set<std::string> chapters;
  for (const cases::Case& one : cases::library()) {
    if (const auto [chapter, is_new] = chapters.insert(chapter_of(one.tags)); is_new) {
      seeds["pattern"].insert(*chapter + "/**\n" + one.id);
    }
    if (report.records.size() == 3) continue;
    reports::Record record{.check = std::make_shared<const reports::Check>(reports::check_of(one)),
                           .variant = "get.xml.v1"};
    record.evidence.instance_id = "i-bp1";
    record.evidence.calls.push_back(
        {.call = 0, .copy = 0, .action = "StartInstance", .exchange = {}});
    record.evidence.calls.back().exchange.request = "GET / HTTP/1.1\r\n\r\n";
    record.evidence.calls.back().exchange.body = "\xff";
    record.evidence.after.emplace_back().status = "Running";
    report.records.push_back(std::move(record));
  }
  std::ostringstream out;
  reports::write_json(report, reports::summarize(report), out);
  seeds["run_file"].insert(out.str());
}

std::string read(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) throw std::runtime_error{file.string() + ": cannot be read"};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// Histories as fuzzing found them.
void add_kept_histories(Seeds& seeds) {
  for (const char* const fuzzer : {"history", "lifecycle"}) {
    const std::string file = std::string{HALLMARK_CORPUS "/"} + fuzzer + ".histories";
    const auto kept = fuzz::parse_histories(read(file));
    if (!kept) throw std::runtime_error{file + ": " + kept.error().what};
    for (const fuzz::History& history : *kept) {
      const std::vector<std::uint8_t> bytes = fuzz::encode(history);
      seeds[fuzzer].emplace(bytes.begin(), bytes.end());
    }
  }
}

// Prints the histories that the files of `folder` are as bytes, each once, the shortest first.
void print_histories(const std::filesystem::path& folder) {
  std::set<std::pair<std::size_t, std::string>> texts;
  for (const auto& file : std::filesystem::directory_iterator{folder}) {
    const std::string bytes = read(file.path());
    const std::string text =
        fuzz::to_text(fuzz::decode(std::vector<std::uint8_t>{bytes.begin(), bytes.end()}));
    texts.emplace(text.size(), text);
  }
  std::puts(
      "# SPDX-License-Identifier: Apache-2.0\n#\n# Histories that fuzzing found, for fuzz_seeds.");
  for (const auto& [size, text] : texts) std::printf("\n%s", text.c_str());
}

// Histories as the model draws them, in both forms.
void add_histories(Seeds& seeds) {
  fuzz::Random random{1};
  for (int i = 0; i < 48; ++i) {
    const fuzz::History history = fuzz::draw_history(random);
    const std::vector<std::uint8_t> bytes = fuzz::encode(history);
    seeds["lifecycle"].emplace(bytes.begin(), bytes.end());
    if (i % 4 != 0) continue;
    seeds["history"].insert(fuzz::to_text(history));
    seeds["history"].emplace(bytes.begin(), std::prev(bytes.end(), 1 + i / 4));  // cut off
  }
}

Seeds all_seeds() {
  Seeds seeds;
  add_histories(seeds);
  add_kept_histories(seeds);
  for (const specs::Page* page : specs::pages()) add_page(seeds, *page);
  for (const specs::Page* page : specs::common_pages()) {
    for (const specs::CommonParameter& row : page->common_parameters) {
      add_query(seeds, std::string{row.name} + "=x");
    }
  }
  add_fixtures(seeds);
  add_cases(seeds);
  for (const char* url :
       {"http://127.0.0.1:8080", "https://ecs.aliyuncs.com/", "http://[::1]:80/a%20b"}) {
    seeds["url"].insert(url);
  }
  return seeds;
}

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

// Of a query, the parameters too, name and value together: one without the other says little.
void add_parameters(std::set<std::string>& words, std::string_view query) {
  while (!query.empty()) {
    const std::string_view piece = query.substr(0, query.find('&'));
    if (piece.find('=') != piece.npos && piece.size() <= 32) words.emplace(piece);
    query.remove_prefix(std::min(query.size(), piece.size() + 1));
  }
}

// The words of one input: what stands in quotes, with them and the colon behind, or letters and
// digits.
void add_words(std::set<std::string>& words, std::string_view input) {
  while (!input.empty()) {
    std::size_t length = 0;
    if (input.front() == '"') {
      length = input.find('"', 1);
      length = length == input.npos ? 1 : length + 1;
      if (input.substr(length).starts_with(':')) ++length;
    } else {
      while (length < input.size() && in_word(input[length])) ++length;
    }
    if (length > 2 && length <= 32) words.emplace(input.substr(0, length));
    input.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

void write(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream out{file, std::ios::binary};
  if (!(out << bytes).flush()) throw std::runtime_error{file.string() + ": cannot be written"};
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc == 3 && argv[1] == std::string_view{"--as-text"}) {
    print_histories(argv[2]);
    return 0;
  }
  if (argc != 2) {
    std::fputs("usage: fuzz_seeds FOLDER | --as-text FOLDER\n", stderr);
    return 2;
  }
  const std::filesystem::path folder{argv[1]};
  const std::vector<std::string> documented = cases::dictionary_words();
  for (const auto& [fuzzer, inputs] : all_seeds()) {
    std::filesystem::create_directories(folder / fuzzer);
    int number = 0;
    std::set<std::string> words{documented.begin(), documented.end()};
    for (const std::string& input : inputs) {
      write(folder / fuzzer / ("seed-" + std::to_string(++number)), input);
      add_words(words, input);
      if (fuzzer == "signed_call") add_parameters(words, input);
    }
    write(folder / (fuzzer + ".dict"), cases::as_dictionary({words.begin(), words.end()}));
  }
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "fuzz_seeds: %s\n", error.what());
  return 2;
}

// SPDX-License-Identifier: Apache-2.0
//
// Every row of every page is given out in both formats and read back by the suite's own reader,
// from bytes and over a socket.
#include "runner/client_role/printed_answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <vector>

#include "runner/reference/server/server.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/http/http_client.hpp"
#include "runner/wire/replies/reply.hpp"
#include "specs/catalog.hpp"
#include "specs/common/errors.hpp"
#include "specs/instance/start_instance.hpp"

namespace hallmark::runner {
namespace {

using reference::Format;
using specs::Citation;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view request_id = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E";
constexpr std::string_view name = "<Some & \"Thing\">";

const reference::HttpRequest asked{
    .method = "GET", .target = "/", .headers = {{"Host", "ecs.example.com"}}, .body = {}};

std::vector<const specs::Page*> all_pages() {
  std::vector<const specs::Page*> pages{specs::pages().begin(), specs::pages().end()};
  pages.insert(pages.end(), specs::common_pages().begin(), specs::common_pages().end());
  return pages;
}

// Places 1 to `count` of one kind.
void add(std::vector<Citation>& places, const specs::Page& page, Citation::Kind kind,
         std::size_t count) {
  for (int n = 1; n <= static_cast<int>(count); ++n) places.push_back({&page, kind, n});
}

std::vector<Citation> all_rows() {
  std::vector<Citation> rows;
  for (const specs::Page* page : all_pages()) {
    add(rows, *page, Citation::Kind::row, page->errors.size());
    add(rows, *page, Citation::Kind::common_row, page->common_errors.size());
  }
  return rows;
}

Reply read(const reference::HttpResponse& response) {
  const std::string* type = find_header(response.headers, "Content-Type");
  return decode_reply(response.status, type == nullptr ? std::string_view{} : *type, response.body);
}

// What the row itself says, with `name` where it leaves something open.
void expect_said(const Citation& place, const Reply& reply) {
  const bool common = place.kind == Citation::Kind::common_row;
  const auto index = static_cast<std::size_t>(place.number - 1);
  const int status = common ? place.page->common_errors[index].status.value()
                            : place.page->errors[index].status.value();
  std::string code{common ? place.page->common_errors[index].code.text()
                          : place.page->errors[index].code.text()};
  std::string message{common ? place.page->common_errors[index].message
                             : place.page->errors[index].message};
  for (auto at = message.find("%s"); at != message.npos; at = message.find("%s")) {
    message.replace(at, 2, name);
  }
  if (code.ends_with('*')) code.replace(code.size() - 1, 1, name);
  EXPECT_EQ(reply.http_status, status) << place.text();
  EXPECT_EQ(reply.code, code) << place.text();
  EXPECT_EQ(reply.message, message) << place.text();
}

TEST(PrintedAnswer, OfEveryRowOfEveryPageSaysWhatTheRowSaysInBothFormats) {
  const std::vector<Citation> rows = all_rows();
  EXPECT_GT(rows.size(), 100U);
  for (const Citation& place : rows) {
    const auto printed = printed_at(place, name);
    ASSERT_TRUE(printed) << place.text();
    for (const Format format : {Format::xml, Format::json}) {
      const Reply reply = read(printed->answer(asked, format, request_id));
      ASSERT_TRUE(reply.decoded()) << place.text() << ": " << reply.decode_error;
      expect_said(place, reply);
      EXPECT_EQ(reply.format, format == Format::xml ? BodyFormat::xml : BodyFormat::json);
      EXPECT_EQ(reply.declared, reply.format);
      EXPECT_EQ(reply.root, format == Format::xml ? "Error" : "");
      EXPECT_EQ(reply.request_id, request_id);
      EXPECT_EQ(reply.host_id, "ecs.example.com");
      EXPECT_TRUE(reply.duplicate_members.empty());
    }
  }
}

TEST(PrintedAnswer, OfEverySampleOfAnAnswerIsASuccessInBothFormats) {
  std::size_t count = 0;
  for (const specs::Page* page : all_pages()) {
    std::vector<Citation> places;
    add(places, *page, Citation::Kind::sample, page->samples.size());
    for (const Citation& place : places) {
      const specs::Sample& sample = page->samples[static_cast<std::size_t>(place.number - 1)];
      const auto printed = printed_at(place, name);
      ASSERT_EQ(printed.has_value(), sample.kind != specs::Sample::Kind::request) << place.text();
      if (!printed) continue;
      ++count;
      for (const Format format : {Format::xml, Format::json}) {
        const Reply reply = read(printed->answer(asked, format, sample.request_id));
        ASSERT_TRUE(reply.decoded()) << place.text() << ": " << reply.decode_error;
        EXPECT_EQ(reply.http_status, 200);
        EXPECT_EQ(reply.code, std::nullopt);
        EXPECT_EQ(reply.message, std::nullopt);
        EXPECT_EQ(reply.request_id, sample.request_id);
        EXPECT_EQ(reply.root,
                  format == Format::xml ? std::string{page->action} + "Response" : std::string{});
      }
    }
  }
  EXPECT_GE(count, specs::pages().size());
}

TEST(PrintedAnswer, OfAPassedDryRunIsARowLikeOthers) {
  constexpr Citation dry_run =
      specs::cite_common_row(specs::common::errors::page, specs::common::errors::dry_run_operation);
  const auto printed = printed_at(dry_run, "");
  ASSERT_TRUE(printed);
  EXPECT_EQ(printed->status, 400);
  EXPECT_EQ(printed->code, "DryRunOperation");
  EXPECT_EQ(read(printed->answer(asked, Format::json, request_id)).code, "DryRunOperation");
}

TEST(PrintedAnswer, OfWhatPrintsNoneIsNothing) {
  namespace start = specs::start_instance::e2020_10;
  EXPECT_FALSE(printed_at(specs::cite_clause(start::page, start::clause::dry_run_passed), name));
  EXPECT_FALSE(printed_at(specs::cite_parameter(start::page, "DryRun"), name));
  EXPECT_FALSE(printed_at(specs::cite_response(start::page, 1), name));
}

// Gives out one row after the other, in the format of the path.
class Rows final : public reference::Handler {
 public:
  explicit Rows(std::vector<Citation> rows) : rows_{std::move(rows)} {}

  reference::HttpResponse handle(const reference::HttpRequest& request) noexcept override {
    const Citation& place = rows_[static_cast<std::size_t>(std::stoul(request.target.substr(6)))];
    const Format format = request.target.starts_with("/json") ? Format::json : Format::xml;
    return printed_at(place, name)->answer(request, format, request_id);
  }

 private:
  std::vector<Citation> rows_;
};

TEST(PrintedAnswer, OfEveryRowTravelsOverASocket) {
  const std::vector<Citation> places = all_rows();
  Rows rows{places};
  const reference::Server server{rows, {}};
  boost::asio::io_context io{1};
  HttpClient client{io.get_executor(), *parse_url(server.url()), {}};
  std::size_t read_back = 0;
  const auto ask_for_all = [&]() -> boost::asio::awaitable<void> {
    for (std::size_t i = 0; i < places.size(); ++i) {
      for (const std::string_view path : {"/json/", "/xml_/"}) {
        HttpRequest request{.method = "GET", .target = std::string{path} + std::to_string(i)};
        Result<HttpReply> got = co_await client.exchange(std::move(request));
        if (!got) co_return;
        expect_said(places[i], decode_reply(got->status, *find_header(got->headers, "Content-Type"),
                                            got->body));
        ++read_back;
      }
    }
  };
  boost::asio::co_spawn(io, ask_for_all(), boost::asio::detached);
  io.run();
  EXPECT_EQ(read_back, 2 * places.size());
}

}  // namespace
}  // namespace hallmark::runner

// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/answers/given_answer.hpp"

#include <gtest/gtest.h>

#include "runner/reference/testing/signed_request.hpp"

namespace hallmark::runner::reference {
namespace {

const HttpRequest asked{
    .method = "GET", .target = "/", .headers = {{"Host", "ecs.example.com"}}, .body = {}};

TEST(GivenAnswer, IsWhatTheEndpointWouldAnswer) {
  Endpoint endpoint;
  for (const Format format : {Format::xml, Format::json}) {
    HttpRequest request = asked;
    request.target = format == Format::json ? "/?Format=JSON" : "/?Format=XML";
    const HttpResponse meant = endpoint.handle(request);
    const std::string request_id = testing::member(meant, "RequestId");
    const HttpResponse given = give_out(
        {.status = 400,
         .code = "MissingParameter",
         .message = "The input parameter \"AccessKeyId\" that is mandatory for processing this "
                    "request is not supplied.",
         .format = format,
         .request_id = request_id},
        asked);
    EXPECT_EQ(given.status, meant.status);
    EXPECT_EQ(given.headers, meant.headers);
    EXPECT_EQ(given.body, meant.body);
  }
}

TEST(GivenAnswer, MayBeASuccess) {
  const HttpResponse xml = give_out({.root = "AnyResponse", .request_id = "1"}, asked);
  EXPECT_EQ(xml.status, 200);
  EXPECT_EQ(xml.body, R"(<?xml version="1.0" encoding="UTF-8"?><AnyResponse>)"
                      R"(<RequestId>1</RequestId></AnyResponse>)");
  const HttpResponse json = give_out({.format = Format::json, .request_id = "1"}, asked);
  EXPECT_EQ(json.body, R"({"RequestId":"1"})");
  EXPECT_EQ(json.headers, (Headers{{"Content-Type", "application/json; charset=utf-8"}}));
}

}  // namespace
}  // namespace hallmark::runner::reference

// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/replies/reply.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <memory>
#include <string>
#include <vector>

#include "runner/wire/testing_generators.hpp"

namespace hallmark::runner {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Kind = Node::Kind;

Reply json(std::string_view body) { return decode_reply(200, "application/json", body); }
Reply xml(std::string_view body) { return decode_reply(200, "application/xml", body); }

TEST(DecodeReply, ReadsAnErrorInBothFormats) {
  const Reply as_json = decode_reply(
      403, "application/json; charset=UTF-8",
      R"({"RequestId":"R-1","HostId":"h","Code":"C.D","Message":"a \"b\" & \u00e9.","Recommend":"u"})");
  const Reply as_xml = decode_reply(
      403, "Application/XML",
      "<?xml version=\"1.0\" "
      "encoding=\"UTF-8\"?><Error><RequestId>R-1</RequestId><HostId>h</HostId>"
      "<Code>C.D</Code><Message>a &quot;b&quot; &amp; \xc3\xa9.</Message><Recommend>u</Recommend>"
      "</Error>");
  for (const Reply& reply : {as_json, as_xml}) {
    EXPECT_TRUE(reply.decoded()) << reply.decode_error;
    EXPECT_EQ(reply.http_status, 403);
    EXPECT_EQ(reply.request_id, "R-1");
    EXPECT_EQ(reply.host_id, "h");
    EXPECT_EQ(reply.code, "C.D");
    EXPECT_EQ(reply.message, "a \"b\" & \xc3\xa9.");
    EXPECT_EQ(reply.recommend, "u");
    EXPECT_EQ(reply.format, reply.declared);
    EXPECT_THAT(reply.duplicate_members, IsEmpty());
  }
  EXPECT_EQ(as_json.format, BodyFormat::json);
  EXPECT_EQ(as_json.root, "");
  EXPECT_EQ(as_xml.format, BodyFormat::xml);
  EXPECT_EQ(as_xml.root, "Error");
  EXPECT_TRUE(same_meaning(as_json.tree, as_xml.tree));
}

TEST(DecodeReply, SaysWhatTheBodyIsAndNotWhatItIsCalled) {
  const Reply reply = decode_reply(200, "text/xml;charset=utf-8", "{\"RequestId\":\"R\"}");
  EXPECT_EQ(reply.format, BodyFormat::json);
  EXPECT_EQ(reply.declared, BodyFormat::xml);
  EXPECT_EQ(reply.request_id, "R");
  EXPECT_EQ(decode_reply(200, "", "{}").declared, BodyFormat::neither);
  EXPECT_EQ(decode_reply(200, "text/plain", "{}").declared, BodyFormat::neither);
}

TEST(DecodeReply, TakesTheScalarsOfTheTopLevelOnly) {
  const Reply reply = json(
      R"({"RequestId":null,"Code":200,"Message":{"x":1},"HostId":["h"],"In":{"RequestId":"x"}})");
  EXPECT_EQ(reply.request_id, std::nullopt);
  EXPECT_EQ(reply.code, "200");
  EXPECT_EQ(reply.message, std::nullopt);
  EXPECT_EQ(reply.host_id, std::nullopt);
  EXPECT_EQ(json("[{\"RequestId\":\"x\"}]").request_id, std::nullopt);
}

TEST(DecodeReply, KeepsAllOfAJsonTree) {
  const Reply reply = json(R"( {"s":"","n":-1.50E+2,"big":1e400,"t":true,"f":false,"z":null,)"
                           R"("a":[],"o":{},"l":["x",{"y":"1"},[2]]} )");
  ASSERT_TRUE(reply.decoded()) << reply.decode_error;
  EXPECT_EQ(reply.tree.member("s")->kind, Kind::string);
  EXPECT_EQ(reply.tree.member("n")->text, "-1.50E+2");
  EXPECT_EQ(reply.tree.member("n")->kind, Kind::number);
  EXPECT_EQ(reply.tree.member("big")->text, "1e400");
  EXPECT_EQ(reply.tree.member("t")->kind, Kind::boolean);
  EXPECT_EQ(reply.tree.member("z")->kind, Kind::null);
  EXPECT_EQ(reply.tree.member("a")->kind, Kind::array);
  EXPECT_EQ(reply.tree.member("o")->kind, Kind::object);
  EXPECT_EQ(reply.tree.member("nothing"), nullptr);
  EXPECT_THAT(flatten(reply.tree),
              ElementsAre(Member{"s", ""}, Member{"n", "-1.50E+2"}, Member{"big", "1e400"},
                          Member{"t", "true"}, Member{"f", "false"}, Member{"z", ""},
                          Member{"l[0]", "x"}, Member{"l[1].y", "1"}, Member{"l[2][0]", "2"}));
}

constexpr const char* listing_in_xml =
    "<DescribeInstancesResponse>\n"
    "  <Instances>\n"
    "    <Instance><InstanceId>i-1</InstanceId><Status>Running</Status>\n"
    "      <OperationLocks/></Instance>\n"
    "    <Instance><InstanceId>i-2</InstanceId><Status>Stopped</Status>\n"
    "      <OperationLocks><LockReason><LockReason>security</LockReason></LockReason>"
    "</OperationLocks></Instance>\n"
    "  </Instances>\n"
    "  <TotalCount>2</TotalCount>\n"
    "</DescribeInstancesResponse>\n";

constexpr const char* listing_in_json =
    R"({"TotalCount":2,"Instances":{"Instance":[)"
    R"({"Status":"Running","InstanceId":"i-1","OperationLocks":{"LockReason":[]}},)"
    R"({"OperationLocks":{"LockReason":[{"LockReason":"security"}]},"Status":"Stopped",)"
    R"("InstanceId":"i-2"}]}})";

TEST(DecodeReply, FindsTheSameInBothFormats) {
  for (const Reply& reply : {xml(listing_in_xml), json(listing_in_json)}) {
    ASSERT_TRUE(reply.decoded()) << reply.decode_error;
    std::vector<std::string> ids;
    for (const Node* id : find_all(reply.tree, "Instances.Instance.InstanceId")) {
      ids.emplace_back(id->text);
    }
    EXPECT_THAT(ids, ElementsAre("i-1", "i-2"));
    EXPECT_EQ(first_text(reply.tree, "Instances.Instance.Status"), "Running");
    EXPECT_EQ(first_text(reply.tree, "Instances.Instance.OperationLocks.LockReason.LockReason"),
              "security");
    EXPECT_EQ(first_text(reply.tree, "TotalCount"), "2");
    EXPECT_EQ(first_text(reply.tree, "Instances"), std::nullopt);
    EXPECT_EQ(first_text(reply.tree, "No.Such"), std::nullopt);
    EXPECT_THAT(reply.duplicate_members, IsEmpty());
  }
  EXPECT_TRUE(same_meaning(xml(listing_in_xml).tree, json(listing_in_json).tree));
}

TEST(SameMeaning, SeesWhatDiffers) {
  const Reply reply = json(R"({"a":"1","l":["x","y"]})");
  const Node& one = reply.tree;
  EXPECT_TRUE(same_meaning(one, json(R"({"l":["x","y"],"a":1})").tree));
  EXPECT_TRUE(
      same_meaning(one, json(R"({"l":["x","y"],"a":1,"n":null,"e":[],"o":{"p":""}})").tree));
  EXPECT_FALSE(same_meaning(one, json(R"({"a":"2","l":["x","y"]})").tree));
  EXPECT_FALSE(same_meaning(one, json(R"({"a":"1","l":["y","x"]})").tree));
  EXPECT_FALSE(same_meaning(one, json(R"({"a":"1","l":["x"]})").tree));
  EXPECT_FALSE(same_meaning(one, json(R"({"A":"1","l":["x","y"]})").tree));
  EXPECT_FALSE(same_meaning(one, json(R"({"a":"1","l":["x","y"],"b":"2"})").tree));
  EXPECT_FALSE(same_meaning(one, json(R"({"a":"1","a":"1","l":["x","y"]})").tree));
}

TEST(DecodeReply, SeesMembersGivenTwice) {
  EXPECT_THAT(json(R"({"a":1,"b":{"c":1,"d":{"e":1,"e":2},"c":2},"a":3})").duplicate_members,
              ElementsAre("b.d.e", "b.c", "a"));
  EXPECT_EQ(json(R"({"RequestId":"first","RequestId":"second"})").request_id, "first");
  EXPECT_THAT(xml("<R><RequestId>1</RequestId><Code>c</Code><RequestId>2</RequestId></R>")
                  .duplicate_members,
              ElementsAre("RequestId"));
  EXPECT_THAT(xml("<R><RequestId>1</RequestId><RequestId>2</RequestId></R>").duplicate_members,
              ElementsAre("RequestId"));
  EXPECT_THAT(xml("<R><A><B><C>1</C><D/><C>2</C></B></A></R>").duplicate_members,
              ElementsAre("A.B.C"));
  EXPECT_THAT(xml("<R><I><Status>a</Status><Id>i</Id><Status>b</Status></I></R>").duplicate_members,
              ElementsAre("I.Status"));
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"m" + std::to_string(i % 39) + "\":1,";
  many.back() = '}';
  EXPECT_THAT(json(many).duplicate_members, ElementsAre("m0"));
}

TEST(DecodeReply, TakesXmlTextAsItIs) {
  const Reply reply = xml(
      "<!-- & --><R a='1'><A> x </A><B><![CDATA[<&]]>&lt;</B><C>&#65;&#x42;</C><D/><E></E><F> </F>"
      "</R>");
  ASSERT_TRUE(reply.decoded()) << reply.decode_error;
  EXPECT_THAT(flatten(reply.tree),
              ElementsAre(Member{"A", " x "}, Member{"B", "<&<"}, Member{"C", "AB"},
                          Member{"D", ""}, Member{"E", ""}, Member{"F", " "}));
}

TEST(DecodeReply, DoesNotExpandEntities) {
  const Reply reply =
      xml("<!DOCTYPE R [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
          "<R><RequestId>&a;&f;</RequestId></R>");
  EXPECT_EQ(reply.request_id, "&a;&f;");
  EXPECT_THAT(reply.decode_error, HasSubstr("'&'"));
}

TEST(DecodeReply, SaysWhyABodyIsNotWellFormed) {
  const struct {
    const char* body;
    BodyFormat format;
    const char* error;
  } broken[] = {
      {"", BodyFormat::neither, "empty"},
      {" \r\n", BodyFormat::neither, "empty"},
      {"Forbidden", BodyFormat::neither, "neither XML nor a JSON object"},
      {"\"text\"", BodyFormat::neither, "neither"},
      {"<!DOCTYPE HTML><html></html>", BodyFormat::neither, "HTML"},
      {"<HTML><body>502</body>", BodyFormat::neither, "HTML"},
      {"{\"a\":1", BodyFormat::json, "not JSON"},
      {"{\"a\":1,}", BodyFormat::json, "not JSON"},
      {"{'a':1}", BodyFormat::json, "not JSON"},
      {"{\"a\" \"b\"}", BodyFormat::json, "not JSON"},
      {"{\"a\":01}", BodyFormat::json, "not JSON"},
      {"{\"a\":\"\t\"}", BodyFormat::json, "not JSON"},
      {"{\"a\":NaN}", BodyFormat::json, "not JSON"},
      {"{} {}", BodyFormat::json, "after the end"},
      {"<R><A>1</A>", BodyFormat::xml, "not XML"},
      {"<R><A>1</B></R>", BodyFormat::xml, "not XML"},
      {"<R>a & b</R>", BodyFormat::xml, "'&'"},
      {"<R>&nbsp;</R>", BodyFormat::xml, "'&'"},
      {"<?a <!-- ?><R>&</R>", BodyFormat::xml, "'&'"},
      {"<R A='<!--'>&</R>", BodyFormat::xml, "'&'"},
      {"<R A='&'/>", BodyFormat::xml, "'&'"},
      {"<R>&#0;</R>", BodyFormat::xml, "'&'"},
      {"<R>&#xD800;</R>", BodyFormat::xml, "'&'"},
      {"<R>\x01</R>", BodyFormat::xml, "control character"},
      {"<R/><R/>", BodyFormat::xml, "more than one root"},
      {"<R/>text", BodyFormat::xml, "outside"},
      {"<?xml version='1.0'?>&#32;<R/>", BodyFormat::xml, "outside"},
      {"<R/><![CDATA[ ]]>", BodyFormat::xml, "outside"},
      {"<?xml version=\"1.0\"?>", BodyFormat::xml, "no root"},
      {"<R>text<A>1</A></R>", BodyFormat::xml, "between"},
  };
  for (const auto& [body, format, error] : broken) {
    const Reply reply = decode_reply(200, "", body);
    EXPECT_EQ(name_of(reply.format), name_of(format)) << body;
    EXPECT_THAT(reply.decode_error, HasSubstr(error)) << body;
    EXPECT_FALSE(reply.decoded()) << body;
  }
}

TEST(DecodeReply, SaysWhereABodyIsNotWellFormed) {
  EXPECT_EQ(xml("<R><A>1</B></R>").decode_error, "not XML: Start-end tags mismatch at byte 9");
  EXPECT_EQ(json("{\"a\":1 2}").decode_error, "not JSON: syntax error at byte 7");
  EXPECT_EQ(json("{} {}").decode_error, "text after the end of the JSON value at byte 3");
  EXPECT_EQ(xml("<R>x<A/></R>").decode_error, "text between the elements of R");
  EXPECT_EQ(xml("<!-- & --><R>&lt;&#65;&</R>").decode_error,
            "not XML: an '&' that starts no known entity at byte 22");
}

TEST(DecodeReply, SeesAControlCharacterAnywhere) {
  const std::string plain = "<R a='1'>\t\r\nplain \x7f text\n and more of it\r\n</R>";
  EXPECT_TRUE(xml(plain).decoded());
  for (std::size_t at = 9; at < plain.size() - 4; ++at) {
    for (const char control : {'\x01', '\x0b', '\x1f'}) {
      EXPECT_EQ(xml(std::string{plain}.insert(at, 1, control)).decode_error,
                "not XML: a control character at byte " + std::to_string(at));
    }
  }
}

TEST(DecodeReply, PutsATextTogetherAroundWhatStandsInIt) {
  const Reply pieces = xml("<R><A>1<!-- 2 -->3<![CDATA[4]]>&#53;</A><B>6<!-- -->7</B><C>8</C></R>");
  EXPECT_EQ(first_text(pieces.tree, "A"), "1345");
  EXPECT_EQ(first_text(pieces.tree, "B"), "67");
  EXPECT_EQ(first_text(pieces.tree, "C"), "8");
  const Reply copy = pieces;  // shares what the views stand on
  EXPECT_EQ(first_text(copy.tree, "A"), "1345");
  EXPECT_TRUE(xml("<R>&#32;<A>1</A>&#32;<B><C/>&#9;</B>&#32;</R>").decoded());
}

TEST(DecodeReply, KeepsWhatItCouldReadOfABrokenBody) {
  EXPECT_EQ(json(R"({"RequestId":"R","Code":"C")").code, "C");
  EXPECT_EQ(xml("<E><RequestId>R</RequestId><Code>C</Code>").request_id, "R");
}

TEST(DecodeReply, TakesAByteOrderMark) {
  EXPECT_TRUE(json("\xef\xbb\xbf{\"RequestId\":\"R\"}").decoded());
  EXPECT_TRUE(xml("\xef\xbb\xbf<R><RequestId>R</RequestId></R>").decoded());
}

TEST(DecodeReply, SeesBytesThatAreNotUtf8) {
  for (const char* bad :
       {"\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xb8"}) {
    for (const Reply& reply : {json("{\"a\":\"" + std::string{bad} + "\"}"),
                               xml("<R><a>" + std::string{bad} + "</a></R>")}) {
      EXPECT_TRUE(reply.invalid_utf8) << bad;
      EXPECT_FALSE(reply.decoded()) << bad;
    }
  }
  EXPECT_FALSE(json("{\"a\":\"\xf0\x9f\x94\xa8 and some more plain text\"}").invalid_utf8);
}

TEST(DecodeReply, BoundsDepthNumberAndSize) {
  const std::string deep_json = std::string(5000, '[') + std::string(5000, ']');
  EXPECT_THAT(json(deep_json).decode_error, HasSubstr("not JSON"));
  std::string deep_xml;
  for (int i = 0; i < 5000; ++i) deep_xml += "<a>";
  for (int i = 0; i < 5000; ++i) deep_xml += "</a>";
  EXPECT_THAT(xml(deep_xml).decode_error, HasSubstr("levels"));

  std::string many = "[";
  for (int i = 0; i < 25'000; ++i) many += "1,";
  many.back() = ']';
  EXPECT_THAT(json(many).decode_error, HasSubstr("more than 20000"));
  std::string elements = "<R>";
  for (int i = 0; i < 41'000; ++i) elements += "<a/>";
  EXPECT_THAT(xml(elements + "</R>").decode_error, HasSubstr("more than 20000"));

  EXPECT_THAT(json(std::string((1U << 20U) + 1, ' ')).decode_error, HasSubstr("1 MiB"));
}

// Escapes as the grammars demand it, for the law below.
std::string written(const std::string& text, bool as_json) {
  std::string out;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20;
    if (as_json && control) {
      constexpr const char* digits = "0123456789abcdef";
      out += std::string{"\\u00"} + digits[c / 16] + digits[c % 16];
    } else if (as_json && (c == '"' || c == '\\')) {
      out += std::string{"\\"} + c;
    } else if (!as_json && (c == '&' || c == '<')) {
      out += c == '&' ? "&amp;" : "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

TEST(DecodeReplyLaw, WhatIsWrittenIsRead) {
  EXPECT_TRUE(rc::check([] {
    std::string text = *testing::any_text();
    const Reply as_json = json("{\"Message\":\"" + written(text, true) + "\"}");
    RC_ASSERT(as_json.decode_error.empty());
    RC_ASSERT(as_json.message == text);
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    const Reply as_xml = xml("<E><Message>" + written(text, false) + "</Message></E>");
    RC_ASSERT(as_xml.decode_error.empty());
    RC_ASSERT(as_xml.message == text);
    const Reply again = json("{\"Message\":\"" + written(text, true) + "\"}");
    RC_ASSERT(same_meaning(again.tree, as_xml.tree));
  }));
}

TEST(DecodeReplyLaw, NoBytesBreakIt) {
  EXPECT_TRUE(rc::check([] {
    std::string body = *rc::gen::elementOf(
        std::vector<std::string>{listing_in_xml, listing_in_json, "{", "<", "<R>&", "[[", ""});
    const auto damage = *rc::gen::container<std::vector<std::pair<std::size_t, std::string>>>(
        rc::gen::pair(rc::gen::inRange<std::size_t>(0, 1000), testing::piece()));
    for (const auto& [where, piece] : damage) body.insert(where % (body.size() + 1), piece);
    const Reply reply = decode_reply(200, "", body);
    RC_ASSERT(reply.format != BodyFormat::neither || !reply.decode_error.empty());
    RC_ASSERT(same_meaning(reply.tree, reply.tree));
  }));
}

TEST(LongReply, SaysTheSameWithoutItsBody) {
  for (const std::string& body :
       {R"({"A":[1,{"B":"caf\u00e9"}],"Code":"X"})" + std::string(100'000, ' '),
        "<R><!--" + std::string(100'000, 'c') +
            "--><A>1</A><A><B>a&amp;b</B></A><Code>X</Code></R>"}) {
    auto text = std::make_unique<std::string>(body);
    Reply reply = decode_reply(400, "", *text);
    text.reset();
    const Reply whole = decode_reply(400, "", body);
    EXPECT_LT(let_go_of_body(reply, 4096), 2048U);
    EXPECT_EQ(flatten(reply.tree), flatten(whole.tree));
    EXPECT_TRUE(same_meaning(reply.tree, whole.tree));
    EXPECT_EQ(reply.code, "X");
    EXPECT_TRUE(reply.decoded());
  }
}

TEST(LongReply, KeepsNoLongText) {
  Reply reply = decode_reply(200, "", R"({"Message":")" + std::string(100'000, 'm') + R"("})");
  EXPECT_LT(let_go_of_body(reply, 4096), 6000U);
  EXPECT_EQ(reply.message, std::string(4096, 'm'));
  EXPECT_EQ(first_text(reply.tree, "Message"), std::string(4096, 'm'));
}

TEST(LongReply, KeepsNothingOfWhatIsFlawed) {
  Reply reply = decode_reply(200, "", "[" + std::string(40'000, '[') + "]");
  ASSERT_FALSE(reply.decode_error.empty());
  EXPECT_LT(let_go_of_body(reply, 4096), 200U);
  EXPECT_FALSE(reply.decoded());
}

}  // namespace
}  // namespace hallmark::runner

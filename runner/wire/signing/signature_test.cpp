// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/signature.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <string>
#include <utility>

#include "runner/wire/signing/testing_second_signer.hpp"
#include "runner/wire/testing_generators.hpp"

namespace hallmark::runner {
namespace {

Signer signer_for(std::string secret) {
  return Signer{Credentials{
      .access_key_id = "id", .access_key_secret = std::move(secret), .security_token = ""}};
}

std::string signature_v1(const std::string& method, const std::string& secret,
                         const std::string& query) {
  return signer_for(secret).sign_v1(string_to_sign_v1(method, parse_query(query).value()));
}

// A published example: the secret, the canonical query of a GET request, the signature.
struct Published {
  const char* source;
  const char* secret;
  const char* query;
  const char* signature;
};

constexpr Published published[] = {
    {"ECS, signature page, 2018-08 to 2020-12", "testsecret",
     "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1&"
     "SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0&"
     "Timestamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26",
     "OLeaidS1JvxuMvnyHOwuJ+uX5qY="},
    {"SLB, request signatures, 2020-12 (TimeStamp)", "testsecret",
     "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1&"
     "SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0&"
     "TimeStamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26",
     "CT9X0VtwR86fNWSnsc6v8YGOjuE="},
    {"ECS, RPC signature page, fixed values", "testsecret",
     "AccessKeyId=testid&Action=DescribeDedicatedHosts&Format=JSON&RegionId=cn-beijing&"
     "SignatureMethod=HMAC-SHA1&SignatureNonce=edb2b34af0af9a6d14deaf7c1a5315eb&"
     "SignatureVersion=1.0&Timestamp=2023-03-13T08%3A34%3A30Z&Version=2014-05-26",
     "9NaGiOspFP5UPcwX8Iwt2YJXXuk="},
    {"CDN, call method, 2021-04", "testsecret",
     "AccessKeyId=testid&Action=DescribeCdnService&Format=JSON&SignatureMethod=HMAC-SHA1&"
     "SignatureNonce=9b7a44b0-3be1-11e5-8c73-08002700c460&SignatureVersion=1.0&"
     "Timestamp=2015-08-06T02%3A19%3A46Z&Version=2014-11-11",
     "KkkQOf0ymKf4yVZLggy6kYiwgFs="},
    {"ESS, signatures, 2018-11 (TimeStamp)", "testsecret",
     "AccessKeyId=testid&Action=DescribeScalingGroups&Format=xml&RegionId=cn-qingdao&"
     "SignatureMethod=HMAC-SHA1&SignatureNonce=1324fd0e-e2bb-4bb1-917c-bd6e437f1710&"
     "SignatureVersion=1.0&TimeStamp=2014-08-15T11%3A10%3A07Z&Version=2014-08-28",
     "SmhZuLUnXmqxSEZ/GqyiwGqmf+M="},
    {"RAM, signature mechanism, 2019-05", "testsecret",
     "AccessKeyId=testid&Action=CreateUser&Format=JSON&SignatureMethod=HMAC-SHA1&"
     "SignatureNonce=6a6e0ca6-4557-11e5-86a2-b8e8563dc8d2&SignatureVersion=1.0&"
     "Timestamp=2015-08-18T03%3A15%3A45Z&UserName=test&Version=2015-05-01",
     "kRA2cnpJVacIhDMzXnoNZG9tDCI="},
    {"RAM (STS), signature mechanism, 2020-10", "testsecret",
     "AccessKeyId=testid&Action=AssumeRole&Format=JSON&"
     "RoleArn=acs%3Aram%3A%3A1234567890123%3Arole%2Ffirstrole&RoleSessionName=client&"
     "SignatureMethod=HMAC-SHA1&SignatureNonce=571f8fb8-506e-11e5-8e12-b8e8563dc8d2&"
     "SignatureVersion=1.0&Timestamp=2015-09-01T05%3A57%3A34Z&Version=2015-04-01",
     "gNI7b0AyKZHxDgjBGPDgJ1Ce3L4="},
    {"RAM (IMS), signature mechanism, 2021-02", "testsecret",
     "AccessKeyId=testid&Action=CreateUser&DisplayName=test&Format=JSON&"
     "SignatureMethod=HMAC-SHA1&SignatureNonce=3f6b4e80-56f7-11eb-a256-a9f756ea7e85&"
     "SignatureVersion=1.0&Timestamp=2021-01-15T06%3A02%3A28Z&"
     "UserPrincipalName=test%40example.onaliyun.com&Version=2019-08-15",
     "02heLegtw4+BFamznl1Ltj+vJ4A="},
    {"MTS, signature, 2021-07", "testKeySecret",
     "AccessKeyId=testId&Action=SearchTemplate&Format=XML&PageSize=2&"
     "SignatureMethod=HMAC-SHA1&SignatureNonce=4902260a-516a-4b6a-a455-45b653cf6150&"
     "SignatureVersion=1.0&Timestamp=2015-05-14T09%3A03%3A45Z&Version=2014-06-18",
     "kmDv4mWo806GWPjQMy2z4VhBBDQ="},
    {"C++ SDK, unit test", "testsecret",
     "AccessKeyId=testid&Action=DescribeRegions&Format=XML&RegionId=region1&"
     "SignatureMethod=HMAC-SHA1&SignatureNonce=NwDAxvLU6tFE0DVb&SignatureVersion=1.0&"
     "TimeStamp=2012-12-26T10%3A33%3A56Z&Version=2013-01-10",
     "axE3FUHgDyfm9/+Iep0HpZXrRwE="},
    {"OpenAPI utilities, unit test", "secret", "body=test&query=test",
     "XlUyV4sXjOuX5FnjUz9IF9tm5rU="},
    {"Go SDK, unit test (empty values)", "accessKeySecret",
     "AccessKeyId=accessKeyId&Action=&Format=JSON&RegionId=regionId&"
     "SignatureMethod=HMAC-SHA1&SignatureNonce=MOCK_UUID&SignatureType=&"
     "SignatureVersion=1.0&Timestamp=mock%20date&Version=",
     "7loPmFjvDnzOVnQeQNj85S6nFGY="},
    {"Go SDK, unit test (STS)", "accessKeySecret",
     "AccessKeyId=accessKeyId&Action=&Format=JSON&RegionId=regionId&"
     "SecurityToken=accessKeyStsToken&SignatureMethod=HMAC-SHA1&SignatureNonce=MOCK_UUID&"
     "SignatureType=&SignatureVersion=1.0&Timestamp=mock%20date&Version=",
     "5Nxdcler+ihqWqv0Hr2On4PsBf4="},
};

TEST(SignatureV1, IsWhatEveryPublishedExampleSays) {
  for (const Published& example : published) {
    const Parameters parameters = parse_query(example.query).value();
    EXPECT_EQ(canonical_query(parameters), example.query) << example.source;
    EXPECT_EQ(signature_v1("GET", example.secret, example.query), example.signature)
        << example.source;
  }
}

TEST(SignatureV1, SignsTheStringThatTheEcsPagePrints) {
  EXPECT_EQ(
      string_to_sign_v1("GET", parse_query(published[0].query).value()),
      "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26SignatureMethod%3D"
      "HMAC-SHA1%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0"
      "%26Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26");
}

// Computed with Python's hmac module; the pages give no example of a POST.
TEST(SignatureV1, DependsOnTheMethod) {
  const std::string common =
      "AccessKeyId=testid&Format=JSON&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&"
      "Version=2014-05-26&Timestamp=2018-01-01T12%3A00%3A00Z&";
  const struct {
    const char* own;
    const char* get;
    const char* post;
  } computed[] = {
      {"Action=StartInstance&InstanceId=i-instance1&SignatureNonce=nonce-start-1",
       "xAH9i+i/C71nmpmgV77NivU8GQ4=", "MxK/pLq+CiDauYTttA0478zYEK4="},
      {"Action=RebootInstance&InstanceId=i-instance1&ForceStop=false&"
       "SignatureNonce=nonce-reboot-1",
       "wbu0lHV6yeTI70+h+LVn8IvQsFU=", "YYiNwCO/uIAvVGXrFHwlDfejXBQ="},
      {"Action=ReActivateInstances&InstanceId=i-instance1&SignatureNonce=nonce-react-1",
       "jxgW5xO7syC2ZbXUHQI1gSvntSk=", "tT+Y8643cYlAyMZTFfvyo0BI3Zo="},
      {"Action=StartInstances&RegionId=cn-hangzhou&InstanceId.1=i-instance1&"
       "InstanceId.2=i-instance2&InstanceId.10=i-instance10&SignatureNonce=nonce-batch-1",
       "/5rhq+QRTi2J8u35a0/3dQjPF38=", "57ny9jOpQQZ3u0VsK0tabV1hn1c="},
      {"Action=DescribeInstances&RegionId=cn-hangzhou&"
       "InstanceIds=%5B%22i-instance1%22%2C%22i-instance2%22%5D&"
       "InstanceName=a%20b%2Ac~%E4%B8%AD%E6%96%87&SignatureNonce=nonce-desc-1",
       "oBMmlqONdVsSgkjg31J/yGIa53k=", "w10ksx4fzVQYo2Fyxpfcs2Gj9uA="},
  };
  for (const auto& example : computed) {
    EXPECT_EQ(signature_v1("GET", "testsecret", common + example.own), example.get) << example.own;
    EXPECT_EQ(signature_v1("POST", "testsecret", common + example.own), example.post)
        << example.own;
  }
}

TEST(SignatureV1, LeavesOutTheSignatureItself) {
  EXPECT_EQ(string_to_sign_v1("GET", {{"b", "2"}, {"Signature", "x"}, {"a", "1"}}),
            string_to_sign_v1("GET", {{"a", "1"}, {"b", "2"}}));
}

// Examples that were printed and cannot be right. Who accepts them has another algorithm.
TEST(SignatureV1, ContradictsTheExamplesKnownToBeWrong) {
  const std::string start =
      "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1&"
      "SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0&Timestamp=";
  const std::string end = "&Version=2014-05-26";

  // ECS page of 2018-06: the signature belongs to the spelling TimeStamp.
  const std::string of_2018_06 = "CT9X0VtwR86fNWSnsc6v8YGOjuE=";
  EXPECT_NE(signature_v1("GET", "testsecret", start + "2016-02-23T12%3A46%3A24Z" + end),
            of_2018_06);
  const std::string final_url =
      signature_v1("GET", "testsecret", start + "2018-04-17T03%3A09%3A55Z" + end);
  EXPECT_NE(final_url, of_2018_06);
  EXPECT_EQ(final_url, "eXdcUZWNWOXP8eah2x64iiUWGzY=");

  // ECS pages to 2020-12: the final URL encodes the time twice.
  EXPECT_NE(signature_v1("GET", "testsecret", start + "2016-02-23T12%253A46%253A24Z" + end),
            "OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
}

// HMAC-SHA1 is keyed with the secret and an ampersand, so a key without one shows only that the
// ampersand is not forgotten; the function itself is compared through the law below.
TEST(SignatureV1, KeysWithAnAmpersandBehindTheSecret) {
  EXPECT_NE(signer_for("secret").sign_v1("source"), "Jv4yi8SobFhg5t1C7nWLbhBSFZQ=");
  EXPECT_EQ(signer_for("secret").sign_v1("source"),
            testing::nettle_base64(testing::nettle_hmac_sha1("secret&", "source")));
}

TEST(SignatureV1, WorksWithAnEmptySecretAndAnEmptyText) {
  EXPECT_EQ(signer_for("").sign_v1(""), testing::nettle_base64(testing::nettle_hmac_sha1("&", "")));
}

// The example of the V3 page: RunInstances, with the header values of its walk-through.
Headers walk_through_headers() {
  return {{"X-Acs-Version", "2014-05-26"},
          {"host", " ecs.cn-shanghai.aliyuncs.com "},
          {"x-acs-action", "RunInstances"},
          {"x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"},
          {"x-acs-date", "2023-10-26T10:22:32Z"},
          {"x-acs-content-sha256", sha256_hex("")}};
}

std::string walk_through_request(const Headers& headers) {
  const std::string query =
      canonical_query({{"RegionId", "cn-shanghai"},
                       {"ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}});
  return canonical_request_v3("POST", "/", query, canonical_headers(headers), sha256_hex(""));
}

TEST(SignatureV3, IsWhatThePublishedExampleSays) {
  const Headers headers = walk_through_headers();
  const std::string request = walk_through_request(headers);
  EXPECT_EQ(sha256_hex(request),
            "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259");
  EXPECT_EQ(signer_for("YourAccessKeySecret").sign_v3(request),
            "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
  EXPECT_EQ(
      canonical_headers(headers).names,
      "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version");
}

// The finished request on the same page carries another date and nonce beside the same signature.
TEST(SignatureV3, ContradictsTheFinishedRequestOfThePage) {
  Headers headers = walk_through_headers();
  for (auto& [name, value] : headers) {
    if (name == "x-acs-date") value = "2023-10-26T09:01:01Z";
    if (name == "x-acs-signature-nonce") value = "d410180a5abf7fe235dd9b74aca91fc0";
  }
  const std::string signature =
      signer_for("YourAccessKeySecret").sign_v3(walk_through_request(headers));
  EXPECT_NE(signature, "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
  EXPECT_EQ(signature, "e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804");
}

TEST(SignatureV3, WorksWithAnEmptySecret) {
  EXPECT_EQ(signer_for("").sign_v3("x"),
            testing::nettle_hex(testing::nettle_hmac_sha256(
                "", "ACS3-HMAC-SHA256\n" + testing::nettle_hex(testing::nettle_sha256("x")))));
}

TEST(CanonicalRequestV3, JoinsTheValuesOfOneName) {
  EXPECT_EQ(canonical_request_v3("GET", "/", "",
                                 canonical_headers(Headers{{"B", "2"}, {"a", "\t1 "}, {"b", "3"}}),
                                 "hash"),
            "GET\n/\n\na:1\nb:2,3\n\na;b\nhash");
}

TEST(Sha256, OfNothingIsTheWellKnownOne) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Signer, StaysUsableWhenMoved) {
  Signer first = signer_for("secret");
  const std::string before = first.sign_v1("text");
  Signer second = std::move(first);
  EXPECT_EQ(second.sign_v1("text"), before);
  EXPECT_EQ(second.sign_v1("text"), before);
}

// The helper that the laws lean on, against vectors that are not ours.
TEST(SecondSigner, IsWhatTheVendorsUnitTestsSay) {
  using testing::nettle_base64;
  using testing::nettle_hmac_sha1;
  EXPECT_EQ(nettle_base64(nettle_hmac_sha1("secret", "source")), "Jv4yi8SobFhg5t1C7nWLbhBSFZQ=");
  EXPECT_EQ(nettle_base64(nettle_hmac_sha1("secret", "\xe4\xb8\xad\xe6\x96\x87unicode")),
            "szlfHs3WVaO/HgY3Cg7/uyXDaRw=");
  EXPECT_EQ(nettle_base64(nettle_hmac_sha1("sk#$!~~~", "abc~!@#")), "7eV3A584uvdgKVk8Ck8r9ukg1gE=");
  EXPECT_EQ(testing::nettle_hex(testing::nettle_sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  // A StringToSign with literal ampersands between the parameters, as the page of 2018-06 prints
  // it.
  EXPECT_EQ(nettle_base64(nettle_hmac_sha1(
                "testsecret&",
                "GET&%2F&AccessKeyId%3Dtestid&Action%3DDescribeRegions&Format%3DXML&"
                "SignatureMethod%3DHMAC-SHA1&SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&"
                "SignatureVersion%3D1.0&Timestamp%3D2016-02-23T12%253A46%253A24Z&"
                "Version%3D2014-05-26")),
            "VyBL52idtt+oImX0NZC+2ngk15Q=");
}

// Where blocks of 64 bytes end, padding begins, and keys are hashed.
TEST(SecondSigner, EqualsOpenSslForEveryLengthOfAFewBlocks) {
  std::string text;
  for (int length = 0; length <= 200; ++length) {
    EXPECT_EQ(testing::nettle_hex(testing::nettle_sha256(text)), sha256_hex(text)) << length;
    EXPECT_EQ(testing::nettle_base64(testing::nettle_hmac_sha1(text + "&", text)),
              signer_for(text).sign_v1(text))
        << length;
    text.push_back(static_cast<char>(length));
  }
}

using Pairs = std::map<std::string, std::string>;

Parameters shuffled(const Pairs& pairs, unsigned seed) {
  Parameters parameters{pairs.begin(), pairs.end()};
  for (std::size_t i = parameters.size(); i > 1; --i) {
    seed = seed * 1664525U + 1013904223U;
    std::swap(parameters[i - 1], parameters[(seed >> 8U) % i]);
  }
  return parameters;
}

TEST(SignatureLaw, V1EqualsAnIndependentSignerWhateverTheOrderOfParameters) {
  EXPECT_TRUE(rc::check([] {
    auto pairs = *rc::gen::container<Pairs>(testing::any_name(), testing::any_text());
    pairs.erase("Signature");
    const std::string secret = *testing::any_text();
    const std::string method = *rc::gen::element<std::string>("GET", "POST", "get");
    const Parameters parameters = shuffled(pairs, *rc::gen::arbitrary<unsigned>());
    Signer signer = signer_for(secret);
    const std::string text = string_to_sign_v1(method, parameters);
    const auto wanted = testing::second_signature_v1(method, {pairs.begin(), pairs.end()}, secret);
    RC_ASSERT(signer.sign_v1(text) == wanted);
    RC_ASSERT(signer.sign_v1(text) == wanted);  // the context is as good the second time
  }));
}

TEST(SignatureLaw, V3EqualsAnIndependentSignerWhateverTheOrderAndCaseOfHeaders) {
  EXPECT_TRUE(rc::check([] {
    const auto query = *rc::gen::container<Pairs>(testing::any_name(), testing::any_text());
    const std::string secret = *testing::any_text();
    const std::string body = *testing::any_text();
    Pairs headers{{"host", "ecs.example"}, {"x-acs-content-sha256", sha256_hex(body)}};
    for (const char* name :
         {"x-acs-action", "x-acs-date", "x-acs-signature-nonce", "content-type"}) {
      headers[name] = *rc::gen::element<std::string>("", "a", "2023-10-26T10:22:32Z", "b c", "d;e");
    }
    const unsigned seed = *rc::gen::arbitrary<unsigned>();
    Headers sent = shuffled(headers, seed);
    for (auto& [name, value] : sent) {
      if (seed % 2 == 0) name[0] = static_cast<char>(name[0] - 'a' + 'A');
      if (seed % 3 == 0) value = "  " + value + "\t ";
    }
    const std::string request =
        canonical_request_v3("POST", "/", canonical_query(shuffled(query, seed)),
                             canonical_headers(sent), sha256_hex(body));
    RC_ASSERT(signer_for(secret).sign_v3(request) ==
              testing::second_signature_v3("POST", "/", {query.begin(), query.end()},
                                           {headers.begin(), headers.end()}, body, secret));
  }));
}

TEST(Sha256Law, EqualsAnIndependentOne) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *testing::any_text();
    RC_ASSERT(sha256_hex(text) == testing::nettle_hex(testing::nettle_sha256(text)));
  }));
}

}  // namespace
}  // namespace hallmark::runner

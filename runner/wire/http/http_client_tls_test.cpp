// SPDX-License-Identifier: Apache-2.0
//
// The client over TLS, against a server whose certificate is made here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <boost/asio/ssl.hpp>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "runner/wire/http/http_client.hpp"
#include "runner/wire/http/testing_raw_server.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
using testing::awaitable;
using ::testing::HasSubstr;
using testing::Peer;
using testing::RawServer;
using testing::run;
namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;

constexpr const char* ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return text;
}

// A key and a certificate that it signs itself, for the names given ("DNS:localhost,IP:127.0.0.1").
struct Identity {
  std::string key;          // PEM
  std::string certificate;  // PEM

  // `from`, `to`: when it holds, in seconds from now.
  explicit Identity(const std::string& names, long from = -3600, long to = 3600) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair{EVP_EC_gen("P-256"),
                                                                   EVP_PKEY_free};
    const std::unique_ptr<X509, decltype(&X509_free)> x509{X509_new(), X509_free};
    X509_set_version(x509.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), from);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), to);
    X509_set_pubkey(x509.get(), pair.get());
    X509_NAME* subject = X509_get_subject_name(x509.get());
    const std::string common_name = "Hallmark's test";
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                               0);
    X509_set_issuer_name(x509.get(), subject);
    add_extension(x509.get(), NID_subject_alt_name, names);
    add_extension(x509.get(), NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(x509.get(), pair.get(), EVP_sha256());

    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
    key = text_of(bio);
    bio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(bio, x509.get());
    certificate = text_of(bio);
  }

 private:
  static void add_extension(X509* x509, int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
  }
};

// The certificate in a file, for --cacert.
class CertificateFile {
 public:
  explicit CertificateFile(const Identity& identity)
      : path_{::testing::TempDir() + "hallmark_ca_" + std::to_string(::getpid()) + ".pem"} {
    std::ofstream{path_} << identity.certificate;
  }
  CertificateFile(const CertificateFile&) = delete;
  CertificateFile& operator=(const CertificateFile&) = delete;
  ~CertificateFile() { std::remove(path_.c_str()); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class TlsTest : public ::testing::Test {
 protected:
  // A server that answers each request with `answer`, and at last closes the socket without saying
  // goodbye in TLS, if `answers` is not zero after that many.
  RawServer::Script answering(const Identity& identity, std::string answer = ok, int answers = 0) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    context->use_private_key(asio::buffer(identity.key), ssl::context::pem);
    context->use_certificate_chain(asio::buffer(identity.certificate));
    return [this, context, answer, answers](Peer& peer, int) -> awaitable<void> {
      ssl::stream<testing::Socket&> tls{peer.socket(), *context};
      const auto [error] = co_await tls.async_handshake(ssl::stream_base::server, testing::quietly);
      if (error) co_return;
      const char* name = SSL_get_servername(tls.native_handle(), TLSEXT_NAMETYPE_host_name);
      server_name_ = name == nullptr ? "" : name;
      std::array<char, 4096> buffer{};
      for (int i = 0; answers == 0 || i < answers; ++i) {
        const auto [end, size] =
            co_await tls.async_read_some(asio::buffer(buffer), testing::quietly);
        if (end) co_return;
        co_await asio::async_write(tls, asio::buffer(answer), testing::quietly);
      }
    };
  }

  Result<HttpReply> ask(RawServer& server, ClientOptions options, const std::string& host) {
    HttpClient http{io_.get_executor(), parse_url("https://" + host + ":" + server.port()).value(),
                    std::move(options)};
    return run(io_, http.exchange({.method = "GET", .target = "/"}));
  }

  asio::io_context io_{1};
  std::string server_name_;
  Identity identity_{"DNS:localhost,IP:127.0.0.1"};
};

TEST_F(TlsTest, TrustsTheCertificateItWasGiven) {
  const CertificateFile trusted{identity_};
  RawServer server{io_, answering(identity_)};
  for (const char* host : {"localhost", "127.0.0.1"}) {
    const auto reply = ask(server, {.ca_file = trusted.path()}, host);
    ASSERT_TRUE(reply) << host << ": " << reply.error().what;
    EXPECT_EQ(reply->body, "ok");
    EXPECT_EQ(server_name_, std::string{host} == "localhost" ? "localhost" : "");
  }
}

TEST_F(TlsTest, TrustsNobodyElse) {
  RawServer server{io_, answering(identity_)};
  const auto reply = ask(server, {}, "localhost");
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::tls);
  EXPECT_THAT(reply.error().what, HasSubstr("self-signed certificate"));
}

TEST_F(TlsTest, ChecksTheHostName) {
  const Identity other{"DNS:ecs.example.com"};
  const CertificateFile trusted{other};
  RawServer server{io_, answering(other)};
  const auto reply = ask(server, {.ca_file = trusted.path()}, "localhost");
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::tls);
  EXPECT_THAT(reply.error().what, HasSubstr("(hostname mismatch)"));
  const auto by_address = ask(server, {.ca_file = trusted.path()}, "127.0.0.1");
  ASSERT_FALSE(by_address);
  EXPECT_THAT(by_address.error().what, HasSubstr("(IP address mismatch)"));
}

TEST_F(TlsTest, ChecksTheTime) {
  for (const auto& [identity, says] :
       {std::pair{Identity{"DNS:localhost", -7200, -3600}, "(certificate has expired)"},
        std::pair{Identity{"DNS:localhost", 3600, 7200}, "(certificate is not yet valid)"}}) {
    const CertificateFile trusted{identity};
    RawServer server{io_, answering(identity)};
    const auto reply = ask(server, {.ca_file = trusted.path()}, "localhost");
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().fault, Fault::tls);
    EXPECT_THAT(reply.error().what, HasSubstr(says));
  }
}

TEST_F(TlsTest, NamesTheEndOfAHandshake) {
  struct Row {
    std::string bytes;
    const char* says;
  };
  for (const Row& row :
       {Row{"", "the server closed the connection"}, Row{"SSH-2.0-OpenSSH_9.2\r\n", "is no TLS"},
        Row{"HTTP/1.1 400 Bad Request\r\n\r\n", "is no TLS"},
        Row{std::string{"\x15\x03\x03\0\x02\x02\x28", 7}, "alert handshake failure"},
        Row{std::string{"\x15\x03\x03\0\x02\x02\x70", 7}, "unrecognized name"},
        Row{std::string{"\x16\x03\x03\x40\0\x02", 6}, "the server closed the connection"}}) {
    RawServer server{io_, [&row](Peer& peer, int) -> awaitable<void> {
                       std::array<char, 4096> hello{};
                       co_await peer.socket().async_read_some(asio::buffer(hello),
                                                              testing::quietly);
                       co_await peer.send(row.bytes);
                     }};
    const auto reply = ask(server, {.timeout = 5s, .insecure = true}, "localhost");
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().fault, Fault::tls);
    EXPECT_THAT(reply.error().what, HasSubstr(row.says)) << row.bytes;
  }
}

TEST_F(TlsTest, TrustsAnybodyWhenToldTo) {
  const Identity other{"DNS:ecs.example.com"};
  RawServer server{io_, answering(other)};
  const auto reply = ask(server, {.insecure = true}, "localhost");
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(reply->body, "ok");
}

TEST_F(TlsTest, SaysThatTheCertificatesCannotBeRead) {
  RawServer server{io_, answering(identity_)};
  const auto reply = ask(server, {.ca_file = "/nonexistent/ca.pem"}, "localhost");
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::tls);
  EXPECT_THAT(reply.error().what, HasSubstr("/nonexistent/ca.pem"));
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(TlsTest, SaysThatTheServerDoesNotSpeakTls) {
  RawServer server{io_, [](Peer& peer, int) -> awaitable<void> {
                     co_await peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
                     co_await peer.hang();
                   }};
  const auto reply = ask(server, {.timeout = 5s, .insecure = true}, "localhost");
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::tls);
}

TEST_F(TlsTest, BoundsTheHandshake) {
  RawServer server{io_, [](Peer& peer, int) -> awaitable<void> { co_await peer.hang(); }};
  const auto reply = ask(server, {.timeout = 100ms, .insecure = true}, "localhost");
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::timeout);
}

TEST_F(TlsTest, KeepsAConnection) {
  RawServer server{io_, answering(identity_)};
  HttpClient http{io_.get_executor(),
                  parse_url("https://127.0.0.1:" + server.port()).value(),
                  {.insecure = true}};
  for (int i = 0; i < 5; ++i) {
    const auto reply = run(io_, http.exchange({.method = "GET", .target = "/"}));
    ASSERT_TRUE(reply) << reply.error().what;
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(TlsTest, ReadsABodyThatEndsWithTheSocket) {
  RawServer server{io_, answering(identity_, "HTTP/1.0 200 OK\r\n\r\nabc", 1)};
  const auto reply = ask(server, {.insecure = true}, "localhost");
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(reply->body, "abc");
}

}  // namespace
}  // namespace hallmark::runner

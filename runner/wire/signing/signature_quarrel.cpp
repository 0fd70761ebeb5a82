// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/signature_quarrel.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "reports/text.hpp"
#include "runner/wire/redact.hpp"
#include "runner/wire/signing/signature.hpp"
#include "runner/wire/signing/signed_text.hpp"

namespace hallmark::runner {
namespace {

constexpr std::size_t longest_text = 4000;  // characters
constexpr std::string_view v3_algorithm = "ACS3-HMAC-SHA256\n";
constexpr std::size_t hash_digits = 64;

bool is_hash(std::string_view text) {
  return text.size() == hash_digits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// Where a method stands with `behind` directly behind it, as both texts begin.
std::size_t begin_of(std::string_view message, std::string_view behind) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  for (std::size_t at = message.find(behind); at != message.npos;
       at = message.find(behind, at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_capital(message[begin - 1])) --begin;
    if (at - begin >= 3) return begin;
  }
  return message.npos;
}

// What a message says of the text that was signed; whatever words stand around it.
std::string_view string_to_sign_in(std::string_view message) {
  const std::size_t begin = begin_of(message, "&");
  if (begin == message.npos) return {};
  const std::string_view text = message.substr(begin);
  return text.substr(0, text.find_first_of(" \t\r\n\"'`[]"));
}

// It ends with the line that is a hash.
std::string_view canonical_request_in(std::string_view message) {
  const std::size_t begin = begin_of(message, "\n/");
  if (begin == message.npos) return {};
  const std::string_view text = message.substr(begin);
  for (std::size_t line = text.find('\n'); line != text.npos; line = text.find('\n', line + 1)) {
    if (is_hash(text.substr(line + 1, hash_digits))) return text.substr(0, line + 1 + hash_digits);
  }
  return text;
}

std::string_view hash_in(std::string_view message) {
  const std::size_t at = message.find(v3_algorithm);
  if (at == message.npos) return {};
  const std::string_view hash = message.substr(at + v3_algorithm.size(), hash_digits);
  return is_hash(hash) ? hash : std::string_view{};
}

// "..at%3D>>JSON%26Sign..": what stands around a place, which is marked.
std::string excerpt(std::string_view text, std::size_t at) {
  constexpr std::size_t before = 8;
  constexpr std::size_t behind = 16;
  const std::size_t begin = at - std::min(at, before);
  const std::size_t end = std::min(text.size(), at + behind);
  std::string shown{begin > 0 ? ".." : ""};
  shown.append(reports::printable(text.substr(begin, at - begin))).append(">>");
  shown.append(at == text.size() ? "(end)" : reports::printable(text.substr(at, end - at)));
  return shown.append(end < text.size() ? ".." : "");
}

// The name of the parameter in which a place of a query stands.
std::string_view parameter_at(std::string_view query, std::size_t at, std::string_view separator,
                              std::string_view equals) {
  const std::size_t before = query.substr(0, at).rfind(separator);
  const std::string_view pair = query.substr(before == query.npos ? 0 : before + separator.size());
  return pair.substr(0, std::min(pair.find(equals), pair.find(separator)));
}

std::string place_v1(std::string_view text, std::size_t at) {
  const std::size_t method = text.find('&');
  const std::size_t path = text.find('&', method + 1);
  if (at <= method) return "the method";
  if (at <= path) return "the path";
  return std::string{parameter_at(text.substr(path + 1), at - path - 1, "%26", "%3D")};
}

std::string place_v3(std::string_view text, std::size_t at) {
  const auto line = std::ranges::count(text.substr(0, at), '\n');
  if (line == 0) return "the method";
  if (line == 1) return "the path";
  const std::size_t before = text.substr(0, at).rfind('\n');
  const std::string_view here = text.substr(before + 1, text.find('\n', at) - before - 1);
  if (line == 2) {
    const std::string_view name = parameter_at(here, at - before - 1, "&", "=");
    return "the query" + (name.empty() ? std::string{} : ", in " + std::string{name});
  }
  const std::size_t headers_end = text.find("\n\n");
  if (at <= headers_end) return "the header " + std::string{here.substr(0, here.find(':'))};
  const bool last = text.find('\n', at) == text.npos && !here.empty();
  return last ? "the hash of the body" : "the names of signed headers";
}

std::string difference(const SignedText& ours, std::string_view theirs) {
  const std::string& text = ours.text;
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(text, theirs).in1 - text.begin());
  if (at == text.size() && at == theirs.size()) {
    return ours.v3
               ? "the same text as the target's: the secret differs, or the HMAC-SHA256 that it "
                 "keys as it is"
               : "the same text as the target's: the secret differs, or the HMAC-SHA1 that it "
                 "and an & behind it key";
  }
  return "another text than the target's from byte " + std::to_string(at + 1) + " on, in " +
         reports::printable((ours.v3 ? place_v3 : place_v1)(text, at)) + ": " + excerpt(text, at) +
         " here, " + excerpt(theirs, at) + " there";
}

// The parts of a canonical request that a proxy may change.
struct Lines {
  std::string_view method, path, rest;
};

Lines lines_of(std::string_view text) {
  const std::size_t method = text.find('\n');
  const std::size_t path = text.find('\n', method + 1);
  return {text.substr(0, method), text.substr(method + 1, path - method - 1), text.substr(path)};
}

std::string with_host(std::string_view rest, std::string_view host) {
  constexpr std::string_view name = "\nhost:";
  std::string text{rest};
  const std::size_t at = text.find(name);
  if (at == text.npos || host.empty()) return text;
  const std::size_t begin = at + name.size();
  return text.replace(begin, text.find('\n', begin) - begin, host);
}

// What a proxy in between did, if the target's hash is that of such a request.
std::optional<std::string> changed_on_the_way(std::string_view text, std::string_view hash,
                                              std::string_view host_id) {
  const Lines lines = lines_of(text);
  const auto is_it = [&](std::string_view path, std::string_view rest) {
    return sha256_hex(std::string{lines.method}.append("\n").append(path).append(rest)) == hash;
  };
  const std::string other_host = with_host(lines.rest, host_id);
  const bool path = is_it("/", lines.rest) || is_it("/", other_host);
  const bool host = is_it(lines.path, other_host) || is_it("/", other_host);
  if (!path && !host) return std::nullopt;
  std::string what;
  if (path && lines.path != "/") what = "the path / where " + std::string{lines.path} + " was sent";
  if (host && other_host != lines.rest) {
    what += (what.empty() ? "the host " : ", and the host ") + std::string{host_id};
  }
  if (what.empty()) return std::nullopt;
  return "the target computed it over " + reports::printable(what) +
         ": a signature covers both, and a proxy in between must change neither";
}

std::string covered(const SignedText& ours) {
  if (!ours.v3) {
    return "the target does not say what it computed; a V1 signature covers the method and all "
           "parameters, neither host nor path";
  }
  return "the target does not say what it computed; a V3 signature covers method, path, query, "
         "host, "
         "x-acs headers and body: does a proxy change one?";
}

}  // namespace

bool refuses_signature(const Reply& reply) {
  const std::string_view code = text_of(reply.code);
  return reply.http_status >= 400 && code.find("Signature") != code.npos &&
         code.find("SignatureNonce") == code.npos;
}

SignedTexts compare_signed_texts(std::string_view request, const Reply& reply) {
  const std::optional<SignedText> ours = signed_text(request);
  if (!ours) return SignedTexts::untold;
  const auto by = [](bool same) { return same ? SignedTexts::alike : SignedTexts::different; };
  const std::string_view message = text_of(reply.message);
  const std::string_view theirs =
      ours->v3 ? canonical_request_in(message) : string_to_sign_in(message);
  if (!theirs.empty()) return by(theirs == ours->text);
  const std::string_view hash = ours->v3 ? hash_in(message) : std::string_view{};
  if (hash.empty() || ours->text.find(struck_out) != ours->text.npos) return SignedTexts::untold;
  return by(sha256_hex(ours->text) == hash);
}

std::vector<std::string> signature_quarrel(std::string_view request, const Reply& reply) {
  const std::optional<SignedText> ours = signed_text(request);
  if (!ours) return {};
  const std::string_view message = text_of(reply.message);
  std::string_view theirs = ours->v3 ? canonical_request_in(message) : string_to_sign_in(message);
  std::string summary;
  if (!theirs.empty()) {
    summary = difference(*ours, theirs);
  } else if (const std::string_view hash = ours->v3 ? hash_in(message) : std::string_view{};
             !hash.empty() && ours->text.find(struck_out) == ours->text.npos) {
    theirs = message.substr(message.find(v3_algorithm), v3_algorithm.size() + hash_digits);
    const std::string own = sha256_hex(ours->text);
    if (own == hash) {
      summary = difference(*ours, ours->text);
    } else if (auto changed = changed_on_the_way(ours->text, hash, text_of(reply.host_id))) {
      summary = *std::move(changed);
    } else {
      summary = "another canonical request than the target's: its hash is " + own.substr(0, 12) +
                ".. here, " + std::string{hash.substr(0, 12)} + ".. there";
    }
  } else {
    summary = covered(*ours);
  }
  std::vector<std::string> lines{std::move(summary)};
  for (const std::string_view text : {std::string_view{ours->text}, theirs}) {
    if (!text.empty()) lines.push_back(reports::shortened(reports::printable(text), longest_text));
  }
  return lines;
}

}  // namespace hallmark::runner

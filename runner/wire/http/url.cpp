// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cstdint>
#include <string>
#include <system_error>

namespace hallmark::runner {
namespace {

Error bad_url(std::string what) { return {Fault::malformed, std::move(what)}; }

}  // namespace

std::string Url::host_header() const {
  std::string out = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (port != (tls ? "443" : "80")) out += ":" + port;
  return out;
}

Result<Url> parse_url(std::string_view text) {
  // Asked beforehand: Boost.URL 1.81, if its assertions are on, ends the program at "p:?".
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !text.substr(colon).starts_with("://")) {
    return bad_url("the URL has to start with http:// or https://");
  }
  const auto parsed = boost::urls::parse_uri(text);
  if (!parsed) return bad_url("this is not a URL: something in it has no place there");
  const boost::urls::url_view& view = *parsed;
  Url url;
  if (view.scheme_id() == boost::urls::scheme::https) {
    url.tls = true;
  } else if (view.scheme_id() != boost::urls::scheme::http) {
    return bad_url("the URL has to start with http:// or https://");
  }
  if (view.has_userinfo()) return bad_url("the URL must not hold a user or a password");
  if (view.has_query()) return bad_url("the URL must not hold a query ('?')");
  if (view.has_fragment()) return bad_url("the URL must not hold a fragment ('#')");
  url.host = std::string{view.host_address()};
  if (url.host.empty()) return bad_url("the URL names no host");
  // Not for us: the host goes into a header as it is.
  if (view.host_type() == boost::urls::host_type::name &&
      view.encoded_host().find('%') != std::string_view::npos) {
    return bad_url("this is not a URL: its host holds a '%'");
  }
  url.port = std::string{url.tls ? "443" : "80"};
  if (const std::string port{view.port()}; !port.empty()) {
    // Boost.URL 1.81 takes the port modulo 65536 where it has six digits.
    std::uint32_t number = 0;
    const char* const end = port.data() + port.size();
    const auto [stop, error] = std::from_chars(port.data(), end, number);
    if (error != std::errc{} || stop != end || number < 1 || number > 65'535) {
      return bad_url("the URL's port has to be from 1 to 65535");
    }
    url.port = std::to_string(number);
  }
  url.path = std::string{view.encoded_path()};
  // Boost.URL 1.81 takes what follows the digits of a port for a path.
  if (!url.path.empty() && url.path.front() != '/') {
    return bad_url("this is not a URL: its port is not a number");
  }
  if (url.path.empty()) url.path.push_back('/');
  return url;
}

}  // namespace hallmark::runner

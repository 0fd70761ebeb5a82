// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/name_lookup.hpp"

#include <strings.h>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <exception>
#include <system_error>
#include <thread>

namespace hallmark::runner {

using boost::asio::ip::tcp;
namespace {

bool is_localhost(const std::string& host) {
  return ::strcasecmp(host.c_str(), "localhost") == 0 ||
         ::strcasecmp(host.c_str(), "localhost.") == 0;
}

}  // namespace

std::shared_ptr<const NameLookup> look_up(const std::string& host) {
  const auto lookup = std::make_shared<NameLookup>();
  if (is_localhost(host)) {  // always this machine (RFC 6761), whose system may not say so
    lookup->addresses = {"::1", "127.0.0.1"};
    lookup->done = true;
    return lookup;
  }
  try {
    std::thread{[lookup, host] {
      try {
        boost::asio::io_context context;
        for (const auto& entry : tcp::resolver{context}.resolve(host, {}, lookup->error)) {
          lookup->addresses.push_back(entry.endpoint().address().to_string());
        }
      } catch (const std::exception&) {  // of Asio or of the library: what this machine can carry
        lookup->error = boost::asio::error::no_memory;
      }
      lookup->done = true;
    }}.detach();
  } catch (const std::system_error& error) {
    lookup->error = error.code();
    lookup->done = true;
  }
  return lookup;
}

}  // namespace hallmark::runner

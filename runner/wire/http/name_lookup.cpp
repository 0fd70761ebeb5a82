// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/name_lookup.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <exception>
#include <system_error>
#include <thread>

namespace hallmark::runner {

using boost::asio::ip::tcp;

std::shared_ptr<const NameLookup> look_up(const std::string& host) {
  const auto lookup = std::make_shared<NameLookup>();
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

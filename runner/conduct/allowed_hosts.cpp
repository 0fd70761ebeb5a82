// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/allowed_hosts.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "runner/conduct/interruption.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace ip = boost::asio::ip;
using Clock = std::chrono::steady_clock;

// Names are the same in upper case, and with the dot of the root behind them.
std::string normal(std::string_view name) {
  std::string host{name.substr(0, name.find_last_not_of('.') + 1)};
  std::ranges::transform(host, host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return host;
}

bool is_live(const std::string& host) {
  constexpr std::string_view domain = "aliyuncs.com";
  return host.ends_with(domain) &&
         (host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.');
}

// Another thread asks, for nobody can tell it to stop: who has waited long enough leaves it alone.
struct LookUp {
  std::mutex mutex;
  std::condition_variable answered;
  bool done = false;
  std::string trouble;
  std::vector<ip::address> found;
};

std::optional<ip::address> address_of(const sockaddr& socket) {
  if (socket.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &socket, sizeof v4);
    return ip::address_v4{ntohl(v4.sin_addr.s_addr)};
  }
  if (socket.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &socket, sizeof v6);
    ip::address_v6::bytes_type bytes;
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return ip::address_v6{bytes, v6.sin6_scope_id};
  }
  return std::nullopt;
}

void ask(const std::string& host, LookUp& look_up) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* all = nullptr;
  const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &all);
  const std::lock_guard lock{look_up.mutex};
  for (const addrinfo* one = all; error == 0 && one != nullptr; one = one->ai_next) {
    if (const auto address = address_of(*one->ai_addr)) look_up.found.push_back(*address);
  }
  if (error != 0) look_up.trouble = ::gai_strerror(error);
  if (all != nullptr) ::freeaddrinfo(all);
  look_up.done = true;
  look_up.answered.notify_one();
}

// Why there are none, where there are none.
struct Addresses {
  std::vector<ip::address> found;
  std::string trouble;
};

Addresses addresses_of(const std::string& host, std::chrono::milliseconds patience) {
  boost::system::error_code no_address;
  const ip::address literal = ip::make_address(host, no_address);
  if (!no_address) return {{literal}, {}};
  const auto look_up = std::make_shared<LookUp>();
  std::thread{[host, look_up] { ask(host, *look_up); }}.detach();
  const auto deadline = Clock::now() + patience;
  std::unique_lock lock{look_up->mutex};
  while (!look_up->done && !interrupted()) {
    if (Clock::now() >= deadline) {
      return {{}, "no answer within " + std::to_string(patience.count()) + " ms"};
    }
    look_up->answered.wait_for(lock, 50ms);
  }
  return {look_up->found, look_up->trouble.empty() ? "it has no address" : look_up->trouble};
}

// This machine (0.0.0.0 and :: lead there, too), or a private network. An IPv4 address within an
// IPv6 one counts as itself.
bool is_near(const ip::address& address) {
  if (address.is_unspecified() || address.is_loopback()) return true;
  if (address.is_v6() && !address.to_v6().is_v4_mapped()) {
    const ip::address_v6 v6 = address.to_v6();
    constexpr unsigned local_mask = 0xfe;  // fc00::/7
    return v6.is_link_local() || (v6.to_bytes()[0] & local_mask) == 0xfc;
  }
  const ip::address_v4 v4 =
      address.is_v4() ? address.to_v4() : ip::make_address_v4(ip::v4_mapped, address.to_v6());
  if (v4.is_unspecified() || v4.is_loopback()) return true;
  for (const char* network :
       {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"}) {
    const ip::network_v4 within = ip::make_network_v4(network);
    if (ip::network_v4{v4, within.prefix_length()}.network() == within.network()) return true;
  }
  return false;
}

UsageError not_allowed(const std::string& host, const std::string& what) {
  return UsageError{"'" + host + "' " + what +
                    ", and cases start, reboot and break instances; say --allow-host " + host +
                    " or --allow-live if that is meant"};
}

}  // namespace

std::vector<std::string> allowed_addresses(const Url& url, const Allowance& allowance,
                                           std::chrono::milliseconds patience,
                                           std::chrono::milliseconds retried) {
  constexpr auto pause = 50ms;
  const std::string host = normal(url.host);
  const bool allowed = allowance.live || std::ranges::any_of(allowance.hosts, [&](const auto& one) {
                         return normal(one) == host;
                       });
  if (!allowed && is_live(host)) throw not_allowed(host, "is the live service");
  const auto deadline = Clock::now() + retried;
  Addresses addresses = addresses_of(url.host, patience);
  while (addresses.found.empty() && Clock::now() + pause < deadline && !interrupted()) {
    std::this_thread::sleep_for(pause);
    addresses = addresses_of(url.host, patience);
  }
  if (addresses.found.empty()) {
    throw UsageError{"cannot look up the host " + url.host + ": " + addresses.trouble};
  }
  std::vector<std::string> all;
  for (const ip::address& address : addresses.found) {
    const std::string& spelled = all.emplace_back(address.to_string());
    if (allowed || is_near(address)) continue;
    throw not_allowed(host, (spelled == host ? "is" : "is " + spelled + ",") +
                                std::string{" neither this machine nor in a private network"});
  }
  return all;
}

}  // namespace hallmark::runner

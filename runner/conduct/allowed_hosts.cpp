// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/allowed_hosts.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <memory>
#include <thread>

#include "runner/conduct/interruption.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/wire/http/name_lookup.hpp"

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

// Why there are none, where there are none.
struct Addresses {
  std::vector<ip::address> found;
  std::string trouble;
};

Addresses addresses_of(const std::string& host, std::chrono::milliseconds patience,
                       const std::function<bool()>& is_over) {
  boost::system::error_code no_address;
  const ip::address literal = ip::make_address(host, no_address);
  if (!no_address) return {{literal}, {}};
  const std::shared_ptr<const NameLookup> lookup = look_up(host);
  const auto deadline = Clock::now() + patience;
  for (auto pause = 1ms; !lookup->done && !is_over(); pause = std::min(2 * pause, 20ms)) {
    if (Clock::now() >= deadline) {
      return {{}, "no answer within " + std::to_string(patience.count()) + " ms"};
    }
    std::this_thread::sleep_for(pause);
  }
  if (!lookup->done) return {{}, "nobody waits for it any more"};
  Addresses addresses{{}, lookup->error ? lookup->error.message() : "it has no address"};
  for (const std::string& one : lookup->addresses) addresses.found.push_back(ip::make_address(one));
  return addresses;
}

// Where machines of a cloud learn of themselves, and get keys to it: nobody's endpoint by chance.
bool tells_keys(const ip::address& address) {
  constexpr const char* services[] = {"169.254.169.254", "100.100.100.200", "fd00:ec2::254",
                                      "fd20:ce::254"};
  ip::address plain = address;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    plain = ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return std::ranges::any_of(services,
                             [&](const char* one) { return plain == ip::make_address(one); });
}

// This machine (0.0.0.0 and :: lead there, too), or a private network. An IPv4 address within an
// IPv6 one counts as itself.
bool is_near(const ip::address& address) {
  if (tells_keys(address)) return false;
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

bool is_host_name(std::string_view text) {
  const auto is_of_one = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  boost::system::error_code no_address;
  (void)ip::make_address(std::string{text}, no_address);
  return !no_address || (!text.empty() && std::ranges::all_of(text, is_of_one));
}

std::vector<std::string> allowed_addresses(const Url& url, const Allowance& allowance,
                                           std::chrono::milliseconds patience,
                                           std::chrono::milliseconds retried,
                                           const std::function<Going()>& going) {
  constexpr auto pause = 50ms;
  const std::string host = normal(url.host);
  const auto is_over = [&going] { return interrupted() || (going && going() == Going::ended); };
  const bool allowed = allowance.live || std::ranges::any_of(allowance.hosts, [&](const auto& one) {
                         return normal(one) == host;
                       });
  if (!allowed && is_live(host)) throw not_allowed(host, "is the live service");
  const auto deadline = Clock::now() + retried;
  Addresses addresses = addresses_of(url.host, patience, is_over);
  while (addresses.found.empty() && Clock::now() + pause < deadline && !is_over()) {
    std::this_thread::sleep_for(pause);
    addresses = addresses_of(url.host, patience, is_over);
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

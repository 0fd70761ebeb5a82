// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/last_knock.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <memory>

#include "fuzz/campaign/budget.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/conduct/wait_for.hpp"
#include "runner/engine/knock.hpp"
#include "runner/wire/http/http_client.hpp"

namespace hallmark::fuzz {

std::optional<std::string> knock_once_more(runner::TargetOptions options,
                                           std::chrono::milliseconds patience) try {
  options.rate = 0;
  options.pace.reset();
  options.wait.clear();
  const auto time = std::make_shared<Budget>(runner::interrupted);
  options.going = [time] { return time->going(); };
  boost::asio::io_context io{1};
  const runner::OpenTarget opened = runner::open_target(io, options, {}, false);
  runner::ClientOptions client_options = opened.client;
  client_options.timeout = std::min(client_options.timeout, patience);
  runner::HttpClient client{io.get_executor(), opened.url, client_options};
  const runner::Knock told = runner::wait_for(io, runner::knock(client));
  if (!told.nobody() || told.fault == runner::Fault::local) return std::nullopt;
  return told.what;
} catch (const runner::UsageError& error) {
  return error.what();
}

}  // namespace hallmark::fuzz

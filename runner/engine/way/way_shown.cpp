// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/way_shown.hpp"

#include <algorithm>
#include <string_view>

#include "runner/wire/http/headers.hpp"
#include "runner/wire/redact.hpp"

namespace hallmark::runner {
namespace {

std::string_view method_of(std::string_view request) {
  return request.substr(0, request.find(' '));
}

std::string_view url_of(std::string_view request) {
  const std::size_t begin = std::min(request.find(' '), request.size());
  const std::string_view rest = request.substr(std::min(begin + 1, request.size()));
  return rest.substr(0, rest.find(' '));
}

// `url` as a report shows it: what is struck out was longer.
bool may_be_longer(std::string_view url, std::size_t longest) {
  constexpr std::size_t struck = 100;  // bytes: of a key id and of a signature
  return url.size() + (url.find(struck_out) == url.npos ? 0 : struck) > longest;
}

bool is_answered_in_xml(const reports::Exchange& exchange) {
  const std::string* const type = find_header(exchange.headers, "Content-Type");
  return type != nullptr && type->find("xml") != type->npos;
}

bool is_within(Reach reach, std::size_t longest, const reports::Exchange& exchange) {
  const std::string_view request = exchange.request;
  switch (reach) {
    case Reach::all:
      return true;
    case Reach::gets:
      return method_of(request) == "GET";
    case Reach::xml:
      return is_answered_in_xml(exchange);
    case Reach::v3:
      return request.find("\r\nx-acs-") != request.npos;
    case Reach::posts:
      return method_of(request) == "POST";
    case Reach::long_urls:
      return may_be_longer(url_of(request), longest);
    case Reach::blanks:
      return url_of(request).find("%20") != request.npos;
    case Reach::pluses:  // which a signature of V1 may have
      return url_of(request).find("%2B") != request.npos ||
             url_of(request).find("Signature=") != request.npos;
  }
  return false;
}

std::string answers_with(int status) {
  return "who is not the API answers " + std::to_string(status);
}

}  // namespace

Interception interception_for_length(int status) {
  return {.what = answers_with(status) + " to requests that are longer than others",
          .advice =
              "have what is between here and the target take 8 KB of URL and headers, and "
              "more of a body"};
}

Interception interception_for_words(int status) {
  return {.what = answers_with(status) + " for what stands in the request, whatever is asked",
          .advice = "a filter between here and the target (a WAF): have it let the suite through"};
}

const Spoilt* spoils_all(const WayShown& shown) {
  const auto found = std::ranges::find(shown.spoilt, Reach::all, &Spoilt::reach);
  return found == shown.spoilt.end() ? nullptr : &*found;
}

const Spoilt* explanation_of(const reports::Evidence& evidence, const WayShown& shown) {
  const auto found = std::ranges::find_if(shown.spoilt, [&](const Spoilt& one) {
    const auto concerns = [&](const reports::Exchange& exchange) {
      return is_within(one.reach, one.longest, exchange);
    };
    const auto concern = [&](const std::vector<reports::Sighting>& looks) {
      return std::ranges::any_of(looks, [&](const reports::Sighting& look) {
        return look.exchange && concerns(*look.exchange);
      });
    };
    const bool any = std::ranges::any_of(evidence.calls, [&](const reports::CallRecord& call) {
      return concerns(call.exchange) || concern(call.after);
    });
    return any || concern(evidence.after) || concern(evidence.later);
  });
  return found == shown.spoilt.end() ? nullptr : &*found;
}

const Suspicion* suspicion_of(const reports::Evidence& evidence, const WayShown& shown) {
  if (evidence.calls.empty()) return nullptr;
  const auto found = std::ranges::find_if(shown.suspicions, [&](const Suspicion& one) {
    return std::ranges::all_of(evidence.calls, [&](const reports::CallRecord& call) {
      return is_within(one.reach, 0, call.exchange);
    });
  });
  return found == shown.suspicions.end() ? nullptr : &*found;
}

}  // namespace hallmark::runner

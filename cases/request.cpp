// SPDX-License-Identifier: Apache-2.0
//
// The twelve ways in which a request may travel.
#include "cases/request.hpp"

#include <algorithm>

namespace hallmark::cases {
namespace {

constexpr Variant as_the_documents_show{Method::get, Format::xml, Signature::v1};
constexpr Variant as_todays_clients_send{Method::post_query, Format::json, Signature::v3};

std::vector<Variant> all_base_first() {
  std::vector<Variant> all = base_variants();
  for (const Method method : {Method::get, Method::post_query, Method::post_form}) {
    for (const Format format : {Format::xml, Format::json}) {
      for (const Signature signature : {Signature::v1, Signature::v3}) {
        const Variant variant{method, format, signature};
        if (std::find(all.begin(), all.end(), variant) == all.end()) all.push_back(variant);
      }
    }
  }
  return all;
}

}  // namespace

std::string Variant::name() const {
  std::string name{method == Method::get          ? "get"
                   : method == Method::post_query ? "post"
                                                  : "post-form"};
  name += format == Format::xml ? ".xml" : ".json";
  name += signature == Signature::v1 ? ".v1" : ".v3";
  return name;
}

const std::vector<Variant>& base_variants() {
  static const std::vector<Variant> base{as_the_documents_show, as_todays_clients_send};
  return base;
}

const std::vector<Variant>& full_variants() {
  static const std::vector<Variant> full = all_base_first();
  return full;
}

bool VariantFilter::admits(Variant variant) const {
  const bool of_method = variant.method == Method::get          ? get
                         : variant.method == Method::post_query ? post_query
                                                                : post_form;
  const bool of_format = variant.format == Format::xml ? xml : json;
  const bool of_signature = variant.signature == Signature::v1 ? v1 : v3;
  return of_method && of_format && of_signature;
}

}  // namespace hallmark::cases

// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/version.hpp"

#include <openssl/crypto.h>
#include <zlib.h>

#include <CLI/Version.hpp>
#include <boost/version.hpp>
#include <pugixml.hpp>

#include "runner/conduct/program.hpp"

namespace hallmark::app {
namespace {

std::string boost_version() {
  return std::to_string(BOOST_VERSION / 100000) + "." + std::to_string(BOOST_VERSION / 100 % 1000) +
         "." + std::to_string(BOOST_VERSION % 100);
}

// PUGIXML_VERSION is 1000 * major + 10 * minor + patch.
std::string pugixml_version() {
  return std::to_string(PUGIXML_VERSION / 1000) + "." + std::to_string(PUGIXML_VERSION / 10 % 100);
}

}  // namespace

std::string version_text() {
  reports::Info info;
  runner::tell_program(info);
  return "hallmark " + info.hallmark_version +                                     //
         "\ncommit     " + info.commit +                                           //
         "\nsuite      " + info.suite +                                            //
         "\ntables     " + info.tables +                                           //
         "\nlibraries  OpenSSL " + OpenSSL_version(OPENSSL_FULL_VERSION_STRING) +  //
         ", Boost " + boost_version() + ", pugixml " + pugixml_version() + ", zlib " +
         zlibVersion() + ", CLI11 " + CLI11_VERSION;
}

}  // namespace hallmark::app

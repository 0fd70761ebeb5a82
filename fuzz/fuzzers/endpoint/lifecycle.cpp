// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the whole reference endpoint with histories of calls.
//
// Holds for every input: no checker contradicts an answer, and the model explains each of them.
#include "fuzz/fuzzers/base/planted.hpp"
#include "fuzz/fuzzers/endpoint_fuzzer.hpp"
#include "fuzz/play/reference_target.hpp"

namespace {

using namespace hallmark::fuzz;

PlayTarget target() {
  if (planted("lifecycle/start-while-running")) return reference_target({"start-while-running"});
  if (planted("lifecycle/refused-reboot-reboots")) {
    return reference_target({"refused-reboot-reboots"});
  }
  if (planted("lifecycle/v1-signature-not-checked")) {
    return reference_target({"v1-signature-not-checked"});
  }
  return reference_target();
}

}  // namespace

HALLMARK_FUZZ_TARGET(target)

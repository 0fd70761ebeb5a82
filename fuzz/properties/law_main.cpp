// SPDX-License-Identifier: Apache-2.0
//
// The program of laws, in the place of GoogleTest's own.
#include "fuzz/properties/law_options.hpp"

int main(int argc, char** argv) { return hallmark::fuzz::law_main(argc, argv); }

// SPDX-License-Identifier: Apache-2.0
//
// Boost.JSON, compiled with our own flags: the installed library is blind to coverage.
#include <boost/json/src.hpp>

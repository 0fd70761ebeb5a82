// SPDX-License-Identifier: Apache-2.0
//
// Boost.URL, compiled with our own flags: the installed library is blind to coverage.
#include <boost/url/src.hpp>

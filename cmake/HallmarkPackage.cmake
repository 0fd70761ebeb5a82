# SPDX-License-Identifier: Apache-2.0
#
# find_package(hallmark) of another project finds this build, where it is told hallmark_DIR; so that a
# fuzzer of its endpoint links what stands here already. Warnings are not passed on.
get_property(exported GLOBAL PROPERTY HALLMARK_EXPORTED)
export(TARGETS hallmark_options ${exported} NAMESPACE hallmark::
  FILE "${PROJECT_BINARY_DIR}/hallmarkTargets.cmake")
set(sanitize)
if(HALLMARK_SANITIZE)
  set(sanitize -fsanitize=${HALLMARK_SANITIZE})
endif()
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/hallmarkConfig.cmake" @ONLY CONTENT [[
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(OpenSSL 3)
find_dependency(Boost 1.81 COMPONENTS context json url)
find_dependency(pugixml)
find_dependency(ZLIB)
include("${CMAKE_CURRENT_LIST_DIR}/hallmarkTargets.cmake")
set_target_properties(hallmark::options PROPERTIES INTERFACE_COMPILE_OPTIONS "@sanitize@")
]])

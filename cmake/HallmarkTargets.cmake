# SPDX-License-Identifier: Apache-2.0
#
# The three kinds of target that the folders declare.

# Files of one folder share most of what they include, and a translation unit is mostly that. So a Release
# compiles them together, at most twelve at a time, or as UNITY_GROUP says. All other builds compile each file
# alone, and so find what it forgot to include.
option(HALLMARK_UNITY "Compile the files of a folder together, in a Release" ON)

# hallmark_together(TARGET [ALONE file...]): ALONE are those whose own names are those of their neighbours, too.
function(hallmark_together target)
  if(NOT HALLMARK_UNITY OR NOT CMAKE_BUILD_TYPE STREQUAL "Release")
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "ALONE" ${ARGN})
  if(ARG_ALONE)
    set_source_files_properties(${ARG_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
  get_target_property(sources ${target} SOURCES)
  foreach(source ${sources})
    get_source_file_property(group "${source}" UNITY_GROUP)
    if(NOT group)
      get_filename_component(folder "${source}" DIRECTORY)
      get_filename_component(folder "${folder}" NAME)
      math(EXPR count_${folder} "0${count_${folder}} + 1")
      math(EXPR part "(${count_${folder}} - 1) / 12")
      set_source_files_properties("${source}" PROPERTIES UNITY_GROUP "files_${folder}_${part}")
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # There each source is included, and g++ takes what it has to itself for what a header would share.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()

# hallmark_library(NAME SOURCES file... [DEPENDS target...] [PRIVATE_DEPENDS target...] [ALONE file...] [COLD])
# A static library hallmark_NAME with the alias hallmark::NAME. COLD: it waits, or does its work once, or was seen to
# bring a run nothing where it is optimised more (docs/results/performance.md); a Release takes less time over it.
function(hallmark_library name)
  cmake_parse_arguments(ARG "COLD" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS;ALONE" ${ARGN})
  add_library(hallmark_${name} STATIC ${ARG_SOURCES})
  add_library(hallmark::${name} ALIAS hallmark_${name})
  target_link_libraries(hallmark_${name}
    PUBLIC hallmark::options ${ARG_DEPENDS} PRIVATE ${ARG_PRIVATE_DEPENDS})
  if(ARG_COLD)
    target_compile_options(hallmark_${name} PRIVATE $<$<CONFIG:Release>:-O1>
      $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)  # at -O1 gcc 12 warns of Asio's coroutine frames, wrongly
  elseif(HALLMARK_UNITY)  # all that -O3 adds to -O2 is time of the compiler (docs/performance.md)
    target_compile_options(hallmark_${name} PRIVATE $<$<CONFIG:Release>:-O2>)
  endif()
  if(NOT PROJECT_IS_TOP_LEVEL)  # nobody's build fails on a warning of ours
    target_compile_options(hallmark_${name} PRIVATE -w)
  endif()
  if(NOT PROJECT_IS_TOP_LEVEL AND NOT HALLMARK_INSTALL)  # nor compiles what it does not link
    set_target_properties(hallmark_${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
  hallmark_together(hallmark_${name} ALONE ${ARG_ALONE})
endfunction()

# hallmark_time_limit(SECONDS test...): after them CTest ends a test. It is there for what hangs: a machine that is
# busy with thirty other things takes thirty times as long over everything.
function(hallmark_time_limit seconds)
  if(HALLMARK_SANITIZE)  # ThreadSanitizer takes ten times as long
    math(EXPR seconds "${seconds} * 10")
  endif()
  set_tests_properties(${ARGN} PROPERTIES TIMEOUT ${seconds})
endfunction()

# hallmark_test(NAME SOURCES file... DEPENDS target... [ALONE file...] [TIMEOUT seconds])
# A GoogleTest program NAME_test; CTest runs it as one test called NAME.
function(hallmark_test name)
  if(NOT HALLMARK_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPENDS;ALONE" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 600)
  endif()
  add_executable(${name}_test ${ARG_SOURCES})
  target_link_libraries(${name}_test PRIVATE hallmark::options ${ARG_DEPENDS} GTest::gmock GTest::gtest_main)
  # What is tested is optimised; the tests themselves need only compile fast.
  target_compile_options(${name}_test PRIVATE -O0)
  hallmark_together(${name}_test ALONE ${ARG_ALONE})
  add_test(NAME ${name} COMMAND ${name}_test)
  hallmark_time_limit(${ARG_TIMEOUT} ${name})
endfunction()

# hallmark_compile_fail(NAME SOURCE file MESSAGE text DEPENDS target...)
# A source that must not compile; the test asks for the sentence, not only for the failure.
function(hallmark_compile_fail name)
  if(NOT HALLMARK_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "SOURCE;MESSAGE" "DEPENDS" ${ARGN})
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${ARG_SOURCE})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS})
  add_test(NAME compile_fail.${name}
    COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR} --target ${name})
  set_tests_properties(compile_fail.${name} PROPERTIES
    PASS_REGULAR_EXPRESSION "${ARG_MESSAGE}" RESOURCE_LOCK build TIMEOUT 600)
endfunction()

# SPDX-License-Identifier: Apache-2.0
#
# hallmark_fuzzer(): one line declares a fuzzer. Without an engine it is linked with our own main,
# which replays files; so every build tests every fuzzer against its corpus. With an engine (the
# preset `fuzz`, or HALLMARK_FUZZING_ENGINE as OSS-Fuzz sets it) it fuzzes, and what it tests of other
# people's libraries is compiled here, instrumented, instead of being linked as it was installed.
set(HALLMARK_FUZZING_ENGINE "" CACHE STRING "What links a fuzzing engine, as $LIB_FUZZING_ENGINE says it")
set(HALLMARK_PUGIXML_SOURCE "" CACHE PATH "Folder of pugixml.cpp, for fuzzers that see into pugixml")
separate_arguments(hallmark_fuzzing_engine UNIX_COMMAND "${HALLMARK_FUZZING_ENGINE}")
set(hallmark_preset_fuzz OFF)
if(NOT hallmark_fuzzing_engine AND HALLMARK_SANITIZE MATCHES "fuzzer-no-link")
  set(hallmark_fuzzing_engine -fsanitize=fuzzer)
  set(hallmark_preset_fuzz ON)
endif()
option(HALLMARK_PLANTED_BUGS "Fuzzers obey the environment variable HALLMARK_PLANTED_BUG"
  ${hallmark_preset_fuzz})
add_custom_target(hallmark_fuzzers)  # all of them
add_library(hallmark_fuzz_replay OBJECT EXCLUDE_FROM_ALL
  "${PROJECT_SOURCE_DIR}/fuzz/fuzzers/base/replay_main.cpp")
target_link_libraries(hallmark_fuzz_replay PRIVATE hallmark::options)

# hallmark_instrumented(PACKAGE SOURCE file [TARGETS name...]): stands in for an installed library,
# before find_package() asks for it.
function(hallmark_instrumented package)
  cmake_parse_arguments(ARG "" "SOURCE" "TARGETS" ${ARGN})
  add_library(hallmark_instrumented_${package} STATIC "${ARG_SOURCE}")
  target_link_libraries(hallmark_instrumented_${package} PRIVATE hallmark::options)
  target_compile_options(hallmark_instrumented_${package} PRIVATE -w -UNDEBUG)  # with its assertions
  foreach(target ${ARG_TARGETS})
    add_library(${target} ALIAS hallmark_instrumented_${package})
  endforeach()
endfunction()

if(hallmark_fuzzing_engine)
  set(folder "${PROJECT_SOURCE_DIR}/fuzz/fuzzers/base/instrumented")
  hallmark_instrumented(boost_json SOURCE "${folder}/boost_json.cpp" TARGETS Boost::json)
  hallmark_instrumented(boost_url SOURCE "${folder}/boost_url.cpp" TARGETS Boost::url)
  if(HALLMARK_PUGIXML_SOURCE)
    hallmark_instrumented(pugixml SOURCE "${HALLMARK_PUGIXML_SOURCE}/pugixml.cpp"
      TARGETS pugixml::pugixml pugixml::shared pugixml::static)
    target_include_directories(hallmark_instrumented_pugixml SYSTEM PUBLIC "${HALLMARK_PUGIXML_SOURCE}")
  else()
    message(STATUS "Fuzzers do not see into pugixml: `apt-get source pugixml`, "
      "and set HALLMARK_PUGIXML_SOURCE to its folder src")
  endif()
endif()

# For what there is nothing to be found in.
set(hallmark_uninstrumented)
if(hallmark_fuzzing_engine)
  set(hallmark_uninstrumented -fno-sanitize=all -O2)
endif()

# hallmark_fuzzer(FOLDER/NAME [SOURCES file...] DEPENDS target... [EDGES_ONLY] [JUDGE led|plain])
# The program fuzz_NAME of FOLDER/NAME.cpp, and the test fuzz.NAME: it replays fuzz/corpus/NAME, and the
# seeds that fuzz_seeds makes. EDGES_ONLY: the engine is told neither the numbers that its sources compare nor
# how deep the stack is; where these are lengths of strings and nothing calls itself, being told takes a fifth
# of the time. JUDGE: what is under test stands in SOURCES alone, and NAME.cpp, which judges it, goes without
# sanitizers. `led` keeps its coverage, for a judge that follows what was read: without it a planted bug of XML
# that takes a second took a minute. `plain` goes without that, too: one comparison leads nowhere.
function(hallmark_fuzzer place)
  get_filename_component(name ${place} NAME)
  cmake_parse_arguments(ARG "EDGES_ONLY" "JUDGE" "SOURCES;DEPENDS" ${ARGN})
  if(NOT HALLMARK_TESTS AND NOT hallmark_fuzzing_engine)
    return()
  endif()
  # Of the inline functions that both have the linker takes the first, and that is to be the instrumented one.
  add_executable(fuzz_${name} ${ARG_SOURCES} ${place}.cpp)
  if(hallmark_fuzzing_engine AND ARG_JUDGE STREQUAL "plain")
    set_source_files_properties(${place}.cpp PROPERTIES COMPILE_OPTIONS "${hallmark_uninstrumented}")
  elseif(hallmark_fuzzing_engine AND ARG_JUDGE STREQUAL "led")
    set_source_files_properties(${place}.cpp PROPERTIES COMPILE_OPTIONS "-fno-sanitize=address,undefined")
  endif()
  target_link_libraries(fuzz_${name} PRIVATE hallmark::options ${ARG_DEPENDS})
  add_dependencies(hallmark_fuzzers fuzz_${name})
  set(corpus "${PROJECT_BINARY_DIR}/fuzz/seeds/${name}")
  if(EXISTS "${PROJECT_SOURCE_DIR}/fuzz/corpus/${name}")
    list(PREPEND corpus "${PROJECT_SOURCE_DIR}/fuzz/corpus/${name}")
  endif()
  if(HALLMARK_PLANTED_BUGS)
    target_compile_definitions(fuzz_${name} PRIVATE HALLMARK_PLANTED_BUGS)
  endif()
  if(hallmark_fuzzing_engine)
    if(ARG_EDGES_ONLY)
      target_compile_options(fuzz_${name} PRIVATE -fno-sanitize-coverage=trace-cmp,stack-depth)
    endif()
    target_link_libraries(fuzz_${name} PRIVATE ${hallmark_fuzzing_engine})
    set(replay fuzz_${name} -runs=0 ${corpus})
  else()
    target_link_libraries(fuzz_${name} PRIVATE hallmark_fuzz_replay)
    set(replay fuzz_${name} ${corpus})
  endif()
  if(HALLMARK_TESTS)
    add_test(NAME fuzz.${name} COMMAND ${replay})
    set_tests_properties(fuzz.${name} PROPERTIES TIMEOUT 600 FIXTURES_REQUIRED fuzz_seeds)
  endif()
endfunction()

# SPDX-License-Identifier: Apache-2.0
#
# hallmark::options: what every target of ours is compiled with, and no third-party code is.
add_library(hallmark_options INTERFACE)
add_library(hallmark::options ALIAS hallmark_options)
target_compile_features(hallmark_options INTERFACE cxx_std_20)
target_include_directories(hallmark_options INTERFACE "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
# Warnings are for ourselves: who adds this project to their own keeps to theirs.
if(PROJECT_IS_TOP_LEVEL)
  target_compile_options(hallmark_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion
    # Where files are compiled together, a local name may be that of another file's function.
    $<$<NOT:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>>:-Wshadow>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-missing-field-initializers>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # gcc 12 sees overlaps in std::string's operator+ that are none
    # gcc 13 takes what is looked up by a description for a part of it
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_GREATER_EQUAL:$<CXX_COMPILER_VERSION>,13>>:-Wno-dangling-reference>
    $<$<CXX_COMPILER_ID:Clang>:-Wno-missing-designated-field-initializers>
    $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)  # libstdc++ 12's stable_sort uses one
endif()

# How sanitizers are asked for. gcc 12 takes no two addresses for different in a constant expression while
# it looks for null pointers, and the tables compare addresses; AddressSanitizer sees null pointers, too.
function(hallmark_sanitize target scope sanitizers)
  target_compile_options(${target} ${scope}
    -fsanitize=${sanitizers} -fno-omit-frame-pointer -fno-sanitize-recover=all
    $<$<CXX_COMPILER_ID:GNU>:-fno-sanitize=null,nonnull-attribute,returns-nonnull-attribute>)
endfunction()

if(HALLMARK_SANITIZE)
  hallmark_sanitize(hallmark_options INTERFACE ${HALLMARK_SANITIZE})
  target_link_options(hallmark_options INTERFACE -fsanitize=${HALLMARK_SANITIZE})
  # With sanitizers gcc 12 warns of Asio's coroutine frames and of Beast's optionals, wrongly, and of
  # fences that ThreadSanitizer does not follow.
  target_compile_options(hallmark_options INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete -Wno-maybe-uninitialized -Wno-tsan>)
endif()

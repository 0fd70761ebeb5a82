# SPDX-License-Identifier: Apache-2.0
#
# What `cmake --install` puts down, in two components: `program`, for who runs the suite, and
# `development`, for who builds on it. find_package(Hallmark) finds what was installed, and where it is
# told Hallmark_DIR, a build folder as well.
if(NOT PROJECT_IS_TOP_LEVEL AND NOT HALLMARK_INSTALL)
  return()
endif()

# hallmark_closure(OUT target...): those targets and all of ours that they link.
function(hallmark_closure out)
  set(found)
  set(pending ${ARGN})
  while(pending)
    list(POP_FRONT pending target)
    if(NOT TARGET ${target})
      continue()
    endif()
    get_target_property(aliased ${target} ALIASED_TARGET)
    if(aliased)  # hallmark::wire; and where fuzzers see into libraries, Boost::json
      set(target ${aliased})
    endif()
    if(NOT target MATCHES "^hallmark_" OR target IN_LIST found)
      continue()
    endif()
    list(APPEND found ${target})
    foreach(property LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
      get_target_property(linked ${target} ${property})
      if(linked)
        list(APPEND pending ${linked})
      endif()
    endforeach()
  endwhile()
  set(${out} ${found} PARENT_SCOPE)
endfunction()

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
hallmark_closure(exported hallmark_suite hallmark_gtest hallmark_fuzz)
foreach(target ${exported})
  string(REPLACE "hallmark_" "" name ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
endforeach()
install(TARGETS ${exported} EXPORT HallmarkTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}/hallmark" COMPONENT development
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")

set(sanitize)
if(HALLMARK_SANITIZE)
  set(sanitize -fsanitize=${HALLMARK_SANITIZE})
endif()
configure_file("${CMAKE_CURRENT_LIST_DIR}/HallmarkConfig.cmake.in" "${PROJECT_BINARY_DIR}/HallmarkConfig.cmake" @ONLY)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/HallmarkConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
export(EXPORT HallmarkTargets NAMESPACE Hallmark:: FILE "${PROJECT_BINARY_DIR}/HallmarkTargets.cmake")
if(NOT HALLMARK_INSTALL)
  return()
endif()

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/Hallmark")
install(EXPORT HallmarkTargets NAMESPACE Hallmark:: DESTINATION "${package_folder}" COMPONENT development)
install(FILES "${PROJECT_BINARY_DIR}/HallmarkConfig.cmake" "${PROJECT_BINARY_DIR}/HallmarkConfigVersion.cmake"
  DESTINATION "${package_folder}" COMPONENT development)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/fuzz/embedding/hallmark" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  COMPONENT development FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs/examples/embed" "${PROJECT_SOURCE_DIR}/docs/examples/fuzz-your-endpoint"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}/docs/examples" COMPONENT development)

if(HALLMARK_PROGRAM)
  install(TARGETS hallmark RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT program)
  install(FILES "${hallmark_manual_folder}/hallmark.1"
    DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT program)
  install(FILES "${hallmark_manual_folder}/hallmark.bash" RENAME hallmark
    DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/bash-completion/completions" COMPONENT program)
  install(FILES "${hallmark_manual_folder}/_hallmark"
    DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/zsh/site-functions" COMPONENT program)
endif()
install(FILES "${PROJECT_SOURCE_DIR}/docs/report-schema.json" "${PROJECT_SOURCE_DIR}/docs/campaign-schema.json"
  DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/hallmark" COMPONENT program)
# As they lie in the sources, so that they find each other.
install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/CHANGELOG.md" "${PROJECT_SOURCE_DIR}/LICENSE"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs" DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program
  FILES_MATCHING PATTERN "*.md" PATTERN "*.png" PATTERN "*.svg" PATTERN "*schema.json"
  PATTERN "smallest_endpoint.py" PATTERN "ecs_client.py" PATTERN "hallmark_shim.py"
  PATTERN "__pycache__" EXCLUDE PATTERN "docs/examples/embed" EXCLUDE
  PATTERN "docs/examples/fuzz-your-endpoint" EXCLUDE)

# What the program was made of, found out as it is installed.
if(HALLMARK_PROGRAM)
  execute_process(COMMAND git log -1 --format=%ct;%h WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    OUTPUT_VARIABLE built_from OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  list(APPEND built_from 0 unknown)  # where there is no repository
  list(GET built_from 0 epoch)
  list(GET built_from 1 commit)
  install(CODE "execute_process(COMMAND \"${CMAKE_COMMAND}\" -D \"PROGRAM=$<TARGET_FILE:hallmark>\"
    -D VERSION=${PROJECT_VERSION} -D COMMIT=${commit} -D EPOCH=${epoch}
    -D \"PACKAGES=${PROJECT_SOURCE_DIR}/cmake/packages.txt\"
    -D \"OUT=\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATAROOTDIR}/hallmark/hallmark.spdx.json\"
    -P \"${PROJECT_SOURCE_DIR}/cmake/sbom.cmake\" COMMAND_ERROR_IS_FATAL ANY)" COMPONENT program)
endif()

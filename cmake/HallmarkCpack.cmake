# SPDX-License-Identifier: Apache-2.0
#
# `cpack` in a build folder: hallmark_0.1.0_amd64.deb, hallmark-dev_0.1.0_amd64.deb, and an archive of both.
# With SOURCE_DATE_EPOCH set the same tree gives the same packages.
if(NOT PROJECT_IS_TOP_LEVEL OR NOT HALLMARK_INSTALL OR NOT HALLMARK_PROGRAM)
  return()
endif()
set(CPACK_GENERATOR TGZ)
set(CPACK_PACKAGE_VENDOR "Hallmark")
set(CPACK_PACKAGE_CONTACT "The Hallmark authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program development)

# What the program loads, dpkg-shlibdeps finds, among what `file` takes for programs; without them there are no Debian
# packages.
find_program(HALLMARK_SHLIBDEPS dpkg-shlibdeps)
find_program(HALLMARK_FILE file)
mark_as_advanced(HALLMARK_SHLIBDEPS HALLMARK_FILE)
if(HALLMARK_SHLIBDEPS AND HALLMARK_FILE)
  list(APPEND CPACK_GENERATOR DEB)
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME hallmark)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME hallmark-dev)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "${PROJECT_DESCRIPTION}")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "${PROJECT_DESCRIPTION}: headers and libraries")

# Of the packages that it was built with, those that its libraries are linked with again.
set(linked "hallmark (= ${PROJECT_VERSION})")
file(STRINGS "${PROJECT_SOURCE_DIR}/cmake/packages.txt" rows REGEX "^build ")
foreach(row ${rows})
  string(REGEX REPLACE " +" ";" row "${row}")
  list(GET row 1 debian)
  list(GET row 2 elsewhere)
  list(GET row 3 found_by)
  if(NOT found_by MATCHES "^(command:.*|CLI11|jemalloc)$")
    string(APPEND linked ", ${debian}")
    if(NOT elsewhere STREQUAL debian)
      string(APPEND linked " | ${elsewhere}")
    endif()
  endif()
endforeach()
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${linked}")
include(CPack)

# SPDX-License-Identifier: Apache-2.0
#
# Writes what the program was made of, as SPDX 2.3:
#
#   cmake -D PROGRAM=FILE -D VERSION=0.1.0 -D COMMIT=... -D EPOCH=SECONDS -D PACKAGES=cmake/packages.txt \
#     -D OUT=FILE -P cmake/sbom.cmake
#
# What it is built with comes from the list of packages, what it loads from the program itself; versions
# are those of the packages installed here. The same program and packages give the same bytes.
cmake_minimum_required(VERSION 3.25)
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  set(ENV{SOURCE_DATE_EPOCH} "${EPOCH}")
endif()
string(TIMESTAMP created "%Y-%m-%dT%H:%M:%SZ" UTC)

# Under which licence others give what we link; of tools it does not matter here.
set(licenses
  "libboost:BSL-1.0" "libssl:Apache-2.0" "zlib1g:Zlib" "libpugixml:MIT" "libcli11:BSD-3-Clause" "libjemalloc:BSD-2-Clause"
  "libstdc\\+\\+|libgcc:GPL-3.0-or-later WITH GCC-exception-3.1" "libc6:LGPL-2.1-or-later")

# add_package(NAME RELATIONSHIP): what is installed under that name, once; nothing where it is not. `shown` is what
# dpkg-query says of all of them.
set(packages)
set(relations)
set(known)
function(add_package name relation)
  string(REGEX REPLACE "([.+])" "\\\\\\1" pattern "${name}")
  if(name IN_LIST known OR NOT shown MATCHES "\n${pattern} installed ([^ \n]+) ([a-z0-9]+)\n")
    return()
  endif()
  set(version "${CMAKE_MATCH_1}")
  set(architecture "${CMAKE_MATCH_2}")
  set(license NOASSERTION)
  foreach(entry ${licenses})
    string(REGEX MATCH "^(.*):(.*)$" entry "${entry}")
    set(declared "${CMAKE_MATCH_2}")
    if("${name}" MATCHES "^(${CMAKE_MATCH_1})")
      set(license "${declared}")
    endif()
  endforeach()
  string(REGEX REPLACE "[^A-Za-z0-9.-]" "-" id "${name}")
  string(REPLACE "+" "%2B" locator "pkg:deb/${distribution}/${name}@${version}?arch=${architecture}")
  string(APPEND packages ",
  {\"SPDXID\": \"SPDXRef-Package-${id}\", \"name\": \"${name}\", \"versionInfo\": \"${version}\",
   \"downloadLocation\": \"NOASSERTION\", \"filesAnalyzed\": false, \"copyrightText\": \"NOASSERTION\",
   \"licenseConcluded\": \"NOASSERTION\", \"licenseDeclared\": \"${license}\",
   \"externalRefs\": [{\"referenceCategory\": \"PACKAGE-MANAGER\", \"referenceType\": \"purl\", \"referenceLocator\": \"${locator}\"}]}")
  if("${relation}" MATCHES "_OF$")
    set(ends "\"spdxElementId\": \"SPDXRef-Package-${id}\", \"relatedSpdxElement\": \"SPDXRef-hallmark\"")
  else()
    set(ends "\"spdxElementId\": \"SPDXRef-hallmark\", \"relatedSpdxElement\": \"SPDXRef-Package-${id}\"")
  endif()
  string(APPEND relations ",\n    {${ends}, \"relationshipType\": \"${relation}\"}")
  list(APPEND known "${name}")
  foreach(variable packages relations known)
    set(${variable} "${${variable}}" PARENT_SCOPE)
  endforeach()
endfunction()

set(distribution debian)
if(EXISTS /etc/os-release)
  file(STRINGS /etc/os-release lines REGEX "^ID=")
  string(REGEX REPLACE "^ID=\"?([a-z]+).*$" "\\1" distribution "${lines}")
endif()

# What it loads: the packages of these files, wherever dpkg thinks that they lie.
file(GET_RUNTIME_DEPENDENCIES EXECUTABLES "${PROGRAM}" RESOLVED_DEPENDENCIES_VAR loaded
  UNRESOLVED_DEPENDENCIES_VAR missing)
set(paths)
foreach(library ${loaded})
  file(REAL_PATH "${library}" real)
  foreach(path "${library}" "${real}")
    string(REGEX REPLACE "^/usr/" "/" without_usr "${path}")
    list(APPEND paths "${without_usr}" "/usr${without_usr}")
  endforeach()
endforeach()
execute_process(COMMAND dpkg-query --search ${paths} OUTPUT_VARIABLE owners ERROR_QUIET)
string(REGEX MATCHALL "[^\n:,]+[:,][^\n]*\n" owners "${owners}")
list(TRANSFORM owners REPLACE "[:,].*$" "")

# What it is built with: of two names of a package the one that is installed.
set(built_with)
file(STRINGS "${PACKAGES}" rows REGEX "^build ")
foreach(row ${rows})
  string(REGEX REPLACE " +" ";" row "${row}")
  list(GET row 3 found_by)
  if(found_by MATCHES "^command:")
    set(relation BUILD_TOOL_OF)
  else()
    set(relation BUILD_DEPENDENCY_OF)
  endif()
  foreach(column 1 2)
    list(GET row ${column} name)
    if(NOT name STREQUAL "-")
      list(APPEND built_with "${name}=${relation}")
    endif()
  endforeach()
endforeach()

set(names ${built_with})
list(TRANSFORM names REPLACE "=.*$" "")
execute_process(COMMAND dpkg-query --show "--showformat=\n\${Package} \${db:Status-Status} \${Version} \${Architecture}\n"
  ${owners} ${names} OUTPUT_VARIABLE shown ERROR_QUIET)
foreach(name ${owners})
  add_package("${name}" DYNAMIC_LINK)
endforeach()
foreach(entry ${built_with})
  string(REGEX MATCH "^(.*)=(.*)$" entry "${entry}")
  add_package("${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}")
endforeach()

set(body "\"creationInfo\": {\"created\": \"${created}\", \"creators\": [\"Tool: hallmark-sbom-${VERSION}\"]},
  \"packages\": [
    {\"SPDXID\": \"SPDXRef-hallmark\", \"name\": \"hallmark\", \"versionInfo\": \"${VERSION}\",
     \"sourceInfo\": \"commit ${COMMIT}\", \"primaryPackagePurpose\": \"APPLICATION\",
     \"downloadLocation\": \"NOASSERTION\", \"filesAnalyzed\": false, \"copyrightText\": \"NOASSERTION\",
     \"licenseConcluded\": \"Apache-2.0\", \"licenseDeclared\": \"Apache-2.0\"}${packages}
  ],
  \"relationships\": [
    {\"spdxElementId\": \"SPDXRef-DOCUMENT\", \"relatedSpdxElement\": \"SPDXRef-hallmark\", \"relationshipType\": \"DESCRIBES\"}${relations}
  ]")
string(SHA256 digest "${body}")
string(SUBSTRING "${digest}" 0 32 digest)
file(WRITE "${OUT}" "{
  \"spdxVersion\": \"SPDX-2.3\", \"dataLicense\": \"CC0-1.0\", \"SPDXID\": \"SPDXRef-DOCUMENT\",
  \"name\": \"hallmark-${VERSION}\", \"documentNamespace\": \"https://spdx.org/spdxdocs/hallmark-${VERSION}-${digest}\",
  ${body}
}
")

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

# add_package(NAME RELATIONSHIP): what is installed under that name, once; nothing where it is not.
set(packages)
set(relations)
set(known)
function(add_package name relation)
  execute_process(COMMAND dpkg-query --show "--showformat=\${db:Status-Status};\${Version};\${Architecture}" "${name}"
    OUTPUT_VARIABLE shown ERROR_QUIET RESULT_VARIABLE failed)
  if(failed OR name IN_LIST known OR NOT shown MATCHES "^installed;([^;]+);([a-z0-9]+)$")
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

# What it loads.
file(GET_RUNTIME_DEPENDENCIES EXECUTABLES "${PROGRAM}" RESOLVED_DEPENDENCIES_VAR loaded
  UNRESOLVED_DEPENDENCIES_VAR missing)
foreach(library ${loaded})
  file(REAL_PATH "${library}" real)
  string(REGEX REPLACE "^/usr/" "/" without_usr "${real}")
  foreach(path "${library}" "${real}" "${without_usr}" "/usr${without_usr}")
    execute_process(COMMAND dpkg-query --search "${path}"
      OUTPUT_VARIABLE owner ERROR_QUIET RESULT_VARIABLE failed)
    if(NOT failed)
      string(REGEX REPLACE "[:,].*$" "" owner "${owner}")
      add_package("${owner}" DYNAMIC_LINK)
      break()
    endif()
  endforeach()
endforeach()

# What it is built with: of two names of a package the one that is installed.
file(STRINGS "${PACKAGES}" rows REGEX "^build ")
foreach(row ${rows})
  string(REGEX REPLACE " +" ";" row "${row}")
  list(GET row 1 name)
  list(GET row 2 elsewhere)
  list(GET row 3 found_by)
  set(relation BUILD_DEPENDENCY_OF)
  if(found_by MATCHES "^command:")
    set(relation BUILD_TOOL_OF)
  endif()
  add_package("${name}" ${relation})
  add_package("${elsewhere}" ${relation})
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

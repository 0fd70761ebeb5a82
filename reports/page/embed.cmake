# SPDX-License-Identifier: Apache-2.0
#
# cmake -D FOLDER=reports/page -D OUT=assets.cpp -P embed.cmake: the page's files as string literals, the
# scripts in one after the other. Comments and indentation stay behind: they are for who reads the sources.
function(literal name)
  set(text "")
  foreach(file ${ARGN})
    file(READ "${FOLDER}/${file}" content)
    string(REGEX REPLACE "\n *//[^\n]*" "" content "${content}")
    string(REGEX REPLACE "\n +" "\n" content "${content}")
    string(APPEND text "${content}")
  endforeach()
  set(literals "${literals}const std::string_view ${name} = R\"embedded(${text})embedded\";\n" PARENT_SCOPE)
endfunction()

literal(page_template template.html)
literal(style page.css)
literal(script base.js verdicts.js overview.js documents.js states.js cases.js main.js)
file(WRITE "${OUT}" "// Made by embed.cmake.
#include \"reports/page/assets.hpp\"

namespace hallmark::reports::page {
${literals}
}  // namespace hallmark::reports::page
")

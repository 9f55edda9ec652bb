# Files that go into the program as they are: the schema, the glossary, the templates.
#
#   signpost_embed(TEMPLATES_CC
#     FUNCTION signpost::report::template_files HEADER engine/report/templates.h
#     FILES templates/page.mustache templates/style.css)
#
# has a source made at build, whose path it sets in the variable TEMPLATES_CC, for the folder's
# SOURCES. It defines FUNCTION, which HEADER declares as
#
#   std::span<const Embedded> template_files();   // engine/base/embedded.h
#
# and which returns each file's name (without its folder) and content, in the order of FILES. The
# content ends in a zero that it does not count.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(SIGNPOST_EMBED ${CMAKE_CURRENT_LIST_FILE})
  function(signpost_embed variable)
    cmake_parse_arguments(ARG "" "FUNCTION;HEADER" "FILES" ${ARGN})
    list(TRANSFORM ARG_FILES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
    string(REGEX REPLACE ".*::" "" name ${ARG_FUNCTION})
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
    add_custom_command(
      OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} "-DFILES=${ARG_FILES}" -DOUTPUT=${output} -DHEADER=${ARG_HEADER}
              -DFUNCTION=${ARG_FUNCTION} -P ${SIGNPOST_EMBED}
      DEPENDS ${ARG_FILES} ${SIGNPOST_EMBED}
      VERBATIM)
    set(${variable} ${output} PARENT_SCOPE)
  endfunction()
  return()
endif()

# Writes the source. A string literal may be limited to 64 KB, so a file goes in as an array of bytes.
string(REGEX MATCH "^(.*)::([^:]*)$" all "${FUNCTION}")
set(namespace "${CMAKE_MATCH_1}")
set(function "${CMAKE_MATCH_2}")
set(text "// Made by engine/embed.cmake.\n#include \"${HEADER}\"\n\nnamespace ${namespace} {\nnamespace {\n")
set(list "")
set(number 0)
foreach(file IN LISTS FILES)
  math(EXPR number "${number} + 1")
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND text "\nconst unsigned char kFile${number}[] = {\n${bytes}0x00};\n")
  string(APPEND list "    {\"${name}\",\n     {reinterpret_cast<const char*>(kFile${number}), sizeof kFile${number} - 1}},\n")
endforeach()
string(APPEND text "\nconst Embedded kFiles[] = {\n${list}};\n\n}  // namespace\n\n")
string(APPEND text "std::span<const Embedded> ${function}() { return kFiles; }\n\n}  // namespace ${namespace}\n")
file(WRITE "${OUTPUT}" "${text}")

# bgpte_embed_text(TARGET <library> FILE <text file> HEADER <header that declares it>
#                  FUNCTION <bgpte::module::name>)
# compiles a text file into the library: the function returns it as a std::string_view.
function(bgpte_embed_text)
  cmake_parse_arguments(arg "" "TARGET;FILE;HEADER;FUNCTION" "" ${ARGN})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${arg_FILE}")
  file(READ "${arg_FILE}" text)
  cmake_path(GET arg_FILE FILENAME stem)
  set(source "${PROJECT_BINARY_DIR}/embedded/${stem}.cpp")
  # A raw string literal; no JSON Schema holds its delimiter.
  string(CONCAT content
    "#include \"${arg_HEADER}\"\n\n"
    "std::string_view ${arg_FUNCTION}() {\n  return R\"BGPTE_TEXT(" "${text}" ")BGPTE_TEXT\";\n}\n")
  set(written "")
  if(EXISTS "${source}")
    file(READ "${source}" written)
  endif()
  if(NOT written STREQUAL content)
    file(WRITE "${source}" "${content}")
  endif()
  target_sources(${arg_TARGET} PRIVATE "${source}")
endfunction()

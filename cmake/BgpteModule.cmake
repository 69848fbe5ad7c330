# bgpte_module(NAME USES <modules> LIBS <public libraries> PRIVATE_LIBS <libraries>)
# makes the static library bgpte_NAME of src/NAME/**/*.cpp and include/bgpte/NAME/**/*.hpp.
# Private headers are included by their path from the project's root ("src/NAME/...").
function(bgpte_module name)
  cmake_parse_arguments(arg "" "" "USES;LIBS;PRIVATE_LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cpp")
  if(NOT sources)
    add_library(bgpte_${name} INTERFACE)
    set(public INTERFACE)
    set(private INTERFACE)
  else()
    add_library(bgpte_${name} STATIC ${sources})
    set(public PUBLIC)
    set(private PRIVATE)
    target_include_directories(bgpte_${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(bgpte_${name} PRIVATE fmt::fmt)
    target_precompile_headers(bgpte_${name} REUSE_FROM bgpte_precompiled)
  endif()
  target_link_libraries(bgpte_${name} ${public} bgpte_settings ${arg_LIBS})
  foreach(used IN LISTS arg_USES)
    target_link_libraries(bgpte_${name} ${public} bgpte_${used})
  endforeach()
  target_link_libraries(bgpte_${name} ${private} ${arg_PRIVATE_LIBS})
  # What only one module needs, e.g. an embedded schema.
  include("${PROJECT_SOURCE_DIR}/src/${name}/extra.cmake" OPTIONAL)
endfunction()

# bgpte_optimise_further(FILES...) compiles these sources with -O3 where the build type optimises.
# docs/performance.md has the measurement behind each.
function(bgpte_optimise_further)
  foreach(file IN LISTS ARGN)
    set_property(SOURCE "${PROJECT_SOURCE_DIR}/${file}" APPEND PROPERTY COMPILE_OPTIONS
                 $<$<OR:$<CONFIG:Release>,$<CONFIG:RelWithDebInfo>>:-O3>)
    set_property(SOURCE "${PROJECT_SOURCE_DIR}/${file}" PROPERTY SKIP_PRECOMPILE_HEADERS ON)
  endforeach()
endfunction()

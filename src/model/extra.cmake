# bgpte/model/version.hpp: one generated source, which alone is compiled again for another commit.
set(BGPTE_COMMIT "unknown")
find_package(Git QUIET)
if(GIT_FOUND)
  # Sources that were unpacked inside of another repository are not of its commit.
  execute_process(COMMAND "${GIT_EXECUTABLE}" rev-parse --show-prefix
                  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" RESULT_VARIABLE git_failed
                  OUTPUT_VARIABLE git_prefix OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT git_failed AND git_prefix STREQUAL "")
    execute_process(COMMAND "${GIT_EXECUTABLE}" rev-parse --short=12 --verify HEAD
                    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" RESULT_VARIABLE git_failed
                    OUTPUT_VARIABLE git_commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(NOT git_failed)
      set(BGPTE_COMMIT "${git_commit}")
    endif()
    # The log of HEAD grows with every commit: CMake runs again then.
    execute_process(COMMAND "${GIT_EXECUTABLE}" rev-parse --git-path logs/HEAD
                    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
                    OUTPUT_VARIABLE git_log OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    cmake_path(ABSOLUTE_PATH git_log BASE_DIRECTORY "${PROJECT_SOURCE_DIR}")
    if(EXISTS "${git_log}")
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${git_log}")
    endif()
  endif()
endif()
configure_file("${PROJECT_SOURCE_DIR}/src/model/version.cpp.in"
               "${PROJECT_BINARY_DIR}/generated/version.cpp" @ONLY)
target_sources(bgpte_model PRIVATE "${PROJECT_BINARY_DIR}/generated/version.cpp")

# Compiler settings that every target of the project links, as one interface target.
add_library(bgpte_settings INTERFACE)
target_compile_features(bgpte_settings INTERFACE cxx_std_20)
target_include_directories(bgpte_settings INTERFACE "${PROJECT_SOURCE_DIR}/include")
set(CMAKE_CXX_EXTENSIONS OFF)

# -O2 takes two thirds of the time that -O3 takes to build (docs/performance.md).
# Flags that a packager sets stay.
if(CMAKE_CXX_FLAGS_RELEASE STREQUAL "-O3 -DNDEBUG")
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
  # For modules in which little time is spent: -O1 takes three fifths of the time of -O2 to build.
  set(BGPTE_COLD_OPTIONS $<$<CONFIG:Release>:-O1>)
endif()

# The same bytes on every machine: no contraction, no fast-math.
target_compile_options(bgpte_settings INTERFACE
  -ffp-contract=off -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
# g++ 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651).
target_compile_options(bgpte_settings INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
# In a unity build a local name may meet another file's unnamed namespace; that is no shadowing.
if(CMAKE_UNITY_BUILD)
  target_compile_options(bgpte_settings INTERFACE -Wno-shadow)
endif()
if(BGPTE_WERROR)
  target_compile_options(bgpte_settings INTERFACE -Werror)
endif()
if(BGPTE_SANITIZE)
  target_compile_options(bgpte_settings INTERFACE
    -fsanitize=${BGPTE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # What these look for at each access, AddressSanitizer sees in nearly all cases; without them the
  # program takes three quarters of the time to compile.
  if(BGPTE_SANITIZE MATCHES "address.*undefined")
    target_compile_options(bgpte_settings INTERFACE
      -fno-sanitize=null,alignment,object-size,vptr)
  endif()
  # Test programs say so themselves (tests/CMakeLists.txt): undefined behaviour is looked for in the
  # program, which halves the time that the tests take to compile.
  target_compile_options(bgpte_settings INTERFACE
    $<$<BOOL:$<TARGET_PROPERTY:BGPTE_TEST_PROGRAM>>:-fno-sanitize=undefined>)
  target_link_options(bgpte_settings INTERFACE -fsanitize=${BGPTE_SANITIZE})
endif()
if(BGPTE_FUZZ)
  target_compile_options(bgpte_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()

# The standard headers that most sources include are parsed once (switched off by
# CMAKE_DISABLE_PRECOMPILE_HEADERS). Sources name all that they use all the same.
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/precompiled.cpp" CONTENT "")
add_library(bgpte_precompiled OBJECT "${PROJECT_BINARY_DIR}/precompiled.cpp")
target_link_libraries(bgpte_precompiled PRIVATE bgpte_settings fmt::fmt)
target_precompile_headers(bgpte_precompiled PRIVATE
  <algorithm> <array> <cmath> <compare> <cstdint> <functional> <limits> <map> <memory> <numeric>
  <optional> <set> <span> <string> <string_view> <utility> <variant> <vector> <fmt/format.h>)

# Compiler settings that every target of the project links, as one interface target.
add_library(bgpte_settings INTERFACE)
target_compile_features(bgpte_settings INTERFACE cxx_std_20)
target_include_directories(bgpte_settings INTERFACE "${PROJECT_SOURCE_DIR}/include")
set(CMAKE_CXX_EXTENSIONS OFF)

# The same bytes on every machine: no contraction, no fast-math.
target_compile_options(bgpte_settings INTERFACE
  -ffp-contract=off -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
# g++ 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651).
target_compile_options(bgpte_settings INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
if(BGPTE_WERROR)
  target_compile_options(bgpte_settings INTERFACE -Werror)
endif()
if(BGPTE_SANITIZE)
  target_compile_options(bgpte_settings INTERFACE
    -fsanitize=${BGPTE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(bgpte_settings INTERFACE -fsanitize=${BGPTE_SANITIZE})
endif()
if(BGPTE_FUZZ)
  target_compile_options(bgpte_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_compile_definitions(bgpte_settings INTERFACE BGPTE_VERSION="${PROJECT_VERSION}")

# Ends or fails the program at one of its calls (tests/cli/interrupted.hpp). A sanitizer
# wants to be the first library of a process: then those tests are skipped.
if(TARGET bgpte AND NOT BGPTE_SANITIZE)
  add_library(bgpte_call_shim MODULE "${CMAKE_CURRENT_LIST_DIR}/call_shim.cpp")
  target_compile_features(bgpte_call_shim PRIVATE cxx_std_20)
  target_link_libraries(bgpte_call_shim PRIVATE ${CMAKE_DL_LIBS})
  add_dependencies(cli_test bgpte_call_shim)
  target_compile_definitions(cli_test PRIVATE BGPTE_CALL_SHIM="$<TARGET_FILE:bgpte_call_shim>")
endif()
# Tickets of watch in an independent validator of their schema.
target_sources(cli_test PRIVATE "${PROJECT_SOURCE_DIR}/tests/scenario/schema_check_test.cpp")
target_link_libraries(cli_test PRIVATE nlohmann_json::nlohmann_json)

# The shipped schema in an independent validator.
target_sources(logbook_test PRIVATE "${PROJECT_SOURCE_DIR}/tests/scenario/schema_check_test.cpp")
target_link_libraries(logbook_test PRIVATE bgpte_scenario nlohmann_json::nlohmann_json)
if(BGPTE_FUZZ)
  # logbook_log_fuzz -max_total_time=600 CORPUS
  add_executable(logbook_log_fuzz "${CMAKE_CURRENT_LIST_DIR}/log_fuzz.cpp")
  target_include_directories(logbook_log_fuzz PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(logbook_log_fuzz PRIVATE bgpte_logbook bgpte_settings)
  target_compile_options(logbook_log_fuzz PRIVATE -fsanitize=fuzzer)
  target_link_options(logbook_log_fuzz PRIVATE -fsanitize=fuzzer)
endif()

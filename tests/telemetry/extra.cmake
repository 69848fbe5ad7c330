# The shipped schemas in an independent validator.
target_sources(telemetry_test PRIVATE "${PROJECT_SOURCE_DIR}/tests/scenario/schema_check_test.cpp")
target_link_libraries(telemetry_test PRIVATE nlohmann_json::nlohmann_json)
if(BGPTE_FUZZ)
  # telemetry_import_fuzz -max_total_time=600 CORPUS
  add_executable(telemetry_import_fuzz "${CMAKE_CURRENT_LIST_DIR}/import_fuzz.cpp")
  target_include_directories(telemetry_import_fuzz PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(telemetry_import_fuzz PRIVATE bgpte_telemetry bgpte_settings)
  target_compile_options(telemetry_import_fuzz PRIVATE -fsanitize=fuzzer)
  target_link_options(telemetry_import_fuzz PRIVATE -fsanitize=fuzzer)
endif()
# Known traffic through real tools, then through bgpte import.
if(TARGET bgpte)
  add_test(NAME telemetry_real_tools COMMAND python3
           "${CMAKE_CURRENT_LIST_DIR}/real_tools/real_tools.py" "$<TARGET_FILE:bgpte>")
  set_tests_properties(telemetry_real_tools PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300 LABELS slow)
endif()

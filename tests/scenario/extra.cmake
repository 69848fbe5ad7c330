if(BGPTE_FUZZ)
  # load_fuzz -max_total_time=600 CORPUS tests/scenario/corpus/valid tests/scenario/corpus/invalid
  add_executable(scenario_load_fuzz "${CMAKE_CURRENT_LIST_DIR}/load_fuzz.cpp")
  target_include_directories(scenario_load_fuzz PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(scenario_load_fuzz PRIVATE bgpte_scenario bgpte_settings
                        nlohmann_json::nlohmann_json)
  target_compile_options(scenario_load_fuzz PRIVATE -fsanitize=fuzzer)
  target_link_options(scenario_load_fuzz PRIVATE -fsanitize=fuzzer)
endif()

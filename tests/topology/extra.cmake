# The route tables that agreement_test.cpp compares with are JSON lines, and load_test.cpp makes
# archives of its own.
if(TARGET topology_test)
  target_link_libraries(topology_test PRIVATE nlohmann_json::nlohmann_json ZLIB::ZLIB BZip2::BZip2)
endif()

if(BGPTE_FUZZ)
  add_executable(topology_load_fuzz "${CMAKE_CURRENT_LIST_DIR}/load_fuzz.cpp")
  target_link_libraries(topology_load_fuzz PRIVATE bgpte_settings bgpte_topology)
  target_link_options(topology_load_fuzz PRIVATE -fsanitize=fuzzer)
endif()

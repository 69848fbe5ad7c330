# The shipped schema in an independent validator.
target_sources(history_test PRIVATE "${PROJECT_SOURCE_DIR}/tests/scenario/schema_check_test.cpp")
target_link_libraries(history_test PRIVATE bgpte_scenario nlohmann_json::nlohmann_json)

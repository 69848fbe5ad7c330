# The shipped schemas in an independent validator.
target_sources(telemetry_test PRIVATE "${PROJECT_SOURCE_DIR}/tests/scenario/schema_check_test.cpp")
target_link_libraries(telemetry_test PRIVATE nlohmann_json::nlohmann_json)

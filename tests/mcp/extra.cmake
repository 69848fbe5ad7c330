# The server is tested with the commands that it runs in the program.
if(TARGET mcp_test)
  target_link_libraries(mcp_test PRIVATE bgpte_cli nlohmann_json::nlohmann_json)
  if(TARGET bgpte)
    add_dependencies(mcp_test bgpte)
  endif()
endif()

# Official clients; strace. Both skip, by name, what is not installed or does not answer.
if(TARGET bgpte AND NOT BGPTE_SANITIZE)
  add_test(NAME mcp.official
           COMMAND "${CMAKE_CURRENT_LIST_DIR}/official.sh" $<TARGET_FILE:bgpte>
                   "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/mcp/official")
  add_test(NAME mcp.strace
           COMMAND python3 "${CMAKE_CURRENT_LIST_DIR}/strace_test.py" $<TARGET_FILE:bgpte>
                   "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/mcp/strace")
  add_test(NAME mcp.process
           COMMAND python3 "${CMAKE_CURRENT_LIST_DIR}/process_test.py" $<TARGET_FILE:bgpte>
                   "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/mcp/process")
  set_tests_properties(mcp.official mcp.strace mcp.process PROPERTIES SKIP_RETURN_CODE 77
                       LABELS slow TIMEOUT 600)
endif()

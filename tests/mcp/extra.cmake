# The server is tested with the commands that it runs in the program.
if(TARGET mcp_test)
  target_link_libraries(mcp_test PRIVATE bgpte_cli nlohmann_json::nlohmann_json)
  if(TARGET bgpte)
    add_dependencies(mcp_test bgpte)
  endif()
endif()

# The lab (tests/lab): what the program prints, pasted into real daemons in network namespaces.
# Without the program lab_text prints the parts.
add_executable(lab_text "${PROJECT_SOURCE_DIR}/tests/lab/lab_text.cpp")
target_link_libraries(lab_text PRIVATE bgpte_config)
set(lab_programs "LAB_TEXT=$<TARGET_FILE:lab_text>")
if(TARGET bgpte)
  list(APPEND lab_programs "BGPTE=$<TARGET_FILE:bgpte>")
endif()
add_test(NAME lab COMMAND "${PROJECT_SOURCE_DIR}/tests/lab/lab.sh")
# It mostly waits for daemons, longer than all other tests together: it begins first.
set_tests_properties(lab PROPERTIES ENVIRONMENT "${lab_programs}" SKIP_RETURN_CODE 77 TIMEOUT 1500
                     COST 1000 LABELS slow)

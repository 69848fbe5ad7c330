# The lab (tests/lab): the texts pasted into real daemons, in network namespaces.
add_executable(lab_text "${PROJECT_SOURCE_DIR}/tests/lab/lab_text.cpp")
target_link_libraries(lab_text PRIVATE bgpte_config)
add_test(NAME lab COMMAND "${PROJECT_SOURCE_DIR}/tests/lab/lab.sh")
set_tests_properties(lab PROPERTIES ENVIRONMENT "LAB_TEXT=$<TARGET_FILE:lab_text>"
                     SKIP_RETURN_CODE 77 TIMEOUT 300)

# Pages as a browser shows them. Both tests skip, by name, what is not installed.
if(TARGET bgpte AND NOT BGPTE_SANITIZE)
  add_test(NAME page.chromium
           COMMAND python3 "${CMAKE_CURRENT_LIST_DIR}/chromium_test.py" $<TARGET_FILE:bgpte>
                   "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/pages/chromium")
  add_test(NAME page.axe
           COMMAND "${CMAKE_CURRENT_LIST_DIR}/axe_test.sh" $<TARGET_FILE:bgpte>
                   "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/pages/axe")
  set_tests_properties(page.chromium page.axe PROPERTIES SKIP_RETURN_CODE 77 LABELS slow
                       TIMEOUT 300)
endif()

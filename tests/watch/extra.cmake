# A real Prometheus and Alertmanager; skipped where they are not installed.
if(TARGET bgpte)
  add_test(NAME watch.alertmanager
           COMMAND "${CMAKE_CURRENT_LIST_DIR}/alertmanager_test.py" "${PROJECT_SOURCE_DIR}"
                   "$<TARGET_FILE:bgpte>")
  set_tests_properties(watch.alertmanager PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 300)
endif()

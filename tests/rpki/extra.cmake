# Origins against BIRD's own validation; skipped where BIRD is not installed.
if(TARGET bgpte)
  add_test(NAME rpki.bird COMMAND "${CMAKE_CURRENT_LIST_DIR}/bird_test.py" "$<TARGET_FILE:bgpte>")
  set_tests_properties(rpki.bird PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 300)
endif()

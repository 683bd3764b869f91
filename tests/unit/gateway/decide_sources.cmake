list(APPEND GATEWAY_TESTS admission_test.cpp asked_test.cpp control_test.cpp
  decide_test.cpp fitting_test.cpp kept_test.cpp thread_test.cpp letter_test.cpp
  local_time_test.cpp non_delivery_test.cpp readers_test.cpp search_form_test.cpp)

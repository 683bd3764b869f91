list(APPEND GATEWAY_TESTS admission_test.cpp audience_test.cpp control_test.cpp decide_test.cpp
  fitting_test.cpp gateway_letters_test.cpp kept_test.cpp letter_test.cpp local_time_test.cpp
  non_delivery_test.cpp orders_test.cpp search_context_test.cpp search_form_test.cpp)

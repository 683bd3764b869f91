list(APPEND GATEWAY_TESTS admission_test.cpp decide_test.cpp thread_test.cpp letter_test.cpp
  local_time_test.cpp)

# Tests of process: confinement, and the daemon's side towards a service manager.
list(APPEND GATEWAY_TESTS
  confine_test.cpp
  doing_test.cpp
  metrics_test.cpp
  log_test.cpp
  intake_test.cpp
  notify_test.cpp
  old_audiences_test.cpp)

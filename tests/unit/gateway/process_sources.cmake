# Tests of process: confinement, and the daemon's side towards a service manager.
list(APPEND GATEWAY_TESTS
  attached_text_test.cpp
  cage_test.cpp
  extractor_test.cpp
  pdf_columns_test.cpp
  confine_test.cpp
  doing_test.cpp
  metrics_test.cpp
  log_test.cpp
  intake_test.cpp
  notify_test.cpp)

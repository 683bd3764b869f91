# How bodies become forms: mail and templates together.
list(APPEND GATEWAY_TESTS alternatives_test.cpp client_replies_test.cpp client_shapes.cpp quotes_test.cpp
  reading_html_test.cpp reply_forms_test.cpp reply_shapes.cpp round_trip_test.cpp
  written_letters.cpp written_test.cpp)

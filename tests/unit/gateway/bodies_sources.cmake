# How bodies become forms: mail and templates together.
list(APPEND GATEWAY_TESTS alternatives_test.cpp quotes_test.cpp)

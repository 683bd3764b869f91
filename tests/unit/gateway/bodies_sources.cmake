# How bodies become forms: mail and templates together.
list(APPEND GATEWAY_TESTS quotes_test.cpp)

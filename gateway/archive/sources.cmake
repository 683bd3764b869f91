list(APPEND GATEWAY_SOURCES archive/archive.cpp)

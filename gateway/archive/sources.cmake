list(APPEND GATEWAY_SOURCES archive/archive.cpp archive/attached_words.cpp)

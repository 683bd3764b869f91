list(APPEND GATEWAY_SOURCES
  decide/admission.cpp decide/answer.cpp decide/decide.cpp decide/group.cpp decide/note.cpp
  decide/reading.cpp decide/request.cpp decide/thread.cpp)

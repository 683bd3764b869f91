list(APPEND GATEWAY_SOURCES
  decide/admission.cpp decide/answer.cpp decide/control.cpp
  decide/control_answer.cpp decide/control_case.cpp decide/control_correct.cpp
  decide/control_operator.cpp decide/decide.cpp decide/fitting.cpp decide/group.cpp decide/note.cpp
  decide/order_form.cpp decide/order_line.cpp decide/order_search.cpp decide/orders.cpp
  decide/reading.cpp decide/request.cpp decide/search.cpp decide/standing.cpp decide/thread.cpp)

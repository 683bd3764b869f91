list(APPEND GATEWAY_SOURCES
  decide/admission.cpp decide/answer.cpp decide/control.cpp
  decide/control_answer.cpp decide/control_case.cpp decide/control_correct.cpp
  decide/control_operator.cpp decide/decide.cpp decide/fitting.cpp decide/form_of.cpp
  decide/message.cpp decide/named.cpp decide/order_form.cpp decide/order_line.cpp
  decide/order_search.cpp decide/orders.cpp decide/orders_obeyed.cpp decide/reach.cpp
  decide/readers.cpp decide/reading.cpp decide/replied.cpp decide/request.cpp decide/search.cpp
  decide/standing.cpp decide/title.cpp decide/whom.cpp)

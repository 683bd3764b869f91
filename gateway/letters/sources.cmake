list(APPEND GATEWAY_SOURCES
  letters/answer.cpp letters/letter.cpp letters/local_time.cpp letters/machine.cpp letters/non_delivery.cpp
  letters/receipt.cpp
  letters/refusal.cpp letters/seal_letter.cpp letters/text.cpp letters/welcome.cpp)

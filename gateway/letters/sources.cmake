list(APPEND GATEWAY_SOURCES
  letters/answer.cpp letters/banner.cpp letters/case_lines.cpp letters/envelope.cpp
  letters/fields.cpp letters/found_letter.cpp letters/help_letter.cpp letters/letter.cpp
  letters/local_time.cpp letters/machine.cpp letters/names.cpp letters/non_delivery.cpp
  letters/problems.cpp letters/receipt.cpp letters/refusal.cpp letters/search_context.cpp
  letters/seal_letter.cpp letters/text.cpp letters/titles.cpp)

list(APPEND MAIL_SOURCES
  compose.cpp compose_header.cpp transport/curl_library.cpp transport/listener.cpp
  transport/maildir.cpp transport/outbox.cpp transport/session.cpp transport/smtp_client.cpp)

list(APPEND MAIL_SOURCES
  compose.cpp compose_header.cpp transport/curl_library.cpp transport/curl_stream.cpp
  transport/imap_response.cpp transport/listener.cpp transport/listening_socket.cpp transport/login.cpp transport/maildir.cpp
  transport/mailbox_source.cpp transport/outbox.cpp transport/session.cpp
  transport/smtp_client.cpp transport/smtp_dialogue.cpp transport/smtp_reply.cpp
  transport/smtp_words.cpp)

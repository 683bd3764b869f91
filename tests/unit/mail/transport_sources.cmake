# Tests of transport: the dialogue without sockets, the listener and the outboxes on loopback.
list(APPEND MAIL_TESTS
  imap_dialogue_test.cpp
  listener_test.cpp listening_socket_test.cpp
  maildir_test.cpp
  session_data_test.cpp
  session_test.cpp
  smtp_client_test.cpp
  smtp_dialogue_test.cpp
  smtp_login_test.cpp
  smtp_reply_test.cpp
  smtp_words_test.cpp)

# Tests of openpgp, with real gpg.
list(APPEND MAIL_TESTS
  gnupg.cpp
  openpgp_agent_probe_test.cpp
  openpgp_client_test.cpp
  openpgp_clients_test.cpp
  openpgp_hostile_test.cpp
  openpgp_judge_test.cpp
  openpgp_key_pool_test.cpp
  openpgp_key_times_test.cpp
  openpgp_keyring_test.cpp
  openpgp_layer_test.cpp
  openpgp_policy_test.cpp
  openpgp_seal_test.cpp
  openpgp_sha1_test.cpp
  openpgp_shape_test.cpp
  openpgp_signature_test.cpp
  openpgp_stream_test.cpp
  openpgp_table_test.cpp
  openpgp_user_ids_test.cpp)

list(APPEND MAIL_SOURCES
  openpgp/agent.cpp openpgp/agent_probe.cpp openpgp/borrowed_home.cpp openpgp/child.cpp
  openpgp/clearsigned.cpp openpgp/command.cpp openpgp/engine.cpp openpgp/evidence.cpp
  openpgp/gpgme_context.cpp openpgp/identity.cpp openpgp/judge.cpp openpgp/key_info.cpp
  openpgp/key_pool.cpp openpgp/keyring.cpp openpgp/open.cpp openpgp/own_key.cpp
  openpgp/ring_parts.cpp openpgp/sealed_part.cpp openpgp/sha1_bindings.cpp openpgp/shape.cpp
  openpgp/user_ids.cpp openpgp/verdict.cpp)

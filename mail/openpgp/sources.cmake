list(APPEND MAIL_SOURCES
  openpgp/agent.cpp openpgp/agent_probe.cpp openpgp/clearsigned.cpp openpgp/command.cpp
  openpgp/evidence.cpp openpgp/identity.cpp openpgp/open.cpp openpgp/sealed_part.cpp
  openpgp/shape.cpp openpgp/verdict.cpp
  gnupg/borrowed_home.cpp gnupg/child.cpp gnupg/context.cpp gnupg/judge.cpp gnupg/key_info.cpp
  gnupg/key_pool.cpp gnupg/own_key.cpp gnupg/ring.cpp gnupg/ring_parts.cpp gnupg/session.cpp
  gnupg/sha1_bindings.cpp gnupg/user_ids.cpp)

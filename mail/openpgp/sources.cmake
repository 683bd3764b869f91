list(APPEND MAIL_SOURCES
  openpgp/clearsigned.cpp openpgp/engine.cpp openpgp/evidence.cpp openpgp/helper.cpp
  openpgp/identity.cpp openpgp/key_pool.cpp openpgp/keyring.cpp openpgp/open.cpp
  openpgp/sealed_part.cpp openpgp/shape.cpp openpgp/verdict.cpp)
# What both ends of the line to pouch-openpgp have: nothing of third parties.
add_library(pouch_openpgp_line STATIC
  openpgp/agent.cpp openpgp/agent_probe.cpp openpgp/command.cpp openpgp/home.cpp openpgp/wire.cpp)
target_link_libraries(pouch_openpgp_line PUBLIC pouch_flags)

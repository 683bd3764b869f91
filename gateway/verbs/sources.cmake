# The command line. reasons.cpp is a table, which the documentation's tests read too.
list(APPEND GATEWAY_SOURCES verbs/reasons.cpp)
set(VERB_SOURCES
  verbs/access.cpp
  verbs/audit.cpp
  verbs/cases.cpp
  verbs/check.cpp
  verbs/check_keys.cpp
  verbs/check_listening.cpp
  verbs/check_servers.cpp
  verbs/check_store.cpp
  verbs/deliver.cpp
  verbs/held.cpp
  verbs/init.cpp
  verbs/key.cpp
  verbs/operator.cpp
  verbs/process.cpp
  verbs/queue.cpp
  verbs/reindex.cpp
  verbs/run.cpp
  verbs/search.cpp
  verbs/serve.cpp
  verbs/show.cpp
  verbs/status.cpp
  verbs/template.cpp
  verbs/version.cpp)

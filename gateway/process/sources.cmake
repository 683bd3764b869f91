list(APPEND GATEWAY_SOURCES
  process/child.cpp process/confine.cpp process/deliverer.cpp process/document.cpp
  process/foreground.cpp process/indexer.cpp process/intake.cpp process/log.cpp process/ring.cpp
  process/runtime.cpp process/supervisor.cpp process/wake.cpp process/worker.cpp process/works.cpp)

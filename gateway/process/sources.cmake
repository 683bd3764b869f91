list(APPEND GATEWAY_SOURCES
  process/agent_watch.cpp process/answering.cpp process/child.cpp process/collector.cpp process/confine.cpp process/deliverer.cpp process/document.cpp process/doing.cpp process/key_addresses.cpp process/key_notes.cpp process/site_status.cpp process/doors.cpp
  process/foreground.cpp process/imap_collector.cpp process/index_folder.cpp process/indexer.cpp process/intake.cpp process/kept.cpp process/launch.cpp process/log.cpp process/maildir_collector.cpp process/metrics_server.cpp process/metrics_text.cpp
  process/notify.cpp
  process/notice_writer.cpp process/operator_letter.cpp process/offspring.cpp process/passage.cpp process/patience.cpp process/records.cpp
  process/report_passage.cpp process/ring.cpp
  process/runtime.cpp process/service_note.cpp process/supervisor.cpp process/waiting_leg.cpp process/wake.cpp process/worker.cpp process/works.cpp)

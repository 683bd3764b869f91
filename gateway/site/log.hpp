// Log lines for the operator: one line each on stderr, "key=value" with values quoted and escaped
// (SECURITY class 28), at most 1 KB, never content, keys or session data. Where systemd's journal
// reads our stderr (it names it in $JOURNAL_STREAM, systemd.exec(5)), "<3>", "<4>" or "<6>" stands
// before each, so that `journalctl -p` knows errors from the rest (sd-daemon(3)). docs/log.md is
// the table of events. spdlog's only door.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace pouch::gateway {

enum class Level { kInfo, kWarning, kError };
using LogFields = std::initializer_list<std::pair<std::string_view, std::string>>;

// Whether `stream`, a value of $JOURNAL_STREAM ("DEVICE:INODE"; may be null), is this descriptor.
bool is_journal(int descriptor, const char* stream);

void log_as(std::string_view process);  // names this process in every line
void log(Level level, std::string_view event, LogFields fields = {});

}  // namespace pouch::gateway

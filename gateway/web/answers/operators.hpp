// What operators and auditors are answered, and of the directory everybody: how the site stands,
// who is registered, the log, the figures of a year.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/figures/tables.hpp"
#include "gateway/web/answers/desk.hpp"

namespace pouch::gateway {

struct StatusProcess {
  std::string name{}, state{}, doing{};
  std::uint64_t restarts = 0;
};

struct StatusQueue {
  std::string name{};  // "mail to be worked on", "letters to be delivered" …
  std::uint64_t length = 0;
  std::optional<Time> oldest{};
};

struct StatusServer {
  std::string uri{}, state{}, error{};
  bool out = false;
};

struct StatusAttention {
  std::string what{}, hint{};
};

struct StatusPage {
  Time at{};
  bool serving = false;
  std::string version{};
  std::optional<Time> since{};
  std::vector<StatusProcess> processes{};
  std::vector<StatusQueue> queues{};
  std::vector<StatusServer> servers{};
  std::optional<std::uint64_t> free{};  // octets of the disk
  std::vector<DeskKey> keys{};          // that end soon
  std::vector<StatusAttention> attention{};
};

struct DirectoryEntry {
  std::string id{}, name{}, kind{}, country{}, community{}, agency{}, address{};
  std::vector<std::string> desks{}, rights{};
  std::string from{}, until{};  // days; empty: open
  std::string substitute{};
  std::vector<DeskKey> keys{};  // `expires` of the beginning of time: never, or unknown
};

struct DirectoryPage {
  std::vector<DirectoryEntry> countries{}, desks{}, members{};
};

struct LogRow {
  std::uint64_t sequence = 0;
  Time at{};
  std::string actor{}, act{}, number{}, detail{};
};

struct LogPage {
  std::string who{}, act{}, number{}, day{};
  std::vector<LogRow> rows{};  // the newest first
  std::uint64_t before = 0;    // asks for the next page; 0: that was all
};

struct NamedCountry {
  std::string code{}, name{};
};

struct StatisticsPage {
  figures::Report report{};
  std::vector<NamedCountry> countries{};  // all
  std::vector<NamedCountry> codes{};      // of forms and crime areas, as they are called
};

}  // namespace pouch::gateway

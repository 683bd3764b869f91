// How a site stands now, for `pouch status` and the metrics alike: read from the note of the
// supervisor, the slots of its processes, the store and the note on keys. Needs no key and no
// GnuPG, asks no server, changes nothing. What a supervisor has left behind that was killed does
// not count: the lock that a living one holds is asked first. A part that cannot be read is said to
// be so, and the others are there.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/absence.hpp"
#include "config/site.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/site/service_note.hpp"
#include "gateway/store/lengths.hpp"
#include "gateway/store/tallies.hpp"

namespace pouch::gateway {

struct ProcessStatus {
  ProcessNote note;
  std::string state;               // "running", "stopped" (by a signal), "ended"
  std::optional<DoingNote> doing;  // nullopt: nothing, it waits
};

struct ServerStatus {
  std::string uri;
  bool out = false;   // an outbox; else a source
  std::string state;  // "listening", "in use", "paused", "not used yet", "down"
  std::optional<ServerNote> note{};
};

struct Attention {
  std::string what, hint;
};

struct SiteStatus {
  Time at{};
  bool serving = false;
  std::optional<ServiceNote> service;  // of a living supervisor only
  std::vector<ProcessStatus> processes;
  std::vector<ServerStatus> servers;
  std::optional<Lengths> lengths;                // nullopt: the store cannot be read
  std::map<std::string, std::uint64_t> tallies;  // read_tallies; empty likewise
  std::optional<std::uint64_t> free;             // octets of the disk of state/
  std::vector<KeyNote> keys;                     // all of the directory and the gateway
  std::vector<config::Absence> absences;         // that hold, or are to come
  std::vector<Attention> attention;
};

inline constexpr std::chrono::days kKeySoon{60};
inline constexpr std::chrono::minutes kLongWork{10};  // above it a process counts as hung

bool is_due(const KeyNote& key, Time now);  // not usable, or expires within kKeySoon

SiteStatus look_at(const config::Site& site, Time now);

}  // namespace pouch::gateway

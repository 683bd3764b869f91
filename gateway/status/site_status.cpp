#include "gateway/status/site_status.hpp"

#include <algorithm>
#include <fstream>

#include "gateway/archive/index_folder.hpp"
#include "gateway/fault.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/site/foreground.hpp"
#include "gateway/store/absences.hpp"
#include "gateway/store/free_space.hpp"
#include "gateway/store/site_keys.hpp"
#include "search/index/index.hpp"

namespace pouch::gateway {
namespace {

// proc(5), /proc/PID/stat field 3. One that cannot be seen is taken at the supervisor's word.
char kernel_state(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(file, line);
  const auto name_end = line.rfind(')');
  return name_end == std::string::npos || name_end + 2 >= line.size() ? '?' : line[name_end + 2];
}

std::string state_of(pid_t pid) {
  const auto state = pid > 0 ? kernel_state(pid) : 'Z';
  return state == 'T' || state == 't'   ? "stopped"
         : state == 'Z' || state == 'X' ? "ended"
                                        : "running";
}

std::string name_of(const ProcessNote& note) {
  return "process " + note.name + (note.pid > 0 ? " (" + std::to_string(note.pid) + ")" : "") +
         (note.source.empty() ? "" : " of " + note.source);
}

class StatusReader {
 public:
  StatusReader(const config::Site& site, Time now) : site_(site) { status_.at = now; }

  SiteStatus status() {
    status_.serving = is_served(site_.state);
    if (status_.serving) {
      status_.service = read_note(site_.state);
      if (!status_.service) {
        attend("the daemon says nothing of itself: state/service.json is missing",
               "just started, or its disk takes no files");
      }
    } else {
      attend("no daemon serves this site", "systemctl start pouch, or pouch serve");
    }
    if (status_.service) {
      look_at_processes();
      look_at_agent();
      look_at_reload();
    }
    look_at_servers();
    look_at_store();
    look_at_disk();
    look_at_keys();
    return std::move(status_);
  }

 private:
  void attend(std::string what, std::string hint) {
    status_.attention.push_back({std::move(what), std::move(hint)});
  }

  void look_at_processes() {
    const auto& service = *status_.service;
    ProcessNote supervisor{"serve", "", service.pid, service.since};
    status_.processes.push_back({supervisor, state_of(service.pid), std::nullopt});
    for (std::size_t i = 0; i < service.processes.size(); ++i) {
      const auto& note = service.processes[i];
      ProcessStatus process{note, state_of(note.pid), std::nullopt};
      // A slot may still hold the word of an earlier process.
      auto doing = read_doing(site_.state, i);
      if (doing && doing->pid == note.pid) {
        slots_.push_back(*doing);
        process.doing = doing->what.empty() ? std::nullopt : std::move(doing);
      }
      status_.processes.push_back(std::move(process));
    }
    for (const auto& process : status_.processes) {
      judge(process);
    }
  }

  void judge(const ProcessStatus& process) {
    const auto name = name_of(process.note);
    if (process.state == "stopped") {
      attend(name + " is stopped",
             "somebody sent it a signal: kill -CONT, or kill -KILL: it is "
             "started again");
    } else if (process.state == "ended") {
      attend(name + " does not run" +
                 (process.note.how.empty() ? "" : ", it ended by " + process.note.how),
             "it is started again; repeated: read the log");
    } else if (process.doing && status_.at - process.doing->since > kLongWork) {
      attend(name + " has been busy with one thing for long: " + process.doing->what + " " +
                 process.doing->item,
             "kill it when that stays so: it is started again, and nothing is lost");
    }
  }

  void look_at_agent() {
    if (!status_.service->agent.answers) {
      attend("gpg-agent does not answer; mail waits",
             "it is replaced by itself; when that stays so: rights and disk of gnupg/, the log");
    }
  }

  void look_at_reload() {
    const auto& reload = status_.service->reload;
    if (reload && !reload->good) {
      attend("the last reload changed nothing: " + reload->what,
             "fix it, then systemctl reload pouch");
    }
  }

  const ServerNote* slot_of(const std::string& uri) const {
    for (const auto& slot : slots_) {
      for (const auto& server : slot.servers) {
        if (server.uri == uri) {
          return &server;
        }
      }
    }
    return nullptr;
  }

  void look_at_servers() {
    if (status_.service) {
      const bool intake = std::any_of(
          status_.processes.begin(), status_.processes.end(), [](const ProcessStatus& process) {
            return process.note.name == "intake" && process.state == "running";
          });
      for (const auto& uri : status_.service->listening) {
        status_.servers.push_back({uri, false, intake ? "listening" : "waiting for intake"});
      }
    }
    for (const auto& uri : site_.sources) {
      if (config::is_collected(uri)) {
        add_server(uri, false);
      }
    }
    for (const auto& uri : site_.outbox) {
      add_server(uri, true);
    }
  }

  void add_server(const std::string& uri, bool out) {
    ServerStatus server{uri, out, status_.service ? "not used yet" : "not served"};
    if (const auto* note = slot_of(uri)) {
      server.note = *note;
      server.state = note->paused ? "paused" : "in use";
      if (note->paused) {
        // The error of a server begins with its address, that of a Maildir does not.
        attend(note->error.starts_with(uri) ? note->error : uri + ": " + note->error, note->hint);
      }
    }
    status_.servers.push_back(std::move(server));
  }

  void look_at_store() {
    try {
      auto database = Database::look_at_store(site_.state);
      std::uint64_t indexed = 0;
      try {
        indexed = search::position_of(index_folder(site_.state));
        static_cast<void>(search::shards_in(index_folder(site_.state)));  // they can be read
      } catch (const search::Fault& fault) {
        attend(fault.what(), "pouch reindex");
      }
      status_.tallies = read_tallies(database);
      status_.lengths = read_lengths(database, indexed, status_.at);
      status_.absences = Absences(database).since(status_.at);
      if (const auto count = status_.lengths->waiting_legs.count; count != 0) {
        attend(std::to_string(count) + (count == 1 ? " request waits" : " requests wait") +
                   " for a country that it cannot be sent to",
               "pouch check names the cases: enter a focal point with a usable key");
      }
      if (const auto count = status_.lengths->put_back.count; count != 0) {
        attend(std::to_string(count) + " mails wait because something was not at hand",
               "see event put-back in the log");
      }
      look_at_case_keys(database);
    } catch (const Fault& fault) {
      attend(fault.what(), fault.hint());
    }
  }

  void look_at_case_keys(Database& store) {
    auto keys = Database::look_at_keys(site_.state);
    need_fitting_keys(store, keys);
    need_every_key(store, keys);
  }

  void look_at_disk() {
    try {
      status_.free = free_space(site_.state);
      if (is_read_only(site_.state)) {
        attend("the disk of " + site_.state.string() + " can only be read",
               "mount -o remount,rw it once its fault is fixed: dmesg");
      } else if (*status_.free < site_.limits.free_space) {
        attend("the disk of " + site_.state.string() + " is full: no new mail is taken",
               "make room: limits.free_space is to stay free");
      }
    } catch (const Fault& fault) {
      attend(fault.what(), fault.hint());
    }
  }

  void look_at_keys() {
    status_.keys = read_key_notes(site_.state);
    for (const auto& key : status_.keys) {
      const auto state = state_at(key, status_.at);
      if (key.holder == "gateway") {
        look_at_own_key(key, state);
      } else if (state != "usable" && state != "ended") {
        attend("the key " + key.fingerprint + " of " + key.holder + " is " + state,
               "ask for a usable one: pouch key import FILE");
      }
    }
  }

  void look_at_own_key(const KeyNote& key, const std::string& state) {
    const auto what = "the gateway's own key " + key.fingerprint;
    if (state == "expired") {
      attend(what + " has expired: mail waits, and nobody can write",
             "pouch key renew; then everybody must get it anew: pouch key addresses");
    } else if (state != "usable") {
      attend(what + " is " + state, "pouch key replace, or restore the gnupg folder");
    } else if (is_due(key, status_.at)) {
      attend(what + " expires on " + utc_time(*key.expires).substr(0, 10),
             "pouch key renew gives it a new date, in time for everybody to get it");
    }
  }

  const config::Site& site_;
  SiteStatus status_;
  std::vector<DoingNote> slots_;  // of living processes
};

}  // namespace

bool is_due(const KeyNote& key, Time now) {
  const auto state = state_at(key, now);
  if (state == "ended") {
    return false;  // nobody needs it any more
  }
  return state != "usable" || (key.expires && *key.expires <= now + kKeySoon);
}

SiteStatus look_at(const config::Site& site, Time now) { return StatusReader(site, now).status(); }

}  // namespace pouch::gateway

#include "gateway/status/metrics_text.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <utility>

namespace pouch::gateway {
namespace {

using Samples = std::initializer_list<std::pair<std::string, std::int64_t>>;  // labels, value

class Text {
 public:
  // A family; the samples follow.
  void family(const std::string& name, const char* type, const char* help) {
    name_ = name;
    text_ += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
  }
  void sample(const std::string& labels, std::int64_t value) {
    text_ +=
        name_ + (labels.empty() ? "" : "{" + labels + "}") + " " + std::to_string(value) + "\n";
  }
  void one(const std::string& name, const char* type, const char* help, std::int64_t value) {
    family(name, type, help);
    sample("", value);
  }
  std::string text() { return std::move(text_); }

 private:
  std::string name_, text_;
};

std::string label(const char* name, const std::string& value) {
  return std::string(name) + "=\"" + value + "\"";
}

std::int64_t age(const SiteStatus& status, const Length& length) {
  return length.oldest ? std::max<std::int64_t>((status.at - *length.oldest).count(), 0) : 0;
}

// The same lengths twice: how many, how old.
void write_lengths(const SiteStatus& status, Text& text) {
  const auto& lengths = *status.lengths;
  const std::array<std::pair<const char*, const Length*>, 4> mails{{{"waiting", &lengths.waiting},
                                                                    {"worked", &lengths.worked},
                                                                    {"put_back", &lengths.put_back},
                                                                    {"held", &lengths.held}}};
  const std::array<std::pair<const char*, const Length*>, 3> letters{
      {{"due", &lengths.due}, {"deferred", &lengths.deferred}, {"failed", &lengths.failed}}};
  text.family("pouch_mails", "gauge", "Mails in the spool that are not finished, and mails held.");
  for (const auto& [state, length] : mails) {
    text.sample(label("state", state), static_cast<std::int64_t>(length->count));
  }
  text.family("pouch_mails_oldest_seconds", "gauge",
              "Age of the oldest of them; 0: there is none.");
  for (const auto& [state, length] : mails) {
    text.sample(label("state", state), age(status, *length));
  }
  text.family("pouch_letters", "gauge",
              "Deliveries of letters that are not over, and failed ones.");
  for (const auto& [state, length] : letters) {
    text.sample(label("state", state), static_cast<std::int64_t>(length->count));
  }
  text.family("pouch_letters_oldest_seconds", "gauge",
              "Age of the oldest of them; 0: there is none.");
  for (const auto& [state, length] : letters) {
    text.sample(label("state", state), age(status, *length));
  }
  text.family("pouch_legs", "gauge",
              "Requests to a country that cannot be sent (waiting), or whose answer is overdue.");
  text.sample(label("state", "waiting"), static_cast<std::int64_t>(lengths.waiting_legs.count));
  text.sample(label("state", "overdue"), static_cast<std::int64_t>(lengths.overdue_legs.count));
  text.family("pouch_legs_oldest_seconds", "gauge",
              "How long the oldest of them waits, or is overdue; 0: there is none.");
  text.sample(label("state", "waiting"), age(status, lengths.waiting_legs));
  text.sample(label("state", "overdue"), age(status, lengths.overdue_legs));
  text.one("pouch_notices", "gauge", "Notices on letters that do not arrive, still to be written.",
           static_cast<std::int64_t>(lengths.notices.count));
  text.one("pouch_unindexed_messages", "gauge", "Messages that the search does not find yet.",
           static_cast<std::int64_t>(lengths.unindexed.count));
  text.one("pouch_unindexed_oldest_seconds", "gauge",
           "Age of the oldest of them; 0: there is none.", age(status, lengths.unindexed));
  text.one(
      "pouch_unmoved_messages", "gauge",
      "Messages of an older version to be moved to the new form, or with files to be looked into.",
      static_cast<std::int64_t>(lengths.unmoved));
}

void write_tallies(const SiteStatus& status, Text& text) {
  const auto count = [&](const std::string& name) {
    const auto found = status.tallies.find(name);
    return found == status.tallies.end() ? 0 : static_cast<std::int64_t>(found->second);
  };
  text.one("pouch_mails_taken_total", "counter", "Mails made durable in the spool.",
           count("mail-taken"));
  text.family("pouch_mails_finished_total", "counter",
              "Mails by their outcome; one that was held and released counts again.");
  for (const auto* outcome : {"accepted", "refused", "held", "duplicate"}) {
    text.sample(label("outcome", outcome), count(std::string("mail-") + outcome));
  }
  text.family("pouch_letters_total", "counter",
              "Letters by recipient: delivered, failed for good; tries that were deferred.");
  for (const auto* result : {"delivered", "failed", "deferred"}) {
    text.sample(label("result", result), count(std::string("letter-") + result));
  }
  text.one("pouch_held_expired_total", "counter",
           "Held mails of strangers that were dropped after limits.held.", count("mail-expired"));
  text.one("pouch_connections_turned_away_total", "counter",
           "Connections that the listener had no place for.", count("connection-turned-away"));
  text.one("pouch_reports_total", "counter", "Reports of delivery that came on letters.",
           count("report"));
}

// Several processes of one job are one sample.
void write_processes(const SiteStatus& status, Text& text) {
  struct Job {
    std::int64_t running = 0, restarts = 0, busy = 0;
  };
  std::map<std::string, Job> jobs;
  for (const auto& process : status.processes) {
    auto& job = jobs[process.note.name];
    job.running += process.state == "running" ? 1 : 0;
    job.restarts += process.note.restarts;
    if (process.doing) {
      job.busy = std::max<std::int64_t>(job.busy, (status.at - process.doing->since).count());
    }
  }
  text.family("pouch_processes", "gauge", "Processes that run, by job.");
  for (const auto& [name, job] : jobs) {
    text.sample(label("job", name), job.running);
  }
  text.family("pouch_process_restarts_total", "counter",
              "Ends of processes that nobody asked for.");
  for (const auto& [name, job] : jobs) {
    text.sample(label("job", name), job.restarts);
  }
  text.family("pouch_process_busy_seconds", "gauge",
              "How long one of them has been busy with one thing; 0: none is.");
  for (const auto& [name, job] : jobs) {
    text.sample(label("job", name), job.busy);
  }
}

void write_service(const SiteStatus& status, Text& text) {
  if (!status.service) {
    return;
  }
  const auto& service = *status.service;
  text.family("pouch_build_info", "gauge", "Version of the daemon.");
  text.sample(label("version", service.version), 1);
  text.one("pouch_start_time_seconds", "gauge", "When the daemon started, since the epoch.",
           service.since.time_since_epoch().count());
  write_processes(status, text);
  text.one("pouch_agent_up", "gauge", "1: gpg-agent answers.", service.agent.answers ? 1 : 0);
  text.one("pouch_agent_restarts_total", "counter", "How often gpg-agent was replaced.",
           service.agent.restarts);
  text.one("pouch_reload_good", "gauge", "0: the last reload found a fault.",
           !service.reload || service.reload->good ? 1 : 0);
}

void write_servers(const SiteStatus& status, Text& text) {
  text.family("pouch_servers", "gauge", "Sources (in) and outboxes (out), by how they stand.");
  for (const bool out : {false, true}) {
    for (const bool good : {true, false}) {
      const auto count = std::count_if(
          status.servers.begin(), status.servers.end(), [&](const ServerStatus& server) {
            return server.out == out && (server.state != "paused") == good;
          });
      text.sample(label("way", out ? "out" : "in") + "," + label("state", good ? "good" : "paused"),
                  count);
    }
  }
}

void write_keys(const SiteStatus& status, Text& text) {
  std::optional<Time> gateway, others;
  std::map<std::string, std::int64_t> states{{"usable", 0},   {"expired", 0}, {"revoked", 0},
                                             {"unusable", 0}, {"missing", 0}, {"ended", 0}};
  for (const auto& key : status.keys) {
    const auto state = state_at(key, status.at);
    ++states[state];
    if (state == "ended") {
      continue;  // its holder's registration is over: nobody waits for a new one
    }
    auto& first = key.holder == "gateway" ? gateway : others;
    if (key.expires) {
      first = first ? std::min(*first, *key.expires) : *key.expires;
    }
  }
  text.family("pouch_keys", "gauge", "Keys of the directory and the gateway, by state.");
  for (const auto& [state, count] : states) {
    text.sample(label("state", state), count);
  }
  text.family("pouch_key_expiry_seconds", "gauge",
              "Until the first key expires, negative when it has; no sample: none ever does.");
  for (const auto& [whose, first] : {std::pair("gateway", gateway), {"directory", others}}) {
    if (first) {
      text.sample(label("keys", whose), (*first - status.at).count());
    }
  }
}

}  // namespace

std::string metrics_text(const SiteStatus& status) {
  Text text;
  text.one("pouch_up", "gauge", "1: a daemon serves the site.", status.serving ? 1 : 0);
  text.one("pouch_attention", "gauge", "Lines of pouch status that need somebody.",
           static_cast<std::int64_t>(status.attention.size()));
  write_service(status, text);
  text.one("pouch_store_readable", "gauge", "0: the figures of the store are missing.",
           status.lengths ? 1 : 0);
  if (status.lengths) {
    write_lengths(status, text);
    write_tallies(status, text);
  }
  if (status.free) {
    text.one("pouch_free_bytes", "gauge", "Free on the disk of the state folder.",
             static_cast<std::int64_t>(*status.free));
  }
  write_servers(status, text);
  write_keys(status, text);
  return text.text();
}

}  // namespace pouch::gateway

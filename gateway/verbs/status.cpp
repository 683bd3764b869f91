// The status page: what runs, what waits and since when, what needs somebody (gateway/process/
// site_status.hpp says from where).
#include "gateway/site/runtime.hpp"
#include "gateway/status/site_status.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {
namespace {

// --- JSON --------------------------------------------------------------------------------------

Json length_json(const Length& length) {
  return {{"count", length.count}, {"oldest", time_or_null(length.oldest)}};
}

Json process_json(const ProcessStatus& process) {
  const auto& note = process.note;
  Json doing = nullptr;
  if (process.doing) {
    doing = {{"what", process.doing->what},
             {"item", or_null(process.doing->item)},
             {"since", utc_time(process.doing->since)}};
  }
  return {{"name", note.name},
          {"source", or_null(note.source)},
          {"pid", note.pid > 0 ? Json(note.pid) : Json(nullptr)},
          {"state", process.state},
          {"since", utc_time(note.since)},
          {"restarts", note.restarts},
          {"ended", time_or_null(note.ended)},
          {"how", or_null(note.how)},
          {"doing", doing}};
}

Json server_json(const ServerStatus& server) {
  const auto note = server.note.value_or(ServerNote{});
  return {{"uri", server.uri},
          {"way", server.out ? "out" : "in"},
          {"state", server.state},
          {"since", server.note ? Json(utc_time(note.since)) : Json(nullptr)},
          {"until", time_or_null(note.until)},
          {"error", or_null(note.error)},
          {"hint", or_null(note.hint)}};
}

Json queues_json(const Lengths& lengths) {
  Json domains = Json::array();
  for (const auto& domain : lengths.domains) {
    domains.push_back({{"domain", domain.domain},
                       {"due", length_json(domain.due)},
                       {"deferred", length_json(domain.deferred)}});
  }
  return {{"waiting", length_json(lengths.waiting)},
          {"worked", length_json(lengths.worked)},
          {"put_back", length_json(lengths.put_back)},
          {"held", length_json(lengths.held)},
          {"letters_due", length_json(lengths.due)},
          {"letters_deferred", length_json(lengths.deferred)},
          {"letters_failed", length_json(lengths.failed)},
          {"domains", domains},
          {"other_domains", lengths.other_domains},
          {"notices", length_json(lengths.notices)},
          {"unindexed", length_json(lengths.unindexed)},
          {"unmoved", lengths.unmoved},
          {"legs_waiting", length_json(lengths.waiting_legs)},
          {"legs_overdue", length_json(lengths.overdue_legs)}};
}

Json service_json(const ServiceNote& service) {
  Json reload = nullptr;
  if (service.reload) {
    reload = {{"at", utc_time(service.reload->at)},
              {"good", service.reload->good},
              {"what", or_null(service.reload->what)}};
  }
  return {{"version", service.version},
          {"since", utc_time(service.since)},
          {"agent",
           {{"answers", service.agent.answers},
            {"since", utc_time(service.agent.since)},
            {"milliseconds", service.agent.milliseconds},
            {"restarts", service.agent.restarts}}},
          {"reload", reload}};
}

std::vector<KeyNote> due_keys(const SiteStatus& status) {
  auto keys = status.keys;
  std::erase_if(keys, [&](const KeyNote& key) { return !is_due(key, status.at); });
  return keys;
}

Json status_json(const SiteStatus& status) {
  auto json = versioned(2);
  json["at"] = utc_time(status.at);
  json["serving"] = status.serving;
  json["service"] = status.service ? service_json(*status.service) : Json(nullptr);
  json["processes"] = Json::array();
  for (const auto& process : status.processes) {
    json["processes"].push_back(process_json(process));
  }
  json["queues"] = status.lengths ? queues_json(*status.lengths) : Json(nullptr);
  json["free"] = status.free ? Json(*status.free) : Json(nullptr);
  json["servers"] = Json::array();
  for (const auto& server : status.servers) {
    json["servers"].push_back(server_json(server));
  }
  json["keys"] = Json::array();
  for (const auto& key : due_keys(status)) {
    json["keys"].push_back({{"holder", key.holder},
                            {"fingerprint", key.fingerprint},
                            {"state", state_at(key, status.at)},
                            {"expires", time_or_null(key.expires)}});
  }
  json["absences"] = Json::array();
  for (const auto& one : status.absences) {
    json["absences"].push_back({{"who", one.who},
                                {"from", utc_time(one.from)},
                                {"until", utc_time(one.until)},
                                {"substitute", one.substitute}});
  }
  json["attention"] = Json::array();
  for (const auto& one : status.attention) {
    json["attention"].push_back({{"what", one.what}, {"hint", or_null(one.hint)}});
  }
  return json;
}

// --- a page ------------------------------------------------------------------------------------

std::string age(std::chrono::seconds time) {
  const auto count = std::max<std::int64_t>(time.count(), 0);
  const auto two = [](std::int64_t large, const char* name, std::int64_t small, const char* part) {
    return std::to_string(large) + " " + name +
           (small == 0 ? "" : " " + std::to_string(small) + " " + part);
  };
  return count < 60      ? std::to_string(count) + " s"
         : count < 3600  ? two(count / 60, "min", count % 60, "s")
         : count < 86400 ? two(count / 3600, "h", count / 60 % 60, "min")
                         : two(count / 86400, "d", count / 3600 % 24, "h");
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size() + 1, width), ' ');
  return text;
}

void print_processes(const SiteStatus& status) {
  print("\nprocesses\n");
  for (const auto& process : status.processes) {
    const auto& note = process.note;
    auto line = "  " + padded(note.name, 9) +
                padded(note.pid > 0 ? std::to_string(note.pid) : "-", 9) +
                padded(process.state, 9) + "for " + padded(age(status.at - note.since), 13);
    if (note.restarts != 0) {
      line += "restarts " + std::to_string(note.restarts) +
              (note.how.empty() ? "" : " (last: " + note.how + ")") + "  ";
    }
    if (process.doing) {
      line += "busy for " + age(status.at - process.doing->since) + " with " + process.doing->what +
              (process.doing->item.empty() ? "" : " ") + process.doing->item;
    }
    line += note.source.empty() ? "" : "  " + note.source;
    print(line + "\n");
  }
  const auto& agent = status.service->agent;
  print("  " + padded("agent", 18) + padded(agent.answers ? "answers" : "SILENT", 9) + "for " +
        padded(age(status.at - agent.since), 13) +
        (agent.restarts == 0 ? "" : "restarts " + std::to_string(agent.restarts)) + "\n");
}

void print_length(const SiteStatus& status, const char* name, const Length& length) {
  print("  " + padded(name, 34) + padded(std::to_string(length.count), 8) +
        (length.oldest ? "oldest " + age(status.at - *length.oldest) : "") + "\n");
}

void print_queues(const SiteStatus& status) {
  const auto& lengths = *status.lengths;
  print("\nqueues\n");
  print_length(status, "mails waiting for a worker", lengths.waiting);
  print_length(status, "mails in a worker's hands", lengths.worked);
  print_length(status, "mails put back", lengths.put_back);
  print_length(status, "mails held for the operator", lengths.held);
  print_length(status, "letters due", lengths.due);
  print_length(status, "letters deferred", lengths.deferred);
  for (const auto& domain : lengths.domains) {
    print("    " + padded(domain.domain, 32) + "due " + std::to_string(domain.due.count) +
          ", deferred " + std::to_string(domain.deferred.count) + "\n");
  }
  if (lengths.other_domains != 0) {
    print("    and " + std::to_string(lengths.other_domains) + " other domains\n");
  }
  print_length(status, "letters failed", lengths.failed);
  print_length(status, "notices to be written", lengths.notices);
  print_length(status, "messages not yet in the index", lengths.unindexed);
  if (lengths.unmoved != 0) {
    print("  " + padded("messages with files still to be looked into", 44) +
          std::to_string(lengths.unmoved) + "\n");
  }
  print_length(status, "requests that cannot be sent", lengths.waiting_legs);
  print_length(status, "answers overdue", lengths.overdue_legs);
}

void print_servers(const SiteStatus& status) {
  print("\nservers\n");
  for (const auto& server : status.servers) {
    auto line =
        std::string("  ") + (server.out ? "out  " : "in   ") + server.uri + "  " + server.state;
    if (const auto& note = server.note) {
      line += " for " + age(status.at - note->since);
      line += note->until ? ", asked again " + utc_time(*note->until) : "";
      line += note->error.empty() ? "" : "; last error: " + note->error;
    }
    print(line + "\n");
  }
}

void print_keys(const SiteStatus& status) {
  const auto keys = due_keys(status);
  if (keys.empty()) {
    return;
  }
  print("\nkeys\n");
  for (const auto& key : keys) {
    print("  " + key.fingerprint + "  " + key.holder + "  " + state_at(key, status.at) +
          (key.expires ? ", expires " + utc_time(*key.expires).substr(0, 10) : "") + "\n");
  }
}

void print_absences(const SiteStatus& status) {
  if (!status.absences.empty()) {
    print("\nabsent\n");
  }
  for (const auto& one : status.absences) {
    print("  " + one.who + (one.from > status.at ? " from " + utc_time(one.from) : "") + " until " +
          utc_time(one.until) + ", " + one.substitute + " stands in\n");
  }
}

void print_page(const SiteStatus& status) {
  if (status.service) {
    print("serving for " + age(status.at - status.service->since) + ", pouch " +
          status.service->version + "\n");
    if (const auto& reload = status.service->reload) {
      print("last reload " + utc_time(reload->at) + (reload->good ? "" : ": FAILED") + "\n");
    }
    print_processes(status);
  } else {
    print(status.serving ? "serving, and says nothing of itself\n"
                         : "NOT SERVING: no daemon runs for this site\n");
  }
  if (status.lengths) {
    print_queues(status);
  }
  if (status.free) {
    print("\ndisk of the state folder: " + std::to_string(*status.free >> 20) + " MB free\n");
  }
  print_servers(status);
  print_keys(status);
  print_absences(status);
  if (!status.attention.empty()) {
    print("\nneeds attention\n");
  }
  for (const auto& one : status.attention) {
    print("  " + one.what + "\n" + (one.hint.empty() ? "" : "      " + one.hint + "\n"));
  }
}

int show_status(const Call& call) {
  const auto site = load_own_site(call.config);
  const auto status = look_at(site, system_clock()());
  if (call.json) {
    print(status_json(status));
  } else {
    print_page(status);
  }
  return !status.serving ? kUnavailable : status.attention.empty() ? kDone : kNo;
}

}  // namespace

void add_status(Verb& pouch) {
  auto& verb = pouch.add("status", "What runs, what waits and since when, what needs attention");
  verb.json("status.json");
  verb.footer(
      "Example: pouch -c /var/lib/pouch/pouch.toml status\nExit status: 0 all is well, 1 something "
      "needs attention, 69 no daemon serves the site.");
  verb.action([](const Call& call) { return show_status(call); });
}

}  // namespace pouch::gateway

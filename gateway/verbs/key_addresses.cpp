// The addresses of the gateway's key: added where they are missing, and who must get the key anew.
#include <algorithm>

#include "gateway/site/key_addresses.hpp"
#include "gateway/site/ring.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

struct Entry {
  std::string address;
  bool present = true;
  std::optional<Time> since;          // added then, and not all have it yet
  std::vector<std::string> must_get;  // ids
};

std::vector<Entry> entries_of(const Runtime& runtime, Letters& letters) {
  const auto missing = missing_addresses(runtime);
  const auto added = added_addresses(runtime.site.state);
  std::vector<Entry> entries;
  for (const auto& id : wanted_user_ids(runtime)) {
    Entry entry{id.address,
                std::find(missing.begin(), missing.end(), id.address) == missing.end(),
                std::nullopt,
                {}};
    const auto news = std::find_if(added.begin(), added.end(), [&](const AddedAddress& one) {
      return mail::same_address(one.address, id.address);
    });
    if (entry.present && news != added.end()) {
      entry.since = news->since;
      entry.must_get = who_must_get_key(runtime, letters, *news);
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::string line_of(const Entry& entry) {
  std::string text = entry.address + (entry.present ? "  in the key" : "  MISSING in the key");
  if (entry.since) {
    text += ", since " + utc_time(*entry.since).substr(0, 10);
    std::string ids;
    for (const auto& id : entry.must_get) {
      ids += (ids.empty() ? "" : ", ") + id;
    }
    text += ids.empty() ? "" : "; must get it anew: " + ids;
  }
  return text + "\n";
}

int show(const Call& call, bool given) {
  OperatorSession session(call.config);
  const auto& runtime = session.runtime();
  const AgentLease lease(runtime);
  const bool served = is_served(runtime.site.state);
  if (!served) {
    sync_ring(runtime);
  }
  if (given) {
    forget_added(runtime.site.state);
    session.store().audit().note(
        {.actor = session.actor(), .act = "key-given", .detail = runtime.gateway_key},
        runtime.now());
  }
  const auto entries = entries_of(runtime, session.store().letters());
  auto json = versioned();
  json["key"] = runtime.gateway_key;
  json["addresses"] = Json::array();
  for (const auto& entry : entries) {
    if (call.json) {
      json["addresses"].push_back({{"address", entry.address},
                                   {"present", entry.present},
                                   {"since", time_or_null(entry.since)},
                                   {"must_get", entry.must_get}});
    } else {
      print(line_of(entry));
    }
  }
  if (call.json) {
    print(json);
  }
  const bool whole =
      std::all_of(entries.begin(), entries.end(), [](const Entry& one) { return one.present; });
  if (!whole) {
    std::fprintf(stderr, "pouch: %s\n",
                 served ? "the daemon adds what is missing when it is reloaded: systemctl reload "
                          "pouch"
                        : "what is missing could not be added: the lines above say why");
  }
  return whole ? kDone : kNo;
}

}  // namespace

void add_key_addresses(Verb& key) {
  auto& verb = key.add(
      "addresses", "Bring the user IDs of the gateway's key in line, and say who must get it anew");
  auto& given = verb.keep<bool>();
  verb.flag("--given", given, "everybody has the key as it is now: ask no more; audited");
  verb.json("key-addresses.json");
  verb.footer(
      "Example: pouch key addresses\n"
      "         pouch key addresses --given\n"
      "Exit status: 0 the key has all addresses, 1 some are missing.");
  verb.action([&given](const Call& call) { return show(call, given); });
}

}  // namespace pouch::gateway

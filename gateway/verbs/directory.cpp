// Members, desks and groups of directory.toml: listed, looked at, added and ended (SPEC section 3).
// The file is edited as text, openly: comments stay, and what does not load takes no place. Whoever
// may write the configuration may do it, also root, whose it is where the package made the site.
#include <algorithm>

#include "config/trust.hpp"
#include "gateway/decide/absent.hpp"
#include "gateway/decide/admission.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/absences.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/openpgp/keyring.hpp"
#include "templates/text/edit_distance.hpp"

namespace pouch::gateway {
namespace {

using config::Day;
using config::Directory;
using config::Site;

struct DirectoryOptions {
  std::string id, on;
  // Of `add`, as directory.toml names them.
  std::string name, kind, country, community, agency, address, unit, phone, time_zone, from, until;
  std::vector<std::string> addresses, keys, rights, desks, members;
  bool copies = false;
};

// One entry as `list` and `check` tell of it.
struct Entry {
  std::string id, name, country, community;
  std::vector<std::string> addresses, keys, parts;  // parts: members and desks of a group
  config::Validity validity;
  bool has_keys = true;
};

Site open_site(const Call& call) {
  auto site = config::load_site(call.config);
  if (auto findings = config::open_to_others(site); !findings.empty()) {
    throw config::Fault(std::move(findings));
  }
  return site;
}

std::vector<Entry> entries_of(const Directory& directory, const std::string& table) {
  std::vector<Entry> entries;
  if (table == "member") {
    for (const auto& one : directory.members) {
      entries.push_back({one.id, one.name, one.country, one.community, one.addresses, one.keys,
                         one.desks, one.validity});
    }
  } else if (table == "desk") {
    for (const auto& one : directory.desks) {
      entries.push_back({one.id,
                         display_name(one, directory),
                         one.country,
                         one.community,
                         {one.address},
                         one.keys,
                         {},
                         one.validity});
    }
  } else {
    for (const auto& one : directory.groups) {
      auto parts = one.desks;
      parts.insert(parts.end(), one.members.begin(), one.members.end());
      entries.push_back({one.id, one.id, "", one.community, {one.address}, {}, parts, {}, false});
    }
  }
  return entries;
}

const char* state_on(const Entry& entry, Day today) {
  return entry.validity.holds(today)                           ? "valid"
         : entry.validity.from && *entry.validity.from > today ? "not yet"
                                                               : "ended";
}

std::string day_text(Day day) { return utc_time(Time(day)).substr(0, 10); }

Json day_or_null(const std::optional<Day>& day) {
  return day ? Json(day_text(*day)) : Json(nullptr);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

Json away_or_null(const config::Absence* away) {
  return away == nullptr ? Json(nullptr)
                         : Json{{"from", utc_time(away->from)},
                                {"until", utc_time(away->until)},
                                {"substitute", away->substitute}};
}

// Of the store, when there is one that can be read: the directory is looked at before it is made,
// and root leaves no file of its own beside another user's store.
std::vector<config::Absence> absences_of(const std::filesystem::path& site_file, Time now) {
  try {
    auto database = Database::look_at_store(load_own_site(site_file).state);
    return as_they_stand(Absences(database).since(now), now);
  } catch (const Fault&) {
    return {};
  }
}

int list_entries(const Call& call, const std::string& table) {
  const auto site = open_site(call);
  auto directory = config::load_directory(site.directory);
  const auto now = system_clock()();
  const auto today = std::chrono::floor<std::chrono::days>(now);
  directory.absences = absences_of(call.config, now);
  auto json = versioned(2);
  json["kind"] = table;
  json["entries"] = Json::array();
  for (const auto& entry : entries_of(directory, table)) {
    const auto* away = directory.absence(entry.id);
    if (call.json) {
      json["entries"].push_back({{"id", entry.id},
                                 {"name", entry.name},
                                 {"country", or_null(entry.country)},
                                 {"community", entry.community},
                                 {"addresses", entry.addresses},
                                 {"keys", entry.keys},
                                 {"parts", entry.parts},
                                 {"from", day_or_null(entry.validity.from)},
                                 {"until", day_or_null(entry.validity.until)},
                                 {"absent", away_or_null(away)},
                                 {"state", state_on(entry, today)}});
    } else {
      print(entry.id + "  " + entry.name + (entry.country.empty() ? "" : "  " + entry.country) +
            "  " + entry.community + "  " + joined(entry.addresses) + "  " +
            state_on(entry, today) +
            (entry.validity.until ? ", until " + day_text(*entry.validity.until) : "") +
            (away == nullptr ? ""
                             : ", absent until " + utc_time(away->until) + ", " + away->substitute +
                                   " stands in") +
            (entry.parts.empty() ? "" : "  of " + joined(entry.parts)) + "\n");
    }
  }
  if (call.json) {
    print(json);
  }
  return kDone;
}

void require_known(const std::vector<Entry>& entries, const std::string& table,
                   const std::string& id, const Site& site) {
  std::vector<std::string> ids;
  for (const auto& entry : entries) {
    ids.push_back(entry.id);
  }
  if (std::find(ids.begin(), ids.end(), id) != ids.end()) {
    return;
  }
  const auto near = templates::nearest(id, ids);
  throw Refusal(kNo, "there is no " + table + " \"" + id + "\" in " + site.directory.string() +
                         (near.empty() ? "" : "; did you mean \"" + near + "\"?"));
}

std::vector<mail::openpgp::KeyInfo> keys_beside(const Site& site) {
  std::vector<mail::openpgp::KeyInfo> keys;
  std::error_code error;
  for (std::filesystem::directory_iterator it(site.keys, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() == ".asc") {
      for (auto& key : mail::openpgp::inspect_key_file(it->path())) {
        keys.push_back(std::move(key));
      }
    }
  }
  return keys;
}

// What keeps letters from somebody who is valid today.
std::string fault_of(const Entry& entry, const Directory& directory,
                     const std::vector<mail::openpgp::KeyInfo>& keys, Day today) {
  if (!entry.has_keys) {
    const bool any = std::any_of(entry.parts.begin(), entry.parts.end(), [&](const auto& part) {
      const auto principal = directory.principal_by_id(part);
      return principal && principal->holds(today);
    });
    return any ? "" : "nobody in it is valid today: what is written to it reaches nobody";
  }
  const bool usable = std::any_of(keys.begin(), keys.end(), [&](const auto& key) {
    return key.usable_for_sealing() &&
           std::find(entry.keys.begin(), entry.keys.end(), key.fingerprint) != entry.keys.end();
  });
  return usable ? "" : "none of its keys can be used today; pouch key import FILE brings one in";
}

int check_entries(const Call& call, const std::string& table, const DirectoryOptions& options) {
  const auto site = open_site(call);
  const auto directory = config::load_directory(site.directory);
  const auto today = std::chrono::floor<std::chrono::days>(system_clock()());
  const auto entries = entries_of(directory, table);
  if (!options.id.empty()) {
    require_known(entries, table, options.id, site);
  }
  const auto keys = keys_beside(site);
  std::size_t faults = 0, looked_at = 0;
  for (const auto& entry : entries) {
    if ((!options.id.empty() && entry.id != options.id) || !entry.validity.holds(today)) {
      continue;
    }
    ++looked_at;
    if (const auto fault = fault_of(entry, directory, keys, today); !fault.empty()) {
      ++faults;
      print(entry.id + ": " + fault + "\n");
    }
  }
  tell("pouch: " + std::to_string(looked_at) + " valid today, " + std::to_string(faults) +
       " with a fault\n");
  return faults == 0 ? kDone : kNo;
}

// --- add -----------------------------------------------------------------------------------------

// TOML basic string; what it could not hold on one line is no value of ours.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      throw Refusal(kUsage, "a value with a control character in it");
    }
    result += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return result + "\"";
}

class EntryText {
 public:
  explicit EntryText(const std::string& table) : text_("[[" + table + "]]\n") {}
  void line(const std::string& key, const std::string& value) {
    if (!value.empty()) {
      text_ += key + " = " + quoted(value) + "\n";
    }
  }
  void line(const std::string& key, const std::vector<std::string>& values) {
    if (values.empty()) {
      return;
    }
    std::string list;
    for (const auto& value : values) {
      list += (list.empty() ? "" : ", ") + quoted(value);
    }
    text_ += key + " = [" + list + "]\n";
  }
  void bare(const std::string& key, const std::string& value) {
    if (value.empty()) {
      return;
    }
    const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
    });
    if (!plain) {
      throw Refusal(kUsage, "--" + key + " takes a day: 2026-11-28");
    }
    text_ += key + " = " + value + "\n";
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string entry_text(const std::string& table, const DirectoryOptions& options) {
  EntryText entry(table);
  entry.line("id", options.id);
  entry.line("name", options.name);
  entry.line("kind", options.kind);
  entry.line("country", options.country);
  entry.line("agency", options.agency);
  entry.line("community", options.community);
  entry.line("address", options.address);
  entry.line("addresses", options.addresses);
  entry.line("keys", options.keys);
  entry.line("rights", options.rights);
  entry.line("desks", options.desks);
  entry.line("members", options.members);
  entry.line("unit", options.unit);
  entry.line("phone", options.phone);
  entry.line("time_zone", options.time_zone);
  entry.bare("copies", options.copies ? "true" : "");
  entry.bare("from", options.from);
  entry.bare("until", options.until);
  return entry.text();
}

int add_entry(const Call& call, const std::string& table, const DirectoryOptions& options) {
  const auto site = open_site(call);
  const auto text = entry_text(table, options);
  config::append_entry(site.directory, text);
  print(text);
  tell("pouch: written to " + site.directory.string() +
       "; a running daemon takes it on SIGHUP (systemctl reload pouch)\n");
  return check_entries(call, table, options) == kDone ? kDone : kNo;
}

int end_entry(const Call& call, const std::string& table, const DirectoryOptions& options) {
  const auto site = open_site(call);
  require_known(entries_of(config::load_directory(site.directory), table), table, options.id, site);
  auto last = std::chrono::floor<std::chrono::days>(system_clock()());
  if (!options.on.empty()) {
    const auto given = time_of_utc(options.on + "T00:00:00Z");
    if (!given) {
      throw Refusal(kUsage, "--on takes a day: 2026-11-28");
    }
    last = std::chrono::floor<std::chrono::days>(*given);
  }
  config::end_entry(site.directory, table, options.id, last);
  tell("pouch: " + options.id + (table == "group" ? " is taken out of " : " ends in ") +
       site.directory.string() + (table == "group" ? "" : ", last day " + day_text(last)) +
       "; a running daemon takes it on SIGHUP (systemctl reload pouch)\n");
  return kDone;
}

// --- the verbs -----------------------------------------------------------------------------------

void add_values(Verb& add, const std::string& table, DirectoryOptions& options) {
  add.option("--community", options.community, "police, prosecution or headquarters").required();
  if (table == "group") {
    add.option("--address", options.address, "where members write to it").required();
    add.option("--desks", options.desks, "ids of desks in it");
    add.option("--members", options.members, "ids of members in it");
    return;
  }
  add.option("--country", options.country, "two capital letters; not for headquarters");
  add.option("--key", options.keys, "fingerprint of the primary key, 40 digits; repeatable")
      .required();
  add.option("--rights", options.rights, "send, search, broadcast, audit, operate, security");
  add.option("--from", options.from, "first day, 2026-01-01");
  add.option("--until", options.until, "last day");
  if (table == "desk") {
    add.option("--kind", options.kind, "focal-point, liaison or operational-centre");
    add.option("--address", options.address, "its mail address").required();
    add.option("--zone", options.time_zone, "its time zone, as in Europe/Sofia");
    add.flag("--copies", options.copies, "it gets copies of its country's traffic");
    return;
  }
  add.option("--name", options.name, "as letters name this person").required();
  add.option("--address", options.addresses, "a mail address; repeatable").required();
  add.option("--agency", options.agency, "police, customs, border, prosecution, court …")
      .required();
  add.option("--desks", options.desks, "ids of desks for which this key also acts");
  add.option("--unit", options.unit, "where this person works");
  add.option("--phone", options.phone, "a telephone number");
}

std::string example_of_add(const std::string& table) {
  if (table == "group") {
    return "group add seepag --address seepag@pouch.example --community prosecution \\\n"
           "             --desks pfp-ro pfp-bg";
  }
  const std::string key = " \\\n             --key 89ABCDEF0123456789ABCDEF0123456789ABCDEF";
  return table == "desk" ? "desk add nfp-bg --country BG --community police \\\n"
                           "             --address nfp@mvr.bg.example" +
                               key
                         : "member add ana.ionescu --name 'Ana Ionescu' --country RO \\\n"
                           "             --agency police --community police \\\n"
                           "             --address ana.ionescu@police.ro.example" +
                               key;
}

void add_table(Verb& pouch, const std::string& table, const char* help) {
  auto& verb = pouch.add(table, help);
  verb.footer("Example: pouch " + table + " list");
  auto& options = verb.keep<DirectoryOptions>();
  auto& list = verb.add("list", "Who stands in directory.toml, and valid or not today");
  list.json("directory.json");
  list.footer("Example: pouch " + table + " list --json");
  list.action([table](const Call& call) { return list_entries(call, table); });
  auto& check =
      verb.add("check", "Whether letters can reach each that is valid today; exit 1 when not");
  check.option("id", options.id, "this one alone");
  check.footer("Example: pouch " + table + " check");
  check.action([&options, table](const Call& call) { return check_entries(call, table, options); });
  auto& add = verb.add("add", "Write an entry to directory.toml; comments stay");
  add.option("id", options.id, "of the new entry").required();
  add_values(add, table, options);
  add.footer("Example: pouch " + example_of_add(table));
  add.action([&options, table](const Call& call) { return add_entry(call, table, options); });
  auto& end = verb.add("end", table == "group"
                                  ? "Take it out of directory.toml: its lines become comments"
                                  : "Write its last day to directory.toml; what it wrote stays");
  end.option("id", options.id, "of the entry").required();
  if (table != "group") {
    end.option("--on", options.on, "the last day, 2026-11-28; default: today");
  }
  end.footer("Example: pouch " + table + " end " +
             (table == "group"  ? "seepag"
              : table == "desk" ? "nfp-bg --on 2026-12-31"
                                : "ana.ionescu --on 2026-12-31"));
  end.action([&options, table](const Call& call) { return end_entry(call, table, options); });
}

}  // namespace

void add_directory(Verb& pouch) {
  add_table(pouch, "member", "People of directory.toml: list, check, add, end");
  add_table(pouch, "desk", "Desks of directory.toml: list, check, add, end");
  add_table(pouch, "group", "Groups of directory.toml: list, check, add, end");
}

}  // namespace pouch::gateway

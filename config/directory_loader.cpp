// directory.toml to values, and everything that can be checked without the key files.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "config/address.hpp"
#include "config/directory.hpp"
#include "config/toml_reader.hpp"

namespace pouch::config {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kCommunities{"police", "prosecution", "headquarters"};
const std::vector<std::string> kAgencies{"police", "customs", "border", "prosecution",
                                         "court",  "fiu",     "tax",    "other"};
const std::vector<std::string> kRights{"send", "search", "broadcast", "audit", "operate"};
const std::vector<std::string> kDeskKinds{"focal-point", "liaison", "operational-centre"};

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

std::string required(TomlTable& table, const std::string& key, const std::string& example) {
  auto value = table.text(key);
  if (!value || value->empty()) {
    if (!value && table.has(key)) {
      return {};  // of the wrong type: said already
    }
    table.finding(key, "is missing", key + " = \"" + example + "\"");
    return {};
  }
  return *value;
}

void one_of(TomlTable& table, const std::string& key, const std::string& value,
            const std::vector<std::string>& allowed) {
  if (!value.empty() && std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
    const auto near = nearest(value, allowed);
    table.finding(key, "\"" + value + "\" is not known",
                  near.empty() ? "one of: " + listed(allowed) : "did you mean \"" + near + "\"?");
  }
}

std::vector<std::string> words(TomlTable& table, const std::string& key,
                               const std::vector<std::string>& allowed,
                               std::vector<std::string> fallback) {
  auto list = table.texts(key);
  if (!list) {
    return fallback;
  }
  for (const auto& word : *list) {
    one_of(table, key, word, allowed);
  }
  return *list;
}

Validity validity(TomlTable& table) {
  Validity result{table.date("from"), table.date("until")};
  if (result.from && result.until && *result.until < *result.from) {
    table.finding("until", "lies before from", "until is the last day on which the entry holds");
  }
  return result;
}

std::vector<std::string> keys_of(TomlTable& table) {
  std::vector<std::string> result;
  auto list = table.texts("keys").value_or(std::vector<std::string>{});
  if (const auto one = table.text("key")) {
    list.push_back(*one);
  }
  for (const auto& text : list) {
    const auto fingerprint = normal_fingerprint(text);
    if (fingerprint.empty()) {
      table.finding(table.has("keys") ? "keys" : "key", "\"" + text + "\" is no fingerprint",
                    "the 40 hexadecimal digits of the primary key: gpg --list-keys");
    } else {
      result.push_back(fingerprint);
    }
  }
  if (list.empty()) {
    table.finding("key", "is missing", "key = \"FINGERPRINT\" of the primary key, 40 digits");
  }
  return result;
}

std::string address_of(TomlTable& table, const std::string& key, const std::string& text) {
  if (!text.empty() && !is_address(text)) {
    table.finding(key, "\"" + text + "\" is no mail address", "user@domain");
  }
  return text.empty() ? text : normal_address(text);
}

std::string country_of(TomlTable& table, bool needed) {
  auto code = needed ? required(table, "country", "BG") : table.text("country").value_or("");
  if (!code.empty() && !is_country_code(code)) {
    table.finding("country", "\"" + code + "\" is no country code",
                  "two capital letters, ISO 3166-1: GR");
  }
  return code;
}

Country read_country(TomlTable& table) {
  Country entry;
  entry.code = required(table, "code", "BG");
  if (!entry.code.empty() && !is_country_code(entry.code)) {
    table.finding("code", "\"" + entry.code + "\" is no country code",
                  "two capital letters, ISO 3166-1: GR");
  }
  entry.name = table.text("name").value_or(entry.code);
  entry.validity = validity(table);
  table.reject_unknown();
  return entry;
}

Desk read_desk(TomlTable& table) {
  Desk entry;
  entry.id = required(table, "id", "nfp-bg");
  const auto kind = table.text("kind").value_or("focal-point");
  one_of(table, "kind", kind, kDeskKinds);
  entry.kind = kind == "liaison"              ? DeskKind::kLiaison
               : kind == "operational-centre" ? DeskKind::kOperationalCentre
                                              : DeskKind::kFocalPoint;
  entry.community = required(table, "community", "police");
  one_of(table, "community", entry.community, kCommunities);
  entry.country = country_of(table, entry.kind == DeskKind::kFocalPoint);
  entry.address = address_of(table, "address", required(table, "address", "nfp@mvr.bg.example"));
  entry.keys = keys_of(table);
  entry.copies = table.boolean("copies").value_or(false);
  entry.agencies = words(table, "agencies", kAgencies, {});
  entry.areas = table.texts("areas").value_or(std::vector<std::string>{});
  entry.substitute = table.text("substitute").value_or("");
  entry.languages = table.texts("languages").value_or(std::vector<std::string>{});
  entry.rights = words(table, "rights", kRights, entry.rights);
  entry.time_zone = table.text("time_zone").value_or("");
  if (!entry.time_zone.empty() && !is_time_zone(entry.time_zone)) {
    table.finding("time_zone", "is not known on this machine", "time_zone = \"Europe/Sofia\"");
  }
  entry.validity = validity(table);
  table.reject_unknown();
  return entry;
}

Member read_member(TomlTable& table) {
  Member entry;
  entry.id = required(table, "id", "ana.ionescu");
  entry.name = required(table, "name", "Ana Ionescu");
  for (const auto& address : table.texts("addresses").value_or(std::vector<std::string>{})) {
    entry.addresses.push_back(address_of(table, "addresses", address));
  }
  if (entry.addresses.empty()) {
    table.finding("addresses", "is missing", "addresses = [\"ana.ionescu@police.ro.example\"]");
  }
  entry.keys = keys_of(table);
  entry.community = required(table, "community", "police");
  one_of(table, "community", entry.community, kCommunities);
  entry.country = country_of(table, entry.community != "headquarters");
  entry.agency = required(table, "agency", "police");
  one_of(table, "agency", entry.agency, kAgencies);
  entry.rights = words(table, "rights", kRights, entry.rights);
  entry.desks = table.texts("desks").value_or(std::vector<std::string>{});
  entry.unit = table.text("unit").value_or("");
  entry.phone = table.text("phone").value_or("");
  entry.language = table.text("language").value_or("");
  entry.login = table.text("login").value_or("");
  entry.validity = validity(table);
  table.reject_unknown();
  return entry;
}

Group read_group(TomlTable& table) {
  Group entry;
  entry.id = required(table, "id", "seepag");
  entry.address = address_of(table, "address", required(table, "address", "seepag@pouch.example"));
  entry.community = required(table, "community", "prosecution");
  one_of(table, "community", entry.community, kCommunities);
  entry.desks = table.texts("desks").value_or(std::vector<std::string>{});
  entry.members = table.texts("members").value_or(std::vector<std::string>{});
  table.reject_unknown();
  return entry;
}

bool overlap(const Validity& left, const Validity& right) {
  const bool left_first = left.until && right.from && *left.until < *right.from;
  const bool right_first = right.until && left.from && *right.until < *left.from;
  return !left_first && !right_first;
}

// Entries as the checks below see them: where they stand, who they are.
struct Stands {
  TomlTable* table;
  std::string id;
  Validity validity;
};

class Checks {
 public:
  Checks(const Directory& directory, std::vector<TomlTable>& desks, std::vector<TomlTable>& members,
         std::vector<TomlTable>& groups)
      : directory_(directory), desks_(desks), members_(members), groups_(groups) {}

  void run() {
    for (std::size_t i = 0; i < desks_.size(); ++i) {
      check_desk(directory_.desks[i], desks_[i]);
    }
    for (std::size_t i = 0; i < members_.size(); ++i) {
      check_member(directory_.members[i], members_[i]);
    }
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      check_group(directory_.groups[i], groups_[i]);
    }
  }

 private:
  void claim_id(const std::string& id, TomlTable& table) {
    if (!id.empty() && !ids_.insert(id).second) {
      table.finding("id", "\"" + id + "\" is used twice", "ids name one desk, member or group");
    }
  }

  // A key or an address belongs to one principal on any one day.
  void claim(std::map<std::string, std::vector<Stands>>& owners, const std::string& what,
             const std::string& key, TomlTable& table, const std::string& id,
             const Validity& validity) {
    for (const auto& other : owners[what]) {
      if (other.id != id && overlap(other.validity, validity)) {
        table.finding(key, what + " belongs to " + other.id + " at the same time",
                      "end one of the entries with until before the other begins");
      }
    }
    owners[what].push_back({&table, id, validity});
  }

  void check_desk(const Desk& desk, TomlTable& table) {
    claim_id(desk.id, table);
    for (const auto& key : desk.keys) {
      claim(keys_, key, "keys", table, desk.id, desk.validity);
    }
    claim(addresses_, desk.address, "address", table, desk.id, desk.validity);
    if (desk.substitute.empty()) {
      return;
    }
    std::set<std::string> passed{desk.id};
    const auto* next = directory_.desk(desk.substitute);
    if (next == nullptr) {
      table.finding("substitute", "there is no desk " + desk.substitute, "the id of another desk");
    }
    while (next != nullptr && !next->substitute.empty()) {
      if (!passed.insert(next->id).second) {
        table.finding("substitute", "goes round in a circle", "the last desk has no substitute");
        break;
      }
      next = directory_.desk(next->substitute);
    }
  }

  void check_member(const Member& member, TomlTable& table) {
    claim_id(member.id, table);
    for (const auto& key : member.keys) {
      claim(keys_, key, table.has("keys") ? "keys" : "key", table, member.id, member.validity);
    }
    for (const auto& address : member.addresses) {
      claim(addresses_, address, "addresses", table, member.id, member.validity);
    }
    for (const auto& id : member.desks) {
      const auto* desk = directory_.desk(id);
      if (desk == nullptr) {
        table.finding("desks", "there is no desk " + id, "the id of a [[desk]]");
      } else if (desk->community != member.community) {
        table.finding("desks", id + " is of another community",
                      "police and prosecution are kept apart");
      }
    }
  }

  void check_group(const Group& group, TomlTable& table) {
    claim_id(group.id, table);
    claim(addresses_, group.address, "address", table, group.id, {});
    for (const auto& id : group.desks) {
      const auto* desk = directory_.desk(id);
      if (desk == nullptr || desk->community != group.community) {
        table.finding("desks", "there is no desk " + id + " of the community " + group.community,
                      "the id of a [[desk]]");
      }
    }
    for (const auto& id : group.members) {
      const auto* member = directory_.member(id);
      if (member == nullptr || member->community != group.community) {
        table.finding("members",
                      "there is no member " + id + " of the community " + group.community,
                      "the id of a [[member]]");
      }
    }
  }

  const Directory& directory_;
  std::vector<TomlTable>&desks_, &members_, &groups_;
  std::set<std::string> ids_;
  std::map<std::string, std::vector<Stands>> keys_, addresses_;
};

void check_countries(const Directory& directory, std::vector<TomlTable>& tables) {
  std::set<std::string> codes;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (!codes.insert(directory.countries[i].code).second) {
      tables[i].finding("code", directory.countries[i].code + " is entered twice", "remove one");
    }
  }
}

}  // namespace

Directory load_directory(const fs::path& file) {
  std::vector<Finding> findings;
  auto root = read_toml(file, findings);
  if (!root) {
    throw Fault(std::move(findings));
  }
  Directory directory;
  auto countries = root->tables("country");
  auto desks = root->tables("desk");
  auto members = root->tables("member");
  auto groups = root->tables("group");
  std::transform(countries.begin(), countries.end(), std::back_inserter(directory.countries),
                 read_country);
  std::transform(desks.begin(), desks.end(), std::back_inserter(directory.desks), read_desk);
  std::transform(members.begin(), members.end(), std::back_inserter(directory.members),
                 read_member);
  std::transform(groups.begin(), groups.end(), std::back_inserter(directory.groups), read_group);
  root->reject_unknown();
  check_countries(directory, countries);
  Checks(directory, desks, members, groups).run();
  if (!findings.empty()) {
    throw Fault(std::move(findings));
  }
  return directory;
}

void append_entry(const fs::path& file, std::string_view toml_text) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!text.empty() && text.back() != '\n') {
    text += '\n';
  }
  text += "\n" + std::string(toml_text);
  const fs::path fresh = file.string() + ".new";
  const auto refuse = [&](const std::string& what) {
    throw Fault({{file.string(), 0, "", what,
                  "is another change under way? then " + fresh.string() +
                      " exists; else see space and rights"}});
  };
  const int descriptor = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    refuse("cannot be changed now");
  }
  const bool written =
      write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(descriptor) == 0;
  close(descriptor);
  try {
    if (!written) {
      refuse("cannot be written");
    }
    load_directory(fresh);
    fs::rename(fresh, file);
  } catch (...) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
    throw;
  }
}

std::string sample_directory() {
  return R"(# Pouch: who takes part. Reviewed and versioned like any text; man 5 pouch-directory. Pouch reads it at
# start and on SIGHUP, and never rewrites it. Public keys lie beside it: keys/*.asc.
#
# [[country]]
# code = "BG"
# name = "Bulgaria"
# from = 2011-10-07
#
# [[desk]]
# id = "nfp-bg"
# kind = "focal-point"            # focal-point, liaison, operational-centre
# country = "BG"
# community = "police"            # police, prosecution, headquarters
# address = "nfp@mvr.bg.example"
# keys = ["0123456789ABCDEF0123456789ABCDEF01234567"]
# time_zone = "Europe/Sofia"      # optional
#
# [[member]]
# id = "ana.ionescu"
# name = "Ana Ionescu"
# addresses = ["ana.ionescu@police.ro.example"]
# key = "89ABCDEF0123456789ABCDEF0123456789ABCDEF"
# country = "RO"
# agency = "police"               # police, customs, border, prosecution, court, fiu, tax, other
# community = "police"
# rights = ["send", "search"]     # send, search, broadcast, audit, operate
# desks = []                      # desks for which this member's key also acts
# from = 2026-01-01
# until = 2027-12-31              # optional
#
# [[group]]
# id = "seepag"
# address = "seepag@pouch.example"
# community = "prosecution"
# desks = ["pfp-ro", "pfp-bg"]
# members = []
)";
}

}  // namespace pouch::config

#include "config/directory_checks.hpp"

#include <map>
#include <set>

#include "config/address.hpp"

namespace pouch::config {
namespace {

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
  Checks(const Directory& directory, DirectoryTables tables)
      : directory_(directory), tables_(tables) {}

  void run() {
    for (std::size_t i = 0; i < tables_.desks.size(); ++i) {
      check_desk(directory_.desks[i], tables_.desks[i]);
    }
    for (std::size_t i = 0; i < tables_.members.size(); ++i) {
      check_member(directory_.members[i], tables_.members[i]);
    }
    for (std::size_t i = 0; i < tables_.groups.size(); ++i) {
      check_group(directory_.groups[i], tables_.groups[i]);
    }
  }

 private:
  void claim_id(const std::string& id, TomlTable& table) {
    if (!id.empty() && !ids_.insert(id).second) {
      table.finding("id", "\"" + id + "\" is used twice", "ids name one desk, member or group");
    }
  }

  // A key or an address belongs to one principal on any one day; an outbox knows no capitals.
  void claim(std::map<std::string, std::vector<Stands>>& all_owners, const std::string& what,
             const std::string& key, TomlTable& table, const std::string& id,
             const Validity& validity) {
    if (what.empty()) {
      return;  // missing: said already
    }
    auto& owners = all_owners[lower(what)];
    for (const auto& other : owners) {
      if (other.id != id && overlap(other.validity, validity)) {
        table.finding(key, what + " belongs to " + other.id + " at the same time",
                      "end one of the entries with until before the other begins");
      }
    }
    owners.push_back({&table, id, validity});
  }

  void check_desk(const Desk& desk, TomlTable& table) {
    claim_id(desk.id, table);
    for (const auto& key : desk.keys) {
      claim(keys_, key, "keys", table, desk.id, desk.validity);
    }
    claim(addresses_, desk.address, "address", table, desk.id, desk.validity);
    check_country(desk.country, table);
    if (desk.substitute.empty()) {
      return;
    }
    std::set<std::string> passed{desk.id};
    const auto* next = directory_.desk(desk.substitute);
    if (next == nullptr) {
      table.finding("substitute", "there is no desk " + desk.substitute, "the id of another desk");
    } else if (next->community != desk.community) {
      table.finding("substitute", next->id + " is of another community",
                    "police and prosecution are kept apart");
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
    check_country(member.country, table);
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

  void check_country(const std::string& code, TomlTable& table) {
    if (is_country_code(code) && directory_.country(code) == nullptr) {
      table.finding("country", "there is no country " + code,
                    "[[country]] with code = \"" + code + "\" and its name");
    }
  }

  void check_group(const Group& group, TomlTable& table) {
    claim_id(group.id, table);
    claim(addresses_, group.address, "address", table, group.id, {});
    if (group.desks.empty() && group.members.empty()) {
      table.finding("members", "is empty, and so is desks: mail to it would reach nobody",
                    "desks = [\"pfp-ro\"], members = [\"ana.ionescu\"]");
    }
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
  DirectoryTables tables_;
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

void check_directory(const Directory& directory, DirectoryTables tables) {
  check_countries(directory, tables.countries);
  Checks(directory, tables).run();
}

}  // namespace pouch::config

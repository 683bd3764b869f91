// directory.toml to values, entry by entry.
#include <algorithm>

#include "config/address.hpp"
#include "config/directory.hpp"
#include "config/directory_checks.hpp"
#include "config/holidays.hpp"
#include "config/toml_reader.hpp"

namespace pouch::config {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kCommunities{"police", "prosecution", "headquarters"};
const std::vector<std::string> kHistories{"joining", "all"};
const std::vector<std::string> kAgencies{"police", "customs", "border", "prosecution",
                                         "court",  "fiu",     "tax",    "other"};
const std::vector<std::string> kRights{"send",  "search",  "broadcast",
                                       "audit", "operate", "security"};
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

// BCP 47: "ro", "sr-Latn".
bool is_language_tag(std::string_view tag) {
  const auto first = tag.substr(0, tag.find('-'));
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return (first.size() == 2 || first.size() == 3) && tag.back() != '-' &&
         std::all_of(first.begin(), first.end(), is_letter) &&
         std::all_of(tag.begin(), tag.end(),
                     [&](char c) { return is_letter(c) || c == '-' || (c >= '0' && c <= '9'); });
}

void check_languages(TomlTable& table, const std::string& key,
                     const std::vector<std::string>& tags) {
  for (const auto& tag : tags) {
    if (!is_language_tag(tag)) {
      table.finding(key, "\"" + tag + "\" is no code of a language",
                    "as in BCP 47: ro, bg, sr, sr-Latn");
    }
  }
}

std::string language_of(TomlTable& table) {
  auto tag = table.text("language").value_or("");
  if (!tag.empty()) {
    check_languages(table, "language", {tag});
  }
  return tag;
}

Country read_country(TomlTable& table, const fs::path& folder) {
  Country entry;
  entry.code = required(table, "code", "BG");
  if (!entry.code.empty() && !is_country_code(entry.code)) {
    table.finding("code", "\"" + entry.code + "\" is no country code",
                  "two capital letters, ISO 3166-1: GR");
  }
  entry.name = table.text("name").value_or(entry.code);
  entry.validity = validity(table);
  entry.hit_no_hit = table.boolean("hit_no_hit").value_or(false);
  entry.language = language_of(table);
  if (const auto file = table.text("holidays"); file && !file->empty()) {
    // Of one folder, so that a backup knows what to take.
    if (!file->starts_with("holidays/") || file->find("..") != std::string::npos) {
      table.finding("holidays", "is no file of the folder holidays beside directory.toml",
                    "holidays = \"holidays/bg.txt\"");
    } else {
      auto read = read_holidays(folder / *file);
      if (!read.wrong.empty()) {
        table.finding("holidays", read.wrong, read.hint);
      }
      entry.holidays = std::move(read.days);
    }
  }
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
  check_languages(table, "languages", entry.languages);
  entry.rights = words(table, "rights", kRights, entry.rights);
  entry.time_zone = table.text("time_zone").value_or("");
  if (!entry.time_zone.empty() && !is_time_zone(entry.time_zone)) {
    table.finding("time_zone", "is not known on this machine", "time_zone = \"Europe/Sofia\"");
  }
  if (const auto hours = table.text("hours")) {
    entry.hours = read_office_hours(*hours);
    if (!entry.hours) {
      table.finding("hours", "\"" + *hours + "\" are no office hours",
                    "hours = \"Mon-Fri 08:00-16:00\", several parts behind \", \"");
    }
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
  entry.language = language_of(table);
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
  const auto history = table.text("history").value_or("joining");
  one_of(table, "history", history, kHistories);
  entry.whole_history = history == "all";
  table.reject_unknown();
  return entry;
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
                 [&](TomlTable& table) { return read_country(table, file.parent_path()); });
  std::transform(desks.begin(), desks.end(), std::back_inserter(directory.desks), read_desk);
  std::transform(members.begin(), members.end(), std::back_inserter(directory.members),
                 read_member);
  std::transform(groups.begin(), groups.end(), std::back_inserter(directory.groups), read_group);
  root->reject_unknown();
  check_directory(directory, {countries, desks, members, groups});
  if (!findings.empty()) {
    throw Fault(std::move(findings));
  }
  return directory;
}

}  // namespace pouch::config

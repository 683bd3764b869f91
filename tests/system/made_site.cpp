#include "tests/system/made_site.hpp"

#include <sstream>
#include <stdexcept>
#include <vector>

#include "tests/system/harness.hpp"

namespace pouch::test {
namespace {

const char* const kDirectoryHead = R"(
[[country]]
code = "RO"
name = "Romania"
from = 2011-10-07

[[country]]
code = "BG"
name = "Bulgaria"
from = 2011-10-07

[[country]]
code = "RS"
name = "Serbia"
from = 2011-10-07

[[country]]
code = "HU"
name = "Hungary"
from = 2011-10-07
)";

std::string desk_entry(const Person& person, const std::string& country,
                       const std::string& community) {
  return "\n[[desk]]\nid = \"" + person.id() + "\"\nkind = \"focal-point\"\ncountry = \"" +
         country + "\"\ncommunity = \"" + community + "\"\naddress = \"" + person.address() +
         "\"\nkeys = [\"" + person.fingerprint() + "\"]\n";
}

std::string member_entry(const Person& person, const std::string& country,
                         const std::string& community) {
  return "\n[[member]]\nid = \"" + person.id() + "\"\nname = \"" + person.name() +
         "\"\naddresses = [\"" + person.address() + "\"]\ncountry = \"" + country +
         "\"\nagency = \"police\"\ncommunity = \"" + community +
         "\"\nrights = [\"send\", \"search\"]\nkey = \"" + person.fingerprint() + "\"\n";
}

std::string directory_of(const People& people) {
  std::string directory = kDirectoryHead;
  for (const auto& [id, country] :
       std::map<std::string, std::string>{{"nfp-ro", "RO"}, {"nfp-bg", "BG"}, {"nfp-rs", "RS"}}) {
    directory += desk_entry(*people.at(id), country, "police");
  }
  directory += desk_entry(*people.at("pfp-ro"), "RO", "prosecution");
  directory += desk_entry(*people.at("pfp-bg"), "BG", "prosecution");
  directory += member_entry(*people.at("ana"), "RO", "police");
  directory += member_entry(*people.at("dimitar"), "BG", "police");
  return directory +
         "\n[[group]]\nid = \"seepag\"\naddress = \"seepag@pouch.example\"\n"
         "community = \"prosecution\"\ndesks = [\"pfp-ro\", \"pfp-bg\"]\nmembers = []\n";
}

}  // namespace

People people_in(const fs::path& homes) {
  People people;
  const auto add = [&](const std::string& id, const std::string& name, const std::string& address) {
    people[id] = std::make_unique<Person>(homes, id, name, address);
  };
  add("ana", "Ana Ionescu", "ana@police.ro.example");
  add("dimitar", "Dimitar Petrov", "dimitar@police.bg.example");
  add("nfp-ro", "NFP Romania", "nfp@igp.ro.example");
  add("nfp-bg", "NFP Bulgaria", "nfp@mvr.bg.example");
  add("nfp-rs", "NFP Serbia", "nfp@mup.rs.example");
  add("pfp-ro", "PFP Romania", "pfp@mpublic.ro.example");
  add("pfp-bg", "PFP Bulgaria", "pfp@prb.bg.example");
  add("mallory", "Mallory", "mallory@elsewhere.example");
  return people;
}

void set_key(const fs::path& file, const std::string& key, const std::string& toml_value) {
  std::istringstream lines(read_file(file));
  std::string line, result, table, wanted = key.substr(key.find('.') + 1);
  const std::string in_table =
      key.find('.') == std::string::npos ? "" : key.substr(0, key.find('.'));
  bool done = false;
  while (std::getline(lines, line)) {
    if (!line.empty() && line.front() == '[') {
      table = line.substr(1, line.find(']') - 1);
    }
    const auto begin = line.find_first_not_of("# ");
    const bool names = begin != std::string::npos &&
                       line.compare(begin, wanted.size(), wanted) == 0 &&
                       line.find_first_not_of(' ', begin + wanted.size()) != std::string::npos &&
                       line[line.find_first_not_of(' ', begin + wanted.size())] == '=';
    if (!done && table == in_table && names) {
      line = wanted + " = " + toml_value;
      done = true;
    }
    result += line + "\n";
  }
  if (!done) {
    throw std::runtime_error("pouch.toml has no key " + key);
  }
  write_file(file, result);
}

void make_site(const fs::path& folder) {
  fs::create_directories(folder);
  const auto people = people_in(folder / "k");
  const auto site = folder / "site";
  const auto made = run({POUCH_PROGRAM, "init", site.string(), "--address",
                         "requests@pouch.example", "--prefix", "SEL"});
  if (made.status != 0) {
    throw std::runtime_error("pouch init: " + made.err);
  }
  write_file(site / "directory.toml", directory_of(people));
  set_key(site / "pouch.toml", "sources", "[\"smtp://127.0.0.1:0\"]");
  // The same request is sent over and over: each would be told to be linked with all before it.
  set_key(site / "pouch.toml", "search.cross_check", "false");
  // A test may run while it is that hour somewhere.
  set_key(site / "pouch.toml", "letters.digest", "\"never\"");
  for (const auto& [id, someone] : people) {
    if (id != "mallory") {
      write_file(site / "keys" / (id + ".asc"), someone->public_key());
    }
  }
  const auto pouch = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {POUCH_PROGRAM, "-c", (site / "pouch.toml").string()});
    return run(arguments).out;
  };
  // Brings the keys into the site's ring, and the group's address into the gateway's key.
  pouch({"run", "--until-idle"});
  const auto gateway = pouch({"key", "list", "--export"});
  write_file(folder / "gateway.asc", gateway);
  for (const auto& [id, someone] : people) {
    someone->import(gateway);
    someone->rest();
  }
  pouch({"key", "addresses", "--given"});
  end_agents(site / "gnupg");
}

}  // namespace pouch::test

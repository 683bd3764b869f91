// The man pages name every verb and option of the program, every key of the configuration and
// every field of the query language; they name no verb that is not there.
#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "config/directory.hpp"
#include "config/site.hpp"
#include "search/index/fields.hpp"
#include "templates/language/order_words.hpp"
#include "tests/docs/pages.hpp"

using namespace pouch::test;

namespace {

using Names = std::set<std::string>;

Names verbs_in(const std::string& help) {
  const auto begin = help.find("\nSubcommands:\n");
  return begin == std::string::npos ? Names{} : matches(help.substr(begin), "\n  ([a-z]+)  +[A-Z]");
}

// "search", "queue list" …
Names all_verbs() {
  Names all;
  for (const auto& verb : verbs_in(help_of(""))) {
    const auto below = verbs_in(help_of(verb));
    for (const auto& under : below) {
      all.insert(verb + " " + under);
    }
    if (below.empty()) {
      all.insert(verb);
    }
  }
  return all;
}

Names options_in(const std::string& help) {
  const auto begin = help.find("\nOptions:\n");
  REQUIRE(begin != std::string::npos);
  return matches(help.substr(begin), "\n  (?:-[a-z],)?--([a-z-]+)");
}

// The part of the page about one verb: from its .It to the next.
std::string about(const std::string& page, const std::string& verb) {
  auto at = page.find("\n.It Cm " + verb + "\n");
  at = std::min(at, page.find("\n.It Cm " + verb + " "));
  if (at == std::string::npos) {
    return {};
  }
  const auto end = std::min(page.find("\n.It Cm ", at + 1), page.find("\n.El", at + 1));
  return page.substr(at, end - at);
}

// Names after .It Ic, several of them parted by a comma.
Names items_of(const std::string& page) {
  Names names;
  for (const auto& line : matches(page, "\n\\.It Ic ([^\n]+)")) {
    names.merge(matches(line, "([a-z_.]+)"));
  }
  return names;
}

}  // namespace

TEST_CASE("pouch(1) describes every verb and option that --help prints, and no other verb") {
  const auto page = source_text("docs/man/pouch.1");
  const auto verbs = all_verbs();
  CHECK(verbs.size() > 20);
  std::size_t options = 0;
  for (const auto& verb : verbs) {
    INFO(verb);
    const auto part = about(page, verb);
    CHECK(!part.empty());
    auto wanted = options_in(help_of(verb));
    wanted.erase("help");
    Names said;
    for (auto option : matches(part, "Fl Fl ([a-z\\\\-]+)")) {
      option.erase(std::remove(option.begin(), option.end(), '\\'), option.end());
      said.insert(option);
    }
    CHECK(said == wanted);
    options += wanted.size();
  }
  CHECK(options > 20);
  for (const auto& item : matches(page, "\n\\.It Cm ([a-z]+(?: [a-z]+)?)")) {
    INFO(item);
    CHECK(verbs.count(item) == 1);
  }
}

TEST_CASE("pouch.toml(5) describes every key with its default, and no other") {
  const auto page = source_text("docs/man/pouch.toml.5");
  Names keys;
  for (const auto& key : pouch::config::site_keys()) {
    keys.insert(key.key);
    INFO(key.key);
    CHECK(page.find("\n.It Ic " + key.key + "\n") != std::string::npos);
    const auto part = page.substr(page.find("\n.It Ic " + key.key + "\n"));
    const auto line = part.substr(0, part.find("\n.It ", 1));
    CHECK(line.find(key.default_text) != std::string::npos);
    CHECK(line.find(key.help.substr(1, key.help.find_first_of(",;:") - 1)) != std::string::npos);
  }
  CHECK(keys.size() > 30);
  CHECK(items_of(page) == keys);
}

TEST_CASE("pouch-directory.toml(5) describes every key that the loader reads, and no other") {
  const auto page = source_text("docs/man/pouch-directory.toml.5");
  const auto loader = source_text("config/directory_loader.cpp");
  auto read = matches(loader, "table\\.(?:text|texts|date|boolean|integer)\\(\"([a-z_]+)\"\\)");
  read.merge(matches(loader, "(?:required|words)\\(table, \"([a-z_]+)\""));
  CHECK(read.size() > 20);
  CHECK(items_of(page) == read);
  for (const auto& table : matches(loader, "root->tables\\(\"([a-z]+)\"\\)")) {
    CHECK(page.find("[[" + table + "]]") != std::string::npos);
  }
}

TEST_CASE("pouch-query(7) describes every search field with its example, and no other") {
  const auto page = source_text("docs/man/pouch-query.7");
  Names fields;
  for (const auto& row : pouch::search::fields()) {
    fields.emplace(row.name);
    INFO(row.name);
    CHECK(page.find(std::string(row.help)) != std::string::npos);
    CHECK(page.find(std::string(row.example)) != std::string::npos);
  }
  CHECK(items_of(page) == fields);
  for (const auto& flag : pouch::search::flags()) {
    INFO(flag.value);
    CHECK(page.find("\n.Cm " + std::string(flag.value) + " ") != std::string::npos);
  }
}

TEST_CASE("pouch-mail(7) describes every order, and no other") {
  Names orders;
  for (const auto& order : pouch::templates::order_names()) {
    if (order.id != pouch::templates::kAllFields && order.id != pouch::templates::kCourtesy) {
      orders.emplace(order.id);
    }
  }
  const auto page = source_text("docs/man/pouch-mail.7");
  auto said = matches(page, "\n\\.(?:It )?Ic ([a-z]+)");
  CHECK(said == orders);
}

TEST_CASE("pouch-templates(7) describes every key that docs/templates.md does, and no other") {
  Names described;
  const auto text = source_text("docs/templates.md");
  for (const auto& cell : matches(text, "\n\\| ((?:`[^`]+`(?:, )?)+) \\|")) {
    described.merge(matches(cell, "`([^`]+)`"));
  }
  CHECK(described.size() > 30);
  Names said;
  for (const auto& line :
       matches(source_text("docs/man/pouch-templates.7"), "\n\\.It Ic ([^\n]+)")) {
    said.merge(matches(line, "([^ ,]+)"));
  }
  CHECK(said == described);
}

TEST_CASE("help names schemas that are there") {
  Names named;
  for (const auto& verb : all_verbs()) {
    named.merge(matches(help_of(verb), "docs/schemas/([a-z-]+\\.json)"));
  }
  CHECK(named.size() > 10);
  for (const auto& schema : named) {
    INFO(schema);
    CHECK(std::filesystem::exists(std::filesystem::path(POUCH_SOURCE) / "docs/schemas" / schema));
  }
}

TEST_CASE("every verb's help has an example and its exit codes stand in pouch(1)") {
  for (const auto& verb : all_verbs()) {
    INFO(verb);
    CHECK(help_of(verb).find("Example: pouch ") != std::string::npos);
  }
  const auto page = source_text("docs/man/pouch.1");
  for (const auto& code : matches(source_text("gateway/verbs/exit_code.hpp"), " = ([0-9]+),")) {
    INFO(code);
    CHECK(page.find("\n.It " + code + "\n") != std::string::npos);
  }
}

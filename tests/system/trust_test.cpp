// Whose configuration is obeyed: that of the site, never that of whoever could put a file
// somewhere.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

// In that folder, with no configuration named.
Ran in_folder(const fs::path& folder, const std::string& command,
              const Environment& environment = {}) {
  return run({"sh", "-c", "unset POUCH_CONFIG; cd " + folder.string() + " && " + command}, "",
             environment);
}

std::string program() { return POUCH_PROGRAM; }

// What it prints on a terminal.
Ran on_terminal(const std::string& command) {
  return run({"script", "-qec", command, "/dev/null"});
}

}  // namespace

TEST_CASE("a pouch.toml that lies in the working folder is not obeyed") {
  const Site planted;
  for (const std::string verb : {"check --offline", "key list", "held list", "queue list", "run"}) {
    INFO(verb);
    const auto ran = in_folder(planted.folder(), program() + " " + verb);
    CHECK(ran.status == 78);
    CHECK(ran.out.empty());
    CHECK(ran.err.find("/etc/pouch/pouch.toml") != std::string::npos);
  }
  CHECK(in_folder(planted.folder(), program() + " deliver < /dev/null").status == 75);
  CHECK(in_folder(planted.folder(), program() + " -c pouch.toml key list").status == 0);
}

TEST_CASE("POUCH_CONFIG names the site, and -c stands above it") {
  const Site one, other;
  other.write_directory(other.directory() + "\n# the other one\n");
  const auto named = [](const Site& site) { return (site.folder() / "pouch.toml").string(); };
  CHECK(run({program(), "key", "list"}, "", {{"POUCH_CONFIG", named(one)}}).status == 0);
  CHECK(run({program(), "key", "list"}, "", {{"POUCH_CONFIG", "/nowhere/pouch.toml"}}).status ==
        78);
  CHECK(run({program(), "-c", named(other), "key", "list"}, "",
            {{"POUCH_CONFIG", "/nowhere/pouch.toml"}})
            .status == 0);
}

TEST_CASE("a site that others may write to is refused until it is mended") {
  const Site site;
  const auto mail = site.mail("ana", {.body = "Hello.\n"});
  for (const std::string what : {"", "pouch.toml", "directory.toml", "keys", "keys/ana.asc"}) {
    INFO(what);
    const auto path = what.empty() ? site.folder() : site.folder() / what;
    fs::permissions(path, fs::perms::others_write, fs::perm_options::add);
    const auto ran = site.pouch({"key", "list"});
    CHECK(ran.status == 78);
    CHECK(ran.err.find("chmod go-w " + path.string()) != std::string::npos);
    CHECK(site.pouch({"deliver"}, mail).status == 75);
    fs::permissions(path, fs::perms::others_write, fs::perm_options::remove);
    CHECK(site.pouch({"key", "list"}).status == 0);
  }
  CHECK(site.pouch({"deliver"}, mail).status == 0);
}

TEST_CASE("no verb aborts in a folder that its user may not read") {
  if (geteuid() != 0) {
    WARN("only root can be another user: not looked at");
    return;
  }
  const Scratch scratch;
  const auto closed = scratch.path() / "root";
  fs::create_directory(closed);
  fs::copy_file(POUCH_PROGRAM, scratch.path() / "pouch");
  fs::permissions(scratch.path(), fs::perms(0755));
  fs::permissions(scratch.path() / "pouch", fs::perms(0755));
  fs::permissions(closed, fs::perms(0700));
  const auto own = (scratch.path() / "pouch").string();
  for (const std::string verb :
       {"check", "status", "key list", "template list", "held list", "run", "deliver", "chek"}) {
    INFO(verb);
    const auto ran = in_folder(closed, "setpriv --reuid=nobody --regid=nogroup --clear-groups " +
                                           own + " " + verb + " < /dev/null");
    INFO(ran.err);
    CHECK(ran.status < 128);
    CHECK(ran.err.find("terminate") == std::string::npos);
    if (verb == "deliver") {
      CHECK(ran.status == 75);
    }
    // A path that leads through what may not be read.
    const auto hidden =
        in_folder("/", "setpriv --reuid=nobody --regid=nogroup --clear-groups " + own + " -c " +
                           (closed / "pouch.toml").string() + " " + verb + " < /dev/null");
    CHECK(hidden.status < 128);
    CHECK(hidden.err.find("terminate") == std::string::npos);
  }
}

TEST_CASE("a stranger's text steers no terminal") {
  const Site site;
  const std::string escape = "\x1B]0;owned\x07";
  REQUIRE(site.pouch({"deliver", "--from=<eve" + escape + "@elsewhere.example>"},
                     "Subject: " + escape + "\r\n\r\n" + escape + "\r\n")
              .status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto held = site.held();
  REQUIRE(held.size() == 1);
  const auto id = std::to_string(held.at(0)["id"].get<int>());
  const auto pouch = program() + " -c " + (site.folder() / "pouch.toml").string() + " ";
  CHECK(on_terminal(pouch + "held list").out.find('\x1B') == std::string::npos);
  CHECK(on_terminal(pouch + "held show " + id).out.find('\x1B') == std::string::npos);
  const auto refused = on_terminal(pouch + "held show " + id + " --raw");
  CHECK(refused.status == 64);
  CHECK(refused.out.find("--force") != std::string::npos);
  CHECK(refused.out.find('\x1B') == std::string::npos);
  CHECK(on_terminal(pouch + "held show " + id + " --raw --force").out.find(escape) !=
        std::string::npos);
  CHECK(site.pouch({"held", "show", id, "--raw"}).out.find(escape) != std::string::npos);
}

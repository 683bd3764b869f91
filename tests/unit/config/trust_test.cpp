// Who may write what decides where letters go: nobody but root and the site's owner.
#include "config/trust.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include "tests/unit/config/toml_file.hpp"

using namespace pouch::config;
namespace fs = std::filesystem;

namespace {

struct SiteFolder {
  SiteFolder() : file("pouch.toml", "address = \"requests@pouch.example\"\n") {
    folder = file.path.parent_path();
    fs::permissions(folder, fs::perms(0755));
    for (const auto* name : {"keys", "templates", "state"}) {
      fs::create_directory(folder / name);
      fs::permissions(folder / name, fs::perms(0755));
    }
    for (const auto* name : {"directory.toml", "keys/a.asc", "templates/a.toml"}) {
      std::ofstream(folder / name) << "#\n";
      fs::permissions(folder / name, fs::perms(0644));
    }
    fs::permissions(file.path, fs::perms(0644));
  }
  std::vector<Finding> findings() const { return open_to_others(load_site(file.path)); }
  TomlFile file;
  fs::path folder;
};

}  // namespace

TEST_CASE("a site that only its owner may write has no finding") {
  const SiteFolder site;
  CHECK(site.findings().empty());
  CHECK(owner_of(load_site(site.file.path)) == geteuid());
}

TEST_CASE("whatever others may write is refused, with how to mend it") {
  for (const std::string what : {"", "pouch.toml", "directory.toml", "keys", "keys/a.asc",
                                 "templates", "templates/a.toml"}) {
    INFO(what);
    const SiteFolder site;
    const auto path = what.empty() ? site.folder : site.folder / what;
    fs::permissions(path, fs::perms(0002), fs::perm_options::add);
    const auto findings = site.findings();
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().file == path.string());
    CHECK(findings.front().hint.find("chmod go-w " + path.string()) == 0);
    fs::permissions(path, fs::perms(0002), fs::perm_options::remove);
    CHECK(site.findings().empty());
  }
}

TEST_CASE("a group may write where nobody is in it but the owner") {
  const SiteFolder site;
  REQUIRE(chown(site.file.path.c_str(), static_cast<uid_t>(-1), getegid()) == 0);
  fs::permissions(site.file.path, fs::perms(0664));
  CHECK(site.findings().empty());
  if (geteuid() == 0) {
    REQUIRE(chown(site.file.path.c_str(), 0, 65534) == 0);
    fs::permissions(site.file.path, fs::perms(0664));
    const auto findings = site.findings();
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().hint.find("chmod g-w") == 0);
  }
}

TEST_CASE("what belongs to somebody else is refused, what belongs to the site's owner is not") {
  if (geteuid() != 0) {
    WARN("only root can give files away: not looked at");
    return;
  }
  const SiteFolder site;
  REQUIRE(chown((site.folder / "keys/a.asc").c_str(), 65534, 0) == 0);
  auto findings = site.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().hint.find("chown ") == 0);
  REQUIRE(chown((site.folder / "state").c_str(), 65534, 0) == 0);
  CHECK(site.findings().empty());
}

TEST_CASE("a folder above may be open to all only when it is sticky") {
  const SiteFolder site;
  const auto below = site.folder / "open/site";
  fs::create_directories(below);
  fs::permissions(below, fs::perms(0755));
  fs::copy_file(site.file.path, below / "pouch.toml");
  fs::permissions(site.folder / "open", fs::perms(0777));
  const auto look = [&] { return open_to_others(load_site(below / "pouch.toml")); };
  REQUIRE(look().size() == 1);
  CHECK(look().front().file == (site.folder / "open").string());
  fs::permissions(site.folder / "open", fs::perms(01777));
  CHECK(look().empty());
}

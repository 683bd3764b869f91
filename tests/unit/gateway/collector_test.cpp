// A Maildir in which others have a hand: what cannot be taken stays, the rest is taken.
#include "gateway/traffic/collector.hpp"

#include <sys/stat.h>

#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

struct Box {
  StateFolder folder;
  TemporaryFolder place;
  Runtime runtime;
  Database database = Database::open_store(folder.state());
  fs::path maildir = place.path() / "box";

  Box() {
    runtime.site.state = folder.state();
    runtime.site.folder = place.path();
    runtime.site.address = "gw@pouch.example";
    runtime.site.limits.free_space = 1;
    for (const auto* part : {"new", "cur", "tmp"}) fs::create_directories(maildir / part);
  }
  void put(const std::string& name, const std::string& bytes = "Subject: x\r\n\r\nx\r\n") const {
    std::ofstream(maildir / name) << bytes;
  }
  std::size_t collect() { return make_collector("maildir:box", runtime, database)->once(); }
};

}  // namespace

TEST_CASE("a Maildir's file that cannot be taken keeps none of the others") {
  struct Row {
    const char* name;
    std::function<void(const Box&, const fs::path&)> make;
  };
  const std::vector<Row> rows{
      {"a link to a file",
       [](const Box& box, const fs::path& path) {
         std::ofstream(box.place.path() / "secret") << "secret";
         fs::create_symlink(box.place.path() / "secret", path);
       }},
      {"a link to nothing",
       [](const Box&, const fs::path& path) { fs::create_symlink("/nowhere/at/all", path); }},
      {"a link to itself",
       [](const Box&, const fs::path& path) { fs::create_symlink(path, path); }},
      {"a folder", [](const Box&, const fs::path& path) { fs::create_directory(path); }},
      {"a named pipe",
       [](const Box&, const fs::path& path) { REQUIRE(mkfifo(path.c_str(), 0600) == 0); }}};
  for (const auto& row : rows) {
    INFO(row.name);
    Box box;
    box.put("new/1");
    row.make(box, box.maildir / "new/2");
    box.put("new/3");
    CHECK(box.collect() == 2);
    CHECK(box.folder.spool_files() == 2);
    CHECK(fs::exists(fs::symlink_status(box.maildir / "new/2")));
    CHECK_FALSE(fs::exists(box.maildir / "new/3"));
    if (fs::exists(box.place.path() / "secret")) {
      CHECK(read_text(box.place.path() / "secret") == "secret");
    }
  }
}

TEST_CASE("a name that a Maildir's filler gives again is another mail, a moved file the same") {
  Box box;
  box.put("new/mail.eml");
  CHECK(box.collect() == 1);
  box.put("new/mail.eml", "Subject: y\r\n\r\nanother\r\n");
  const auto kept = box.place.path() / "kept";
  fs::create_hard_link(box.maildir / "new/mail.eml", kept);
  CHECK(box.collect() == 1);
  CHECK(box.folder.spool_files() == 2);
  fs::rename(kept, box.maildir / "cur/mail.eml:2,S");  // as if we had been killed before the unlink
  CHECK(box.collect() == 1);
  CHECK(box.folder.spool_files() == 2);
  CHECK(fs::is_empty(box.maildir / "cur"));
}

TEST_CASE("a Maildir whose new is a link is not read") {
  Box box;
  fs::create_directories(box.place.path() / "elsewhere");
  std::ofstream(box.place.path() / "elsewhere/1") << "Subject: x\r\n\r\nx\r\n";
  fs::remove(box.maildir / "new");
  fs::create_directory_symlink(box.place.path() / "elsewhere", box.maildir / "new");
  CHECK_THROWS_AS(box.collect(), Fault);
  CHECK(box.folder.spool_files() == 0);
  CHECK(fs::exists(box.place.path() / "elsewhere/1"));
}

TEST_CASE("a mail over the limit is set aside, and no link leads it elsewhere") {
  Box box;
  box.runtime.site.limits.message = 100;
  box.put("new/1", std::string(101, 'x'));
  box.put("new/2", std::string(100, 'x'));
  CHECK(box.collect() == 2);
  CHECK(fs::exists(box.maildir / ".Pouch.Held/new/1"));
  fs::remove_all(box.maildir / ".Pouch.Held");
  fs::create_directories(box.place.path() / "elsewhere/new");
  fs::create_directory_symlink(box.place.path() / "elsewhere", box.maildir / ".Pouch.Held");
  box.put("new/3", std::string(101, 'x'));
  CHECK(box.collect() == 0);
  CHECK(fs::exists(box.maildir / "new/3"));
  CHECK(fs::is_empty(box.place.path() / "elsewhere/new"));
}

}  // namespace pouch::gateway

// The spool's files: when they go, what a stop between two steps leaves, what damage is noticed.
#include <sys/resource.h>

#include "gateway/store/durable_file.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/spool_writer.hpp"
#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

constexpr int kAttempts = 3;
const std::string kMail = "From: ana\r\n\r\nthe mail\r\n";

void finish(Store& store, std::int64_t id, Outcome outcome) {
  Commit commit;
  commit.spool = id;
  commit.outcome = outcome;
  REQUIRE(store.commit(commit) == CommitResult::kDone);
}

}  // namespace

TEST_CASE("the files of duplicates and dropped mail go, those of refused and held mail stay") {
  StateFolder site;
  auto store = site.open();
  for (const auto& [outcome, stays] :
       {std::pair{Outcome::kDuplicate, false}, {Outcome::kRefused, true}, {Outcome::kHeld, true}}) {
    const auto before = site.spool_files();
    const auto id = site.accept(kMail);
    store.spool().remove_file(id);  // unfinished: nothing happens
    CHECK(store.spool().raw(id) == kMail);
    finish(store, id, outcome);
    store.spool().remove_file(id);
    store.spool().remove_file(id);
    store.spool().sweep_orphans();
    CHECK(site.spool_files() == before + (stays ? 1U : 0U));
  }
  CHECK(store.spool().idle());
}

TEST_CASE("an accepted mail whose message was not stored keeps its file") {
  StateFolder site;
  auto store = site.open();
  const auto id = site.accept(kMail);
  finish(store, id, Outcome::kAccepted);
  store.spool().remove_file(id);
  store.spool().sweep_orphans();
  CHECK(store.spool().raw(id) == kMail);
}

TEST_CASE("stopped at any step of accepting, a mail is wholly there or not at all") {
  for (const auto* step : {"spool.written", "spool.synced", "spool.named", "spool.after"}) {
    StateFolder site;
    CHECK(was_killed(stopped_at(step, [&] {
      site.accept(kMail);
      return 0;
    })));
    INFO(step);
    auto store = site.open();
    store.spool().sweep_orphans();
    const bool accepted = std::string(step) == "spool.after";
    CHECK(site.spool_files() == (accepted ? 1U : 0U));
    const auto entry = store.spool().claim(at(1), kAttempts);
    CHECK(entry.has_value() == accepted);
    if (entry) {
      CHECK(store.spool().raw(entry->id) == kMail);
    }
  }
}

TEST_CASE("stopped at any step of removing a file, the next sweep ends the work") {
  for (const auto* step : {"file.before", "file.after"}) {
    StateFolder site;
    const auto id = site.accept(kMail);
    {
      auto store = site.open();
      finish(store, id, Outcome::kDuplicate);
    }
    CHECK(was_killed(stopped_at(step, [&] {
      auto store = site.open();
      store.spool().remove_file(id);
      return 0;
    })));
    auto store = site.open();
    store.spool().sweep_orphans();
    store.spool().sweep_orphans();
    INFO(step);
    CHECK(site.spool_files() == 0);
    CHECK(store.spool().idle());
  }
}

TEST_CASE("a sweep does not take a mail between its file and its row") {
  StateFolder site;
  const auto orphan = site.state() / "spool" / "0123";
  std::ofstream(orphan) << "x";
  auto store = site.open();
  {
    const auto intake = FolderLock::shared(site.state() / "spool");
    const auto status = in_child([&] {
      auto other = site.open();
      other.spool().sweep_orphans();
      return 0;
    });
    CHECK(exit_code(status) == 0);
    CHECK(std::filesystem::exists(orphan));
  }
  store.spool().sweep_orphans();
  CHECK_FALSE(std::filesystem::exists(orphan));
}

TEST_CASE("a sweep leaves waiting and claimed mail alone") {
  StateFolder site;
  const auto first = site.accept("1");
  const auto second = site.accept("2");
  auto store = site.open();
  store.spool().claim(at(1), kAttempts);
  store.spool().sweep_orphans();
  CHECK(store.spool().raw(first) == "1");
  CHECK(store.spool().raw(second) == "2");
}

TEST_CASE("a file that was changed, exchanged or taken away is a permanent fault") {
  StateFolder site;
  const auto first = site.accept("mail one");
  const auto second = site.accept("mail two");
  auto store = site.open();
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(site.state() / "spool")) {
    if (entry.path().filename() != ".lock") {
      files.push_back(entry.path());
    }
  }
  REQUIRE(files.size() == 2);
  std::filesystem::rename(files[0], site.state() / "third");
  std::filesystem::rename(files[1], files[0]);
  std::filesystem::rename(site.state() / "third", files[1]);
  for (const auto id : {first, second}) {
    try {
      store.spool().raw(id);
      FAIL("another entry's mail was opened");
    } catch (const Fault& fault) {
      CHECK_FALSE(fault.transient());
      CHECK(std::string(fault.what()).find("mail one") == std::string::npos);
    }
  }
  std::ofstream(files[0], std::ios::app) << "x";
  std::filesystem::remove(files[1]);
  CHECK_THROWS_AS(store.spool().raw(first), Fault);
  CHECK_THROWS_AS(store.spool().raw(second), Fault);
  CHECK_THROWS_AS(store.spool().raw(999), Fault);
}

TEST_CASE("the file of an order to the gateway goes a month after it was answered") {
  StateFolder site;
  auto store = site.open();
  const auto id = site.accept(kMail);
  Commit commit;
  commit.spool = id;
  commit.outcome = Outcome::kAccepted;
  commit.reason = "control";
  commit.at = at(1000);
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  store.spool().remove_file(id);
  REQUIRE(site.spool_files() == 1);
  const auto end = at(1000) + kOrdersKept;
  CHECK(store.spool().next_forgetting() == end);
  CHECK(store.spool().forget_orders(end - std::chrono::seconds(1)) == 0);
  store.spool().sweep_orphans();
  CHECK(site.spool_files() == 1);
  CHECK(store.spool().forget_orders(end) == 1);
  CHECK(site.spool_files() == 0);
  CHECK_FALSE(store.spool().next_forgetting());
  CHECK(store.spool().forget_orders(end) == 0);
}

TEST_CASE("a disk that takes the row no more accepts nothing and leaves nothing") {
  StateFolder site;
  const auto status = in_child([&] {
    auto database = Database::open_store(site.state());
    SpoolWriter writer(site.state(), database);
    ::signal(SIGXFSZ, SIG_IGN);
    int refused = 0;
    for (const rlim_t most : {100U, 5'000U}) {  // within the mail, and within the write-ahead log
      rlimit limit{most, RLIM_INFINITY};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      try {
        writer.take({"smtp", "a", {"b"}}, std::string(1'000, 'm'), at(0));
      } catch (const Fault& fault) {
        refused += fault.transient() ? 1 : 0;
      }
    }
    return refused == 2 ? 0 : 1;
  });
  CHECK(exit_code(status) == 0);
  auto store = site.open();
  CHECK(site.spool_files() == 0);
  CHECK(store.spool().idle());
}

TEST_CASE("a mail whose writer was killed in the middle of it is swept") {
  StateFolder site;
  const auto status = in_child([&] {
    auto database = Database::open_store(site.state());
    SpoolWriter writer(site.state(), database);
    auto mail = writer.begin();
    mail.write(std::string(200'000, 'm'));
    ::raise(SIGKILL);
    return 0;
  });
  CHECK(was_killed(status));
  CHECK(site.spool_files() == 1);
  auto store = site.open();
  store.spool().sweep_orphans();
  CHECK(site.spool_files() == 0);
  CHECK(store.spool().strays().empty());
}

TEST_CASE("a sweep does not take a mail that is being written") {
  StateFolder site;
  auto database = Database::open_store(site.state());
  SpoolWriter writer(site.state(), database);
  const std::string text(200'000, 'm');
  auto mail = writer.begin();
  mail.write(text);
  const auto status = in_child([&] {
    auto store = site.open();
    store.spool().sweep_orphans();
    return 0;
  });
  CHECK(exit_code(status) == 0);
  const auto id = writer.accept({"smtp", "a", {"b"}}, mail, at(0));
  auto store = site.open();
  CHECK((store.spool().raw(id) == text));
}

TEST_CASE("a large mail shows nothing while it comes nor when it is there") {
  StateFolder site;
  auto database = Database::open_store(site.state());
  SpoolWriter writer(site.state(), database);
  auto mail = writer.begin();
  for (int i = 0; i < 30'000; ++i) {
    mail.write("canary ");
  }
  CHECK(site.everything().find("canary") == std::string::npos);
  writer.accept({"smtp", "a", {"b"}}, mail, at(0));
  CHECK(site.everything().find("canary") == std::string::npos);
}

namespace {

// The only mail's file.
std::filesystem::path file_of(const StateFolder& site) {
  for (const auto& entry : std::filesystem::directory_iterator(site.state() / "spool")) {
    if (entry.path().filename() != ".lock") {
      return entry.path();
    }
  }
  FAIL("no file in the spool");
  return {};
}

void write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

}  // namespace

TEST_CASE("a file that 0.1.0 wrote is read, under its own name alone") {
  for (const auto& raw : {std::string(), kMail, std::string(300'000, 'r')}) {
    StateFolder site;
    const auto id = site.accept("another mail");
    const auto file = file_of(site);
    const auto name = file.filename().string();
    const auto key = spool_keys(site.key()).public_key;
    auto store = site.open();
    write_text(file, seal_for_spool(key, name + raw));
    CHECK((store.spool().raw(id) == raw));
    write_text(file, seal_for_spool(key, std::string(name.size(), '0') + raw));
    CHECK_THROWS_AS(store.spool().raw(id), Fault);
    const auto old = seal_for_spool(key, name + raw);
    write_text(file, old.substr(0, old.size() - 1));
    CHECK_THROWS_AS(store.spool().raw(id), Fault);
    std::filesystem::rename(file, file.parent_path() / "0123");
    CHECK(store.spool().strays().empty());
    write_text(file.parent_path() / "0123", seal_for_spool(key, "0123" + raw));
    CHECK(store.spool().strays() == std::vector<std::string>{"0123"});
  }
}

TEST_CASE("a spool file that was cut or changed anywhere is a permanent fault") {
  StateFolder site;
  const auto id = site.accept(std::string(100'000, 'm'));
  auto store = site.open();
  const auto file = file_of(site);
  const auto whole = read_text(file);
  const std::vector<std::size_t> places{0,   7,   8,      40,     87,     88,
                                        111, 112, 65'664, 65'665, 90'000, whole.size() - 1};
  const auto is_permanent = [&] {
    try {
      store.spool().raw(id);
    } catch (const Fault& fault) {
      return !fault.transient();
    }
    return false;
  };
  for (const auto at : places) {
    INFO(at);
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    write_text(file, changed);
    CHECK(is_permanent());
    write_text(file, whole.substr(0, at));
    CHECK(is_permanent());
  }
  write_text(file, whole + "x");
  CHECK(is_permanent());
  write_text(file, whole);
  CHECK(store.spool().raw(id).size() == 100'000);
}

TEST_CASE("what a restored store does not know of is found where it is whole") {
  StateFolder site;
  site.accept(std::string(100'000, 'm'));
  const auto file = file_of(site);
  auto store = site.open();
  store.database().prepare("DELETE FROM spool").run();
  CHECK(store.spool().strays() == std::vector<std::string>{file.filename().string()});
  const auto whole = read_text(file);
  write_text(file, whole.substr(0, whole.size() - 1));
  CHECK(store.spool().strays().empty());
}

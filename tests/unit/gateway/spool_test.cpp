#include "gateway/store/spool.hpp"

#include <sys/stat.h>

#include "gateway/store/claimer.hpp"
#include "gateway/store/spool_writer.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/work/worker.hpp"
#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

constexpr int kAttempts = 3;
const std::string kMail("From: ana\r\n\r\ncanary mail \0 with any octets \xFF\r\n", 46);

// Claims in a process that then dies, as a mail that kills its worker does.
void claim_and_die(const StateFolder& site) {
  const auto status = in_child([&] {
    auto store = site.open();
    if (!store.spool().claim(at(1), kAttempts)) {
      return 1;
    }
    ::raise(SIGKILL);
    return 2;
  });
  REQUIRE(was_killed(status));
}

void finish(Store& store, std::int64_t id, Outcome outcome) {
  Commit commit;
  commit.spool = id;
  commit.outcome = outcome;
  REQUIRE(store.commit(commit) == CommitResult::kDone);
}

}  // namespace

TEST_CASE("what was accepted comes out as it went in") {
  StateFolder site;
  const auto id = site.accept(kMail, at(5));
  auto store = site.open();
  const auto entry = store.spool().claim(at(6), kAttempts);
  REQUIRE(entry);
  CHECK(entry->id == id);
  CHECK(entry->source == "smtp");
  CHECK(entry->from == "ana@police.ro.example");
  CHECK(entry->to == std::vector<std::string>{"gw@pouch.example"});
  CHECK(entry->received == at(5));
  CHECK(entry->attempts == 1);
  CHECK(store.spool().raw(id) == kMail);
}

TEST_CASE("one mail for several envelope recipients is one entry that names them all, in order") {
  StateFolder site;
  auto database = Database::open_store(site.state());
  SpoolWriter writer(site.state(), database);
  const std::vector<std::string> to = {"gw@pouch.example", "seepag@pouch.example", "a@b", "\xFF"};
  writer.take({"lmtp", "", to}, kMail, at(0));
  writer.take({"lmtp", "", {}}, "", at(0));
  auto store = site.open();
  CHECK(store.spool().claim(at(1), kAttempts)->to == to);
  const auto empty = store.spool().claim(at(1), kAttempts);
  CHECK(empty->to.empty());
  CHECK(store.spool().raw(empty->id).empty());
}

TEST_CASE("the spool's files show nothing and are for the owner alone") {
  StateFolder site;
  ::umask(0);
  site.accept(kMail);
  ::umask(022);
  CHECK(site.everything().find("canary") == std::string::npos);
  struct stat status {};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(site.state())) {
    REQUIRE(::lstat(entry.path().c_str(), &status) == 0);
    INFO(entry.path());
    CHECK((status.st_mode & 0777U) == (entry.is_directory() ? 0700U : 0600U));
  }
}

TEST_CASE("an intake needs the public key and nothing more") {
  StateFolder site;
  std::filesystem::remove(site.state() / "data-key.pgp");
  std::filesystem::remove(site.state() / "keys.db");
  CHECK(site.accept(kMail) == 1);
}

TEST_CASE("an intake without a whole public key accepts nothing") {
  StateFolder site;
  for (const auto* text : {"", "00", "not a key", "\n"}) {
    std::ofstream(site.state() / "spool.pub", std::ios::trunc) << text;
    CHECK_THROWS_AS(site.accept(kMail), Fault);
  }
  std::filesystem::remove(site.state() / "spool.pub");
  CHECK_THROWS_AS(site.accept(kMail), Fault);
  CHECK(site.spool_files() == 0);
}

TEST_CASE("mails are claimed in the order in which they were accepted, each once") {
  StateFolder site;
  const auto first = site.accept("1", at(9));
  const auto second = site.accept("2", at(3));
  auto store = site.open();
  auto other = site.open();
  CHECK(store.spool().claim(at(10), kAttempts)->id == first);
  CHECK(other.spool().claim(at(10), kAttempts)->id == second);
  CHECK_FALSE(store.spool().claim(at(10), kAttempts));
  CHECK_FALSE(store.spool().idle());
}

TEST_CASE("what a living process has claimed is not given to another") {
  StateFolder site;
  const auto id = site.accept(kMail);
  auto store = site.open();
  REQUIRE(store.spool().claim(at(1), kAttempts));
  const auto status = in_child([&] {
    auto other = site.open();
    return !other.spool().claim(at(1), kAttempts) && !other.spool().claim(id, at(1)) &&
                   !other.spool().take_exhausted(at(1), 1) && !other.spool().next_due()
               ? 0
               : 1;
  });
  CHECK(exit_code(status) == 0);
}

TEST_CASE("what a dead process had claimed is taken up at once, and its attempt counted") {
  StateFolder site;
  const auto id = site.accept(kMail);
  claim_and_die(site);
  auto store = site.open();
  CHECK(store.spool().next_due().has_value());
  const auto entry = store.spool().claim(at(1), kAttempts);
  REQUIRE(entry);
  CHECK(entry->id == id);
  CHECK(entry->attempts == 2);
}

TEST_CASE("an attempt is counted before the mail is looked at") {
  StateFolder site;
  site.accept(kMail);
  CHECK(was_killed(stopped_at("claim.after", [&] {
    auto store = site.open();
    store.spool().claim(at(1), kAttempts);
    return 0;
  })));
  auto store = site.open();
  CHECK(store.spool().claim(at(1), kAttempts)->attempts == 2);
}

TEST_CASE("a mail that killed its worker as often as allowed is poison, once less it is not") {
  StateFolder site;
  const auto id = site.accept(kMail);
  claim_and_die(site);
  claim_and_die(site);
  auto store = site.open();
  CHECK_FALSE(store.spool().take_exhausted(at(1), kAttempts));
  claim_and_die(site);
  CHECK_FALSE(store.spool().claim(at(1), kAttempts));
  const auto poison = store.spool().take_exhausted(at(1), kAttempts);
  REQUIRE(poison);
  CHECK(poison->id == id);
  CHECK(poison->attempts == kAttempts);
  CHECK_FALSE(site.open().spool().take_exhausted(at(1), kAttempts));  // it has a claimer now
  CHECK(store.spool().raw(id) == kMail);
}

TEST_CASE("poison whose undertaker died is found again") {
  StateFolder site;
  site.accept(kMail);
  for (int i = 0; i < kAttempts; ++i) {
    claim_and_die(site);
  }
  CHECK(was_killed(stopped_at("claim.after", [&] {
    auto store = site.open();
    store.spool().take_exhausted(at(1), kAttempts);
    return 0;
  })));
  auto store = site.open();
  CHECK(store.spool().take_exhausted(at(1), kAttempts)->attempts == kAttempts);
}

TEST_CASE("a mail put back waits until its time and has its attempt back") {
  StateFolder site;
  const auto id = site.accept(kMail);
  auto store = site.open();
  for (int i = 0; i < 10; ++i) {
    const auto entry = store.spool().claim(at(100), kAttempts);
    REQUIRE(entry);
    CHECK(entry->attempts == 1);
    store.spool().put_back(id, at(100), "agent away");
  }
  store.spool().claim(at(100), kAttempts);
  store.spool().put_back(id, at(200), "agent away");
  CHECK(store.spool().next_due() == at(200));
  CHECK_FALSE(store.spool().claim(at(199), kAttempts));
  CHECK_FALSE(store.spool().claim(id, at(199)));
  CHECK(store.spool().claim(id, at(200)));
}

TEST_CASE("setbacks are counted beside the attempts, and kept in the store") {
  StateFolder site;
  const auto id = site.accept(kMail);
  for (int i = 0; i < 5; ++i) {
    auto store = site.open();
    const auto entry = store.spool().claim(at(100), kAttempts);
    REQUIRE(entry);
    CHECK(entry->setbacks == i);
    CHECK(entry->attempts == 1);
    store.spool().put_back(id, at(100), "agent away");
  }
}

TEST_CASE("a mail waits longer after each setback, ten minutes at most") {
  std::vector<std::int64_t> pauses;
  for (const int setbacks : {0, 1, 2, 5, 8, 9, 1000}) {
    pauses.push_back(pause_after(setbacks).count());
  }
  CHECK(pauses == std::vector<std::int64_t>{2, 4, 8, 64, 512, 600, 600});
}

TEST_CASE("what was put back is due at once when what was in its way has gone") {
  StateFolder site;
  const auto id = site.accept(kMail);
  auto store = site.open();
  store.spool().claim(id, at(1));
  store.spool().put_back(id, at(600), "agent away");
  CHECK_FALSE(store.spool().claim(at(2), kAttempts));
  store.spool().retry_now();
  const auto entry = store.spool().claim(at(2), kAttempts);
  REQUIRE(entry);
  CHECK(entry->setbacks == 1);
  store.spool().retry_now();  // not one that somebody has in hand
  CHECK_FALSE(store.spool().claim(at(2), kAttempts));
}

TEST_CASE("only the claimer puts back") {
  StateFolder site;
  const auto id = site.accept(kMail);
  auto store = site.open();
  store.spool().claim(at(1), kAttempts);
  const auto status = in_child([&] {
    auto other = site.open();
    other.spool().put_back(id, at(0), "not mine");
    return other.spool().claim(at(1), kAttempts) ? 1 : 0;
  });
  CHECK(exit_code(status) == 0);
}

TEST_CASE("a mail that waits does not keep the next one from its turn") {
  StateFolder site;
  const auto first = site.accept("1");
  const auto second = site.accept("2");
  auto store = site.open();
  store.spool().claim(first, at(0));
  store.spool().put_back(first, at(50), "later");
  CHECK(store.spool().claim(at(1), kAttempts)->id == second);
}

TEST_CASE("an empty spool is idle and due never") {
  StateFolder site;
  auto store = site.open();
  CHECK(store.spool().idle());
  CHECK_FALSE(store.spool().next_due());
  CHECK_FALSE(store.spool().claim(at(0), kAttempts));
  CHECK_FALSE(store.spool().claim(1, at(0)));
  CHECK_FALSE(store.spool().take_exhausted(at(0), 0));
}

TEST_CASE("two processes that claim at the same time never get the same mail") {
  StateFolder site;
  constexpr int kMails = 40;
  for (int i = 0; i < kMails; ++i) {
    site.accept("mail " + std::to_string(i));
  }
  std::vector<pid_t> children;
  for (int i = 0; i < 2; ++i) {
    const auto child = ::fork();
    if (child == 0) {
      int code = 1;
      try {
        auto store = site.open();
        while (const auto entry = store.spool().claim(at(1), 1000)) {
          finish(store, entry->id, Outcome::kDuplicate);  // kAlreadyDone would end this in code 1
        }
        code = 0;
      } catch (...) {
      }
      ::_exit(code);
    }
    children.push_back(child);
  }
  for (const auto child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(exit_code(status) == 0);
  }
  auto store = site.open();
  CHECK(store.spool().idle());
  auto counted = store.database().prepare("SELECT max(attempts), count(*) FROM spool");
  REQUIRE(counted.step());
  CHECK(counted.integer(0) == 1);
  CHECK(counted.integer(1) == kMails);
}

TEST_CASE("a claimer is known by more than its number") {
  const auto self = this_process();
  CHECK(is_living(self));
  const auto process = self.substr(0, self.find(' '));
  CHECK_FALSE(is_living(process + " 1" + self.substr(self.rfind(' '))));
  CHECK_FALSE(is_living(self.substr(0, self.rfind(' ')) + " another-boot"));
  CHECK_FALSE(is_living("4194399 1 x"));
  CHECK_FALSE(is_living(""));
}

TEST_CASE("a process that died but is not buried yet is dead") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const auto child = ::fork();
  if (child == 0) {
    const auto self = this_process();
    const auto written = ::write(ends[1], self.data(), self.size());
    ::_exit(written > 0 ? 0 : 1);
  }
  ::close(ends[1]);
  std::string claimer(200, '\0');
  claimer.resize(static_cast<std::size_t>(::read(ends[0], claimer.data(), claimer.size())));
  ::close(ends[0]);
  siginfo_t info{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) == 0);  // a zombie
  CHECK_FALSE(is_living(claimer));
  int status = 0;
  ::waitpid(child, &status, 0);
}

TEST_CASE("a step that is not declared cannot be waited for") {
  CHECK_THROWS_AS(reached("spool.somewhere"), std::logic_error);
  for (const auto& step : steps()) {
    CHECK_NOTHROW(reached(step));
  }
}

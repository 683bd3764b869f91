// Letters to servers in trouble: one try, a pause that grows, nothing lost, healthy servers served.
#include "gateway/traffic/deliverer.hpp"
#include "gateway/store/letters.hpp"

#include <sys/resource.h>

#include <csignal>
#include <deque>

#include "state_folder.hpp"

using namespace pouch::gateway;
using pouch::mail::Handing;
using pouch::mail::Handover;
using pouch::mail::HandoverResult;

namespace {

constexpr std::chrono::hours kGiveUp{2};

HandoverResult says(Handover state, bool server = false, bool begun = false) {
  HandoverResult result;
  result.state = state;
  result.answer = server ? "nobody there" : "250 ok";
  result.server = server;
  result.begun = begun;
  return result;
}

const auto kTaken = says(Handover::kDelivered);
const auto kRefused = says(Handover::kFailed);
const auto kLater = says(Handover::kTryLater);
const auto kDead = says(Handover::kTryLater, true);
const auto kHungUp = says(Handover::kTryLater, true, true);

// Answers by what was set last; remembers whom it was asked for.
struct Server {
  HandoverResult answer = kTaken;
  std::vector<std::string> asked;
  std::string poison;  // hangs up on this recipient
};

class Box : public pouch::mail::Outbox {
 public:
  explicit Box(Server& server) : server_(server) {}
  HandoverResult hand_over(const Handing& handing) override {
    server_.asked.push_back(handing.recipient);
    return handing.recipient == server_.poison ? kHungUp : server_.answer;
  }
  pouch::mail::Reach reachable() override { return {}; }

 private:
  Server& server_;
};

// A site with letters to a, b, c … and a clock that is turned by hand.
struct Post {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  Time now = at(100);
  std::deque<Server> servers;
  std::unique_ptr<Deliverer> deliverer;

  explicit Post(std::size_t count = 1) {
    runtime.now = [this] { return now; };
    runtime.site.delivery.give_up = kGiveUp;
    for (std::size_t i = 0; i < count; ++i) servers.emplace_back();
    restart();
  }
  void restart() {
    std::vector<Deliverer::Way> ways;
    for (auto& server : servers) {
      ways.push_back({"smtp://server", std::make_unique<Box>(server)});
    }
    deliverer = std::make_unique<Deliverer>(runtime, store.letters(), store.letter_files(),
                                            std::move(ways));
  }
  void write(const std::string& names) {
    auto commit = new_case(store, folder.accept("raw"));
    const auto seed = commit.letters.front().id;
    commit.letters.clear();
    commit.at = now;
    for (const char name : names) {
      const auto id = seed + name;
      commit.letters.push_back({id, "request", id + "@x", {std::string(1, name)}, "wire"});
    }
    REQUIRE(store.commit(commit) == CommitResult::kDone);
  }
  QueuedLetter letter(const std::string& recipient) {
    for (const auto& one : store.letters().queue(true)) {
      if (one.recipient == recipient) return one;
    }
    FAIL("no letter to " + recipient);
    return {};
  }
  // Lets time go on from due time to due time, up to `end`.
  void pass(std::chrono::seconds time) {
    const auto end = now + time;
    for (auto next = store.letters().next_delivery(); next && *next <= end;
         next = store.letters().next_delivery()) {
      now = std::max(now, *next);
      deliverer->work();
    }
    now = end;
  }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("deliverer: a dead server is tried with one letter, and the others wait unharmed") {
  Post post;
  post.servers[0].answer = kDead;
  post.write("abc");
  CHECK(post.deliverer->work() == 0);
  CHECK(post.servers[0].asked == Names{"a"});
  for (const auto* name : {"a", "b", "c"}) {
    const auto letter = post.letter(name);
    CHECK(letter.state == "queued");
    CHECK(letter.attempts == 0);  // the letters are not to blame
    CHECK(letter.answer == "nobody there");
    CHECK(letter.next == post.now + std::chrono::seconds(15));
  }
  // What comes meanwhile waits too, and nothing is tried before its time.
  post.write("d");
  CHECK(post.deliverer->work() == 0);
  CHECK(post.servers[0].asked.size() == 1);
  CHECK(post.letter("d").next == post.now + std::chrono::seconds(15));
  post.servers[0].answer = kTaken;
  post.now += std::chrono::seconds(15);
  CHECK(post.deliverer->work() == 4);
  CHECK(post.servers[0].asked == Names{"a", "a", "b", "c", "d"});
  CHECK_FALSE(post.store.letters().next_delivery());
}

TEST_CASE("deliverer: the pause grows while the server is dead and is short again afterwards") {
  Post post;
  post.servers[0].answer = kDead;
  post.write("a");
  std::vector<long> pauses;
  for (int i = 0; i < 8; ++i) {
    post.deliverer->work();
    const auto next = post.store.letters().next_delivery().value();
    pauses.push_back((next - post.now).count());
    post.now = next;
  }
  CHECK(pauses == std::vector<long>{15, 30, 60, 120, 240, 480, 600, 600});
  post.servers[0].answer = kTaken;
  post.deliverer->work();
  post.servers[0].answer = kDead;
  post.write("b");
  post.deliverer->work();
  CHECK(post.letter("b").next == post.now + std::chrono::seconds(15));
}

TEST_CASE("deliverer: letters to a server that stays dead are given up in their time, untried") {
  Post post;
  post.servers[0].answer = kDead;
  post.write("ab");
  post.pass(kGiveUp - std::chrono::seconds(1));
  CHECK(post.letter("a").state == "queued");
  CHECK(post.letter("b").state == "queued");
  post.pass(std::chrono::seconds(1));
  CHECK(post.letter("a").state == "failed");
  CHECK(post.letter("b").state == "failed");
  CHECK(post.letter("b").answer == "nobody there");
  CHECK_FALSE(post.store.letters().next_delivery());
}

TEST_CASE("deliverer: a healthy server stands in for a dead one, which is asked now and then") {
  Post post(2);
  post.servers[0].answer = kDead;
  post.write("abc");
  CHECK(post.deliverer->work() == 3);
  CHECK(post.servers[0].asked == Names{"a"});
  CHECK(post.servers[1].asked == Names{"a", "b", "c"});
  post.now += std::chrono::seconds(15);
  post.servers[0].answer = kTaken;
  post.write("d");
  CHECK(post.deliverer->work() == 1);
  CHECK(post.servers[0].asked == Names{"a", "d"});
  // Both dead: each is tried once.
  post.servers[0].answer = post.servers[1].answer = kDead;
  post.write("ef");
  CHECK(post.deliverer->work() == 0);
  CHECK(post.servers[0].asked.size() == 3);
  CHECK(post.servers[1].asked.size() == 4);
}

TEST_CASE("deliverer: a word about the letter stands above another server's trouble") {
  for (const std::size_t dead : {0U, 1U}) {
    Post post(2);
    post.servers[dead].answer = kDead;
    post.servers[1 - dead].answer = kLater;
    post.write("ab");
    CHECK(post.deliverer->work() == 2);
    CHECK(post.servers[1 - dead].asked == Names{"a", "b"});
    CHECK(post.servers[dead].asked == Names{"a"});
    CHECK(post.letter("a").attempts == 1);
    CHECK(post.letter("a").next == post.now + std::chrono::seconds(60));
  }
}

TEST_CASE("deliverer: a letter on which the server hangs up does not stand before the others") {
  Post post;
  post.servers[0].poison = "a";
  post.write("abc");
  CHECK(post.deliverer->work() == 1);
  CHECK(post.letter("a").attempts == 1);
  CHECK(post.letter("b").attempts == 0);
  post.now = post.letter("b").next;
  CHECK(post.deliverer->work() == 2);
  CHECK(post.letter("b").state == "delivered");
  CHECK(post.letter("c").state == "delivered");
  // It alone grows old, and ends; a letter of any time goes out within its first minute.
  post.pass(std::chrono::hours(1));
  post.write("d");
  post.pass(std::chrono::minutes(1));
  CHECK(post.letter("d").state == "delivered");
  post.pass(kGiveUp);
  CHECK(post.letter("a").state == "failed");
}

TEST_CASE("deliverer: refusals and delays of a letter stop no other one") {
  Post post;
  post.servers[0].answer = kRefused;
  post.write("ab");
  CHECK(post.deliverer->work() == 2);
  CHECK(post.letter("a").state == "failed");
  CHECK(post.letter("b").state == "failed");
  post.servers[0].answer = kLater;
  post.write("cd");
  CHECK(post.deliverer->work() == 2);
  CHECK(post.letter("c").attempts == 1);
  CHECK(post.letter("d").next == post.now + std::chrono::seconds(60));
}

TEST_CASE("deliverer: a new process finds what was put off and tries again") {
  Post post;
  post.servers[0].answer = kDead;
  post.write("ab");
  post.deliverer->work();
  post.servers[0].answer = kTaken;
  post.restart();
  CHECK(post.deliverer->work() == 0);  // not yet
  post.now += std::chrono::seconds(15);
  CHECK(post.deliverer->work() == 2);
}

TEST_CASE("deliverer: a result that a full disk does not take is kept, and no letter goes twice") {
  const auto status = in_child([] {
    Post post;
    post.write("ab");
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{100, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int faults = 0;
    for (int i = 0; i < 3; ++i) {
      try {
        post.deliverer->work();
      } catch (const Fault& fault) {
        faults += fault.transient() ? 1 : 0;
      }
    }
    const bool once = post.servers[0].asked == Names{"a"};
    limit.rlim_cur = RLIM_INFINITY;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto done = post.deliverer->work();
    return faults == 3 && once && done == 2 && post.servers[0].asked == Names{"a", "b"} &&
                   post.letter("a").state == "delivered"
               ? 0
               : 1;
  });
  CHECK(exit_code(status) == 0);
}

TEST_CASE("deliverer: a letter whose file is missing fails with words, and the others go") {
  Post post;
  auto commit = new_case(post.store, post.folder.accept("raw"));
  commit.at = post.now;
  put_into_file(post.folder, commit.letters.front(), "wire");
  REQUIRE(post.store.commit(commit) == CommitResult::kDone);
  std::filesystem::remove(post.folder.state() / "letters" / post.folder.letter_files().front());
  post.write("ab");
  CHECK(post.deliverer->work() == 3);
  CHECK(post.servers[0].asked == Names{"a", "b"});
  const auto lost = post.letter("ana.ionescu@police.ro.example");
  CHECK(lost.state == "failed");
  CHECK(lost.answer.find("the letter's file is missing: ") == 0);
}

TEST_CASE("deliverer: files of letters go when no report can come any more") {
  for (const bool to_maildir : {true, false}) {
    INFO(to_maildir);
    Post post;
    std::vector<Deliverer::Way> ways;
    ways.push_back({to_maildir ? "maildir:x" : "smtp://x", std::make_unique<Box>(post.servers[0])});
    post.deliverer = std::make_unique<Deliverer>(post.runtime, post.store.letters(),
                                                 post.store.letter_files(), std::move(ways));
    auto commit = new_case(post.store, post.folder.accept("raw"));
    commit.at = post.now;
    put_into_file(post.folder, commit.letters.front(), "wire");
    REQUIRE(post.store.commit(commit) == CommitResult::kDone);
    CHECK(post.deliverer->next_work() == post.now);
    post.deliverer->work();
    const auto done = post.now;
    CHECK(post.deliverer->next_work() ==
          done + (to_maildir ? std::chrono::hours(0) : std::chrono::hours(7 * 24)));
    post.deliverer->forget_files();
    CHECK(post.folder.letter_files().empty() == to_maildir);
    post.now = done + std::chrono::hours(7 * 24);
    post.deliverer->forget_files();
    CHECK(post.folder.letter_files().empty());
    CHECK_FALSE(post.deliverer->next_work());
  }
}

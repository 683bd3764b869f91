// What the page remembers: both sides of each bound, with times that the test gives.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "gateway/store/cases.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/store/web_book.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Time kNow = at(0);
const WebEntry kAna{"ana", "Firefox/128 on Windows NT 10.0", "198.51.100.24", "89AB"};

WebBook book_of(const StateFolder& site) { return {site.state(), site.key().derive("test")}; }

WebChallenge challenge(const WebBook& book, std::int64_t letter, const std::string& cookie = {}) {
  return {letter,
          "ana",
          WebBook::fresh_secret(),
          WebBook::fresh_code(),
          cookie.empty() ? std::string() : book.mark(cookie),
          kNow + kChallengeLife};
}

std::string entered(WebBook& book, Time now = kNow) {
  const auto one = challenge(book, 1);
  book.add({one.letter, one.who, one.link, one.code, one.browser, now + kChallengeLife}, now);
  const auto cookie = book.enter_by_link(one.link, kAna, now);
  REQUIRE(cookie);
  return *cookie;
}

}  // namespace

TEST_CASE("a link begins one session, and is seen as often as wanted before") {
  const StateFolder site;
  auto book = book_of(site);
  const auto one = challenge(book, 1);
  book.add(one, kNow);
  for (int i = 0; i < 3; ++i) {
    const auto seen = book.see_link(one.link, kNow);
    REQUIRE(seen);
    CHECK(seen->who == "ana");
  }
  CHECK_FALSE(book.see_link(WebBook::fresh_secret(), kNow));
  CHECK_FALSE(book.enter_by_link(one.link, {"bob", kAna.browser, "", ""}, kNow));
  const auto cookie = book.enter_by_link(one.link, kAna, kNow);
  REQUIRE(cookie);
  CHECK(cookie->size() == 64);
  CHECK_FALSE(book.enter_by_link(one.link, kAna, kNow));
  CHECK_FALSE(book.see_link(one.link, kNow));
  const auto session = book.session(*cookie, kAna.browser, {}, kNow);
  REQUIRE(session);
  CHECK(session->entry.who == "ana");
  CHECK(session->entry.network == "198.51.100.24");
  CHECK(session->way == "link");
}

TEST_CASE("a link holds for ten minutes and not a second longer") {
  const StateFolder site;
  auto book = book_of(site);
  const auto one = challenge(book, 1);
  book.add(one, kNow);
  CHECK(book.see_link(one.link, kNow + kChallengeLife - seconds(1)));
  CHECK_FALSE(book.see_link(one.link, kNow + kChallengeLife));
  CHECK_FALSE(book.enter_by_link(one.link, kAna, kNow + kChallengeLife));
  CHECK(book.enter_by_link(one.link, kAna, kNow + kChallengeLife - seconds(1)));
}

TEST_CASE("a code is taken from the browser that asked, however it is typed") {
  const StateFolder site;
  auto book = book_of(site);
  const auto asking = WebBook::fresh_secret();
  const auto one = challenge(book, 1, asking);
  book.add(one, kNow);
  REQUIRE(one.code.size() == 16);
  CHECK_FALSE(book.enter_by_code(WebBook::fresh_secret(), one.code, kAna, kNow));
  CHECK_FALSE(book.enter_by_code("", one.code, kAna, kNow));
  auto typed = one.code.substr(0, 4) + "-" + one.code.substr(4, 4) + " " + one.code.substr(8);
  for (auto& c : typed) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  CHECK(WebBook::typed_code(typed) == one.code);
  const auto cookie = book.enter_by_code(asking, typed, kAna, kNow);
  REQUIRE(cookie);
  CHECK(book.session(*cookie, kAna.browser, {}, kNow)->way == "code");
  CHECK_FALSE(book.enter_by_code(asking, one.code, kAna, kNow));
}

TEST_CASE("a right code is taken at the fifth try and no more at the sixth, the link still is") {
  const StateFolder site;
  auto book = book_of(site);
  const auto wrong = [](std::string code) {
    code[0] = code[0] == '0' ? '1' : '0';
    return code;
  };
  for (const int before : {kCodeTries - 1, kCodeTries}) {
    const auto asking = WebBook::fresh_secret();
    const auto one = challenge(book, before, asking);
    book.add(one, kNow);
    for (int i = 0; i < before; ++i) {
      CHECK_FALSE(book.enter_by_code(asking, wrong(one.code), kAna, kNow));
    }
    CHECK(book.enter_by_code(asking, one.code, kAna, kNow).has_value() == (before < kCodeTries));
    CHECK(book.see_link(one.link, kNow).has_value() == (before == kCodeTries));
  }
}

TEST_CASE("a challenge that takes no code is met by none") {
  const StateFolder site;
  auto book = book_of(site);
  const auto one = challenge(book, 1);
  book.add(one, kNow);
  CHECK_FALSE(book.see_browser("", kNow));
  CHECK_FALSE(book.enter_by_code("", one.code, kAna, kNow));
  CHECK_FALSE(book.enter_by_code(WebBook::fresh_secret(), one.code, kAna, kNow));
}

TEST_CASE("codes hold 80 bits, and letters that look alike are read as one") {
  std::set<std::string> codes;
  for (int i = 0; i < 500; ++i) {
    codes.insert(WebBook::fresh_code());
  }
  CHECK(codes.size() == 500);
  std::set<char> letters;
  for (const auto& code : codes) {
    letters.insert(code.begin(), code.end());
    CHECK(WebBook::typed_code(code) == code);
  }
  CHECK(letters.size() == 32);
  CHECK(WebBook::typed_code("oIlu oIlu oIlu oIlu") == "011V011V011V011V");
  CHECK(WebBook::typed_code("011V011V011V011").empty());
  CHECK(WebBook::typed_code("011V011V011V011V0").empty());
  CHECK(WebBook::typed_code("011V011V011V011\xc3\x96").empty());
}

TEST_CASE("entering ends what else the member had asked for, and nobody else's") {
  const StateFolder site;
  auto book = book_of(site);
  const auto one = challenge(book, 1), other = challenge(book, 2);
  auto of_bob = challenge(book, 3);
  of_bob.who = "bob";
  book.add(one, kNow);
  book.add(other, kNow);
  book.add(of_bob, kNow);
  REQUIRE(book.enter_by_link(one.link, kAna, kNow));
  CHECK_FALSE(book.see_link(other.link, kNow));
  CHECK(book.see_link(of_bob.link, kNow));
}

TEST_CASE("a letter that is written again takes the place of its first challenge") {
  const StateFolder site;
  auto book = book_of(site);
  const auto first = challenge(book, 1), again = challenge(book, 1);
  book.add(first, kNow);
  book.add(again, kNow);
  CHECK_FALSE(book.see_link(first.link, kNow));
  CHECK(book.see_link(again.link, kNow));
}

TEST_CASE("a session ends after twenty minutes without a look, and not before") {
  const StateFolder site;
  auto book = book_of(site);
  const auto cookie = entered(book);
  CHECK(book.session(cookie, kAna.browser, {}, kNow + minutes(20) - seconds(1)));
  CHECK(book.session(cookie, kAna.browser, {}, kNow + minutes(40) - seconds(2)));
  CHECK_FALSE(book.session(cookie, kAna.browser, {}, kNow + minutes(60) - seconds(2)));
  CHECK_FALSE(book.session(cookie, kAna.browser, {}, kNow + seconds(1)));  // it is gone
}

TEST_CASE("a session ends after eight hours, however often it is used") {
  const StateFolder site;
  auto book = book_of(site);
  const auto cookie = entered(book);
  for (auto time = kNow; time < kNow + hours(8) - minutes(10); time += minutes(10)) {
    REQUIRE(book.session(cookie, kAna.browser, {}, time));
  }
  const auto session = book.session(cookie, kAna.browser, {}, kNow + hours(8) - seconds(1));
  REQUIRE(session);
  CHECK(SessionLimits{}.end_of(*session) == kNow + hours(8));
  CHECK_FALSE(book.session(cookie, kAna.browser, {}, kNow + hours(8)));
}

TEST_CASE("another browser with the cookie ends the session") {
  const StateFolder site;
  auto book = book_of(site);
  const auto cookie = entered(book);
  CHECK_FALSE(book.session(WebBook::fresh_secret(), kAna.browser, {}, kNow));
  CHECK_FALSE(book.session("", kAna.browser, {}, kNow));
  REQUIRE(book.session(cookie, kAna.browser, {}, kNow));
  CHECK_FALSE(book.session(cookie, "curl/7.88", {}, kNow));
  CHECK_FALSE(book.session(cookie, kAna.browser, {}, kNow));
}

TEST_CASE("sessions are listed for their member, and end by their id or all together") {
  const StateFolder site;
  auto book = book_of(site);
  const auto first = entered(book), second = entered(book, kNow + minutes(1));
  const auto now = kNow + minutes(2);
  const auto all = book.sessions_of("ana", {}, now);
  REQUIRE(all.size() == 2);
  CHECK(all[0].began == kNow + minutes(1));
  CHECK(book.sessions_of("bob", {}, now).empty());
  book.end(all[0].id);
  CHECK_FALSE(book.session(second, kAna.browser, {}, now));
  CHECK(book.session(first, kAna.browser, {}, now));
  const auto waiting = challenge(book, 9);
  book.add(waiting, kNow);
  CHECK(book.end_all("ana") == 1);
  CHECK_FALSE(book.session(first, kAna.browser, {}, now));
  CHECK_FALSE(book.see_link(waiting.link, kNow));  // a letter on its way begins none either
}

TEST_CASE("a reason stays with its session") {
  const StateFolder site;
  auto book = book_of(site);
  const auto cookie = entered(book);
  book.set_reason(*book.session(cookie, kAna.browser, {}, kNow), "case 4417/2026");
  CHECK(book.session(cookie, kAna.browser, {}, kNow)->reason == "case 4417/2026");
}

TEST_CASE("a look is as old as the last one of the session before") {
  const StateFolder site;
  auto book = book_of(site);
  const auto monday = *book.session(entered(book), kAna.browser, {}, kNow);
  CHECK_FALSE(book.last_look(monday, kNow));
  CHECK_FALSE(book.last_look(monday, kNow + minutes(5)));
  const auto later = kNow + hours(24);
  const auto tuesday = *book.session(entered(book, later), kAna.browser, {}, later);
  CHECK(book.last_look(tuesday, later) == kNow + minutes(5));
  CHECK(book.last_look(tuesday, later + minutes(1)) == kNow + minutes(5));
}

TEST_CASE("a search is found by its id and by its member alone, for thirty days") {
  const StateFolder site;
  auto book = book_of(site);
  const auto id = book.keep_search("ana", {"jovanović", "case 4417/2026", kNow});
  const auto found = book.search("ana", id, kNow);
  REQUIRE(found);
  CHECK(found->query == "jovanović");
  CHECK_FALSE(book.search("bob", id, kNow));
  CHECK_FALSE(book.search("ana", id + "0", kNow));
  CHECK(book.search("ana", id, kNow + kWebSearchLife - seconds(1)));
  CHECK_FALSE(book.search("ana", id, kNow + kWebSearchLife));
}

TEST_CASE("the oldest search gives way to the newest") {
  const StateFolder site;
  auto book = book_of(site);
  const auto first = book.keep_search("ana", {"first", "r", kNow});
  for (std::size_t i = 1; i < kMostWebSearches; ++i) {
    book.keep_search("ana", {"more", "r", kNow + seconds(i)});
  }
  CHECK(book.search("ana", first, kNow));
  book.keep_search("bob", {"his", "r", kNow + hours(1)});
  CHECK(book.search("ana", first, kNow));
  book.keep_search("ana", {"one too many", "r", kNow + hours(1)});
  CHECK_FALSE(book.search("ana", first, kNow));
}

TEST_CASE("a budget holds for an hour that moves on, and says once when it is used up") {
  const StateFolder site;
  auto book = book_of(site);
  for (int i = 0; i < 3; ++i) {
    CHECK(book.spend("search", "ana", 3, kNow + minutes(i)) == Spent::kWithin);
  }
  CHECK(book.spend("search", "ana", 3, kNow + minutes(5)) == Spent::kAtOnce);
  CHECK(book.spend("search", "ana", 3, kNow + minutes(6)) == Spent::kOver);
  CHECK(book.spend("search", "bob", 3, kNow + minutes(6)) == Spent::kWithin);
  CHECK(book.spend("case", "ana", 3, kNow + minutes(6)) == Spent::kWithin);
  CHECK(book.spend("search", "ana", 3, kNow + hours(1) - seconds(1)) == Spent::kOver);
  CHECK(book_of(site).spend("search", "ana", 3, kNow + minutes(7)) == Spent::kOver);
  CHECK(book.spend("search", "ana", 3, kNow + hours(2)) == Spent::kWithin);
}

TEST_CASE("nothing in the page's file can be read: no name, secret, search, reason or network") {
  const StateFolder site;
  std::string link, cookie;
  {
    auto book = book_of(site);
    const auto one = challenge(book, 1, "a cookie that asks");
    link = one.link;
    book.add(one, kNow);
    CHECK(site.everything().find(one.code) == std::string::npos);
    cookie = entered(book);
    book.set_reason(*book.session(cookie, kAna.browser, {}, kNow), "canary reason");
    book.keep_search("ana", {"canary query", "canary reason", kNow});
    REQUIRE(book.spend("search", "ana", 3, kNow) == Spent::kWithin);
  }
  const auto all = site.everything();
  for (const auto& word : {link, cookie, std::string("canary"), std::string("198.51.100.24"),
                           std::string("Firefox")}) {
    INFO(word);
    CHECK(all.find(word) == std::string::npos);
  }
}

TEST_CASE("another data key opens no session and no link") {
  const StateFolder site, stranger;
  auto book = book_of(site);
  const auto cookie = entered(book);
  WebBook other(site.state(), stranger.key().derive("test"));
  CHECK_FALSE(other.session(cookie, kAna.browser, {}, kNow));
  CHECK(book.session(cookie, kAna.browser, {}, kNow));
}

namespace {

// A case whose evidence members ask for.
struct CaseToAsk {
  CaseNumber opened() {
    const auto commit = new_case(store, site.accept("raw"));
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    return commit.opened->number;
  }
  WebArchives& archives() { return store.web_book().archives(); }

  StateFolder site;
  Store store = site.open();
  CaseNumber number = opened();
};

}  // namespace

TEST_CASE("an archive is asked for, made and given once, for an hour, under the key of its case") {
  CaseToAsk asked;
  auto& archives = asked.archives();
  const auto& number = asked.number;
  CHECK(archives.find("ana", number, kNow).state == ArchiveState::kNone);
  CHECK_FALSE(archives.claim(kNow));
  CHECK_FALSE(archives.next());
  archives.ask("ana", number, kNow);
  archives.ask("ana", number, kNow + minutes(1));  // it waits already
  CHECK(archives.next() == kNow);
  CHECK(archives.find("ana", number, kNow).state == ArchiveState::kWaiting);
  const auto task = archives.claim(kNow);
  REQUIRE(task);
  CHECK(task->who == "ana");
  CHECK(task->number == number.text());
  CHECK_FALSE(archives.claim(kNow));  // somebody has it in hand
  CHECK_FALSE(archives.octets("ana", number, kNow));
  const ArchiveFacts facts{7, {number.text() + "/1"}, 6, kNow};
  archives.keep(*task, facts, "a file");
  const auto made = archives.find("ana", number, kNow);
  CHECK(made.state == ArchiveState::kMade);
  CHECK(made.facts.version == 7);
  CHECK(made.facts.messages == facts.messages);
  CHECK(archives.octets("ana", number, kNow) == "a file");
  CHECK(archives.find("bob", number, kNow).state == ArchiveState::kNone);
  CHECK_FALSE(archives.octets("bob", number, kNow));
  CHECK(archives.next() == kNow + hours(1));
  CHECK(archives.octets("ana", number, kNow + hours(1) - seconds(1)) == "a file");
  CHECK_FALSE(archives.octets("ana", number, kNow + hours(1)));
  CHECK(archives.find("ana", number, kNow + hours(1)).state == ArchiveState::kNone);
  CHECK_FALSE(archives.claim(kNow + hours(1)));
  CHECK_FALSE(archives.next());  // nothing is left of it
}

TEST_CASE("an archive over which workers die is tried three times, and no more") {
  CaseToAsk asked;
  auto& archives = asked.archives();
  const auto& number = asked.number;
  archives.ask("ana", number, kNow);
  auto now = kNow;
  for (int i = 0; i < kArchiveTries; ++i) {
    CHECK(archives.claim(now));
    CHECK_FALSE(archives.claim(now + minutes(1)));
    now += minutes(2);
  }
  CHECK_FALSE(archives.claim(now));
  CHECK(archives.find("ana", number, now).state == ArchiveState::kFailed);
  archives.ask("ana", number, now);  // asked anew, it is tried anew
  CHECK(archives.claim(now));
}

TEST_CASE("the archive of an erased case opens no more") {
  CaseToAsk asked;
  auto& archives = asked.archives();
  const auto& number = asked.number;
  archives.ask("ana", number, kNow);
  archives.keep(*archives.claim(kNow), {1, {}, 6, kNow}, "a file");
  REQUIRE(archives.octets("ana", number, kNow));
  static_cast<void>(asked.store.erasures().erase(number, {"operator:root", "order 12/2026"}, kNow));
  CHECK_FALSE(archives.octets("ana", number, kNow));
  CHECK(archives.find("ana", number, kNow).state == ArchiveState::kFailed);
}

}  // namespace pouch::gateway

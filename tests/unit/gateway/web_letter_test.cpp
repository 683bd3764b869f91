// Letters that the page asks for, sealed with real gpg, and the way from the question for one to a
// search, over the line between web and answering.
#include <poll.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>
#include <thread>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/letters/enter_letter.hpp"
#include "gateway/store/letter_files.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/web_book.hpp"
#include "gateway/store/web_letters.hpp"
#include "gateway/web/answering/answerer.hpp"
#include "gateway/web/questions_line.hpp"
#include "gateway/work/web_letter_writer.hpp"
#include "mail/openpgp/wire.hpp"
#include "tests/unit/gateway/shipped.hpp"
#include "tests/unit/gateway/state_folder.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::gateway {
namespace {

using mail::test::Post;
using std::chrono::minutes;

const std::string kBrowser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko Firefox/128.0";

config::Member member_with(const std::string& id, std::vector<std::string> rights) {
  config::Member entry;
  entry.id = id;
  entry.name = id + " of Bucharest";
  entry.addresses = {id + "@police.ro.example"};
  entry.keys = {Post::office().reading_key(id)};
  entry.country = "RO";
  entry.agency = entry.community = "police";
  entry.rights = std::move(rights);
  return entry;
}

struct LetterSite {
  LetterSite() {
    auto& post = Post::office();
    runtime.site.address = "requests@pouch.example";
    runtime.site.name = "Pouch";
    runtime.site.gnupg = post.gateway_home();
    runtime.site.state = folder.state();
    runtime.site.web.listen = "unix:/run/pouch/web.sock";
    runtime.site.web.origin = "https://pouch.example";
    runtime.gateway_key = post.gateway();
    runtime.now = [this] { return clock; };
    runtime.templates = test::shipped();
    runtime.index_key = index_key(folder.key());
    runtime.directory.members = {member_with("ana", {"send", "search"}),
                                 member_with("eva", {"send", "security"})};
  }
  bool write() {
    EngineCrypto crypto(Post::office().engine(), runtime.limits);
    return write_next_web_letter(runtime, store, crypto);
  }
  std::vector<QueuedLetter> letters() { return store.letters().due(clock, 10); }
  std::string state_of_rows() {
    std::string all;
    auto rows = store.database().prepare("SELECT state, length(sealed) FROM web_letters");
    while (rows.step()) {
      all += rows.text(0) + (rows.integer(1) == 0 ? " " : " sealed ");
    }
    return all;
  }
  std::string wire(const QueuedLetter& letter) {
    return octets_of(store.letter_files().wire(letter.id));
  }
  std::string opened(const QueuedLetter& letter) {
    const auto octets = wire(letter);
    const auto begin = octets.find("-----BEGIN PGP MESSAGE");
    REQUIRE(begin != std::string::npos);
    const auto text = Post::office().writers.must({"--decrypt"}, octets.substr(begin));
    return std::regex_replace(text, std::regex("=\r?\n"), "");  // soft breaks, RFC 2045 section 6.7
  }
  static std::string found_in(const std::string& text, const char* pattern) {
    std::smatch found;
    INFO(text);
    REQUIRE(std::regex_search(text, found, std::regex(pattern)));
    return found[1];
  }

  Time clock = at(1000);
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
};

constexpr const char* kLink = "https://pouch.example/enter/([0-9a-f]{64})";
constexpr const char* kCode = "\\s([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\\s";

}  // namespace

TEST_CASE("from a question over the line to a sealed letter, by its link to a search") {
  LetterSite site;
  auto commit = new_case(site.store, site.folder.accept("raw"));
  commit.message->row.readers = {"principal:ana"};
  commit.message->contents = {"Lorry", "The driver is Милан Јовановић", "", {}};
  REQUIRE(site.store.commit(commit) == CommitResult::kDone);
  Indexer indexer(site.runtime, site.store, site.folder.key());
  while (indexer.work() > 0) {
  }
  auto [web, answering] = mail::openpgp::socket_pair();
  auto [stop, stopped] = mail::openpgp::socket_pair();
  std::thread answers([&site, line = answering.get(), until = stopped.get()] {
    auto store = site.folder.open();
    Answerer answerer(site.runtime, store);
    answer_questions(line, until, [&](const WebQuestion& one) { return answerer.answer(one); });
  });
  QuestionLine line(web.get());
  const auto ask = [&, ours = web.get()](WebQuestion question) {
    question.browser = kBrowser;
    question.network = "198.51.100.24";
    REQUIRE(line.ask(question));
    for (;;) {
      pollfd ready{ours, POLLIN, 0};
      ::poll(&ready, 1, 30'000);
      if (auto answered = line.next()) {
        return answered->answer;
      }
    }
  };
  const auto asked = ask({.what = WebAsk::kEnter, .address = "ana@police.ro.example"});
  REQUIRE(asked.outcome == WebOutcome::kDone);
  const auto before = site.letters().size();
  REQUIRE(site.write());
  auto letters = site.letters();
  REQUIRE(letters.size() == before + 1);
  const auto letter = std::find_if(letters.begin(), letters.end(),
                                   [](const QueuedLetter& one) { return one.kind == "enter"; });
  REQUIRE(letter != letters.end());
  CHECK(letter->recipient == "ana@police.ro.example");
  const auto text = site.opened(*letter);
  const auto link = LetterSite::found_in(text, kLink);
  CHECK(site.wire(*letter).find(link) == std::string::npos);
  CHECK(site.folder.everything().find(link) == std::string::npos);
  CHECK(ask({.what = WebAsk::kSeeLink, .secret = link}).outcome == WebOutcome::kDone);
  const auto entered = ask({.what = WebAsk::kSpendLink, .secret = link});
  REQUIRE(entered.outcome == WebOutcome::kDone);
  CHECK(ask({.what = WebAsk::kSpendLink, .secret = link}).outcome == WebOutcome::kNotFound);
  const auto me = ask({.what = WebAsk::kMe, .cookie = entered.cookie});
  REQUIRE(me.outcome == WebOutcome::kDone);
  const auto made = ask({.what = WebAsk::kSearch,
                         .cookie = entered.cookie,
                         .form_token = me.viewer->form_token,
                         .query = "jovanovic",
                         .reason = "case 4417/2026"});
  REQUIRE(made.outcome == WebOutcome::kDone);
  const auto found = ask({.what = WebAsk::kFound,
                          .cookie = entered.cookie,
                          .search = std::get<FoundPage>(made.page).search});
  REQUIRE(found.outcome == WebOutcome::kDone);
  CHECK(std::get<FoundPage>(found.page).hits.size() == 1);
  REQUIRE(mail::openpgp::send_packet(stop.get(), "x"));
  answers.join();
}

TEST_CASE("the letter says whose session begins, and no word of a stranger") {
  LetterSite site;
  const std::string evil = "Firefox/1 call +1 555 and read https://evil.example Windows";
  site.store.web_letters().note(
      {.who = "ana", .network = "198.51.100.24 evil", .browser = evil, .mark = "mark"}, {},
      site.clock);
  REQUIRE(site.write());
  const auto text = site.opened(site.letters().at(0));
  CHECK(text.find("ana of Bucharest") != std::string::npos);
  CHECK(text.find("Firefox on Windows") != std::string::npos);
  CHECK(text.find("evil") == std::string::npos);
  CHECK(text.find("198.51") == std::string::npos);
  LetterSite::found_in(text, kCode);
}

TEST_CASE(
    "the code of the letter is that of its challenge, and has none where the site takes none") {
  LetterSite site;
  const auto mark = site.store.web_book().mark("cookie");
  const WebLetterAsk asked{
      .who = "ana", .network = "198.51.100.24", .browser = kBrowser, .mark = mark};
  site.store.web_letters().note(asked, {}, site.clock);
  REQUIRE(site.write());
  const auto code = LetterSite::found_in(site.opened(site.letters().at(0)), kCode);
  CHECK(site.store.web_book().enter_by_code("cookie", code, {"ana", kBrowser, "", ""}, site.clock));
  LetterSite without;
  without.runtime.site.web.code = false;
  without.store.web_letters().note(asked, {}, without.clock);
  REQUIRE(without.write());
  const auto text = without.opened(without.letters().at(0));
  CHECK_FALSE(std::regex_search(text, std::regex(kCode)));
  CHECK_FALSE(without.store.web_book().see_browser("cookie", without.clock));
}

TEST_CASE("a letter of the page is written once, and its row keeps nothing") {
  LetterSite site;
  site.store.web_letters().note({.who = "ana", .browser = kBrowser, .mark = "m"}, {}, site.clock);
  CHECK(site.state_of_rows() == "waiting sealed ");
  REQUIRE(site.write());
  CHECK_FALSE(site.write());
  CHECK(site.state_of_rows() == "written ");
  CHECK(site.letters().size() == 1);
}

TEST_CASE(
    "no letter goes to nobody, to who left, to who waited too long, or from a site without a "
    "page") {
  const auto ends = [](const std::string& state, const std::function<void(LetterSite&)>& change,
                       const std::string& who = "ana") {
    LetterSite site;
    site.store.web_letters().note({.who = who, .browser = kBrowser, .mark = "m"}, {}, site.clock);
    change(site);
    CHECK(site.write());
    CHECK(site.state_of_rows() == state);
    CHECK(site.letters().empty());
  };
  ends(
      "untold ", [](LetterSite&) {}, "");
  ends(
      "untold ", [](LetterSite&) {}, "bob");
  ends("untold ",
       [](LetterSite& site) { site.runtime.directory.members[0].validity.until = config::Day{}; });
  ends("untold ",
       [](LetterSite& site) { site.runtime.directory.members[0].keys = {std::string(40, 'A')}; });
  ends("untold ", [](LetterSite& site) { site.runtime.site.web.listen.clear(); });
  ends("overtaken ", [](LetterSite& site) { site.clock += kChallengeLife; });
}

TEST_CASE("an alarm goes to whoever watches, and says who and how much") {
  LetterSite site;
  site.store.web_letters().note({.alarm = true, .who = "ana", .what = "60 searches in an hour"}, {},
                                site.clock);
  REQUIRE(site.write());
  const auto letters = site.letters();
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].recipient == "eva@police.ro.example");
  const auto text = site.opened(letters[0]);
  CHECK(text.find("(ana) has looked at more than the page allows") != std::string::npos);
  CHECK(text.find("60 searches") != std::string::npos);
}

TEST_CASE("browsers are told by their kind") {
  CHECK(kind_of_browser(kBrowser) == "Firefox on Linux");
  CHECK(
      kind_of_browser("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/128 Safari/537 Edg/128") ==
      "Edge on Windows");
  CHECK(kind_of_browser("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/604") ==
        "Safari on an iPhone");
  CHECK(kind_of_browser("curl/7.88.1") == "a browser");
  CHECK(kind_of_browser("") == "a browser");
}

}  // namespace pouch::gateway

// What the page is answered: nothing without a session, nothing beyond the rights of its member,
// and nothing before it is written down.
#include "gateway/web/answering/answerer.hpp"

#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/kept_searches.hpp"
#include "gateway/store/web_letters.hpp"
#include "gateway/web/answering/entering.hpp"
#include "gateway/web/answering/search_answer.hpp"
#include "gateway/web/questions_codec.hpp"
#include "gateway/web/questions_line.hpp"
#include "mail/openpgp/wire.hpp"
#include "tests/unit/gateway/extracting.hpp"
#include "tests/unit/gateway/pdf_file.hpp"
#include "tests/unit/gateway/people.hpp"
#include "tests/unit/gateway/scene.hpp"
#include "tests/unit/gateway/shipped.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using pouch::test::People;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const std::string kFirefox = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko Firefox/128.0";
const std::string kCanary = "kanarienvogel";

struct PageSite : People {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  Time clock = at(1000);
  std::optional<Answerer> answerer;
  std::int64_t letters = 1000;
  std::optional<Time> received{};  // of what is filed from now on
  int mails = 0;

  PageSite() {
    auto& boss = add_member("boss", "Bojan Boss", "boss@mvr.bg.example", "BG", "police");
    boss.desks = {"nfp-bg"};
    boss.rights = {"send", "search", "operate", "audit"};
    add_member("quiet", "Queenie Quiet", "quiet@mvr.bg.example", "BG", "police").rights = {"send"};
    runtime.site = site;
    runtime.site.state = folder.state();
    runtime.site.web.listen = "unix:/run/pouch/web.sock";
    runtime.site.web.origin = "https://pouch.example";
    runtime.templates = test::shipped();
    runtime.now = [this] { return clock; };
    runtime.index_key = index_key(folder.key());
    begin();
  }
  // As after a reload.
  void begin() {
    runtime.directory = directory;
    answerer.emplace(runtime, store);
  }
  config::Member& member(const std::string& id) {
    return *std::find_if(directory.members.begin(), directory.members.end(),
                         [&](const config::Member& one) { return one.id == id; });
  }

  WebAnswer ask(WebQuestion question) {
    if (question.browser.empty()) {
      question.browser = kFirefox;
    }
    question.network = "198.51.100.24";
    return answerer->answer(question);
  }

  // A challenge as the writer of letters makes it.
  std::string link_for(const std::string& who) {
    WebChallenge challenge{
        ++letters, who, WebBook::fresh_secret(), WebBook::fresh_code(), {}, clock + kChallengeLife};
    store.web_book().add(challenge, clock);
    return challenge.link;
  }
  std::string enter(const std::string& who) {
    const auto answer = ask({.what = WebAsk::kSpendLink, .secret = link_for(who)});
    REQUIRE(answer.outcome == WebOutcome::kDone);
    REQUIRE(answer.cookie.size() == 64);
    return answer.cookie;
  }
  // A search from the form to its first page.
  WebAnswer search(const std::string& cookie, const std::string& query,
                   const std::string& reason = "case 4417/2026") {
    const auto made = ask({.what = WebAsk::kSearch,
                           .cookie = cookie,
                           .form_token = store.web_book().form_token(cookie),
                           .query = query,
                           .reason = reason});
    REQUIRE(made.outcome == WebOutcome::kDone);
    return ask({.what = WebAsk::kFound,
                .cookie = cookie,
                .search = std::get<FoundPage>(made.page).search});
  }

  MessageNumber file(const std::vector<std::string>& readers, const std::string& words,
                     const std::string& bytes = "%PDF-1.4 plan", std::string own_ref = {}) {
    const auto raw = "raw " + std::to_string(++mails) + own_ref;
    auto commit = new_case(store, folder.accept(raw), raw);
    auto& row = commit.message->row;
    row.sender = "ana";
    row.readers = readers;
    row.received = received.value_or(row.received);
    commit.opened->requester = "ana";
    commit.opened->handling = {"H1"};
    commit.opened->classification = "RESTRICTED";
    commit.opened->legs[0].desk = "nfp-bg";
    commit.opened->legs[0].deadline = clock + hours(24);
    commit.opened->legs[1].desk = "nfp-rs";
    commit.message->contents = {"Lorry at Giurgiu", words, "", {}};
    StoredPart part;
    part.name = "plan.pdf";
    part.media_type = "application/pdf";
    part.bytes = bytes;
    part.words = "";
    commit.message->contents.parts = {part};
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    Indexer indexer(runtime, store, folder.key());
    while (indexer.work() > 0) {
    }
    return row.number;
  }

  std::vector<AuditRow> rows(const std::string& act) {
    std::vector<AuditRow> found;
    store.audit().each(1, 1'000'000, [&](const AuditRow& row) {
      if (row.act == act) {
        found.push_back(row);
      }
    });
    return found;
  }
  std::size_t letters_asked() {
    auto statement = store.database().prepare("SELECT count(*) FROM web_letters WHERE who != ''");
    statement.step();
    return static_cast<std::size_t>(statement.integer(0));
  }
};

constexpr std::array kAll{WebAsk::kEnter,
                          WebAsk::kSeeLink,
                          WebAsk::kSpendLink,
                          WebAsk::kSpendCode,
                          WebAsk::kDesk,
                          WebAsk::kSearch,
                          WebAsk::kFound,
                          WebAsk::kHits,
                          WebAsk::kKeep,
                          WebAsk::kCase,
                          WebAsk::kPart,
                          WebAsk::kReceived,
                          WebAsk::kAskEvidence,
                          WebAsk::kEvidence,
                          WebAsk::kFile,
                          WebAsk::kPicture,
                          WebAsk::kStatus,
                          WebAsk::kDirectory,
                          WebAsk::kStatistics,
                          WebAsk::kLog,
                          WebAsk::kMe,
                          WebAsk::kLeave,
                          WebAsk::kLeaveEverywhere,
                          WebAsk::kEndSession};
constexpr std::size_t kFirstInside = 4, kInside = 16;  // of a session, without its end
static_assert(kAll.size() == static_cast<std::size_t>(WebAsk::kEndSession) + 1);

}  // namespace

TEST_CASE("the page answers nothing to who has no session, whatever is asked") {
  PageSite page;
  const auto number = page.file({"desk:nfp-bg"}, kCanary);
  const auto cookie = page.enter("boss");
  std::mt19937 random(11);
  const std::vector<std::string> cookies{"", std::string(64, '0'), WebBook::fresh_secret(),
                                         cookie.substr(1) + "0", cookie.substr(0, 63)};
  const std::vector<std::string> numbers{number.text(), number.number.text(), "", "SEL-1"};
  for (int i = 0; i < 2000; ++i) {
    WebQuestion question;
    question.what = kAll[random() % kAll.size()];
    question.cookie = cookies[random() % cookies.size()];
    question.number = numbers[random() % numbers.size()];
    question.reason = question.query = kCanary;
    question.secret = WebBook::fresh_secret();
    question.address = "boss@mvr.bg.example";
    const auto answer = page.ask(question);
    CHECK_FALSE(answer.viewer);
    CHECK(encoded(answer).find("Lorry") == std::string::npos);
    CHECK(answer.page.index() <= 1);  // none, or what was asked for at the door
    if (question.what != WebAsk::kEnter) {
      CHECK(answer.outcome != WebOutcome::kDone);
    }
  }
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kDone);
}

TEST_CASE("the page gives nothing beyond the rights of its member, whatever is asked") {
  PageSite page;
  const auto theirs = page.file({"desk:nfp-rs"}, kCanary);
  const auto ours = page.file({"desk:nfp-bg"}, "may be read in Sofia");
  const auto boss = page.enter("boss");
  page.search(boss, kCanary);
  const auto search = std::get<FoundPage>(page.search(boss, "lorry").page).search;
  const Extracting reader;
  std::mt19937 random(12);
  const std::vector<std::string> numbers{theirs.text(), theirs.number.text(), ours.text()};
  for (int i = 0; i < 600; ++i) {
    WebQuestion question;
    question.what = kAll[kFirstInside + random() % kInside];
    question.cookie = boss;
    question.number = numbers[random() % numbers.size()];
    question.reason = "round";
    question.part = random() % 3;
    question.offset = random() % 3;
    question.desk = i % 2 == 0 ? "nfp-rs" : "";
    question.search = search;
    question.narrow = i % 3 == 0 ? "handling:H1" : "";
    question.query = "lorry";
    question.form_token = page.store.web_book().form_token(boss);
    const auto answer = page.ask(question);
    CHECK(encoded(answer).find(kCanary) == std::string::npos);
    if (question.number != ours.text() &&
        (question.what == WebAsk::kPart || question.what == WebAsk::kCase ||
         question.what == WebAsk::kReceived || question.what == WebAsk::kFile ||
         question.what == WebAsk::kPicture)) {
      CHECK(answer.outcome != WebOutcome::kDone);
    }
  }
}

TEST_CASE("a case that is not his, one that is none and a number that is none look alike") {
  PageSite page;
  const auto theirs = page.file({"desk:nfp-rs"}, kCanary);
  const auto cookie = page.enter("boss");
  const auto none = CaseNumber("SEL", 2026, 999).text();
  // The case of his own desk aside, a reason is asked for first, whatever the number is.
  for (const auto& number : {theirs.text(), none + "/1"}) {
    INFO(number);
    const auto refused =
        page.ask({.what = WebAsk::kCase, .cookie = cookie, .reason = "round", .number = number});
    CHECK(refused.outcome == WebOutcome::kNotFound);
    CHECK(refused.page.index() == 0);
    CHECK(refused.problem.empty());
    const auto file =
        page.ask({.what = WebAsk::kPart, .cookie = cookie, .reason = "round", .number = number});
    CHECK(file.outcome == WebOutcome::kNotFound);
  }
  const auto other = CaseNumber("SEL", 2026, 998).text();
  CHECK(page.ask({.what = WebAsk::kCase, .cookie = cookie, .number = other}).outcome ==
        WebOutcome::kNeedReason);
  CHECK(page.ask({.what = WebAsk::kFound, .cookie = cookie, .search = std::string(32, 'a')})
            .outcome == WebOutcome::kNotFound);
}

TEST_CASE("who has no right to search enters nothing, and who may only operate reads no case") {
  PageSite page;
  const auto number = page.file({"desk:nfp-bg"}, kCanary);
  CHECK(page.ask({.what = WebAsk::kSpendLink, .secret = page.link_for("quiet")}).outcome ==
        WebOutcome::kNotFound);
  page.member("quiet").rights = {"operate"};
  page.member("quiet").desks = {"nfp-bg"};
  page.begin();
  const auto cookie = page.enter("quiet");
  CHECK(page.ask({.what = WebAsk::kStatus, .cookie = cookie}).outcome == WebOutcome::kDone);
  for (const auto what :
       {WebAsk::kDesk, WebAsk::kCase, WebAsk::kPart, WebAsk::kFound, WebAsk::kLog}) {
    const auto answer =
        page.ask({.what = what, .cookie = cookie, .reason = "r", .number = number.text()});
    CHECK(answer.outcome == WebOutcome::kNotFound);
    CHECK(answer.viewer);
  }
}

TEST_CASE("asking to enter says and does the same for an address that nobody has") {
  PageSite page;
  const auto known = page.ask({.what = WebAsk::kEnter, .address = "Boss@mvr.bg.example"});
  CHECK(page.letters_asked() == 1);
  const auto unknown = page.ask({.what = WebAsk::kEnter, .address = "nobody@mvr.bg.example"});
  const auto without = page.ask({.what = WebAsk::kEnter, .address = "quiet@mvr.bg.example"});
  CHECK(page.letters_asked() == 1);
  for (const auto* answer : {&known, &unknown, &without}) {
    CHECK(answer->outcome == WebOutcome::kDone);
    CHECK(answer->cookie.size() == 64);
    CHECK(answer->problem.empty());
    CHECK(std::get<AskedInPage>(answer->page).until == page.clock + kChallengeLife);
    CHECK(std::get<AskedInPage>(answer->page).browser == "Firefox on Windows");
  }
  CHECK(encoded(known).size() == encoded(without).size() - 1);  // the addresses alone differ
  REQUIRE(page.rows("asked-in").size() == 1);
  CHECK(page.rows("asked-in")[0].actor == "boss");
  REQUIRE(page.rows("refused-in").size() == 2);
  CHECK(page.rows("refused-in")[0].detail.find("nobody@") == std::string::npos);
  auto claimed = page.store.web_letters().claim(page.clock);
  REQUIRE(claimed);
  CHECK(claimed->asked.who == "boss");
  CHECK(claimed->asked.network == "198.51.100.24");
  CHECK(claimed->asked.mark == page.store.web_book().mark(known.cookie));
}

TEST_CASE("five letters an hour are sent for a member, and nobody sees that no more are") {
  PageSite page;
  for (std::size_t i = 0; i <= kLettersOfMember; ++i) {
    page.clock += seconds(1);
    CHECK(page.ask({.what = WebAsk::kEnter, .address = "boss@mvr.bg.example"}).outcome ==
          WebOutcome::kDone);
    CHECK(page.letters_asked() == std::min(i + 1, kLettersOfMember));
  }
  page.clock += hours(1);
  REQUIRE(page.ask({.what = WebAsk::kEnter, .address = "boss@mvr.bg.example"}).outcome ==
          WebOutcome::kDone);
  CHECK(page.letters_asked() == kLettersOfMember + 1);
}

TEST_CASE("twenty letters an hour are asked for from a network and no more") {
  PageSite page;
  for (std::size_t i = 0; i <= kLettersOfNetwork; ++i) {
    const auto answer =
        page.ask({.what = WebAsk::kEnter, .address = "x" + std::to_string(i) + "@police.example"});
    CHECK(answer.outcome == (i < kLettersOfNetwork ? WebOutcome::kDone : WebOutcome::kTooMany));
  }
  CHECK(page.rows("refused-in").size() == kLettersOfNetwork);
}

TEST_CASE("what is no address is asked for again, and a site without the form has none") {
  PageSite page;
  const auto answer = page.ask({.what = WebAsk::kEnter, .address = "boss"});
  CHECK(answer.outcome == WebOutcome::kBadInput);
  CHECK_FALSE(answer.problem.empty());
  page.runtime.site.web.form = page.runtime.site.web.code = false;
  CHECK(page.ask({.what = WebAsk::kEnter, .address = "boss@mvr.bg.example"}).outcome ==
        WebOutcome::kNotFound);
  CHECK(page.ask({.what = WebAsk::kSpendCode, .secret = "0000-0000-0000-0000"}).outcome ==
        WebOutcome::kNotFound);
}

TEST_CASE("a link says whose session begins and is spent by entering alone") {
  PageSite page;
  const auto link = page.link_for("boss");
  for (int i = 0; i < 3; ++i) {
    const auto seen = page.ask({.what = WebAsk::kSeeLink, .secret = link});
    REQUIRE(seen.outcome == WebOutcome::kDone);
    CHECK(std::get<LinkPage>(seen.page).name == "Bojan Boss");
    CHECK(std::get<LinkPage>(seen.page).country == "BG");
    CHECK(seen.cookie.empty());
  }
  CHECK(page.rows("entered").empty());
  CHECK(page.ask({.what = WebAsk::kSpendLink, .secret = link}).outcome == WebOutcome::kDone);
  REQUIRE(page.rows("entered").size() == 1);
  CHECK(page.rows("entered")[0].detail.find("198.51.100.24, Firefox on Windows") !=
        std::string::npos);
  CHECK(page.ask({.what = WebAsk::kSpendLink, .secret = link}).outcome == WebOutcome::kNotFound);
  CHECK(page.ask({.what = WebAsk::kSeeLink, .secret = link}).outcome == WebOutcome::kNotFound);
  CHECK(page.rows("refused-in").size() == 1);
}

TEST_CASE(
    "the browser that asked enters by the code, and gets nothing when another opens the link") {
  PageSite page;
  const auto asked = page.ask({.what = WebAsk::kEnter, .address = "boss@mvr.bg.example"});
  const auto challenge = [&](std::int64_t letter) {
    WebChallenge one{letter,
                     "boss",
                     WebBook::fresh_secret(),
                     WebBook::fresh_code(),
                     page.store.web_book().mark(asked.cookie),
                     page.clock + kChallengeLife};
    page.store.web_book().add(one, page.clock);
    return one;
  };
  const auto first = challenge(1);
  REQUIRE(page.ask({.what = WebAsk::kSpendLink, .browser = "Safari/605", .secret = first.link})
              .outcome == WebOutcome::kDone);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = asked.cookie}).outcome == WebOutcome::kNoSession);
  CHECK(page.ask({.what = WebAsk::kSpendCode, .cookie = asked.cookie, .secret = first.code})
            .outcome == WebOutcome::kBadInput);
  const auto second = challenge(2);
  CHECK(page.ask({.what = WebAsk::kSpendCode, .secret = second.code}).outcome ==
        WebOutcome::kBadInput);
  const auto entered =
      page.ask({.what = WebAsk::kSpendCode, .cookie = asked.cookie, .secret = second.code});
  REQUIRE(entered.outcome == WebOutcome::kDone);
  CHECK(entered.cookie != asked.cookie);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = entered.cookie}).outcome == WebOutcome::kDone);
}

TEST_CASE("links by chance are tried so often from a network and no more") {
  PageSite page;
  for (std::size_t i = 0; i < kTriesOfNetwork + 5; ++i) {
    const auto answer = page.ask({.what = WebAsk::kSpendLink, .secret = WebBook::fresh_secret()});
    CHECK(answer.outcome == (i <= kTriesOfNetwork ? WebOutcome::kNotFound : WebOutcome::kTooMany));
  }
  CHECK(page.rows("refused-in").size() == kTriesOfNetwork + 1);
}

TEST_CASE("a session ends with its member's registration, at midnight of the last day") {
  PageSite page;
  const auto today = std::chrono::floor<std::chrono::days>(page.clock);
  page.member("boss").validity.until = today;
  page.begin();
  page.clock = today + hours(23) + minutes(55);
  const auto cookie = page.enter("boss");
  page.clock = today + hours(24) - seconds(1);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kDone);
  page.clock = today + hours(24);
  const auto ended = page.ask({.what = WebAsk::kMe, .cookie = cookie});
  CHECK(ended.outcome == WebOutcome::kNoSession);
  CHECK(ended.clear);
  CHECK(page.rows("left").size() == 1);
}

TEST_CASE("a session ends with rights, with the registration, with a key that is revoked or new") {
  const std::vector<std::function<void(PageSite&)>> ends{
      [](PageSite& page) { page.member("boss").rights = {"send"}; },
      [](PageSite& page) { page.member("boss").keys = {"KEY-OTHER"}; },
      [](PageSite& page) { page.member("boss").keys.push_back("KEY-SECOND"); },
      [](PageSite& page) {
        std::erase_if(page.directory.members, [](const auto& one) { return one.id == "boss"; });
      },
      [](PageSite& page) {
        write_key_notes(page.folder.state(), {{"boss", "KEY-BOSS", "revoked"}});
      },
      [](PageSite& page) {
        write_key_notes(page.folder.state(), {{"boss", "KEY-BOSS", "usable", page.clock}});
      }};
  for (std::size_t i = 0; i < ends.size(); ++i) {
    INFO(i);
    PageSite page;
    const auto cookie = page.enter("boss"), other = page.enter("boss");
    const auto link = page.link_for("boss");
    REQUIRE(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kDone);
    ends[i](page);
    page.begin();
    CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kNoSession);
    CHECK(page.ask({.what = WebAsk::kMe, .cookie = other}).outcome == WebOutcome::kNoSession);
    CHECK(page.ask({.what = WebAsk::kSpendLink, .secret = link}).outcome == WebOutcome::kNotFound);
  }
}

TEST_CASE("a stolen cookie is of no use in another browser, and ends there") {
  PageSite page;
  const auto cookie = page.enter("boss");
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie, .browser = "curl/7.88"}).outcome ==
        WebOutcome::kNoSession);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kNoSession);
}

TEST_CASE("a form of another origin changes nothing") {
  PageSite page;
  const auto cookie = page.enter("boss"), other = page.enter("boss");
  auto& book = page.store.web_book();
  for (const auto what :
       {WebAsk::kSearch, WebAsk::kLeave, WebAsk::kLeaveEverywhere, WebAsk::kEndSession}) {
    for (const auto& token : {std::string(), std::string(64, '0'), book.form_token(other)}) {
      const auto answer = page.ask(
          {.what = what, .cookie = cookie, .form_token = token, .query = "lorry", .reason = "r"});
      CHECK(answer.outcome == WebOutcome::kBadInput);
    }
  }
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = cookie}).outcome == WebOutcome::kDone);
  CHECK(page.rows("left").empty());
}

TEST_CASE("leaving ends this session, leaving everywhere all, and one of them by its name") {
  PageSite page;
  auto& book = page.store.web_book();
  const auto first = page.enter("boss"), second = page.enter("boss"), third = page.enter("boss");
  const auto listed = page.ask({.what = WebAsk::kMe, .cookie = first});
  const auto& sessions = std::get<MePage>(listed.page).sessions;
  REQUIRE(sessions.size() == 3);
  CHECK(std::count_if(sessions.begin(), sessions.end(),
                      [](const MeSession& one) { return one.this_one; }) == 1);
  const auto left =
      page.ask({.what = WebAsk::kLeave, .cookie = third, .form_token = book.form_token(third)});
  CHECK(left.outcome == WebOutcome::kDone);
  CHECK(left.clear);
  CHECK_FALSE(left.viewer);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = third}).outcome == WebOutcome::kNoSession);
  const auto others = page.ask({.what = WebAsk::kMe, .cookie = first});
  for (const auto& one : std::get<MePage>(others.page).sessions) {
    if (!one.this_one) {
      CHECK(page.ask({.what = WebAsk::kEndSession,
                      .cookie = first,
                      .form_token = book.form_token(first),
                      .secret = one.id})
                .outcome == WebOutcome::kDone);
    }
  }
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = second}).outcome == WebOutcome::kNoSession);
  const auto fourth = page.enter("boss");
  CHECK(page.ask({.what = WebAsk::kLeaveEverywhere,
                  .cookie = first,
                  .form_token = book.form_token(first)})
            .clear);
  CHECK(page.ask({.what = WebAsk::kMe, .cookie = fourth}).outcome == WebOutcome::kNoSession);
  CHECK(page.rows("left").size() == 3);
}

TEST_CASE("a search says what it found, why, and stands in the audit log with its reason") {
  PageSite page;
  const auto ours = page.file({"desk:nfp-bg"}, "The driver named Милан Јовановић as consignee");
  page.file({"desk:nfp-rs"}, "Jovanovic of Beograd");
  const auto cookie = page.enter("boss");
  const auto answer = page.search(cookie, "jovanovic");
  REQUIRE(answer.outcome == WebOutcome::kDone);
  const auto& found = std::get<FoundPage>(answer.page);
  CHECK(found.total == 1);
  REQUIRE(found.hits.size() == 1);
  const auto& hit = found.hits[0];
  CHECK(hit.number == ours.text());
  CHECK(hit.sender == "Ana Ionescu");
  CHECK(hit.subject == "Lorry at Giurgiu");
  CHECK(hit.files == 1);
  CHECK(std::any_of(hit.snippet.begin(), hit.snippet.end(), [](const SnippetPiece& piece) {
    return piece.hit && piece.text == "Јовановић";
  }));
  CHECK(answer.banner.handling == "H1");
  CHECK(answer.banner.classification == "RESTRICTED");
  CHECK(answer.viewer->reason == "case 4417/2026");
  const auto searched = page.rows("searched");
  REQUIRE(searched.size() == 1);
  CHECK(searched[0].actor == "boss");
  CHECK(searched[0].detail.find("reason: case 4417/2026") != std::string::npos);
  CHECK(searched[0].detail.find("jovanovic") == std::string::npos);
  REQUIRE(page.rows("found").size() == 1);
  CHECK(page.rows("found")[0].number == ours.text());
}

TEST_CASE("a search belongs to its member alone") {
  PageSite page;
  page.member("quiet").rights = {"search"};
  page.begin();
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto boss = page.enter("boss"), other = page.enter("quiet");
  const auto id = std::get<FoundPage>(page.search(boss, "jovanovic").page).search;
  CHECK(page.ask({.what = WebAsk::kFound, .cookie = other, .search = id}).outcome ==
        WebOutcome::kNotFound);
}

TEST_CASE("a search without words, without a reason or that cannot be read is given back") {
  PageSite page;
  const auto cookie = page.enter("boss");
  const auto token = page.store.web_book().form_token(cookie);
  const auto asked = [&](const std::string& query, const std::string& reason) {
    return page.ask({.what = WebAsk::kSearch,
                     .cookie = cookie,
                     .form_token = token,
                     .query = query,
                     .reason = reason});
  };
  for (const auto& answer :
       {asked("", "r"), asked("  ", "r"), asked("(jovanovic", "r"), asked("(jovanovic", "")}) {
    CHECK(answer.outcome == WebOutcome::kBadInput);
    CHECK_FALSE(answer.problem.empty());
    CHECK(std::get<FoundPage>(answer.page).search.empty());
  }
  // No fault of whoever typed into the box of the bar: it has no place for a reason.
  for (const auto& answer : {asked("jovanovic", ""), asked("jovanovic", "  ")}) {
    CHECK(answer.outcome == WebOutcome::kNeedReason);
    CHECK(answer.problem.empty());
    CHECK(std::get<FoundPage>(answer.page).search.empty());
  }
  CHECK(std::get<FoundPage>(asked("jovanovic", "").page).query == "jovanovic");
  CHECK(page.rows("searched").empty());
}

TEST_CASE("sixty searches an hour are answered, and the alarm is given once") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto id = std::get<FoundPage>(page.search(cookie, "jovanovic").page).search;
  for (std::size_t i = 1; i < kSearchesAnHour + 3; ++i) {
    page.clock += seconds(1);
    const auto answer = page.ask({.what = WebAsk::kFound, .cookie = cookie, .search = id});
    CHECK(answer.outcome == (i < kSearchesAnHour ? WebOutcome::kDone : WebOutcome::kTooMany));
  }
  CHECK(page.rows("searched").size() == kSearchesAnHour);
  REQUIRE(page.rows("alarm").size() == 1);
  CHECK(page.rows("alarm")[0].actor == "boss");
  const auto letter = page.store.web_letters().claim(page.clock);
  REQUIRE(letter);
  CHECK(letter->asked.alarm);
  CHECK(letter->asked.what == "60 searches in an hour");
}

TEST_CASE("values of facets narrow a search, and a value that is none is no search") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  page.received = page.clock + std::chrono::days(40);
  page.file({"desk:nfp-bg"}, "jovanovic again");
  const auto cookie = page.enter("boss");
  const auto whole = page.search(cookie, "jovanovic");
  const auto& all = std::get<FoundPage>(whole.page);
  REQUIRE(all.total == 2);
  const auto found = [&](const std::string& narrow) {
    return page.ask(
        {.what = WebAsk::kFound, .cookie = cookie, .search = all.search, .narrow = narrow});
  };
  const auto months = std::find_if(all.facets.begin(), all.facets.end(),
                                   [](const FoundFacet& one) { return one.field == "month"; });
  REQUIRE(months != all.facets.end());
  REQUIRE(months->values.size() == 2);
  for (const auto& month : months->values) {
    const auto answer = found("handling:H1 month:" + month.value);
    REQUIRE(answer.outcome == WebOutcome::kDone);
    const auto& some = std::get<FoundPage>(answer.page);
    CHECK(some.total == 1);
    CHECK(some.query == "jovanovic");
    CHECK(some.narrowed.size() == 2);
    // The other months are the way back.
    const auto every = std::find_if(some.facets.begin(), some.facets.end(),
                                    [](const FoundFacet& one) { return one.field == "month"; });
    REQUIRE(every != some.facets.end());
    CHECK(every->values.size() == 2);
  }
  const auto& first = months->values.front().value;
  CHECK(std::get<FoundPage>(found("month:" + first + "..").page).total == 2);
  CHECK(std::get<FoundPage>(found("handling:H2").page).total == 0);
  CHECK(std::get<FoundPage>(found("is:open").page).total == 2);
  for (const auto* narrow : {"from:ana", "how:x", "how:as written", "how:written how:sound",
                             "handling:H1 handling:H2", "handling", "handling:", "month:2026-11)",
                             "x:y z", "handling:\"H1\"", "handling:-H1", "is:open OR x"}) {
    INFO(narrow);
    CHECK(found(narrow).outcome == WebOutcome::kNotFound);
  }
}

TEST_CASE("a search says in how many cases, how its hits met, and how their requests stand") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "Јовановић in the lorry");
  page.file({"desk:nfp-bg"}, "the man Jovanovich");
  page.file({"desk:nfp-rs"}, "jovanovic, whom this desk may not read");
  const auto cookie = page.enter("boss");
  const auto whole = page.search(cookie, "jovanovic");
  const auto& all = std::get<FoundPage>(whole.page);
  REQUIRE(all.total == 2);
  CHECK(all.cases == 2);
  REQUIRE(all.hits.size() == 2);
  for (const auto& hit : all.hits) {
    CHECK(hit.due_country == "BG");
    CHECK(hit.due == page.clock + hours(24));
    CHECK_FALSE(hit.overdue);
    CHECK_FALSE(hit.answered);
  }
  const auto how = std::find_if(all.facets.begin(), all.facets.end(),
                                [](const FoundFacet& one) { return one.field == "how"; });
  REQUIRE(how != all.facets.end());
  REQUIRE(how->values.size() == 2);
  CHECK(how->values[0].value == "written");
  CHECK(how->values[1].value == "sound");
  for (const auto& one : how->values) {
    CHECK(one.count == 1);
    const auto some = page.ask({.what = WebAsk::kFound,
                                .cookie = cookie,
                                .search = all.search,
                                .narrow = "how:" + one.value});
    REQUIRE(some.outcome == WebOutcome::kDone);
    CHECK(std::get<FoundPage>(some.page).total == 1);
    CHECK(std::get<FoundPage>(some.page).query == "jovanovic");
  }
  const auto kept = page.ask({.what = WebAsk::kKeep,
                              .cookie = cookie,
                              .form_token = page.store.web_book().form_token(cookie),
                              .search = all.search,
                              .narrow = "how:sound"});
  CHECK(kept.outcome == WebOutcome::kBadInput);
  const auto table = page.ask(
      {.what = WebAsk::kHits, .cookie = cookie, .search = all.search, .narrow = "how:sound"});
  const auto& octets = std::get<FilePiece>(table.page).octets;
  CHECK(std::count(octets.begin(), octets.end(), '\n') == 2);
}

TEST_CASE("codes are called by their names, in the language of the page") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto names = [&](const std::string& language) {
    const auto made = page.ask({.what = WebAsk::kSearch,
                                .cookie = cookie,
                                .form_token = page.store.web_book().form_token(cookie),
                                .query = "jovanovic",
                                .reason = "4417"});
    const auto answer = page.ask({.what = WebAsk::kFound,
                                  .cookie = cookie,
                                  .search = std::get<FoundPage>(made.page).search,
                                  .narrow = "country:RO",
                                  .language = language});
    const auto& found = std::get<FoundPage>(answer.page);
    std::map<std::string, std::string> all{{"hit", found.hits.at(0).form},
                                           {"chip", found.narrowed.at(0).name}};
    for (const auto& facet : found.facets) {
      for (const auto& value : facet.values) {
        all.emplace(facet.field + ":" + value.value, value.name);
      }
    }
    return all;
  };
  auto english = names("en"), romanian = names("ro");
  CHECK(english["country:RO"] == "Romania");
  CHECK(romanian["country:RO"] == "România");
  CHECK(english["chip"] == "Romania");
  CHECK(english["hit"] == "request for assistance");
  CHECK(romanian["hit"] == "cerere de asistență");
  CHECK(romanian["form:request"] == "cerere de asistență");
  // His own language, where the page speaks it, stands above that of his browser.
  page.member("boss").language = "ro";
  page.begin();
  CHECK(names("en")["country:RO"] == "România");
  page.member("boss").language = "sr";
  page.begin();
  CHECK(names("en")["country:RO"] == "Romania");
}

TEST_CASE("how a query was read, and why it cannot be, is said in the language of the page") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto search = [&](const std::string& query, const std::string& language) {
    return page.ask({.what = WebAsk::kSearch,
                     .cookie = cookie,
                     .form_token = page.store.web_book().form_token(cookie),
                     .query = query,
                     .reason = "case 4417/2026",
                     .language = language});
  };
  const auto understood = [&](const std::string& language) {
    const auto made = search("person:jovanovic", language);
    const auto found = page.ask({.what = WebAsk::kFound,
                                 .cookie = cookie,
                                 .search = std::get<FoundPage>(made.page).search,
                                 .language = language});
    return std::get<FoundPage>(found.page).understood;
  };
  CHECK(understood("en") == "the name jovanovic in every script");
  CHECK(understood("ro") == "numele: jovanovic, în orice alfabet");
  const auto english = search("colour:red", "en"), romanian = search("colour:red", "ro");
  CHECK(english.outcome == WebOutcome::kBadInput);
  CHECK(romanian.outcome == WebOutcome::kBadInput);
  CHECK(romanian.column == english.column);
  CHECK_FALSE(romanian.problem.empty());
  CHECK(romanian.problem != english.problem);
}

TEST_CASE("the desk says how many messages are new for a kept search, until it is made again") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto search = std::get<FoundPage>(page.search(cookie, "jovanovic").page).search;
  const auto fresh = [&] {
    const auto desk = page.ask({.what = WebAsk::kDesk, .cookie = cookie});
    return std::get<DeskPage>(desk.page).kept.at(0).fresh;
  };
  REQUIRE(page.ask({.what = WebAsk::kKeep,
                    .cookie = cookie,
                    .form_token = page.store.web_book().form_token(cookie),
                    .search = search,
                    .name = "the lorry"})
              .outcome == WebOutcome::kDone);
  CHECK(fresh() == 0);
  page.file({"desk:nfp-bg"}, "jovanovic once more");
  page.file({"desk:nfp-bg"}, "somebody else");
  page.file({"desk:nfp-rs"}, "jovanovic, whom this desk may not read");
  CHECK(fresh() == 1);
  CHECK(fresh() == 1);  // to see the number is no look
  page.search(cookie, "jovanovic");
  CHECK(fresh() == 0);
  // An index that is gone keeps nobody from the desk.
  std::filesystem::remove_all(page.folder.state() / "index");
  CHECK_FALSE(fresh());
}

TEST_CASE("hits are saved as CSV with a row of their own, and no formula among them") {
  PageSite page;
  const auto ours = page.file({"desk:nfp-bg"}, "jovanovic");
  page.file({"desk:nfp-rs"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto search = std::get<FoundPage>(page.search(cookie, "jovanovic").page).search;
  const auto answer = page.ask({.what = WebAsk::kHits, .cookie = cookie, .search = search});
  REQUIRE(answer.outcome == WebOutcome::kDone);
  const auto& table = std::get<FilePiece>(answer.page);
  CHECK(table.octets.starts_with("message,case,received,form,"));
  CHECK(std::count(table.octets.begin(), table.octets.end(), '\n') == 2);
  CHECK(table.octets.find("\r\n" + ours.text() + ",") != std::string::npos);
  CHECK(table.octets.find("Lorry at Giurgiu") != std::string::npos);
  CHECK(table.size == table.octets.size());
  const auto rows = page.rows("exported");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].detail.find("1 hits as CSV; page; reason: case 4417/2026") != std::string::npos);
  CHECK(page.rows("searched").size() == 2);
}

TEST_CASE("a search that takes too long is broken off, written down, and to be narrowed") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto search = std::get<FoundPage>(page.search(cookie, "jovanovic").page).search;
  page.answerer.emplace(page.runtime, page.store, std::chrono::milliseconds(0));
  for (const auto what : {WebAsk::kFound, WebAsk::kHits}) {
    const auto answer = page.ask({.what = what, .cookie = cookie, .search = search});
    CHECK(answer.outcome == WebOutcome::kTooBroad);
    CHECK_FALSE(answer.hint.empty());
    CHECK(std::get<FoundPage>(answer.page).query == "jovanovic");
    CHECK(std::get<FoundPage>(answer.page).hits.empty());
  }
  const auto rows = page.rows("searched");
  REQUIRE(rows.size() == 3);
  CHECK(rows.back().detail.find("broken off") != std::string::npos);
  CHECK(page.rows("found").size() == 1);
}

TEST_CASE("a search is kept as the verb keeps it, and stands on the desk with its reason") {
  PageSite page;
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  const auto search = std::get<FoundPage>(page.search(cookie, "jovanovic").page).search;
  const auto keep = [&](const std::string& name, const std::string& narrow) {
    return page
        .ask({.what = WebAsk::kKeep,
              .cookie = cookie,
              .form_token = page.store.web_book().form_token(cookie),
              .search = search,
              .narrow = narrow,
              .name = name})
        .outcome;
  };
  CHECK(keep("the lorry", "handling:H1") == WebOutcome::kDone);
  CHECK(keep("", "") == WebOutcome::kDone);
  CHECK(page.ask({.what = WebAsk::kKeep, .cookie = cookie, .search = search}).outcome ==
        WebOutcome::kBadInput);  // without the token of the form
  CHECK(page.rows("search-kept").size() == 2);
  const auto desk = page.ask({.what = WebAsk::kDesk, .cookie = cookie});
  const auto& kept = std::get<DeskPage>(desk.page).kept;
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].name == "the lorry");
  CHECK(kept[0].query == "(jovanovic) handling:H1");
  CHECK(kept[0].reason == "case 4417/2026");
  CHECK(kept[1].name == "jovanovic");
  CHECK(page.search(cookie, kept[0].query, kept[0].reason).outcome == WebOutcome::kDone);
  for (std::size_t i = 2; i < kMostKeptSearches; ++i) {
    CHECK(keep("search " + std::to_string(i), "") == WebOutcome::kDone);
  }
  CHECK(keep("one more", "") == WebOutcome::kBadInput);
}

TEST_CASE("a case that a search found stands between the hits before and after it") {
  PageSite page;
  const auto one = page.file({"desk:nfp-bg"}, "lorry at Ruse"),
             two = page.file({"desk:nfp-bg"}, "lorry at Vidin");
  const auto cookie = page.enter("boss");
  const auto search = std::get<FoundPage>(page.search(cookie, "lorry").page).search;
  const auto hit_of = [&](const MessageNumber& number, const std::string& of) {
    const auto answer = page.ask(
        {.what = WebAsk::kCase, .cookie = cookie, .search = of, .number = number.number.text()});
    REQUIRE(answer.outcome == WebOutcome::kDone);
    return std::get<CasePage>(answer.page).hit;
  };
  const auto answer = page.ask({.what = WebAsk::kFound, .cookie = cookie, .search = search});
  const auto& hits = std::get<FoundPage>(answer.page).hits;
  REQUIRE(hits.size() == 2);
  const bool in_order = hits[0].number == one.text();
  const auto first = hit_of(in_order ? one : two, search),
             last = hit_of(in_order ? two : one, search);
  CHECK(first.at == 1);
  CHECK(first.of == "2");
  CHECK(first.before.empty());
  CHECK(first.after == hits[1].number);
  CHECK(last.at == 2);
  CHECK(last.before == hits[0].number);
  CHECK(last.after.empty());
  CHECK(hit_of(one, "").search.empty());
  CHECK(hit_of(one, "0123456789abcdef").search.empty());  // no search of his
}

TEST_CASE(
    "evidence is asked for with the form's token, by whoever may read the case, and no other") {
  PageSite page;
  const auto ours = page.file({"desk:nfp-bg"}, "text"), theirs = page.file({"desk:nfp-rs"}, "text");
  const auto cookie = page.enter("boss");
  const auto token = page.store.web_book().form_token(cookie);
  const auto ask = [&](WebAsk what, const std::string& number, const std::string& with) {
    return page
        .ask({.what = what,
              .cookie = cookie,
              .form_token = with,
              .reason = "order 7",
              .number = number})
        .outcome;
  };
  const auto number = ours.number.text();
  CHECK(ask(WebAsk::kAskEvidence, number, "") == WebOutcome::kBadInput);
  CHECK(ask(WebAsk::kAskEvidence, theirs.number.text(), token) == WebOutcome::kNotFound);
  CHECK(ask(WebAsk::kAskEvidence, ours.text(), token) == WebOutcome::kNotFound);  // of a message
  CHECK(page.rows("receipts").empty());
  auto& archives = page.store.web_book().archives();
  CHECK_FALSE(archives.next());
  CHECK(ask(WebAsk::kAskEvidence, number, token) == WebOutcome::kDone);
  CHECK(page.rows("receipts").size() == 1);
  CHECK(page.rows("receipts").back().detail.find("reason: order 7") != std::string::npos);
  CHECK(ask(WebAsk::kEvidence, number, "") == WebOutcome::kNotFound);  // not yet
  const auto task = archives.claim(page.runtime.now());
  REQUIRE(task);
  const auto version = page.store.cases().find(ours.number)->version;
  const ArchiveFacts facts{version, {ours.text()}, 5, page.runtime.now()};
  archives.keep(*task, facts, "bytes");
  const auto answer =
      page.ask({.what = WebAsk::kEvidence, .cookie = cookie, .reason = "r", .number = number});
  REQUIRE(answer.outcome == WebOutcome::kDone);
  CHECK(std::get<FilePiece>(answer.page).octets == "bytes");
  CHECK(std::get<FilePiece>(answer.page).name == number + ".zip");
  CHECK(page.rows("exported").size() == 1);
  // Of another state of the case it is no evidence.
  archives.ask("boss", ours.number, page.runtime.now());
  archives.keep(*archives.claim(page.runtime.now()), {version + 1, facts.messages, 5, {}}, "bytes");
  CHECK(ask(WebAsk::kEvidence, number, "") == WebOutcome::kNotFound);
  archives.ask("boss", ours.number, page.runtime.now());
  archives.keep(*archives.claim(page.runtime.now()), {version, {theirs.text()}, 5, {}}, "bytes");
  CHECK(ask(WebAsk::kEvidence, number, "") == WebOutcome::kNotFound);
  CHECK(page.rows("exported").size() == 1);
}

TEST_CASE("two hundred cases an hour are answered and no more") {
  PageSite page;
  const auto number = page.file({"desk:nfp-bg"}, "text");
  const auto cookie = page.enter("boss");
  for (std::size_t i = 0; i <= kCasesAnHour; ++i) {
    const auto answer =
        page.ask({.what = WebAsk::kCase, .cookie = cookie, .number = number.number.text()});
    CHECK(answer.outcome == (i < kCasesAnHour ? WebOutcome::kDone : WebOutcome::kTooMany));
  }
  CHECK(page.rows("alarm").size() == 1);
}

TEST_CASE("a case of the own desk opens with the leg as its reason, another one with a given one") {
  PageSite page;
  const auto own = page.file({"desk:nfp-bg"}, "own text");
  page.member("quiet").rights = {"search"};
  page.member("quiet").desks = {"pfp-bg"};
  page.begin();
  const auto other = page.file({"desk:pfp-bg"}, "other text");
  const auto boss = page.enter("boss"), quiet = page.enter("quiet");
  const auto shown = page.ask({.what = WebAsk::kCase, .cookie = boss, .number = own.number.text()});
  REQUIRE(shown.outcome == WebOutcome::kDone);
  const auto& subject = std::get<CasePage>(shown.page);
  CHECK(subject.reason == "answer due " + own.number.text());
  CHECK(subject.messages.at(0).text == "own text");
  CHECK(subject.messages.at(0).files.at(0).name == "plan.pdf");
  CHECK(subject.legs.size() == 2);
  CHECK(shown.banner.handling == "H1");
  CHECK(page.ask({.what = WebAsk::kCase, .cookie = quiet, .number = other.number.text()}).outcome ==
        WebOutcome::kNeedReason);
  CHECK(page.rows("shown").size() == 1);
  CHECK(page.ask({.what = WebAsk::kCase,
                  .cookie = quiet,
                  .reason = "order 7",
                  .number = other.number.text()})
            .outcome == WebOutcome::kDone);
  CHECK(page.rows("shown").back().detail.find("reason: order 7") != std::string::npos);
  // What was given counts for this case, and for its files.
  CHECK(page.ask({.what = WebAsk::kPart, .cookie = quiet, .number = other.text()}).outcome ==
        WebOutcome::kDone);
  CHECK(page.rows("fetched").back().detail.find("reason: order 7") != std::string::npos);
}

TEST_CASE("a hit opens with the reason of its search") {
  PageSite page;
  page.member("quiet").rights = {"search"};
  page.member("quiet").desks = {"pfp-bg"};
  page.begin();
  const auto number = page.file({"desk:pfp-bg"}, "jovanovic");
  const auto cookie = page.enter("quiet");
  const auto found = page.search(cookie, "jovanovic", "order 8");
  CHECK(page.ask({.what = WebAsk::kCase,
                  .cookie = cookie,
                  .search = std::get<FoundPage>(found.page).search,
                  .number = number.text()})
            .outcome == WebOutcome::kDone);
  CHECK(page.rows("shown").back().detail.find("reason: order 8") != std::string::npos);
}

TEST_CASE("a file comes in pieces, with one row in the audit log, never without") {
  PageSite page;
  std::string bytes;
  for (std::size_t i = 0; i < 2 * kFilePiece + 10; ++i) {
    bytes += static_cast<char>('a' + i % 23);
  }
  const auto number = page.file({"desk:nfp-bg"}, "text", bytes);
  const auto cookie = page.enter("boss");
  const auto piece = [&](std::uint64_t offset) {
    return page.ask(
        {.what = WebAsk::kPart, .cookie = cookie, .number = number.text(), .offset = offset});
  };
  REQUIRE(std::get<FilePiece>(piece(kFilePiece).page).octets ==
          bytes.substr(kFilePiece, kFilePiece));
  CHECK(page.rows("fetched").size() == 1);  // who begins in the middle is written down too
  std::string whole;
  while (whole.size() < bytes.size()) {
    const auto answer = piece(whole.size());
    REQUIRE(answer.outcome == WebOutcome::kDone);
    const auto& part = std::get<FilePiece>(answer.page);
    CHECK(part.sha256 == sha256_hex(bytes));
    CHECK(part.octets.size() <= kFilePiece);
    whole += part.octets;
  }
  CHECK(whole == bytes);
  CHECK(page.rows("fetched").size() == 2);  // it was begun twice
  CHECK(std::get<FilePiece>(piece(bytes.size()).page).octets.empty());
  CHECK(piece(bytes.size() + 1).outcome == WebOutcome::kNotFound);
  CHECK(page.ask({.what = WebAsk::kPart, .cookie = cookie, .number = number.text(), .part = 9})
            .outcome == WebOutcome::kNotFound);
}

TEST_CASE("the mail as it came is saved with a row in the audit log") {
  PageSite page;
  const auto number = page.file({"desk:nfp-bg"}, "text");
  const auto cookie = page.enter("boss");
  const auto answer =
      page.ask({.what = WebAsk::kReceived, .cookie = cookie, .number = number.text()});
  REQUIRE(answer.outcome == WebOutcome::kDone);
  const auto& piece = std::get<FilePiece>(answer.page);
  CHECK(piece.octets == "raw 1");
  CHECK(piece.size == piece.octets.size());
  REQUIRE(page.rows("fetched").size() == 1);
  CHECK(page.rows("fetched")[0].number == number.text());
  CHECK(page.rows("fetched")[0].detail.find("the mail as it came") != std::string::npos);
}

TEST_CASE("a file is looked at as pictures and text, each look in the audit log") {
  PageSite page;
  const auto number = page.file({"desk:nfp-bg"}, "text", pdf_saying("jovanovic"));
  const auto cookie = page.enter("boss");
  const Extracting reader;
  const auto shown = page.ask({.what = WebAsk::kFile, .cookie = cookie, .number = number.text()});
  REQUIRE(shown.outcome == WebOutcome::kDone);
  const auto& file = std::get<FilePage>(shown.page);
  CHECK(file.name == "plan.pdf");
  CHECK(file.pictures == 1);
  CHECK(file.sender == "Ana Ionescu");
  const auto drawn =
      page.ask({.what = WebAsk::kPicture, .cookie = cookie, .number = number.text()});
  REQUIRE(drawn.outcome == WebOutcome::kDone);
  CHECK(std::get<PicturePage>(drawn.page).octets.starts_with("\xff\xd8\xff"));
  CHECK(page.ask({.what = WebAsk::kPicture, .cookie = cookie, .page = 2, .number = number.text()})
            .outcome == WebOutcome::kNotFound);
  const auto rows = page.rows("previewed");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].detail.starts_with("file 1; page; reason: "));
  CHECK(rows[1].detail.starts_with("file 1, page 1; page; reason: "));
}

TEST_CASE("who has to enter comes back to where he wanted to be, in the browser that asked") {
  PageSite page;
  const auto asked = page.ask(
      {.what = WebAsk::kEnter, .address = "boss@mvr.bg.example", .wanted = "/case/SEL-2026-1"});
  const auto spend = [&](const std::string& cookie) {
    const auto answer =
        page.ask({.what = WebAsk::kSpendLink, .cookie = cookie, .secret = page.link_for("boss")});
    REQUIRE(answer.outcome == WebOutcome::kDone);
    return std::get<EnteredPage>(answer.page).wanted;
  };
  CHECK(spend(asked.cookie) == "/case/SEL-2026-1");
  CHECK(spend("").empty());
  CHECK(spend(WebBook::fresh_secret()).empty());
  page.clock += kChallengeLife;
  CHECK(spend(asked.cookie).empty());
}

TEST_CASE("figures of a year are for operators and auditors, and written down") {
  PageSite page;
  page.member("quiet").rights = {"search"};
  page.begin();
  page.file({"desk:nfp-bg"}, "text");
  const auto boss = page.enter("boss"), quiet = page.enter("quiet");
  CHECK(page.ask({.what = WebAsk::kStatistics, .cookie = quiet}).outcome == WebOutcome::kNotFound);
  const auto answer = page.ask({.what = WebAsk::kStatistics, .cookie = boss});
  REQUIRE(answer.outcome == WebOutcome::kDone);
  const auto& report = std::get<StatisticsPage>(answer.page).report;
  CHECK_FALSE(report.tables.empty());
  const auto over = answer_in(encoded(answer));
  REQUIRE(over);
  CHECK(encoded(*over) == encoded(answer));
  CHECK(page.rows("counted").size() == 1);
  for (const auto year : {std::uint64_t{1999}, std::uint64_t{3000}, ~std::uint64_t{0}}) {
    CHECK(page.ask({.what = WebAsk::kStatistics, .cookie = boss, .year = year}).outcome ==
          WebOutcome::kNotFound);
  }
  CHECK(page.ask({.what = WebAsk::kStatistics, .cookie = boss, .country = "XX"}).outcome ==
        WebOutcome::kNotFound);
}

TEST_CASE("my desk shows what it owes, the latest first, and other desks are not shown") {
  PageSite page;
  const auto soon = page.file({"desk:nfp-bg"}, "text");
  page.clock += hours(30);
  const auto later = page.file({"desk:nfp-bg"}, "text");
  page.clock += seconds(1);
  const auto cookie = page.enter("boss");
  const auto answer = page.ask({.what = WebAsk::kDesk, .cookie = cookie});
  REQUIRE(answer.outcome == WebOutcome::kDone);
  const auto& desk = std::get<DeskPage>(answer.page);
  CHECK(desk.desk == "nfp-bg");
  REQUIRE(desk.overdue.size() == 1);
  CHECK(desk.overdue[0].number == soon.number.text());
  CHECK(desk.overdue[0].subject == "Lorry at Giurgiu");
  REQUIRE(desk.soon.size() == 1);
  CHECK(desk.soon[0].number == later.number.text());
  CHECK(desk.open == 2);
  CHECK(answer.viewer->overdue == 1);
  CHECK(answer.banner.handling == "H1");
  CHECK(desk.people.at(0).you);
  CHECK(page.rows("listed").size() == 1);
  CHECK(page.ask({.what = WebAsk::kDesk, .cookie = cookie, .desk = "nfp-rs"}).outcome ==
        WebOutcome::kNotFound);
}

TEST_CASE("operators see how the site stands, auditors the log without words of searches") {
  PageSite page;
  page.member("quiet").rights = {"search"};
  page.begin();
  page.file({"desk:nfp-bg"}, "jovanovic");
  const auto boss = page.enter("boss"), quiet = page.enter("quiet");
  page.search(boss, "jovanovic");
  CHECK(page.ask({.what = WebAsk::kStatus, .cookie = quiet}).outcome == WebOutcome::kNotFound);
  CHECK(page.ask({.what = WebAsk::kLog, .cookie = quiet}).outcome == WebOutcome::kNotFound);
  CHECK(page.ask({.what = WebAsk::kStatus, .cookie = boss}).outcome == WebOutcome::kDone);
  const auto all = page.ask({.what = WebAsk::kLog, .cookie = boss});
  REQUIRE(all.outcome == WebOutcome::kDone);
  const auto& rows = std::get<LogPage>(all.page).rows;
  REQUIRE(rows.size() > 3);
  CHECK(rows[0].sequence > rows[1].sequence);
  CHECK(encoded(all).find("jovanovic") == std::string::npos);
  const auto some =
      page.ask({.what = WebAsk::kLog, .cookie = boss, .who = "boss", .act = "searched"});
  CHECK(std::get<LogPage>(some.page).rows.size() == 1);
  CHECK(page.rows("looked").size() == 2);
  const auto older = page.ask({.what = WebAsk::kLog, .cookie = boss, .before = 2});
  REQUIRE(std::get<LogPage>(older.page).rows.size() == 1);
  CHECK(std::get<LogPage>(older.page).rows[0].sequence == 1);
  CHECK(std::get<LogPage>(older.page).before == 0);
}

TEST_CASE("the log is read page by page, each row once") {
  PageSite page;
  std::vector<AuditEntry> many(250, AuditEntry{.actor = "ana", .act = "counted"});
  page.store.audit().note_all(many, page.clock);
  const auto cookie = page.enter("boss");
  std::size_t seen = 0;
  std::uint64_t before = 0, last = ~std::uint64_t{0};
  do {
    const auto answer =
        page.ask({.what = WebAsk::kLog, .cookie = cookie, .act = "counted", .before = before});
    const auto& log = std::get<LogPage>(answer.page);
    for (const auto& row : log.rows) {
      CHECK(row.sequence < last);
      last = row.sequence;
      ++seen;
    }
    before = log.before;
  } while (before != 0);
  CHECK(seen == 250);
}

TEST_CASE("the directory shows desks to all, and members of the own community") {
  PageSite page;
  page.add_member("pros", "Petra Pros", "pros@pro.example", "BG", "prosecution");
  page.member("quiet").rights = {"search"};
  page.begin();
  const auto names = [&](const std::string& who) {
    const auto answer = page.ask({.what = WebAsk::kDirectory, .cookie = page.enter(who)});
    std::vector<std::string> ids;
    for (const auto& one : std::get<DirectoryPage>(answer.page).members) {
      ids.push_back(one.id);
    }
    return ids;
  };
  CHECK(names("quiet") == std::vector<std::string>{"ana", "boss", "quiet"});
  CHECK(names("pros") == std::vector<std::string>{"pros"});
  CHECK(names("boss").size() == 4);
}

TEST_CASE("a passage is cut into pieces where it was hit") {
  const auto texts = [](std::string_view snippet) {
    std::string all;
    for (const auto& piece : pieces_of(snippet)) {
      all += piece.hit ? "[" + piece.text + "]" : piece.text;
    }
    return all;
  };
  CHECK(texts("for «Јовановић» of «Niš»") == "for [Јовановић] of [Niš]");
  CHECK(texts("«a»«b»") == "[a][b]");
  CHECK(texts("half « open") == "half « open");
  CHECK(texts("shut » first «a»") == "shut » first [a]");
  CHECK(pieces_of("").empty());
}

TEST_CASE("killed at any point, an answer that was seen has its row in the audit log") {
  PageSite page;
  const auto number = page.file({"desk:nfp-bg"}, "jovanovic");
  const auto cookie = page.enter("boss");
  page.search(cookie, "jovanovic");
  const auto id = page.store.web_book().keep_search("boss", {"jovanovic", "r", page.clock});
  const std::vector<std::pair<WebQuestion, std::string>> asked{
      {{.what = WebAsk::kFound, .cookie = cookie, .browser = kFirefox, .search = id}, "searched"},
      {{.what = WebAsk::kCase, .cookie = cookie, .browser = kFirefox, .number = number.text()},
       "shown"},
      {{.what = WebAsk::kPart, .cookie = cookie, .browser = kFirefox, .number = number.text()},
       "fetched"},
      {{.what = WebAsk::kDesk, .cookie = cookie, .browser = kFirefox}, "listed"}};
  for (const auto& [question, act] : asked) {
    for (const auto* step : {"note.before", "note.after", "web.before", "web.after", ""}) {
      INFO(act << " " << step);
      auto [web, answering] = mail::openpgp::socket_pair();
      const auto before = page.rows(act).size();
      page.clock += seconds(10);
      const auto child = ::fork();
      if (child == 0) {
        if (*step != '\0') {
          ::setenv("POUCH_STOP_AT", step, 1);
        }
        // What it holds is its own: the parent's connections are left as they are.
        auto* store = new Store(page.folder.state(), page.folder.key());
        auto* answerer = new Answerer(page.runtime, *store);
        answer_questions(answering.get(), -1,
                         [&](const WebQuestion& one) { return answerer->answer(one); });
        ::_exit(0);
      }
      REQUIRE(child > 0);
      answering.close();
      QuestionLine line(web.get());
      REQUIRE(line.ask(question));
      bool seen = false;
      pollfd ready{web.get(), POLLIN, 0};
      while (::poll(&ready, 1, 30'000) > 0) {
        if (const auto answered = line.next()) {
          seen = answered->answer.outcome == WebOutcome::kDone;
          break;
        }
        if ((ready.revents & POLLHUP) != 0) {
          break;
        }
      }
      web.close();
      ::kill(child, SIGKILL);
      int status = 0;
      REQUIRE(::waitpid(child, &status, 0) == child);
      CHECK(seen == (*step == '\0'));
      CHECK(page.rows(act).size() - before ==
            (*step == '\0' || std::string(step) == "note.after" ? 1 : 0));
    }
  }
}

}  // namespace pouch::gateway

// What the page is answered: nothing without a session, nothing beyond the rights of its member,
// and nothing before it is written down.
#include "gateway/web/answering/answerer.hpp"

#include <poll.h>
#include <signal.h>

#include <catch2/catch.hpp>
#include <random>

#include "gateway/web/questions_codec.hpp"
#include "gateway/web/questions_line.hpp"
#include "mail/openpgp/wire.hpp"
#include "tests/unit/gateway/extracting.hpp"
#include "tests/unit/gateway/page_site.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::seconds;

const std::string kCanary = "kanarienvogel";

constexpr std::array kAll{
    WebAsk::kEnter,        WebAsk::kSeeLink,  WebAsk::kSpendLink, WebAsk::kSpendCode,
    WebAsk::kDesk,         WebAsk::kSearch,   WebAsk::kFound,     WebAsk::kHits,
    WebAsk::kKeep,         WebAsk::kCase,     WebAsk::kPart,      WebAsk::kReceived,
    WebAsk::kAskEvidence,  WebAsk::kEvidence, WebAsk::kFile,      WebAsk::kPicture,
    WebAsk::kSmallPicture, WebAsk::kStatus,   WebAsk::kDirectory, WebAsk::kStatistics,
    WebAsk::kLog,          WebAsk::kMe,       WebAsk::kLeave,     WebAsk::kLeaveEverywhere,
    WebAsk::kEndSession};
constexpr std::size_t kFirstInside = 4, kInside = 17;  // of a session, without its end
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
         question.what == WebAsk::kPicture || question.what == WebAsk::kSmallPicture)) {
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
        page.post({.what = WebAsk::kCase, .cookie = cookie, .reason = "round", .number = number});
    CHECK(refused.outcome == WebOutcome::kNotFound);
    CHECK(refused.page.index() == 0);
    CHECK(refused.problem.empty());
    const auto file =
        page.post({.what = WebAsk::kPart, .cookie = cookie, .reason = "round", .number = number});
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
        page.post({.what = what, .cookie = cookie, .reason = "r", .number = number.text()});
    CHECK(answer.outcome == WebOutcome::kNotFound);
    CHECK(answer.viewer);
  }
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

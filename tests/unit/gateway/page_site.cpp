#include "tests/unit/gateway/page_site.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/indexer.hpp"
#include "tests/unit/gateway/scene.hpp"
#include "tests/unit/gateway/shipped.hpp"

namespace pouch::gateway {

PageSite::PageSite() {
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

void PageSite::begin() {
  runtime.directory = directory;
  answerer.emplace(runtime, store);
}

config::Member& PageSite::member(const std::string& id) {
  return *std::find_if(directory.members.begin(), directory.members.end(),
                       [&](const config::Member& one) { return one.id == id; });
}

WebAnswer PageSite::ask(WebQuestion question) {
  if (question.browser.empty()) {
    question.browser = kFirefox;
  }
  question.network = "198.51.100.24";
  return answerer->answer(question);
}

WebAnswer PageSite::post(WebQuestion question) {
  question.form_token = store.web_book().form_token(question.cookie);
  return ask(std::move(question));
}

std::string PageSite::link_for(const std::string& who) {
  WebChallenge challenge{
      ++letters, who, WebBook::fresh_secret(), WebBook::fresh_code(), {}, clock + kChallengeLife};
  store.web_book().add(challenge, clock);
  return challenge.link;
}

std::string PageSite::enter(const std::string& who) {
  const auto answer = ask({.what = WebAsk::kSpendLink, .secret = link_for(who)});
  REQUIRE(answer.outcome == WebOutcome::kDone);
  REQUIRE(answer.cookie.size() == 64);
  return answer.cookie;
}

WebAnswer PageSite::search(const std::string& cookie, const std::string& query,
                           const std::string& reason) {
  const auto made = ask({.what = WebAsk::kSearch,
                         .cookie = cookie,
                         .form_token = store.web_book().form_token(cookie),
                         .query = query,
                         .reason = reason});
  REQUIRE(made.outcome == WebOutcome::kDone);
  return ask(
      {.what = WebAsk::kFound, .cookie = cookie, .search = std::get<FoundPage>(made.page).search});
}

MessageNumber PageSite::file(const std::vector<std::string>& readers, const std::string& words,
                             const std::string& bytes, std::string own_ref) {
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
  commit.opened->legs[0].deadline = clock + std::chrono::hours(24);
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

std::vector<AuditRow> PageSite::rows(const std::string& act) {
  std::vector<AuditRow> found;
  store.audit().each(1, 1'000'000, [&](const AuditRow& row) {
    if (row.act == act) {
      found.push_back(row);
    }
  });
  return found;
}

std::size_t PageSite::letters_asked() {
  auto statement = store.database().prepare("SELECT count(*) FROM web_letters WHERE who != ''");
  statement.step();
  return static_cast<std::size_t>(statement.integer(0));
}

}  // namespace pouch::gateway

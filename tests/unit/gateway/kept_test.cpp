// Attachments of a refused mail: what is kept, what joins (SPEC section 5, DECISIONS 10).
#include "gateway/work/kept.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/kept_mails.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/gateway/state_folder.hpp"

using namespace pouch;
using namespace pouch::gateway;

namespace {

StoredPart part(const std::string& name, bool evidence = false, const std::string& origin = "") {
  return {name, "text/plain", "bytes of " + name, evidence, false, origin};
}

std::vector<std::string> names(const std::vector<StoredPart>& parts) {
  std::vector<std::string> result;
  for (const auto& one : parts) {
    result.push_back(one.name);
  }
  return result;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("keeps attachments with their evidence, not the JSON that was the form") {
  const auto kept = parts_to_keep({part("a.csv"), part("form.json"), part("original.pgp", true)},
                                  {"form.json"}, "mail <1>");
  CHECK(names(kept) == Names{"a.csv", "earlier-original.pgp"});
  CHECK(kept[0].origin == "mail <1>");
  CHECK(kept[1].origin == "mail <1>");
  CHECK(parts_to_keep({part("original.pgp", true)}, {}, "mail <1>").empty());
  CHECK(parts_to_keep({part("form.json"), part("original.pgp", true)}, {"form.json"}, "m").empty());
}

TEST_CASE("a second refusal keeps both mails' parts under names of their own") {
  const auto first = parts_to_keep({part("a.csv"), part("original.pgp", true)}, {}, "mail <1>");
  std::vector<StoredPart> second{part("b.csv"), part("original.pgp", true)};
  CHECK(join(first, second) == Names{"a.csv"});
  const auto kept = parts_to_keep(second, {}, "mail <2>");
  CHECK(names(kept) == Names{"b.csv", "earlier-2-original.pgp", "a.csv", "earlier-original.pgp"});
  CHECK(kept[0].origin == "mail <2>");
  CHECK(kept[2].origin == "mail <1>");
}

TEST_CASE("the new mail's own attachment wins, and evidence of nothing stays away") {
  const auto kept = parts_to_keep({part("a.csv"), part("original.pgp", true)}, {}, "mail <1>");
  std::vector<StoredPart> parts{part("a.csv"), part("original.pgp", true)};
  CHECK(join(kept, parts).empty());
  CHECK(names(parts) == Names{"a.csv", "original.pgp"});
}

TEST_CASE("the unsigned thread alone proves no refusal") {
  mail::openpgp::Opened opened;
  config::Site site;
  site.address = "requests@pouch.example";
  opened.outer.in_reply_to = "<pouch.abc-1@pouch.example>";
  auto named = refusals_named(opened, site);
  CHECK(named.proved.empty());
  CHECK(named.unproved == Names{"<pouch.abc-1@pouch.example>"});
  opened.content.text = "> ## Attachments of this form: " + kept_mark("abc-1") + "\n";
  CHECK(refusals_named(opened, site).proved == Names{"<pouch.abc-1@pouch.example>"});
  opened.content.text = "[kept abc-2] [kept ] [kept abc] [kept " + std::string(99, 'a') + "-1]";
  CHECK(refusals_named(opened, site).proved.empty());
  opened.headers_signed = true;
  opened.headers.in_reply_to = "<pouch.abc-1@pouch.example>";
  CHECK(refusals_named(opened, site).proved == Names{"<pouch.abc-1@pouch.example>"});
}

TEST_CASE("what waits is found by every letter that asked for a word on it, and by no other") {
  StateFolder folder;
  auto store = folder.open();
  const auto keep = [&](const std::string& letter, const std::string& sender, const Names& before,
                        const Names& gone) {
    Commit refusal;
    refusal.outcome = Outcome::kRefused;
    refusal.at = at(0);
    refusal.forget = gone;
    refusal.keep = KeptParts{letter, sender, "4417/2026", at(100), {part("a.csv")}};
    refusal.keep->text = letter;
    refusal.keep->before = before;
    REQUIRE(store.commit(refusal) == CommitResult::kDone);
  };
  keep("<1>", "ana", {}, {});
  keep("<2>", "ana", {"<1>"}, {"<1>"});
  keep("<3>", "ana", {"<1>", "<2>"}, {"<2>"});
  keep("<4>", "ana", {}, {});
  keep("<5>", "dimitar", {"<0>"}, {});
  auto& mails = store.kept_mails();
  for (const auto* earlier : {"<1>", "<2>"}) {
    INFO(earlier);
    CHECK_FALSE(mails.find({earlier}, "ana", at(50)));
    const auto found = mails.find_asked_before(earlier, "ana", at(50));
    REQUIRE(found);
    CHECK(found->letter == "<3>");
    CHECK(found->text == "<3>");
    CHECK(names(found->parts) == Names{"a.csv"});
    CHECK_FALSE(mails.find_asked_before(earlier, "dimitar", at(50)));
    CHECK_FALSE(mails.find_asked_before(earlier, "ana", at(101)));
  }
  CHECK(mails.find({"<3>"}, "ana", at(50)));
  for (const auto* none : {"<0>", "<3>", "<4>", "<9>", ""}) {
    CHECK_FALSE(mails.find_asked_before(none, "ana", at(50)));
  }
}

TEST_CASE("the store gives kept parts to their sender alone, until their time is over") {
  StateFolder folder;
  auto store = folder.open();
  const std::string letter = "<pouch.abc-1@pouch.example>";
  Commit refusal;
  refusal.outcome = Outcome::kRefused;
  refusal.at = at(0);
  refusal.keep = KeptParts{letter, "ana", "4417/2026", at(100), {part("a.csv", false, "mail <1>")}};
  REQUIRE(store.commit(refusal) == CommitResult::kDone);
  const auto found = store.kept_mails().find({"<other@x>", letter}, "ana", at(100));
  REQUIRE(found);
  CHECK(found->own_ref == "4417/2026");
  CHECK(names(found->parts) == Names{"a.csv"});
  CHECK(found->parts[0].origin == "mail <1>");
  CHECK_FALSE(store.kept_mails().find({letter}, "dimitar", at(50)));
  CHECK_FALSE(store.kept_mails().find({letter}, "ana", at(101)));
  CHECK(folder.everything().find("bytes of a.csv") == std::string::npos);
  CHECK(folder.everything().find("4417/2026") == std::string::npos);
  CHECK(store.kept_mails().forget(at(100)) == 0);
  CHECK(store.kept_mails().next_forgetting() == at(101));
  CHECK(store.kept_mails().forget(at(101)) == 1);
  CHECK_FALSE(store.kept_mails().find({letter}, "ana", at(50)));
  CHECK_FALSE(store.kept_mails().next_forgetting());
  CHECK(store.kept_mails().forget(at(200)) == 0);
}

TEST_CASE("what joined is forgotten in the same commit") {
  StateFolder folder;
  auto store = folder.open();
  Commit refusal;
  refusal.outcome = Outcome::kRefused;
  refusal.keep = KeptParts{"<l>", "ana", "", at(100), {part("a.csv")}};
  REQUIRE(store.commit(refusal) == CommitResult::kDone);
  Commit next;
  next.outcome = Outcome::kRefused;
  next.forget = {"<l>"};
  next.keep = KeptParts{"<m>", "ana", "", at(100), {part("a.csv")}};
  REQUIRE(store.commit(next) == CommitResult::kDone);
  CHECK_FALSE(store.kept_mails().find({"<l>"}, "ana", at(1)));
  CHECK(store.kept_mails().find({"<m>"}, "ana", at(1)));
}

TEST_CASE("words in the audit log are sealed, and opened again") {
  StateFolder folder;
  auto store = folder.open();
  const auto sealed = store.audit().seal_words("person:jovanovic");
  store.audit().note({"ana", "searched", "", "reason: x; words " + sealed}, at(0));
  CHECK(folder.everything().find("jovanovic") == std::string::npos);
  CHECK(store.audit().open_words("reason: x; words " + sealed + ".") ==
        "reason: x; words person:jovanovic.");
  // Whoever says such a word hides nothing by it.
  CHECK(store.audit().open_words("words " + sealed).find(sealed) == std::string::npos);
  CHECK(store.audit().open_words("words " + sealed + "; reason: sealed:00") ==
        store.audit().open_words("words " + sealed) + "; reason: sealed:00");
  for (const auto* words : {"", "plain", "reason: sealed:", "sealed:zz", "sealed:00ff"}) {
    CHECK(store.audit().open_words(words) == words);
  }
}

TEST_CASE("an unsigned thread joins only what has the same own reference") {
  StateFolder folder;
  auto store = folder.open();
  Commit refusal;
  refusal.outcome = Outcome::kRefused;
  refusal.keep = KeptParts{"<l>", "ana", "4417/2026", at(100), {part("a.csv")}};
  REQUIRE(store.commit(refusal) == CommitResult::kDone);
  const NamedRefusals proved{{"<l>"}, {}}, unproved{{}, {"<l>"}};
  CHECK(kept_by_refusal(proved, store.kept_mails(), "ana", "", at(1)));
  CHECK(kept_by_refusal(unproved, store.kept_mails(), "ana", "4417/2026", at(1)));
  CHECK_FALSE(kept_by_refusal(unproved, store.kept_mails(), "ana", "4418/2026", at(1)));
  CHECK_FALSE(kept_by_refusal(unproved, store.kept_mails(), "ana", "", at(1)));
  CHECK_FALSE(kept_by_refusal(proved, store.kept_mails(), "dimitar", "4417/2026", at(1)));
}

// A year of a site, on a clock that the test moves: what happens to an operator between two
// Novembers, one thing after the other on one site that version 0.1.0 left. After each of them the
// site goes on, and at the end every request of the year has its number, its letters and its answer
// once.
#include <catch2/catch.hpp>
#include <set>

#include "tests/system/durable_steps.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/movable_clock.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const std::string kOurs = "requests@pouch.example";

class Year {
 public:
  Year() : clock_(scratch_.path()), site(fs::path(POUCH_FIXTURES) / "sites/0.1.0") {}

  // --- the calendar ---
  void go_to_day(int day) {
    day_ = day;
    clock_.advance_to(day * kDay);
  }
  std::string day_in(int days) const { return date(now() + (day_ + days) * kDay); }

  // --- people ---
  // A request of Romania to Bulgaria and Serbia; its number.
  std::string ask() {
    const auto sent = site.deliver(a_request());
    INFO(sent.dump(1));
    REQUIRE(sent["outcome"] == "accepted");
    const std::string number = sent["case"];
    CHECK(numbers.insert(number).second);
    settle();
    return number;
  }
  // Through the daemon's door.
  void ask_by_smtp() { REQUIRE(site.send("ana@police.ro.example", kOurs, a_request())); }
  // By Reply to the newest letter; only the requester and her focal point get it.
  void answer(const std::string& number, const std::string& with = "nfp-bg") {
    const auto before = box("ana"), serbia = box("nfp-rs");
    const auto answered = site.deliver(
        site.mail(with, {.subject = "Re: [" + number + "/1] Request",
                         .body = "The lorry was sold on day " + std::to_string(day_) + ".\n"}));
    INFO(number << ": " << answered.dump(1));
    REQUIRE(answered["outcome"] == "accepted");
    CHECK(answered["case"] == number);
    settle();
    CHECK(box("ana") == before + 1);
    CHECK(box("nfp-rs") == serbia);
    CHECK(newest("ana").find("sold on day " + std::to_string(day_)) != std::string::npos);
    CHECK(answers.insert(number).second);
  }
  // What somebody caused; clocks write besides.
  std::size_t box(const std::string& id) const { return caused(id).size(); }
  std::string newest(const std::string& id) const { return site.open(id, caused(id).back()).text; }
  void import(const std::string& id) {
    const auto ran = site.pouch({"key", "import", "-"}, site.person_at(id).public_key());
    INFO(ran.out << ran.err);
    REQUIRE(ran.status == 0);
  }
  void import_ours(const std::string& id) const {
    const auto letter = site.open(id, caused(id).back());
    INFO(letter.subject);
    REQUIRE(letter.parts.count("pouch-key.asc") == 1);
    site.person_at(id).import(letter.parts.at("pouch-key.asc"));
  }

  // --- the operator ---
  Ran must(const std::vector<std::string>& verb) const {
    auto ran = site.pouch(verb);
    INFO(verb.front() << ": " << ran.out << ran.err);
    REQUIRE(ran.status == 0);
    return ran;
  }
  void settle() const {
    if (site.server() <= 0) {
      must({"run", "--until-idle"});
    }
  }
  // What waits for the operator is told as a warning; nothing is wrong.
  void is_sound() const {
    must({"audit", "verify"});
    const auto checked = site.pouch({"check", "--offline"});
    INFO(checked.out << checked.err);
    CHECK(checked.out.find("error: ") == std::string::npos);
    CHECK(checked.status < 2);
  }
  std::size_t found(const std::string& words) const {
    const auto ran =
        site.pouch({"search", words, "--as", "ana", "--reason", "rehearsal", "--json"});
    return ran.out.empty() ? 0 : json::parse(ran.out)["total"].get<std::size_t>();
  }
  json held() const { return json::parse(must({"held", "list", "--json"}).out)["held"]; }
  std::string backup(const std::string& name) const {
    const auto folder = (site.folder().parent_path() / name).string();
    must({"backup", folder});
    return folder;
  }

 private:
  std::vector<fs::path> caused(const std::string& id) const {
    return site.letters_caused(site.person_at(id).address());
  }
  std::string a_request() {
    return site.mail("ana",
                     {.body = form_with_reference(std::to_string(++references_) + "-year/2026")});
  }

  Scratch scratch_;
  EverybodysClock clock_;
  int day_ = 0, references_ = 0;

 public:
  Site site;
  std::set<std::string> numbers, answers;
};

// The package was upgraded: the store is raised, old letters are answered.
void upgrade(Year& year) {
  year.site.set("limits.signature_age", "\"7d\"");
  year.must({"key", "addresses"});
  year.settle();
  year.is_sound();
  CHECK(year.found("jovanovic") > 0);
  year.answer(year.ask());
}

// The key of a desk ends at midnight under the daemon; its owner renews it a week later.
void a_desk_key_ends(Year& year) {
  const auto& bulgaria = year.site.person_at("nfp-bg");
  bulgaria.gpg({"--quick-set-expire", bulgaria.fingerprint(), year.day_in(10)});
  year.import("nfp-bg");
  CHECK(year.site.pouch({"key", "expiring", "--days", "30"}).out.find("nfp-bg") !=
        std::string::npos);
  year.site.start();
  const auto bg = year.box("nfp-bg"), rs = year.box("nfp-rs");
  year.go_to_day(50);
  year.ask_by_smtp();
  REQUIRE(eventually([&] { return year.box("nfp-rs") == rs + 1; }));
  REQUIRE(
      eventually([&] { return year.newest("ana").find("Bulgaria waits") != std::string::npos; }));
  CHECK(year.box("nfp-bg") == bg);
  CHECK(year.site.pouch({"status"}).out.find("waits for a country") != std::string::npos);
  year.go_to_day(57);
  bulgaria.gpg({"--quick-set-expire", bulgaria.fingerprint(), "never"});
  year.import("nfp-bg");
  CHECK(eventually([&] { return year.box("nfp-bg") == bg + 1; }));
  CHECK(year.site.stop() == 0);
  year.settle();
  CHECK(year.box("nfp-bg") == bg + 1);
  year.is_sound();
}

// The gateway's own key had been given a date; all are told of the new one.
void our_key_is_renewed(Year& year) {
  year.must({"key", "renew", "--until", year.day_in(40), "--no-letters"});
  CHECK(year.site.pouch({"status"}).out.find("the gateway's own key") != std::string::npos);
  year.go_to_day(85);
  year.must({"key", "renew"});
  year.settle();
  for (const auto* id : {"ana", "nfp-bg", "nfp-rs", "nfp-ro"}) {
    year.import_ours(id);
  }
  year.go_to_day(120);  // the old date has passed
  year.answer(year.ask());
}

// A member's last day; he is heard no longer, and his key raises no alarm.
void a_member_leaves(Year& year) {
  year.import("mallory");
  year.must({"member", "add", "mallory", "--name", "Mallory", "--address",
             year.site.person_at("mallory").address(), "--country", "BG", "--agency", "police",
             "--community", "police", "--rights", "operate", "--key",
             year.site.person_at("mallory").fingerprint()});
  year.must({"member", "end", "dimitar", "--on", year.day_in(1)});
  year.settle();
  const auto mail = [&] {
    auto form = form_with_reference(year.day_in(0));
    form.replace(form.find("To: BG, RS"), 10, "To: RS, RO");
    return year.site.mail("dimitar", {.body = form});
  };
  const auto last = year.site.deliver(mail());
  INFO(last.dump(1));
  CHECK(last["outcome"] == "accepted");
  year.numbers.insert(last["case"].get<std::string>());
  year.go_to_day(123);
  const auto late = year.site.deliver(mail());
  CHECK(late["outcome"] != "accepted");
  year.settle();
  CHECK(year.found("\"" + year.day_in(0) + "\"") == 0);
  year.is_sound();
}

// New mail is refused before it is taken; what was taken is answered; then there is room again.
void the_disk_fills(Year& year) {
  year.site.set("limits.free_space", "\"1000000 GB\"");
  const auto refused = year.site.pouch({"deliver"}, year.site.mail("ana", {.body = "Room?\n"}));
  CHECK(refused.status == 75);
  year.site.set("limits.free_space", "\"1 MB\"");
  year.answer(year.ask());
  year.is_sound();
}

void the_index_is_deleted(Year& year) {
  const auto before = year.found("jovanovic");
  REQUIRE(before > 0);
  fs::remove_all(year.site.state() / "index");
  const auto without = year.site.pouch({"search", "jovanovic", "--as", "ana", "--reason", "test"});
  CHECK(without.status != 0);
  CHECK(without.status != 1);  // "nothing found" would be a lie
  year.site.start();
  CHECK(eventually([&] { return year.found("jovanovic") == before; }));
  CHECK(year.site.stop() == 0);
}

// Nothing starts without it, and nothing makes a new one; it comes back from last night's backup.
void keys_db_is_lost(Year& year) {
  const auto kept = year.backup("last-night");
  const auto keys = year.site.state() / "keys.db";
  for (const auto* ending : {"", "-wal", "-shm"}) {
    fs::remove(keys.string() + ending);
  }
  CHECK(year.site.pouch({"run"}).status == 78);
  CHECK(year.site.pouch({"check", "--offline"}).status == 1);
  CHECK_FALSE(fs::exists(keys));
  fs::copy_file(fs::path(kept) / "case-keys/keys.db", keys);
  year.answer(year.ask());
  year.is_sound();
}

// The disk dies; the newest backup is three weeks old.
void the_site_is_restored(Year& year) {
  const auto known = year.ask();
  const auto folder = year.backup("three-weeks-ago");
  year.go_to_day(231);
  const auto lost = year.ask();
  const auto letter = year.site.newest("nfp-bg");
  end_agents(year.site.folder() / "gnupg");
  fs::remove_all(year.site.state());
  fs::remove_all(year.site.folder() / "gnupg");
  year.must({"restore", folder});
  // Another case comes next: the answer to the lost one does not reach it.
  const auto fresh = year.ask();
  CHECK(std::stol(fresh.substr(9)) > std::stol(lost.substr(9)) + 900);
  const auto before = year.box("ana");
  const auto answered =
      year.site.deliver(year.site.mail("nfp-bg", {.subject = "Re: " + letter.subject,
                                                  .body = "About the lost one.\n",
                                                  .parent = letter.message_id}));
  INFO(answered.dump(1));
  CHECK(answered["reason"] == "unknown-letter");
  year.settle();
  CHECK(year.box("ana") == before);
  year.answer(known);
  year.answer(fresh);
  for (const auto& mail : year.held()) {
    if (mail["reason"] == "unknown-letter") {
      year.must({"held", "drop", std::to_string(mail["id"].get<int>())});
    }
  }
  year.numbers.erase(lost);
  year.is_sound();
}

// The old key opens mail for thirty days more, then it is gone.
void our_key_is_replaced(Year& year) {
  const auto old = year.site.gateway_fingerprint();
  year.must({"key", "replace", "--days", "30"});
  year.settle();
  year.answer(year.ask());  // sealed to the old one
  for (const auto* id : {"ana", "nfp-bg", "nfp-rs", "nfp-ro"}) {
    bool imported = false;
    for (const auto& file : year.site.letters(year.site.person_at(id).address())) {
      const auto letter = year.site.open(id, file);
      if (letter.subject == "Pouch has a new key: please import it") {
        year.site.person_at(id).import(letter.parts.at("pouch-key.asc"));
        imported = true;
      }
    }
    CHECK(imported);
  }
  year.go_to_day(300);
  year.site.start();
  CHECK(year.must({"key", "list"}).out.find(old) == std::string::npos);
  CHECK(year.site.stop() == 0);
}

// What strangers wrote goes after limits.held, and is counted.
void strangers_are_forgotten(Year& year) {
  const auto before = year.held().size();
  year.site.deliver("From: <someone@elsewhere.example>\r\nTo: <" + kOurs +
                    ">\r\nSubject: win\r\nMessage-ID: <s@elsewhere.example>\r\n\r\nWin!\r\n");
  REQUIRE(year.held().size() > before);
  year.go_to_day(340);
  year.site.start();
  CHECK(eventually([&] { return year.held().size() <= before; }));
  CHECK(year.site.stop() == 0);
  CHECK(acts(year.site, "expired") > 0);
}

}  // namespace

TEST_CASE("a year of a site: whatever happens to it, each request has its answer once", "[year]") {
  Year year;
  upgrade(year);
  year.go_to_day(35);
  a_desk_key_ends(year);
  our_key_is_renewed(year);
  a_member_leaves(year);
  year.go_to_day(150);
  the_disk_fills(year);
  year.go_to_day(180);
  the_index_is_deleted(year);
  year.go_to_day(195);
  keys_db_is_lost(year);
  year.go_to_day(210);
  the_site_is_restored(year);
  year.go_to_day(260);
  our_key_is_replaced(year);
  strangers_are_forgotten(year);
  year.go_to_day(366);
  year.is_sound();
  for (const auto& number : year.numbers) {
    INFO(number);
    year.must({"show", number, "--as", "nfp-ro", "--reason", "rehearsal"});
  }
  CHECK(year.answers.size() >= 7);
}

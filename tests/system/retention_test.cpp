// How long cases are kept, from outside: owners are asked by letter, keep or end by one word, what
// nobody keeps is erased, whoever has copies is told and confirms. On a clock that the test moves.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/system/durable_steps.hpp"
#include "tests/system/movable_clock.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

// Of a case that is concluded on day 0: half a year is 181 to 184 days.
constexpr int kNotice = 95, kMonth = 156, kWeek = 179, kErased = 187;

class Years {
 public:
  Years() : clock_(scratch_.path()) {}

  void move_to(int day) const { clock_.advance_to(day * kDay); }
  void go_to(int day) const {
    move_to(day);
    run();
  }
  void run() const {
    const auto ran = site.pouch({"run", "--until-idle"});
    INFO(ran.out << ran.err);
    REQUIRE(ran.status == 0);
  }
  // Asked of Bulgaria and Serbia, and answered by both.
  std::string concluded(const std::string& more = {}) const {
    const auto number = asked();
    answer("nfp-bg", number, more);
    answer("nfp-rs", number);
    run();
    return number;
  }
  std::string asked(const std::map<std::string, std::string>& attachments = {}) const {
    const auto sent = site.deliver(
        site.mail("ana", {.body = form_with_reference("4417-" + std::to_string(++asked_) + "/2026"),
                          .attachments = attachments}));
    INFO(sent.dump(1));
    REQUIRE(sent["outcome"] == "accepted");
    run();
    return sent["case"];
  }
  void answer(const std::string& desk, const std::string& number,
              const std::string& more = {}) const {
    const auto sent = site.deliver(site.mail(
        desk, {.subject = "Re: [" + number + "/1] Request",
               .body = "Form: reply\nAnswers: " + number + "\nReply kind: no trace\n" + more}));
    INFO(sent.dump(1));
    REQUIRE(sent["outcome"] == "accepted");
  }
  std::vector<Letter> with(const std::string& id, const std::string& words) const {
    std::vector<Letter> found;
    for (const auto& file : site.letters(site.person_at(id).address())) {
      auto letter = site.open(id, file);
      if (letter.subject.find(words) != std::string::npos) {
        found.push_back(std::move(letter));
      }
    }
    return found;
  }
  json reply(const std::string& id, const Letter& letter, const std::string& text) const {
    return site.deliver(site.mail(
        id, {.subject = "Re: " + letter.subject, .body = text, .parent = letter.message_id}));
  }
  json control(const std::string& id, const std::string& number, const std::string& lines) const {
    return site.deliver(site.mail(
        id, {.subject = "control", .body = "Form: control\nTarget: " + number + "\n" + lines}));
  }
  json due() const { return json::parse(site.pouch({"retention", "due", "--json"}).out); }
  std::string shown(const std::string& number) const {
    return site.pouch({"show", number, "--as", "ana", "--reason", "test"}).out;
  }
  bool is_there(const std::string& number) const {
    return shown(number).find("Јовановић") != std::string::npos ||
           site.pouch({"search", "jovanovic", "--as", "ana", "--reason", "test"}).status == 0;
  }

 private:
  mutable int asked_ = 0;
  Scratch scratch_;
  EverybodysClock clock_;

 public:
  Site site;
};

std::string quoted(const Letter& letter) {
  std::string text = "On Monday Pouch wrote:\n";
  for (std::size_t at = 0; at < letter.text.size();) {
    const auto end = std::min(letter.text.find('\n', at), letter.text.size());
    text += "> " + letter.text.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return text;
}

}  // namespace

TEST_CASE("a case that nobody keeps is told of three times, erased, and so are its copies") {
  Years years;
  const auto number = years.concluded();
  years.go_to(60);
  CHECK(years.with("ana", "TO BE ERASED").empty());
  years.go_to(kNotice);
  years.go_to(kNotice + 1);
  for (const auto* owner : {"ana", "nfp-ro"}) {
    CHECK(years.with(owner, "TO BE ERASED").size() == 1);
  }
  CHECK(years.with("nfp-bg", "TO BE ERASED").empty());
  const auto notice = years.with("ana", "TO BE ERASED").front();
  UNSCOPED_INFO(notice.subject << "\n" << notice.text);
  CHECK(notice.text.find("4417-1/2026") != std::string::npos);
  CHECK(notice.text.find("heroin") == std::string::npos);
  CHECK(notice.outer_subject == "[" + number + "]");
  years.go_to(kMonth);
  CHECK(years.with("ana", "REMINDER: TO BE ERASED").size() == 1);
  years.go_to(kWeek);
  CHECK(years.with("ana", "LAST REMINDER: TO BE ERASED").size() == 1);
  CHECK(years.is_there(number));
  years.go_to(kErased);
  CHECK(acts(years.site, "erased") == 1);
  CHECK_FALSE(years.is_there(number));
  for (const auto* holder : {"ana", "nfp-ro", "nfp-bg", "nfp-rs"}) {
    CHECK(years.with(holder, "ERASED: please erase your copies").size() == 1);
  }
  years.go_to(kErased + 1);
  CHECK(years.with("ana", "TO BE ERASED").size() == 3);
  CHECK(years.due()["unconfirmed"].size() == 4);
  const auto asked = years.with("nfp-bg", "ERASED: please erase").front();
  UNSCOPED_INFO(asked.subject << "\n" << asked.text);
  CHECK(years.reply("nfp-bg", asked, quoted(asked))["outcome"] != "held");
  CHECK(years.reply("nfp-bg", asked, "we look at it next week\n")["reason"] == "not-sent");
  CHECK(years.due()["unconfirmed"].size() == 4);
  const auto confirmed = years.reply("nfp-bg", asked, "Erased.\n\nRegards\nDimitar\n");
  INFO(confirmed.dump(1));
  CHECK(confirmed["reason"] == "copies-erased");
  CHECK(years.due()["unconfirmed"].size() == 3);
  CHECK(acts(years.site, "copies erased") == 1);

  // Who does not confirm is reminded twice, who has is not, and the operator's list stays one each.
  const std::string still = "your copies are still to be erased";
  years.go_to(kErased + 13);
  CHECK(years.with("ana", still).empty());
  years.go_to(kErased + 16);
  CHECK(years.with("ana", still).size() == 1);
  CHECK(years.due()["unconfirmed"].size() == 3);
  CHECK(years.reply("nfp-rs", years.with("nfp-rs", still).front(), "ERASED\n")["reason"] ==
        "copies-erased");
  years.go_to(kErased + 32);
  years.go_to(kErased + 90);
  CHECK(years.with("ana", still).size() == 2);
  CHECK(years.with("nfp-ro", still).size() == 2);
  CHECK(years.with("nfp-rs", still).size() == 1);
  CHECK(years.with("nfp-bg", still).empty());
  CHECK(years.due()["unconfirmed"].size() == 2);
  CHECK(years.site.pouch({"audit", "verify"}).status == 0);
  CHECK(years.site.pouch({"check", "--offline"}).err.find("has no key") == std::string::npos);
}

TEST_CASE("what is written to an erased case is refused, its state is still told") {
  Years years;
  const auto number = years.concluded();
  REQUIRE(years.site.pouch({"erase", number, "--reason", "test"}).status == 0);
  years.run();
  const auto late =
      years.site.deliver(years.site.mail("nfp-bg", {.subject = "Re: [" + number + "/1] Request",
                                                    .body = "The owner has called once more.\n"}));
  INFO(late.dump(1));
  CHECK(late["outcome"] == "refused");
  CHECK(late["reason"] == "erased");
  CHECK(years.control("ana", number, "Action: status\n")["outcome"] == "accepted");
  CHECK(years.control("ana", number, "Action: erase request\nReason: x\n")["reason"] == "erased");
}

TEST_CASE("the owner keeps a case by one word with its reason, which no log shows") {
  Years years;
  const auto number = years.concluded();
  years.go_to(kNotice);
  const auto notice = years.with("ana", "TO BE ERASED").front();
  const auto before = years.due()["cases"][0];
  CHECK(before["state"] == "asked");
  // Without an edit, without a reason, by somebody else: nothing changes.
  CHECK(years.reply("ana", notice, quoted(notice))["outcome"] == "refused");
  CHECK(years.reply("ana", notice, "KEEP\n")["outcome"] == "refused");
  const auto others =
      years.control("nfp-bg", number, "Action: extend retention\nReason: we still look\n");
  CHECK(others["outcome"] == "refused");
  CHECK(others["reason"] == "no-right");
  CHECK(years.due()["cases"][0] == before);
  const auto kept = years.reply("ana", notice, "KEEP the quagmire trial runs until 2028\n");
  INFO(kept.dump(1));
  REQUIRE(kept["outcome"] == "accepted");
  years.run();
  const auto after = years.due()["cases"][0];
  CHECK(after["state"] == "waits");
  const auto said = date(now() + kNotice * kDay);
  CHECK(after["erased_on"].get<std::string>() ==
        std::to_string(std::stoi(said.substr(0, 4)) + 3) + said.substr(4));
  years.go_to(kErased);
  CHECK(years.is_there(number));
  CHECK(years.with("ana", "REMINDER: TO BE ERASED").empty());
  CHECK(years.site.pouch({"audit", "export"}).out.find("quagmire") == std::string::npos);
  for (const auto& file : fs::recursive_directory_iterator(years.site.state())) {
    if (file.is_regular_file()) {
      CHECK(read_file(file).find("quagmire") == std::string::npos);
    }
  }
}

TEST_CASE("a legal hold stands above the owner's word, which erases at once when it has ended") {
  Years years;
  const auto number = years.concluded();
  years.go_to(kNotice);
  const auto notice = years.with("ana", "TO BE ERASED").front();
  CHECK(years.site.pouch({"retention", "hold", number}).status == 64);
  REQUIRE(years.site.pouch({"retention", "hold", number, "--reason", "court, 4 T 12/26"}).status ==
          0);
  CHECK(years.site.pouch({"retention", "hold", number, "--reason", "again"}).status == 1);
  const auto refused = years.reply("ana", notice, "ERASE\n");
  CHECK(refused["outcome"] == "refused");
  CHECK(refused["reason"] == "legal-hold");
  CHECK(years.site.pouch({"erase", number, "--reason", "x"}).status == 1);
  years.go_to(400);
  CHECK(years.is_there(number));
  CHECK(years.due()["cases"][0]["state"] == "held");
  REQUIRE(years.site.pouch({"retention", "hold", number, "--release", "--reason", "over"}).status ==
          0);
  years.run();
  CHECK(years.with("ana", "TO BE ERASED").size() == 2);  // asked anew
  const auto others = years.control("nfp-bg", number, "Action: erase request\nReason: ours\n");
  CHECK(others["reason"] == "no-right");
  CHECK(years.reply("nfp-bg", years.with("nfp-bg", "asks").front(), "ERASE\n")["case"] == number);
  CHECK(years.is_there(number));
  const auto anew = years.with("ana", "TO BE ERASED").back();
  CHECK(years.reply("ana", anew, "erase nothing before you have asked me\n")["reason"] ==
        "not-sent");
  const auto ordered = years.reply("ana", anew, "ERASE\n\nRegards\nAna\n");
  INFO(ordered.dump(1));
  REQUIRE(ordered["outcome"] == "accepted");
  years.run();
  CHECK_FALSE(years.is_there(number));
  CHECK(acts(years.site, "erased") == 1);
  const auto receipts = years.with("ana", number);
  CHECK(std::any_of(receipts.begin(), receipts.end(), [](const Letter& letter) {
    return letter.text.find("it is erased now") != std::string::npos;
  }));
}

TEST_CASE("a supplier's day is told to it, moved by it alone, and obeyed") {
  Years years;
  const auto number =
      years.concluded("Erase by: " + date(now() + 40 * kDay) + "\nAnswer: 1. Ivan Petrov.\n");
  years.go_to(1);
  const auto bulgaria = years.with("nfp-bg", "TO BE ERASED");
  const auto romania = years.with("ana", "TO BE ERASED");
  REQUIRE(bulgaria.size() == 1);
  REQUIRE(romania.size() == 1);
  CHECK(bulgaria.front().text.find("KEEP") != std::string::npos);
  CHECK(romania.front().text.find("KEEP") == std::string::npos);
  const auto refused = years.reply("ana", romania.front(), "KEEP we need it\n");
  CHECK(refused["outcome"] == "refused");
  CHECK(refused["reason"] == "no-right");
  const auto moved = years.control("nfp-bg", number,
                                   "Action: extend retention\nReason: open here too\nUntil: " +
                                       date(now() + 60 * kDay) + " 12:00\n");
  INFO(moved.dump(1));
  REQUIRE(moved["outcome"] == "accepted");
  years.go_to(50);
  CHECK(years.is_there(number));
  CHECK(years.due()["cases"][0]["why"] == "supplier");
  years.go_to(61);
  CHECK_FALSE(years.is_there(number));
  CHECK(acts(years.site, "erased") == 1);
}

TEST_CASE("a run shows first what it would do, does it only for real, and gives the room back") {
  Years years;
  years.site.set("retention.automatic", "false");
  const auto number = years.asked({{"scan.bin", large_file()}});
  years.answer("nfp-bg", number);
  years.answer("nfp-rs", number);
  years.run();
  const auto size = [&] {
    std::uintmax_t sum = 0;
    for (const auto& file : fs::recursive_directory_iterator(years.site.state())) {
      const bool outbox = file.path().string().find("/outbox/") != std::string::npos;
      sum += file.is_regular_file() && !outbox ? file.file_size() : 0;
    }
    return sum;
  };
  CHECK(years.site.pouch({"retention", "run"}).status == 1);  // nothing is due
  years.go_to(400);
  CHECK(years.with("ana", "TO BE ERASED").empty());
  const auto shown = years.site.pouch({"retention", "run"});
  CHECK(shown.out.find("ask (notice)") != std::string::npos);
  CHECK(years.with("ana", "TO BE ERASED").empty());
  REQUIRE(years.site.pouch({"retention", "run", "--for-real"}).status == 0);
  years.run();
  CHECK(years.with("ana", "TO BE ERASED").size() == 1);
  years.go_to(500);
  const auto before = size();
  const auto dry = json::parse(years.site.pouch({"retention", "run", "--json"}).out);
  CHECK(dry["steps"][0]["does"] == "erase");
  CHECK(dry["erased"] == 0);
  CHECK(years.is_there(number));
  const auto real = json::parse(years.site.pouch({"retention", "run", "--for-real", "--json"}).out);
  CHECK(real["erased"] == 1);
  CHECK_FALSE(years.is_there(number));
  INFO(before << " octets, then " << size());
  CHECK(size() + large_file().size() < before);
  years.run();
  CHECK(years.with("nfp-bg", "ERASED: please erase").size() == 1);
  const auto other = years.concluded();
  CHECK(years.control("ana", other, "Action: erase request\nReason: wrong man\n")["outcome"] ==
        "accepted");
  years.run();
  CHECK_FALSE(years.is_there(other));
}

TEST_CASE("the daemon asks owners and erases by itself") {
  Years years;
  const auto number = years.concluded();
  years.move_to(kNotice);
  years.site.start();
  CHECK(eventually([&] { return years.with("ana", "TO BE ERASED").size() == 1; }));
  CHECK(years.site.stop() == 0);
  years.move_to(kErased);
  years.site.start();
  CHECK(eventually([&] { return acts(years.site, "erased") == 1; }));
  CHECK(eventually([&] { return years.with("nfp-bg", "ERASED: please erase").size() == 1; }));
  CHECK(eventually([&] { return !years.is_there(number); }));
  CHECK(years.site.stop() == 0);
}

TEST_CASE("asks an owner once and erases once by itself, killed at any step", "[long]") {
  Years years;
  std::size_t cases = 0;
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    const auto begun = static_cast<int>(cases++) * 300;
    const bool holds = step.find("hold") == 0, erases = step.find("erase") == 0;
    const auto number = years.concluded();
    const auto told = years.with("ana", "TO BE ERASED").size();
    if (holds) {
      killed_at(years.site, step, {"retention", "hold", number, "--reason", "test"});
      years.site.pouch({"retention", "hold", number, "--reason", "test"});
      CHECK(acts(years.site, "held back") == 1 + (step == "hold.after" ? 1U : 0U));
      years.site.pouch({"retention", "hold", number, "--reason", "test", "--release"});
    }
    if (!holds && !erases) {
      years.move_to(begun + kNotice);
      killed_at(years.site, step, {"run"});
    }
    years.go_to(begun + kNotice);
    CHECK(years.with("ana", "TO BE ERASED").size() == told + 1);
    years.move_to(begun + kErased);
    if (erases) {
      killed_at(years.site, step, {"run"});
    }
    years.go_to(begun + kErased);
    years.go_to(begun + kErased + 1);
    CHECK_FALSE(years.is_there(number));
    CHECK(acts(years.site, "erased") == cases);
    CHECK(years.with("nfp-bg", "[" + number + "] ERASED: please erase").size() == 1);
    years.go_to(static_cast<int>(cases) * 300);
  }
  CHECK(years.site.pouch({"audit", "verify"}).status == 0);
}

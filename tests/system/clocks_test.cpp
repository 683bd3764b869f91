// Cases keep time: reminders, late answers, digests, on a clock that the test moves.
#include <catch2/catch.hpp>

#include "tests/system/weeks.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

// A request of Romania to Bulgaria and Serbia, just sent.
class Week : public Weeks {
 public:
  // `digests`: their hour, in TOML.
  explicit Week(const std::string& digests = "\"08:00\"") {
    site.set("letters.digest", digests);
    number = accepted("ana", {.body = request_form()});
    go_to(60);
  }
  json legs() const { return Weeks::legs(number); }

  std::string number;
};

}  // namespace

TEST_CASE(
    "a desk that owes an answer is reminded, its requester told, each once, a Reply answers") {
  Week week;
  const auto deadline = week.legs()[0]["deadline"].get<std::string>();
  CHECK(week.legs()[0]["delivered"].is_string());
  for (int day = 1; day <= 12; ++day) {
    week.go_to(day * kDay);
  }
  // URGENT: three days, a word within four hours.
  CHECK(week.with("nfp-bg", "REMINDER, please say that you have this request") == 1);
  CHECK(week.with("nfp-bg", "REMINDER, half of the time") <= 1);
  CHECK(week.with("nfp-bg", "REMINDER, your answer is due") == 1);
  CHECK(week.with("ana", "LATE: no answer from BG") +
            week.with("ana", "LATE: no answer from Bulgaria") ==
        1);
  CHECK(week.legs()[0]["overdue"] == true);
  const auto reminder = week.last_with("nfp-bg", "REMINDER, your answer is due");
  CHECK(reminder.text.find("Wanted by") != std::string::npos);
  CHECK(reminder.text.find("Reply kind:") != std::string::npos);
  CHECK(reminder.text.find("Милан") == std::string::npos);  // no person of the case
  const auto before = week.box("nfp-rs");
  const auto answered = week.answer("nfp-bg", reminder, "The owner is not known here.\n");
  INFO(answered.dump(1));
  CHECK(answered["outcome"] == "accepted");
  CHECK(answered["case"] == week.number);
  week.go_to(12 * kDay + 60);
  CHECK(week.with("ana", "answers") == 1);
  CHECK(week.with("nfp-rs", "answers") == 0);
  CHECK(week.box("nfp-rs") >= before);
  CHECK(week.legs()[0]["deadline"] == deadline);
}

TEST_CASE("a Reply without an edit to a reminder changes nothing and goes to nobody") {
  Week week;
  week.go_to(kDay);
  const auto reminder = week.last_with("nfp-bg", "REMINDER");
  std::string quoted;
  for (std::size_t at = 0; at < reminder.text.size();) {
    const auto end = std::min(reminder.text.find('\n', at), reminder.text.size());
    quoted += "> " + reminder.text.substr(at, end - at) + "\n";
    at = end + 1;
  }
  const auto ana = week.box("ana");
  const auto state = week.legs()[0]["state"];
  const auto sent = week.answer("nfp-bg", reminder, "On Monday Pouch wrote:\n" + quoted);
  INFO(sent.dump(1));
  CHECK(week.legs()[0]["state"] == state);
  CHECK(week.box("ana") == ana);
}

TEST_CASE("\"until\" with a day moves the deadline and begins a new term, a question stops it") {
  Week week;
  const auto request = week.last_with("nfp-bg", "asks");
  const auto day = date(now() + 20 * kDay);
  const auto sent = week.answer("nfp-bg", request, "until " + day + "\n");
  INFO(sent.dump(1));
  REQUIRE(sent["outcome"] == "accepted");
  CHECK(week.legs()[0]["deadline"].get<std::string>().substr(0, 10) <= day);
  CHECK(week.legs()[0]["first_deadline"].is_string());
  week.go_to(4 * kDay);
  CHECK(week.with("nfp-bg", "your answer is due") == 0);
  CHECK(week.legs()[0]["overdue"] == false);
  const auto asked = week.site.deliver(
      week.site.mail("nfp-rs", {.subject = "Re: [" + week.number + "/1] Request",
                                .body = "Form: reply\nAnswers: " + week.number +
                                        "\nReply kind: CLARIFY\nQuestions: 1. Which lorry?\n"}));
  INFO(asked.dump(1));
  REQUIRE(asked["outcome"] == "accepted");
  CHECK(week.legs()[1]["paused"].is_string());
  const auto reminders = week.with("nfp-rs", "REMINDER");
  week.go_to(9 * kDay);
  CHECK(week.with("nfp-rs", "REMINDER") == reminders);
  CHECK(week.legs()[1]["overdue"] == false);
}

TEST_CASE("the list of cases says where each leg is, since when, and when its answer is due") {
  Week week;
  const auto listed = [&](const std::string& as) {
    return unfolded(week.site.pouch({"cases", "--as", as, "--reason", "test"}).out);
  };
  auto text = listed("ana");
  INFO(text);
  CHECK(text.find(week.number + " ") == 0);
  CHECK(text.find("- Bulgaria: sent, no answer yet, since ") != std::string::npos);
  CHECK(text.find("; with the focal point of Bulgaria since ") != std::string::npos);
  CHECK(text.find("; answer due ") != std::string::npos);
  CHECK(text.find("OVERDUE") == std::string::npos);
  week.go_to(5 * kDay);
  CHECK(listed("ana").find("OVERDUE") != std::string::npos);
}

TEST_CASE("each desk with something to read gets one digest a day, the others none") {
  Week week(digest_hour());
  const auto ro = week.with("nfp-ro", "Your day"), bg = week.with("nfp-bg", "Your day");
  week.go_to(kDay);
  week.go_to(kDay + 3600);
  week.go_to(2 * kDay);
  CHECK(week.with("nfp-bg", "Your day") - bg == 2);
  CHECK(week.with("nfp-ro", "Your day") - ro == 2);
  CHECK(week.with("pfp-ro", "Your day") == 0);
  const auto digest = week.last_with("nfp-bg", "Your day");
  CHECK(digest.text.find(week.number) != std::string::npos);
  CHECK(digest.text.find("heroin") == std::string::npos);
  CHECK(digest.outer_subject.find(week.number) == std::string::npos);
  const auto sent = week.answer("nfp-bg", digest, "Thank you!\n");
  CHECK(sent["reason"] == "not-sent");
}

TEST_CASE("a digest says the title of a case, but of none that is classified, and none outside") {
  Week week(digest_hour());
  auto form = request_form();
  form.insert(form.find("Crime area:"), "Classification: RESTRICTED\n");
  form.replace(form.find("4417/2026"), 9, "4418/2026");
  const auto classified = week.accepted("ana", {.subject = "Convoy of Tuesday", .body = form});
  week.go_to(kDay);
  for (const auto* desk : {"nfp-ro", "nfp-bg"}) {
    const auto digest = week.last_with(desk, "Your day");
    INFO(digest.text);
    CHECK(digest.text.find("Lorry") != std::string::npos);  // "at Giurgiu" may be on the next line
    CHECK(digest.text.find(classified) != std::string::npos);
    CHECK(digest.text.find("Convoy") == std::string::npos);
    CHECK(digest.subject.find("Giurgiu") == std::string::npos);
    CHECK(digest.outer_subject.find("Giurgiu") == std::string::npos);
  }
}

TEST_CASE("a week without the gateway: nobody is reminded twice, nothing comes in a burst") {
  Week week;
  const auto bg = week.box("nfp-bg"), ana = week.box("ana");
  week.go_to(30 * kDay);
  CHECK(week.with("nfp-bg", "REMINDER", bg) == 1);
  CHECK(week.with("nfp-bg", "Your day", bg) == 1);
  CHECK(week.with("ana", "LATE", ana) == 2);  // of Bulgaria and of Serbia
  week.go_to(30 * kDay + 600);
  CHECK(week.with("nfp-bg", "REMINDER", bg) == 1);
}

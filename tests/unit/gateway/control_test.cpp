#include <algorithm>
#include <catch2/catch.hpp>

#include "gateway/decide/decide.hpp"
#include "tests/unit/gateway/people.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::People;
using pouch::test::told;

namespace {

using Ids = std::vector<std::string>;

// A request of Ana's to BG and RS, as the store would have it.
Case asked(People& people, const Ids& handling = {"H0"}) {
  const auto decision = people.request({"BG", "RS"}, handling);
  people.carried(decision);
  people.past.push_back({1, "request", "ana", "", handling, 0});
  return *decision.opened;
}

}  // namespace

TEST_CASE("tells a party the state of a case, a desk its own leg alone") {
  People people;
  const auto subject = asked(people);
  const auto mine = people.control("ana", {{"action", "STATUS"}}, subject);
  REQUIRE(mine.outcome == Outcome::kAccepted);
  REQUIRE(mine.answer);
  CHECK(mine.answer->cases.at(0).subject.legs.size() == 2);
  CHECK(mine.answer->cases.at(0).messages == std::vector<int>{1});
  CHECK(told(mine, LetterKind::kAnswer) == Ids{"ana"});
  CHECK_FALSE(mine.the_case());
  const auto desk = people.control("nfp-bg", {{"action", "STATUS"}}, subject);
  REQUIRE(desk.answer);
  REQUIRE(desk.answer->cases.at(0).subject.legs.size() == 1);
  CHECK(desk.answer->cases.at(0).subject.legs.at(0).country == "BG");
}

TEST_CASE("tells a stranger to a case the same as of a number that nobody has") {
  People people;
  auto subject = asked(people);
  people.add_desk("nfp-hu", "HU", "police", config::DeskKind::kFocalPoint);
  for (const auto* action : {"STATUS", "RESEND", "RECALL", "CORRECT", "ERASE_REQUEST",
                             "EXTEND_RETENTION", "HOLD", "HANDOVER"}) {
    INFO(action);
    for (const auto* stranger : {"nfp-hu", "pfp-bg"}) {
      const auto foreign = people.control(
          stranger, {{"action", action}, {"reason", "x"}, {"correction", "x"}}, subject);
      CHECK(foreign.reason == "no-right");
      CHECK_FALSE(foreign.changed);
      CHECK(foreign.letters.size() == 1);
      const auto unknown = people.control(
          stranger, {{"action", action}, {"reason", "x"}, {"correction", "x"}}, std::nullopt);
      CHECK(unknown.reason == "no-right");
      auto text = foreign.problems.at(0).text;
      const auto at = text.find(subject.number.text());
      REQUIRE(at != std::string::npos);
      text.replace(at, subject.number.text().size(), "that number");
      CHECK(text == unknown.problems.at(0).text);
      CHECK(foreign.problems.at(0).hint == unknown.problems.at(0).hint);
    }
  }
}

TEST_CASE("lists what is open for the sender and his desks") {
  People people;
  asked(people);
  CHECK(people.control("nfp-bg", {{"action", "OPEN_REQUESTS"}}).answer->cases.size() == 1);
  CHECK(people.control("ana", {{"action", "OPEN_REQUESTS"}}).answer->cases.size() == 1);
  CHECK(people.control("pfp-bg", {{"action", "OPEN_REQUESTS"}}).answer->cases.empty());
}

TEST_CASE("sends a letter again to the party that had it, and to nobody else") {
  People people;
  const auto subject = asked(people);
  const auto decision = people.control("nfp-bg", {{"action", "RESEND"}}, subject, 1);
  REQUIRE(decision.outcome == Outcome::kAccepted);
  REQUIRE(decision.letters.size() == 2);
  CHECK(told(decision, LetterKind::kRequest) == Ids{"nfp-bg"});
  CHECK(decision.letters.at(0).again == 1);
  CHECK(decision.letters.at(0).country == "BG");
  CHECK(decision.letters.at(0).deadline == subject.legs.at(0).deadline);
  // Ana wrote it: no letter of it went to her.
  CHECK(people.control("ana", {{"action", "RESEND"}}, subject, 1).reason == "no-right");
  CHECK(people.control("nfp-bg", {{"action", "RESEND"}}, subject, 9).reason == "no-right");
}

TEST_CASE("withdraws the open legs of the requester's own request and tells their desks") {
  People people;
  auto subject = asked(people);
  subject.legs[1].state = LegState::kAnswered;
  const Ids everybody{"nfp-bg", "nfp-ro", "nfp-rs"};
  const auto decision = people.control("ana", {{"action", "RECALL"}, {"reason", "found"}}, subject);
  REQUIRE(decision.outcome == Outcome::kAccepted);
  CHECK(decision.changed->legs[0].state == LegState::kWithdrawn);
  CHECK(decision.changed->legs[1].state == LegState::kAnswered);
  CHECK(told(decision, LetterKind::kControl) == everybody);
  CHECK(told(decision, LetterKind::kReceipt) == Ids{"ana"});
  CHECK(decision.changed->messages == 2);
  const auto by_desk =
      people.control("nfp-bg", {{"action", "RECALL"}, {"reason", "found"}}, subject);
  CHECK(by_desk.reason == "no-right");
  CHECK(by_desk.problems.at(0).text.find("only the requester") != std::string::npos);
  const auto twice =
      people.control("ana", {{"action", "RECALL"}, {"reason", "x"}}, *decision.changed);
  CHECK(twice.outcome == Outcome::kRefused);
}

TEST_CASE("an answer to what was withdrawn is asked back, and goes when its writer says so") {
  People people;
  const auto request = people.request({"BG"});
  people.carried(request, "ana");
  auto subject = *request.opened;
  subject.legs[0].state = LegState::kWithdrawn;
  subject.legs[0].last_message = subject.messages = 2;
  people.answers_kind = "request";
  people.answers = 1;
  const auto asked_back = [&](const Decision& decision) {
    CHECK(decision.outcome == Outcome::kRefused);
    CHECK(decision.reason == "withdrawn");
    CHECK_FALSE(decision.changed);
    CHECK(told(decision, LetterKind::kQuestion) == Ids{"nfp-bg"});
    REQUIRE(decision.ask);
    CHECK(decision.ask->why == KeptFor::kConsent);
    REQUIRE(decision.ask->choices.size() == 1);
    CHECK(decision.ask->choices.front().word == "send");
    CHECK(decision.ask->lines.front().find(subject.number.text()) != std::string::npos);
  };
  asked_back(people.answer("nfp-bg", subject, "PARTIAL"));
  asked_back(people.answer("nfp-bg", subject, "REFUSAL"));
  asked_back(people.plain("nfp-bg", subject));
  const auto carried = [&](const Decision& decision) {
    REQUIRE(decision.outcome == Outcome::kAccepted);
    CHECK(decision.changed->legs[0].state == LegState::kWithdrawn);
    CHECK(decision.changed->legs[0].last_message == 2);
    CHECK(told(decision, LetterKind::kReply) == Ids{"ana", "nfp-ro"});
  };
  carried(people.answer("nfp-bg", subject, "ACK"));
  people.order = Order{};
  people.order->kind = OrderKind::kSend;
  carried(people.answer("nfp-bg", subject, "FULL"));
  carried(people.plain("nfp-bg", subject));
}

TEST_CASE("words to the withdrawal itself are carried, an answer to it is asked back") {
  People people;
  const auto request = people.request({"BG"});
  people.carried(request, "ana");
  const auto recalled =
      people.control("ana", {{"action", "RECALL"}, {"reason", "found"}}, *request.opened);
  people.carried(recalled, "ana");
  people.answers_kind = "control";
  people.answers = 2;
  CHECK(people.plain("nfp-bg", *recalled.changed).outcome == Outcome::kAccepted);
  CHECK(people.answer("nfp-bg", *recalled.changed, "FULL").reason == "withdrawn");
}

TEST_CASE("a correction goes to all who had what it corrects, by its author alone") {
  People people;
  const auto subject = asked(people);
  const auto decision = people.control(
      "ana", {{"action", "CORRECT"}, {"correction", "the plate is CA 1234 AC"}}, subject, 1);
  REQUIRE(decision.outcome == Outcome::kAccepted);
  CHECK(told(decision, LetterKind::kControl) == Ids{"nfp-bg", "nfp-rs"});
  CHECK(decision.letters.at(0).title == "CORRECTION of " + subject.number.text() + "/1");
  for (const auto& letter : decision.letters) {
    CHECK(letter.to.size() == 1);
  }
  CHECK(people.control("nfp-bg", {{"action", "CORRECT"}, {"correction", "x"}}, subject, 1).reason ==
        "no-right");
  CHECK(people.control("ana", {{"action", "CORRECT"}}, subject, 1).problems.at(0).code ==
        "missing");
}

TEST_CASE("only the provider relaxes the handling of what he provided, and it is logged") {
  People people;
  auto subject = asked(people, {"H2"});
  subject.handling = {"H1", "H2"};
  subject.messages = 2;
  people.past.push_back({2, "reply", "nfp-bg", "nfp-bg", {"H1"}, 0});
  people.sent.push_back({"reply", "ana@police.ro.example", 2});
  const auto relax = [&](const std::string& who, int message) {
    return people.control(who,
                          {{"action", "CORRECT"},
                           {"handling", "H0"},
                           {"target", MessageNumber{subject.number, message}.text()}},
                          subject, message);
  };
  const auto hers = relax("ana", 1);
  REQUIRE(hers.outcome == Outcome::kAccepted);
  CHECK(hers.changed->handling == Ids{"H1"});  // BG's stands
  CHECK(std::any_of(hers.audit.begin(), hers.audit.end(), [](const AuditEntry& entry) {
    return entry.act == "handling" && entry.detail.find("H1, H2 to H1") == 0;
  }));
  CHECK(relax("ana", 2).reason == "no-right");
  CHECK(relax("nfp-bg", 2).changed->handling == Ids{"H2"});
  CHECK(relax("ana", 0).problems.at(0).hint == "Target: " + subject.number.text() + "/1");
  // What was relaxed stays so when something else is corrected later.
  people.past.push_back({3, "control", "ana", "", {"H0"}, 1});
  CHECK(relax("nfp-bg", 2).changed->handling == Ids{"H0"});
}

TEST_CASE("hands a case over within the country and community only") {
  People people;
  const auto subject = asked(people);
  people.directory.members.push_back(people.directory.members.front());
  auto& ion = people.directory.members.back();
  ion.id = "ion";
  ion.name = "Ion Pop";
  ion.addresses = {"ion@police.ro.example"};
  ion.keys = {"KEY-ION"};
  for (const auto* words : {"ion", "Ion Pop", "ion@police.ro.example"}) {
    const auto decision =
        people.control("ana", {{"action", "HANDOVER"}, {"substitute", words}}, subject);
    REQUIRE(decision.outcome == Outcome::kAccepted);
    CHECK(decision.changed->requester == "ion");
    CHECK(decision.changed->requester_address == "ion@police.ro.example");
    CHECK(told(decision, LetterKind::kControl) == Ids{"ion", "nfp-ro"});
    CHECK(told(decision, LetterKind::kCopy) == Ids{"ion"});
    CHECK(told(decision, LetterKind::kReceipt) == Ids{"ana"});
    // He may now do what the requester may; she no longer.
    CHECK(
        people.control("ana", {{"action", "RECALL"}, {"reason", "x"}}, *decision.changed).reason ==
        "no-right");
  }
  for (const auto* words : {"nfp-bg", "pfp-ro", "nobody", "ana"}) {
    INFO(words);
    const auto decision =
        people.control("ana", {{"action", "HANDOVER"}, {"substitute", words}}, subject);
    CHECK(decision.outcome == Outcome::kRefused);
    CHECK(decision.problems.at(0).hint.find("ion") != std::string::npos);
  }
  people.unusable = {"KEY-ION"};
  CHECK(people.control("ana", {{"action", "HANDOVER"}, {"substitute", "ion"}}, subject).outcome ==
        Outcome::kRefused);
}

TEST_CASE("an operator hands over for who has gone, within the side whose case it is") {
  People people;
  const auto subject = asked(people);
  people.add_member("ion", "Ion Pop", "ion@police.ro.example", "RO", "police");
  people.add_member("root", "Root", "root@pouch.example", "", "headquarters")
      .rights.push_back("operate");
  for (auto& member : people.directory.members) {
    if (member.id == "ana") {
      member.validity.until = std::chrono::sys_days{} + std::chrono::days(1);  // long ago
    }
  }
  // Until then the desk gets what comes, and it is said that the officer has gone.
  const auto answer = people.answer("nfp-bg", subject, "FULL");
  CHECK(told(answer, LetterKind::kReply) == Ids{"nfp-ro"});
  CHECK(answer.audience.narrowed.front().code == "ended");
  const auto handed =
      people.control("root", {{"action", "HANDOVER"}, {"substitute", "ion"}}, subject);
  REQUIRE(handed.outcome == Outcome::kAccepted);
  CHECK(handed.changed->requester == "ion");
  CHECK(told(handed, LetterKind::kCopy) == Ids{"ion"});
  CHECK(told(people.answer("nfp-bg", *handed.changed, "FULL"), LetterKind::kReply) ==
        Ids{"ion", "nfp-ro"});
  for (const auto* other : {"nfp-bg", "pfp-ro", "root"}) {
    const auto decision =
        people.control("root", {{"action", "HANDOVER"}, {"substitute", other}}, subject);
    CHECK(decision.outcome == Outcome::kRefused);
    CHECK(decision.problems.at(0).hint.find("ion") != std::string::npos);
  }
}

TEST_CASE("registers what only the operator can do, tells him and those concerned, does nothing") {
  People people;
  people.directory.members.push_back(people.directory.members.front());
  auto& root = people.directory.members.back();
  root.id = "root";
  root.keys = {"KEY-ROOT"};
  root.addresses = {"root@pouch.example"};
  root.rights = {"operate"};
  people.key_offer = KeyOffer{.wrong = {},
                              .hint = {},
                              .fingerprint = "KEY-NEW",
                              .algorithm = {},
                              .user_ids = {"Ana <ana@police.ro.example>"},
                              .armoured = {},
                              .code = {},
                              .proof = {}};
  const auto key = people.control("ana", {{"action", "KEY_UPDATE"}});
  REQUIRE(key.outcome == Outcome::kAccepted);
  CHECK(key.opened->legs.empty());
  CHECK(told(key, LetterKind::kControl) == Ids{"root"});
  CHECK(key.notices.back().find("NOT taken into use") != std::string::npos);
  people.unusable = {"KEY-ROOT"};
  const auto nobody = people.control("ana", {{"action", "KEY_UPDATE"}});
  CHECK(nobody.outcome == Outcome::kAccepted);
  CHECK(nobody.warnings.at(0).code == "nobody-reached");
}

TEST_CASE("only the requester's side has a case erased, and not under a legal hold") {
  People people;
  const auto subject = asked(people);
  const People::Fields erase{{"action", "ERASE_REQUEST"}, {"reason", "wrong man"}};
  const auto others = people.control("nfp-bg", erase, subject);
  CHECK(others.reason == "no-right");
  CHECK_FALSE(others.retention);
  CHECK(others.problems.at(0).hint.find("Erase by") != std::string::npos);
  for (const auto* own : {"ana", "nfp-ro"}) {
    const auto ordered = people.control(own, erase, subject);
    REQUIRE(ordered.outcome == Outcome::kAccepted);
    REQUIRE(ordered.retention);
    CHECK(ordered.retention->what == RetentionOrder::What::kErase);
    CHECK(ordered.retention->by == own);
    CHECK(told(ordered, LetterKind::kControl).empty());
    CHECK(ordered.changed->legs[0].state == subject.legs[0].state);
  }
  people.retention.held = true;
  const auto held = people.control("ana", erase, subject);
  CHECK(held.reason == "legal-hold");
  CHECK_FALSE(held.retention);
  CHECK_FALSE(held.changed);
}

TEST_CASE("a case is kept by its requester's side until the next review, no longer") {
  People people;
  const auto subject = asked(people);
  const auto today = std::chrono::floor<std::chrono::days>(people.now);
  const auto keep = [&](const std::string& who, const std::string& until = {}) {
    People::Fields fields{{"action", "EXTEND_RETENTION"}, {"reason", "the trial runs"}};
    if (!until.empty()) {
      fields.emplace_back("until", until);
    }
    return people.control(who, fields, subject);
  };
  const auto kept = keep("ana");
  REQUIRE(kept.retention);
  CHECK(kept.retention->of_case);
  CHECK(kept.retention->until == months_after(today, 36));
  CHECK(keep("nfp-bg").reason == "no-right");
  CHECK(keep("ana", "2027-05-01T00:00:00Z").retention->until ==
        RetentionDay(std::chrono::year(2027) / std::chrono::May / 1));
  CHECK(keep("ana", "2099-01-01T00:00:00Z").outcome == Outcome::kRefused);
  people.retention.yearly = true;
  CHECK(keep("ana").retention->until == months_after(today, 12));
  people.retention.due = {today, DueFor::kSupplier, "nfp-bg"};
  const auto others = keep("ana");
  CHECK(others.reason == "no-right");
  CHECK_FALSE(others.changed);
  const auto moved = keep("nfp-bg");
  REQUIRE(moved.retention);
  CHECK(moved.retention->who == "nfp-bg");
  CHECK_FALSE(moved.retention->of_case);
}

TEST_CASE("a legal hold is a prosecutor's to lay and to end") {
  People people;
  auto subject = asked(people);
  const auto hold = [&](const std::string& action) {
    return people.control("ana", {{"action", action}, {"reason", "court"}}, subject);
  };
  CHECK(hold("HOLD").reason == "no-right");
  people.ana.community = subject.community = "prosecution";
  const auto laid = hold("HOLD");
  REQUIRE(laid.retention);
  CHECK(laid.retention->what == RetentionOrder::What::kHold);
  CHECK(hold("END_HOLD").outcome == Outcome::kRefused);
  people.retention.held = true;
  CHECK(hold("HOLD").outcome == Outcome::kRefused);
  REQUIRE(hold("END_HOLD").retention);
}

TEST_CASE("an erased case takes nothing more, its state is still told") {
  People people;
  const auto subject = asked(people);
  people.erased = people.now;
  CHECK(people.plain("nfp-bg", subject).reason == "erased");
  CHECK(people.control("ana", {{"action", "RESEND"}}, subject).reason == "erased");
  CHECK(people.control("ana", {{"action", "STATUS"}}, subject).outcome == Outcome::kAccepted);
}

TEST_CASE("that copies are erased is taken from who got the letter that asks for it") {
  People people;
  const auto subject = asked(people);
  people.erased = people.now;
  people.order.emplace();
  people.order->kind = OrderKind::kErased;
  people.answers_kind = "erasure";
  const auto stranger = people.plain("nfp-rs", subject);  // it went to somebody else: no context
  CHECK_FALSE(stranger.retention);
  people.letter_context = subject.number.text() + " nfp@mvr.bg.example";
  const auto confirmed = people.plain("nfp-bg", subject);
  REQUIRE(confirmed.retention);
  CHECK(confirmed.retention->what == RetentionOrder::What::kConfirm);
  CHECK(confirmed.retention->who == "nfp@mvr.bg.example");
  CHECK(confirmed.reason == "copies-erased");
  CHECK_FALSE(confirmed.the_case());
}

TEST_CASE("an acknowledgement closes the leg of a form that expects no more") {
  People people;
  const auto opened = *people.request({"BG"}).opened;
  CHECK(people.answer("nfp-bg", opened, "ACK").changed->legs[0].state == LegState::kAcknowledged);
  people.expects = "acknowledgement";
  CHECK(people.answer("nfp-bg", opened, "ACK").changed->legs[0].state == LegState::kAnswered);
  CHECK(people.answer("nfp-bg", opened, "DELAY").changed->legs[0].state == LegState::kAcknowledged);
}

TEST_CASE("a plain acknowledgement of a note is told where its writer looks, and opens nothing") {
  People people;
  auto note = people.group_mail("pfp-ro", std::nullopt);
  people.carried(note, "pfp-ro");
  auto subject = *note.opened;
  subject.closed = people.now;
  people.acknowledges = true;
  people.answers = 1;
  const auto own = people.group_mail("pfp-ro", subject);
  CHECK(own.acknowledges == 0);
  const auto noted = people.group_mail("pfp-bg", subject);
  REQUIRE(noted.outcome == Outcome::kAccepted);
  CHECK(noted.acknowledges == 1);
  CHECK(noted.changed->closed);
  CHECK(told(noted, LetterKind::kCaseNote) == Ids{"pfp-ro"});  // it was sent to the group
  people.carried(noted, "pfp-bg");
  people.acknowledges = false;
  people.answers = 0;
  const auto state = people.control("pfp-ro", {{"action", "STATUS"}}, *noted.changed);
  REQUIRE(state.answer);
  const auto& rows = state.answer->cases.at(0).rows;
  REQUIRE(rows.size() == 2);
  REQUIRE(rows[0].acknowledged.size() == 1);
  CHECK(rows[0].acknowledged[0].by == rows[1].from);
  CHECK(rows[1].acknowledged.empty());
  // An acknowledgement is acknowledged by nobody.
  people.acknowledges = true;
  people.answers = 2;
  CHECK(people.group_mail("pfp-ro", *noted.changed).acknowledges == 0);
  people.acknowledges = false;
  people.answers = 1;
  CHECK_FALSE(people.group_mail("pfp-bg", subject).changed->closed);
}

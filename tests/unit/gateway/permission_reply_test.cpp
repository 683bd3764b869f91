// A permission that is asked by letter is given or refused by a Reply to it: yes, no, or who may
// use it and for what. What is not surely a yes permits nothing.
#include <catch2/catch.hpp>

#include "gateway/decide/orders.hpp"
#include "gateway/decide/permission_form.hpp"
#include "tests/unit/gateway/people.hpp"
#include "tests/unit/gateway/shipped.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::People;
using pouch::test::shipped;
using pouch::test::told;

namespace {

const CaseNumber kNumber("SEL", 2026, 7);
const std::string kUse = "pfp-ro, for 12/P/2026";

AnsweredLetter asking() {
  AnsweredLetter letter;
  letter.kind = "control";
  letter.number = MessageNumber{kNumber, 3};
  letter.asks = PermissionAsked{{kNumber, 2}, kUse};
  return letter;
}

std::optional<Order> typed(const std::string& own, bool asks = true) {
  auto letter = asking();
  if (!asks) letter.asks.reset();
  return order_in({"Re: [" + kNumber.text() + "/3] Permission asked", own, &letter, {"SEL", 0}},
                  shipped());
}

// "permit pfp-ro, for 12/P/2026", "deny because …", "-": no word on it.
std::string read(const std::string& own, bool asks = true) {
  const auto order = typed(own, asks);
  if (!order || (order->kind != OrderKind::kPermit && order->kind != OrderKind::kDeny)) return "-";
  CHECK(order->number->text() == kNumber.text() + "/2");
  const bool permits = order->kind == OrderKind::kPermit;
  if (!permits) CHECK(order->query == kUse);
  return permits ? "permit " + order->query
                 : "deny" + (order->why.empty() ? std::string() : " because " + order->why);
}

}  // namespace

TEST_CASE("a Reply to who asks for a permission is yes, no, or neither") {
  const std::string yes = "permit " + kUse;
  const auto [own, expected] = GENERATE_COPY(table<std::string, std::string>({
      {"permit", yes},
      {"Permitted.", yes},
      {"PERMIT!", yes},
      {"Yes", yes},
      {"yes, allowed", yes},
      {"Yes, please.", yes},
      {"Yes, permitted as asked.", yes},
      {"We permit it.", yes},
      {"It is permitted.", yes},
      {"The use in court is permitted.", yes},
      {"Permission granted", yes},
      {"Dear colleagues,\n\nyes.\n\nKind regards\nPetar Petrov\nNFP Bulgaria\n+359 2 1", yes},
      {"Thank you.\nPermit.", yes},
      {"Да", yes},
      {"Да, разрешавам.", yes},
      {"Yes / Да", yes},
      {"Yes.\nДа.", yes},
      {"Da, permit", yes},
      {"igen", yes},
      {"ναι", yes},
      {"evet, izin veriyorum", yes},
      {"Action: permit", yes},
      {"Action: permit\nTarget: " + kNumber.text() + "/2", yes},
      {"permit\nUse explained: Radu Marin, for 7/P", "permit Radu Marin, for 7/P"},
      {"permit Radu Marin, for 7/P", "permit Radu Marin, for 7/P"},
      {"Permitted for Radu Marin, for 7/P", "permit Radu Marin, for 7/P"},
      {"yes, allowed for BG, for the prosecutor", "permit BG, for the prosecutor"},
      {"no", "deny"},
      {"No.", "deny"},
      {"Не", "deny"},
      {"Όχι, λυπούμαστε", "deny because λυπούμαστε"},
      {"hayır", "deny"},
      {"No, the investigation is still running.",
       "deny because the investigation is still running."},
      {"No - later\nperhaps\n\nRegards\nPetar", "deny because later\nperhaps"},
      {"refused because our court must decide first",
       "deny because because our court must decide first"},
      {"Not permitted for the time being", "deny because for the time being"},
      {"This is not permitted.", "deny"},
      {"We do not permit it", "deny because it"},
      {"не разрешаваме", "deny"},
      {"nu se permite", "deny"},
  }));
  INFO(own);
  CHECK(read(own) == expected);
  CHECK(read(own, false) == "-");  // on any other letter
}

TEST_CASE("what is not surely yes permits nothing as it was asked") {
  for (const auto* own :
       {"yes, but not in court", "yes and no", "Yes. No.", "Yes\nno", "no objection",
        "No objections from our side", "yes, for internal use only", "permit BG",
        "allowed for the prosecutor", "yes, it is not permitted", "yes; who is Radu Marin?",
        "permit it only after 1 January", "Permitted for whom?", "Yes?", "No?",
        "Permitted, with conditions:\nonly for 12/P/2026",
        "approved by our court for part of the file", "Yes, see the attached paper"}) {
    INFO(own);
    const auto order = typed(own);
    REQUIRE(order);  // it is asked, or refused; carried as a word it would pass for a yes
    CHECK((order->kind == OrderKind::kDeny || order->query != kUse));
  }
  for (const auto* own : {"ok", "thanks", "Received, thank you.", "Who is Radu Marin?",
                          "We will ask our court and come back to you.", "noted", "not yet", "",
                          "The permission is with our court."}) {
    INFO(own);
    CHECK(read(own) == "-");
  }
}

TEST_CASE("a word on a permission is said in the words of the form") {
  CHECK(form_words(*typed("yes")) == "Form: control\nAction: PERMIT\nTarget: " + kNumber.text() +
                                         "/2\nUse explained: " + kUse + "\n");
  CHECK(form_words(*typed("no\nit runs\nstill")) ==
        "Form: control\nAction: DENY_PERMISSION\nTarget: " + kNumber.text() +
            "/2\nUse explained: " + kUse + "\nFree text:\nit runs\nstill\n");
}

namespace {

using Ids = std::vector<std::string>;

// Bulgaria has answered Ana with H1; the focal point of Romania, which has it too, asks for its
// use.
class Asked {
 public:
  Asked() {
    opened = people.request({"BG"});
    people.carried(opened, "ana");
    const auto answer = people.answer("nfp-bg", opened.opened, "FULL", {"H1"});
    people.carried(answer, "nfp-bg");
    people.past.back().handling = {"H1"};
    subject = *answer.changed;
    ask("nfp-ro", kUse);
  }

  static People::Fields fields(const char* action, const std::string& use) {
    return {{"action", action}, {"target", kNumber.text() + "/2"}, {"use_allowed_text", use}};
  }

  Decision say(const std::string& who, const char* action, const std::string& use) {
    people.answers = 2;
    auto decision = people.control(who, fields(action, use), subject, 2);
    if (decision.changed) {
      people.carried(decision, who);
      templates::Form form;
      for (const auto& [id, value] : fields(action, use)) {
        templates::Value one;
        one.id = id;
        one.values = {value};
        form.fields.push_back(one);
      }
      take_permission(form, people.past.back());
      subject = *decision.changed;
    }
    return decision;
  }

  void ask(const std::string& who, const std::string& use) {
    const auto asked = say(who, "ASK_PERMISSION", use);
    REQUIRE(asked.outcome == Outcome::kAccepted);
    REQUIRE(told(asked, LetterKind::kControl) == Ids{"nfp-bg"});
  }

  People people;
  Decision opened;
  Case subject{kNumber};
};

}  // namespace

TEST_CASE("what the provider refuses is told to who asked for it, and to nobody else") {
  Asked asked;
  asked.ask("ana", "Ana Ionescu, for 13/P");
  const auto refused = asked.say("nfp-bg", "DENY_PERMISSION", kUse);
  REQUIRE(refused.outcome == Outcome::kAccepted);
  CHECK(told(refused, LetterKind::kControl) == Ids{"nfp-ro"});
  CHECK(refused.letters.front().title ==
        "Permission refused: " + kNumber.text() + "/2, for use in court");
  CHECK(std::any_of(refused.audit.begin(), refused.audit.end(), [](const AuditEntry& entry) {
    return entry.act == "permission" && entry.detail.find("refused") != std::string::npos;
  }));
  for (const auto* who : {"ana", "nfp-ro", "nfp-rs"}) {
    INFO(who);
    CHECK(asked.say(who, "DENY_PERMISSION", kUse).outcome == Outcome::kRefused);
    CHECK(asked.say(who, "PERMIT", kUse).outcome == Outcome::kRefused);
  }
}

TEST_CASE("who permits names a person or a desk that is known, and for what") {
  Asked asked;
  for (const auto* use : {"", "BG, for the prosecutor", "the prosecutor, for 12/P/2026",
                          "Radu Marin", "pfp-ro", "pfp-ro, Popescu, for 12/P"}) {
    INFO(use);
    const auto decision = asked.say("nfp-bg", "PERMIT", use);
    CHECK(decision.outcome == Outcome::kRefused);
    CHECK(told(decision, LetterKind::kControl).empty());
    REQUIRE(decision.problems.size() == 1);
    CHECK(decision.problems.front().label == "Use explained");
  }
  const auto given = asked.say("nfp-bg", "PERMIT", "PFP-RO, Ana Ionescu, for 12/P");
  REQUIRE(given.outcome == Outcome::kAccepted);
  CHECK(told(given, LetterKind::kControl) == Ids{"ana", "nfp-ro"});
}

TEST_CASE("a word that is neither goes to who asked, says so, and is no answer to the request") {
  Asked asked;
  asked.people.answers_kind = "control";
  asked.people.answers = 3;
  const auto said = asked.people.plain("nfp-bg", asked.subject);
  REQUIRE(said.outcome == Outcome::kAccepted);
  Ids reached;
  for (const auto& one : said.audience.to) reached.push_back(one.id);
  CHECK(reached == Ids{"nfp-ro"});
  CHECK(said.changed->legs.front().state == asked.subject.legs.front().state);
  REQUIRE_FALSE(said.notices.empty());
  CHECK(said.notices.front().find("permits nothing yet") != std::string::npos);
  // Its own writer, and who asks for nothing, is told nothing of it.
  CHECK(asked.people.plain("nfp-ro", asked.subject).notices.empty());
}

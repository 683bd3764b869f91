// Whom a mail reaches (CORRESPONDENCE section 2), as a table: the letter that is answered, who
// answers, what stands on top, handling, privilege, and what follows for receivers, readers, the
// line about Replies, the receipt.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "gateway/cases/inherited.hpp"
#include "gateway/decide/decide.hpp"
#include "gateway/decide/reach.hpp"
#include "tests/unit/gateway/people.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::People;

namespace {

using Ids = std::vector<std::string>;

Ids receivers(const Audience& audience) {
  Ids ids;
  for (const auto& one : audience.to) {
    ids.push_back(one.id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

// Everybody to whom a letter about it goes, the writer's receipt left out.
Ids addressed(const Decision& decision) {
  std::set<std::string> ids;
  for (const auto& letter : decision.letters) {
    if (!is_of_the_gateway(name(letter.kind))) {
      for (const auto& party : letter.to) {
        ids.insert(party.id);
      }
    }
  }
  return {ids.begin(), ids.end()};
}

// A request of Ana (RO) to BG and RS, answered by BG, with copies for two liaison desks and for
// headquarters; a group note, a side remark; a note to the own focal point.
class Scene {
 public:
  Scene() {
    people.directory.countries[1].name = "Bulgaria";
    people.add_desk("lo-bg", "BG", "police", config::DeskKind::kLiaison).copies = true;
    people.add_desk("lo-ro", "RO", "police", config::DeskKind::kLiaison).copies = true;
    people.add_desk("ocu", "", "headquarters", config::DeskKind::kOperationalCentre);
    people.directory.groups.front().desks.push_back("pfp-rs");
    people.add_member("radu", "Radu Marin", "radu@pg.ro.example", "RO", "prosecution");
    people.directory.groups.front().members = {"radu"};
  }

  Case requested(const Ids& to = {"BG", "RS"}, const Ids& handling = {"H0"}) {
    const auto decision = people.request(to, handling);
    REQUIRE(decision.outcome == Outcome::kAccepted);
    templates::Form form;
    templates::Value value;
    value.id = "handling";
    value.values = handling;
    form.fields.push_back(value);
    people.carried(decision, "ana", &form);
    return *decision.opened;
  }

  // BG answers; message 2.
  Case answered(const Ids& handling = {}) {
    const auto opened = requested();
    people.answers_kind = "request";
    people.answers = 1;
    const auto decision = people.answer("nfp-bg", opened, "PARTIAL", handling);
    REQUIRE(decision.outcome == Outcome::kAccepted);
    templates::Form form;
    templates::Value value;
    value.id = "handling";
    value.values = handling;
    form.fields.push_back(value);
    people.carried(decision, "nfp-bg", &form);
    return *decision.changed;
  }

  Case group_note() {
    const auto decision = people.group_mail("pfp-ro", std::nullopt);
    REQUIRE(decision.outcome == Outcome::kAccepted);
    people.carried(decision, "pfp-ro");
    return *decision.opened;
  }

  Decision reply(const std::string& who, const std::string& kind, int message, const Case& subject,
                 const Ids& to = {}) {
    people.answers_kind = kind;
    people.answers = message;
    people.to_names = to;
    auto decision = people.plain(who, subject);
    people.to_names.clear();
    return decision;
  }

  People people;
};

}  // namespace

TEST_CASE("a Reply reaches those whom its writer must have meant, and never more") {
  struct Row {
    std::string kind;  // of the letter that is answered
    int message;       // that it carried
    std::string who;
    Ids to;  // line `To:` on top
    Ids reaches;
  };
  const std::vector<Row> rows{
      {"request", 1, "nfp-bg", {}, {"ana", "nfp-ro"}},
      {"request", 1, "nfp-rs", {}, {"ana", "nfp-ro"}},
      {"", 0, "nfp-rs", {}, {"ana", "nfp-ro"}},         // a fresh mail that names the case
      {"control", 1, "nfp-bg", {}, {"ana", "nfp-ro"}},  // a correction of the request
      {"reply", 2, "ana", {}, {"nfp-bg"}},
      {"reply", 2, "nfp-ro", {}, {"nfp-bg"}},
      {"", 2, "ana", {}, {"nfp-bg"}},  // the message's number in the subject
      {"copy", 1, "lo-bg", {}, {"nfp-bg"}},
      {"copy", 1, "lo-ro", {}, {"ana", "nfp-ro"}},
      {"mail", 1, "ana", {}, {"lo-bg", "lo-ro", "nfp-bg", "nfp-rs"}},  // on one's own mail
      {"mail", 2, "nfp-bg", {}, {"ana", "nfp-ro"}},
      {"reply", 2, "ana", {"all"}, {"nfp-bg", "nfp-rs"}},
      {"reply", 2, "ana", {"RS"}, {"nfp-rs"}},
      {"reply", 2, "ana", {"Bulgaria", "nfp-rs"}, {"nfp-bg", "nfp-rs"}},
      {"reply", 2, "ana", {"nfp-rs@desks.example"}, {"nfp-rs"}},
      {"receipt", 1, "ana", {"BG"}, {"nfp-bg"}},  // as the gateway's own words say
      {"request", 1, "nfp-bg", {"RO"}, {"ana", "nfp-ro"}},
      {"request", 1, "nfp-bg", {"all"}, {"ana", "nfp-ro", "nfp-rs"}},
  };
  for (const auto& row : rows) {
    INFO(row.kind << "/" << row.message << " answered by " << row.who);
    Scene scene;
    const auto subject = scene.answered();
    const auto decision = scene.reply(row.who, row.kind, row.message, subject, row.to);
    REQUIRE(decision.outcome == Outcome::kAccepted);
    CHECK(receivers(decision.audience) == row.reaches);
    CHECK(addressed(decision) == row.reaches);
  }
}

TEST_CASE("the number of a message that its writer never saw is a slip, and leads to nobody new") {
  Scene scene;
  const auto subject = scene.answered();
  const Ids requester{"ana", "nfp-ro"};
  CHECK(receivers(scene.reply("nfp-rs", "", 2, subject).audience) == requester);
  CHECK(receivers(scene.reply("nfp-rs", "", 1, subject).audience) == requester);
  CHECK(receivers(scene.reply("nfp-bg", "", 2, subject).audience) == requester);
  const auto more = scene.reply("ana", "", 0, subject, {"RS"});
  scene.people.carried(more, "ana");
  CHECK(receivers(scene.reply("nfp-bg", "", 3, *more.changed).audience) == requester);
  CHECK(receivers(scene.reply("nfp-rs", "", 3, *more.changed).audience) == requester);
  Scene group;
  const auto note = group.group_note();
  const auto remark = group.reply("pfp-bg", "case-note", 1, note);
  group.people.carried(remark, "pfp-bg");
  for (const auto* who : {"pfp-rs", "radu"}) {  // between two others
    CHECK(receivers(group.reply(who, "", 2, *remark.changed).audience) == Ids{"pfp-ro"});
  }
  CHECK(receivers(group.reply("pfp-ro", "", 2, *remark.changed).audience) == Ids{"pfp-bg"});
}

TEST_CASE("headquarters get a copy when the form asks for it, and answer its author") {
  Scene scene;
  const auto decision = scene.people.form("ana", scene.people.request_template,
                                          {{"to_states", "BG"}, {"cc_hq", "OCU"}}, {});
  REQUIRE(decision.outcome == Outcome::kAccepted);
  CHECK(receivers(decision.audience) == Ids{"lo-bg", "lo-ro", "nfp-bg", "ocu"});
  scene.people.carried(decision, "ana");
  CHECK(receivers(scene.reply("ocu", "copy", 1, *decision.opened).audience) == Ids{"ana"});
  Scene other;  // a copy in the hands of a desk to which none went
  const auto plain = other.people.request({"BG"});
  other.people.carried(plain, "ana");
  CHECK(other.reply("ocu", "copy", 1, *plain.opened).reason == "no-right");
}

TEST_CASE("a Reply to the gateway itself goes to nobody else") {
  for (const auto* kind : {"receipt", "refusal", "answer", "notice", "question", "welcome"}) {
    INFO(kind);
    Scene scene;
    const auto subject = scene.answered();
    const auto decision = scene.reply("ana", kind, 1, subject);
    CHECK(decision.outcome == Outcome::kAccepted);
    REQUIRE(decision.answer);
    CHECK(decision.answer->kind == AnswerKind::kNotSent);
    CHECK(addressed(decision).empty());
    CHECK(decision.the_case() == nullptr);
  }
}

TEST_CASE("asks to whom when several could be meant, and when nobody is named by a line on top") {
  struct Row {
    std::string who;
    Ids to;
  };
  for (const auto& row : std::vector<Row>{{"ana", {}},
                                          {"nfp-ro", {}},
                                          {"ana", {"nobody"}},
                                          {"ana", {"GR"}},
                                          {"ana", {"BG", "GR"}},
                                          {"ana", {"pfp-bg"}},
                                          {"ana", {"lo-bg"}},
                                          {"ana", {"ana"}}}) {
    Scene scene;
    const auto decision = scene.reply(row.who, "", 0, scene.answered(), row.to);
    CHECK(decision.outcome == Outcome::kRefused);
    CHECK(decision.reason == "to-whom");
    REQUIRE(decision.ask);
    CHECK(decision.ask->choices.size() == 3);  // BG, RS, all
    CHECK(addressed(decision).empty());
    CHECK(decision.letters.back().kind == LetterKind::kQuestion);
  }
}

TEST_CASE("a fresh mail in a case that asked one country goes to its desk") {
  Scene scene;
  const auto subject = scene.requested({"BG"});
  CHECK(receivers(scene.reply("ana", "", 0, subject).audience) == Ids{"nfp-bg"});
  CHECK(receivers(scene.reply("nfp-ro", "", 0, subject).audience) == Ids{"nfp-bg"});
}

TEST_CASE("a letter passed on by a colleague is answered by one's own rights") {
  Scene scene;
  const auto subject = scene.answered();
  CHECK(scene.reply("pfp-bg", "request", 1, subject).reason == "no-right");
  CHECK(scene.reply("radu", "reply", 2, subject).reason == "no-right");
  // Serbia's desk with Bulgaria's answer in hand: its own part is the request.
  CHECK(receivers(scene.reply("nfp-rs", "request", 1, subject).audience) == Ids{"ana", "nfp-ro"});
}

TEST_CASE("a side talk of two stays between the two, in both directions") {
  Scene scene;
  const auto note = scene.group_note();
  const auto remark = scene.reply("pfp-bg", "case-note", 1, note);
  REQUIRE(remark.outcome == Outcome::kAccepted);
  CHECK(receivers(remark.audience) == Ids{"pfp-ro"});
  CHECK(std::set<std::string>(remark.readers.begin(), remark.readers.end()) ==
        std::set<std::string>{"group:seepag:pfp-bg", "group:seepag:pfp-ro"});
  scene.people.carried(remark, "pfp-bg");
  const auto back = scene.reply("pfp-ro", "note", 2, *remark.changed);
  CHECK(receivers(back.audience) == Ids{"pfp-bg"});
  scene.people.carried(back, "pfp-ro");
  const auto again = scene.reply("pfp-bg", "note", 3, *back.changed);
  CHECK(receivers(again.audience) == Ids{"pfp-ro"});
  // Widened again by saying so.
  for (const auto* word : {"all", "seepag", "seepag@pouch.example"}) {
    CHECK(receivers(scene.reply("pfp-bg", "note", 3, *back.changed, {word}).audience) ==
          Ids{"pfp-ro", "pfp-rs", "radu"});
  }
}

TEST_CASE("members of a group write to one, to one country's or to all, with and without a case") {
  struct Row {
    Ids to, reaches;
  };
  for (const auto& row : std::vector<Row>{{{"pfp-rs"}, {"pfp-rs"}},
                                          {{"RO"}, {"pfp-ro", "radu"}},
                                          {{"Radu Marin"}, {"radu"}},
                                          {{"Marin"}, {"radu"}},
                                          {{"radu@pg.ro.example", "RS"}, {"pfp-rs", "radu"}},
                                          {{"seepag"}, {"pfp-ro", "pfp-rs", "radu"}},
                                          {{"all"}, {"pfp-ro", "pfp-rs", "radu"}}}) {
    Scene scene;
    scene.people.to_names = row.to;
    const auto fresh = scene.people.plain("pfp-bg", std::nullopt);
    REQUIRE(fresh.outcome == Outcome::kAccepted);
    CHECK(receivers(fresh.audience) == row.reaches);
    scene.people.to_names.clear();
    const auto note = scene.group_note();
    CHECK(receivers(scene.reply("pfp-bg", "case-note", 1, note, row.to).audience) == row.reaches);
  }
}

TEST_CASE("prosecutors do not name police by a line on top, nor police prosecutors") {
  Scene scene;
  scene.people.to_names = {"nfp-bg"};
  CHECK(scene.people.plain("pfp-bg", std::nullopt).reason == "to-whom");
  scene.people.to_names = {"pfp-bg"};
  CHECK(scene.people.plain("ana", std::nullopt).reason == "to-whom");
  scene.people.to_names = {"BG"};  // outside a case a form asks a country
  CHECK(scene.people.plain("ana", std::nullopt).reason == "to-whom");
}

TEST_CASE("H2 keeps an answer's words from those who did not get it, whatever is asked for") {
  Scene scene;
  const auto subject = scene.answered({"H2"});
  const auto widened = scene.reply("ana", "reply", 2, subject, {"all"});
  REQUIRE(widened.outcome == Outcome::kAccepted);
  CHECK(receivers(widened.audience) == Ids{"nfp-bg"});
  REQUIRE(widened.audience.narrowed.size() == 1);
  CHECK(widened.audience.narrowed[0].id == "nfp-rs");
  CHECK(widened.audience.narrowed[0].code == "H2");
  // The reply inherits it: going on from one's own words widens nothing either.
  scene.people.carried(widened, "ana");
  CHECK(receivers(scene.reply("ana", "mail", 3, *widened.changed, {"all"}).audience) ==
        Ids{"nfp-bg"});
  // Its provider may tell whom he likes.
  CHECK(receivers(scene.reply("nfp-bg", "mail", 2, subject, {"RS"}).audience) == Ids{"nfp-rs"});
}

TEST_CASE("an answer to what is H3 inherits it with its words, and so does the answer to that") {
  Scene scene;
  const auto subject = scene.answered({"H3"});
  scene.people.past.back().handling_text = "not to be shown to the carrier";
  const Ids inherited{"H3", "H3: not to be shown to the carrier"};
  const auto reply = scene.reply("ana", "reply", 2, subject, {});
  CHECK(reply.inherited == inherited);
  CHECK(inherited_texts(reply.inherited) == Ids{"not to be shown to the carrier"});
  scene.people.carried(reply, "ana");
  CHECK(scene.reply("nfp-bg", "mail", 3, *reply.changed, {}).inherited == inherited);
  // Its provider says himself what binds his own further words.
  CHECK(scene.reply("nfp-bg", "mail", 2, subject, {"RO"}).inherited.empty());
}

TEST_CASE("H2 on a request keeps the copies back, and says so") {
  Scene scene;
  const auto decision = scene.people.request({"BG"}, {"H2"});
  CHECK(addressed(decision) == Ids{"nfp-bg"});
  REQUIRE(decision.audience.narrowed.size() == 2);
  for (const auto& one : decision.audience.narrowed) {
    CHECK(one.code == "H2");
  }
}

TEST_CASE(
    "what prosecutors share reaches police desks as the note says, and privilege stands above") {
  struct Row {
    std::string share, privileged;
    Ids police;
  };
  for (const auto& row : std::vector<Row>{{"NO", "no", {}},
                                          {"OWN_STATE", "no", {"nfp-ro"}},
                                          {"ALL_PARTIES", "no", {"nfp-bg", "nfp-ro", "nfp-rs"}},
                                          {"ALL_PARTIES", "yes", {}}}) {
    Scene scene;
    templates::Template which;
    which.name = "case-note";
    which.goes_to = "group";
    const auto decision = scene.people.form(
        "pfp-ro", which, {{"share_with_police", row.share}, {"privileged", row.privileged}},
        {"seepag"});
    REQUIRE(decision.outcome == Outcome::kAccepted);
    Ids police;
    for (const auto& one : decision.audience.to) {
      if (one.role == Role::kPolice) {
        police.push_back(one.id);
      }
    }
    std::sort(police.begin(), police.end());
    CHECK(police == row.police);
    CHECK((row.privileged == "yes") == !decision.audience.narrowed.empty());
  }
}

TEST_CASE("an answer inherits privilege however it names whom it goes to") {
  templates::Template which;
  which.name = "case-note";
  which.goes_to = "group";
  struct Row {
    Ids groups, named;
  };
  for (const auto& row : std::vector<Row>{{{"seepag"}, {}}, {{}, {"all"}}, {{}, {"pfp-ro"}}}) {
    Scene scene;
    const auto note = scene.group_note();
    scene.people.past.back().privileged = true;
    scene.people.answers_kind = "case-note";
    scene.people.answers = 1;
    scene.people.to_names = row.named;
    const auto decision = scene.people.form("pfp-bg", which, {{"share_with_police", "ALL_PARTIES"}},
                                            row.groups, note);
    REQUIRE(decision.outcome == Outcome::kAccepted);
    CHECK(decision.inherited == Ids{"privileged"});
    for (const auto& one : decision.audience.to) {
      CHECK(one.role != Role::kPolice);
    }
    CHECK_FALSE(decision.audience.narrowed.empty());
  }
}

TEST_CASE("the line about Replies says whom a Reply then reaches") {
  Scene scene;
  const auto subject = scene.answered();
  const auto check = [&](const Decision& decision, const Case& after, const std::string& writer) {
    scene.people.carried(decision, writer);
    for (const auto& letter : decision.letters) {
      if (is_of_the_gateway(name(letter.kind)) || !letter.group.empty()) {
        continue;
      }
      const auto reader = letter.to.front().id;
      INFO(name(letter.kind) << " to " << reader);
      const auto reply =
          scene.reply(reader, std::string(name(letter.kind)), decision.message, after);
      REQUIRE(reply.outcome == Outcome::kAccepted);
      CHECK(receivers(reply.audience) == receivers(letter.reply));
    }
  };
  auto decision = scene.reply("nfp-rs", "request", 1, subject);
  check(decision, *decision.changed, "nfp-rs");
  decision = scene.reply("ana", "reply", 2, *decision.changed);
  check(decision, *decision.changed, "ana");
  Scene other;
  const auto request = other.people.request({"BG", "RS"});
  other.people.carried(request, "ana");
  for (const auto& letter : request.letters) {
    if (!is_of_the_gateway(name(letter.kind))) {
      const auto reply =
          other.reply(letter.to.front().id, std::string(name(letter.kind)), 1, *request.opened);
      CHECK(receivers(reply.audience) == receivers(letter.reply));
    }
  }
}

TEST_CASE("a mail reaches nobody whose key cannot be used today: writer and operator are told") {
  Scene scene;
  const auto subject = scene.answered();
  scene.people.unusable = {"KEY-NFP-BG"};
  const auto decision = scene.reply("ana", "reply", 2, subject);
  REQUIRE(decision.outcome == Outcome::kAccepted);
  CHECK(decision.audience.to.empty());
  REQUIRE(decision.audience.narrowed.size() == 1);
  CHECK(decision.audience.narrowed[0].code == "no-key");
  CHECK(decision.for_operator.size() == 1);
  CHECK(std::count(decision.readers.begin(), decision.readers.end(), "desk:nfp-bg") == 0);
}

TEST_CASE("a Reply without a word of its writer is sent to nobody") {
  Scene scene;
  const auto subject = scene.answered();
  scene.people.empty = true;
  for (const auto* kind : {"request", "reply", "note", "receipt", ""}) {
    const auto decision = scene.reply("ana", kind, 2, subject);
    CHECK(decision.outcome == Outcome::kRefused);
    CHECK(decision.reason == "empty");
    CHECK(addressed(decision).empty());
  }
}

TEST_CASE("the same request again is asked about, and goes when its officer says so") {
  Scene scene;
  scene.people.same = MessageNumber{CaseNumber("SEL", 2026, 3), 1};
  const auto asked = scene.people.request({"BG"});
  CHECK(asked.reason == "sent-before");
  REQUIRE(asked.ask);
  CHECK(asked.ask->choices.at(0).word == "send");
  scene.people.order = Order{};
  scene.people.order->kind = OrderKind::kSend;
  CHECK(scene.people.request({"BG"}).outcome == Outcome::kAccepted);
}

TEST_CASE("done closes the leg that was answered, undo takes back what words were taken for") {
  Scene scene;
  auto subject = scene.answered();
  scene.people.order = Order{};
  scene.people.order->kind = OrderKind::kDone;
  const auto done = scene.reply("ana", "reply", 2, subject);
  REQUIRE(done.outcome == Outcome::kAccepted);
  CHECK(done.changed->legs[0].state == LegState::kAnswered);
  CHECK(done.changed->legs[1].state == LegState::kSent);
  CHECK(receivers(done.audience) == Ids{"nfp-bg"});
  scene.people.order->kind = OrderKind::kUndo;
  const auto undone = scene.reply("nfp-bg", "receipt", 2, subject);
  REQUIRE(undone.outcome == Outcome::kAccepted);
  CHECK(undone.changed->legs[0].state == LegState::kAcknowledged);
  CHECK(receivers(undone.audience) == Ids{"ana", "nfp-ro"});
}

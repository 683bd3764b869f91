// Who may do what to a leg, written out: every state of a leg, every word, every role of who says
// it (DOMAIN sections 1 and 7, CORRESPONDENCE sections 2 and 5). What is not in the tables below is
// refused with the rule named, or carried, and changes nothing.
#include <catch2/catch.hpp>
#include <span>

#include "gateway/decide/decide.hpp"
#include "tests/unit/gateway/people.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::People;

namespace {

// The columns. S sent, A acknowledged, P partly answered, Y answered, R refused, C clarification
// asked, W withdrawn, N not delivered, Z waits at the gateway, E ended by itself.
constexpr std::pair<char, LegState> kStates[] = {
    {'S', LegState::kSent},           {'A', LegState::kAcknowledged},
    {'P', LegState::kPartlyAnswered}, {'Y', LegState::kAnswered},
    {'R', LegState::kRefused},        {'C', LegState::kClarificationAsked},
    {'W', LegState::kWithdrawn},      {'N', LegState::kNotDelivered},
    {'Z', LegState::kWaiting},        {'E', LegState::kEnded}};

// The marks: a state that the leg takes; '=' carried, the leg stays as it is; 'x' refused with the
// rule named, or answered by the gateway alone: nothing of the case changes.
struct Told {
  const char* word;
  const char* marks;  // in the order of kStates: S A P Y R C W N Z E
};

// The asked desk, a member who acts for it, the desk that is its substitute.
constexpr Told kAsked[] = {
    {"ACK", "A====A=Ax="},     {"DELAY", "A====AxAx="},    {"FORWARDED", "A====AxAx="},
    {"FULL", "YYY=YYxYx="},    {"NO_TRACE", "YYY=YYxYx="}, {"HIT", "YYY=YYxYx="},
    {"NO_HIT", "YYY=YYxYx="},  {"PARTIAL", "PP=PPPxPx="},  {"REFUSAL", "RRRR=RxRx="},
    {"CLARIFY", "CCC===xCx="}, {"plain", "A=====xAx="},    {"take", "A=====xAx="},
    {"done", "A=====xAx="},  // on a request letter it is no order: a word to the requester
    {"undo", "A=AAAAxAxx"},  // of what we read out of its answer
    {"recall", "xxxxxxxxxx"},
};

// The requester and the requester's own desk.
constexpr Told kAsking[] = {
    {"ACK", "xxxxxxxxxx"},     {"DELAY", "xxxxxxxxxx"},    {"FORWARDED", "xxxxxxxxxx"},
    {"FULL", "xxxxxxxxxx"},    {"NO_TRACE", "xxxxxxxxxx"}, {"HIT", "xxxxxxxxxx"},
    {"NO_HIT", "xxxxxxxxxx"},  {"PARTIAL", "xxxxxxxxxx"},  {"REFUSAL", "xxxxxxxxxx"},
    {"CLARIFY", "xxxxxxxxxx"}, {"plain", "=====A===="},  // what was asked back is answered
    {"take", "=====A===="},    {"done", "YYY==Y=Y=="},     {"undo", "xxxxxxxxxx"},
    {"recall", "WWWxxWxWWx"},
};

// A desk that was asked beside it: what it says is of its own leg.
constexpr Told kBeside[] = {
    {"ACK", "=========="},     {"DELAY", "=========="},    {"FORWARDED", "=========="},
    {"FULL", "=========="},    {"NO_TRACE", "=========="}, {"HIT", "=========="},
    {"NO_HIT", "=========="},  {"PARTIAL", "=========="},  {"REFUSAL", "=========="},
    {"CLARIFY", "=========="}, {"plain", "=========="},    {"take", "=========="},
    {"done", "=========="},    {"undo", "xxxxxxxxxx"},     {"recall", "xxxxxxxxxx"},
};

// A liaison desk with a copy: a word to its own state's party, nothing else.
constexpr Told kWithCopy[] = {
    {"ACK", "xxxxxxxxxx"},     {"DELAY", "xxxxxxxxxx"},    {"FORWARDED", "xxxxxxxxxx"},
    {"FULL", "xxxxxxxxxx"},    {"NO_TRACE", "xxxxxxxxxx"}, {"HIT", "xxxxxxxxxx"},
    {"NO_HIT", "xxxxxxxxxx"},  {"PARTIAL", "xxxxxxxxxx"},  {"REFUSAL", "xxxxxxxxxx"},
    {"CLARIFY", "xxxxxxxxxx"}, {"plain", "=========="},    {"take", "=========="},
    {"done", "=========="},    {"undo", "xxxxxxxxxx"},     {"recall", "xxxxxxxxxx"},
};

// No party of it: a colleague of the requester, the prosecutors' desk of the asked country, a third
// country, an operator.
constexpr Told kNobody[] = {
    {"ACK", "xxxxxxxxxx"},     {"DELAY", "xxxxxxxxxx"},    {"FORWARDED", "xxxxxxxxxx"},
    {"FULL", "xxxxxxxxxx"},    {"NO_TRACE", "xxxxxxxxxx"}, {"HIT", "xxxxxxxxxx"},
    {"NO_HIT", "xxxxxxxxxx"},  {"PARTIAL", "xxxxxxxxxx"},  {"REFUSAL", "xxxxxxxxxx"},
    {"CLARIFY", "xxxxxxxxxx"}, {"plain", "xxxxxxxxxx"},    {"take", "xxxxxxxxxx"},
    {"done", "xxxxxxxxxx"},    {"undo", "xxxxxxxxxx"},     {"recall", "xxxxxxxxxx"},
};

// The substitute answers as the desk does, and takes back nothing of what that desk has said.
constexpr Told kNothingTakenBack{"undo", "xxxxxxxxxx"};

struct Actor {
  const char* id;
  std::span<const Told> table;
  const char* answers;  // the letter that they have in hand
  int message;
};

const Actor kActors[] = {{"nfp-bg", kAsked, "request", 1},  {"radu", kAsked, "request", 1},
                         {"nfp-bg2", kAsked, "request", 1}, {"ana", kAsking, "reply", 2},
                         {"nfp-ro", kAsking, "reply", 2},   {"nfp-rs", kBeside, "request", 1},
                         {"lo-bg", kWithCopy, "copy", 1},   {"ion", kNobody, "", 0},
                         {"pfp-bg", kNobody, "", 0},        {"nfp-hu", kNobody, "", 0},
                         {"root", kNobody, "", 0}};

class Table {
 public:
  Table() {
    people_.add_desk("lo-bg", "BG", "police", config::DeskKind::kLiaison).copies = true;
    people_.add_desk("nfp-bg2", "BG", "police", config::DeskKind::kOperationalCentre);
    people_.desk("nfp-bg").substitute = "nfp-bg2";
    people_.add_desk("nfp-hu", "HU", "police", config::DeskKind::kFocalPoint);
    people_.add_member("radu", "Radu Marin", "radu@bg.example", "BG", "police").desks = {"nfp-bg"};
    people_.add_member("ion", "Ion Pop", "ion@police.ro.example", "RO", "police");
    people_.add_member("root", "Root", "root@pouch.example", "", "headquarters")
        .rights.push_back("operate");
    const auto opened = people_.request({"BG", "RS"});
    people_.carried(opened, "ana");
    opened_ = opened.opened;
    const auto answered = people_.answer("nfp-bg", *opened_, "FULL");
    people_.carried(answered, "nfp-bg");
    opened_->messages = 2;
  }

  // What comes of that word of that actor.
  char mark(const Actor& actor, const std::string& word, LegState state) {
    auto subject = *opened_;
    auto& leg = subject.legs[0];
    leg.state = state;
    leg.last_message = 2;
    leg.desk = state == LegState::kWaiting ? "" : "nfp-bg";
    subject.legs[1].state = word == "recall" ? LegState::kAnswered : LegState::kSent;
    const auto before = subject;
    const auto decision = say(actor, word, std::move(subject));
    if (!decision.changed) {
      CHECK_FALSE(decision.opened);
      if (decision.outcome == Outcome::kRefused) {
        CHECK_FALSE(decision.reason.empty());
        check_told(decision);
      } else {
        CHECK(decision.answer);
      }
      return 'x';
    }
    if (std::string(actor.id) != "nfp-rs") {
      CHECK(decision.changed->legs[1].state == before.legs[1].state);
    }
    const auto after = decision.changed->legs[0].state;
    if (after == state) {
      return '=';
    }
    for (const auto& [mark, one] : kStates) {
      if (one == after) {
        return mark;
      }
    }
    return '?';
  }

 private:
  // What is wrong and what would be right, or what is asked and how it is answered.
  static void check_told(const Decision& decision) {
    if (decision.ask) {
      REQUIRE_FALSE(decision.ask->lines.empty());
      CHECK_FALSE(decision.ask->choices.empty());
    } else {
      REQUIRE_FALSE(decision.problems.empty());
      CHECK_FALSE(decision.problems.front().text.empty());
      CHECK_FALSE(decision.problems.front().hint.empty());
    }
    CHECK(decision.letters.size() == 1);  // to the writer alone
  }
  Decision say(const Actor& actor, const std::string& word, Case subject) {
    people_.order.reset();
    people_.answers_kind = actor.answers;
    people_.answers = actor.message;
    if (word == "recall") {
      people_.answers_kind.clear();
      people_.answers = 0;
      return people_.control(actor.id, {{"action", "RECALL"}, {"reason", "x"}}, std::move(subject));
    }
    if (word == "undo") {
      people_.answers_kind = "receipt";
      people_.answers = 2;
    }
    if (word == "take" || word == "done" || word == "undo") {
      people_.order = Order{};
      people_.order->kind = word == "take"   ? OrderKind::kTake
                            : word == "done" ? OrderKind::kDone
                                             : OrderKind::kUndo;
      return people_.plain(actor.id, std::move(subject));
    }
    return word == "plain" ? people_.plain(actor.id, std::move(subject))
                           : people_.answer(actor.id, std::move(subject), word);
  }

  People people_;
  std::optional<Case> opened_;
};

}  // namespace

TEST_CASE("only the right party changes a leg, over all states, words and roles") {
  Table table;
  std::size_t looked_at = 0;
  for (const auto& actor : kActors) {
    for (const auto& of_table : actor.table) {
      const bool stands_in = std::string(actor.id) == "nfp-bg2";
      const auto& told =
          stands_in && std::string(of_table.word) == "undo" ? kNothingTakenBack : of_table;
      for (std::size_t i = 0; i < std::size(kStates); ++i) {
        INFO(actor.id << " says " << told.word << " when the leg is " << name(kStates[i].second));
        CHECK(std::string(1, table.mark(actor, told.word, kStates[i].second)) ==
              std::string(1, told.marks[i]));
        ++looked_at;
      }
    }
  }
  CHECK(looked_at == std::size(kActors) * std::size(kAsked) * std::size(kStates));
}

TEST_CASE("of two words that contradict each other the later stands, and both sides are told") {
  People people;
  auto opened = *people.request({"BG"}).opened;
  opened = *people.answer("nfp-bg", opened, "FULL").changed;
  const auto refusal = people.answer("nfp-bg", opened, "REFUSAL");
  REQUIRE(refusal.changed);
  CHECK(refusal.changed->legs[0].state == LegState::kRefused);
  REQUIRE_FALSE(refusal.warnings.empty());
  CHECK(refusal.warnings.back().code == "contradicts");
  CHECK(refusal.warnings.back().text.find("answered") != std::string::npos);
  const auto delay = people.answer("nfp-bg", *refusal.changed, "DELAY", {}, "2026-12-20");
  CHECK(delay.changed->legs[0].state == LegState::kRefused);
  CHECK(delay.changed->legs[0].deadline == refusal.changed->legs[0].deadline);
  CHECK(delay.warnings.back().code == "leg-closed");
}

TEST_CASE("a word of delay leaves a part that was answered standing, and moves the day") {
  People people;
  auto opened = *people.request({"BG"}).opened;
  opened = *people.answer("nfp-bg", opened, "PARTIAL").changed;
  const auto delay = people.answer("nfp-bg", opened, "DELAY", {}, "2026-12-20");
  CHECK(delay.changed->legs[0].state == LegState::kPartlyAnswered);
  CHECK(delay.changed->legs[0].deadline > opened.legs[0].deadline);
}

TEST_CASE("a question asked back is answered by who asked, not by somebody with a copy") {
  People people;
  people.add_desk("lo-bg", "BG", "police", config::DeskKind::kLiaison).copies = true;
  const auto request = people.request({"BG"});
  people.carried(request, "ana");
  const auto asked = people.answer("nfp-bg", *request.opened, "CLARIFY");
  people.carried(asked, "nfp-bg");
  people.answers_kind = "copy";
  people.answers = 1;
  const auto liaison = people.plain("lo-bg", *asked.changed);
  REQUIRE(liaison.changed);
  CHECK(liaison.changed->legs[0].state == LegState::kClarificationAsked);
  people.answers_kind = "reply";
  people.answers = 2;
  CHECK(people.plain("ana", *asked.changed).changed->legs[0].state == LegState::kAcknowledged);
}

TEST_CASE("who takes a leg over is named to the others of the desk, each once") {
  People people;
  people.add_member("radu", "Radu Marin", "radu@bg.example", "BG", "police").desks = {"nfp-bg"};
  people.add_member("vesna", "Vesna Ivanova", "vesna@bg.example", "BG", "police").desks = {
      "nfp-bg"};
  people.add_member("petar", "Petar Petrov", "petar@bg.example", "BG", "police");
  const auto request = people.request({"BG"});
  people.carried(request, "ana");
  const auto told = [](const Decision& decision) {
    std::vector<std::string> ids;
    for (const auto& letter : decision.letters) {
      if (letter.title == "Taken over by Radu Marin") {
        REQUIRE(letter.to.size() == 1);
        ids.push_back(letter.to.front().id);
      }
    }
    return ids;
  };
  people.answers_kind = "request";
  people.answers = 1;
  const auto acknowledged = people.answer("radu", *request.opened, "ACK");
  CHECK(told(acknowledged) == std::vector<std::string>{"nfp-bg", "vesna"});
  CHECK(acknowledged.audience.ground == Ground::kAnswer);
  people.order = Order{};
  people.order->kind = OrderKind::kTake;
  const auto taken = people.plain("radu", *request.opened);
  REQUIRE(taken.changed);
  CHECK(taken.changed->legs[0].state == LegState::kAcknowledged);
  CHECK(told(taken) == std::vector<std::string>{"nfp-bg", "vesna"});
  people.order.reset();
  CHECK(told(people.answer("radu", *request.opened, "FULL")).empty());
}

// A leg says "not delivered" when its request came to nothing, and "sent" when it arrives after
// all.
#include "gateway/store/audit.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/letters.hpp"
#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

const std::string kBg = "nfp@bg.example", kRs = "nfp@rs.example";

SealedLetter to_desk(const std::string& id, const std::string& kind, const std::string& country,
                     const std::string& address) {
  SealedLetter letter{id, kind, "<" + id + ">", {address}, "wire"};
  letter.country = country;
  return letter;
}

// A request to BG and RS with a letter to each.
class Request {
 public:
  explicit Request(const std::vector<SealedLetter>& letters = {to_desk("bg", "request", "BG", kBg),
                                                               to_desk("rs", "request", "RS", kRs)})
      : store(site.open()) {
    auto commit = new_case(store, site.accept("raw"));
    commit.letters = letters;
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    number = std::make_unique<CaseNumber>(commit.opened->number);
  }
  Leg leg(const std::string& country) {
    const auto subject = store.cases().find(*number);
    for (const auto& one : subject->legs) {
      if (one.country == country) {
        return one;
      }
    }
    throw std::logic_error("no leg");
  }
  LegState state(const std::string& country = "BG") { return leg(country).state; }
  void hand_over(const std::string& letter, const std::string& to, const std::string& state,
                 long when = 20) {
    store.letters().record_handover(
        letter, to, state, "550 no", at(when),
        state == "queued" ? std::optional(at(when + 60)) : std::nullopt);
  }
  CommitResult report(const std::string& letter, const std::string& action) {
    Commit commit;
    commit.at = at(30);
    for (const auto& one : store.letters().of(*number)) {
      if (one.id == letter) {
        commit.news = DeliveryNews{one.delivery, action, "5.1.1", "", action + letter};
      }
    }
    return store.commit(commit);
  }
  std::vector<std::string> leg_rows() {
    std::vector<std::string> details;
    for (const auto& row : store.audit().rows(number->text())) {
      if (row.act == "leg") {
        details.push_back(row.detail);
      }
    }
    return details;
  }

  StateFolder site;
  Store store;
  std::unique_ptr<CaseNumber> number;
};

}  // namespace

TEST_CASE("a leg whose letter fails is not delivered: it is open, audited, and the others stay") {
  Request request;
  const auto version = request.store.cases().find(*request.number)->version;
  request.hand_over("bg", kBg, "queued");
  CHECK(request.state() == LegState::kSent);
  request.hand_over("bg", kBg, "failed", 20);
  CHECK(request.state() == LegState::kNotDelivered);
  CHECK(request.leg("BG").since == at(20));
  CHECK(request.state("RS") == LegState::kSent);
  CHECK(is_open(LegState::kNotDelivered));
  CHECK(request.store.cases().find(*request.number)->version == version + 1);
  CHECK(request.leg_rows() == std::vector<std::string>{"BG not delivered"});
  CHECK(request.store.cases().list({true, false, "BG"}, at(40)).size() == 1);
  CHECK_FALSE(request.store.audit().first_broken());
}

TEST_CASE("delivered after the operator's retry, it is sent again") {
  Request request;
  request.hand_over("bg", kBg, "failed");
  REQUIRE(request.store.letters().retry("bg", at(25)));
  CHECK(request.state() == LegState::kNotDelivered);
  request.hand_over("bg", kBg, "delivered", 26);
  CHECK(request.state() == LegState::kSent);
  CHECK(request.leg("BG").since == at(26));
  CHECK(request.leg_rows() == std::vector<std::string>{"BG not delivered", "BG sent"});
}

TEST_CASE(
    "a report of failure after it was delivered, and a letter dropped, are not delivered too") {
  Request request;
  request.hand_over("bg", kBg, "delivered");
  CHECK(request.state() == LegState::kSent);
  CHECK(request.leg_rows().empty());
  REQUIRE(request.report("bg", "failed") == CommitResult::kDone);
  CHECK(request.state() == LegState::kNotDelivered);
  REQUIRE(request.store.letters().drop("rs", "operator:root", at(31)));
  CHECK(request.state("RS") == LegState::kNotDelivered);
  CHECK(request.leg_rows() == std::vector<std::string>{"BG not delivered", "RS not delivered"});
}

TEST_CASE("one of two letters that carry the request is enough") {
  Request request({to_desk("bg", "request", "BG", kBg), to_desk("bg2", "request", "BG", kBg)});
  request.hand_over("bg", kBg, "failed");
  CHECK(request.state() == LegState::kSent);  // the second is on its way
  request.hand_over("bg2", kBg, "failed", 21);
  CHECK(request.state() == LegState::kNotDelivered);
  request.store.letters().retry("bg2", at(22));
  request.hand_over("bg2", kBg, "delivered", 23);
  CHECK(request.state() == LegState::kSent);
}

TEST_CASE("copies, notes and receipts that fail say nothing of the leg") {
  Request request(
      {to_desk("bg", "request", "BG", kBg), to_desk("copy", "copy", "BG", "lo@bg.example"),
       to_desk("note", "note", "BG", kBg), to_desk("rec", "receipt", "", "a@b.example")});
  request.hand_over("copy", "lo@bg.example", "failed");
  request.hand_over("note", kBg, "failed");
  request.hand_over("rec", "a@b.example", "failed");
  CHECK(request.state() == LegState::kSent);
}

TEST_CASE("an answer proves that somebody has the request: a late failure changes nothing") {
  Request request;
  auto answer =
      next_message(*request.store.cases().find(*request.number), request.site.accept("x"));
  answer.changed->legs[0].state = LegState::kAnswered;
  REQUIRE(request.store.commit(answer) == CommitResult::kDone);
  request.hand_over("bg", kBg, "failed");
  CHECK(request.state() == LegState::kAnswered);
  CHECK(request.leg_rows().empty());
}

TEST_CASE("whoever read the case before its leg failed must read it again") {
  Request request;
  const auto read = *request.store.cases().find(*request.number);
  request.hand_over("bg", kBg, "failed");
  CHECK(request.store.commit(next_message(read, request.site.accept("x"))) ==
        CommitResult::kCaseChanged);
}

TEST_CASE("of a letter of an older version only a lone leg is certain") {
  Request two;
  two.store.database().execute("DELETE FROM letter_words");
  two.hand_over("bg", kBg, "failed");
  CHECK(two.state("BG") == LegState::kSent);
  CHECK(two.state("RS") == LegState::kSent);
  Request one({to_desk("bg", "request", "BG", kBg)});
  one.store.database().execute("DELETE FROM letter_words");
  auto change = next_message(*one.store.cases().find(*one.number), one.site.accept("x"));
  change.changed->legs.pop_back();
  REQUIRE(one.store.commit(change) == CommitResult::kDone);
  one.hand_over("bg", kBg, "failed");
  CHECK(one.state("BG") == LegState::kNotDelivered);
}

TEST_CASE("killed as the failure is recorded, leg and letter say the same") {
  for (const auto* step : {"handover.before", "handover.after"}) {
    INFO(step);
    Request request;
    CHECK(was_killed(stopped_at(step, [&] {
      auto store = request.site.open();
      store.letters().record_handover("bg", kBg, "failed", "550", at(20), std::nullopt);
      return 0;
    })));
    auto store = request.site.open();
    const bool failed = store.letters().of(*request.number)[0].state == "failed";
    CHECK((request.state() == LegState::kNotDelivered) == failed);
    CHECK(failed == (std::string(step) == "handover.after"));
  }
}

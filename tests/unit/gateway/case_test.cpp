#include "gateway/cases/case.hpp"

#include <catch2/catch.hpp>

using namespace pouch::gateway;

TEST_CASE("each state of a leg has a name of its own that reads back") {
  for (int i = 0; i <= static_cast<int>(LegState::kWithdrawn); ++i) {
    const auto state = static_cast<LegState>(i);
    CHECK(leg_state(name(state)) == state);
  }
  CHECK(name(LegState::kPartlyAnswered) == "partly answered");
  CHECK(name(LegState::kClarificationAsked) == "clarification asked");
}

TEST_CASE("a state that is none does not read") {
  for (const auto* text : {"", "Sent", "sent ", "overdue", "partly-answered"}) {
    CHECK_FALSE(leg_state(text));
  }
}

TEST_CASE("an answer is owed until it is given, refused or not wanted any more") {
  CHECK(is_open(LegState::kWaiting));
  CHECK(is_open(LegState::kSent));
  CHECK(is_open(LegState::kAcknowledged));
  CHECK(is_open(LegState::kPartlyAnswered));
  CHECK(is_open(LegState::kClarificationAsked));
  CHECK_FALSE(is_open(LegState::kAnswered));
  CHECK_FALSE(is_open(LegState::kRefused));
  CHECK_FALSE(is_open(LegState::kWithdrawn));
}

TEST_CASE("a leg is overdue after its deadline, not at it, and only while it is open") {
  Leg leg;
  const Time now{std::chrono::seconds(1000)};
  CHECK_FALSE(leg.overdue(now));
  leg.deadline = now;
  CHECK_FALSE(leg.overdue(now));
  CHECK(leg.overdue(now + std::chrono::seconds(1)));
  leg.state = LegState::kAnswered;
  CHECK_FALSE(leg.overdue(now + std::chrono::seconds(1)));
}

TEST_CASE("each kind of case has a name that reads back") {
  for (const auto kind : {CaseKind::kRequest, CaseKind::kNote, CaseKind::kGroupNote}) {
    CHECK(case_kind(name(kind)) == kind);
  }
  CHECK_FALSE(case_kind(""));
  CHECK_FALSE(case_kind("Request"));
}

// Receipts as evidence: what a message makes of a leg, and texts that nobody can bend.
#include "gateway/cases/case_receipt.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

namespace pouch::gateway {
namespace {

constexpr Time kAt{std::chrono::seconds(1'796'000'000)};

Case with(Leg leg) {
  Case subject{CaseNumber("SEL", 2026, 1)};
  subject.legs.push_back(std::move(leg));
  return subject;
}

Leg leg(LegState state) {
  Leg one;
  one.country = "BG";
  one.desk = "nfp-bg";
  one.state = state;
  one.deadline = kAt;
  return one;
}

std::vector<std::string> titles(const std::vector<CaseReceipt>& receipts) {
  std::vector<std::string> all;
  for (const auto& one : receipts) {
    all.push_back(title(one) + (one.reason == ReceiptReason::kNone
                                    ? std::string()
                                    : " " + std::string(code(one.reason))));
  }
  return all;
}

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE("a new leg is routed, or not, and one that waited is routed later") {
  CHECK(titles(receipts_of_legs({}, with(leg(LegState::kSent)), "m", "ana")) ==
        Titles{"R2 ROUTED"});
  auto waiting = leg(LegState::kWaiting);
  waiting.desk.clear();
  CHECK(titles(receipts_of_legs({}, with(waiting), "m", "ana")) == Titles{"R2- NOT ROUTED E404"});
  CHECK(titles(receipts_of_legs({waiting}, with(leg(LegState::kSent)), "m", "")) ==
        Titles{"R2 ROUTED"});
}

TEST_CASE("each word of a desk is a receipt, its first one says that it was read") {
  const struct {
    LegState state;
    std::string said;
  } words[] = {{LegState::kAcknowledged, "R5 ACK"},
               {LegState::kPartlyAnswered, "R5 PARTIAL"},
               {LegState::kAnswered, "R5 FINAL"},
               {LegState::kRefused, "R5- REFUSAL E200"},
               {LegState::kClarificationAsked, "R5 CLARIFY"}};
  for (const auto& [state, said] : words) {
    INFO(said);
    CHECK(titles(receipts_of_legs({leg(LegState::kSent)}, with(leg(state)), "m", "desk")) ==
          Titles{"R4 READ", said});
    if (state != LegState::kAcknowledged) {
      CHECK(titles(receipts_of_legs({leg(LegState::kAcknowledged)}, with(leg(state)), "m",
                                    "desk")) == Titles{said});
    }
    CHECK(receipts_of_legs({leg(state)}, with(leg(state)), "m", "desk").empty());
  }
  CHECK(titles(receipts_of_legs({leg(LegState::kSent)}, with(leg(LegState::kWithdrawn)), "m",
                                "ana")) == Titles{"R5 WITHDRAWN"});
}

TEST_CASE("a later day is a DELAY, a new desk is routed anew") {
  auto later = leg(LegState::kAcknowledged);
  later.clock.term = 2;
  CHECK(titles(receipts_of_legs({leg(LegState::kAcknowledged)}, with(later), "m", "desk")) ==
        Titles{"R5 DELAY"});
  auto other = leg(LegState::kSent);
  other.desk = "liaison-bg";
  CHECK(titles(receipts_of_legs({leg(LegState::kSent)}, with(other), "m", "")) ==
        Titles{"R2 ROUTED"});
}

TEST_CASE("no value of a receipt can make a line of its own") {
  CaseReceipt receipt{.of = "SEL/1", .once = "x"};
  receipt.values = {{"Answer", "250 ok\r\nReason: E404\nPrevious: forged"}, {"Empty", ""}};
  const ReceiptPlace place{.number = "SEL", .position = 7, .previous = kNoReceipt, .at = kAt};
  const auto text = text_of(receipt, place);
  const auto lines = lines_of_receipt(text);
  const auto count = [&](const std::string& label) {
    return std::count_if(lines.begin(), lines.end(),
                         [&](const auto& line) { return line.first == label; });
  };
  CHECK(count("Answer") == 1);
  CHECK(count("Reason") == 0);
  CHECK(count("Previous") == 1);
  CHECK(count("Empty") == 0);
  CHECK(text.ends_with("Previous: " + kNoReceipt + "\n"));
  CHECK(text.find('\r') == std::string::npos);
}

}  // namespace pouch::gateway

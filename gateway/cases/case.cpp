#include "gateway/cases/case.hpp"

#include <array>
#include <utility>

namespace pouch::gateway {
namespace {

struct StateRow {
  LegState state;
  std::string_view name;
  bool open;
};

// SPEC section 6. A leg that waits, or that was asked for clarification, still owes an answer.
constexpr std::array<StateRow, 10> kStates = {{
    {LegState::kWaiting, "waiting", true},
    {LegState::kSent, "sent", true},
    {LegState::kAcknowledged, "acknowledged", true},
    {LegState::kPartlyAnswered, "partly answered", true},
    {LegState::kAnswered, "answered", false},
    {LegState::kRefused, "refused", false},
    {LegState::kClarificationAsked, "clarification asked", true},
    {LegState::kWithdrawn, "withdrawn", false},
    {LegState::kNotDelivered, "not delivered", true},
    {LegState::kEnded, "ended", false},
}};

const StateRow& row(LegState state) { return kStates.at(static_cast<std::size_t>(state)); }

constexpr bool in_order() {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (static_cast<std::size_t>(kStates[i].state) != i) {
      return false;
    }
  }
  return true;
}
static_assert(in_order(), "kStates is indexed by LegState");

constexpr std::array<std::pair<CaseKind, std::string_view>, 4> kKinds = {{
    {CaseKind::kRequest, "request"},
    {CaseKind::kNote, "note"},
    {CaseKind::kGroupNote, "group note"},
    {CaseKind::kArchive, "archive"},
}};

}  // namespace

std::string_view name(LegState state) { return row(state).name; }

bool is_open(LegState state) { return row(state).open; }

bool is_over(LegState state) { return state == LegState::kWithdrawn || state == LegState::kEnded; }

ClockedLeg Leg::clocked() const {
  const bool silent = state == LegState::kSent;
  return {.clock = clock,
          .deadline = deadline,
          .ticks = silent || state == LegState::kAcknowledged || state == LegState::kPartlyAnswered,
          .silent = silent,
          .open = is_open(state)};
}

std::optional<LegState> leg_state(std::string_view name) {
  for (const auto& candidate : kStates) {
    if (candidate.name == name) {
      return candidate.state;
    }
  }
  return std::nullopt;
}

std::string_view name(CaseKind kind) { return kKinds.at(static_cast<std::size_t>(kind)).second; }

std::optional<CaseKind> case_kind(std::string_view name) {
  for (const auto& [kind, text] : kKinds) {
    if (text == name) {
      return kind;
    }
  }
  return std::nullopt;
}

}  // namespace pouch::gateway

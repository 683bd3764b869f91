#include "gateway/web/pages/clock.hpp"

#include <algorithm>

#include "gateway/web/words/times.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::Html;
using html::Named;
using html::of_class;
using html::Tag;

constexpr std::uint64_t kWidth = 200;

Html rect(const html::Attribute& of, std::uint64_t width) {
  return element(Tag::kRect, {of, {Named::kWidth, width}, {Named::kHeight, 7}, {Named::kRx, 3}});
}

Html notch(std::uint64_t at) {
  return element(
      Tag::kLine,
      {of_class("notch"), {Named::kX1, at}, {Named::kX2, at}, {Named::kY1, 0}, {Named::kY2, 7}});
}

Html bar(const Look& look, const ClockShown& shown) {
  const auto whole = std::max<std::int64_t>((*shown.deadline - shown.opened).count(), 1);
  const auto until = shown.halted.value_or(look.now);
  const auto gone = std::clamp<std::int64_t>((until - shown.opened).count(), 0, whole);
  const auto percent = static_cast<std::uint64_t>(gone * 100 / whole);
  const auto passed = shown.overdue ? std::uint64_t{100} : std::min<std::uint64_t>(percent, 100);
  const bool answered = shown.state == LegState::kAnswered && until <= *shown.deadline;
  const auto run = answered                                   ? of_class("run good")
                   : shown.overdue || until > *shown.deadline ? of_class("run late")
                   : passed >= 80                             ? of_class("run due")
                                                              : of_class("run");
  return element(Tag::kSvg,
                 {{Named::kViewBox, "0 0 200 7"},
                  {Named::kWidth, "100%"},
                  {Named::kHeight, 7},
                  {Named::kPreserveAspectRatio, "none"},
                  {Named::kRole, "img"},
                  {Named::kAriaLabel, look.words(shown.halted ? Say::kHadPassed : Say::kPassed,
                                                 std::to_string(passed))}},
                 rect(of_class("track"), kWidth), rect(run, kWidth * passed / 100),
                 notch(kWidth / 2), notch(kWidth * 8 / 10));
}

}  // namespace

std::string_view state_in_words(const Look& look, LegState state) {
  switch (state) {
    case LegState::kWaiting:
      return look.words(Say::kStateWaiting);
    case LegState::kSent:
      return look.words(Say::kStateSent);
    case LegState::kAcknowledged:
      return look.words(Say::kStateAcknowledged);
    case LegState::kPartlyAnswered:
      return look.words(Say::kStatePartly);
    case LegState::kAnswered:
      return look.words(Say::kStateAnswered);
    case LegState::kRefused:
      return look.words(Say::kStateRefused);
    case LegState::kClarificationAsked:
      return look.words(Say::kStateAskedBack);
    case LegState::kWithdrawn:
      return look.words(Say::kStateWithdrawn);
    case LegState::kEnded:
      return look.words(Say::kStateEnded);
    case LegState::kNotDelivered:
      return look.words(Say::kStateNotDelivered);
  }
  return {};
}

Html clock(const Look& look, const ClockShown& shown) {
  if (shown.state == LegState::kAnswered) {
    return element(Tag::kB, {of_class("good")}, look.words(Say::kStateAnswered)) +=
           shown.deadline && shown.halted ? bar(look, shown) : Html();
  }
  if (!is_open(shown.state) || !shown.deadline) {
    return soft(shown.stopped ? look.words(Say::kClockStopped) : state_in_words(look, shown.state));
  }
  const auto left = *shown.deadline - look.now;
  const auto words = span(look.words, left < left.zero() ? -left : left);
  Html text = shown.stopped ? element(Tag::kB, {of_class("soft")}, look.words(Say::kClockStopped))
              : shown.overdue || left < left.zero()
                  ? element(Tag::kB, {of_class("late")}, look.words(Say::kLateBy, words))
              : left < std::chrono::hours(48) ? element(Tag::kB, {of_class("due")}, words)
                                              : element(Tag::kB, {}, words);
  text += bar(look, shown);
  return text;
}

}  // namespace pouch::gateway::web

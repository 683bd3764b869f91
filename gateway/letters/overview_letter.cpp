#include "gateway/letters/overview_letter.hpp"

#include <algorithm>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/case_lines.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {
namespace {

std::size_t count_of(const Case& subject, bool (*what)(const Leg&, Time), Time now) {
  return static_cast<std::size_t>(std::count_if(subject.legs.begin(), subject.legs.end(),
                                                [&](const Leg& leg) { return what(leg, now); }));
}

bool has_answered(const Leg& leg, Time) {
  return leg.state == LegState::kAnswered || leg.state == LegState::kRefused;
}
bool asks_back(const Leg& leg, Time) { return leg.state == LegState::kClarificationAsked; }
bool is_late(const Leg& leg, Time now) { return leg.overdue(now); }

// "2 of 3 have answered, 1 asks you back, 1 late".
std::string sum_of(const Case& subject, Time now) {
  auto text = std::to_string(count_of(subject, has_answered, now)) + " of " +
              std::to_string(subject.legs.size()) + " have answered";
  const auto asking = count_of(subject, asks_back, now), late = count_of(subject, is_late, now);
  text += asking == 0   ? ""
          : asking == 1 ? ", 1 asks you back"
                        : ", " + std::to_string(asking) + " ask you back";
  return text + (late == 0 ? "" : ", " + std::to_string(late) + " late");
}

}  // namespace

mail::Draft write_overview(const NoticeSource& source, const config::Directory& directory,
                           const Party& to, const OverviewOf& overview,
                           const LetterThread& thread) {
  const auto& subject = overview.subject;
  auto draft = detail::automatic(source.site, LetterKind::kOverview, &overview.number.number, to,
                                 thread, source.now);
  const auto which = std::to_string(overview.version);
  draft.subject =
      "[" + overview.number.text() + "] OVERVIEW " + which + ": " + sum_of(subject, source.now);
  draft.text = detail::paragraph(draft.subject) + "\n";
  draft.text += detail::row("Accepted", spoken_time(subject.opened, to.time_zone));
  draft.text += detail::row("As of", spoken_time(source.now, to.time_zone));
  if (overview.before) {
    draft.text += detail::row("Replaces", "overview " + std::to_string(overview.version - 1) +
                                              " of " + spoken_time(*overview.before, to.time_zone));
  }
  draft.text += detail::reply_line({});
  draft.text += detail::heading("STATE OF EACH COUNTRY") +
                leg_lines(subject.legs, directory, to.time_zone, source.now);
  const bool open = std::any_of(subject.legs.begin(), subject.legs.end(),
                                [](const Leg& leg) { return is_open(leg.state); });
  draft.text +=
      "\n" + detail::paragraph(
                 open ? "A new overview comes in this thread when something of this changes. To "
                        "write to a country press Reply on its letter."
                      : "Nothing is open any more: this is the last overview, unless an answer "
                        "changes.");
  return draft;
}

}  // namespace pouch::gateway

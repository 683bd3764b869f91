#include "gateway/letters/overview_letter.hpp"

#include <algorithm>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/case_lines.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/words.hpp"

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
std::string sum_of(const Case& subject, Time now, const Words& words) {
  auto text = words("have_answered", {{"count", count_of(subject, has_answered, now)},
                                      {"all", std::to_string(subject.legs.size())}});
  const auto asking = count_of(subject, asks_back, now), late = count_of(subject, is_late, now);
  text += asking == 0 ? "" : ", " + words("ask_you_back", {{"count", asking}});
  return text + (late == 0 ? "" : ", " + words("are_late", {{"count", late}}));
}

}  // namespace

mail::Draft write_overview(const NoticeSource& source, const config::Directory& directory,
                           const Party& to, const OverviewOf& overview,
                           const LetterThread& thread) {
  const auto& words = Words::in(to.language);
  const auto& subject = overview.subject;
  const auto& zone = to.time_zone;
  auto draft = detail::automatic(source.site, LetterKind::kOverview, &overview.number.number, to,
                                 thread, source.now);
  draft.subject = "[" + overview.number.text() + "] " +
                  words("overview_title", {{"version", std::to_string(overview.version)},
                                           {"sum", sum_of(subject, source.now, words)}});
  draft.text = detail::paragraph(draft.subject) + "\n";
  draft.text += detail::row(words("row_accepted"), spoken_time(subject.opened, zone, words));
  draft.text += detail::row(words("row_as_of"), spoken_time(source.now, zone, words));
  if (overview.before) {
    draft.text +=
        detail::row(words("row_replaces"),
                    words("overview_of", {{"version", std::to_string(overview.version - 1)},
                                          {"when", spoken_time(*overview.before, zone, words)}}));
  }
  draft.text += detail::reply_line(words);
  draft.text += detail::heading(words("state_of_each_country")) +
                leg_lines(subject.legs, directory, zone, source.now, words);
  const bool open = std::any_of(subject.legs.begin(), subject.legs.end(),
                                [](const Leg& leg) { return is_open(leg.state); });
  draft.text +=
      "\n" + detail::paragraph(open ? words("overview_goes_on") : words("overview_is_the_last"));
  return draft;
}

}  // namespace pouch::gateway

// My desk: what is owed, by when, and what is new.
#include <algorithm>

#include "gateway/web/pages/clock.hpp"
#include "gateway/web/pages/desk_weeks.hpp"
#include "gateway/web/pages/pages.hpp"
#include "gateway/web/words/times.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::href;
using html::Html;
using html::Named;
using html::of_class;
using html::Tag;
using html::Url;

Html figure(const Look& look, std::string_view id, const Html& number, Say what,
            const Html& more = {}) {
  return element(Tag::kA, {href(Url::here(id))}, number,
                 element(Tag::kSpan, {}, look.words(what), more));
}

Html number_of(std::uint64_t count) { return element(Tag::kB, {}, std::to_string(count)); }

Html figures(const Look& look, const DeskPage& page) {
  const auto late = element(Tag::kB, {of_class("late")}, std::to_string(page.late));
  const auto soon = element(Tag::kB, {of_class("due")}, std::to_string(page.due_soon));
  Html asked_late;
  if (page.asked_late > 0) {
    asked_late += ", ";
    asked_late += element(Tag::kSpan, {of_class("late")},
                          look.words(Say::kLateOfThem, std::to_string(page.asked_late)));
  }
  return element(Tag::kNav,
                 {of_class("figures sheet"), {Named::kAriaLabel, look.words(Say::kFigures)}},
                 figure(look, "late", page.late > 0 ? late : number_of(0), Say::kOverdue),
                 figure(look, "soon", page.due_soon > 0 ? soon : number_of(0), Say::kDueSoon),
                 figure(look, "rest", number_of(page.open), Say::kOpenInAll),
                 figure(look, "rest", number_of(page.stopped), Say::kWaitsForThem),
                 figure(look, "asked", number_of(page.asked_open), Say::kAskedByUs, asked_late));
}

Html about(const Look& look, const DeskLeg& leg) {
  Html tags;
  tags += priority_tag(leg.priority);
  tags += " ";
  if (!leg.crime_area.empty()) {
    tags += tag(leg.crime_area);
    tags += " ";
  }
  if (!leg.form.empty()) {
    tags += tag(leg.form);
    tags += " ";
  }
  tags += handling_tags(leg.handling);
  return Html(Tag::kTd, {of_class("what")},
              {element(Tag::kA, {of_class("subj"), href(case_url(leg.number))},
                       leg.subject.empty() ? Html(look.words(Say::kNoSubject)) : said(leg.subject)),
               element(Tag::kSmall, {}, tags)});
}

Html row(const Look& look, const DeskLeg& leg, bool asked) {
  return element(
      Tag::kTr, {},
      element(Tag::kTd, {}, number_link(leg.number),
              element(Tag::kSmall, {}, country(leg.country), " ", said(asked ? leg.to : leg.from))),
      about(look, leg),
      element(Tag::kTd, {of_class("state")}, state_in_words(look, leg.state),
              element(Tag::kSmall, {}, near_time(look.words, leg.since, look.now, look.zone))),
      element(Tag::kTd, {of_class("left")},
              clock(look, {leg.opened, leg.deadline, leg.stopped, leg.overdue, leg.state,
                           leg.stopped ? std::optional(leg.since) : std::nullopt})));
}

Html column(const Look& look, Say say) {
  return element(Tag::kTh, {{Named::kScope, "col"}}, look.words(say));
}

Html widths() {
  Html columns = element(Tag::kCol, {{Named::kWidth, 186}});
  columns += element(Tag::kCol, {});
  columns += element(Tag::kCol, {{Named::kWidth, 140}});
  columns += element(Tag::kCol, {{Named::kWidth, 156}});
  return element(Tag::kColgroup, {}, columns);
}

Html table(const Look& look, std::string_view id, Say title, const std::vector<DeskLeg>& legs,
           bool asked = false) {
  Html rows;
  for (const auto& leg : legs) {
    rows += row(look, leg, asked);
  }
  if (legs.empty()) {
    return element(Tag::kDiv, {{Named::kId, id}});
  }
  return element(
      Tag::kDiv, {{Named::kId, id}},
      element(
          Tag::kTable, {of_class("sheet block")},
          element(Tag::kCaption, {}, heading(title, look), " ", soft(std::to_string(legs.size()))),
          widths(),
          element(Tag::kThead, {},
                  element(Tag::kTr, {}, column(look, asked ? Say::kCaseTo : Say::kCaseFrom),
                          column(look, Say::kAbout), column(look, Say::kState),
                          column(look, Say::kTimeLeft))),
          element(Tag::kTbody, {}, rows)));
}

Html section(const Html& title, const Html& items) {
  return items.empty()
             ? Html()
             : element(Tag::kSection, {}, title, element(Tag::kUl, {of_class("list")}, items));
}

Html note_of(const Look& look, const DeskKey& key) {
  return element(
      Tag::kP, {of_class("note")},
      element(Tag::kB, {},
              look.words(Say::kKeyEnds, day_of_year(look.words, key.expires, look.zone))),
      " ", said(key.holder), element(Tag::kBr, {}), look.words(Say::kWantRenew));
}

Html news(const Look& look, const DeskPage& page) {
  Html items;
  for (const auto& one : page.news) {
    items += element(
        Tag::kLi, {}, country(one.country), " ", said(one.from), ": ",
        element(Tag::kA, {href(case_url(one.number))},
                one.subject.empty() ? Html(look.words(Say::kNoSubject)) : said(one.subject)),
        element(Tag::kSmall, {}, said(one.form, 100), " · ",
                near_time(look.words, one.received, look.now, look.zone)));
  }
  Html title = page.last_look
                   ? Html(look.words(Say::kNewSince,
                                     near_time(look.words, *page.last_look, look.now, look.zone)))
                   : Html(look.words(Say::kNew));
  return section(element(Tag::kH2, {}, title), items);
}

Html fresh(const Look& look, const KeptLine& kept) {
  if (!kept.fresh) {
    return {};
  }
  Html text(" · ");
  text += *kept.fresh > 0
              ? element(Tag::kB, {}, look.words(Say::kNewFound, std::to_string(*kept.fresh)))
              : Html(look.words(Say::kNothingNew));
  return text;
}

Html kept(const Look& look, const DeskPage& page) {
  Html items;
  for (const auto& one : page.kept) {
    // Posted, with the reason for which it is kept; without one it is asked for.
    items += element(
        Tag::kLi, {},
        element(
            Tag::kForm, {of_class("as-link"), html::post_to(search_url())}, token_field(look),
            element(Tag::kInput,
                    {{Named::kType, "hidden"}, {Named::kName, "q"}, {Named::kValue, one.query}}),
            element(
                Tag::kInput,
                {{Named::kType, "hidden"}, {Named::kName, "reason"}, {Named::kValue, one.reason}}),
            element(Tag::kButton, {}, said(one.name, 100))),
        element(Tag::kSmall, {}, said(one.query), fresh(look, one)));
  }
  return section(element(Tag::kH2, {{Named::kId, "kept"}}, look.words(Say::kKeptSearches)), items);
}

Html people(const Look& look, const DeskPage& page) {
  Html items;
  for (const auto& one : page.people) {
    Html more;
    if (one.you) {
      more += look.words(Say::kYou);
    }
    if (one.away_until) {
      more += look.words(Say::kAwayUntil, day_of_year(look.words, *one.away_until, look.zone));
      if (!one.substitute.empty()) {
        more += "; ";
        more += look.words(Say::kSubstitute);
        more += " ";
        more += said(one.substitute);
      }
    }
    items += element(Tag::kLi, {}, said(one.name), " ", element(Tag::kSmall, {}, more));
  }
  return section(heading(Say::kAtTheDesk, look), items);
}

Html other_desks(const Look& look, const DeskPage& page) {
  Html links;
  for (const auto& desk : look.viewer ? look.viewer->desks : std::vector<std::string>{}) {
    if (desk != page.desk) {
      links += element(Tag::kA, {href(desk_url(desk))}, said(desk, 100));
      links += " ";
    }
  }
  return links.empty()
             ? links
             : element(Tag::kSpan, {of_class("right")}, look.words(Say::kOtherDesks), " ", links);
}

}  // namespace

std::string desk_page(const Look& look, const DeskPage& page) {
  Html content = element(
      Tag::kDiv, {of_class("head")},
      element(Tag::kH1, {}, page.name.empty() ? Html(look.words(Say::kMyDesk)) : said(page.name)),
      soft(day_and_time(look.words, page.at, look.zone)), other_desks(look, page));
  content += figures(look, page);
  Html left = table(look, "late", Say::kOverdue, page.overdue);
  left += table(look, "soon", Say::kDueSoon, page.soon);
  left += table(look, "rest", Say::kLater, page.later);
  const auto shown = page.overdue.size() + page.soon.size() + page.later.size();
  if (shown == 0) {
    left += element(Tag::kP, {of_class("note")}, look.words(Say::kNothingOpen));
  } else if (shown < page.open) {
    left += element(Tag::kP, {of_class("soft small block")},
                    look.words(Say::kMoreOpen, std::to_string(page.open - shown)));
  }
  left += table(look, "asked", Say::kAskedByUs, page.asked, true);
  Html side;
  for (const auto& key : page.keys) {
    side += note_of(look, key);
  }
  side += news(look, page);
  side += desk_weeks(look, page);
  side += kept(look, page);
  side += people(look, page);
  content +=
      element(Tag::kDiv, {of_class("desk")}, element(Tag::kDiv, {}, left),
              element(Tag::kAside,
                      {of_class("side"), {Named::kAriaLabel, look.words(Say::kBeside)}}, side));
  return framed(look, Room::kDesk, look.words(Say::kMyDesk), content);
}

}  // namespace pouch::gateway::web

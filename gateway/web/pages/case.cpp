// A case: the way to each country, the conversation, what lies beside it; and why it is asked for.

#include <optional>
#include <string>

#include "gateway/web/pages/case_beside.hpp"
#include "gateway/web/pages/case_message.hpp"
#include "gateway/web/pages/clock.hpp"
#include "gateway/web/pages/pages.hpp"
#include "gateway/web/words/times.hpp"
#include "mail/text/charset.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::href;
using html::Html;
using html::Named;
using html::of_class;
using html::Tag;
using html::Url;

Html leg_step(const Look& look, Say say, const std::optional<Time>& when, bool now) {
  const auto time = when ? near_time(look.words, *when, look.now, look.zone) : std::string();
  const auto small = element(Tag::kSmall, {}, time);
  return now    ? element(Tag::kLi, {of_class("now")}, look.words(say), small)
         : when ? element(Tag::kLi, {of_class("done")}, look.words(say), small)
                : element(Tag::kLi, {}, look.words(say), small);
}

// The way of the request to one country: sent, delivered, what it is now, answered.
Html steps(const Look& look, const CaseLegRow& leg) {
  const bool answered = leg.state == LegState::kAnswered;
  Html all = leg_step(look, Say::kStepDelivered, leg.delivered, false);
  const bool acknowledged = leg.state == LegState::kAcknowledged;
  all += leg_step(look, Say::kStateAcknowledged,
                  acknowledged ? std::optional(leg.since) : leg.acknowledged,
                  acknowledged && !leg.overdue);
  const auto words = state_in_words(look, leg.state);
  if (leg.state != LegState::kSent && leg.state != LegState::kWaiting && !answered &&
      !(acknowledged && !leg.overdue)) {
    const auto small =
        element(Tag::kSmall, {}, near_time(look.words, leg.since, look.now, look.zone));
    all += leg.overdue ? element(Tag::kLi, {of_class("late")}, words, small)
                       : element(Tag::kLi, {of_class("now")}, words, small);
  } else if (leg.state == LegState::kWaiting) {
    all += element(Tag::kLi, {of_class("now")}, words, element(Tag::kSmall, {}));
  }
  all += leg_step(look, Say::kStateAnswered, answered ? std::optional(leg.since) : std::nullopt,
                  false);
  return element(Tag::kOl, {of_class("steps")}, all);
}

Html leg_row(const Look& look, const CasePage& page, const CaseLegRow& leg) {
  const auto halted = leg.state == LegState::kAnswered ? std::optional(leg.since) : leg.paused;
  Html due = clock(
      look, {page.opened, leg.deadline, leg.paused.has_value(), leg.overdue, leg.state, halted});
  if (leg.state == LegState::kAnswered) {
    due += element(Tag::kSmall, {},
                   look.words(Say::kWithin, span(look.words, leg.since - page.opened)));
  } else if (leg.paused) {
    due += element(Tag::kSmall, {}, near_time(look.words, *leg.paused, look.now, look.zone));
  }
  if (leg.deadline && !leg.paused && is_open(leg.state)) {
    due += element(Tag::kSmall, {}, near_time(look.words, *leg.deadline, look.now, look.zone));
  }
  return element(
      Tag::kLi, {of_class("leg")},
      element(Tag::kDiv, {of_class("who")}, country(leg.country), " ",
              element(Tag::kB, {}, said(leg.desk_name)), element(Tag::kSmall, {}, said(leg.desk))),
      steps(look, leg), element(Tag::kDiv, {of_class("clock")}, due));
}

Html legs(const Look& look, const CasePage& page) {
  Html rows;
  for (const auto& leg : page.legs) {
    rows += leg_row(look, page, leg);
  }
  return rows.empty()
             ? rows
             : element(Tag::kSection,
                       {of_class("sheet legs"), {Named::kAriaLabel, look.words(Say::kWay)}},
                       element(Tag::kOl, {}, rows));
}

Html answer_by_mail(const Look& look, const CasePage& page) {
  if (page.mail_to.empty()) {
    return {};
  }
  Html all = element(
      Tag::kP, {},
      element(Tag::kA, {of_class("button"), href(Url::mail_to(page.mail_to, page.mail_subject))},
              look.words(Say::kAnswerByMail)));
  if (!page.mail_form.empty()) {
    all += element(Tag::kDetails, {of_class("more")},
                   element(Tag::kSummary, {}, look.words(Say::kFormToCopy)),
                   element(Tag::kP, {}, look.words(Say::kAnswerHelp)),
                   element(Tag::kPre, {}, said(page.mail_form, 8000)));
  }
  return all;
}

// From hit to hit of the search; the first of them leads back to it.
Html hits(const Look& look, const CasePage& page) {
  const auto& hit = page.hit;
  if (hit.search.empty()) {
    return {};
  }
  const auto lead = [&](const std::string& number, Say say, std::string_view rel) {
    return number.empty()
               ? Html()
               : element(Tag::kA, {href(case_url(number, hit.search)), {Named::kRel, rel}},
                         look.words(say));
  };
  const auto place = look.words(
      Say::kHit, std::to_string(hit.at) + " / " + std::string(mail::utf8_head(hit.of, 20)));
  return element(Tag::kNav,
                 {of_class("right"), {Named::kAriaLabel, look.words(Say::kHitsOfSearch)}},
                 lead(hit.before, Say::kHitBefore, "prev"), " ",
                 element(Tag::kA, {href(found_url(hit.search))}, place), " ",
                 lead(hit.after, Say::kHitAfter, "next"));
}

Html head(const Look& look, const CasePage& page) {
  constexpr std::size_t kShort = 80;
  Html tags = element(Tag::kSpan, {of_class("num")}, said(page.number, 100));
  tags += priority_tag(page.priority);
  if (!page.urgency.empty() && page.priority != "NORMAL") {
    tags += element(Tag::kSpan, {of_class("late")}, said(page.urgency, kShort));
  }
  if (!page.crime_area.empty()) {
    tags += tag(plain_code(page.crime_area));
  }
  tags += handling_tags(page.handling);
  tags += soft(Html(Tag::kSpan, {},
                    {country(page.country), " ", said(page.name), ", ",
                     day_of_year(look.words, page.opened, look.zone)}));
  return Html(Tag::kDiv, {of_class("head")},
              {element(Tag::kH1, {},
                       page.subject.empty() ? said(page.number, 100) : said(page.subject)),
               hits(look, page)}) += element(Tag::kP, {of_class("head")}, tags);
}

}  // namespace

std::string case_page(const Look& look, const CasePage& page) {
  Html talk = element(Tag::kH2, {of_class("off")}, look.words(Say::kConversation));
  TextRoom room;
  for (const auto& message : page.messages) {
    talk += shown_message(look, page, message, room);
  }
  talk += answer_by_mail(look, page);
  Html content = head(look, page);
  content += element(
      Tag::kDiv, {of_class("case")},
      element(
          Tag::kDiv, {}, legs(look, page),
          element(Tag::kSection,
                  {of_class("talk"), {Named::kAriaLabel, look.words(Say::kConversation)}}, talk)),
      beside_case(look, page));
  const bool found = !page.hit.before.empty() || !page.hit.after.empty();
  return framed(look, Room::kNone, mail::utf8_head(page.number, 40), content,
                key_hint({"n", "p"}, look.words(found ? Say::kKeyHits : Say::kKeyMessages)));
}

std::string reason_page(const Look& look, std::string_view number, std::string_view problem) {
  Html content = element(Tag::kH1, {}, look.words(Say::kWhyThisCase), " ", said(number, 100));
  if (!problem.empty()) {
    content += element(Tag::kP, {of_class("wrong"), {Named::kRole, "alert"}}, said(problem));
  }
  content += element(Tag::kP, {}, look.words(Say::kWhyHelp));
  content +=
      element(Tag::kForm, {of_class("row"), html::post_to(case_url(number))}, token_field(look),
              element(Tag::kDiv, {},
                      element(Tag::kLabel, {{Named::kFor, "reason"}}, look.words(Say::kWhy), " ",
                              look.words(Say::kInTheLog)),
                      element(Tag::kInput, {of_class("text"),
                                            {Named::kId, "reason"},
                                            {Named::kName, "reason"},
                                            {Named::kMaxlength, 200},
                                            {Named::kValue, look.viewer ? look.viewer->reason : ""},
                                            {Named::kRequired, ""}})),
              element(Tag::kButton, {of_class("first")}, look.words(Say::kShowIt)));
  return framed(look, Room::kNone, mail::utf8_head(number, 40), content);
}

}  // namespace pouch::gateway::web

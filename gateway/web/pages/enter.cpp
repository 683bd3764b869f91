// The way in, and what is shown where there is no page.
#include <utility>

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

Html step(const Look& look, int here) {
  Html steps;
  int number = 1;
  for (const auto one : {Say::kStepAddress, Say::kStepOpen, Say::kStepIn}) {
    const auto text = std::to_string(number) + " " + std::string(look.words(one));
    steps += number == here ? element(Tag::kB, {}, text) : element(Tag::kSpan, {}, text);
    ++number;
  }
  return element(Tag::kP, {of_class("step")}, steps);
}

Html wrong(std::string_view problem) {
  return problem.empty()
             ? Html()
             : element(Tag::kP, {of_class("wrong"), {Named::kRole, "alert"}}, said(problem));
}

std::string page_of(const Look& look, std::string_view title, const Html& content) {
  return framed(look, Room::kNone, title, element(Tag::kDiv, {of_class("enter")}, content));
}

// One that shows the same, and asks nothing, whenever it is got again.
std::string page_of(Look look, std::string_view title, const Html& content, Url again) {
  look.again = std::move(again);
  return page_of(look, title, content);
}

Html hidden(std::string_view name, std::string_view value) {
  return value.empty()
             ? Html()
             : element(Tag::kInput,
                       {{Named::kType, "hidden"}, {Named::kName, name}, {Named::kValue, value}});
}

// The language that was chosen goes along.
Html language_field(const Look& look) { return hidden("lang", look.chosen); }
Url enter_url(const Look& look) {
  return look.chosen.empty() ? Url("/enter") : Url("/enter").with("lang", look.chosen);
}

Html sheet(const Html& content) { return element(Tag::kDiv, {of_class("sheet")}, content); }

Html paragraph(const Html& content) { return element(Tag::kP, {}, content); }

Html small(const Html& content) { return element(Tag::kP, {of_class("soft small")}, content); }

// A code that was asked for before may still be typed by hand.
Html code_form(const Look& look) {
  return element(Tag::kForm, {of_class("row"), html::post_to(Url("/enter/code"))},
                 language_field(look),
                 element(Tag::kDiv, {},
                         element(Tag::kLabel, {{Named::kFor, "code"}}, look.words(Say::kCodeLabel)),
                         element(Tag::kInput, {of_class("text code"),
                                               {Named::kId, "code"},
                                               {Named::kName, "code"},
                                               {Named::kAutocomplete, "one-time-code"},
                                               {Named::kAutocapitalize, "characters"},
                                               {Named::kSpellcheck, "false"},
                                               {Named::kMaxlength, 40},
                                               {Named::kRequired, ""}})),
                 element(Tag::kButton, {of_class("first")}, look.words(Say::kEnter)));
}

}  // namespace

std::string enter_page(const Look& look, bool form, std::string_view problem,
                       std::string_view wanted) {
  Html content = step(look, 1);
  content += wrong(problem);
  Html inside = element(Tag::kH1, {}, look.words(Say::kEnterTitle));
  if (form) {
    inside += paragraph(look.words(Say::kEnterHelp));
    inside += element(
        Tag::kForm, {of_class("row"), html::post_to(Url("/enter"))}, hidden("to", wanted),
        language_field(look),
        element(Tag::kDiv, {},
                element(Tag::kLabel, {{Named::kFor, "address"}}, look.words(Say::kAddressLabel)),
                element(Tag::kInput, {of_class("text"),
                                      {Named::kId, "address"},
                                      {Named::kName, "address"},
                                      {Named::kType, "email"},
                                      {Named::kAutocomplete, "email"},
                                      {Named::kMaxlength, 254},
                                      {Named::kRequired, ""}})),
        element(Tag::kButton, {of_class("first")}, look.words(Say::kSendMail)));
  } else {
    inside += paragraph(look.words(Say::kEnterByMail));
  }
  content += sheet(inside);
  content += small(look.words(Say::kNoPassword));
  return page_of(look, look.words(Say::kEnter), content,
                 wanted.empty() ? Url("/enter") : Url("/enter").with("to", wanted));
}

std::string asked_in_page(const Look& look, const AskedInPage& page, std::string_view problem) {
  Html content = step(look, 2);
  content += wrong(problem);
  Html inside = element(Tag::kH1, {}, look.words(Say::kOnItsWay));
  inside += paragraph(look.words(Say::kOnItsWayHelp));
  inside += element(Tag::kP, {}, element(Tag::kB, {}, said(page.address)));
  Html from = look.words(Say::kAskedAt, clock_time(page.asked, look.zone));
  if (!page.network.empty()) {
    from += " ";
    from += said(page.network, 100);
  }
  if (!page.browser.empty()) {
    from += " · ";
    from += said(page.browser, 120);
  }
  inside += small(from);
  inside += small(look.words(Say::kHoldsUntil, clock_time(page.until, look.zone)));
  inside += element(Tag::kDetails, {of_class("hand")},
                    element(Tag::kSummary, {}, look.words(Say::kNothingCame)),
                    small(look.words(Say::kNothingCameHelp)));
  if (page.with_code) {
    inside += element(Tag::kDetails, {of_class("hand")},
                      element(Tag::kSummary, {}, look.words(Say::kByHand)),
                      small(look.words(Say::kByHandHelp)), code_form(look));
  }
  content += sheet(inside);
  content += small(element(Tag::kA, {href(enter_url(look))}, look.words(Say::kAskAgain)));
  return page_of(look, look.words(Say::kEnter), content);
}

std::string code_page(const Look& look, std::string_view problem) {
  Html content = step(look, 2);
  content += wrong(problem);
  content += sheet(Html(Tag::kDiv, {},
                        {element(Tag::kH1, {}, look.words(Say::kCodeLabel)),
                         small(look.words(Say::kByHandHelp)), code_form(look)}));
  content += small(element(Tag::kA, {href(enter_url(look))}, look.words(Say::kAskAgain)));
  return page_of(look, look.words(Say::kEnter), content);
}

std::string link_page(const Look& look, const LinkPage& page, std::string_view secret) {
  Html content = step(look, 3);
  Html who = said(page.name);
  if (!page.country.empty()) {
    who += ", ";
    who += said(page.country, 100);
  }
  content += sheet(Html(
      Tag::kDiv, {},
      {element(Tag::kH1, {}, look.words(Say::kEnterAs), " ", who),
       paragraph(look.words(Say::kEnterAsHelp)),
       element(Tag::kForm, {html::post_to(Url("/enter").segment(secret))}, language_field(look),
               element(Tag::kButton, {of_class("first")}, look.words(Say::kEnterAs), " ", who)),
       small(look.words(Say::kHoldsUntil, clock_time(page.until, look.zone)))}));
  return page_of(look, look.words(Say::kEnter), content, Url("/enter").segment(secret));
}

std::string old_link_page(const Look& look) {
  return page_of(look, look.words(Say::kEnter),
                 sheet(Html(Tag::kDiv, {},
                            {element(Tag::kH1, {}, look.words(Say::kOldLink)),
                             paragraph(look.words(Say::kOldLinkHelp)),
                             paragraph(element(Tag::kA, {of_class("button"), href(enter_url(look))},
                                               look.words(Say::kAskAgain)))})));
}

std::string error_page(const Look& look, int status) {
  const auto what = status == 404   ? Say::kError404
                    : status == 429 ? Say::kError429
                    : status == 503 ? Say::kError503
                    : status < 500  ? Say::kError400
                                    : Say::kError500;
  return page_of(look, std::to_string(status),
                 sheet(Html(Tag::kDiv, {},
                            {element(Tag::kH1, {}, look.words(what)),
                             paragraph(element(Tag::kA, {of_class("button"), href(desk_url())},
                                               look.words(Say::kMyDesk)))})));
}

}  // namespace pouch::gateway::web

// A case: the way to each country, the conversation, what lies beside it; and why it is asked for.
#include <algorithm>
#include <array>

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

// Of all that people wrote on one page, as markup: with the rest it stays below what a page may be
// (http::ServerBounds). What does not fit is cut, and the mail has it.
class TextRoom {
 public:
  Html said(std::string_view text) {
    constexpr std::size_t kLongestReference = 6;  // "&quot;", of one octet
    auto shown = web::said(text, kLongestText);
    if (shown.markup().size() > left_) {
      shown = web::said(text, left_ / kLongestReference);
    }
    left_ -= std::min(left_, shown.markup().size());
    return shown;
  }

 private:
  std::size_t left_ = 700'000;
};

// A fingerprint four by four.
std::string spaced(std::string_view fingerprint) {
  std::string text;
  for (std::size_t at = 0; at < fingerprint.size(); at += 4) {
    text += (at == 0 ? "" : " ") + std::string(fingerprint.substr(at, 4));
  }
  return text;
}

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
  const auto words = state_in_words(look, leg.state);
  if (leg.state != LegState::kSent && leg.state != LegState::kWaiting && !answered) {
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
  Html due =
      clock(look, {page.opened, leg.deadline, leg.paused.has_value(), leg.overdue, leg.state});
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

Html value_of(const Look& look, const CaseField& field, TextRoom& room) {
  if (field.query.empty()) {
    return element(Tag::kDd, {of_class("said")}, room.said(field.value));
  }
  // Posted, so that no name stands in an address; the reason is asked for there.
  return element(
      Tag::kDd, {},
      element(
          Tag::kForm, {of_class("as-link"), html::post_to(search_url())}, token_field(look),
          element(Tag::kInput,
                  {{Named::kType, "hidden"}, {Named::kName, "q"}, {Named::kValue, field.query}}),
          element(
              Tag::kButton,
              {{Named::kAriaLabel, std::string(look.words(Say::kSearchForIt)) + ": " +
                                       std::string(mail::utf8_head(field.value, kLongestName))}},
              said(field.value))));
}

// Fields of the message, then those of each block.
Html form(const Look& look, const CaseMessage& message, TextRoom& room) {
  Html all, rows;
  std::string block;
  const auto close = [&] {
    if (!rows.empty()) {
      all += block.empty() ? element(Tag::kDl, {of_class("form")}, rows)
                           : element(Tag::kDl, {of_class("form thing")},
                                     element(Tag::kDt, {}, element(Tag::kB, {}, said(block))),
                                     element(Tag::kDd, {}), rows);
    }
    rows = Html();
  };
  for (const auto& field : message.fields) {
    if (field.block != block) {
      close();
      block = field.block;
    }
    rows += element(Tag::kDt, {}, said(field.label));
    rows += value_of(look, field, room);
  }
  close();
  return all;
}

std::string size_in_words(std::uint64_t octets) {
  return octets < 1000      ? std::to_string(octets) + " B"
         : octets < 1000000 ? std::to_string(octets / 1000) + " KB"
                            : std::to_string(octets / 1000000) + " MB";
}

Html files(const Look& look, const CaseMessage& message) {
  Html all;
  for (const auto& file : message.files) {
    Html more = said(file.media_type, 100);
    more += ", " + size_in_words(file.size);
    if (file.evidence) {
      more += ", ";
      more += look.words(Say::kEvidence);
    }
    Html lines = element(Tag::kA, {href(file_url(message.number, file.part))}, said(file.name));
    lines += element(Tag::kBr, {});
    lines += soft(more);
    if (!file.replaces.empty()) {
      lines += element(Tag::kBr, {});
      lines += soft(Html(Tag::kSpan, {}, {look.words(Say::kReplaces), " ", said(file.replaces)}));
    }
    if (!file.unread.empty()) {
      lines += element(Tag::kBr, {});
      lines += soft(said(file.unread));
    }
    for (const auto& fact : file.facts) {
      lines += element(Tag::kBr, {});
      lines += soft(said(fact.field + ": " + fact.value));
    }
    lines += element(Tag::kBr, {});
    lines +=
        element(Tag::kA, {href(saved_url(message.number, file.part))}, look.words(Say::kSaveIt));
    all += element(Tag::kDiv, {of_class("file")}, lines);
  }
  return all.empty() ? all : element(Tag::kDiv, {of_class("files")}, all);
}

Html seal(const Look& look, const CaseMessage& message) {
  const auto saved =
      element(Tag::kA, {href(received_url(message.number))}, look.words(Say::kMailAsItCame));
  if (message.signer.empty()) {
    return element(Tag::kP, {of_class("seal")}, look.words(Say::kUnsigned), " · ", saved);
  }
  Html line = element(Tag::kSpan, {of_class("good")}, "✓ ", look.words(Say::kSigned));
  line += " ";
  line += element(Tag::kSpan, {of_class("num")}, said(spaced(message.signer), 200));
  if (message.signed_at) {
    line += ", " + day_and_time(look.words, *message.signed_at, look.zone);
  }
  line += " · ";
  line += saved;
  return element(Tag::kP, {of_class("seal")}, line);
}

Html audience(const Look& look, const CaseMessage& message) {
  Html line = look.words(Say::kToWhom);
  line += " ";
  for (std::size_t i = 0; i < message.to.size(); ++i) {
    line += i == 0 ? "" : ", ";
    line += said(message.to[i]);
  }
  if (!message.audience.empty()) {
    line += message.to.empty() ? "" : " · ";
    line += said(message.audience, 1000);
  }
  return message.to.empty() && message.audience.empty()
             ? Html()
             : element(Tag::kP, {of_class("seal")}, line);
}

std::string place_of(std::string_view number) {
  const auto slash = number.rfind('/');
  return "m" + std::string(slash == std::string_view::npos ? number : number.substr(slash + 1));
}

Html letters(const Look& look, const CasePage& page, const CaseMessage& message) {
  Html rows;
  for (const auto& letter : page.letters) {
    if (letter.number != message.number) {
      continue;
    }
    Html line = said(plain_code(letter.kind));
    line += " ";
    line += look.words(Say::kTo);
    line += " ";
    line += said(letter.to);
    line += ", ";
    line += said(letter.state);
    if (!letter.status.empty()) {
      line += ": ";
      line += element(Tag::kSpan, {of_class("num")}, said(letter.status));
    }
    rows += element(Tag::kLi, {},
                    letter.confirmed ? time_element(look, *letter.confirmed,
                                                    clock_time(*letter.confirmed, look.zone))
                                     : element(Tag::kSpan, {}),
                    element(Tag::kSpan, {}, line));
  }
  return rows.empty() ? rows : element(Tag::kOl, {of_class("post")}, rows);
}

Html shown_message(const Look& look, const CasePage& page, const CaseMessage& message,
                   TextRoom& room) {
  Html content = form(look, message, room);
  if (!message.text.empty()) {
    content += element(Tag::kP, {of_class("said")}, room.said(message.text));
  }
  return element(
      Tag::kArticle, {of_class("message sheet"), {Named::kId, place_of(message.number)}},
      element(
          Tag::kHeader, {},
          element(Tag::kH3, {},
                  message.subject.empty() ? said(plain_code(message.form)) : said(message.subject)),
          tag(plain_code(message.form)), country(message.country),
          element(Tag::kSpan, {}, said(message.name)),
          element(Tag::kSpan, {of_class("right")},
                  element(Tag::kSpan, {of_class("num")}, said(message.number, 100)), " · ",
                  time_element(look, message.received,
                               day_and_time(look.words, message.received, look.zone))),
          seal(look, message), audience(look, message)),
      element(Tag::kDiv, {of_class("text")}, content), files(look, message),
      letters(look, page, message));
}

Html fact(const Look& look, Say say, const Html& value) {
  return value.empty() ? Html()
                       : Html(Tag::kDt, {}, {look.words(say)}) += element(Tag::kDd, {}, value);
}

Html text_of(std::string_view value) { return value.empty() ? Html() : said(value); }

Html list_of(const Look& look, Say title, const Html& items) {
  return items.empty() ? items
                       : element(Tag::kSection, {}, heading(title, look),
                                 element(Tag::kUl, {of_class("list")}, items));
}

Html lines_of(const std::vector<std::string>& things) {
  constexpr std::size_t kMostThings = 10;
  Html lines;
  for (std::size_t at = 0; at < std::min(things.size(), kMostThings); ++at) {
    lines += element(Tag::kSmall, {}, said(things[at]));
  }
  return lines;
}

// Other cases by their numbers, and whom to ask about those that may not be read.
Html linked(const Look& look, const CasePage& page) {
  constexpr std::size_t kMostLinked = 100;
  Html items;
  for (std::size_t at = 0; at < std::min(page.linked.size(), kMostLinked); ++at) {
    const auto& one = page.linked[at];
    items += element(Tag::kLi, {}, number_link(one.number), " ", country(one.country), " ",
                     near_time(look.words, one.at, look.now, look.zone), lines_of(one.things));
  }
  for (std::size_t at = 0; at < std::min(page.contacts.size(), kMostLinked); ++at) {
    const auto& one = page.contacts[at];
    items += element(Tag::kLi, {},
                     look.words(Say::kAskThem, std::string(mail::utf8_head(one.country, 40))),
                     lines_of(one.things));
  }
  return list_of(look, Say::kLinked, items);
}

Html beside(const Look& look, const CasePage& page) {
  Html readers, looks;
  for (const auto& reader : page.readers) {
    readers += element(Tag::kLi, {}, said(reader));
  }
  for (const auto& one : page.looks) {
    looks += element(
        Tag::kLi, {}, said(one.name.empty() ? one.who : one.name), " ",
        element(Tag::kSmall, {}, said(plain_code(one.act), 100), ", ",
                near_time(look.words, one.at, look.now, look.zone), " ", text_of(one.detail)));
  }
  Html facts = fact(look, Say::kCommunity, text_of(page.community));
  facts += fact(look, Say::kOpened, day_and_time(look.words, page.opened, look.zone));
  facts += fact(look, Say::kClassification, text_of(page.classification));
  facts += fact(look, Say::kShownFor, text_of(page.reason));
  Html all = linked(look, page);
  all += list_of(look, Say::kWhoMayRead, readers);
  all += element(Tag::kSection, {}, heading(Say::kFacts, look),
                 element(Tag::kDl, {of_class("facts")}, facts));
  all += list_of(look, Say::kLookedAt, looks);
  return element(Tag::kAside, {of_class("side"), {Named::kAriaLabel, look.words(Say::kAboutCase)}},
                 all);
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

Html head(const Look& look, const CasePage& page) {
  Html tags = element(Tag::kSpan, {of_class("num")}, said(page.number, 100));
  tags += priority_tag(page.priority);
  if (!page.crime_area.empty()) {
    tags += tag(plain_code(page.crime_area));
  }
  tags += handling_tags(page.handling);
  tags += soft(Html(Tag::kSpan, {},
                    {country(page.country), " ", said(page.name), ", ",
                     day_of_year(look.words, page.opened, look.zone)}));
  return Html(Tag::kDiv, {of_class("head")},
              {element(Tag::kH1, {},
                       page.subject.empty() ? said(page.number, 100) : said(page.subject))}) +=
         element(Tag::kP, {of_class("head")}, tags);
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
      beside(look, page));
  return framed(look, Room::kNone, mail::utf8_head(page.number, 40), content);
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

#include "gateway/web/pages/case_beside.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "gateway/web/pages/case_message.hpp"
#include "gateway/web/pages/linked_chart.hpp"
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

Html text_of(std::string_view value) { return value.empty() ? Html() : said(value); }

Html fact(const Look& look, Say say, const Html& value) {
  return value.empty() ? Html()
                       : Html(Tag::kDt, {}, {look.words(say)}) += element(Tag::kDd, {}, value);
}

Html list_of(const Look& look, Say title, const Html& items) {
  return items.empty() ? items
                       : element(Tag::kSection, {}, heading(title, look),
                                 element(Tag::kUl, {of_class("list")}, items));
}

// --- linked cases

Html lines_of(const Look& look, const std::vector<CaseThing>& things) {
  constexpr std::size_t kMostThings = 10;
  Html lines;
  for (std::size_t at = 0; at < std::min(things.size(), kMostThings); ++at) {
    const auto& thing = things[at];
    lines += element(Tag::kSmall, {}, said(thing.kind), " ",
                     search_button(look, thing.query, thing.value), ", ", said(thing.how));
  }
  return lines;
}

// Other cases by their numbers, and whom to ask about those that may not be read.
Html linked(const Look& look, const CasePage& page) {
  constexpr std::size_t kMostLinked = 100, kFirst = 4;
  Html first, more;
  std::size_t count = 0;
  const auto add = [&](const Html& item) { (++count <= kFirst ? first : more) += item; };
  for (std::size_t at = 0; at < std::min(page.linked.size(), kMostLinked); ++at) {
    const auto& one = page.linked[at];
    add(element(Tag::kLi, {}, number_link(one.number), " ", country(one.country), " ",
                near_time(look.words, one.at, look.now, look.zone), lines_of(look, one.things)));
  }
  for (std::size_t at = 0; at < std::min(page.contacts.size(), kMostLinked); ++at) {
    const auto& one = page.contacts[at];
    add(element(Tag::kLi, {},
                look.words(Say::kAskThem, std::string(mail::utf8_head(one.country, 40))),
                lines_of(look, one.things)));
  }
  if (count == 0) {
    return {};
  }
  Html all = heading(Say::kLinked, look);
  all += linked_chart(look, page);
  all += element(Tag::kUl, {of_class("list")}, first);
  if (!more.empty()) {
    all += element(
        Tag::kDetails, {of_class("more")},
        element(Tag::kSummary, {}, look.words(Say::kMoreLinked, std::to_string(count - kFirst))),
        element(Tag::kUl, {of_class("list")}, more));
  }
  return element(Tag::kSection, {}, all);
}

// --- who may read

Say why_of(Role role) {
  switch (role) {
    case Role::kRequester:
      return Say::kWhyAsked;
    case Role::kRequesterDesk:
      return Say::kWhyRequesterDesk;
    case Role::kAskedDesk:
      return Say::kWhyAskedDesk;
    case Role::kLiaison:
      return Say::kWhyLiaison;
    case Role::kHeadquarters:
      return Say::kWhyHeadquarters;
    case Role::kGroup:
      return Say::kWhyGroup;
    case Role::kAuthor:
      return Say::kWhyAuthor;
    case Role::kOwnFocalPoint:
      return Say::kWhyOwnFocalPoint;
    case Role::kPolice:
      return Say::kWhyPolice;
    case Role::kNamed:
      return Say::kWhyNamed;
    case Role::kParty:
      return Say::kWhyParty;
    case Role::kSubstitute:
      return Say::kWhySubstitute;
  }
  return Say::kWhyNamed;
}

// Those who may read for the same reason stand together.
Html readers(const Look& look, const CasePage& page) {
  constexpr std::size_t kMostNames = 60;
  std::vector<Role> roles;
  for (const auto& one : page.readers) {
    if (std::find(roles.begin(), roles.end(), one.role) == roles.end()) {
      roles.push_back(one.role);
    }
  }
  Html items;
  for (const auto role : roles) {
    Html names;
    std::size_t count = 0;
    for (const auto& one : page.readers) {
      if (one.role == role && ++count <= kMostNames) {
        names += count == 1 ? "" : ", ";
        names += said(one.name);
      }
    }
    names += count > kMostNames ? " …" : "";
    items += element(Tag::kLi, {}, names, element(Tag::kSmall, {}, look.words(why_of(role))));
  }
  return list_of(look, Say::kWhoMayRead, items);
}

// --- facts, evidence, looks

Html facts(const Look& look, const CasePage& page) {
  constexpr std::size_t kRoom = 20'000;  // each is short, or the mail has it
  TextRoom room(kRoom);
  Html all = field_rows(look, page.facts, room);
  all += fact(look, Say::kCommunity, text_of(page.community));
  all += fact(look, Say::kOpened, day_and_time(look.words, page.opened, look.zone));
  all += fact(look, Say::kClassification, text_of(page.classification));
  if (page.review) {
    all += fact(look, Say::kReview,
                look.words(Say::kReviewBy, day_of_year(look.words, *page.review, "UTC")));
  }
  all += fact(look, Say::kShownFor, text_of(page.reason));
  return element(Tag::kSection, {}, heading(Say::kFacts, look),
                 element(Tag::kDl, {of_class("facts")}, all));
}

Html evidence(const Look& look, const CasePage& page) {
  const auto name = look.words(Say::kAllInOneFile);
  const auto checks = element(Tag::kSmall, {}, look.words(Say::kChecksWith));
  Html item;
  switch (page.evidence.state) {
    case EvidenceState::kNone:
      item =
          element(Tag::kForm, {of_class("as-link"), html::post_to(ask_evidence_url(page.number))},
                  token_field(look), element(Tag::kButton, {}, name));
      item += checks;
      break;
    case EvidenceState::kWaiting:
      item = Html(look.words(Say::kFileIsMade)) += " ";
      item += element(Tag::kForm, {of_class("as-link"), html::get_from(case_url(page.number))},
                      element(Tag::kButton, {}, look.words(Say::kLookAgain)));
      break;
    case EvidenceState::kMade:
      item = element(Tag::kA, {href(evidence_url(page.number))}, name);
      item += element(Tag::kSmall, {}, "zip, ", size_in_words(page.evidence.size), ", ",
                      page.evidence.made
                          ? near_time(look.words, *page.evidence.made, look.now, look.zone)
                          : std::string());
      item += checks;
      break;
    case EvidenceState::kFailed:
      item = look.words(Say::kFileCannotBeMade);
      break;
  }
  Html items = element(Tag::kLi, {}, item);
  // The button is there where the script runs, which does what it says.
  items += element(Tag::kLi, {of_class("as-link print")},
                   element(Tag::kButton, {{Named::kType, "button"}}, look.words(Say::kPrintIt)));
  items += element(Tag::kLi, {}, soft(look.words(Say::kPrintHint)));
  return element(Tag::kSection, {{Named::kId, "evidence"}}, heading(Say::kEvidenceTitle, look),
                 element(Tag::kUl, {of_class("list")}, items));
}

// The same person with the same reason again and again is one line: the newest.
Html looks(const Look& look, const CasePage& page) {
  constexpr std::chrono::minutes kJustNow{2};
  Html items;
  std::vector<std::pair<std::string, std::string>> seen;
  for (const auto& one : page.looks) {
    const std::pair<std::string, std::string> which{one.who, one.detail};
    if (std::find(seen.begin(), seen.end(), which) != seen.end()) {
      continue;
    }
    seen.push_back(which);
    const bool you = look.viewer && look.viewer->id == one.who;
    const bool now = look.now - one.at < kJustNow;
    items += element(
        Tag::kLi, {},
        you ? Html(look.words(Say::kYouLooked)) : said(one.name.empty() ? one.who : one.name), ", ",
        now ? std::string(look.words(Say::kJustNow))
            : near_time(look.words, one.at, look.now, look.zone),
        element(Tag::kSmall, {}, text_of(one.detail)));
  }
  return list_of(look, Say::kLookedAt, items);
}

}  // namespace

Html beside_case(const Look& look, const CasePage& page) {
  Html all = linked(look, page);
  all += readers(look, page);
  all += facts(look, page);
  all += evidence(look, page);
  all += looks(look, page);
  return element(Tag::kAside, {of_class("side"), {Named::kAriaLabel, look.words(Say::kAboutCase)}},
                 all);
}

}  // namespace pouch::gateway::web

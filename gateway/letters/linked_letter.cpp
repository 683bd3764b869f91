#include "gateway/letters/linked_letter.hpp"

#include <algorithm>
#include <array>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

using detail::join;
using detail::paragraph;
using detail::row;

// By ThingKind.
constexpr std::array<Phrase, 7> kKinds{"thing_person",   "thing_plate",    "thing_vin",
                                       "thing_phone",    "thing_document", "thing_account",
                                       "thing_container"};
constexpr std::size_t kMostThingsInLine = 10;

std::string things_in_words(const std::vector<SharedThing>& things, const Words& words) {
  std::vector<std::string> said;
  for (const auto& thing : things) {
    if (said.size() == kMostThingsInLine) {
      said.push_back(words("more_things", {{"count", things.size() - kMostThingsInLine}}));
      break;
    }
    said.push_back(thing_in_words(thing, words));
  }
  return join(said, "; ");
}

// How sure the match is, where it is not plain.
std::string caution(const std::vector<SharedThing>& things, const Words& words) {
  auto worst = Meeting::kAsWritten;
  for (const auto& thing : things) {
    worst = std::max(worst, thing.how);
  }
  switch (worst) {
    case Meeting::kAsWritten:
      break;
    case Meeting::kOtherSpelling:
      return words("sure_other_spelling");
    case Meeting::kSimilar:
      return words("sure_similar");
    case Meeting::kPossible:
      return words("sure_possible");
  }
  return {};
}

std::string case_lines(const ToldCase& one, const config::Directory& directory,
                       const std::string& zone, const Words& words) {
  auto text = detail::heading(one.other.text());
  text += row("  " + words("row_from"), one.country.empty()
                                            ? words("headquarters")
                                            : detail::country_name(directory, one.country, words));
  text += row("  " + words("row_received"), spoken_time(one.at, zone, words));
  text += row("  " + words("row_the_same"), things_in_words(one.things, words));
  text += row("  " + words("row_how_sure"), caution(one.things, words));
  text += row("  " + words("row_in_your_case"), one.own.text());
  return text + row("  " + words("row_note"),
                    one.again ? words("asked_less_than_30_days") : std::string());
}

std::string contact_line(const ToldContact& one, const config::Directory& directory,
                         const std::string& country, const Words& words) {
  auto text = row("  " + words("row_about"), things_in_words(one.things, words)) +
              row("  " + words("row_in_your_case"), one.own.text());
  text += row("  " + words("row_how_sure"), caution(one.things, words));
  const auto whom = one.country == country
                        ? words("your_focal_point_has_it")
                        : words("the_liaison_desk",
                                {{"country", detail::country_name(directory, one.country, words)}});
  return "\n" + text + row("  " + words("row_please_ask"), whom);
}

bool is_again(const ToldLinks& told) {
  return std::any_of(told.cases.begin(), told.cases.end(),
                     [](const auto& one) { return one.again; }) ||
         std::any_of(told.contacts.begin(), told.contacts.end(),
                     [](const auto& one) { return one.again; });
}

std::string title_of(const ToldLinks& told, const Words& words) {
  if (is_again(told)) {
    return words("asked_already");
  }
  return told.cases.empty() ? words("known_elsewhere_title")
                            : words("linked_title", {{"count", told.cases.size()}});
}

std::string what_to_do(const ToldLinks& told, const Words& words) {
  std::vector<std::string> text;
  if (is_again(told)) {
    text.push_back(words("sent_all_the_same"));
  }
  if (!told.cases.empty()) {
    text.push_back(words("you_may_read_these"));
  }
  if (!told.contacts.empty()) {
    text.push_back(words("liaison_desk_has_it"));
  }
  return join(text, " ");
}

}  // namespace

MessageNumber own_message(const ToldLinks& told) {
  return told.cases.empty() ? told.contacts.front().own : told.cases.front().own;
}

std::string thing_in_words(const SharedThing& thing, const Words& words) {
  const auto text = words(kKinds.at(static_cast<std::size_t>(thing.kind))) + " " + thing.value;
  return thing.birth.empty() ? text
                             : words("thing_born", {{"thing", text}, {"birth", thing.birth}});
}

std::string linked_lines(const ToldLinks& told, const config::Directory& directory,
                         const std::string& zone, const Words& words) {
  std::string text;
  std::size_t count = 0;
  for (const auto& one : told.cases) {
    if (count++ == kCommon) {
      text += "\n" + paragraph("  " + words("more_cases_newest",
                                            {{"count", told.cases.size() - kCommon}}));
      break;
    }
    text += case_lines(one, directory, zone, words);
  }
  return text;
}

std::string contact_lines(const ToldLinks& told, const config::Directory& directory,
                          const std::string& country, const Words& words) {
  auto text = told.contacts.empty() ? std::string() : detail::heading(words("known_elsewhere"));
  for (const auto& one : told.contacts) {
    text += contact_line(one, directory, country, words);
  }
  return text;
}

mail::Draft write_linked(const NoticeSource& source, const config::Directory& directory,
                         const Party& to, const ToldLinks& told, const LetterThread& thread) {
  const auto& words = Words::in(to.language);
  const auto own = own_message(told);
  auto draft =
      detail::automatic(source.site, LetterKind::kLinked, &own.number, to, thread, source.now);
  draft.subject = "[" + own.text() + "] " + title_of(told, words);
  draft.text = paragraph(draft.subject) + linked_lines(told, directory, to.time_zone, words);
  draft.text += contact_lines(told, directory, to.country, words);
  draft.text += detail::reply_line(words);
  draft.text += detail::heading(words("what_you_can_do")) + paragraph(what_to_do(told, words));
  return draft;
}

}  // namespace pouch::gateway

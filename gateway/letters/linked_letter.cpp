#include "gateway/letters/linked_letter.hpp"

#include <algorithm>
#include <array>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {
namespace {

using detail::join;
using detail::paragraph;
using detail::row;

// By ThingKind.
constexpr std::array<std::string_view, 7> kWords{
    "person", "plate", "vehicle number (VIN)", "phone", "document", "account", "container"};
constexpr std::size_t kMostThingsInLine = 10;

std::string things_in_words(const std::vector<SharedThing>& things) {
  std::vector<std::string> words;
  for (const auto& thing : things) {
    if (words.size() == kMostThingsInLine) {
      words.push_back("and " + std::to_string(things.size() - kMostThingsInLine) + " more");
      break;
    }
    words.push_back(thing_in_words(thing));
  }
  return join(words, "; ");
}

// How sure the match is, where it is not plain.
std::string caution(const std::vector<SharedThing>& things) {
  auto worst = Meeting::kAsWritten;
  for (const auto& thing : things) {
    worst = std::max(worst, thing.how);
  }
  switch (worst) {
    case Meeting::kAsWritten:
      break;
    case Meeting::kOtherSpelling:
      return "a name is spelled differently, the birth date is the same";
    case Meeting::kSimilar:
      return "similar, not the same; please compare them";
    case Meeting::kPossible:
      return "possible only: the same name, without a birth date";
  }
  return {};
}

std::string case_lines(const ToldCase& one, const config::Directory& directory,
                       const std::string& zone) {
  auto text = detail::heading(one.other.text());
  text += row("  From",
              one.country.empty() ? "headquarters" : detail::country_name(directory, one.country));
  text += row("  Received", spoken_time(one.at, zone));
  text += row("  The same", things_in_words(one.things));
  text += row("  How sure", caution(one.things));
  text += row("  In your case", one.own.text());
  return text + row("  Note", one.again ? "the same country was asked for the same less than 30 "
                                          "days ago, and its answer is still open"
                                        : "");
}

std::string contact_line(const ToldContact& one, const config::Directory& directory,
                         const std::string& country) {
  const bool own = one.country == country;
  auto text = row("  About", things_in_words(one.things)) + row("  In your case", one.own.text());
  text += row("  How sure", caution(one.things));
  text += row("  Please ask",
              own ? "your own focal point, which has a case with the same"
                  : "the liaison desk of " + detail::country_name(directory, one.country));
  return "\n" + text;
}

bool is_again(const ToldLinks& told) {
  return std::any_of(told.cases.begin(), told.cases.end(),
                     [](const auto& one) { return one.again; }) ||
         std::any_of(told.contacts.begin(), told.contacts.end(),
                     [](const auto& one) { return one.again; });
}

std::string title_of(const ToldLinks& told) {
  if (is_again(told)) {
    return "ASKED ALREADY? A similar request is still open";
  }
  if (told.cases.empty()) {
    return "KNOWN ELSEWHERE: another desk has something of the same";
  }
  return told.cases.size() == 1 ? "LINKED: another case has something of the same"
                                : "LINKED: " + std::to_string(told.cases.size()) +
                                      " other cases have something of the same";
}

std::string what_to_do(const ToldLinks& told) {
  std::string text;
  if (is_again(told)) {
    text +=
        "Your request was sent all the same. If it is the same one, please withdraw one of the "
        "two: mail the word `recall` and its number to the gateway. ";
  }
  if (!told.cases.empty()) {
    text +=
        "You may read these cases: mail `search`, with the number and a line `Why:`, to the "
        "gateway. ";
  }
  if (!told.contacts.empty()) {
    text +=
        "A liaison desk that is named here has a message with the same thing. What it says is for "
        "that desk to tell you. ";
  }
  text.pop_back();
  return text;
}

}  // namespace

MessageNumber own_message(const ToldLinks& told) {
  return told.cases.empty() ? told.contacts.front().own : told.cases.front().own;
}

std::string thing_in_words(const SharedThing& thing) {
  auto text = std::string(kWords.at(static_cast<std::size_t>(thing.kind))) + " " + thing.value;
  return thing.birth.empty() ? text : text + ", born " + thing.birth;
}

std::string linked_lines(const ToldLinks& told, const config::Directory& directory,
                         const std::string& zone) {
  std::string text;
  std::size_t count = 0;
  for (const auto& one : told.cases) {
    if (count++ == kCommon) {
      text += "\n" + paragraph("  and " + std::to_string(told.cases.size() - kCommon) +
                               " more that you may read; these are the newest");
      break;
    }
    text += case_lines(one, directory, zone);
  }
  return text;
}

std::string contact_lines(const ToldLinks& told, const config::Directory& directory,
                          const std::string& country) {
  auto text = told.contacts.empty() ? std::string() : detail::heading("KNOWN ELSEWHERE");
  for (const auto& one : told.contacts) {
    text += contact_line(one, directory, country);
  }
  return text;
}

mail::Draft write_linked(const NoticeSource& source, const config::Directory& directory,
                         const Party& to, const ToldLinks& told, const LetterThread& thread) {
  const auto own = own_message(told);
  auto draft =
      detail::automatic(source.site, LetterKind::kLinked, &own.number, to, thread, source.now);
  draft.subject = "[" + own.text() + "] " + title_of(told);
  draft.text = paragraph(draft.subject) + linked_lines(told, directory, to.time_zone);
  draft.text += contact_lines(told, directory, to.country);
  draft.text += detail::reply_line({});
  draft.text += detail::heading("WHAT YOU CAN DO") + paragraph(what_to_do(told));
  return draft;
}

}  // namespace pouch::gateway

#include "gateway/letters/digest_letter.hpp"

#include "gateway/cases/local_day.hpp"
#include "gateway/letters/banner.hpp"
#include "gateway/letters/calendar.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kTitleColumns = 60;  // at most

std::string title_of(const Digest& digest, const Words& words) {
  std::vector<std::string> parts;
  const auto count = [&](std::size_t number, Phrase what) {
    if (number > 0) {
      parts.push_back(words(what, {{"count", number}}));
    }
  };
  count(digest.late(), "digest_late");
  count(digest.to_answer.size() - digest.late(), "digest_to_answer");
  count(digest.fresh.size(), "digest_new");
  count(digest.waits_for.size(), "digest_waits_for");
  return parts.empty() ? words("your_day_something")
                       : words("your_day", {{"parts", detail::join(parts, ", ")}});
}

std::string more_of(std::size_t all, const Words& words) {
  return all > kDigestLines
             ? detail::paragraph("  " + words("more_lists_open", {{"count", all - kDigestLines}}))
             : std::string();
}

// ": lorry at Giurgiu".
std::string titled(const Digest& digest, const CaseNumber& number) {
  const auto found = digest.titles.find(number);
  return found == digest.titles.end() ? std::string()
                                      : ": " + detail::shortened(found->second, kTitleColumns);
}

enum class Whose { kAskedBy, kAsked };

std::string lines_of(const Digest& digest, Whose whose, const config::Directory& directory,
                     const std::string& zone, const Words& words) {
  const auto& lines = whose == Whose::kAskedBy ? digest.to_answer : digest.waits_for;
  std::string text;
  for (std::size_t i = 0; i < lines.size() && i < kDigestLines; ++i) {
    const auto& line = lines[i];
    const auto country = detail::country_name(directory, line.country, words);
    auto said = line.number.text() + ", " +
                (whose == Whose::kAskedBy ? words("asked_by", {{"who", country}}) : country);
    if (line.due) {
      const Place when{"when", spoken_time(*line.due, zone, words)};
      said += ", " + (line.late ? words("late_since", {when}) : words("due", {when}));
    }
    said += line.stands ? "; " + words("question_is_open") : "";
    text += detail::indented(said + titled(digest, line.number), 2);
  }
  return text + more_of(lines.size(), words);
}

std::string fresh_lines(const Digest& digest, const Words& words) {
  std::string text;
  for (std::size_t i = 0; i < digest.fresh.size() && i < kDigestLines; ++i) {
    const auto& number = digest.fresh[i];
    text += detail::indented(number.text() + titled(digest, number.number), 2);
  }
  return text + more_of(digest.fresh.size(), words);
}

std::string search_lines(const Digest& digest, const Words& words) {
  std::string text;
  for (const auto& search : digest.searches) {
    text += detail::indented(search.name + ": " + words("found_new", {{"count", search.found}}), 2);
  }
  return text.empty() ? text : text + "\n" + detail::paragraph(words("kept_searches_shows_them"));
}

std::string key_lines(const Digest& digest, const std::string& zone, const Words& words) {
  std::string text;
  for (const auto& key : digest.keys) {
    text += detail::indented(words("key_ends", {{"key", detail::spoken(key.fingerprint)},
                                                {"when", spoken_time(key.expires, zone, words)}}),
                             2);
  }
  return text.empty() ? text : text + "\n" + detail::paragraph(words("make_it_longer"));
}

std::string day_lines(const Digest& digest, const Words& words) {
  std::string text;
  for (const auto& one : digest.days) {
    const Places places{{"number", one.number.text()},
                        {"what", words(detail::day_phrase(one.code))},
                        {"day", spoken_day(one.day, words)},
                        {"count", static_cast<std::size_t>(one.ahead)}};
    text += detail::indented((one.ahead == 0   ? words("digest_day_today", places)
                              : one.ahead == 1 ? words("digest_day_tomorrow", places)
                                               : words("digest_day_in", places)) +
                                 titled(digest, one.number),
                             2);
  }
  return text;
}

}  // namespace

mail::Draft write_digest(const NoticeSource& source, const config::Directory& directory,
                         const Party& to, const Digest& digest, const LetterThread& thread) {
  const auto& words = Words::in(to.language);
  const auto& zone = to.time_zone;
  auto draft = detail::automatic(source.site, LetterKind::kDigest, nullptr, to, thread, source.now);
  draft.subject = title_of(digest, words);
  draft.text = draft.subject + "\n";
  if (to.instead_of) {
    draft.text += detail::row(
        words("row_absent"),
        words("you_stand_in", {{"away", detail::away_in_words(*to.instead_of, zone, words)}}));
  }
  draft.text += detail::reply_line(words);
  const auto part = [&](Phrase title, const std::string& lines) {
    draft.text += lines.empty() ? "" : detail::heading(words(title)) + lines;
  };
  part("to_answer", lines_of(digest, Whose::kAskedBy, directory, zone, words));
  part("you_wait_for", lines_of(digest, Whose::kAsked, directory, zone, words));
  part("new_since_digest", fresh_lines(digest, words));
  part("days_of_notes", day_lines(digest, words));
  part("searches_you_keep", search_lines(digest, words));
  part("keys_that_end", key_lines(digest, zone, words));
  return draft;
}

}  // namespace pouch::gateway

#include "gateway/letters/digest_letter.hpp"

#include "gateway/cases/local_day.hpp"
#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kShown = 40;  // lines of a part

std::string counted(std::size_t number, const std::string& what) {
  return number == 0 ? std::string() : ", " + std::to_string(number) + " " + what;
}

std::string title_of(const Digest& digest) {
  const auto text = counted(digest.late(), "late") +
                    counted(digest.to_answer.size() - digest.late(), "to answer") +
                    counted(digest.fresh.size(), "new") +
                    counted(digest.waits_for.size(), "that you wait for");
  return "Your day" + (text.empty() ? ", something to see" : ": " + text.substr(2));
}

std::string more_of(std::size_t all) {
  return all > kShown ? detail::paragraph("  and " + std::to_string(all - kShown) +
                                          " more: a mail with the subject \"open\" lists them")
                      : std::string();
}

std::string lines_of(const std::vector<DigestLine>& lines, const std::string& before,
                     const config::Directory& directory, const std::string& zone) {
  std::string text;
  for (std::size_t i = 0; i < lines.size() && i < kShown; ++i) {
    const auto& line = lines[i];
    auto said = line.number.text() + ", " + before + detail::country_name(directory, line.country);
    said += line.due ? (line.late ? ", LATE since " : ", due ") + spoken_time(*line.due, zone) : "";
    said += line.stands ? "; a question is open, the time stands still" : "";
    text += detail::indented(said, 2);
  }
  return text + more_of(lines.size());
}

std::string fresh_lines(const std::vector<MessageNumber>& fresh) {
  std::string text;
  for (std::size_t i = 0; i < fresh.size() && i < kShown; ++i) {
    text += detail::indented(fresh[i].text(), 2);
  }
  return text + more_of(fresh.size());
}

}  // namespace

mail::Draft write_digest(const NoticeSource& source, const config::Directory& directory,
                         const Party& to, const Digest& digest, const LetterThread& thread) {
  auto draft = detail::automatic(source.site, LetterKind::kDigest, nullptr, to, thread, source.now);
  draft.subject = title_of(digest);
  draft.text = draft.subject + "\n";
  if (to.instead_of) {
    draft.text += detail::row(
        "Absent", detail::away_in_words(*to.instead_of, to.time_zone) + ", you stand in");
  }
  draft.text += detail::reply_line({});
  const auto part = [&](const std::string& title, const std::string& lines) {
    draft.text += lines.empty() ? "" : detail::heading(title) + lines;
  };
  part("TO ANSWER", lines_of(digest.to_answer, "asked by ", directory, to.time_zone));
  part("YOU WAIT FOR", lines_of(digest.waits_for, "", directory, to.time_zone));
  part("NEW SINCE THE LAST DIGEST", fresh_lines(digest.fresh));
  std::string searches, keys, days;
  for (const auto& one : digest.days) {
    days += detail::indented(one.number.text() + ", " + one.words + " on " + spoken_day(one.day) +
                                 (one.ahead == 0   ? std::string(", TODAY")
                                  : one.ahead == 1 ? std::string(", tomorrow")
                                                   : ", in " + std::to_string(one.ahead) + " days"),
                             2);
  }
  part("DAYS THAT YOUR NOTES NAME", days);
  for (const auto& search : digest.searches) {
    searches += detail::indented(search.name + ": " + std::to_string(search.found) + " new", 2);
  }
  if (!searches.empty()) {
    searches += "\n" + detail::paragraph("A mail with the subject \"kept searches\" shows them.");
  }
  part("SEARCHES THAT YOU KEEP", searches);
  for (const auto& key : digest.keys) {
    keys += detail::indented(
        detail::spoken(key.fingerprint) + " ends " + spoken_time(key.expires, to.time_zone), 2);
  }
  if (!keys.empty()) {
    keys += "\n" + detail::paragraph(
                       "Make it longer, or a new one, in time and send it to the operator; after "
                       "that day nothing can be sealed to it.");
  }
  part("KEYS OF YOURS THAT END", keys);
  return draft;
}

}  // namespace pouch::gateway

#include "gateway/work/classified.hpp"

#include <chrono>

#include "gateway/extract/file_text.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "gateway/work/operator_letter.hpp"
#include "gateway/work/refusing.hpp"

namespace pouch::gateway {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kReadingOfFiles{60};

std::string line_of(const ClassificationMark& mark) { return "line " + std::to_string(mark.line); }

std::optional<MarkedMail> mark_in_words(const Arrived& arrived, Classification ceiling) {
  const auto& content = arrived.opened.content;
  if (auto mark = mark_above(arrived.opened.headers.subject, ceiling)) {
    return MarkedMail{*mark, "the subject"};
  }
  for (const auto* text : {&content.text, &content.html_text}) {
    if (auto mark = mark_above(*text, ceiling)) {
      return MarkedMail{*mark, line_of(*mark) + " of the text"};
    }
  }
  return std::nullopt;
}

// What the reader of files gives no word of is not waited for: it is searched by nobody either.
std::optional<MarkedMail> mark_in_files(const Arrived& arrived, Classification ceiling) {
  const auto end = Clock::now() + kReadingOfFiles;
  std::size_t number = 0;
  for (const auto& file : arrived.opened.content.attachments) {
    ++number;
    if (!may_hold_text({file.name, file.media_type}) || Clock::now() >= end) {
      continue;
    }
    try {
      const auto& found = arrived.files.of({file.name, file.media_type, file.charset}, file.bytes);
      if (auto mark = mark_above(found.text, ceiling)) {
        return MarkedMail{*mark, line_of(*mark) + " of file " + std::to_string(number)};
      }
    } catch (const Fault& fault) {
      log(Level::kWarning, "words-not-read", {{"what", fault.what()}});
      return std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<MarkedMail> classification_mark(const Arrived& arrived, const Reading& reading) {
  const auto ceiling = level_named(arrived.runtime.site.highest_classification);
  const bool refused = reading.form && level_named(reading.form->text("classification")) > ceiling;
  if (arrived.entry.released || refused) {
    return std::nullopt;
  }
  auto marked = mark_in_words(arrived, ceiling);
  return marked ? marked : mark_in_files(arrived, ceiling);
}

void hold_classified(const Arrived& arrived, const MarkedMail& marked, const Sender& sender,
                     const Reservation& reserved, Commit& commit) {
  const auto level = std::string(name(marked.mark.level));
  const auto& most = arrived.runtime.site.highest_classification;
  const auto mark =
      marked.mark.words + (marked.mark.words == level ? "" : ", which means " + level);
  Refused refused{.reason = "classification-mark",
                  .problems = {},
                  .form_text = "",
                  .subject = arrived.opened.headers.subject};
  refused.problems.push_back({.label = "",
                              .code = "classification-mark",
                              .text = marked.where + " says " + mark,
                              .hint = "this site may hold no more than " + most});
  const bool told = hold(arrived, sender, reserved, refused,
                         "marked " + level + " in " + marked.where + "; by " + sender.id, commit);
  tell(reachable_security(arrived.runtime, arrived.crypto), arrived, "Held: a mail marked " + level,
       "In the mail of " + sender.name + " (" + sender.id + ") " + marked.where + " says " + mark +
           ".\nThis site may hold no more than " + most + ". Nothing was sent on" +
           (told ? ", and they have been told so.\n" : ".\n") +
           "\nCall them. If it is no mark of a classification, pouch held release lets the mail "
           "go on as it is.\nElse tell them which channel to use, and drop it: pouch held drop.\n",
       reserved.letter_seed, 2, commit);
}

}  // namespace pouch::gateway

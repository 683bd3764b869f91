#include "gateway/work/classified.hpp"

#include <chrono>
#include <utility>

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

// What the reader of files gives no word of is not waited for: it counts as not looked at.
MarksFound marks_in_files(const Arrived& arrived, Classification ceiling) {
  auto end = Clock::now() + kReadingOfFiles;
  MarksFound found;
  std::size_t number = 0;
  for (const auto& file : arrived.opened.content.attachments) {
    ++number;
    if (!may_hold_text({file.name, file.media_type})) {
      continue;
    }
    if (Clock::now() >= end) {
      found.unchecked.push_back({number, file.name, "there was no time left for it"});
      continue;
    }
    try {
      const auto& read = arrived.files.of({file.name, file.media_type, file.charset}, file.bytes);
      if (auto mark = mark_above(read.text, ceiling)) {
        found.mark = MarkedMail{*mark, line_of(*mark) + " of file " + std::to_string(number)};
        return found;
      }
      if (!read.failure.empty()) {
        found.unchecked.push_back({number, file.name, read.failure});
      }
    } catch (const Fault& fault) {
      log(Level::kWarning, "words-not-read", {{"what", fault.what()}});
      found.unchecked.push_back({number, file.name, "the reader of files failed over it"});
      end = Clock::now();  // nor over the others: they are read later, for searches
    }
  }
  return found;
}

}  // namespace

MarksFound classification_marks(const Arrived& arrived, const Reading& reading) {
  const auto ceiling = level_named(arrived.runtime.site.highest_classification);
  const bool refused = reading.form && level_named(reading.form->text("classification")) > ceiling;
  if (arrived.entry.released || refused) {
    return {};
  }
  auto marked = mark_in_words(arrived, ceiling);
  return marked ? MarksFound{std::move(marked), {}} : marks_in_files(arrived, ceiling);
}

void say_unchecked(const std::vector<UncheckedFile>& files, Decision& decision) {
  for (const auto& file : files) {
    decision.warnings.push_back(
        {.label = "",
         .code = "not-checked",
         .text = "the file " + file.name + " could not be read (" + file.why +
                 "): nobody has looked whether it bears the mark of a classification",
         .hint = "if it does, tell the operator at once by telephone"});
  }
}

void tell_unchecked(const Arrived& arrived, const std::vector<UncheckedFile>& files,
                    const MessageNumber& number, const Sender& sender, const std::string& seed,
                    Commit& commit) {
  if (files.empty()) {
    return;
  }
  std::vector<std::size_t> numbers;
  for (const auto& file : files) {
    numbers.push_back(file.number);
  }
  tell(reachable_security(arrived.runtime, arrived.crypto), arrived,
       unchecked_note(number.text(), {sender.name, sender.id}, std::move(numbers),
                      arrived.runtime.site.highest_classification),
       seed, commit.letters.size() + 1, commit);
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
  tell(reachable_security(arrived.runtime, arrived.crypto), arrived,
       marked_note({sender.name, sender.id}, level, refused.problems.front().text, most, told),
       reserved.letter_seed, 2, commit);
}

}  // namespace pouch::gateway

#include "gateway/archive/attached_words.hpp"

#include <algorithm>

#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"

namespace pouch::gateway {
namespace {

using Clock = std::chrono::steady_clock;

// False: no word of it.
bool look_into(StoredPart& part, std::size_t limit, FileTexts& files) {
  const FileQuestion question{part.name, part.media_type, part.charset};
  try {
    const auto& found = files.of(question, part.bytes);
    const bool fits = found.text.size() <= limit;
    part.words = fits ? found.text : std::string();
    part.unread = fits ? found.failure : "the files of this mail hold too much text";
    part.file_facts = found.facts;
    return true;
  } catch (const Fault& fault) {
    log(Level::kWarning, "words-not-read", {{"what", fault.what()}});
    return false;
  }
}

}  // namespace

bool read_words(std::vector<StoredPart>& parts, FileTexts& files, Unanswered unanswered) {
  const auto end = Clock::now() + kReadingOfMail;
  auto left = kWordsOfMail;
  bool news = false, answers = true;
  for (auto& part : parts) {
    if (part.words) {
      continue;
    }
    if (part.evidence || !may_hold_text({part.name, part.media_type})) {
      part.words = std::string();
      continue;
    }
    if (!answers || Clock::now() >= end) {
      continue;
    }
    answers = look_into(part, left, files);
    if (!answers && unanswered == Unanswered::kForGood) {
      part.words = std::string();
      part.unread = "the reader of files failed over it";
      answers = true;  // over the next one it may not
    }
    if (part.words) {
      left -= part.words->size();
      news = news || !part.words->empty() || !part.file_facts.empty();
    }
  }
  return news;
}

std::string words_in(Body& body, const PartFacts& part) {
  return part.evidence ? std::string() : body.words(part).value_or(std::string());
}

}  // namespace pouch::gateway

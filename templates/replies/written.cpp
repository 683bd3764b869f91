#include "templates/replies/written.hpp"

#include <algorithm>
#include <set>

#include "templates/reading/quotes.hpp"
#include "templates/replies/reply_layout.hpp"
#include "templates/replies/reply_sorter.hpp"
#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

// An answer under a quoted question begins with its number, the question itself is cut.
std::string own_words(const std::vector<Typed>& typed) {
  std::string text;
  std::size_t below = kNowhere;
  int question = 0;
  for (const auto& one : typed) {
    const bool same = one.below == below && one.question == question && !text.empty();
    text += one.after_blank && !text.empty() ? "\n" : "";
    const bool numbered = one.question > 0 && !same && !list_item(one.text);
    text += (numbered ? std::to_string(one.question) + ". " : "") + one.text + "\n";
    below = one.below;
    question = one.question;
  }
  return std::string(trim(text));
}

void append(std::string& text, const Typed& line) {
  text += text.empty() ? "" : line.after_blank ? "\n\n" : "\n";
}

// Lines typed in a fence: under a question its answer, a numbered line the answer to its number.
void sort_answers(const std::vector<Typed>& typed, const std::set<int>& questions, Fenced& fenced) {
  std::set<int> direct;
  for (const auto& one : typed) {
    direct.insert(one.question);
  }
  NumberedAnswer* open = nullptr;
  std::size_t below = kNowhere;
  int question = 0;
  bool first = true;
  for (const auto& one : typed) {
    if (first || one.below != below || one.question != question) {
      open = nullptr;
    }
    first = false;
    below = one.below;
    question = one.question;
    const auto item = list_item(one.text);
    const int number = item ? item->number : 0;
    const bool named = number > 0 && questions.count(number) > 0 &&
                       (number == question || direct.count(number) == 0);
    if (named && (open == nullptr || open->question != number)) {
      fenced.answers.push_back({number, std::string(item->text), one.line});
      open = &fenced.answers.back();
      continue;
    }
    if (open == nullptr && question > 0) {
      fenced.answers.push_back({question, std::string(trim(one.text)), one.line});
      open = &fenced.answers.back();
      continue;
    }
    if (open != nullptr && question == 0 && one.after_blank) {
      open = nullptr;
    }
    auto& text = open != nullptr ? open->text : fenced.words;
    append(text, one);
    text += trim(one.text);
  }
}

// The lines between the two of the fence, of its depth or typed.
std::string text_of(const ReplyLayout& mail, std::size_t fence) {
  std::string text;
  const auto& which = mail.fences[fence];
  for (auto i = which.first; i < which.behind; ++i) {
    const bool cut = mail.whose[i] == Whose::kOthers || mail.whose[i] == Whose::kSignature;
    if (mail.fence_of(i) == fence && !cut) {
      const auto& line = mail.lines[i];
      text += std::string(line.depth == 0 ? line.whole : line.text) + "\n";
    }
  }
  return text;
}

bool is_touched(const Fenced& fenced) {
  return !fenced.filled.empty() || !fenced.answers.empty() || !fenced.words.empty();
}

std::string key(const Filled& one) { return fold(one.label) + "\n" + plain(one.value); }
std::string key(const NumberedAnswer& one) {
  return std::to_string(one.question) + "\n" + plain(one.text);
}

template <typename One>
void add_new(const std::vector<One>& other, std::vector<One>& all) {
  std::set<std::string> known;
  for (const auto& one : all) {
    known.insert(key(one));
  }
  for (const auto& one : other) {
    if (known.insert(key(one)).second) {
      all.push_back(one);
    }
  }
}

// A second copy that was filled in too: what it says otherwise is there twice for the reader.
void merge(const Fenced& other, Fenced& fenced) {
  add_new(other.filled, fenced.filled);
  add_new(other.answers, fenced.answers);
  if (plain(other.words) != plain(fenced.words)) {
    fenced.words += (fenced.words.empty() || other.words.empty() ? "" : "\n\n") + other.words;
  }
}

std::optional<Fenced> the_fence(const ReplyLayout& mail, const OurLetters& ours,
                                const std::vector<Found>& found) {
  std::optional<Fenced> result;
  for (std::size_t i = 0; i < found.size(); ++i) {
    Fenced fenced;
    fenced.line = mail.lines[mail.fences[i].first].number;
    fenced.filled = found[i].filled;
    sort_answers(found[i].typed, ours.questions, fenced);
    if (!result || (is_touched(fenced) && !is_touched(*result))) {
      fenced.text = text_of(mail, i);
      result = std::move(fenced);
    } else if (is_touched(fenced)) {
      merge(fenced, *result);
    }
  }
  return result;
}

}  // namespace

Written written(std::string_view text, std::string_view answered,
                const std::vector<std::string>& others, std::string_view fence) {
  Written result;
  if (trim(answered).empty()) {
    result.own = own_words_of(text, {}, &result.cut);
    return result;
  }
  auto ours = our_letters(answered, others);
  const auto mail = lay_out(text, ours, fence);
  if (!mail.whole) {
    result.own = std::string(trim(text));  // nothing that was typed is lost
    return result;
  }
  auto sorted = sort_reply(mail, ours);
  result.own = own_words(sorted.outside.typed);
  result.filled = std::move(sorted.outside.filled);
  result.fenced = the_fence(mail, ours, sorted.fenced);
  result.cut = std::move(sorted.cut);
  return result;
}

}  // namespace pouch::templates

#include "gateway/decide/order_permission.hpp"

#include <algorithm>
#include <array>

#include "gateway/decide/greeting.hpp"
#include "gateway/decide/order_line.hpp"
#include "gateway/decide/order_search.hpp"
#include "templates/language/order_words.hpp"
#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/phrases.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::size_t kMostLines = 200, kSignatureLines = 6, kWordsOfSignatureLine = 6;

using Lines = std::vector<std::string>;

// "it is permitted as asked": words that say nothing of their own beside a yes.
bool is_filler(std::string_view word) {
  constexpr std::array<std::string_view, 18> kFillers{
      "as", "asked", "requested", "it",  "this", "that",   "is",  "we",    "i",
      "do", "the",   "use",       "its", "in",   "hereby", "for", "court", "to"};
  const auto folded = templates::fold(word);
  return folded.empty() || std::find(kFillers.begin(), kFillers.end(), folded) != kFillers.end();
}

// "yes" or "no" as the forms say it, in any language of theirs.
bool is_said(std::string_view word, const char* phrase, const templates::TemplateSet& templates) {
  const auto folded = templates::fold(word);
  const auto languages = templates.languages();
  return folded == templates::fold(templates::english_phrase(phrase)) ||
         std::any_of(languages.begin(), languages.end(), [&](const templates::Language* one) {
           const auto said = one->phrases.find(phrase);
           return said != one->phrases.end() && templates::fold(said->second) == folded;
         });
}

// Without the labels of the form that says the same: who copies its lines means it.
std::optional<std::string> unlabelled(const std::string& line, const PermissionAsked& asked,
                                      const templates::TemplateSet& templates,
                                      const Numbering& ours) {
  const auto found = templates::labelled(line);
  const auto* field = found ? templates::field_called(templates, "control", found->label) : nullptr;
  if (field == nullptr) {
    return line;
  }
  if (field->id == "target") {
    const auto numbers = find_numbers(found->value, ours).valid;
    const bool same = numbers.size() == 1 && numbers.front() == asked.message;
    return same ? std::nullopt : std::optional(line);
  }
  const bool counts = field->id == "action" || field->id == "use_allowed_text";
  return counts ? std::string(found->value) : line;
}

// What is said, without the closing and the name, office and telephone under it.
Lines said_in(const std::string& own, const PermissionAsked& asked,
              const templates::TemplateSet& templates, const Numbering& ours) {
  Lines lines, below;
  bool closed = false, is_signature = true;
  for (const auto& one : templates::split_lines(own, kMostLines)) {
    auto line = unlabelled(std::string(one.text), asked, templates, ours);
    if (!line || templates::fold(*line).empty()) {
      continue;
    }
    if (is_courtesy(order_line(*line, templates, ours))) {
      closed = closed || !lines.empty();
      continue;
    }
    const bool is_short = words_in(*line).size() <= kWordsOfSignatureLine;
    is_signature = is_signature && is_short;
    (closed ? below : lines).push_back(std::move(*line));
  }
  if (below.size() > kSignatureLines || !is_signature) {
    lines.insert(lines.end(), below.begin(), below.end());
  }
  return lines;
}

// How a line begins: its words that say yes, or no, and how many they are.
struct Beginning {
  bool yes = false, no = false;
  bool bare = false;  // the no is that word alone, and what follows belongs to it: "no objection"
  std::size_t words = 0;
};

class Scan {
 public:
  Scan(const std::string& line, const templates::TemplateSet& templates)
      : words_(words_in(line)), templates_(templates) {}

  Beginning beginning() {
    while (at_ < words_.size() && step()) {
    }
    if (result_.yes && !result_.no && at_ < words_.size()) {
      // What stands behind the yes belongs to it, but for "for Radu Marin".
      const auto next = said_ < words_.size() ? templates::fold(words_[said_]) : std::string();
      at_ = said_ + (next == "for" || next == "to" ? 1 : 0);
    }
    result_.words = at_;
    return result_;
  }

 private:
  bool step() {
    if (const auto count = words_meaning(words_, at_, "deny", templates_)) {
      result_.bare = false;
      return take(count, result_.no);
    }
    if (result_.no) {
      return false;  // what follows is why
    }
    if (const auto count = words_meaning(words_, at_, "permit", templates_)) {
      return take(count, result_.yes);
    }
    if (is_said(words_[at_], "no", templates_)) {
      result_.bare = !ends_clause();
      return take(1, result_.no);
    }
    if (is_said(words_[at_], "yes", templates_)) {
      return take(1, result_.yes);
    }
    const auto courtesy = words_meaning(words_, at_, templates::kCourtesy, templates_);
    const std::size_t skipped = courtesy > 0 ? courtesy : is_filler(words_[at_]) ? 1 : 0;
    at_ += skipped;
    return skipped > 0;
  }

  bool take(std::size_t count, bool& said) {
    said = true;
    at_ += count;
    said_ = at_;
    return true;
  }

  // A mark behind the word, or nothing, or a dash.
  bool ends_clause() const {
    const bool last = at_ + 1 == words_.size() || templates::fold(words_[at_ + 1]).empty();
    return last || std::string_view(",.;:!-/").find(words_[at_].back()) != std::string_view::npos;
  }

  std::vector<std::string> words_;
  const templates::TemplateSet& templates_;
  std::size_t at_ = 0, said_ = 0;  // said_: behind the last yes or no
  Beginning result_;
};

std::string with_lines(const std::string& first, const Lines& lines, const char* between) {
  std::string text = first;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    text += (text.empty() ? "" : between) + lines[i];
  }
  return text;
}

// "– later": the reason alone.
std::string without_marks(std::string text) {
  while (!text.empty() && templates::fold(text.substr(0, text.find(' '))).empty()) {
    text = behind_words(text, 1);
  }
  return text;
}

// A further line that says yes and nothing else, as in a second language.
bool only_yes(const std::string& line, const templates::TemplateSet& templates) {
  const auto begins = Scan(line, templates).beginning();
  return begins.yes && !begins.no && templates::fold(behind_words(line, begins.words)).empty();
}

}  // namespace

std::optional<Order> permission_order(std::string_view own, const PermissionAsked& asked,
                                      const templates::TemplateSet& templates,
                                      const Numbering& ours) {
  auto lines = said_in(without_greeting(std::string(own), templates, ours), asked, templates, ours);
  if (lines.empty()) {
    return std::nullopt;
  }
  const auto begins = Scan(lines.front(), templates).beginning();
  if (!begins.yes && !begins.no) {
    return std::nullopt;
  }
  Order order;
  order.number = asked.message;
  const auto behind = behind_words(lines.front(), begins.words);
  const bool asks = lines.front().find('?') != std::string::npos;
  if (begins.no && !begins.yes && !begins.bare && !asks) {
    order.kind = OrderKind::kDeny;
    order.query = asked.use;
    order.why = with_lines(without_marks(behind), lines, "\n");
    return order;
  }
  order.kind = OrderKind::kPermit;
  if (begins.no || asks) {  // "yes and no", "yes?"
    order.query = with_lines(lines.front(), lines, " ");
    return order;
  }
  lines.erase(std::remove_if(lines.begin() + 1, lines.end(),
                             [&](const auto& line) { return only_yes(line, templates); }),
              lines.end());
  const auto more = with_lines(behind, lines, " ");
  order.query = templates::fold(more).empty() ? asked.use : more;
  return order;
}

}  // namespace pouch::gateway::detail

#include "templates/replies/our_letters.hpp"

#include <algorithm>

#include "templates/replies/fence.hpp"
#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kMostLetterLines = 20000;
constexpr std::ptrdiff_t kLineToFillWords = 5;  // of a label; more is a sentence that introduces

bool is_indented(const Line& line) { return line.whole.starts_with(' ') && !line.text.empty(); }

// What the lines of one letter ask for, from top to bottom.
class Letter {
 public:
  Letter(std::string_view text, OurLetters& ours)
      : lines_(split_lines(text, kMostLetterLines)), ours_(ours) {
    ours.letters.push_back(ours.words.size());
  }

  void read() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].text.empty()) {
        in_question_ = false;
        entry_ = fill_ = kNowhere;
        continue;
      }
      OurLine line;
      line.text = lines_[i].text;
      line.first = ours_.words.size();
      auto words = words_of(line.text, ours_.lines.size(), ours_.dictionary, true);
      ours_.words.insert(ours_.words.end(), words.begin(), words.end());
      line.last = ours_.words.size();
      if (line.first == line.last) {
        continue;
      }
      line.label_last = line.first;
      line.letter = static_cast<int>(ours_.letters.size()) - 1;
      ours_.folded.push_back(fold(plain(line.text)));
      tell(i, line);
      ours_.lines.push_back(std::move(line));
    }
  }

 private:
  void tell(std::size_t at, OurLine& line) {
    const auto item = list_item(line.text);
    const auto block = block_of(line.text);
    const auto found = labelled_line(line.text);
    const bool goes_on = in_question_ && is_indented(lines_[at]);
    if (is_fence_line(line.text)) {
      in_form_ = !in_form_;
      leave_form();
    } else if (item && item->number > 0) {
      question_ = item->number;
      in_question_ = true;
      ours_.questions.insert(question_);
      continue_entry(at, line);
    } else if (!block.empty()) {
      block_ = block;
      question_ = 0;
      entry_ = fill_ = kNowhere;
    } else if (!found.label.empty() && !goes_on) {
      start_entry(at, found, line);
    } else {
      question_ = in_question_ ? question_ : 0;
      if (entry_ == kNowhere && !is_help(line.text) && !is_mark(line.text)) {
        block_.clear();  // a heading, running text
      }
      continue_entry(at, line);
    }
    line.question = question_;
    line.block = block_;
    line.fill = fill_;
    if (line.entry != ours_.lines.size() && !is_example(at)) {
      line.fill = fill_ = kNowhere;
    }
  }

  void leave_form() {
    block_.clear();
    question_ = 0;
    in_question_ = false;
    entry_ = fill_ = kNowhere;
  }

  // "  for example: …" below a line to fill in: what is typed under it belongs to that line.
  bool is_example(std::size_t at) const { return fill_ != kNowhere && is_indented(lines_[at]); }

  void start_entry(std::size_t at, const LabelledLine& found, OurLine& line) {
    question_ = 0;
    in_question_ = false;
    if (is_example(at)) {
      entry_ = kNowhere;
      return;
    }
    const bool bare = block_.empty() || found.label.starts_with('[');
    line.label = (bare ? "" : block_ + " ") + found.label;
    line.value = plain(found.value);
    ours_.labels.insert(fold(found.label));
    Dictionary known;
    line.label_last = line.first + words_of(found.label, 0, known, true).size();
    entry_ = line.entry = ours_.lines.size();
    fill_ = is_to_fill(at, found) ? entry_ : kNowhere;
  }

  // Nothing behind it, and no text, list or heading that it introduces.
  bool is_to_fill(std::size_t at, const LabelledLine& found) const {
    const auto words = std::count(found.label.begin(), found.label.end(), ' ') + 1;
    if (!found.value.empty() || words > kLineToFillWords) {
      return false;
    }
    auto next = at + 1;
    if (next < lines_.size() && !lines_[next].text.empty()) {
      const auto below = lines_[next].text;
      return is_indented(lines_[next]) || !labelled_line(below).label.empty() || is_help(below) ||
             is_mark(below) || !block_of(below).empty() || below.starts_with('(');
    }
    while (next < lines_.size() && lines_[next].text.empty()) {
      ++next;
    }
    return next == lines_.size() || !list_item(lines_[next].text);
  }

  // A form goes on with or without indent; of our own lines only those that we indented.
  void continue_entry(std::size_t at, OurLine& line) {
    const bool apart = !in_form_ && !is_indented(lines_[at]);
    if (apart || is_help(line.text) || is_mark(line.text)) {
      entry_ = kNowhere;
    }
    if (entry_ == kNowhere || fill_ != kNowhere) {
      return;
    }
    line.entry = entry_;
    ours_.lines[entry_].value += plain(line.text);
  }

  std::vector<Line> lines_;
  OurLetters& ours_;
  std::string block_;
  std::size_t entry_ = kNowhere, fill_ = kNowhere;
  int question_ = 0;
  bool in_question_ = false, in_form_ = false;
};

}  // namespace

OurLetters our_letters(std::string_view answered, const std::vector<std::string>& others) {
  OurLetters ours;
  Letter(answered, ours).read();
  for (const auto& letter : others) {
    Letter(letter, ours).read();
  }
  std::sort(ours.folded.begin(), ours.folded.end());
  return ours;
}

bool is_line_of(const OurLetters& ours, std::string_view text) {
  const auto wanted = fold(plain(text));
  const auto found = std::lower_bound(ours.folded.begin(), ours.folded.end(), wanted);
  return !wanted.empty() && found != ours.folded.end() && found->starts_with(wanted);
}

LabelledLine labelled_line(std::string_view text) {
  std::string block;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    block = end == std::string_view::npos ? "" : block_of(text.substr(0, end + 1));
    if (block.empty()) {
      return {};
    }
    text = trim(text.substr(end + 1));
  }
  const auto found = labelled(text);
  if (!found || found->by_tab || is_help(text) ||
      found->label.find_first_of(",;") != std::string_view::npos) {
    return {};
  }
  return {(block.empty() ? "" : block + " ") + std::string(found->label), found->value};
}

std::string block_of(std::string_view text) {
  const auto header = block_header(text);
  if (!header || header->number < 0) {
    return {};
  }
  return "[" + std::string(header->name) +
         (header->number > 0 ? " " + std::to_string(header->number) : "") + "]";
}

}  // namespace pouch::templates

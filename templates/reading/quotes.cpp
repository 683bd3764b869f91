#include "templates/reading/quotes.hpp"

#include <algorithm>
#include <map>

#include "templates/reading/quote_words.hpp"
#include "templates/reading/reader.hpp"
#include "templates/reading/scanner.hpp"
#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kMostLines = 100000;
constexpr std::size_t kBlockLines = 40;   // of a header block: long lists of addressees are filled
constexpr std::size_t kFilledLines = 12;  // of one header field
constexpr std::size_t kAttributionLines = 3;
constexpr std::size_t kAttributionOctets = 600;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool names_time(std::string_view text) {
  for (std::size_t i = 0; i + 3 < text.size(); ++i) {
    if (is_digit(text[i]) && text[i + 1] == ':' && is_digit(text[i + 2])) {
      return true;
    }
  }
  return false;
}

namespace {

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

bool names_who_or_when(std::string_view text) {
  const auto year = text.find("20");
  return names_time(text) || text.find('@') != std::string_view::npos ||
         (year != std::string_view::npos && year + 3 < text.size() && is_digit(text[year + 2]) &&
          is_digit(text[year + 3]));
}

std::optional<HeaderKind> kind_of(const Line& line) {
  const auto found = labelled(line.text);
  return found && !found->by_tab ? header_kind(found->label) : std::nullopt;
}

// A filled line of a header field's addressees.
bool goes_on(const Line& line) {
  return line.text.find_first_of("@;") != std::string_view::npos || !labelled(line.text);
}

// The end of a header block that begins at `at`; `at` when there is none. It has From, a date and a
// Subject, in any order, each once, with no empty line between: a form never has all three.
std::size_t header_block_end(const std::vector<Line>& lines, std::size_t at, const IsOurs& ours) {
  const auto first = kind_of(lines[at]);
  if (!first || *first == HeaderKind::kOther) {
    return at;
  }
  unsigned seen = 0, all = 0, known = 0;
  std::size_t end = at, filled = 0;
  for (auto i = at; i < lines.size() && i < at + kBlockLines; ++i) {
    const auto& line = lines[i];
    if (line.text.empty() || line.depth != lines[at].depth) {
      break;
    }
    const auto kind = kind_of(line);
    if (!kind) {
      if (++filled > kFilledLines || !goes_on(line)) {
        break;
      }
      continue;
    }
    const unsigned bit = 1U << static_cast<unsigned>(*kind);
    if (*kind != HeaderKind::kOther && (seen & bit) != 0) {
      break;
    }
    if (*kind == HeaderKind::kDate && !has_digit(line.text)) {
      break;
    }
    seen |= bit;
    ++all;
    known += ours && ours(line) ? 1U : 0U;
    end = i + 1;
    filled = 0;
  }
  const auto has = [&](HeaderKind kind) {
    return (seen & (1U << static_cast<unsigned>(kind))) != 0;
  };
  const bool whole = has(HeaderKind::kFrom) && has(HeaderKind::kDate) && has(HeaderKind::kSubject);
  return whole && 2 * known <= all ? end : at;
}

std::size_t next_filled(const std::vector<Line>& lines, std::size_t at) {
  while (at < lines.size() && lines[at].text.empty()) {
    ++at;
  }
  return at;
}

void leave_empty(std::vector<Line>& lines, std::size_t from, std::size_t to) {
  for (auto i = from; i < to; ++i) {
    lines[i].header = !lines[i].text.empty();
    lines[i].text = {};
  }
}

// The end of the mark at `at` with the header block under it, if one follows.
std::size_t mark_end(const std::vector<Line>& lines, std::size_t at, const IsOurs& ours) {
  const auto next = next_filled(lines, at + 1);
  const bool same = next < lines.size() && lines[next].depth == lines[at].depth;
  const auto end = same ? header_block_end(lines, next, ours) : next;
  return same && end > next ? end : at + 1;
}

// How many lines at `at` a client put above what it quotes without marks.
std::size_t lines_above_quotation(const std::vector<Line>& lines, std::size_t at,
                                  const IsOurs& ours) {
  if (is_message_mark(lines[at].text)) {
    return mark_end(lines, at, ours) - at;
  }
  if (!is_rule(lines[at].text)) {
    return header_block_end(lines, at, ours) - at;
  }
  const auto next = next_filled(lines, at + 1);
  if (next == lines.size() || lines[next].depth != lines[at].depth) {
    return 0;
  }
  const auto end = is_message_mark(lines[next].text) ? mark_end(lines, next, ours)
                                                     : header_block_end(lines, next, ours);
  return end > next ? end - at : 0;
}

bool stands_above_quote(const std::vector<Line>& lines, std::size_t at) {
  const auto next = next_filled(lines, at + 1);
  return next < lines.size() && lines[next].depth > lines[at].depth;
}

// At the last line of its paragraph, which ends with a colon, right above a deeper quotation.
bool introduces_quote(const std::vector<Line>& lines, std::size_t at) {
  const auto text = lines[at].text;
  const bool colon = text.ends_with(':') || text.ends_with("\xEF\xBC\x9A");
  return colon && stands_above_quote(lines, at);
}

// First line of the attribution that ends at `last`; past it when the paragraph is none. Of what
// stands right above it only so much is taken as it needs to be whole: who, when, wrote.
std::size_t attribution_start(const std::vector<Line>& lines, std::size_t last) {
  std::string text;
  for (std::size_t taken = 0; taken < kAttributionLines && taken <= last; ++taken) {
    const auto& line = lines[last - taken];
    if (line.text.empty() || line.depth != lines[last].depth) {
      break;
    }
    text = std::string(line.text) + " " + text;
    if (text.size() > kAttributionOctets) {
      break;
    }
    if (names_who_or_when(text) && says_wrote(text)) {
      const auto start = last - taken;
      const bool when_is_above = start > 0 && !names_time(text) &&
                                 lines[start - 1].depth == lines[last].depth &&
                                 names_time(lines[start - 1].text);
      return when_is_above ? start - 1 : start;
    }
  }
  const bool names_writer =
      lines[last].text.find('@') != std::string_view::npos || says_wrote(lines[last].text);
  return names_writer ? last : last + 1;
}

// Between a `Form:` line and the last label of a form, neither quoted, where no other `Form:` line
// follows, a header block without a mark above it is text of the case.
struct Pasted {
  std::size_t from = 0, to = 0;
};

Pasted pasted_between(const std::vector<Line>& lines, const Vocabulary& vocabulary) {
  const auto is_label = [&](const Line& line) {
    const auto found = labelled(line.text);
    if (!found || found->by_tab || header_kind(found->label)) {
      return false;
    }
    const auto folded = fold(found->label);
    return std::any_of(vocabulary.templates.begin(), vocabulary.templates.end(),
                       [&](const auto& one) { return one.second.find(folded) != Labels::npos; });
  };
  Pasted pasted;
  for (auto i = lines.size(); i-- > 0;) {
    if (lines[i].depth > 0 || lines[i].text.empty()) {
      continue;
    }
    if (named_form(lines, i, vocabulary)) {
      pasted.from = i;  // the last one
      return pasted;
    }
    if (pasted.to == 0 && is_label(lines[i])) {
      pasted.to = i;
    }
  }
  return {};
}

// Picks an author's own lines out of a mail.
class Author {
 public:
  Author(std::vector<Line> lines, std::string_view ours)
      : lines_(std::move(lines)), ours_(fold(ours)) {}

  std::string words(std::vector<std::string>* cut_away) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const auto& line = lines_[i];
      if (line.depth == 0 && is_signature(line)) {
        signed_ = true;
      }
      if (line.text.empty()) {
        blank_ = true;
        in_question_ = asked_ = false;
        keep_cut(i, cut_away);
      } else if (line.depth > 0 ? answers_unmarked(line) : !signed_ && is_own(i)) {
        add(line);
        cut_open_ = false;
      } else {
        keep_cut(i, cut_away);
        if (line.depth > 0) {
          cut(line);
        }
      }
    }
    return std::string(trim(result_));
  }

 private:
  bool is_own(std::size_t at) const {
    return !is_attribution(lines_, at) &&
           !(is_rule(lines_[at].text) && stands_above_quote(lines_, at));
  }

  // One piece for lines without words of the author's between.
  void keep_cut(std::size_t at, std::vector<std::string>* cut_away) {
    const auto& line = lines_[at];
    const auto text = line.header ? trim(line.whole) : line.text;
    if (cut_away == nullptr || text.empty()) {
      return;
    }
    if (!cut_open_) {
      cut_away->emplace_back();
    }
    cut_open_ = true;
    cut_away->back() += (cut_away->back().empty() ? "" : "\n") + std::string(text);
  }

  // Outlook shows a question of ours and, in the line right under it, the answer: nothing but that
  // the line is not ours tells them apart.
  bool answers_unmarked(const Line& line) const {
    return line.unmarked && asked_ && !ours_.empty() && !is_ours(line);
  }

  bool is_ours(const Line& line) const { return ours_.find(fold(line.text)) != std::string::npos; }

  void cut(const Line& line) {
    const auto item = list_item(line.text);
    if (item && item->number > 0) {
      question_ = item->number;
      in_question_ = true;
    } else if (!in_question_) {
      question_ = 0;
    }
    asked_ = is_ours(line) && (in_question_ || line.text.ends_with('?'));
    blank_ = true;
  }

  // The answer under a numbered question gets its number: the question itself is cut.
  void add(const Line& line) {
    if (blank_ && !result_.empty()) {
      result_ += "\n";
    }
    if (question_ > 0 && !list_item(line.text)) {
      result_ += std::to_string(question_) + ". ";
    }
    question_ = 0;
    in_question_ = blank_ = false;
    result_ += std::string(line.depth == 0 ? line.whole : line.text) + "\n";
  }

  std::vector<Line> lines_;
  std::string ours_, result_;
  int question_ = 0;          // number of the quoted question right above
  bool in_question_ = false;  // its lines go on
  bool asked_ = false;        // right under a question of ours
  bool blank_ = false, signed_ = false;
  bool cut_open_ = false;
};

}  // namespace

std::vector<Line> text_lines(std::string_view text, std::size_t most, bool* all,
                             const Vocabulary* vocabulary, const IsOurs& ours) {
  auto lines = split_lines(text, most, all);
  const auto pasted = vocabulary == nullptr ? Pasted{} : pasted_between(lines, *vocabulary);
  std::vector<std::pair<std::size_t, std::size_t>> marks;  // line after it, depth at which it is
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto above = lines[i].text.empty() ? 0 : lines_above_quotation(lines, i, ours);
    const bool bare = above > 0 && kind_of(lines[i]);
    if (above > 0 && !(bare && lines[i].depth == 0 && i > pasted.from && i < pasted.to)) {
      marks.emplace_back(i + above, lines[i].depth);
      leave_empty(lines, i, i + above);
      i += above - 1;
    }
  }
  std::map<std::size_t, std::size_t> deeper;  // by depth, how many began there
  auto mark = marks.begin();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (; mark != marks.end() && mark->first <= i; ++mark) {
      ++deeper[mark->second];
    }
    const auto written = lines[i].depth;
    for (const auto& [depth, count] : deeper) {
      lines[i].depth += depth <= written ? count : 0;
      lines[i].unmarked = lines[i].unmarked || depth == written;
    }
  }
  return lines;
}

std::string own_words_of(std::string_view text, std::string_view ours,
                         std::vector<std::string>* cut) {
  bool all = true;
  auto lines = text_lines(text, kMostLines, &all);
  // Of a text with more lines nothing is cut: an author's words are never lost.
  return all ? Author(std::move(lines), ours).words(cut) : std::string(trim(text));
}

std::string without_quotes(std::string_view text, std::string_view ours) {
  return own_words_of(text, ours, nullptr);
}

std::size_t attribution_begin(const std::vector<Line>& lines, std::size_t last) {
  const auto text = lines[last].text;
  const bool colon = text.ends_with(':') || text.ends_with("\xEF\xBC\x9A");
  return colon ? attribution_start(lines, last) : last + 1;
}

bool is_rule(std::string_view text) {
  return text.size() >= 10 && (text.find_first_not_of('_') == std::string_view::npos ||
                               text.find_first_not_of('-') == std::string_view::npos);
}

bool is_attribution(const std::vector<Line>& lines, std::size_t at) {
  for (auto last = at; last < lines.size() && last < at + kAttributionLines; ++last) {
    if (lines[last].text.empty() || lines[last].depth != lines[at].depth) {
      return false;
    }
    if (introduces_quote(lines, last)) {
      return attribution_start(lines, last) <= at;
    }
  }
  return false;
}

}  // namespace pouch::templates

#include "templates/replies/reply_layout.hpp"

#include <algorithm>
#include <map>

#include "templates/reading/quote_words.hpp"
#include "templates/reading/quotes.hpp"
#include "templates/replies/unknown_client.hpp"
#include "templates/replies/written.hpp"
#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kMostReplyLines = 100000;
constexpr std::size_t kFullLine = 60;  // columns, from which a client may have broken it
constexpr std::size_t kAttributionLines = 3;
constexpr std::size_t kForeignForOne = 2;  // words that are not ours, for one that is
constexpr std::size_t kTenths = 6;         // of a letter are the letter
constexpr std::size_t kTypedBefore = 3;    // lines
constexpr std::size_t kFarLines = 6;       // between an attribution and what it is for
constexpr std::size_t kUnmarkedLeast = 2;
constexpr std::size_t kUnmarkedWords = 6;  // of our letter's beginning below an attribution
constexpr std::size_t kSurelyOurs = 12;    // words in a row

// A line that a phone put below what was typed: in a paragraph of its own.
bool is_phones(const std::vector<Line>& lines, std::size_t at) {
  const bool alone = (at == 0 || lines[at - 1].text.empty()) &&
                     (at + 1 == lines.size() || lines[at + 1].text.empty());
  return alone && is_tagline(lines[at].text);
}

// Rules, borders, marks and links that say nothing.
bool is_decoration(std::string_view text) {
  if (text.find_first_of("<[") != std::string_view::npos) {
    return plain(text).find_first_not_of("-[](),.;:") == std::string::npos;  // a link's end
  }
  return text.find_first_not_of("-_=*~.·>|# \t") == std::string_view::npos;
}

class Layout {
 public:
  Layout(std::string_view text, OurLetters& ours, std::string_view fence) : ours_(ours) {
    out_.lines = text_lines(text, kMostReplyLines, &out_.whole, nullptr,
                            [&](const Line& line) { return is_line_of(ours, line.text); });
    read_words();
    if (mark_below_header()) {
      out_.first.clear();
      out_.words.clear();
      out_.aligned.clear();
      read_words();
    }
    mark_unmarked();
    out_.fences = whole_fences(out_.lines, out_.words, ours.dictionary, fence);
  }

  ReplyLayout run() {
    lay_along_ours();
    drop_repeated();
    near();
    measure();
    find_far_attribution();
    tell();
    return std::move(out_);
  }

 private:
  void read_words() {
    for (std::size_t i = 0; i < out_.lines.size(); ++i) {
      out_.first.push_back(out_.words.size());
      const auto words = words_of(out_.lines[i].text, i, ours_.dictionary, false);
      out_.words.insert(out_.words.end(), words.begin(), words.end());
    }
    out_.first.push_back(out_.words.size());
    out_.aligned.resize(out_.lines.size());
  }

  // Right above the beginning of our letter: three lines or more with a label each, one with an
  // address, one with a time. A client's header block, whatever its language.
  bool mark_below_header() {
    auto& lines = out_.lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].depth > 0 || lines[i].text.empty() || !begins_ours(out_.first[i])) {
        continue;
      }
      const auto begin = header_above(lines, i);
      if (begin == i) {
        return false;
      }
      for (auto above = begin; above < i; ++above) {
        lines[above].header = !lines[above].text.empty();
        lines[above].text = {};
      }
      for (auto below = i; below < lines.size(); ++below) {
        lines[below].unmarked = lines[below].unmarked || lines[below].depth == 0;
        ++lines[below].depth;
      }
      return true;
    }
    return false;
  }

  // Yahoo's plain text quotes below "… wrote:" without marks.
  void mark_unmarked() {
    auto& lines = out_.lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].depth > 0 || lines[i].text.empty() || attribution_begin(lines, i) > i) {
        continue;
      }
      if (!quotes_below(i)) {
        continue;
      }
      for (auto below = i + 1; below < lines.size(); ++below) {
        lines[below].unmarked = lines[below].unmarked || lines[below].depth == 0;
        ++lines[below].depth;
      }
      return;
    }
  }

  bool quotes_below(std::size_t at) const {
    std::size_t looked = 0;
    for (auto i = at + 1; i < out_.lines.size() && looked < kTypedBefore; ++i) {
      if (out_.lines[i].depth > 0) {
        return false;
      }
      if (!out_.lines[i].text.empty() && begins_ours(out_.first[i])) {
        return true;
      }
      looked += out_.lines[i].text.empty() ? 0 : 1;
    }
    return false;
  }

  bool begins_ours(std::size_t word) const {
    return std::any_of(ours_.letters.begin(), ours_.letters.end(), [&](std::size_t start) {
      if (start == ours_.words.size()) {
        return false;
      }
      const auto& line = ours_.lines[ours_.words[start].line];
      const auto needed = std::clamp(line.last - start, kUnmarkedLeast, kUnmarkedWords);
      std::size_t same = 0;
      while (same < needed && word + same < out_.words.size() &&
             start + same < ours_.words.size() &&
             out_.words[word + same].id == ours_.words[start + same].id) {
        ++same;
      }
      return same == needed;
    });
  }

  bool has_words(std::size_t line) const { return out_.first[line] < out_.first[line + 1]; }

  // Below a quoted line which the next word would have made too long; between them may stand what
  // was typed there before the client wrapped the line.
  bool may_overflow(std::size_t at) const {
    const auto& lines = out_.lines;
    for (auto i = at; i-- > 0 && at - i <= kTypedBefore && !lines[i].text.empty();) {
      if (lines[i].depth > lines[at].depth) {
        const auto word = lines[at].text.substr(0, lines[at].text.find(' '));
        return !lines[i].unmarked && characters(lines[i].whole) + 1 + characters(word) >= kFullLine;
      }
    }
    return false;
  }

  void lay_along_ours() {
    std::vector<QuotedLine> quoted;
    for (std::size_t i = 0; i < out_.lines.size(); ++i) {
      const auto& line = out_.lines[i];
      if (!has_words(i)) {
        continue;
      }
      const auto fence = out_.fence_of(i);
      const bool copied = fence != kNowhere && out_.fences[fence].depth == 0;
      const bool mark = marks_fence(i);
      const bool overflow = line.depth == 0 && !copied && !mark;
      if (!overflow || may_overflow(i)) {
        quoted.push_back({line.text, out_.first[i], out_.first[i + 1], overflow});
        of_line_.push_back(i);
      }
    }
    const auto aligned = align(quoted, out_.words, ours_, &out_.steps);
    for (std::size_t i = 0; i < aligned.size(); ++i) {
      out_.aligned[of_line_[i]] = aligned[i];
      overflowed_.push_back(quoted[i].overflow);
    }
  }

  // Whether the line has the words of a whole fence's marks.
  bool marks_fence(std::size_t at) const {
    const auto fence = std::lower_bound(
        out_.fences.begin(), out_.fences.end(), at,
        [](const WholeFence& one, std::size_t line) { return one.behind <= line; });
    return fence != out_.fences.end() && at >= fence->first &&
           (out_.first[at] < fence->begin || out_.first[at + 1] > fence->end);
  }

  // Outlook's quotations have no marks: a few words that stand in a letter which was quoted already
  // are the writer's.
  void drop_repeated() {
    std::vector<std::pair<std::size_t, std::size_t>> rows;  // of_line_ from, to
    std::vector<std::size_t> lengths;
    for (std::size_t i = 0; i < of_line_.size(); ++i) {
      const auto& aligned = out_.aligned[of_line_[i]];
      if (!aligned.any()) {
        continue;
      }
      const bool goes_on = !rows.empty() && place_ == aligned.head_at;
      if (!goes_on) {
        rows.emplace_back(i, i);
        lengths.push_back(0);
      }
      rows.back().second = i + 1;
      lengths.back() += aligned.head + aligned.tail;
      place_ = aligned.tail > 0 ? aligned.tail_at + aligned.tail : aligned.head_at + aligned.head;
    }
    std::vector<bool> quoted(ours_.words.size());
    const auto each = [&](std::size_t row, auto step) {
      for (auto i = rows[row].first; i < rows[row].second; ++i) {
        const auto& aligned = out_.aligned[of_line_[i]];
        for (std::size_t k = 0; k < aligned.head; ++k) {
          step(aligned.head_at + k);
        }
      }
    };
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (lengths[row] >= kSurelyOurs) {
        each(row, [&](std::size_t word) { quoted[word] = true; });
      }
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const auto line = of_line_[rows[row].first];
      if (lengths[row] >= kSurelyOurs || out_.fence_of(line) != kNowhere || marks_fence(line)) {
        continue;
      }
      bool all = true;
      each(row, [&](std::size_t word) { all = all && quoted[word]; });
      for (auto i = rows[row].first; all && i < rows[row].second; ++i) {
        out_.aligned[of_line_[i]] = {};
      }
    }
  }

  // The nearest lines of ours above and below each line, in marked or unmarked quotation.
  void near() {
    const auto count = out_.lines.size();
    above_.assign(count, kNowhere);
    below_.assign(count, kNowhere);
    std::vector<bool> counts(count);
    for (std::size_t i = 0; i < of_line_.size(); ++i) {
      counts[of_line_[i]] = out_.aligned[of_line_[i]].any() && !overflowed_[i];
    }
    for (std::size_t i = 0, last = kNowhere; i < count; ++i) {
      above_[i] = last;
      last = counts[i] ? i : last;
    }
    for (std::size_t i = count, last = kNowhere; i-- > 0;) {
      below_[i] = last;
      last = counts[i] ? i : last;
    }
  }

  void tell() {
    auto& whose = out_.whose;
    whose.assign(out_.lines.size(), Whose::kNobody);
    bool signing = false;
    for (std::size_t i = 0; i < out_.lines.size(); ++i) {
      filled_ = out_.lines[i].text.empty() ? filled_ : i + 1;
    }
    for (std::size_t i = 0; i < out_.lines.size(); ++i) {
      const auto& line = out_.lines[i];
      if (line.header) {
        whose[i] = Whose::kClient;
        signing = false;
      } else if (line.text.empty()) {
        continue;
      } else if (out_.aligned[i].any() || marks_fence(i) || is_fence_line(line.text)) {
        whose[i] = Whose::kOurs;
        signing = false;
      } else if (is_clients(i)) {
        whose[i] = Whose::kClient;
        signing = false;
      } else if (is_others(i)) {
        whose[i] = Whose::kOthers;
        signing = false;
      } else {
        signing = signing || is_signature(line);
        const bool cut = signing || (line.depth == 0 && is_phones(out_.lines, i));
        whose[i] = cut                                                           ? Whose::kSignature
                   : line.depth > 0 && !has_words(i) && is_decoration(line.text) ? Whose::kNobody
                                                                                 : Whose::kWriter;
      }
    }
  }

  // Above the beginning of a quotation. Inside a letter of ours such a line was typed.
  bool is_clients(std::size_t at) const {
    const auto& lines = out_.lines;
    if (is_inside(at)) {
      return false;
    }
    if (is_rule(lines[at].text)) {
      auto next = at + 1;
      while (next < lines.size() && lines[next].text.empty() && !lines[next].header) {
        ++next;
      }
      return next < lines.size() &&
             (lines[next].depth > lines[at].depth || is_attribution(lines, next));
    }
    const auto begins = [this](std::size_t line) { return begins_ours(out_.first[line]); };
    const bool far = at >= far_first_ && at <= far_last_ && far_first_ != kNowhere;
    return far || is_attribution(lines, at) || is_dated_attribution(lines, at, begins) ||
           is_quoted_attribution(at) || is_left_over(at);
  }

  // All that it stood above was taken away.
  bool is_left_over(std::size_t at) const {
    if (filled_ == 0 || at + kAttributionLines < filled_) {
      return false;
    }
    const auto begin = attribution_begin(out_.lines, filled_ - 1);
    return begin <= at && says_wrote(joined(begin, filled_ - 1));
  }

  // Apple Mail quotes it with the letter below.
  bool is_quoted_attribution(std::size_t at) const {
    const auto& lines = out_.lines;
    const auto below = below_[at];
    if (lines[at].depth == 0 || below == kNowhere || lines[below].depth != lines[at].depth) {
      return false;
    }
    for (auto last = at; last < below && last < at + kAttributionLines; ++last) {
      if (lines[last].text.empty()) {
        return false;
      }
      const auto end = attribution_begin(lines, last);
      if (end <= at) {
        auto next = last + 1;
        while (next < below && lines[next].text.empty()) {
          ++next;
        }
        return next == below && says_wrote(joined(end, last));
      }
    }
    return false;
  }

  std::string joined(std::size_t from, std::size_t to) const {
    std::string text;
    for (auto i = from; i <= to; ++i) {
      text += std::string(out_.lines[i].text) + " ";
    }
    return text;
  }

  // What was typed right above our first line parts it from the line that says who wrote it.
  void find_far_attribution() {
    const auto& lines = out_.lines;
    const auto start = below_.empty() ? kNowhere : below_.front();
    if (start == kNowhere || lines[start].depth == 0) {
      return;
    }
    std::size_t looked = 0;
    for (auto last = start; last-- > 0 && looked < kFarLines;) {
      const auto& line = lines[last];
      if (line.header || line.depth + 1 < lines[start].depth) {
        return;
      }
      looked += line.text.empty() ? 0 : 1;
      const auto begin = line.text.empty() ? last + 1 : attribution_begin(lines, last);
      if (begin <= last && says_wrote(joined(begin, last))) {
        far_first_ = begin;
        far_last_ = last;
        return;
      }
    }
  }

  // Between two lines of one letter, of which the second goes on behind the first.
  bool is_inside(std::size_t at) const {
    if (out_.fence_of(at) != kNowhere) {
      return true;
    }
    const auto above = above_[at], below = below_[at];
    if (above == kNowhere || below == kNowhere ||
        out_.lines[above].depth != out_.lines[below].depth) {
      return false;
    }
    const auto& one = out_.aligned[above];
    const auto& other = out_.aligned[below];
    return other.head_at >= one.head_at + one.head + one.tail &&
           letter_of(one.head_at) == letter_of(other.head_at);
  }

  int letter_of(std::size_t word) const {
    return word < ours_.words.size() ? ours_.lines[ours_.words[word].line].letter : -1;
  }

  // Quoted, and not typed into a quotation of ours: that is as deep as our lines around it.
  bool is_others(std::size_t at) const {
    const auto depth = out_.lines[at].depth;
    const auto fence = out_.fence_of(at);
    if (depth == 0) {
      return false;
    }
    if (fence != kNowhere) {
      return depth != out_.fences[fence].depth;
    }
    const auto as_deep = [&](std::size_t line) {
      return line != kNowhere && out_.lines[line].depth == depth;
    };
    if (!as_deep(above_[at]) && !as_deep(below_[at])) {
      return true;
    }
    return !may_type_into(depth) && !answers(at);
  }

  bool may_type_into(std::size_t depth) const {
    const auto found = may_type_into_.find(depth);
    return found != may_type_into_.end() && found->second;
  }

  // Right below a question of ours, or the line that is, in a quotation without marks.
  bool answers(std::size_t at) const {
    if (at == 0 || !out_.lines[at].unmarked || out_.lines[at - 1].depth != out_.lines[at].depth) {
      return false;
    }
    const auto& above = out_.aligned[at - 1];
    if (!above.any()) {
      return out_.whose[at - 1] == Whose::kWriter;
    }
    const auto word = above.tail > 0 ? above.tail_at + above.tail : above.head_at + above.head;
    return ours_.lines[ours_.words[word - 1].line].question > 0;
  }

  // Letters of ours have lines in common: what is not ours in a quotation was typed into it only
  // when a letter of ours stands there, not when it is one that is not known here.
  void measure() {
    std::map<std::size_t, std::size_t> foreign, known;  // words by depth
    std::map<std::size_t, std::vector<std::size_t>> places;
    for (const auto i : of_line_) {
      const auto depth = out_.lines[i].depth;
      const auto& aligned = out_.aligned[i];
      known[depth] += aligned.head + aligned.tail;
      if (!aligned.any() && out_.fence_of(i) == kNowhere) {
        foreign[depth] += out_.first[i + 1] - out_.first[i];
      }
      for (std::size_t k = 0; k < aligned.head; ++k) {
        places[depth].push_back(aligned.head_at + k);
      }
    }
    for (const auto& [depth, count] : known) {
      may_type_into_[depth] =
          count * kForeignForOne >= foreign[depth] || has_whole_letter(std::move(places[depth]));
    }
  }

  bool has_whole_letter(std::vector<std::size_t> places) const {
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    for (std::size_t i = 0; i < ours_.letters.size(); ++i) {
      const auto from = ours_.letters[i];
      const auto to = i + 1 < ours_.letters.size() ? ours_.letters[i + 1] : ours_.words.size();
      const auto found = std::lower_bound(places.begin(), places.end(), to) -
                         std::lower_bound(places.begin(), places.end(), from);
      if (to > from && 10 * static_cast<std::size_t>(found) >= kTenths * (to - from)) {
        return true;
      }
    }
    return false;
  }

  OurLetters& ours_;
  ReplyLayout out_;
  std::vector<std::size_t> of_line_;  // lines that were laid along our letters
  std::vector<bool> overflowed_;      // of these
  std::vector<std::size_t> above_, below_;
  std::map<std::size_t, bool> may_type_into_;  // by depth of quotation
  std::size_t place_ = kNowhere;
  std::size_t filled_ = 0;  // behind the last line with text
  std::size_t far_first_ = kNowhere, far_last_ = kNowhere;
};

}  // namespace

std::size_t ReplyLayout::fence_of(std::size_t line) const {
  const auto fence =
      std::lower_bound(fences.begin(), fences.end(), line,
                       [](const WholeFence& one, std::size_t at) { return one.behind <= at; });
  if (fence == fences.end() || line < fence->first) {
    return kNowhere;
  }
  // Lines with words of its marks are no lines between them.
  const bool inside = first[line] >= fence->begin && first[line + 1] <= fence->end;
  return inside ? static_cast<std::size_t>(fence - fences.begin()) : kNowhere;
}

ReplyLayout lay_out(std::string_view text, OurLetters& ours, std::string_view fence) {
  words_of(fenced(fence, {}), 0, ours.dictionary, true);
  Layout layout(text, ours, fence);
  return layout.run();
}

}  // namespace pouch::templates

#include "templates/replies/reply_sorter.hpp"

#include <algorithm>
#include <optional>

#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kFullLine = 64;  // columns, from which a client may have broken it

// A label whose value is being read.
struct Open {
  Filled filled;
  std::size_t entry = kNowhere;  // line of ours; none: the writer added it
  bool typed = false;            // something in it is not ours
  bool takes = false;            // what is typed below goes on with it
};

class Sorter {
 public:
  Sorter(const ReplyLayout& mail, const OurLetters& ours) : mail_(mail), ours_(ours) {
    out_.fenced.resize(mail.fences.size());
  }

  SortedReply run() {
    for (std::size_t i = 0; i < mail_.lines.size(); ++i) {
      enter(mail_.fence_of(i));
      switch (mail_.whose[i]) {
        case Whose::kNobody:
          blank(i);
          break;
        case Whose::kOurs:
          ours(i);
          break;
        case Whose::kWriter:
          writer(i);
          break;
        case Whose::kClient:
          break_off();
          client_lines_.push_back(i);
          break;
        case Whose::kOthers:
        case Whose::kSignature:
          others(i);
          break;
      }
    }
    close();
    keep_client_lines();
    return std::move(out_);
  }

 private:
  Found& here() { return fence_ == kNowhere ? out_.outside : out_.fenced[fence_]; }

  void enter(std::size_t fence) {
    if (fence != fence_) {
      close();
      block_.clear();
      fence_ = fence;
      if (fence != kNowhere) {
        last_ = kNowhere;
        question_ = 0;
      }
    }
  }

  void blank(std::size_t at) {
    if (!mail_.lines[at].text.empty()) {
      return;  // a rule in a quotation
    }
    blank_ = true;
    in_question_ = false;
    if (open_ && !open_->filled.value.empty()) {
      open_->takes = false;
    }
  }

  void break_off() {
    close();
    block_.clear();
    blank_ = true;
  }

  // A line of ours, or several that a client put into one.
  void ours(std::size_t at) {
    client_lines_.clear();
    cut_open_ = false;
    block_.clear();
    const auto& aligned = mail_.aligned[at];
    const auto text = mail_.lines[at].text;
    if (!aligned.any()) {
      blank_ = true;
      return;
    }
    const auto first = mail_.first[at];
    std::size_t from = 0;
    if (aligned.head > 0) {
      const auto behind = first + aligned.head;
      const auto to = behind == mail_.first[at + 1]
                          ? text.size()
                          : end_of_ours(text, behind - 1, aligned.head_at + aligned.head - 1);
      pieces(at, first, aligned.head_at, aligned.head, from, to);
      from = to;
    }
    const auto tail = mail_.first[at + 1] - aligned.tail;
    const bool all = aligned.head + aligned.tail == mail_.first[at + 1] - first;
    const auto to = aligned.tail == 0 ? text.size() : word_start(text, tail);
    const auto between = text.substr(from, to - from);
    if (!all || !trim(between).empty()) {
      typed_in(at, behind_our_link(trim(between)), between.starts_with(' ') ? " " : "");
    }
    if (aligned.tail > 0) {
      pieces(at, tail, aligned.tail_at, aligned.tail, to, text.size());
    }
    blank_ = true;
  }

  // Where a word with its opening brackets and quotes begins.
  std::size_t word_start(std::string_view text, std::size_t word) const {
    auto at = static_cast<std::size_t>(mail_.words[word].begin);
    const auto least = word > 0 && mail_.words[word - 1].line == mail_.words[word].line
                           ? mail_.words[word - 1].end
                           : 0U;
    while (at > least && text[at - 1] != ' ' && text[at - 1] != '\t') {
      --at;
    }
    return at;
  }

  // Behind the last word that is ours, and the punctuation that we put behind it.
  std::size_t end_of_ours(std::string_view text, std::size_t word, std::size_t our_word) const {
    const auto& last = ours_.words[our_word];
    const auto& line = ours_.lines[last.line];
    const auto next = our_word + 1 < line.last ? ours_.words[our_word + 1].begin
                                               : static_cast<std::uint32_t>(line.text.size());
    auto ours = line.text.substr(last.end, next - last.end);
    auto at = static_cast<std::size_t>(mail_.words[word].end);
    while (at < text.size()) {
      ours = trim(ours);
      const bool bold = text[at] == '*' || text[at] == '_';
      const auto octets = plain_quote(text.substr(at)) ? std::size_t{3} : std::size_t{1};
      const bool same =
          !ours.empty() && (text[at] == ours.front() ||
                            (octets == 3 && plain(text.substr(at, 3)) == ours.substr(0, 1)));
      if (!same && !bold && !(text[at] == ' ' && !ours.empty())) {
        break;
      }
      ours.remove_prefix(same ? 1 : 0);
      at += octets;
    }
    return at;
  }

  static bool plain_quote(std::string_view text) { return text.starts_with("\xE2\x80"); }

  // The lines of ours in `count` words of a line, the octets [from, to).
  void pieces(std::size_t at, std::size_t word, std::size_t place, std::size_t count,
              std::size_t from, std::size_t to) {
    const auto text = mail_.lines[at].text;
    for (std::size_t i = 0; i < count;) {
      const auto which = ours_.words[place + i].line;
      const auto last = std::min(count, ours_.lines[which].last - place);
      const auto end = last < count ? word_start(text, word + last) : to;
      piece(at, which, place + i, word + i, last - i, text.substr(from, end - from), from);
      from = end;
      i = last;
    }
  }

  void piece(std::size_t at, std::size_t which, std::size_t place, std::size_t word,
             std::size_t count, std::string_view text, std::size_t from) {
    const auto& line = ours_.lines[which];
    const bool labelled = line.label_last > line.first;
    if (labelled && place == line.first && place + count >= line.label_last) {
      close();
      const auto label_end = mail_.words[word + (line.label_last - line.first) - 1].end - from;
      Open open;
      open.filled = {line.label, value_behind(text.substr(label_end)), mail_.lines[at].number};
      open.entry = which;
      open.takes = line.fill == which;
      open_ = open;
    } else if (open_ && open_->entry != kNowhere && line.entry == open_->entry) {
      add_value(trim(text), place > line.first ? " " : "\n");
    } else if (!(open_ && open_->entry != kNowhere && line.fill == open_->entry)) {
      close();
    }
    last_ = which;
    question_ = line.question;
    in_question_ = question_ > 0;
  }

  static std::string value_behind(std::string_view text) {
    const auto at = text.find_first_of(":\t");
    const auto wide = text.find("\xEF\xBC\x9A");
    if (at == std::string_view::npos && wide == std::string_view::npos) {
      return {};
    }
    text.remove_prefix(std::min(at == std::string_view::npos ? at : at + 1,
                                wide == std::string_view::npos ? wide : wide + 3));
    while (!text.empty() && (text.front() == '*' || text.front() == '_' || text.front() == '\t')) {
      text.remove_prefix(1);
    }
    return std::string(trim(text));
  }

  void add_value(std::string_view text, std::string_view between) {
    auto& value = open_->filled.value;
    value += (value.empty() || text.empty() ? "" : std::string(between)) + std::string(text);
  }

  // Typed into a line of ours.
  void typed_in(std::size_t at, std::string_view text, std::string_view space) {
    if (last_ == kNowhere) {
      add(at, text);
      return;
    }
    const auto& line = ours_.lines[last_];
    const auto word = mail_.first[at] + mail_.aligned[at].head;
    for (std::size_t i = 0; i < mail_.fences.size(); ++i) {
      if (mail_.fences[i].begin == word) {  // right behind the line that begins it
        enter(i);
      }
    }
    const bool opened = open_ && open_->entry != kNowhere;
    if (opened && (line.entry == open_->entry || line.fill == open_->entry)) {
      open_->typed = true;
      add_value(text, space);
    } else {
      blank_ = true;
      add(at, text);
    }
  }

  void writer(std::size_t at) {
    cut_open_ = false;
    const auto& line = mail_.lines[at];
    if (fence_ != kNowhere && adds_label(at)) {
      blank_ = false;
      return;
    }
    if (open_ && (open_->takes || goes_on(at))) {
      open_->typed = true;
      add_value(line.text, "\n");
      blank_ = false;
      return;
    }
    // A value of ours may go on below what was typed into it.
    add(at, line.depth == 0 ? line.whole : behind_our_link(line.text));
  }

  // A link of our letter that its client put into a line of its own, before what was typed.
  std::string_view behind_our_link(std::string_view text) const {
    const auto end = text.empty() ? 0 : link_end(text, 0);
    const auto runs = word_runs(text.substr(0, end));
    const bool ours =
        runs.size() > 1 && std::all_of(runs.begin() + 1, runs.end(), [&](const Run& run) {
          const auto word = text.substr(run.begin, run.end - run.begin);
          return ours_.dictionary.count(fold(word)) > 0;
        });
    if (!ours) {
      return text;
    }
    const auto rest = text.substr(end);
    return trim(rest.substr(std::min(rest.find_first_not_of(">)],.;"), rest.size())));
  }

  // The end of a value that was changed in its line, which the client broke.
  bool goes_on(std::size_t at) const {
    if (!open_->typed || at == 0 || mail_.lines[at - 1].text.empty()) {
      return false;
    }
    const auto text = mail_.lines[at].text;
    const auto word = text.substr(0, text.find(' '));
    return characters(mail_.lines[at - 1].whole) + 1 + characters(word) >= kFullLine;
  }

  // A label with its value that our form does not have there, or a header of a block.
  bool adds_label(std::size_t at) {
    const auto& line = mail_.lines[at];
    const auto block = block_of(line.text);
    if (!block.empty()) {
      close();
      block_ = block;
      block_line_ = at;
      return true;
    }
    const auto found = labelled_line(line.text);
    const bool known = ours_.labels.count(fold(found.label)) > 0;
    if (found.label.empty() || (question_ > 0 && !known)) {
      return false;
    }
    const auto block_above = !block_.empty()     ? block_
                             : last_ != kNowhere ? ours_.lines[last_].block
                                                 : std::string();
    close();
    block_line_ = kNowhere;
    Open open;
    const bool bare = block_above.empty() || found.label.starts_with('[');
    open.filled = {(bare ? "" : block_above + " ") + found.label, std::string(found.value),
                   line.number};
    open.typed = open.takes = true;
    open_ = open;
    return true;
  }

  void add(std::size_t at, std::string_view text) {
    here().typed.push_back({std::string(text), mail_.lines[at].number, question_, last_, blank_});
    blank_ = false;
  }

  void others(std::size_t at) {
    break_off();
    if (mail_.whose[at] != cut_kind_) {
      cut_open_ = false;
      cut_kind_ = mail_.whose[at];
    }
    keep_client_lines();
    keep_cut(mail_.lines[at].text);
    last_ = kNowhere;
    const auto item = list_item(mail_.lines[at].text);
    if (item && item->number > 0) {
      question_ = item->number;
      in_question_ = true;
    } else if (!in_question_) {
      question_ = 0;
    }
  }

  // The lines above a quotation that is not ours go with it.
  void keep_client_lines() {
    for (const auto line : client_lines_) {
      keep_cut(mail_.lines[line].header ? trim(mail_.lines[line].whole) : mail_.lines[line].text);
    }
    client_lines_.clear();
  }

  void keep_cut(std::string_view text) {
    if (!cut_open_) {
      out_.cut.emplace_back();
    }
    cut_open_ = true;
    out_.cut.back() += (out_.cut.back().empty() ? "" : "\n") + std::string(text);
  }

  void close() {
    if (block_line_ != kNowhere && !block_.empty() && !open_) {
      here().typed.push_back({block_, mail_.lines[block_line_].number, 0, last_, true});
      block_line_ = kNowhere;
    }
    if (!open_) {
      return;
    }
    const bool changed = open_->entry == kNowhere || is_changed();
    if (changed) {
      here().filled.push_back(std::move(open_->filled));
    }
    open_.reset();
  }

  // Outside a fence a value that lacks words was trimmed with the quotation around it.
  bool is_changed() const {
    const auto value = plain(open_->filled.value);
    const auto& sent = ours_.lines[open_->entry].value;
    return value != sent && (open_->typed || fence_ != kNowhere || fold(value) == fold(sent));
  }

  const ReplyLayout& mail_;
  const OurLetters& ours_;
  SortedReply out_;
  std::optional<Open> open_;
  std::vector<std::size_t> client_lines_;
  std::string block_;                  // header of a block that was typed
  std::size_t block_line_ = kNowhere;  // no label came under it yet
  Whose cut_kind_ = Whose::kNobody;
  std::size_t fence_ = kNowhere, last_ = kNowhere;
  int question_ = 0;
  bool in_question_ = false, blank_ = false, cut_open_ = false;
};

}  // namespace

SortedReply sort_reply(const ReplyLayout& mail, const OurLetters& ours) {
  return Sorter(mail, ours).run();
}

}  // namespace pouch::templates

// Where in a text its form stands (scanner.hpp).
#include <algorithm>

#include "templates/reading/quote_words.hpp"
#include "templates/reading/quotes.hpp"
#include "templates/reading/scanner.hpp"
#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A lone line of a client's header block (From, Sent, To, Subject) is no form.
bool is_form_start(const Line& line, const Vocabulary& vocabulary, const Labels* labels) {
  if (const auto header = block_header(line.text)) {
    return vocabulary.block_names.count(fold(header->name)) > 0;
  }
  const auto found = labelled(line.text);
  if (!found || labels == nullptr) {
    return false;
  }
  const auto kind = header_kind(found->label);
  return (!kind || *kind == HeaderKind::kOther) && labels->find(fold(found->label)) != Labels::npos;
}

struct Start {
  std::size_t line = kNowhere, depth = 0;
  bool form_line = false;
};

// Labels right above the `Form:` line belong to the form; of our own letter, which has labels too,
// only those with no other text between.
std::size_t joined_above(const std::vector<Line>& lines, const Vocabulary& vocabulary,
                         const Labels* labels, std::size_t form) {
  auto first = form;
  for (auto i = form; i-- > 0 && lines[i].depth == lines[form].depth;) {
    if (is_form_start(lines[i], vocabulary, labels)) {
      first = i;
    } else if (!lines[i].text.empty()) {
      break;
    }
  }
  return first;
}

// The first `Form:` line of the least quotation; without one, the first known label. A quoted
// letter of ours ends with its form: what looks like one above it is text of the case.
Start find_start(const std::vector<Line>& lines, const Vocabulary& vocabulary, const Labels* labels,
                 const ReadOptions& options) {
  const bool ours = !options.our_form.empty();
  const bool quoted_count = !options.is_reply || ours;
  Start start, labelled_start;
  std::size_t signed_from = kNowhere;  // depth 0 ends at a signature
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& line = lines[i];
    if (line.depth > 0 && !quoted_count) {
      continue;
    }
    if (line.depth == 0 && is_signature(line) && signed_from == kNowhere) {
      signed_from = i;
    }
    if (line.depth == 0 && signed_from != kNowhere) {
      continue;
    }
    const bool later = ours && line.depth > 0 && line.depth == start.depth;
    if ((start.line == kNowhere || line.depth < start.depth || later) &&
        named_form(lines, i, vocabulary)) {
      start = {i, line.depth, true};
    }
    if ((labelled_start.line == kNowhere || line.depth < labelled_start.depth) &&
        is_form_start(line, vocabulary, labels)) {
      labelled_start = {i, line.depth, false};
    }
  }
  if (start.line == kNowhere) {
    return labelled_start;
  }
  if (ours) {
    start.line = joined_above(lines, vocabulary, labels, start.line);
  } else if (labelled_start.line < start.line && labelled_start.depth == start.depth) {
    start.line = labelled_start.line;
  }
  return start;
}

// Tells the lines of a form from its writer's words around it and from what nobody carries on.
class Sorter {
 public:
  Sorter(const std::vector<Line>& lines, Region& region) : lines_(lines), region_(region) {}

  void around(std::size_t at) {
    const auto& line = lines_[at];
    signed_ = signed_ || (line.depth == 0 && is_signature(line));
    const bool ours = is_help(line.text) || is_mark(line.text);
    const bool is_word = line.depth == 0 && !signed_ && !ours && !is_attribution(lines_, at);
    if (is_word && (!line.text.empty() || trim(line.whole).empty())) {
      region_.words += std::string(line.text) + "\n";
    } else {
      cut(at);
    }
  }

  // Lines written between quoted ones belong to the form; what is quoted deeper does not.
  void within(std::size_t at) {
    const auto& line = lines_[at];
    ended_ = ended_ || (is_signature(line) && line.depth == region_.depth);
    if (ended_ || line.depth > region_.depth || is_attribution(lines_, at)) {
      cut(at);
      return;
    }
    if (line.text.empty()) {
      cut(at);  // of a client's header block, taken out by text_lines()
    }
    region_.lines.push_back(line);
  }

 private:
  void cut(std::size_t at) {
    const auto whole = trim(lines_[at].whole);
    if (whole.find_first_not_of("> \t") == std::string_view::npos) {
      return;
    }
    if (region_.cut.empty() || last_cut_ + 1 != at) {
      region_.cut.emplace_back(whole);
    } else {
      region_.cut.back() += "\n" + std::string(whole);
    }
    last_cut_ = at;
  }

  const std::vector<Line>& lines_;
  Region& region_;
  std::size_t last_cut_ = 0;
  bool signed_ = false, ended_ = false;
};

}  // namespace

bool is_form_label(std::string_view label, const Vocabulary& vocabulary) {
  return contains(vocabulary.form_words, fold(label));
}

// The name stands beside the label, or alone in the next line (a table's cells, as some clients
// write them as text). Without a colon, or not beside it, it must be the name of a form.
std::optional<std::string_view> named_form(const std::vector<Line>& lines, std::size_t at,
                                           const Vocabulary& vocabulary) {
  const auto found = labelled(lines[at].text);
  if (!found || !is_form_label(found->label, vocabulary)) {
    return std::nullopt;
  }
  if (!found->value.empty() && !found->by_tab) {
    return found->value;
  }
  auto name = found->value;
  for (auto next = at + 1; name.empty() && next < lines.size() && next <= at + 2; ++next) {
    name = lines[next].depth == lines[at].depth ? lines[next].text : std::string_view();
  }
  const bool known = !name.empty() && vocabulary.form_names.count(fold(name)) > 0;
  return known ? std::optional(name) : std::nullopt;
}

Region find_region(const std::vector<Line>& lines, const Vocabulary& vocabulary,
                   const Labels* labels, const ReadOptions& options) {
  Region region;
  const auto start = find_start(lines, vocabulary, labels, options);
  region.depth = start.depth;
  region.form_line = start.form_line;
  std::size_t last_quoted = start.line;
  for (auto i = start.line; i < lines.size(); ++i) {
    if (lines[i].depth >= start.depth && start.depth > 0) {
      last_quoted = i;
    }
  }
  Sorter sorter(lines, region);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool around = i < start.line || (start.depth > 0 && i > last_quoted);
    if (around) {
      sorter.around(i);
    } else {
      sorter.within(i);
    }
  }
  return region;
}

}  // namespace pouch::templates

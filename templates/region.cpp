#include <algorithm>

#include "templates/fold.hpp"
#include "templates/quote_words.hpp"
#include "templates/quotes.hpp"
#include "templates/scanner.hpp"

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

void add_words(const Line& line, std::string& words) { words += std::string(line.text) + "\n"; }

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
  if (start.line == kNowhere) {
    return region;
  }
  region.depth = start.depth;
  region.form_line = start.form_line;
  std::size_t last_quoted = start.line;
  for (auto i = start.line; i < lines.size(); ++i) {
    if (lines[i].depth >= start.depth && start.depth > 0) {
      last_quoted = i;
    }
  }
  for (std::size_t i = 0; i < start.line; ++i) {
    const auto text = lines[i].text;
    const bool counts = !text.empty() && !is_help(text) && !is_mark(text);
    region.preamble += lines[i].depth == 0 && counts ? 1 : 0;
  }
  bool signature = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& line = lines[i];
    const bool around = i < start.line || (start.depth > 0 && i > last_quoted);
    if (around) {
      if (line.depth == 0 && is_signature(line)) {
        signature = true;
      }
      if (line.depth == 0 && start.depth > 0 && !signature && !is_attribution(lines, i)) {
        add_words(line, region.own_words);
      }
      continue;
    }
    // Lines written between quoted ones belong to the form; what is quoted deeper does not.
    if (line.depth > start.depth || is_attribution(lines, i)) {
      continue;
    }
    if (is_signature(line) && line.depth == start.depth) {
      break;
    }
    region.lines.push_back(line);
  }
  return region;
}

}  // namespace pouch::templates

// Which form a text is (reader.hpp).
#include <algorithm>
#include <set>

#include "templates/reading/quotes.hpp"
#include "templates/reading/reader.hpp"
#include "templates/reading/scanner.hpp"
#include "templates/text/edit_distance.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kShownName = 60;  // octets of an unknown form's name that are repeated

std::string nearest_form(std::string_view name, const TemplateSet& set) {
  std::vector<std::string> known;
  for (const auto* which : set.all()) {
    known.push_back(which->name);
    known.push_back(which->title);
    known.insert(known.end(), which->aliases.begin(), which->aliases.end());
  }
  const auto word = nearest(name, known);
  const auto* found = word.empty() ? nullptr : set.find(word);
  return found == nullptr ? std::string() : found->name;
}

// DECISIONS 11: a mail with three or more known labels is no note. Labels of its own words alone
// count, each once.
void count_labels(const std::vector<Line>& lines, const TemplateSet& set, Recognised& result) {
  const auto& vocabulary = set.vocabulary();
  std::map<std::string, std::set<std::size_t>> seen;
  std::set<std::string> blocks;
  for (const auto& line : lines) {
    if (line.depth > 0) {
      continue;
    }
    if (is_signature(line)) {
      break;
    }
    if (const auto header = block_header(line.text)) {
      const auto name = fold(header->name);
      if (vocabulary.block_names.count(name) > 0) {
        blocks.insert(name);
      }
      continue;
    }
    const auto found = labelled(line.text);
    if (!found) {
      continue;
    }
    const auto folded = fold(found->label);
    for (const auto& [name, labels] : vocabulary.templates) {
      if (const auto field = labels.find(folded); field != Labels::npos) {
        seen[name].insert(field);
      }
    }
  }
  for (const auto& [name, fields] : seen) {
    if (fields.size() + blocks.size() > result.known_labels) {
      result.known_labels = fields.size() + blocks.size();
      result.likely = name;
    }
  }
}

}  // namespace

Recognised recognise(std::string_view text, const TemplateSet& set, const ReadOptions& options) {
  Recognised result;
  const auto lines = text_lines(text, options.lines, nullptr, &set.vocabulary());
  const auto& vocabulary = set.vocabulary();
  const auto region = find_region(lines, vocabulary, nullptr, options);
  for (std::size_t i = 0; region.form_line && i < region.lines.size(); ++i) {
    const auto name = named_form(region.lines, i, vocabulary);
    if (!name) {
      continue;
    }
    result.by_form_line = true;
    if (const auto* which = set.find(*name)) {
      result.name = which->name;
    } else {
      result.unknown_name = std::string(name->substr(0, kShownName));
      result.nearest = nearest_form(*name, set);
    }
    return result;
  }
  count_labels(lines, set, result);
  return result;
}

}  // namespace pouch::templates

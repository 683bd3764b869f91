#include "templates/reading/reader.hpp"

#include <algorithm>

#include "templates/reading/checker.hpp"
#include "templates/reading/items.hpp"
#include "templates/reading/quotes.hpp"
#include "templates/reading/scanner.hpp"
#include "templates/types/types.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

constexpr int kMostRefilled = 8;

std::string raw_of(const Entry& entry) { return items_of(*entry.field, entry.pieces).raw; }

// DECISIONS 31: what says the same as the form that we sent was not filled in.
void drop_untouched(const Template& which, const TemplateSet& set, const ReadOptions& options,
                    Scan& scan) {
  auto plain = options;
  plain.our_form.clear();
  const auto lines = text_lines(options.our_form, options.lines);
  const auto& vocabulary = set.vocabulary();
  const auto region = find_region(lines, vocabulary, &vocabulary.templates.at(which.name), plain);
  const auto ours = scan_form(region, which, set, plain);
  std::map<const FieldSpec*, std::string> sent;
  for (const auto& entry : ours.entries) {
    sent[entry.field] = raw_of(entry);
  }
  for (auto& entry : scan.entries) {
    const auto found = sent.find(entry.field);
    const bool names_case = entry.field->type == Type::kReference || entry.field->id == kFormField;
    if (!names_case && found != sent.end() && !entry.empty() && raw_of(entry) == found->second) {
      entry.pieces.clear();
    }
  }
  if (scan.free_text == ours.free_text) {
    scan.free_text.clear();
  }
}

bool is_touched(const Scan& scan) {
  return !scan.blocks.empty() || !scan.free_text.empty() ||
         std::any_of(scan.entries.begin(), scan.entries.end(), [](const Entry& entry) {
           return !entry.empty() && entry.field->id != kFormField &&
                  entry.field->type != Type::kReference;
         });
}

Problem too_many_lines(const ReadOptions& options) {
  return {options.lines, "", std::string(kTooManyLines),
          "the text has more than " + std::to_string(options.lines) + " lines",
          "attach what is long as a file"};
}

}  // namespace

Form read_form(std::string_view text, const Template& which, const TemplateSet& set,
               const ReadOptions& options) {
  bool all = true;
  const auto lines = text_lines(text, options.lines, &all, &set.vocabulary());
  const auto& vocabulary = set.vocabulary();
  const auto region = find_region(lines, vocabulary, &vocabulary.templates.at(which.name), options);
  auto scan = scan_form(region, which, set, options);
  if (!all) {
    scan.problems.push_back(too_many_lines(options));
  }
  if (!options.our_form.empty()) {
    drop_untouched(which, set, options, scan);
    if (region.depth > 0 && is_touched(scan) && !scan.words.empty()) {
      scan.free_text = scan.words + (scan.free_text.empty() ? "" : "\n\n") + scan.free_text;
      scan.words.clear();
    }
  }
  auto form = check_form(scan, which, set, options);
  for (int i = 0; i < kMostRefilled; ++i) {
    const auto found = refilled_label(scan, form, which);
    if (!found) {
      break;
    }
    split_refilled(*found, scan);
    form = check_form(scan, which, set, options);
  }
  return form;
}

}  // namespace pouch::templates

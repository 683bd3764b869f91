#include "templates/reading/scanner.hpp"

#include <algorithm>

#include "templates/text/fold.hpp"
#include "templates/types/types.hpp"

namespace pouch::templates {
namespace {

class Scanner {
 public:
  Scanner(const Template& which, const TemplateSet& set, const ReadOptions& options)
      : which_(which),
        set_(set),
        vocabulary_(set.vocabulary()),
        labels_(vocabulary_.templates.at(which.name)),
        options_(options) {}

  void take(const Line& line);
  Scan finish();

 private:
  enum class State { kNothing, kEntry, kUnknown, kFreeText };

  void complain(std::vector<Problem>& into, std::size_t line, std::string label, std::string code,
                std::string text, std::string hint);
  void start_block(const BlockHeader& header, const Line& line);
  bool start_field(const Labelled& found, const Line& line);
  void start_free_text(const Labelled& found);
  const FieldSpec* field_called(const std::string& label) const;
  bool near_miss(const Labelled& found, const std::string& folded, const Line& line);
  void start_unknown(const Labelled& found, const Line& line);
  void open(std::vector<Entry>& entries, const FieldSpec& field, const Labelled& found,
            const Line& line);
  void add_text(const Line& line);
  void refuse(const Line& line, const FieldSpec* near = nullptr);
  bool in_narrative() const;
  bool take_label(const Line& line);

  const Template& which_;
  const TemplateSet& set_;
  const Vocabulary& vocabulary_;
  const Labels& labels_;
  const ReadOptions& options_;
  Scan scan_;
  State state_ = State::kNothing;
  bool blank_ = false;
  bool bad_block_ = false;              // below a header that was refused
  bool in_block_ = false;               // the last of scan_.blocks is open
  std::vector<Entry>* open_ = nullptr;  // its last entry takes continuation lines
  std::string unknown_label_;
  std::unordered_map<std::string, std::string> near_;  // folded unknown label → known one
  bool too_many_near_ = false;
};

void Scanner::complain(std::vector<Problem>& into, std::size_t line, std::string label,
                       std::string code, std::string text, std::string hint) {
  if (into.size() < kMostComplaints) {
    into.push_back({line, std::move(label), std::move(code), std::move(text), std::move(hint)});
  }
}

bool Scanner::in_narrative() const {
  return state_ == State::kFreeText ||
         (state_ == State::kEntry && open_ != nullptr && is_narrative(*open_->back().field));
}

void Scanner::take(const Line& line) {
  scan_.lines.push_back(line);
  if (is_mark(line.text) || is_help(line.text)) {
    return;
  }
  if (line.text.size() > options_.line_length) {
    complain(scan_.problems, line.number, "", "line-too-long",
             "the line has more than " + std::to_string(options_.line_length) + " octets",
             "break it into several lines");
    if (!which_.lenient) {
      refuse(line);
      return;
    }
  }
  if (state_ == State::kFreeText) {
    const auto stuffed = line.depth == 0 ? line.whole : line.text;
    scan_.free_text += std::string(line.text.empty() ? line.text : stuffed) + "\n";
    return;
  }
  if (line.text.empty()) {
    blank_ = true;
    return;
  }
  const auto header = block_header(line.text);
  if (header) {
    start_block(*header, line);
  } else if (!take_label(line)) {
    add_text(line);
  }
  blank_ = false;
}

bool Scanner::take_label(const Line& line) {
  const auto found = labelled(line.text);
  if (found && start_field(*found, line)) {
    return true;
  }
  const auto cell = labelled_cell(line.text);
  if (cell && start_field(*cell, line)) {
    return true;
  }
  if (!found || found->by_tab) {
    return false;
  }
  if (bad_block_) {
    refuse(line);  // reported with its header, not line by line
    return true;
  }
  const auto folded = fold(found->label);
  if (near_miss(*found, folded, line)) {
    return true;
  }
  if (in_narrative() || found->label.find_first_of(",;") != std::string_view::npos) {
    return false;
  }
  start_unknown(*found, line);
  return true;
}

// Kept where the form goes as it is; else until its writer has put it right.
void Scanner::refuse(const Line& line, const FieldSpec* near) {
  if (which_.lenient) {
    scan_.free_text += std::string(line.text) + "\n";
  } else {
    scan_.refused.push_back({line.number, std::string(line.text), near});
  }
}

void Scanner::start_block(const BlockHeader& header, const Line& line) {
  open_ = nullptr;
  in_block_ = bad_block_ = false;
  state_ = State::kNothing;
  const auto found = vocabulary_.block_names.find(fold(header.name));
  const auto* spec = found == vocabulary_.block_names.end() ? nullptr : set_.block(found->second);
  const bool used =
      spec != nullptr && std::any_of(which_.blocks.begin(), which_.blocks.end(),
                                     [&](const BlockUse& use) { return use.block == spec->id; });
  const std::string label = "[" + std::string(header.name) + "]";
  if (!used) {
    std::string hint = which_.blocks.empty() ? "this form has no blocks" : "one of:";
    for (const auto& use : which_.blocks) {
      hint += " [" + set_.block(use.block)->label + "]";
    }
    complain(scan_.problems, line.number, label, "unknown-block",
             spec == nullptr ? "there is no block of that name" : "this form has no such block",
             std::move(hint));
    refuse(line);
    state_ = State::kUnknown;
    bad_block_ = true;
    unknown_label_.clear();
    return;
  }
  if (scan_.blocks.size() >= kMostBlocks) {
    if (scan_.blocks.size() == kMostBlocks) {
      complain(scan_.problems, line.number, label, "too-many",
               "the form has more than " + std::to_string(kMostBlocks) + " blocks",
               "send it in several mails");
    }
    refuse(line);
    state_ = State::kUnknown;
    bad_block_ = true;
    unknown_label_.clear();
    return;
  }
  scan_.blocks.push_back({spec, header.number, line.number, {}, header.name});
  in_block_ = true;
}

void Scanner::open(std::vector<Entry>& entries, const FieldSpec& field, const Labelled& found,
                   const Line& line) {
  entries.push_back({&field, line.number, {}, found.label});
  if (!found.value.empty()) {
    entries.back().pieces.push_back({found.value, line.number, false});
  }
  open_ = &entries;
  state_ = State::kEntry;
}

bool Scanner::start_field(const Labelled& found, const Line& line) {
  const auto folded = fold(found.label);
  if (folded.empty()) {
    return false;
  }
  if (in_block_) {
    auto& block = scan_.blocks.back();
    const auto& labels = vocabulary_.blocks.at(block.spec->id);
    if (const auto at = labels.find(folded); at != Labels::npos) {
      open(block.entries, block.spec->fields[at], found, line);
      return true;
    }
  }
  if (std::find(vocabulary_.free_text_words.begin(), vocabulary_.free_text_words.end(), folded) !=
      vocabulary_.free_text_words.end()) {
    start_free_text(found);
    return true;
  }
  if (const auto at = labels_.find(folded); at != Labels::npos) {
    in_block_ = bad_block_ = false;
    open(scan_.entries, which_.fields[at], found, line);
    return true;
  }
  return false;
}

void Scanner::start_free_text(const Labelled& found) {
  state_ = State::kFreeText;
  open_ = nullptr;
  if (!found.value.empty()) {
    scan_.free_text += std::string(found.value) + "\n";
  }
}

// DECISIONS 11: so `Handlng: H2` never becomes H0, wherever it stands.
bool Scanner::near_miss(const Labelled& found, const std::string& folded, const Line& line) {
  const auto scope = in_block_ ? scan_.blocks.back().spec->id : std::string();
  const auto key = scope + ":" + folded;
  auto known = near_.find(key);
  if (known == near_.end()) {
    if (near_.size() >= kMostNearChecks) {
      if (!too_many_near_) {
        too_many_near_ = true;
        complain(scan_.problems, line.number, std::string(found.label), "too-many",
                 "the form has more unknown labels than can be compared",
                 "put running text under \"Free text:\"");
      }
      return false;
    }
    const auto wide = code_points(folded);
    auto close = in_block_ ? vocabulary_.blocks.at(scope).near(wide) : std::string();
    if (close.empty()) {
      close = labels_.near(wide);
    }
    known = near_.emplace(key, std::move(close)).first;
  }
  if (known->second.empty()) {
    return false;
  }
  const auto* field = field_called(known->second);
  if (which_.lenient && field != nullptr && !field->unread.empty()) {
    // A restriction that nearly has its label counts: it can only narrow.
    complain(scan_.warnings, line.number, std::string(found.label), "unknown-label",
             "there is no label \"" + std::string(found.label) + "\"; read as \"" + known->second +
                 ":\"",
             "");
    const bool started = start_field({known->second, found.value}, line);
    open_->back().label = found.label;
    return started;
  }
  if (which_.lenient && in_narrative()) {
    return false;
  }
  if (which_.lenient) {
    start_unknown(found, line);
    return true;
  }
  complain(scan_.problems, line.number, std::string(found.label), "unknown-label",
           "there is no label \"" + std::string(found.label) + "\"",
           "did you mean \"" + known->second + ":\"?");
  refuse(line, field);
  state_ = State::kUnknown;
  open_ = nullptr;
  unknown_label_.clear();
  return true;
}

const FieldSpec* Scanner::field_called(const std::string& label) const {
  const auto folded = fold(label);
  if (in_block_) {
    const auto* block = scan_.blocks.back().spec;
    const auto at = vocabulary_.blocks.at(block->id).find(folded);
    if (at != Labels::npos) {
      return &block->fields[at];
    }
  }
  const auto at = labels_.find(folded);
  return at == Labels::npos ? nullptr : &which_.fields[at];
}

void Scanner::start_unknown(const Labelled& found, const Line& line) {
  state_ = State::kUnknown;
  open_ = nullptr;
  // Two ill-formed labels must not become one key when the form is stored.
  unknown_label_ = well_formed(found.label);
  if (scan_.unknown.size() >= kMostUnknown && scan_.unknown.count(unknown_label_) == 0) {
    if (scan_.unknown.size() == kMostUnknown) {
      complain(scan_.problems, line.number, unknown_label_, "too-many",
               "the form has more than " + std::to_string(kMostUnknown) + " unknown labels",
               "put running text under \"Free text:\"");
      scan_.unknown["…"] = "";
    }
    refuse(line);
    unknown_label_.clear();
    return;
  }
  auto& value = scan_.unknown[unknown_label_];
  value += (value.empty() ? "" : "\n") + std::string(found.value);
  complain(scan_.warnings, line.number, unknown_label_, "unknown-label",
           "the form has no label \"" + unknown_label_ + "\"; kept, not read",
           "put it under \"Free text:\" if it is not meant as a field");
}

void Scanner::add_text(const Line& line) {
  switch (state_) {
    case State::kEntry:
      open_->back().pieces.push_back({line.text, line.number, blank_});
      return;
    case State::kUnknown:
      if (!unknown_label_.empty()) {
        scan_.unknown[unknown_label_] += "\n" + std::string(line.text);
      } else {
        refuse(line);
      }
      return;
    case State::kNothing:
    case State::kFreeText:
      // Text right under a block header or above the first label: kept, not lost.
      scan_.free_text += std::string(line.text) + "\n";
      complain(scan_.warnings, line.number, "", "stray-text",
               "the line belongs to no label; it was kept as free text", "");
      return;
  }
}

Scan Scanner::finish() {
  scan_.free_text = std::string(trim(scan_.free_text));
  return std::move(scan_);
}

}  // namespace

Scan scan_form(const Region& region, const Template& which, const TemplateSet& set,
               const ReadOptions& options) {
  Scanner scanner(which, set, options);
  for (const auto& line : region.lines) {
    scanner.take(line);
  }
  auto scan = scanner.finish();
  scan.words = std::string(trim(region.words));
  scan.cut = region.cut;
  return scan;
}

}  // namespace pouch::templates

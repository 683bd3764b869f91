// The same data as an attached JSON object (SPEC section 5): {"form": "request", "fields": {ID or
// label: text, number, true/false, list, or [{"number", "text"}]}, "blocks": [{"kind", "number",
// "fields"}], "free_text"}. Fields may also stand beside "form" itself. What to_json writes is
// read.
#include <algorithm>
#include <charconv>

#include "templates/exchange/json_tree.hpp"
#include "templates/reading/checker.hpp"
#include "templates/reading/reader.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

using Kind = JsonNode::Kind;

bool is_reserved(std::string_view key) {
  constexpr std::string_view kKeys[] = {"schema", "form",    "title",     "version", "fields",
                                        "blocks", "written", "unknown",   "kind",    "block",
                                        "number", "line",    "free_text", "words"};
  return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys);
}

class JsonReader {
 public:
  JsonReader(const Template& which, const TemplateSet& set) : which_(which), set_(set) {}

  Scan read(const JsonNode& root) {
    const auto& vocabulary = set_.vocabulary();
    read_object(root, which_.fields, vocabulary.templates.at(which_.name), "", scan_.entries);
    if (const auto* free_text = root.find("free_text"); free_text != nullptr) {
      scan_.free_text = std::string(trim(free_text->text));
    }
    if (const auto* words = root.find("words"); words != nullptr) {
      scan_.words = std::string(trim(words->text));
    }
    if (const auto* blocks = root.find("blocks"); blocks != nullptr) {
      for (const auto& block : blocks->items) {
        read_block(block);
      }
    }
    return std::move(scan_);
  }

 private:
  void problem(std::string label, std::string code, std::string text, std::string hint) {
    if (scan_.problems.size() < kMostComplaints) {
      scan_.problems.push_back(
          {0, std::move(label), std::move(code), std::move(text), std::move(hint)});
    }
  }

  // Fields stand in "fields", or in a flat object beside the reserved keys.
  void read_object(const JsonNode& node, const std::vector<FieldSpec>& specs, const Labels& labels,
                   const std::string& prefix, std::vector<Entry>& entries) {
    const auto* fields = node.find("fields");
    const bool flat = fields == nullptr || fields->kind != Kind::kObject;
    for (const auto& [key, content] : (flat ? node : *fields).members) {
      if (!flat || !is_reserved(key)) {
        read_field(key, content, specs, labels, prefix, entries);
      }
    }
  }

  void read_field(const std::string& key, const JsonNode& content,
                  const std::vector<FieldSpec>& specs, const Labels& labels,
                  const std::string& prefix, std::vector<Entry>& entries) {
    const auto folded = fold(key);
    const auto at = labels.find(folded);
    if (at == Labels::npos) {
      const auto close =
          checks_++ < kMostNearChecks ? labels.near(code_points(folded)) : std::string();
      if (!close.empty()) {
        problem(prefix + key, "unknown-label", "there is no field of that name",
                "did you mean \"" + close + "\"?");
      } else if (scan_.unknown.size() < kMostUnknown) {
        scan_.unknown[prefix + key] = content.text;
        scan_.warnings.push_back(
            {0, prefix + key, "unknown-label", "the form has no such field; kept, not read", ""});
      }
      return;
    }
    Entry entry{&specs[at], 0, {}, {}, content.kind == Kind::kList};
    if (take(content, entry.pieces)) {
      entries.push_back(std::move(entry));
    } else {
      problem(prefix + specs[at].label, "not-a-value", "is no text, number, true, false or list",
              "\"" + specs[at].id + "\": \"" + "…\"");
    }
  }

  static bool take(const JsonNode& node, std::vector<Piece>& pieces) {
    switch (node.kind) {
      case Kind::kNull:
        return true;
      case Kind::kBool:
        pieces.push_back({node.flag ? "yes" : "no", 0});
        return true;
      case Kind::kNumber:
        pieces.push_back({node.text, 0});
        return true;
      case Kind::kText:
        if (!trim(node.text).empty()) {
          pieces.push_back({node.text, 0});
        }
        return true;
      case Kind::kList:
        return std::all_of(node.items.begin(), node.items.end(), [&](const JsonNode& item) {
          return item.kind != Kind::kList && take(item, pieces);
        });
      case Kind::kObject:
        return take_numbered(node, pieces);
    }
    return false;
  }

  static bool take_numbered(const JsonNode& node, std::vector<Piece>& pieces) {
    const auto* number = node.find("number");
    const auto* text = node.find("text");
    if (number == nullptr || text == nullptr || number->kind != Kind::kNumber ||
        text->kind != Kind::kText) {
      return false;
    }
    Piece piece{text->text, 0};
    std::from_chars(number->text.data(), number->text.data() + number->text.size(), piece.number);
    pieces.push_back(piece);
    return piece.number > 0;
  }

  void read_block(const JsonNode& node) {
    const auto* kind = node.find("kind") != nullptr ? node.find("kind") : node.find("block");
    const auto& names = set_.vocabulary().block_names;
    const auto found = kind == nullptr ? names.end() : names.find(fold(kind->text));
    const auto* spec = found == names.end() ? nullptr : set_.block(found->second);
    const bool used =
        spec != nullptr && std::any_of(which_.blocks.begin(), which_.blocks.end(),
                                       [&](const BlockUse& use) { return use.block == spec->id; });
    if (!used || scan_.blocks.size() >= kMostBlocks) {
      problem("blocks", used ? "too-many" : "unknown-block",
              used ? "the form has too many blocks" : "this form has no such block",
              "\"kind\": \"person\"");
      return;
    }
    BlockEntry block{spec, 0, 0, {}};
    if (const auto* number = node.find("number"); number != nullptr) {
      std::from_chars(number->text.data(), number->text.data() + number->text.size(), block.number);
    }
    read_object(node, spec->fields, set_.vocabulary().blocks.at(spec->id), spec->label + ": ",
                block.entries);
    scan_.blocks.push_back(std::move(block));
  }

  const Template& which_;
  const TemplateSet& set_;
  Scan scan_;
  std::size_t checks_ = 0;
};

constexpr std::string_view kDiffer = "the text and the attached JSON say different things";
constexpr std::string_view kOnlyJson = "the attached JSON says it, the text does not";
constexpr std::string_view kAgree = "leave one of them, or let both say the same";

void disagree(std::size_t line, std::string label, std::string_view text,
              std::vector<Problem>& problems) {
  if (problems.size() < kMostComplaints) {
    problems.push_back(
        {line, std::move(label), "disagree", std::string(text), std::string(kAgree)});
  }
}

// The text is what is carried: whatever the JSON alone says would be lost. A field that the text
// alone has is no contradiction.
void compare(const std::vector<Value>& text, const std::vector<Value>& json,
             const std::string& prefix, std::vector<Problem>& problems) {
  for (const auto& value : json) {
    if (!value.given) {
      continue;
    }
    const auto other = std::find_if(text.begin(), text.end(),
                                    [&](const Value& one) { return one.id == value.id; });
    const bool same_as_default =
        other != text.end() && other->values == value.values && other->numbers == value.numbers;
    if (other == text.end() || (!other->given && !same_as_default)) {
      disagree(0, prefix + value.label, kOnlyJson, problems);
    } else if (!same_as_default) {
      disagree(other->line, prefix + value.label, kDiffer, problems);
    }
  }
}

std::string header_of(const Block& block) {
  return "[" + block.kind + " " + std::to_string(block.number) + "] ";
}

}  // namespace

Form read_json_form(std::string_view json, const TemplateSet& set, const ReadOptions& options) {
  std::string wrong;
  const auto root = parse_json(json, wrong);
  const auto* name = root && root->kind == Kind::kObject ? root->find("form") : nullptr;
  const auto* which = name != nullptr && name->kind == Kind::kText ? set.find(name->text) : nullptr;
  if (which == nullptr) {
    return {};  // not a form: an attachment like any
  }
  const auto scan = JsonReader(*which, set).read(*root);
  return check_form(scan, *which, set, options);
}

std::string json_form_name(std::string_view json) {
  std::string wrong;
  const auto root = parse_json(json, wrong);
  const auto* name = root && root->kind == Kind::kObject ? root->find("form") : nullptr;
  return name != nullptr && name->kind == Kind::kText ? name->text : std::string();
}

std::vector<Problem> disagreements(const Form& text_form, const Form& json_form) {
  std::vector<Problem> problems;
  if (text_form.name != json_form.name) {
    problems.push_back({0, "Form", "disagree",
                        "the text is the form \"" + text_form.name + "\", the attached JSON \"" +
                            json_form.name + "\"",
                        "send them in two mails"});
    return problems;
  }
  compare(text_form.fields, json_form.fields, "", problems);
  for (const auto& block : json_form.blocks) {
    const auto same = std::find_if(
        text_form.blocks.begin(), text_form.blocks.end(),
        [&](const Block& one) { return one.kind == block.kind && one.number == block.number; });
    if (same == text_form.blocks.end()) {
      disagree(0, header_of(block), kOnlyJson, problems);
    } else {
      compare(same->fields, block.fields, header_of(block), problems);
    }
  }
  if (!json_form.free_text.empty() && fold(text_form.free_text) != fold(json_form.free_text)) {
    disagree(0, "Free text", text_form.free_text.empty() ? kOnlyJson : kDiffer, problems);
  }
  return problems;
}

}  // namespace pouch::templates

#include "templates/showing/needed.hpp"

#include <algorithm>

#include "templates/types/conditions.hpp"

namespace pouch::templates {
namespace {

enum class Truth { kNever, kPerhaps, kAlways };

const FieldSpec* find_field(const std::vector<FieldSpec>& fields, const std::string& id) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const FieldSpec& field) { return field.id == id; });
  return found == fields.end() ? nullptr : &*found;
}

bool fills_itself(const FieldSpec& field) {
  return field.id == "template" || !field.default_value.empty() || !field.from_block.empty() ||
         !field.known.empty();
}

// The needs of one form or block, grown until nothing follows from what is needed already.
class Needing {
 public:
  Needing(const std::vector<FieldSpec>& fields, const std::vector<std::string>& optional,
          std::vector<NeededField> of_blocks, std::vector<std::string> blocks)
      : fields_(fields),
        optional_(optional),
        of_blocks_(std::move(of_blocks)),
        blocks_(std::move(blocks)) {}

  void require() {
    for (const auto& field : fields_) {
      if (field.required && !fills_itself(field) && !is_optional(field)) {
        add(field, {});
      }
    }
  }

  // The first field of a group stands for it.
  void require_one_of(const std::vector<std::vector<std::string>>& groups) {
    for (const auto& group : groups) {
      const bool any = std::any_of(group.begin(), group.end(), [&](const std::string& need) {
        const auto dot = need.find('.');
        return dot == std::string::npos ? is_always(need) : has_block(need.substr(0, dot));
      });
      for (auto need = group.begin(); !any && need != group.end(); ++need) {
        if (const auto* field = find_field(fields_, *need)) {
          add(*field, {});
          break;
        }
      }
    }
  }

  void grow() {
    for (bool grown = true; grown;) {
      grown = false;
      for (const auto& field : fields_) {
        if (field.required_if.empty() || is_optional(field) || is_always(field.id)) {
          continue;
        }
        const auto when = open_conditions(field.required_if);
        const bool known = std::any_of(needed_.begin(), needed_.end(),
                                       [&](const NeededField& one) { return one.field == &field; });
        if (when && (!known || when->empty())) {
          add(field, *when);
          grown = true;
        }
      }
    }
  }

  std::vector<NeededField> in_order() const {
    std::vector<NeededField> result;
    for (const bool always : {true, false}) {
      for (const auto& field : fields_) {
        for (const auto& one : needed_) {
          if (one.field == &field && one.when.empty() == always) {
            result.push_back(one);
          }
        }
      }
    }
    return result;
  }

 private:
  void add(const FieldSpec& field, std::vector<Condition> when) {
    std::erase_if(needed_, [&](const NeededField& one) { return one.field == &field; });
    needed_.push_back({&field, std::move(when)});
  }

  bool is_optional(const FieldSpec& field) const {
    return std::find(optional_.begin(), optional_.end(), field.id) != optional_.end();
  }

  bool has_block(const std::string& kind) const {
    return kind == kAnyField ? !blocks_.empty()
                             : std::find(blocks_.begin(), blocks_.end(), kind) != blocks_.end();
  }

  static const NeededField* find(const std::vector<NeededField>& among, const std::string& id) {
    const auto found = std::find_if(among.begin(), among.end(),
                                    [&](const NeededField& one) { return one.field->id == id; });
    return found == among.end() ? nullptr : &*found;
  }

  bool is_always(const std::string& id) const {
    const auto* found = find(needed_, id);
    return found != nullptr && found->when.empty();
  }

  Truth of_field(const Condition& condition, const NeededField* needed,
                 const FieldSpec* field) const {
    if (needed != nullptr && (!condition.values.empty() || !needed->when.empty())) {
      return Truth::kPerhaps;
    }
    if (needed != nullptr) {
      return condition.negated ? Truth::kNever : Truth::kAlways;
    }
    if (field != nullptr && !field->default_value.empty()) {
      const Value value{field->id, "", 0, "", {field->default_value}, {}, false, false};
      auto plain = condition;
      plain.block.clear();
      return holds(plain, {{value}, {}}) ? Truth::kAlways : Truth::kNever;
    }
    return condition.values.empty() && condition.negated ? Truth::kAlways : Truth::kNever;
  }

  Truth truth_of(const Condition& condition) const {
    if (condition.block.empty()) {
      return of_field(condition, find(needed_, condition.field),
                      find_field(fields_, condition.field));
    }
    if (condition.field == kAnyField) {
      return has_block(condition.block) != condition.negated ? Truth::kAlways : Truth::kNever;
    }
    return has_block(condition.block)
               ? of_field(condition, find(of_blocks_, condition.field), nullptr)
               : Truth::kNever;
  }

  // Those of the conditions that the officer's values decide; nullopt: they cannot all hold.
  std::optional<std::vector<Condition>> open_conditions(const std::vector<Condition>& all) const {
    std::vector<Condition> open;
    for (const auto& condition : all) {
      switch (truth_of(condition)) {
        case Truth::kNever:
          return std::nullopt;
        case Truth::kPerhaps:
          open.push_back(condition);
          break;
        case Truth::kAlways:
          break;
      }
    }
    return open;
  }

  const std::vector<FieldSpec>& fields_;
  const std::vector<std::string>& optional_;
  std::vector<NeededField> of_blocks_;  // of the blocks that must be there
  std::vector<std::string> blocks_;
  std::vector<NeededField> needed_;
};

std::vector<std::vector<std::string>> groups_of(const std::vector<FieldSpec>& fields,
                                                std::vector<std::vector<std::string>> groups) {
  for (const auto& field : fields) {
    if (!field.one_of.empty()) {
      groups.push_back(field.one_of);
    }
  }
  return groups;
}

}  // namespace

std::vector<NeededField> needs_of(const BlockUse& use, const TemplateSet& set) {
  const auto* block = set.block(use.block);
  Needing needing(block->fields, use.optional, {}, {});
  needing.require();
  needing.require_one_of(groups_of(block->fields, block->need_one));
  needing.grow();
  return needing.in_order();
}

Needs needs_of(const Template& which, const TemplateSet& set) {
  Needs needs;
  std::vector<std::string> there;
  std::vector<NeededField> of_blocks;
  for (const auto& use : which.blocks) {
    if (use.in_blank || use.minimum > 0) {
      needs.blocks.push_back(&use);
    }
    if (use.minimum > 0) {
      there.push_back(use.block);
      const auto fields = needs_of(use, set);
      of_blocks.insert(of_blocks.end(), fields.begin(), fields.end());
    }
  }
  static const std::vector<std::string> kNone;
  Needing needing(which.fields, kNone, std::move(of_blocks), there);
  needing.require();
  needing.require_one_of(groups_of(which.fields, which.need_one));
  needing.grow();
  needs.fields = needing.in_order();
  needs.one_block = !which.need_block_unless.empty() && there.empty();
  if (needs.one_block && needs.blocks.empty() && !which.lenient && !which.blocks.empty()) {
    needs.blocks.push_back(&which.blocks.front());
  }
  return needs;
}

}  // namespace pouch::templates

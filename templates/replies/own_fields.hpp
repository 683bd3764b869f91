// Fields that somebody typed among his own words in a Reply: "Reasons: …", "[Person 1] Role:
// suspect", a block's header with labels under it. A value of one word is what makes sense of its
// line; running text goes on to the next empty line. All the rest stays words. Private to this
// room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templates/replies/draft.hpp"

namespace pouch::templates {

struct NewValue {
  Owner owner;
  const FieldSpec* field = nullptr;
  std::string label;               // as written
  std::vector<std::string> lines;  // none: what was there is taken away
};

// What a label can mean in a form as it stands.
class Naming {
 public:
  Naming(const Draft& kept, const Template& which, const TemplateSet& set,
         const std::vector<Problem>& problems)
      : kept_(kept), which_(which), set_(set), problems_(problems) {}

  struct Named {
    Owner owner;
    const FieldSpec* field = nullptr;
  };
  // "Reasons", "[Person 1] Role"; of a block's label without its block the one block that has it.
  std::optional<Named> find(std::string_view label, const Owner& open = {}) const;
  std::optional<Owner> block(std::string_view header) const;
  // The known label that is asked for and that `label` nearly is; empty: none.
  std::string near(std::string_view label) const;

 private:
  const FieldSpec* in_form(const std::string& folded) const;
  const FieldSpec* in_block(const std::string& kind, const std::string& folded) const;
  bool is_asked(const std::string& label) const;
  bool asks_for_block() const;
  std::vector<Named> in_blocks(const std::string& folded) const;

  const Draft& kept_;
  const Template& which_;
  const TemplateSet& set_;
  const std::vector<Problem>& problems_;
};

struct OwnFields {
  std::vector<NewValue> values;
  std::vector<Problem> problems;  // a label that is nearly one that was asked for
  std::string words;
};
OwnFields own_fields(std::string_view own, const Naming& naming);

}  // namespace pouch::templates

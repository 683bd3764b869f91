// What a blank form of ours asked for, read off its own help lines ("## Needed. …"). Blanks outlive
// the version that printed them: what a later version needs besides, and the blank that an officer
// was given did not ask for, is told, but never a reason to refuse (CORRESPONDENCE section 7,
// "filled only where it says Needed"). Private to this room.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "templates/template.hpp"
#include "templates/text/lines.hpp"

namespace pouch::templates {

class Asked {
 public:
  // Of the lines of a form, with its help; a form without such help asked for nothing and is none.
  Asked(const std::vector<Line>& lines, const Template& which, const TemplateSet& set);

  bool is_blank() const { return !helps_.empty(); }
  // `block`: its kind; empty: the form itself. Also when the label was taken away and its help
  // stayed.
  bool asked(const std::string& block, const FieldSpec& field) const;
  // Whether the label stands there, asked for or not.
  bool shows(const std::string& block, const FieldSpec& field) const;

 private:
  struct Help {
    std::string block, text;  // folded
  };

  std::vector<Help> helps_;  // each that says "Needed"
  std::set<std::pair<std::string, const FieldSpec*>> asked_, shown_;
};

}  // namespace pouch::templates

// Citations as comments and pages write them: "SPEC section 2 step 7", "SECURITY classes 3, 5 to
// 7", "DECISIONS 10–12, 15", over the end of a line too. And what a paper of docs/spec holds for
// them.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace pouch::test {

struct Citation {
  std::string paper;   // "SPEC"
  std::string target;  // "section 2", "section 2 item 7", "item 12", "class 13"
  std::size_t line = 0;
};

// All that a text cites of our papers, in its order.
std::vector<Citation> citations_in(const std::string& text);

// "LESSONS 3", "issue 7": papers that are not in the tree, with their lines.
std::vector<Citation> foreign_in(const std::string& text);

// What can be cited of one page, as Citation::target says it.
std::set<std::string> targets_in(const std::string& page);

}  // namespace pouch::test

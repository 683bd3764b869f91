#include "tests/unit/layout/citations.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <string_view>

namespace pouch::test {
namespace {

constexpr std::array kPapers{"SPEC",    "DECISIONS",      "DOMAIN", "SECURITY",
                             "ENGINES", "CORRESPONDENCE", "STYLE"};
constexpr std::array kForeign{"REVIEW", "LESSONS", "WEB", "TRIALS"};
constexpr std::array kUnits{"section", "class", "item", "step", "decision", "habit"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// A text as one line, without the marks that begin a line of a comment.
struct Flat {
  explicit Flat(const std::string& source) {
    std::istringstream lines(source);
    for (std::string line; std::getline(lines, line);) {
      starts.push_back(text.size());
      const auto begin = line.find_first_not_of(" \t/#*>\"");
      const auto end = line.find_last_not_of(" \t\r\"");
      if (begin != std::string::npos) text += line.substr(begin, end - begin + 1);
      text += ' ';
    }
  }
  std::size_t line_of(std::size_t at) const {
    return static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), at) -
                                    starts.begin());
  }
  std::string text;
  std::vector<std::size_t> starts;
};

// "2.11" as what stands before the last number, and that number.
struct Number {
  std::string before;
  int last = 0;
  std::string text() const { return before + std::to_string(last); }
};

// Reads what follows the name of a paper.
class Reader {
 public:
  Reader(std::string_view text, std::string paper) : rest_(text), paper_(std::move(paper)) {}

  std::vector<std::string> targets() {
    skip(".md");
    do {
      if (!skip(" ")) break;
      if (const auto unit = this->unit()) unit_ = *unit;
      if (!numbers()) break;
    } while (goes_on());
    return std::move(targets_);
  }

 private:
  bool skip(std::string_view word) {
    if (rest_.substr(0, word.size()) != word) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  // "sections " and the like, when a number follows.
  std::optional<std::string> unit() {
    const auto before = rest_;
    for (const std::string unit : kUnits) {
      if (!skip(unit)) continue;
      if (!skip("es")) skip("s");
      if (skip(" ") && !rest_.empty() && is_digit(rest_.front())) return unit;
      rest_ = before;
    }
    return std::nullopt;
  }

  std::optional<Number> number() {
    std::string digits;
    while (!rest_.empty() && (is_digit(rest_[0]) || (rest_[0] == '.' && !digits.empty() &&
                                                     rest_.size() > 1 && is_digit(rest_[1])))) {
      digits += rest_[0];
      rest_.remove_prefix(1);
    }
    const auto dot = digits.rfind('.') + 1;  // 0 when there is none
    if (digits.empty() || digits.size() - dot > 4) return std::nullopt;
    return Number{digits.substr(0, dot), std::stoi(digits.substr(dot))};
  }

  bool separated(std::string_view by) {
    if (rest_.substr(0, by.size()) != by || rest_.size() == by.size() ||
        !is_digit(rest_[by.size()])) {
      return false;
    }
    return skip(by);
  }

  bool numbers() {
    auto last = number();
    if (!last) return false;
    add(*last);
    while (true) {
      const bool range = separated("–") || separated("-") || separated(" to ");
      if (!range && !separated(", and ") && !separated(", ") && !separated(" and ")) return true;
      auto next = number();
      if (!next) return true;
      for (int between = last->last + 1; range && between < next->last; ++between) {
        add({last->before, between});
      }
      add(*next);
      last = next;
    }
  }

  // " step 7", ", section 6", " and class 3".
  bool goes_on() {
    auto after = *this;
    if (!after.skip(",")) after.skip(" and");
    if (!after.skip(" ") || !after.unit()) return false;
    if (!skip(",")) skip(" and");
    return true;
  }

  void add(const Number& number) {
    const auto text = number.text();
    if (unit_ == "class") {
      targets_.push_back("class " + text);
    } else if (unit_ == "habit") {
      targets_.push_back("section 4 item " + text);
    } else if (unit_ == "decision" || (unit_.empty() && paper_ == "DECISIONS")) {
      targets_.push_back("item " + text);
    } else if (unit_ == "item" || unit_ == "step") {
      targets_.push_back((section_.empty() ? "" : "section " + section_ + " ") + "item " + text);
    } else {
      section_ = text;
      targets_.push_back("section " + text);
    }
  }

  std::string_view rest_;
  std::string paper_, unit_, section_;
  std::vector<std::string> targets_;
};

// Where `name` stands as a word of its own.
template <typename Seen>
void each_word(const std::string& text, const std::string& name, Seen seen) {
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const auto end = at + name.size();
    if ((at == 0 || (!is_word(text[at - 1]) && text[at - 1] != '-')) &&
        (end == text.size() || !is_word(text[end]))) {
      seen(at, end);
    }
  }
}

void collect(const Flat& flat, const std::string& name, std::vector<Citation>& found) {
  each_word(flat.text, name, [&](std::size_t at, std::size_t end) {
    for (auto& target : Reader(std::string_view(flat.text).substr(end), name).targets()) {
      found.push_back({name, std::move(target), flat.line_of(at)});
    }
  });
}

void in_order(std::vector<Citation>& found) {
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& left, const auto& right) { return left.line < right.line; });
}

}  // namespace

std::vector<Citation> citations_in(const std::string& text) {
  const Flat flat(text);
  std::vector<Citation> found;
  for (const auto* paper : kPapers) collect(flat, paper, found);
  in_order(found);
  return found;
}

std::vector<Citation> foreign_in(const std::string& text) {
  const Flat flat(text);
  std::vector<Citation> found;
  for (const auto* paper : kForeign) {
    collect(flat, paper, found);
    each_word(flat.text, std::string(paper) + ".md", [&](std::size_t at, std::size_t) {
      found.push_back({paper, "page", flat.line_of(at)});
    });
  }
  for (const auto* word : {"issue", "Issue", "issues", "Issues"}) {
    each_word(flat.text, word, [&](std::size_t at, std::size_t end) {
      auto digit = end + 1;
      if (digit < flat.text.size() && flat.text[digit] == '#') ++digit;
      if (flat.text[end] == ' ' && digit < flat.text.size() && is_digit(flat.text[digit])) {
        found.push_back({"issue", "number", flat.line_of(at)});
      }
    });
  }
  in_order(found);
  return found;
}

std::set<std::string> targets_in(const std::string& page) {
  std::set<std::string> targets;
  std::string section;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    const auto marks = std::min(line.find_first_not_of('#'), line.size());
    const auto from = marks > 0 ? marks + 1 : line.rfind("| ", 0) == 0 ? 2 : 0;
    if (from > line.size()) continue;
    auto end = from;
    while (end < line.size() && (is_digit(line[end]) || (line[end] == '.' && end > from))) ++end;
    auto number = line.substr(from, end - from);
    const bool dotted = !number.empty() && number.back() == '.';
    if (dotted) number.pop_back();
    if (marks == 2) section.clear();
    if (number.empty()) continue;
    if (marks == 2 || marks == 3) {
      section = number;
      targets.insert("section " + section);
    } else if (from == 2 && line.compare(end, 2, " |") == 0) {
      targets.insert("class " + number);
    } else if (from == 0 && dotted && line.compare(end, 1, " ") == 0) {
      targets.insert((section.empty() ? "" : "section " + section + " ") + "item " + number);
    }
  }
  return targets;
}

}  // namespace pouch::test

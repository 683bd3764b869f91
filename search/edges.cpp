#include "search/edges.hpp"

#include <algorithm>

namespace pouch::search {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
constexpr std::size_t kShortest = 4, kLongest = 40;

}  // namespace

std::vector<std::string> edges(std::string_view word, std::size_t from, std::size_t to) {
  std::vector<std::string> parts;
  for (std::size_t length = from; length <= to && length <= word.size(); ++length) {
    parts.emplace_back(word.substr(0, length));
  }
  return parts;
}

std::vector<std::string> ends(std::string_view word, std::size_t from, std::size_t to) {
  std::vector<std::string> parts;
  for (std::size_t length = from; length <= to && length <= word.size(); ++length) {
    parts.emplace_back(word.substr(word.size() - length));
  }
  return parts;
}

std::vector<std::string> with_one_letter_left_out(std::string_view word) {
  std::vector<std::string> parts;
  if (word.size() < kShortest || word.size() > kLongest) {
    return parts;
  }
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i > 0 && word[i] == word[i - 1]) {
      continue;  // leaving out either of two equal letters gives the same
    }
    parts.emplace_back(std::string(word.substr(0, i)).append(word.substr(i + 1)));
  }
  return parts;
}

std::vector<std::string> one_letter_away(std::string_view word) {
  std::vector<std::string> others;
  if (word.size() < kShortest || word.size() > kLongest) {
    return others;
  }
  for (std::size_t i = 0; i <= word.size(); ++i) {
    const auto before = std::string(word.substr(0, i));
    const auto behind = word.substr(i);
    for (const char letter : kLetters) {
      others.push_back((before + letter).append(behind));
      if (!behind.empty()) {
        others.push_back((before + letter).append(behind.substr(1)));
      }
    }
    if (!behind.empty()) {
      others.push_back(before + std::string(behind.substr(1)));
    }
    if (behind.size() > 1) {
      others.push_back((before + behind[1] + behind[0]).append(behind.substr(2)));
    }
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  others.erase(std::remove(others.begin(), others.end(), word), others.end());
  return others;
}

}  // namespace pouch::search

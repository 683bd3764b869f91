#include "search/edges.hpp"

namespace pouch::search {

std::vector<std::string> edges(std::string_view word, std::size_t from, std::size_t to) {
  std::vector<std::string> parts;
  for (std::size_t length = from; length <= to && length <= word.size(); ++length) {
    parts.emplace_back(word.substr(0, length));
  }
  return parts;
}

std::vector<std::string> with_one_letter_left_out(std::string_view word) {
  constexpr std::size_t kShortest = 4, kLongest = 40;
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

}  // namespace pouch::search

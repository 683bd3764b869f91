#include "search/index/edges.hpp"

#include <algorithm>

namespace pouch::search {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kSigns = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr std::size_t kShortest = 4, kLongest = 40;

template <typename See>
void each_length(std::string_view number, std::size_t from, std::size_t to, See see) {
  if (number.find_first_not_of(kSigns) != number.npos) {
    for (auto length = from; length <= std::min(to, number.size()); ++length) {
      see(length);
    }
    return;
  }
  constexpr std::size_t kApart = 2;
  for (auto length = std::min(to, std::max<std::size_t>(number.size(), 1) - 1); length >= from;
       length -= kApart) {
    see(length);
  }
}

}  // namespace

std::vector<std::string_view> written_starts(std::string_view number) {
  std::vector<std::string_view> parts;
  each_length(number, kEdgeFrom, kEdgeTo,
              [&](std::size_t length) { parts.push_back(number.substr(0, length)); });
  return parts;
}

std::vector<std::string_view> written_ends(std::string_view number) {
  std::vector<std::string_view> parts;
  each_length(number, kEndFrom, kEndTo,
              [&](std::size_t length) { parts.push_back(number.substr(number.size() - length)); });
  return parts;
}

std::vector<std::string> asked_starts(std::string_view start) {
  std::vector<std::string> parts{std::string(start.substr(0, kEdgeTo))};
  for (std::size_t i = 0; start.size() < kEdgeTo && i < kSigns.size(); ++i) {
    parts.push_back(std::string(start).append(1, kSigns[i]));
  }
  return parts;
}

std::vector<std::string> asked_ends(std::string_view end) {
  std::vector<std::string> parts{
      std::string(end.substr(end.size() > kEndTo ? end.size() - kEndTo : 0))};
  for (std::size_t i = 0; end.size() < kEndTo && i < kSigns.size(); ++i) {
    parts.push_back(std::string(1, kSigns[i]).append(end));
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

// What mail clients make of a Reply to a letter of ours, as generators: each gives the MIME entity
// in which the letter comes back, quoted once or inside earlier replies, with one text typed on
// top, below, or between two of the lines that its writer saw.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace pouch::test {

inline constexpr std::size_t kOnTop = static_cast<std::size_t>(-1);
inline constexpr std::size_t kAtBottom = kOnTop - 1;

struct ReplyShape {
  std::string name;
  // `typed` stands before quoted line `line`, or on top, or at the bottom; empty: pressed Reply,
  // typed nothing.
  std::function<std::string(const std::string& letter, const std::string& typed, std::size_t line)>
      make;
  // Lines in which the client shows the letter: more than it has when they were wrapped.
  std::function<std::size_t(const std::string& letter)> lines;
};

std::vector<ReplyShape> reply_shapes();

}  // namespace pouch::test

// The messages that the benchmarks of the archive file and search: 2 KB of text, 330 words out of
// 80,000 by Zipf's law, two names that stand in the text too, a plate, a date, rights. Always the
// same: the numbers of std::mt19937 are fixed by the standard.
#pragma once

#include <chrono>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "search/index/index.hpp"

namespace pouch::bench {

struct Text {
  std::chrono::sys_days day;
  std::string body, subject, country, desk, plate;
  std::vector<std::string> words, names;
};

struct TextKind {
  // Without them no word of a text may be one: to tell what names in free text cost. One short word
  // with a capital says that the others would have one.
  bool names = true;
  bool numbers = false;  // every third word is a number of five digits
  unsigned days = 700;   // from 1 January 2025 on
};

class Texts {
 public:
  static constexpr std::size_t kVocabulary = 80'000, kWords = 330;

  explicit Texts(TextKind kind = {}) : kind_(kind) {}

  Text next() {
    Text text;
    for (int i = 0; i < 2; ++i) {
      text.names.push_back(kGiven[random_() % 6] + (" " + word(500 + random_() % 5000)) + "ић");
    }
    for (std::size_t i = 0; i < kWords; ++i) {
      text.words.push_back(word(rank()));
      const auto from = text.body.size();
      if (kind_.numbers && i % 3 == 2) {
        text.body += std::to_string(10'000 + random_() % 90'000) + ", ";
        continue;
      }
      text.body += text.words.back() + (i % 12 == 11 ? ".\n" : " ");
      if (!kind_.names) {
        text.body += i == kWords / 3 ? "I " : "";
        continue;
      }
      if (i % 12 == 0) {
        text.body[from] = static_cast<char>(text.body[from] - 'a' + 'A');
      }
      if (i == kWords / 3 || i == kWords / 2) {
        text.body += text.names[i == kWords / 2 ? 1 : 0] + " ";
      }
    }
    for (int i = 0; i < 6; ++i) {
      text.subject += word(rank()) + " ";
    }
    text.plate = "CA " + std::to_string(1000 + random_() % 9000) + " AB";
    text.country = kCountries[random_() % 6];
    text.desk = "desk:" + std::to_string(random_() % 24);
    text.day = std::chrono::sys_days(std::chrono::year(2025) / 1 / 1) +
               std::chrono::days(random_() % kind_.days);
    return text;
  }
  // Ranks near to each other by chance: 0 is the most frequent word.
  std::string word(std::size_t rank) const {
    static const char* const kSyllables[] = {"ba", "re", "mi",  "to", "ku", "la",  "ne", "si",
                                             "vo", "du", "gra", "pe", "zi", "cho", "nu", "sta"};
    std::string result;
    for (std::size_t left = rank + 16; left > 0; left /= 16) {
      result += kSyllables[left % 16];
    }
    return result;
  }
  std::size_t below(std::size_t end) { return random_() % end; }

 private:
  std::size_t rank() {
    const double part = static_cast<double>(random_()) / 4294967296.0;
    return static_cast<std::size_t>(std::pow(static_cast<double>(kVocabulary), part)) - 1;
  }
  static constexpr const char* kGiven[] = {"Милан", "Ђорђе", "Ana", "Țepeș", "Željko", "Ivan"};
  static constexpr const char* kCountries[] = {"RO", "BG", "RS", "HU", "MK", "GR"};
  TextKind kind_;
  std::mt19937 random_{4217};
};

inline search::Document document_of(const Text& text, std::uint64_t id) {
  search::Document document;
  document.id = id;
  document.day = text.day;
  document.feeds = {{"subject", text.subject},
                    {"text", text.body},
                    {"country", text.country},
                    {"plate", text.plate},
                    {"form", "request"}};
  for (const auto& name : text.names) {
    document.feeds.push_back({"person", name});
  }
  document.readers = {"community:police", text.desk};
  return document;
}

}  // namespace pouch::bench

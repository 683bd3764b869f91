// The words with which the members' states, the EU and NATO mark what is classified, each with the
// level that it stands for and the act that says so. One level of this gateway covers what the
// security agreements between those states treat alike; RESTRICTED is listed too, because a site
// may hold less. A word that two states use for different levels stands with the higher one.
#pragma once

#include <span>
#include <string_view>

namespace pouch::gateway {

enum class Classification { kUnclassified, kRestricted, kConfidential, kSecret, kTopSecret };
std::string_view name(Classification level);        // "RESTRICTED" …
Classification level_named(std::string_view name);  // as pouch.toml has it; unknown: kUnclassified

struct ClassificationWord {
  Classification level;
  std::string_view words;  // in capitals, in the script in which it is written
  std::string_view whose;  // countries, EU, NATO
};
std::span<const ClassificationWord> classification_words();
// "Classification:", "Степен тајности:" and their like, without the colon.
std::span<const std::string_view> classification_labels();

}  // namespace pouch::gateway

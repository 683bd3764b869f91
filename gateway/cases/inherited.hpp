// What an answered message of somebody else lays on its answer (Message::inherited, DOMAIN section
// 5): codes, "H2", "H3", "privileged", and behind kInheritedText each restriction of an H3 in the
// words of who provided it, so that whoever reads an answer reads what binds it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pouch::gateway {

inline constexpr std::string_view kInheritedText = "H3: ";

inline std::vector<std::string> inherited_texts(const std::vector<std::string>& inherited) {
  std::vector<std::string> texts;
  for (const auto& one : inherited) {
    if (one.starts_with(kInheritedText)) {
      texts.push_back(one.substr(kInheritedText.size()));
    }
  }
  return texts;
}

}  // namespace pouch::gateway

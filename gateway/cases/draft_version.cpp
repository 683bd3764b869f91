#include "gateway/cases/draft_version.hpp"

#include <algorithm>

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostDigits = 4;

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool parts(char c) { return c == '-' || c == '_' || c == ' ' || c == '.'; }

}  // namespace

std::optional<DraftVersion> version_in(std::string_view file_name) {
  const auto name = lower(file_name);
  const auto dot = name.rfind('.');
  const bool has_type =
      dot != std::string::npos && dot > 0 && dot + 1 < name.size() &&
      !std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dot) + 1, name.end(), is_digit);
  const auto type = has_type ? name.substr(dot) : std::string();
  auto stem = name.substr(0, name.size() - type.size());
  auto digits = stem.size();
  while (digits > 0 && is_digit(stem[digits - 1])) {
    --digits;
  }
  const auto number = stem.substr(digits);
  if (number.empty() || number.size() > kMostDigits) {
    return std::nullopt;
  }
  stem.resize(digits);
  while (!stem.empty() && parts(stem.back())) {
    stem.pop_back();
  }
  for (const std::string_view word : {"version", "v"}) {
    if (!stem.ends_with(word)) {
      continue;
    }
    stem.resize(stem.size() - word.size());
    if (stem.empty() || !parts(stem.back())) {
      return std::nullopt;  // "lev2.docx" is no version of "le.docx"
    }
    while (!stem.empty() && parts(stem.back())) {
      stem.pop_back();
    }
    return stem.empty() ? std::nullopt
                        : std::optional(DraftVersion{stem + type, std::stoi(number)});
  }
  return std::nullopt;
}

std::vector<ReplacedDraft> replaced_drafts(const std::vector<std::string>& fresh,
                                           const std::vector<FiledDraft>& before) {
  std::vector<ReplacedDraft> replaced;
  for (const auto& name : fresh) {
    const auto own = version_in(name);
    const FiledDraft* newest = nullptr;
    int of_newest = -1;
    for (const auto& one : before) {
      const auto version = own ? version_in(one.name) : std::nullopt;
      const bool older = version && version->of == own->of && version->version < own->version;
      if (older && (version->version > of_newest ||
                    (version->version == of_newest && one.message > newest->message))) {
        newest = &one;
        of_newest = version->version;
      }
    }
    if (newest != nullptr) {
      replaced.push_back({name, newest->name, newest->message});
    }
  }
  return replaced;
}

}  // namespace pouch::gateway

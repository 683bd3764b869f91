// Words in the audit log (audit.hpp): sealed under one key that is made of the keys of all the
// cases that they speak of, so that the end of any of these keys is the end of the words, however
// many they are. Around them, under the log's own key, the numbers of these cases.
#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "gateway/store/audit.hpp"
#include "gateway/store/case_keys.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kSealedMark = "sealed:";
constexpr std::string_view kWordsPurpose = "audit words",
                           kOfAllPurpose = "audit words of all their cases",
                           kNestedPurpose = "audit words of cases";  // of rows of before

std::optional<Secret> key_of(CaseKeys* keys, const std::string& text) {
  const auto number = CaseNumber::parse(text);
  return number && keys != nullptr ? keys->find(*number) : std::nullopt;
}

struct OfCases {
  std::vector<std::string> numbers;
  std::string inner;
};

std::string put_together(const OfCases& words) {
  std::string line;
  for (const auto& number : words.numbers) {
    line += (line.empty() ? "" : " ") + number;
  }
  return line + "\n" + words.inner;
}

OfCases taken_apart(std::string_view opened) {
  const auto end = std::min(opened.find('\n'), opened.size());
  OfCases words;
  words.inner = opened.substr(std::min(end + 1, opened.size()));
  std::istringstream numbers{std::string(opened.substr(0, end))};
  for (std::string number; numbers >> number;) {
    words.numbers.push_back(number);
  }
  return words;
}

// Each key is hashed into what those before it made, in locked memory; nothing of it can be made
// without that one. nullopt: one of them has ended, named in `gone`.
std::optional<Secret> key_of_all(const Secret& words_key, CaseKeys* keys,
                                 const std::vector<std::string>& numbers, std::string* gone) {
  auto joined = words_key.derive(kOfAllPurpose);
  for (const auto& number : numbers) {
    const auto key = key_of(keys, number);
    if (!key) {
      *gone = number;
      return std::nullopt;
    }
    joined = joined.derive(key->octets());
  }
  return joined;
}

std::string ended_with(const std::string& number) {
  return "(they ended with the erasure of " + number + ")";
}

// Rows of before have the words under the key of each case, one within the other, outermost first.
std::string opened_nested(CaseKeys* keys, OfCases words) {
  for (const auto& number : words.numbers) {
    const auto key = key_of(keys, number);
    if (!key) {
      return ended_with(number);
    }
    words.inner = unseal(*key, kNestedPurpose, words.inner);
  }
  return words.inner;
}

std::optional<std::string> unsealed_as(const Secret& key, std::string_view purpose,
                                       std::string_view sealed) {
  try {
    return unseal(key, purpose, sealed);
  } catch (const Fault&) {
    return std::nullopt;
  }
}

}  // namespace

std::string Audit::seal_words(std::string_view words, const std::vector<CaseNumber>& of) {
  std::set<std::string> known;
  OfCases sealed;
  for (const auto& number : of) {
    if (key_of(keys_, number.text()) && known.insert(number.text()).second) {
      sealed.numbers.push_back(number.text());
    }
  }
  if (sealed.numbers.empty()) {
    return std::string(kSealedMark) + hex(seal(words_key_, kWordsPurpose, words));
  }
  std::string gone;
  const auto key = key_of_all(words_key_, keys_, sealed.numbers, &gone);
  if (!key) {
    throw Fault(true,
                "audit: " + gone + " was erased while a search that found it was written down",
                "nothing to do: it is tried again");
  }
  sealed.inner = seal(*key, kOfAllPurpose, words);
  return std::string(kSealedMark) + hex(seal(words_key_, kOfAllPurpose, put_together(sealed)));
}

std::string Audit::opened_words(std::string_view sealed) {
  if (auto words = unsealed_as(words_key_, kWordsPurpose, sealed)) {
    return *words;
  }
  const auto opened = unsealed_as(words_key_, kOfAllPurpose, sealed);
  if (!opened) {
    return opened_nested(keys_, taken_apart(unseal(words_key_, kNestedPurpose, sealed)));
  }
  const auto words = taken_apart(*opened);
  std::string gone;
  const auto key = key_of_all(words_key_, keys_, words.numbers, &gone);
  return key ? unseal(*key, kOfAllPurpose, words.inner) : ended_with(gone);
}

std::string Audit::open_words(std::string_view detail) {
  std::string opened;
  for (;;) {
    const auto at = detail.find(kSealedMark);
    if (at == std::string_view::npos) {
      return opened.append(detail);
    }
    const auto begin = at + kSealedMark.size();
    const auto end = std::min(detail.find_first_not_of("0123456789abcdef", begin), detail.size());
    opened.append(detail.substr(0, at));
    try {
      opened += opened_words(octets_of_hex(detail.substr(begin, end - begin)));
    } catch (const Fault&) {
      opened.append(detail.substr(at, end - at));  // somebody's own words that look like it
    }
    detail.remove_prefix(end);
  }
}

}  // namespace pouch::gateway

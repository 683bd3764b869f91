#include "templates/replies/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"

namespace pouch::templates {
namespace {

constexpr std::array<std::string_view, 5> kSchemes{"mailto:", "http://", "https://",
                                                   "tel:", "callto:"};

// Octets in which a text says the same in another way, and the one way.
constexpr std::array<std::pair<std::string_view, std::string_view>, 27> kAlike{{
    {"\xE2\x80\x98", "'"},   {"\xE2\x80\x99", "'"},  {"\xE2\x80\x9A", "'"},  {"\xE2\x80\x9B", "'"},
    {"\xE2\x80\x9C", "\""},  {"\xE2\x80\x9D", "\""}, {"\xE2\x80\x9E", "\""}, {"\xE2\x80\x9F", "\""},
    {"\xC2\xAB", "\""},      {"\xC2\xBB", "\""},     {"\xE2\x80\x90", "-"},  {"\xE2\x80\x91", "-"},
    {"\xE2\x80\x92", "-"},   {"\xE2\x80\x93", "-"},  {"\xE2\x80\x94", "-"},  {"\xE2\x88\x92", "-"},
    {"\xE2\x80\xA6", "..."}, {"\xC2\xA0", ""},       {"\xE2\x80\xAF", ""},   {"\xE2\x80\x87", ""},
    {"\xE2\x80\x8B", ""},    {"\xE2\x80\x8C", ""},   {"\xE2\x80\x8D", ""},   {"\xE2\x81\xA0", ""},
    {"\xEF\xBB\xBF", ""},    {"\xC2\xAD", ""},       {"\xEF\xBC\x9A", ":"},
}};

}  // namespace

std::size_t link_end(std::string_view text, std::size_t at) {
  const char open = text[at];
  if (open != '<' && open != '[') {
    return at;
  }
  const auto rest = text.substr(at + 1);
  if (std::none_of(kSchemes.begin(), kSchemes.end(),
                   [&](std::string_view scheme) { return rest.starts_with(scheme); })) {
    return at;
  }
  const auto end = rest.find_first_of(open == '<' ? " <>" : " []");
  const bool closed = end != std::string_view::npos && rest[end] == (open == '<' ? '>' : ']');
  return closed ? at + end + 2 : at;
}

std::vector<Word> words_of(std::string_view text, std::size_t line, Dictionary& dictionary,
                           bool learn) {
  std::vector<Word> words;
  std::size_t skip = 0, looked = 0;  // links are left out
  for (const auto& run : word_runs(text)) {
    for (; looked < run.begin; ++looked) {
      if (looked >= skip) {
        skip = std::max(skip, link_end(text, looked));
      }
    }
    if (run.begin < skip) {
      continue;
    }
    auto folded = fold(text.substr(run.begin, run.end - run.begin));
    const auto known = dictionary.find(folded);
    auto id = known == dictionary.end() ? kForeign : known->second;
    if (id == kForeign && learn) {
      id = static_cast<std::uint32_t>(dictionary.size() + 1);
      dictionary.emplace(std::move(folded), id);
    }
    words.push_back({id, static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(run.begin),
                     static_cast<std::uint32_t>(run.end)});
  }
  return words;
}

std::string plain(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (const auto end = link_end(text, at); end > at) {
      at = end;
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x80) {
      const bool counts = std::string_view(" \t\r\n*_<>").find(c) == std::string_view::npos;
      if (counts && !(c == '-' && result.ends_with('-'))) {
        result += c;
      }
      ++at;
      continue;
    }
    const auto* alike = std::find_if(kAlike.begin(), kAlike.end(), [&](const auto& one) {
      return text.substr(at).starts_with(one.first);
    });
    result += alike == kAlike.end() ? text.substr(at, 1) : alike->second;
    at += alike == kAlike.end() ? 1 : alike->first.size();
  }
  return result;
}

}  // namespace pouch::templates

#include "search/tag_bounds.hpp"

#include <algorithm>
#include <optional>

namespace pouch::search {
namespace {

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool separates(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '/';
}

// `at`: after "<". Moves it to the end of the tag, or to the attribute that is one too many: true.
bool passes_bound(std::string_view markup, std::size_t most, std::size_t& at) {
  std::size_t count = 0;
  bool separated = false;
  char before = '\0';  // the last character that separates nothing
  while (at < markup.size() && markup[at] != '>') {
    const char c = markup[at];
    if (separates(c)) {
      separated = true;
      ++at;
      continue;
    }
    if ((c == '"' || c == '\'') && before == '=') {
      at = std::min(markup.find(c, at + 1), markup.size() - 1) + 1;
      separated = true;  // an attribute may follow a closing quotation mark at once
    } else {
      if (separated && c != '=' && before != '=' && ++count > most) {
        return true;
      }
      separated = false;
      ++at;
    }
    before = c;
  }
  return false;
}

// The first tag from `at` on that is too long: where it should end.
std::optional<std::size_t> long_tag(std::string_view markup, std::size_t most, std::size_t at) {
  for (at = markup.find('<', at); at != std::string_view::npos; at = markup.find('<', at)) {
    ++at;
    if (at < markup.size() && begins_name(markup[at]) && passes_bound(markup, most, at)) {
      return at;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string with_bounded_tags(std::string_view markup, std::size_t most) {
  std::string result;
  std::size_t done = 0;
  while (const auto end = long_tag(markup, most, done)) {
    result.append(markup.substr(done, *end - done)).append(">");
    done = *end;
  }
  return result.append(markup.substr(done));
}

bool has_long_tag(std::string_view markup, std::size_t most) {
  return long_tag(markup, most, 0).has_value();
}

}  // namespace pouch::search

#include "search/files/tag_bounds.hpp"

#include <algorithm>

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

}  // namespace

bool has_long_tag(std::string_view markup, std::size_t most) {
  for (auto at = markup.find('<'); at != std::string_view::npos; at = markup.find('<', at)) {
    ++at;
    if (at < markup.size() && begins_name(markup[at]) && passes_bound(markup, most, at)) {
      return true;
    }
  }
  return false;
}

}  // namespace pouch::search

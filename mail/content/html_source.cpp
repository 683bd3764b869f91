#include "mail/content/html_source.hpp"

#include <algorithm>
#include <optional>

#include "mail/ascii.hpp"
#include "mail/content/html_words.hpp"

namespace pouch::mail {
namespace {

constexpr std::string_view kComment = "<!--";
constexpr std::string_view kDoctype = "<!doctype";
constexpr std::size_t kMetaSize = 1024;  // octets in which a page must say its charset

bool begins_name(char c) {
  return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '_' || c == ':' || is_eight_bit(c);
}
bool is_separator(char c) { return is_blank(c) || c == '\n' || c == '\r' || c == '\f' || c == '/'; }

// `at`: just after "<". Moves it to the end of the tag, or to the attribute that is one too many:
// true.
bool passes_bound(std::string_view html, std::size_t most, std::size_t& at) {
  std::size_t count = 0;
  bool separated = false;
  char before = '\0';  // the last character that is no separator
  while (at < html.size() && html[at] != '>') {
    const char c = html[at];
    if (is_separator(c)) {
      separated = true;
      ++at;
      continue;
    }
    if ((c == '"' || c == '\'') && before == '=') {
      at = std::min(html.find(c, at + 1), html.size() - 1) + 1;
      separated = true;  // an attribute may follow a closing quotation mark at once
    } else {
      if (separated && c != '=' && before != '=' && ++count > most) return true;
      separated = false;
      ++at;
    }
    before = c;
  }
  return false;
}

// The first tag from `at` on that is too long: where it should end.
std::optional<std::size_t> long_tag(std::string_view html, std::size_t most, std::size_t at) {
  for (at = html.find('<', at); at != std::string_view::npos; at = html.find('<', at)) {
    ++at;
    if (at < html.size() && begins_name(html[at]) && passes_bound(html, most, at)) return at;
  }
  return std::nullopt;
}

}  // namespace

std::string without_marked_sections(std::string_view html) {
  std::string out;
  out.reserve(html.size());
  for (std::size_t at = 0; at < html.size();) {
    const auto open = std::min(html.find("<!", at), html.size());
    out.append(html.substr(at, open - at));
    const auto rest = html.substr(open);
    const bool comment = rest.starts_with(kComment);
    const auto end = comment ? html.find("-->", open + kComment.size()) : html.find('>', open);
    const auto next = end == std::string_view::npos ? html.size() : end + (comment ? 3 : 1);
    if (comment || same_word(rest.substr(0, kDoctype.size()), kDoctype)) {
      out.append(html.substr(open, next - open));
    }
    at = next;
  }
  return out;
}

std::string_view meta_charset(std::string_view html) {
  constexpr std::string_view kName = "charset=";
  const std::string lower = to_lower(html.substr(0, kMetaSize));
  const auto meta = lower.find("<meta");
  auto at = meta == std::string::npos ? meta : lower.find(kName, meta);
  if (at == std::string::npos || lower.find("<body") < at) return {};
  at += kName.size();
  while (at < lower.size() && (lower[at] == '"' || lower[at] == '\'' || is_blank(lower[at]))) ++at;
  const auto end = std::min(lower.find_first_of("\"'>;/ \t\r\n", at), lower.size());
  return html.substr(at, end - at);
}

bool has_long_tag(std::string_view html, std::size_t most) {
  return long_tag(html, most, 0).has_value();
}

std::string with_bounded_tags(std::string_view html, std::size_t most) {
  std::string result;
  std::size_t done = 0;
  while (const auto end = long_tag(html, most, done)) {
    result.append(html.substr(done, *end - done)).append(">");
    done = *end;
  }
  return result.append(html.substr(done));
}

}  // namespace pouch::mail

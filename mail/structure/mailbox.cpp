#include "mail/structure/mailbox.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/structure/header_fields.hpp"
#include "mail/text/charset.hpp"
#include "mail/tokens.hpp"

namespace pouch::mail {
namespace {

// RFC 5322 section 3.2.3, and RFC 6532 section 3.2 for octets over 127.
bool is_atom_char(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-/=?^_`{|}~";
  const char low = to_lower(c);
  return is_digit(c) || (low >= 'a' && low <= 'z') || is_eight_bit(c) ||
         kMarks.find(c) != std::string_view::npos;
}
bool is_atom_or_dot(char c) { return is_atom_char(c) || c == '.'; }

// dot-atom: atoms between single dots.
bool is_dot_atom(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), is_atom_or_dot);
}

class ListReader {
 public:
  ListReader(std::string_view text, const Limits& limits) : tokens_(text), limits_(limits) {}

  std::optional<AddressList> read() {
    if (!list('\0')) return std::nullopt;
    return std::move(list_);
  }

 private:
  // Words before an address is known to be one: a display name, a group's name, or a local part.
  struct Words {
    std::string text;           // with single blanks, quotes taken off
    std::string_view dot_atom;  // when it was one single word without quotes
    std::string quoted;         // when it was one single quoted string
    std::size_t count = 0;
  };

  // address-list, or with `end` the mailbox-list of a group.
  bool list(char end) {
    for (;;) {
      if (!tokens_.skip_space()) return false;
      if (end != '\0' && tokens_.next_is(end)) return true;
      if (tokens_.at_end()) return end == '\0';
      if (tokens_.take(',')) continue;  // RFC 5322 section 4.4: an empty element
      if (!element(end != '\0') || !tokens_.skip_space()) return false;
      const bool last = tokens_.at_end() || (end != '\0' && tokens_.next_is(end));
      if (!last && !tokens_.take(',')) return false;
    }
  }

  bool element(bool in_group) {
    Words words;
    if (!read_words(words)) return false;
    if (tokens_.take('<')) return angle_address(words.text);
    if (tokens_.take('@')) return bare_address(words);
    if (in_group || words.count == 0 || !tokens_.take(':')) return false;
    list_.has_group = true;
    return list(';') && tokens_.take(';');
  }

  // phrase of RFC 5322 section 3.2.5 with the dots of section 4.1.
  bool read_words(Words& words) {
    for (;;) {
      const auto before = tokens_.position();
      if (!tokens_.skip_space()) return false;
      const bool spaced = tokens_.position() != before;
      std::string word;
      if (tokens_.next_is('"')) {
        if (!tokens_.quoted_string(word)) return false;
        words.quoted = word;
        words.dot_atom = {};
      } else {
        const auto atom = tokens_.run(is_atom_or_dot);
        if (atom.empty()) {
          ends_with_space_ = spaced;
          return true;
        }
        word = atom;
        words.dot_atom = atom;
        words.quoted.clear();
      }
      if (words.count++ > 0) words.text += ' ';
      words.text += word;
    }
  }

  bool angle_address(const std::string& display) {
    if (!tokens_.skip_space()) return false;
    std::string local;
    if (tokens_.next_is('"')) {
      std::string text;
      if (!tokens_.quoted_string(text) || !quote_local(text, local)) return false;
    } else {
      const auto atom = tokens_.run(is_atom_or_dot);
      if (!is_dot_atom(atom)) return false;
      local = atom;
    }
    if (!tokens_.take('@') || !domain(local)) return false;
    if (!tokens_.skip_space() || !tokens_.take('>')) return false;
    std::string comment;
    if (!tokens_.skip_space(&comment)) return false;
    return add(display.empty() ? comment : display, local);
  }

  bool bare_address(const Words& words) {
    if (words.count != 1 || ends_with_space_) return false;
    std::string local;
    if (!words.dot_atom.empty()) {
      if (!is_dot_atom(words.dot_atom)) return false;
      local = words.dot_atom;
    } else if (!quote_local(words.quoted, local)) {
      return false;
    }
    if (!domain(local)) return false;
    std::string comment;
    if (!tokens_.skip_space(&comment)) return false;
    return add(comment, local);
  }

  // `"ana"@x` and `ana@x` are one mailbox (RFC 5321 section 4.1.2): quotes stay where needed only.
  static bool quote_local(std::string_view text, std::string& local) {
    if (text.empty()) return false;
    if (is_dot_atom(text)) {
      local = text;
      return true;
    }
    local = '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') local += '\\';
      local += c;
    }
    local += '"';
    return true;
  }

  // Appends "@domain" to `spec`.
  bool domain(std::string& spec) {
    spec += '@';
    if (tokens_.next_is('[')) {  // domain-literal: 192.0.2.1 or IPv6:…
      tokens_.advance();
      const auto literal = tokens_.run([](char c) {
        const char low = to_lower(c);
        return is_digit(c) || (low >= 'a' && low <= 'z') || c == '.' || c == ':';
      });
      spec += '[' + to_lower(literal) + ']';
      return !literal.empty() && tokens_.take(']');
    }
    const auto name = tokens_.run(is_atom_or_dot);
    if (!is_dot_atom(name)) return false;
    const auto ascii = domain_to_ascii(name);
    if (!ascii) return false;
    spec += *ascii;
    return is_utf8(spec);
  }

  bool add(const std::string& display, const std::string& spec) {
    list_.mailboxes.push_back({decode_text(display, limits_), spec});
    return true;
  }

  Tokens tokens_;
  const Limits& limits_;
  AddressList list_;
  bool ends_with_space_ = false;
};

}  // namespace

// A name that an old program wrote in octets of its own charset is shown as far as it can be
// (decode_text); an address in them is none.
std::optional<AddressList> read_address_list(std::string_view raw, const Limits& limits) {
  const auto text = unfold(raw);
  if (!text || text->find('\0') != std::string::npos) return std::nullopt;
  return ListReader(*text, limits).read();
}

}  // namespace pouch::mail

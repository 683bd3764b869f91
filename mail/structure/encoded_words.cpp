#include "mail/structure/encoded_words.hpp"

#include <optional>
#include <string>

#include "mail/ascii.hpp"
#include "mail/structure/headers.hpp"
#include "mail/text/charset.hpp"
#include "mail/text/text_form.hpp"
#include "mail/text/transfer.hpp"

namespace pouch::mail {
namespace {

struct EncodedWord {
  std::string charset;
  std::string bytes;
  std::size_t size = 0;  // octets it takes in the value
};

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char low = to_lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// RFC 2047 section 4.2.
bool decode_q(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_') {
      out += ' ';
    } else if (text[i] != '=') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return false;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return false;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return true;
}

// RFC 2047 section 2: =?charset?encoding?text?=, no blanks inside. Longer words than the 75 octets
// it allows are common and harmless.
std::optional<EncodedWord> word_at(std::string_view value, std::size_t at) {
  const std::string_view rest = value.substr(at);
  if (!rest.starts_with("=?")) return std::nullopt;
  const auto second = rest.find('?', 2);
  if (second == std::string_view::npos || second + 2 >= rest.size() || rest[second + 2] != '?') {
    return std::nullopt;
  }
  const auto start = second + 3;
  const auto end = rest.find('?', start);
  if (end == std::string_view::npos || end + 1 >= rest.size() || rest[end + 1] != '=') {
    return std::nullopt;
  }
  EncodedWord word;
  const std::string_view charset = rest.substr(2, second - 2);
  word.charset = to_lower(charset.substr(0, charset.find('*')));  // RFC 2231 section 5: language
  const std::string_view text = rest.substr(start, end - start);
  const char encoding = to_lower(rest[second + 1]);
  const bool blank = text.find_first_of(" \t") != std::string_view::npos;
  if (encoding == 'b' ? !decode_transfer("base64", text, word.bytes)
                      : encoding != 'q' || blank || !decode_q(text, word.bytes)) {
    return std::nullopt;
  }
  word.size = end + 2;
  return word;
}

class Decoder {
 public:
  Decoder(std::string_view value, std::size_t limit) : value_(value), left_(limit) {}

  std::string decode() {
    std::size_t plain = 0;  // start of the text that is not decoded yet
    for (std::size_t at = value_.find("=?"); at != std::string_view::npos;
         at = value_.find("=?", at)) {
      const std::size_t end = decode_run(plain, at);
      if (end == at) {
        at += 2;
      } else {
        plain = at = end;
      }
    }
    out_ += repair_utf8(value_.substr(plain));
    return out_;
  }

 private:
  // Decodes the words from `at` on, those of one charset together: some clients cut a character in
  // two. Gives the end of the last one, `at` when there is none.
  std::size_t decode_run(std::size_t plain, std::size_t at) {
    std::size_t end = at;
    std::string bytes;
    std::string charset;
    for (std::size_t next = at; left_ > 0;) {
      const auto word = word_at(value_, next);
      if (!word || (end != at && word->charset != charset)) break;
      charset = word->charset;
      bytes += word->bytes;
      --left_;
      end = next + word->size;
      // RFC 2047 section 6.2: white space between encoded words is not shown.
      next = value_.find_first_not_of(" \t", end);
      if (next == std::string_view::npos) break;
    }
    std::string text;
    if (end == at || !to_utf8(bytes, charset, text)) return at;
    const std::string_view before = value_.substr(plain, at - plain);
    if (!after_word_ || !trim(before).empty()) out_ += repair_utf8(before);
    out_ += text;
    after_word_ = true;
    return end;
  }

  std::string_view value_;
  std::size_t left_;
  std::string out_;
  bool after_word_ = false;  // the text put out last was a decoded word
};

// Line ends of a folded field go (RFC 5322 section 2.2.3); what else is a control becomes a space.
std::string on_one_line(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    const bool folds = c == '\n' && i + 1 < raw.size() && is_blank(raw[i + 1]);
    const bool crlf = c == '\r' && i + 1 < raw.size() && raw[i + 1] == '\n';
    if (folds || crlf) continue;
    out += is_control(c) ? ' ' : c;
  }
  return out;
}

}  // namespace

std::size_t count_encoded_words(std::string_view value) {
  std::size_t count = 0;
  for (auto at = value.find("=?"); at != std::string_view::npos; at = value.find("=?", at + 2)) {
    ++count;
  }
  return count;
}

std::string decode_text(std::string_view raw, const Limits& limits) {
  const std::string line = on_one_line(raw);
  return clean_line(Decoder(line, limits.encoded_words).decode());
}

}  // namespace pouch::mail

#include "mail/text/transfer.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "mail/ascii.hpp"
#include "mail/lines.hpp"

namespace pouch::mail {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<signed char, 256> make_base64_values() {
  std::array<signed char, 256> values{};
  for (auto& value : values) value = -1;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<signed char>(i);
  }
  return values;
}
constexpr auto kBase64Values = make_base64_values();

bool is_space(char c) { return is_blank(c) || c == '\r' || c == '\n'; }

// Nothing: it is of the encoding.
using Fault = std::optional<TransferFault>;

TransferFault fault_at(std::string_view body, std::size_t offset, std::string what) {
  const auto before = body.substr(0, offset);
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  return {offset + 1, line, std::move(what)};
}

Fault decode_base64(std::string_view body, std::string& out) {
  std::string bytes;
  bytes.reserve(body.size() / 4 * 3);
  Base64Reader reader;
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (const char* wrong = reader.take(body[at], bytes)) return fault_at(body, at, wrong);
  }
  if (const char* wrong = reader.end(bytes)) {
    return fault_at(body, std::max<std::size_t>(body.size(), 1) - 1, wrong);
  }
  out = std::move(bytes);
  return std::nullopt;
}

std::optional<unsigned> hex_digit(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  const char low = to_lower(c);
  if (low >= 'a' && low <= 'f') return static_cast<unsigned>(low - 'a' + 10);
  return std::nullopt;
}

// One line without its trailing blanks. `soft`: it ends with "=", its line end is not part of the
// text. Returns where an "=" stands that begins nothing.
std::optional<std::size_t> decode_quoted_line(std::string_view line, bool& soft, std::string& out) {
  soft = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '=') {
      out += line[i];
      continue;
    }
    if (i + 1 == line.size()) {
      soft = true;
      return std::nullopt;
    }
    const auto high = hex_digit(line[i + 1]);
    const auto low = i + 2 < line.size() ? hex_digit(line[i + 2]) : std::nullopt;
    if (!high || !low) return i;
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return std::nullopt;
}

// RFC 2045 section 6.7. The text keeps the line ends that it came with.
Fault decode_quoted_printable(std::string_view body, std::string& out) {
  std::string bytes;
  bytes.reserve(body.size());
  for (std::size_t offset = 0; offset < body.size();) {
    const Line line = line_at(body, offset);
    std::string_view text = line.text;
    const std::string_view line_end =
        body.substr(offset + text.size(), line.end - offset - text.size());
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);  // rule 3
    bool soft = false;
    if (const auto bare = decode_quoted_line(text, soft, bytes)) {
      return fault_at(body, offset + *bare, "a bare \"=\" in its quoted-printable text");
    }
    if (!soft) bytes += line_end;
    offset = line.end;
  }
  out = std::move(bytes);
  return std::nullopt;
}

}  // namespace

void append_base64(std::string_view octets, std::string& out) {
  for (; !octets.empty(); octets.remove_prefix(std::min<std::size_t>(3, octets.size()))) {
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8U | (k < octets.size() ? static_cast<unsigned char>(octets[k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= octets.size() ? kAlphabet[bits >> (18 - 6 * k) & 63U] : '=';
    }
  }
}

bool append_octets_of_base64(std::string_view digits, std::string& out) {
  const auto before = out.size();
  bool good = digits.size() % 4 == 0;
  for (std::size_t at = 0; good && at < digits.size(); at += 4) {
    int bits = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const int value = kBase64Values[static_cast<unsigned char>(digits[at + k])];
      bits = value < 0 || bits < 0 ? -1 : bits << 6 | value;
    }
    good = bits >= 0;
    out += static_cast<char>(bits >> 16 & 0xFF);
    out += static_cast<char>(bits >> 8 & 0xFF);
    out += static_cast<char>(bits & 0xFF);
  }
  if (!good) out.resize(before);
  return good;
}

// RFC 2045 section 6.8 would have other characters skipped; two readers that skip differently see
// two texts, so only white space is. Nothing but that may follow the padding.
const char* Base64Reader::take(char c, std::string& out) {
  if (is_space(c)) return nullptr;
  if (c == '=') {
    ++padding_;
    return nullptr;
  }
  const signed char value = kBase64Values[static_cast<unsigned char>(c)];
  if (value < 0) return "a character that base64 does not have";
  if (padding_ > 0) return "more after the end of its base64";
  bits_ = (bits_ << 6) | static_cast<unsigned>(value);
  if (++digits_ % 4 == 0) {
    out += static_cast<char>((bits_ >> 16) & 0xFFU);
    out += static_cast<char>((bits_ >> 8) & 0xFFU);
    out += static_cast<char>(bits_ & 0xFFU);
    bits_ = 0;
  }
  return nullptr;
}

const char* Base64Reader::end(std::string& out) {
  const std::size_t rest = digits_ % 4;
  if (rest == 1 || padding_ != (4 - rest) % 4) return "base64 that ends before it is complete";
  if (rest >= 2) {
    bits_ <<= 6 * (4 - rest);
    out += static_cast<char>((bits_ >> 16) & 0xFFU);
    if (rest == 3) out += static_cast<char>((bits_ >> 8) & 0xFFU);
  }
  return nullptr;
}

TransferReader::TransferReader(std::string_view encoding, Sink sink)
    : kind_(is_identity(encoding)                  ? Kind::kIdentity
            : to_lower(trim(encoding)) == "base64" ? Kind::kBase64
                                                   : Kind::kOther),
      encoding_(encoding),
      sink_(std::move(sink)) {}

void TransferReader::take(std::string_view piece) {
  if (kind_ == Kind::kIdentity) return sink_(piece);
  if (kind_ == Kind::kOther) {
    held_ += piece;
    return;
  }
  held_.clear();
  for (const char c : piece) failed_ = failed_ || base64_.take(c, held_) != nullptr;
  sink_(held_);
}

bool TransferReader::end() {
  if (kind_ == Kind::kIdentity) return true;
  if (kind_ == Kind::kBase64) {
    held_.clear();
    failed_ = failed_ || base64_.end(held_) != nullptr;
  } else {
    failed_ = !decode_transfer(encoding_, std::string_view(held_), held_);
  }
  if (!failed_) sink_(held_);
  return !failed_;
}

bool is_identity(std::string_view encoding) {
  const std::string name = to_lower(trim(encoding));
  return name.empty() || name == "7bit" || name == "8bit" || name == "binary";
}

std::optional<TransferFault> decode_or_say(std::string_view encoding, std::string_view body,
                                           std::string& out) {
  const std::string name = to_lower(trim(encoding));
  if (name == "base64") return decode_base64(body, out);
  if (name == "quoted-printable") return decode_quoted_printable(body, out);
  if (!is_identity(encoding)) {
    return TransferFault{0, 0, "a transfer encoding that is not read here"};
  }
  out = body;
  return std::nullopt;
}

bool decode_transfer(std::string_view encoding, std::string_view body, std::string& out) {
  return !decode_or_say(encoding, body, out);
}

}  // namespace pouch::mail

#include "mail/text/charset.hpp"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/uidna.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <climits>
#include <memory>
#include <new>
#include <stdexcept>

#include "mail/ascii.hpp"
#include "mail/text/iso_8859_16.hpp"

namespace pouch::mail {
namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

int32_t length_of(std::size_t size) {
  if (size > INT32_MAX / 4) throw std::length_error("text too long for ICU");
  return static_cast<int32_t>(size);
}

std::string from_utf16(const std::u16string& text) {
  std::string out(text.size() * 3, '\0');
  int32_t written = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strToUTF8(out.data(), length_of(out.size()), &written, text.data(), length_of(text.size()),
              &status);
  if (U_FAILURE(status)) return {};
  out.resize(static_cast<std::size_t>(written));
  return out;
}

std::u16string to_utf16(std::string_view utf8) {
  std::u16string out(utf8.size(), u'\0');
  int32_t written = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(out.data(), length_of(out.size()), &written, utf8.data(), length_of(utf8.size()),
                &status);
  if (U_FAILURE(status)) return {};
  out.resize(static_cast<std::size_t>(written));
  return out;
}

std::optional<std::u16string> decode(UConverter* converter, std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  if (U_FAILURE(status)) return std::nullopt;
  std::u16string out(bytes.size() * 2 + 2, u'\0');
  const int32_t written = ucnv_toUChars(converter, out.data(), length_of(out.size()), bytes.data(),
                                        length_of(bytes.size()), &status);
  if (U_FAILURE(status)) return std::nullopt;
  out.resize(static_cast<std::size_t>(written));
  return out;
}

// SECURITY class 29: no charset in which printable ASCII octets mean something else (EBCDIC,
// UTF-7, ISO-2022, HZ, SCSU …): a filter before us, or the officer's own eyes, would read another
// text. Declared UTF-16 is as plain as UTF-8.
bool is_allowed(UConverter* converter) {
  switch (ucnv_getType(converter)) {
    case UCNV_UTF16:
    case UCNV_UTF16_BigEndian:
    case UCNV_UTF16_LittleEndian:
      return true;
    case UCNV_SBCS:
    case UCNV_DBCS:
    case UCNV_MBCS:
    case UCNV_LATIN_1:
    case UCNV_UTF8:
    case UCNV_US_ASCII:
      break;
    default:
      return false;
  }
  std::string ascii;
  for (char c = ' '; c < 127; ++c) {
    if (c != '\\' && c != '~') ascii += c;  // Shift_JIS and its like show yen and overline there
  }
  const auto decoded = decode(converter, ascii);
  return decoded && from_utf16(*decoded) == ascii;
}

bool is_charset_name(std::string_view name) {
  constexpr std::string_view kMarks = "-_.:+()";
  return !name.empty() && name.size() <= 60 && std::all_of(name.begin(), name.end(), [&](char c) {
    const char low = to_lower(c);
    return is_digit(c) || (low >= 'a' && low <= 'z') || kMarks.find(c) != std::string_view::npos;
  });
}

// "win-1250", "win1251", "x-windows-1250": what ICU does not know, and old clients write.
std::string icu_name(const std::string& name) {
  const auto digits = name.find_first_of("0123456789");
  if (digits == std::string::npos) return name;
  const auto word = name.substr(0, digits);
  const bool windows = word == "win" || word == "win-" || word == "x-windows-";
  return windows ? "windows-" + name.substr(digits) : name;
}

Converter open_converter(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(icu_name(name).c_str(), &status));
  if (status == U_MEMORY_ALLOCATION_ERROR) throw std::bad_alloc();
  if (U_FAILURE(status) || !is_allowed(converter.get())) return nullptr;
  return converter;
}

bool has_c1(const std::u16string& text) {
  return std::any_of(text.begin(), text.end(), [](char16_t c) { return c >= 0x80 && c < 0xA0; });
}

// Nobody types C1 controls. Where a text declared as one of these has them it is for sure the
// Windows page of the same language, which puts letters and quotation marks there.
std::string windows_sibling(UConverter* converter) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSiblings{{
      {"ISO-8859-1", "windows-1252"},
      {"ISO-8859-2", "windows-1250"},
      {"ISO-8859-7", "windows-1253"},
      {"ISO-8859-9", "windows-1254"},
      {"ISO-8859-13", "windows-1257"},
  }};
  UErrorCode status = U_ZERO_ERROR;
  const char* name = ucnv_getName(converter, &status);
  if (U_FAILURE(status)) return {};
  const char* mime = ucnv_getStandardName(name, "MIME", &status);
  if (U_FAILURE(status) || mime == nullptr) return {};
  for (const auto& [iso, windows] : kSiblings) {
    if (iso == mime) return std::string(windows);
  }
  return {};
}

bool decode_by_icu(std::string_view bytes, const std::string& charset, std::string& out) {
  Converter converter = open_converter(charset);
  if (!converter) return false;
  auto text = decode(converter.get(), bytes);
  if (text && has_c1(*text)) {
    const auto sibling = windows_sibling(converter.get());
    if (sibling.empty()) return false;
    converter = open_converter(sibling);
    if (!converter) return false;
    text = decode(converter.get(), bytes);
    if (text && has_c1(*text)) return false;
  }
  if (!text) return false;
  out = from_utf16(*text);
  return out.find('\0') == std::string::npos;
}

bool is_between(UChar32 c, UChar32 low, UChar32 high) { return c >= low && c <= high; }

// Letters of the region, and the marks of general punctuation: what chance does not make.
bool is_telling(UChar32 c) {
  return is_between(c, 0xC0, 0x24F) || is_between(c, 0x386, 0x3CE) || is_between(c, 0x400, 0x45F) ||
         is_between(c, 0x490, 0x491) || is_between(c, 0x1E00, 0x1EFF) ||
         is_between(c, 0x2010, 0x203A) || c == 0x20AC || c == 0x2116;
}

// What stands beside them in such a text: no-break space, section, guillemets, degree, middle dot.
bool is_expected(UChar32 c) {
  return c < 0x80 || is_telling(c) || c == 0xA0 || c == 0xA7 || c == 0xAB || c == 0xBB ||
         c == 0xB0 || c == 0xB7 || c == 0xFEFF || c == 0x200B || c == 0x2122;
}

// An 8-bit charset declared over what is UTF-8. That two letters (of two octets), or one mark of
// three, are well-formed, with nothing unlikely among them and no other octet over 127, does not
// happen by chance in a text in one of those charsets; one letter might be one there, with a
// closing quotation mark.
bool is_surely_utf8(std::string_view bytes) {
  const auto* text = reinterpret_cast<const uint8_t*>(bytes.data());
  const int32_t size = length_of(bytes.size());
  int32_t telling = 0;  // octets that follow the first one of a character
  for (int32_t at = 0; at < size;) {
    const int32_t start = at;
    UChar32 c = 0;
    U8_NEXT(text, at, size, c);
    if (c <= 0 || !is_expected(c)) return false;
    if (is_telling(c)) telling += at - start - 1;
  }
  return telling >= 2;
}

// Also what stands for "not known": RFC 1428 section 4, and old servers' words.
bool is_ascii_name(std::string_view name) {
  return name.empty() || name == "unknown-8bit" || name == "x-unknown" || name == "unknown" ||
         name == "default" || name == "us-ascii" || name == "ascii" || name == "ansi_x3.4-1968" ||
         name == "iso-ir-6" || name == "646";
}

bool is_utf8_name(std::string_view name) {
  return name == "utf-8" || name == "utf8" || name == "utf_8" || name == "unicode-1-1-utf-8";
}

}  // namespace

std::size_t utf8_size(std::string_view bytes) {
  const auto* text = reinterpret_cast<const uint8_t*>(bytes.data());
  const int32_t size = length_of(bytes.size());
  for (int32_t at = 0; at < size;) {
    const int32_t start = at;
    UChar32 c = 0;
    U8_NEXT(text, at, size, c);
    if (c <= 0) return static_cast<std::size_t>(start);
  }
  return bytes.size();
}

bool is_utf8(std::string_view bytes) { return utf8_size(bytes) == bytes.size(); }

namespace {
bool begins_character(char octet) { return (static_cast<unsigned char>(octet) & 0xC0U) != 0x80U; }
}  // namespace

std::size_t utf8_length(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), begins_character));
}

std::string_view utf8_first(std::string_view utf8, std::size_t characters) {
  std::size_t at = 0;
  for (; at < utf8.size(); ++at) {
    if (begins_character(utf8[at]) && characters-- == 0) {
      break;
    }
  }
  return utf8.substr(0, at);
}

std::string_view utf8_head(std::string_view utf8, std::size_t most) {
  if (utf8.size() <= most) {
    return utf8;
  }
  while (most > 0 && !begins_character(utf8[most])) {
    --most;
  }
  return utf8.substr(0, most);
}

std::string repair_utf8(std::string_view bytes) {
  std::string out;
  const auto* text = reinterpret_cast<const uint8_t*>(bytes.data());
  const int32_t size = length_of(bytes.size());
  for (int32_t at = 0; at < size;) {
    const int32_t start = at;
    UChar32 c = 0;
    U8_NEXT(text, at, size, c);
    if (c > 0) {
      out.append(
          bytes.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(at - start)));
    } else {
      out += "\xEF\xBF\xBD";
    }
  }
  return out;
}

std::string to_nfc(std::string_view utf8) {
  if (std::none_of(utf8.begin(), utf8.end(), is_eight_bit)) return std::string(utf8);
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* nfc = unorm2_getNFCInstance(&status);
  const std::u16string text = to_utf16(utf8);
  const int32_t size = length_of(text.size());
  if (U_FAILURE(status) || unorm2_isNormalized(nfc, text.data(), size, &status)) {
    return std::string(utf8);
  }
  // U+1D160 and a few others decompose to three for ever: that is the most NFC can grow.
  std::u16string out(text.size() * 3 + 1, u'\0');
  const int32_t written =
      unorm2_normalize(nfc, text.data(), size, out.data(), length_of(out.size()), &status);
  if (U_FAILURE(status)) return std::string(utf8);
  out.resize(static_cast<std::size_t>(written));
  return from_utf16(out);
}

std::optional<std::string> domain_to_ascii(std::string_view domain) {
  if (domain.empty() || domain.size() > 1000) return std::nullopt;
  if (std::none_of(domain.begin(), domain.end(), is_eight_bit)) return to_lower(domain);
  if (!is_utf8(domain)) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UIDNA, decltype(&uidna_close)> idna(
      uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI |
                          UIDNA_CHECK_CONTEXTJ,
                      &status),
      uidna_close);
  if (U_FAILURE(status)) return std::nullopt;
  std::array<char, 300> out{};  // a domain has 253 octets at most
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  const int32_t size =
      uidna_nameToASCII_UTF8(idna.get(), domain.data(), length_of(domain.size()), out.data(),
                             static_cast<int32_t>(out.size()), &info, &status);
  if (U_FAILURE(status) || info.errors != 0) return std::nullopt;
  return std::string(out.data(), static_cast<std::size_t>(size));
}

bool to_utf8(std::string_view bytes, std::string_view charset, std::string& out) {
  std::string name = to_lower(trim(charset));
  std::erase(name, '\'');  // some clients quote parameters as programs do
  // Undeclared and ASCII: many clients send UTF-8 so; nothing else is guessed (SECURITY class 29).
  if (is_ascii_name(name) || is_utf8_name(name)) {
    if (!is_utf8(bytes)) return false;
    out = bytes;
    return true;
  }
  if (!is_charset_name(name)) return false;
  const bool utf16 = name.find("16") != std::string::npos && name.starts_with("utf");
  if (name == "iso-8859-16" || name == "latin10") {
    if (is_surely_utf8(bytes)) {
      out = bytes;
      return true;
    }
    return decode_iso_8859_16(bytes, out);
  }
  std::string decoded;
  if (!utf16 && is_surely_utf8(bytes) && open_converter(name)) {
    out = bytes;
    return true;
  }
  if (!decode_by_icu(bytes, name, decoded)) {
    // Octets that the declared charset does not have, and well-formed UTF-8: there is one reading.
    if (utf16 || !is_utf8(bytes) || !open_converter(name)) return false;
    decoded = bytes;
  }
  out = std::move(decoded);
  return true;
}

}  // namespace pouch::mail

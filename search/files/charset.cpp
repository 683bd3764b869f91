#include "search/files/charset.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <memory>
#include <new>
#include <optional>

namespace pouch::search {
namespace {

constexpr std::size_t kDetect = 64U << 10;  // octets that the detector is shown

bool starts(std::string_view bytes, std::string_view mark) {
  return bytes.substr(0, mark.size()) == mark;
}

bool is_utf8(std::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  u_strFromUTF8(nullptr, 0, nullptr, bytes.data(), static_cast<std::int32_t>(bytes.size()), &error);
  return error == U_BUFFER_OVERFLOW_ERROR || U_SUCCESS(error);
}

std::string detected(std::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&error),
                                                                            &ucsdet_close);
  ucsdet_setText(detector.get(), bytes.data(),
                 static_cast<std::int32_t>(std::min(bytes.size(), kDetect)), &error);
  const auto* match = ucsdet_detect(detector.get(), &error);
  const auto* name = match != nullptr ? ucsdet_getName(match, &error) : nullptr;
  return U_SUCCESS(error) && name != nullptr ? name : "windows-1252";
}

// Strictly; nothing when the charset is unknown, or has not all of these octets.
std::optional<std::string> converted(std::string_view bytes, const std::string& charset) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open(charset.c_str(), &error), &ucnv_close);
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()),
                                converter.get(), error);
  if (U_FAILURE(error)) {
    return std::nullopt;
  }
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

}  // namespace

std::string from_charset(std::string_view bytes, const std::string& charset) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open(charset.c_str(), &error), &ucnv_close);
  if (U_FAILURE(error)) {
    return {};
  }
  const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()),
                                converter.get(), error);
  if (text.isBogus()) {
    throw std::bad_alloc();
  }
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

std::string as_utf8(std::string_view bytes, std::string_view charset) {
  if (starts(bytes, "\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
  }
  // Of UTF-16 undeclared, each second octet of Latin letters is NUL, which no text has.
  if (is_utf8(bytes) && bytes.find('\0') == bytes.npos) {
    return std::string(bytes);
  }
  const bool utf16 = starts(bytes, "\xFF\xFE") || starts(bytes, "\xFE\xFF");
  if (!utf16 && !charset.empty()) {
    if (auto text = converted(bytes, std::string(charset))) {
      return std::move(*text);
    }
  }
  if (is_utf8(bytes)) {
    return std::string(bytes);
  }
  const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()),
                                utf16 ? "UTF-16" : detected(bytes).c_str());
  if (text.isBogus()) {
    throw std::bad_alloc();  // ICU's way to say it
  }
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

}  // namespace pouch::search

#include "gateway/web/static/static_files.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "gateway/web/static/script.hpp"
#include "gateway/web/static/style_sheet.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::gateway::web {
namespace {

struct Kept {
  html::Url url;
  StaticFile file;
};

html::Url address_of(std::string_view octets, std::string_view name) {
  std::array<char, 17> sum{};
  std::snprintf(sum.data(), sum.size(), "%016llx",
                static_cast<unsigned long long>(mail::openpgp::checksum(octets)));
  return html::Url("/static").segment(std::string(sum.data()) + "." + std::string(name));
}

// The sheet as it goes over: without its comments, and without the room that makes it legible.
std::string packed(std::string_view sheet) {
  constexpr std::string_view kSigns = "{};,";
  std::string text;
  while (!sheet.empty()) {
    if (sheet.starts_with("/*")) {
      sheet.remove_prefix(std::min(sheet.find("*/"), sheet.size() - 2) + 2);
      continue;
    }
    const char sign = sheet.front();
    sheet.remove_prefix(1);
    const bool blank = sign == ' ' || sign == '\n';
    const bool after_sign = text.empty() || kSigns.find(text.back()) != kSigns.npos;
    if (blank && (after_sign || text.back() == ' ')) {
      continue;
    }
    if (kSigns.find(sign) != kSigns.npos && !text.empty() && text.back() == ' ') {
      text.pop_back();
    }
    text += blank ? ' ' : sign;
  }
  return text;
}

const std::array<Kept, 3>& all() {
  static const auto sheet = packed(kStyleSheet);
  static const std::array<Kept, 3> files{
      {{address_of(sheet, "pouch.css"), {"text/css; charset=utf-8", sheet}},
       {address_of(kIcon, "pouch.svg"), {"image/svg+xml", kIcon}},
       {address_of(kScript, "pouch.js"), {"text/javascript; charset=utf-8", kScript}}}};
  return files;
}

}  // namespace

html::Url style_sheet_url() { return all()[0].url; }
html::Url icon_url() { return all()[1].url; }
html::Url script_url() { return all()[2].url; }

std::optional<StaticFile> static_file(std::string_view path) {
  for (const auto& one : all()) {
    if (one.url.text() == path) {
      return one.file;
    }
  }
  return std::nullopt;
}

}  // namespace pouch::gateway::web

#include "gateway/web/static/static_files.hpp"

#include <array>
#include <cstdio>

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

const std::array<Kept, 2>& all() {
  static const std::array<Kept, 2> files{
      {{address_of(kStyleSheet, "pouch.css"), {"text/css; charset=utf-8", kStyleSheet}},
       {address_of(kIcon, "pouch.svg"), {"image/svg+xml", kIcon}}}};
  return files;
}

}  // namespace

html::Url style_sheet_url() { return all()[0].url; }
html::Url icon_url() { return all()[1].url; }

std::optional<StaticFile> static_file(std::string_view path) {
  for (const auto& one : all()) {
    if (one.url.text() == path) {
      return one.file;
    }
  }
  return std::nullopt;
}

}  // namespace pouch::gateway::web

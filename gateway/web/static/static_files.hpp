// What a page fetches beside itself: compiled in, each at an address that has the sum of its
// octets, so that a browser may keep it for a year and never shows a page with the sheet of another
// version.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/web/html/url.hpp"

namespace pouch::gateway::web {

struct StaticFile {
  std::string_view type, octets;
};

html::Url style_sheet_url();
html::Url icon_url();
html::Url script_url();
// `path`: as in the request, "/static/…".
std::optional<StaticFile> static_file(std::string_view path);

}  // namespace pouch::gateway::web

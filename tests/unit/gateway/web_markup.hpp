// A page taken apart as a browser would begin to: every tag with its attributes, each closed where
// it must be, and what is not allowed in a page of ours told as a sentence. For tests.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::test {

// Unicode 15, "Bidi_Control".
inline constexpr std::string_view kTurningMarks[]{"\u061c", "\u200e", "\u200f", "\u202a",
                                                  "\u202b", "\u202c", "\u202d", "\u202e",
                                                  "\u2066", "\u2067", "\u2068", "\u2069"};

inline std::vector<std::string> faults_of_page(std::string_view page) {
  static const std::set<std::string_view> kVoid{"br",   "col",  "img",     "input",
                                                "link", "meta", "!doctype"};
  static const std::set<std::string_view> kNever{"script",        "style", "iframe", "object",
                                                 "embed",         "base",  "video",  "audio",
                                                 "foreignobject", "use"};
  std::vector<std::string> faults, open;
  for (auto at = page.find('<'); at != page.npos; at = page.find('<', at)) {
    const auto end = page.find('>', at);
    if (end == page.npos) {
      faults.emplace_back("a tag without its end");
      break;
    }
    auto tag = page.substr(at + 1, end - at - 1);
    at = end;
    const bool closing = tag.starts_with('/');
    tag.remove_prefix(closing ? 1 : 0);
    const auto name = tag.substr(0, tag.find(' '));
    // The one script of ours is fetched, and none stands in a page.
    constexpr std::string_view kOurs = "script defer=\"\" src=\"/static/", kEnd = "</script>";
    if (tag.starts_with(kOurs) && !closing && page.substr(end + 1).starts_with(kEnd)) {
      at = end + kEnd.size();
      continue;
    }
    if (kNever.count(name) > 0) {
      faults.push_back("an element " + std::string(name));
    }
    if (closing) {
      if (open.empty() || open.back() != name) {
        faults.push_back("closes " + std::string(name));
      } else {
        open.pop_back();
      }
      continue;
    }
    if (kVoid.count(name) == 0) {
      open.emplace_back(name);
    }
    auto rest = tag.substr(std::min(name.size(), tag.size()));
    while (name != "!doctype" && !rest.empty()) {
      const auto equals = rest.find("=\"");
      const auto quote = equals == rest.npos ? equals : rest.find('"', equals + 2);
      if (quote == rest.npos || rest[0] != ' ') {
        faults.push_back("attributes that are not quoted: " + std::string(tag));
        break;
      }
      const auto attribute = rest.substr(1, equals - 1),
                 value = rest.substr(equals + 2, quote - equals - 2);
      if (attribute == "style" || attribute == "srcdoc" || attribute.starts_with("on")) {
        faults.push_back("an attribute " + std::string(attribute));
      }
      const bool leads = attribute == "href" || attribute == "action" || attribute == "src";
      const bool here =
          value.starts_with('#') || (value.starts_with('/') && !value.starts_with("//"));
      if (attribute == "src" && (name != "img" || !value.starts_with("/case/"))) {
        faults.push_back("fetches " + std::string(value));
      }
      if (leads && !here && !value.starts_with("mailto:")) {
        faults.push_back("leads to " + std::string(value));
      }
      rest.remove_prefix(quote + 1);
    }
  }
  if (!open.empty()) {
    faults.push_back("never closed: " + open.back());
  }
  for (const char octet : page) {
    if (octet == '\0' || octet == '\x1b') {
      faults.emplace_back("a control");
      break;
    }
  }
  for (const std::string_view turn : kTurningMarks) {
    if (page.find(turn) != page.npos) {
      faults.emplace_back("a mark that turns the text");
    }
  }
  return faults;
}

}  // namespace pouch::test

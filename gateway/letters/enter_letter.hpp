// Lets a member in at the page: a link that holds for ten minutes and begins one session, and the
// code for the browser that asked. It says whose session begins, from where it was asked and what
// our one address is, so that nobody is lured into another's. No word of a stranger stands in it:
// of the browser its kind, of the network an address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/letters/non_delivery.hpp"

namespace pouch::gateway {

struct WayIn {
  std::string origin;            // "https://pouch.example"
  std::string link, code;        // secrets; no code: none is taken
  std::string network, browser;  // as they came
  bool by_mail = false;          // it was asked for by mail
  Time asked{}, until{};
};

mail::Draft write_way_in(const NoticeSource& source, const Party& to, const WayIn& way,
                         const LetterThread& thread);

// "Firefox on Windows" out of a User-Agent; "a browser" when it is none that is known.
std::string kind_of_browser(std::string_view user_agent);

}  // namespace pouch::gateway

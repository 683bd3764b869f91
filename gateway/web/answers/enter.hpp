// What who enters is answered: that a letter was asked for, whose session a link begins, and where
// he was on his way to.
#pragma once

#include <string>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct AskedInPage {
  std::string address{};  // as it was typed
  std::string network{}, browser{};
  Time asked{}, until{};
  bool with_code = false;  // the site takes codes too
};

// A session has begun.
struct EnteredPage {
  std::string wanted{};  // where its browser was on the way to; empty: nowhere
};

struct LinkPage {
  std::string name{}, country{};  // whose session begins: "Илияна Георгиева", "BG"
  Time until{};
};

}  // namespace pouch::gateway

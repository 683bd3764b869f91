// The templates that are shipped, as the tests of whole forms read them.
#pragma once

#include <stdexcept>

#include "templates/template.hpp"

namespace pouch::test {

inline const templates::TemplateSet& shipped() {
  static const auto set = [] {
    std::vector<templates::LoadFault> faults;
    auto loaded = templates::TemplateSet::load({POUCH_FORMS}, faults);
    if (!faults.empty()) {
      throw std::runtime_error(faults.front().file + ": " + faults.front().what);
    }
    return loaded;
  }();
  return set;
}

}  // namespace pouch::test

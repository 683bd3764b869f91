// pouch.toml as text: every key of the one table, commented, with the values of a site.
#pragma once

#include <string>

#include "config/site.hpp"

namespace pouch::config {

Site site_defaults();  // paths relative to the site's folder
std::string site_text(const Site& site);

}  // namespace pouch::config

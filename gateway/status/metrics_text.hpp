// The figures of a site in the text format of Prometheus, version 0.0.4: HELP and TYPE before each
// family, one sample a line. Labels are words of this program: no content, no address, no name of a
// person, so that whoever may read the figures learns nothing about anybody.
#pragma once

#include <string>

#include "gateway/status/site_status.hpp"

namespace pouch::gateway {

std::string metrics_text(const SiteStatus& status);

}  // namespace pouch::gateway

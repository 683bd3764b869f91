// The workers of a site's daemon, stopped and let go by a test.
#pragma once

#include "tests/system/harness.hpp"

namespace pouch::test {

void signal_workers(const Site& site, int number);
// Stops them where they hold no lock of the store: whoever else writes would wait for them.
void stop_workers(const Site& site);

}  // namespace pouch::test

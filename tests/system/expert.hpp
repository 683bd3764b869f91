// An expert witness: unpacks an archive of evidence, and runs the commands of its VERIFY.txt in a
// shell, without Pouch.
#pragma once

#include "tests/system/harness.hpp"

namespace pouch::test {

void unpack(const fs::path& archive, const fs::path& folder);
// `folder` has the unpacked archive; beside it goes the script.
Ran checked(const fs::path& folder);

}  // namespace pouch::test

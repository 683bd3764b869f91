// The program where every user of the machine can run it: the tree may lie in root's own home.
#pragma once

#include <filesystem>

namespace pouch::test {

// Copies it and its templates below `folder`, as a build lies beside its source; gives its path.
std::filesystem::path installed_for_all(const std::filesystem::path& folder);

}  // namespace pouch::test

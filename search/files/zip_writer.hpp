// Writes a zip archive (APPNOTE 6.3) out of parts that need not be in memory together: each is made
// when its turn comes. The counterpart of package.hpp, and by the same library.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace pouch::search {

struct ZipPart {
  std::string name;  // with '/' between folders
  std::function<std::string()> make;
};

// `file` must not be there. Fault (transient) when the disk does not take it, permanent when libzip
// is not installed; what `make` throws. Nothing is left behind then.
void write_zip(const std::filesystem::path& file, const std::vector<ZipPart>& parts);
// The same in memory.
std::string zip_of(const std::vector<ZipPart>& parts);

}  // namespace pouch::search

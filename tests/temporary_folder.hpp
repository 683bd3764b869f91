// A new folder of its own for a test, in that of TMPDIR or in /tmp: short, for sockets lie in it.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace pouch::test {

// Its name begins so. Whoever asks removes it.
inline std::filesystem::path new_temporary_folder(const std::string& begin) {
  auto name = (std::filesystem::temp_directory_path() / (begin + "XXXXXX")).string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("cannot make a temporary folder " + name);
  }
  return name;
}

}  // namespace pouch::test

// A folder of our own for a short time, below TMPDIR, or /tmp.
#pragma once

#include <filesystem>
#include <string_view>

namespace pouch::mail::openpgp {

// Mode 0700, `name` and six signs that nobody can foresee. A transient Fault says where it could
// not be made, and why.
std::filesystem::path make_temporary_folder(std::string_view name);

// Gone with the object, and all that is in it.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(std::string_view name) : path_(make_temporary_folder(name)) {}
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace pouch::mail::openpgp

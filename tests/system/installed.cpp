#include "tests/system/installed.hpp"

namespace pouch::test {

namespace fs = std::filesystem;

fs::path installed_for_all(const fs::path& folder) {
  fs::permissions(folder, fs::perms::group_exec | fs::perms::others_exec, fs::perm_options::add);
  fs::create_directories(folder / "build");
  fs::create_directories(folder / "templates");
  for (const auto* program : {"pouch", "pouch-openpgp"}) {
    fs::copy_file(fs::path(POUCH_PROGRAM).parent_path() / program, folder / "build" / program);
  }
  fs::copy(POUCH_TEMPLATES, folder / "templates/forms", fs::copy_options::recursive);
  return folder / "build/pouch";
}

}  // namespace pouch::test

#include "tests/system/expert.hpp"

#include <zip.h>

#include <catch2/catch.hpp>

namespace pouch::test {

void unpack(const fs::path& archive, const fs::path& folder) {
  int code = 0;
  auto* zip = zip_open(archive.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
  REQUIRE(zip != nullptr);
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
    const fs::path name = zip_get_name(zip, static_cast<zip_uint64_t>(i), 0);
    auto* file = zip_fopen_index(zip, static_cast<zip_uint64_t>(i), 0);
    REQUIRE(file != nullptr);
    std::string bytes(1 << 16, '\0'), all;
    for (zip_int64_t got = 0; (got = zip_fread(file, bytes.data(), bytes.size())) > 0;) {
      all.append(bytes, 0, static_cast<std::size_t>(got));
    }
    zip_fclose(file);
    fs::create_directories((folder / name).parent_path());
    write_file(folder / name, all);
  }
  zip_discard(zip);
}

Ran checked(const fs::path& folder) {
  return run({"sh", "-c",
              "cd \"$1\" && sed -n '/^# BEGIN CHECKS/,/^# END CHECKS/p' VERIFY.txt > ../checks.sh"
              " && PATH=/usr/bin:/bin sh ../checks.sh",
              "sh", folder.string()});
}

}  // namespace pouch::test

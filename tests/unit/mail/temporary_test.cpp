// Folders for a short time: where they are made, that they go, and what is said when they cannot.
#include "mail/openpgp/temporary.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "mail/fault.hpp"

using namespace pouch::mail;
namespace fs = std::filesystem;

namespace {

class Below {
 public:
  explicit Below(const std::string& folder) {
    if (const auto* const before = std::getenv("TMPDIR")) {
      before_ = before;
    }
    setenv("TMPDIR", folder.c_str(), 1);
  }
  ~Below() {
    if (before_) {
      setenv("TMPDIR", before_->c_str(), 1);
    } else {
      unsetenv("TMPDIR");
    }
  }
  Below(const Below&) = delete;
  Below& operator=(const Below&) = delete;

 private:
  std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("a folder for a short time is ours alone, and goes with all that is in it") {
  const openpgp::TemporaryFolder site("pouch-test");
  const Below below(site.path().string());
  fs::path made;
  {
    const openpgp::TemporaryFolder folder("pouch-ring");
    made = folder.path();
    CHECK(made.parent_path() == site.path());
    struct stat about {};
    REQUIRE(stat(made.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777U) == 0700);
    CHECK(openpgp::make_temporary_folder("pouch-ring") != made);
    std::ofstream(made / "a") << "a";
  }
  CHECK_FALSE(fs::exists(made));
}

TEST_CASE("where no folder for a short time can be made is said with its place and the reason") {
  const openpgp::TemporaryFolder site("pouch-test");
  std::ofstream(site.path() / "file") << "a";
  const auto [place, reason] = GENERATE(table<std::string, std::string>(
      {{"missing", "No such file or directory"}, {"file", "Not a directory"}}));
  const auto folder = (site.path() / place).string();
  const Below below(folder);
  try {
    openpgp::make_temporary_folder("pouch");
    FAIL("it was made in " << folder);
  } catch (const Fault& fault) {
    CHECK(fault.what() == "cannot make a folder below " + folder + ": " + reason);
    CHECK(fault.hint().find("TMPDIR") != std::string::npos);
    CHECK(fault.transient());
  }
}

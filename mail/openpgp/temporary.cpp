#include "mail/openpgp/temporary.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "mail/fault.hpp"

namespace pouch::mail::openpgp {

namespace fs = std::filesystem;

fs::path make_temporary_folder(std::string_view name) {
  const auto* const named = std::getenv("TMPDIR");
  const fs::path below = named != nullptr && *named != '\0' ? named : "/tmp";
  auto folder = (below / (std::string(name) + ".XXXXXX")).string();
  if (mkdtemp(folder.data()) == nullptr) {
    const std::error_code why(errno, std::generic_category());
    throw Fault(Permanence::kTransient,
                "cannot make a folder below " + below.string() + ": " + why.message(),
                "make room there for this user, or name another folder in TMPDIR");
  }
  return folder;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace pouch::mail::openpgp

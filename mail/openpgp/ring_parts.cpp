#include "mail/openpgp/ring_parts.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "mail/openpgp/gpgme_context.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

}  // namespace

TemporaryHome::TemporaryHome() {
  std::string name = (fs::temp_directory_path() / "pouch-ring.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw Fault(Permanence::kTransient, "cannot make a temporary folder",
                "is there space under /tmp?");
  }
  path_ = name;
  prepare_home(path_);
}

TemporaryHome::~TemporaryHome() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void import_bytes(const fs::path& home, std::string_view bytes, const std::string& what) {
  const auto context = make_context(home);
  const Source in(bytes);
  const auto error = with_deadline(context.get(), {kRingOperation}, "importing keys",
                                   [&] { return gpgme_op_import(context.get(), in.get()); });
  if (error != 0) {
    fail(error, "import " + what);
  }
}

std::string export_bytes(const fs::path& home, const std::vector<std::string>& fingerprints,
                         bool armour) {
  const auto context = make_context(home);
  gpgme_set_armor(context.get(), armour ? 1 : 0);
  std::vector<const char*> patterns;
  for (const auto& fingerprint : fingerprints) {
    patterns.push_back(fingerprint.c_str());
  }
  patterns.push_back(nullptr);
  Sink out(kLargestKey * std::max<std::size_t>(fingerprints.size(), 1) * 2);
  const auto error = with_deadline(context.get(), {kRingOperation}, "exporting keys", [&] {
    return gpgme_op_export_ext(context.get(), patterns.data(), 0, out.get());
  });
  if (error != 0) {
    fail(error, "export a public key");
  }
  return out.take();
}

}  // namespace pouch::mail::openpgp

#include "mail/openpgp/key_pool.hpp"

#include <algorithm>

#include "mail/armour.hpp"
#include "mail/openpgp/helper.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = 16u << 20;

std::vector<fs::path> key_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".asc" && is_file(entry.path())) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool has_several_blocks(std::string_view bytes) {
  const auto first = bytes.find(kPublicKeyBegins);
  return first != std::string_view::npos &&
         bytes.find(kPublicKeyBegins, first + 1) != std::string_view::npos;
}

}  // namespace

struct KeyPool::Impl {
  template <typename T>
  T asked(Ask what, std::string_view bytes) const {
    return helper_of_process()->told<T>({what, home.path(), {}, {bytes}, kLargestValues});
  }

  TemporaryHome home;
};

KeyPool::KeyPool() : impl_(std::make_unique<Impl>()) {}
KeyPool::~KeyPool() = default;

std::vector<KeyInfo> KeyPool::keys() { return Engine(impl_->home.path(), Limits()).keys(); }

std::vector<std::string> KeyPool::load(std::string_view bytes) {
  return impl_->asked<std::vector<std::string>>(Ask::kPoolLoad, bytes);
}

Brought KeyPool::add(std::string_view bytes) {
  if (bytes.size() > kLargestFile) {
    return {{}, "is larger than 16 MB", "export only the keys that are needed"};
  }
  return impl_->asked<Brought>(Ask::kPoolAdd, bytes);
}

std::map<std::string, FiledKey> read_key_folder(const fs::path& folder, KeyPool& pool) {
  std::map<std::string, FiledKey> filed;
  std::vector<std::string> again;
  for (const auto& file : key_files(folder)) {
    auto bytes = read_file(file);
    const auto fingerprints = pool.load(bytes);
    for (const auto& fingerprint : fingerprints) {
      filed[fingerprint].files.push_back(file.filename().string());
    }
    if (fingerprints.empty() || has_several_blocks(bytes)) {
      again.push_back(std::move(bytes));
    }
  }
  for (const auto& bytes : again) {  // a revocation counts when its key is there
    pool.load(bytes);
  }
  for (auto& key : pool.keys()) {
    const auto found = filed.find(key.fingerprint);
    if (found != filed.end()) {
      found->second.info = std::move(key);
    }
  }
  for (const auto& [fingerprint, key] : filed) {
    if (key.info.fingerprint.empty()) {
      throw Fault(Permanence::kTransient, "GnuPG did not keep the key " + fingerprint,
                  "is the disk of temporary files full? see TMPDIR");
    }
  }
  return filed;
}

bool holds_secret_key(std::string_view bytes) {
  constexpr std::string_view kSecret = "PGP PRIVATE KEY BLOCK";
  std::string wide;  // as UTF-16 has it, in either order of octets
  for (const char c : kSecret) {
    wide += c;
    wide += '\0';
  }
  wide.pop_back();
  const auto first = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front());
  // RFC 4880 section 4.2: tag 5 in the old and in the new packet format.
  return bytes.find(kSecret) != std::string_view::npos ||
         bytes.find(wide) != std::string_view::npos || (first & 0xFC) == 0x94 || first == 0xC5;
}

}  // namespace pouch::mail::openpgp

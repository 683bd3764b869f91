#include "gateway/store/letter_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kNameOctets = 16;

[[noreturn]] void fail(const char* tried, const std::filesystem::path& folder) {
  throw Fault(
      true,
      std::string(tried) + " " + folder.string() + ": " + std::generic_category().message(errno),
      "look at the disk of the state folder and at the owner of its files");
}

// A site that was made by an older version has none.
std::filesystem::path made(const std::filesystem::path& state) {
  auto folder = letters_folder(state);
  if (!std::filesystem::is_directory(folder)) {
    make_private_folder(folder);
  }
  return folder;
}

}  // namespace

std::filesystem::path letters_folder(const std::filesystem::path& state) {
  return state / "letters";
}

LetterFile::LetterFile(const std::filesystem::path& state)
    : folder_(made(state)), lock_(FolderLock::shared(folder_)), name_(random_hex(kNameOctets)) {
  descriptor_ = ::open((folder_ / ("tmp-" + name_)).c_str(),
                       O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) {
    fail("write a letter to", folder_);
  }
}

LetterFile::~LetterFile() {
  close();
  if (!kept_) {
    ::unlink((folder_ / ("tmp-" + name_)).c_str());
    ::unlink((folder_ / name_).c_str());
  }
}

void LetterFile::close() {
  if (descriptor_ >= 0) {
    ::close(std::exchange(descriptor_, -1));
  }
}

void LetterFile::write(std::string_view bytes) {
  auto end = ::lseek(descriptor_, 0, SEEK_END);
  while (end >= 0 && !bytes.empty()) {
    const auto count = ::pwrite(descriptor_, bytes.data(), bytes.size(), end);
    if (count < 0 && errno != EINTR) {
      fail("write a letter to", folder_);
    }
    end += count < 0 ? 0 : count;
    bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
  }
  if (end < 0) {
    fail("write a letter to", folder_);
  }
}

}  // namespace pouch::gateway

#include "gateway/store/durable_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

#include "gateway/fault.hpp"

namespace pouch::gateway {
namespace {

[[noreturn]] void fail(const std::string& tried, const std::filesystem::path& file, int error) {
  throw Fault(true, tried + " " + file.string() + ": " + std::generic_category().message(error),
              "look at the disk of that folder and at the owner of its files");
}

class Descriptor {
 public:
  Descriptor(std::filesystem::path file, int flags) : file_(std::move(file)) {
    descriptor_ = ::open(file_.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    error_ = descriptor_ < 0 ? errno : 0;
  }
  ~Descriptor() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool missing() const { return error_ == ENOENT; }
  void need(const char* tried) const {
    if (descriptor_ < 0) {
      fail(tried, file_, error_);
    }
  }
  void sync() {
    if (::fsync(descriptor_) != 0) {
      fail("sync", file_, errno);
    }
  }
  // Lets the disk begin with all of a group before the first of them is waited for. A hint.
  void begin_sync() const { (void)::sync_file_range(descriptor_, 0, 0, SYNC_FILE_RANGE_WRITE); }
  void close() {
    if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) {
      fail("close", file_, errno);
    }
  }
  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count < 0 && errno != EINTR) {
        fail("write", file_, errno);
      }
      bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
  }
  // Less than the room at the file's end alone.
  std::size_t read(char* into, std::size_t room) {
    std::size_t done = 0;
    while (done < room) {
      const auto count = ::read(descriptor_, into + done, room - done);
      if (count < 0 && errno != EINTR) {
        fail("read", file_, errno);
      }
      if (count == 0) {
        break;
      }
      done += count < 0 ? 0 : static_cast<std::size_t>(count);
    }
    return done;
  }
  std::string read() {
    std::string bytes;
    std::array<char, 65536> buffer{};
    for (std::size_t got = 0; (got = read(buffer.data(), buffer.size())) > 0;) {
      bytes.append(buffer.data(), got);
    }
    return bytes;
  }
  std::size_t size() const {
    struct stat facts {};
    if (::fstat(descriptor_, &facts) != 0) {
      fail("look at", file_, errno);
    }
    return static_cast<std::size_t>(facts.st_size);
  }

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
  int error_ = 0;
};

int lock_descriptor(const std::filesystem::path& folder) {
  const auto file = folder / ".lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) {
    fail("open", file, errno);
  }
  return descriptor;
}

}  // namespace

void sync_file(const std::filesystem::path& file) {
  Descriptor descriptor(file, O_RDONLY);
  descriptor.need("open");
  descriptor.sync();
}

void sync_folder(const std::filesystem::path& folder) {
  Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
  descriptor.need("open");
  descriptor.sync();
}

struct NewFile::Open {
  explicit Open(std::filesystem::path path)
      : file(std::move(path)), descriptor(file, O_WRONLY | O_CREAT | O_EXCL) {
    descriptor.need("create");
  }
  ~Open() {
    if (!kept) {
      ::unlink(file.c_str());
    }
  }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;

  std::filesystem::path file;
  Descriptor descriptor;
  bool kept = false;
};

NewFile::NewFile(const std::filesystem::path& file) : open_(std::make_unique<Open>(file)) {}
NewFile::~NewFile() = default;
NewFile::NewFile(NewFile&& other) noexcept = default;
void NewFile::write(std::string_view bytes) { open_->descriptor.write(bytes); }
void NewFile::begin_sync() const { open_->descriptor.begin_sync(); }
void NewFile::sync() { open_->descriptor.sync(); }
void NewFile::keep() { open_->kept = true; }

struct DurableGroup::Member {
  std::filesystem::path file, temporary;
  std::unique_ptr<Descriptor> descriptor;
};

DurableGroup::DurableGroup(std::filesystem::path folder) : folder_(std::move(folder)) {}

DurableGroup::~DurableGroup() {
  for (const auto& member : members_) {
    ::unlink(member.temporary.c_str());
  }
}

void DurableGroup::take(const std::string& name) {
  members_.push_back({folder_ / name, folder_ / ("tmp-" + name), nullptr});
  auto& member = members_.back();
  member.descriptor = std::make_unique<Descriptor>(member.temporary, O_WRONLY);
  member.descriptor->need("open");
}

void DurableGroup::commit(const std::function<void(std::string_view)>& between) {
  const auto tell = [&](std::string_view step) {
    if (between) {
      between(step);
    }
  };
  tell("written");
  if (members_.size() > 1) {
    for (const auto& member : members_) {
      member.descriptor->begin_sync();
    }
  }
  for (const auto& member : members_) {
    member.descriptor->sync();
  }
  tell("synced");
  for (const auto& member : members_) {
    member.descriptor->close();
    if (::rename(member.temporary.c_str(), member.file.c_str()) != 0) {
      fail("rename", member.temporary, errno);
    }
  }
  members_.clear();
  sync_folder(folder_);
  tell("renamed");
}

void write_durably(const std::filesystem::path& file, std::string_view bytes,
                   const std::function<void(std::string_view)>& between) {
  const auto temporary = file.parent_path() / ("tmp-" + file.filename().string());
  ::unlink(temporary.c_str());
  NewFile written(temporary);
  written.write(bytes);
  DurableGroup group(file.parent_path());
  group.take(file.filename().string());
  written.keep();  // it is the group's now
  group.commit(between);
}

bool replace_file(const std::filesystem::path& file, std::string_view bytes) noexcept {
  std::string temporary;
  try {
    // Of this process alone: two writers of one note never share a temporary file.
    temporary = file.string() + "." + std::to_string(::getpid()) + ".tmp";
    Descriptor descriptor(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    descriptor.need("create");
    descriptor.write(bytes);
    descriptor.close();
    if (::rename(temporary.c_str(), file.c_str()) == 0) {
      return true;
    }
  } catch (const std::exception&) {
  }
  ::unlink(temporary.c_str());
  return false;
}

std::optional<std::string> read_whole(const std::filesystem::path& file) {
  Descriptor descriptor(file, O_RDONLY);
  if (descriptor.missing()) {
    return std::nullopt;
  }
  descriptor.need("open");
  return descriptor.read();
}

struct FileReader::Open {
  explicit Open(const std::filesystem::path& file) : descriptor(file, O_RDONLY) {}
  Descriptor descriptor;
};

FileReader::FileReader() = default;
FileReader::~FileReader() = default;
FileReader::FileReader(FileReader&& other) noexcept = default;

std::optional<FileReader> FileReader::open(const std::filesystem::path& file) {
  FileReader reader;
  reader.open_ = std::make_unique<Open>(file);
  if (reader.open_->descriptor.missing()) {
    return std::nullopt;
  }
  reader.open_->descriptor.need("open");
  return reader;
}

std::size_t FileReader::size() const { return open_->descriptor.size(); }

std::size_t FileReader::read(char* into, std::size_t room) {
  return open_->descriptor.read(into, room);
}

void remove_if_there(const std::filesystem::path& file) {
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
    fail("remove", file, errno);
  }
}

void make_private_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    fail("make", folder, errno);
  }
  if (::chmod(folder.c_str(), 0700) != 0) {
    fail("make private", folder, errno);
  }
  if (folder.has_parent_path()) {
    sync_folder(folder.parent_path());
  }
}

FolderLock FolderLock::shared(const std::filesystem::path& folder) {
  FolderLock lock(lock_descriptor(folder));
  while (::flock(lock.descriptor_, LOCK_SH) != 0) {
    if (errno != EINTR) {
      fail("lock", folder, errno);
    }
  }
  return lock;
}

std::optional<FolderLock> FolderLock::sole(const std::filesystem::path& folder) {
  FolderLock lock(lock_descriptor(folder));
  if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    return std::nullopt;
  }
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

}  // namespace pouch::gateway

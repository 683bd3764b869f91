// Files that survive a power cut: written to a temporary name, synced, renamed, the folder synced.
// Mode 0600, folders 0700. What fails is a transient Fault that names the file and the errno; the
// temporary file is removed then.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::gateway {

// `between` is told "written", "synced", "renamed" as each is reached.
void write_durably(const std::filesystem::path& file, std::string_view bytes,
                   const std::function<void(std::string_view)>& between = {});
// A new file that is written in pieces under its own name, and removed again unless it is kept:
// for those that count only when something else says so. Its name is durable after `sync_folder`,
// which costs a journal little when the file was synced before.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& file);
  ~NewFile();
  NewFile(NewFile&& other) noexcept;
  void write(std::string_view bytes);
  void begin_sync() const;  // lets the disk begin, and does not wait. A hint
  void sync();
  void keep();

 private:
  struct Open;
  std::unique_ptr<Open> open_;
};

// Files of one folder that were written to tmp-NAME, made durable together: a journal takes all
// their syncs for the price of few. None has its name before `commit`; what was not committed is
// removed.
class DurableGroup {
 public:
  explicit DurableGroup(std::filesystem::path folder);
  ~DurableGroup();
  DurableGroup(const DurableGroup&) = delete;
  DurableGroup& operator=(const DurableGroup&) = delete;
  void take(const std::string& name);
  void commit(const std::function<void(std::string_view)>& between = {});  // as write_durably

 private:
  struct Member;
  std::filesystem::path folder_;
  std::vector<Member> members_;
};

// Reads a file in pieces.
class FileReader {
 public:
  static std::optional<FileReader> open(const std::filesystem::path& file);  // nullopt: not there
  ~FileReader();
  FileReader(FileReader&& other) noexcept;
  std::size_t size() const;
  // Fills the room as far as there is anything; less only at the file's end.
  std::size_t read(char* into, std::size_t room);

 private:
  FileReader();
  struct Open;
  std::unique_ptr<Open> open_;
};

// For notes that are written anew when lost: replaced whole by rename, not synced. False when the
// disk did not take it; the old one stands then.
bool replace_file(const std::filesystem::path& file, std::string_view bytes) noexcept;
std::optional<std::string> read_whole(const std::filesystem::path& file);  // nullopt: not there
void remove_if_there(const std::filesystem::path& file);
void make_private_folder(const std::filesystem::path& folder);
void sync_file(const std::filesystem::path& file);
void sync_folder(const std::filesystem::path& folder);  // the names in it

// An advisory lock on a file of that folder, given back at the end of the process at the latest.
class FolderLock {
 public:
  static FolderLock shared(const std::filesystem::path& folder);               // waits
  static std::optional<FolderLock> sole(const std::filesystem::path& folder);  // nullopt: in use
  FolderLock(FolderLock&& other) noexcept;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace pouch::gateway

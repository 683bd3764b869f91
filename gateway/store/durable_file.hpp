// Files that survive a power cut: written to a temporary name, synced, renamed, the folder synced.
// Mode 0600, folders 0700. What fails is a transient Fault that names the file and the errno; the
// temporary file is removed then.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::gateway {

// `between` is told "written", "synced", "renamed" as each is reached.
void write_durably(const std::filesystem::path& file, std::string_view bytes,
                   const std::function<void(std::string_view)>& between = {});
// Several files of one folder made durable together: a journal takes all their syncs for the price
// of few. None has its name before `commit`; what was not committed is removed.
class DurableGroup {
 public:
  explicit DurableGroup(std::filesystem::path folder);
  ~DurableGroup();
  DurableGroup(const DurableGroup&) = delete;
  DurableGroup& operator=(const DurableGroup&) = delete;
  void write(const std::string& name, std::string_view bytes);
  void take(const std::string& name);  // that somebody has written to tmp-NAME already
  void commit(const std::function<void(std::string_view)>& between = {});  // as write_durably

 private:
  struct Member;
  std::filesystem::path folder_;
  std::vector<Member> members_;
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

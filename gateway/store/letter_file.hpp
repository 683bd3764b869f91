// A letter that is too large for a row of the store: its octets, as they go out, in a file of their
// own in state/letters (0600, sealed to its receivers). Written to a temporary name; the store
// makes it durable, under its own name, before the commit that names it (Store::commit). What is
// not committed removes itself; what a crash leaves is swept at the next start. While one is here,
// its folder is locked against that. Faults are transient: the disk.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "gateway/store/durable_file.hpp"

namespace pouch::gateway {

std::filesystem::path letters_folder(const std::filesystem::path& state);

class LetterFile {
 public:
  explicit LetterFile(const std::filesystem::path& state);
  ~LetterFile();
  LetterFile(const LetterFile&) = delete;
  LetterFile& operator=(const LetterFile&) = delete;

  const std::string& name() const { return name_; }
  int descriptor() const { return descriptor_; }  // for reading and writing
  void write(std::string_view bytes);             // behind what is there
  void close();                  // all is written; a commit may have many, and descriptors are few
  void keep() { kept_ = true; }  // a row names it

 private:
  std::filesystem::path folder_;
  FolderLock lock_;
  std::string name_;
  int descriptor_ = -1;
  bool kept_ = false;
};

}  // namespace pouch::gateway

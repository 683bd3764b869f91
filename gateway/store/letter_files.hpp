// The octets of letters as they go out: small ones in their rows, large ones in files of their own
// (letter_file.hpp). A letter's column `file` is NULL (its octets are in `wire`), a file's name, or
// empty: it was in a file that has gone since nobody can ask for it any more.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/fault.hpp"
#include "gateway/store/sealed_letter.hpp"
#include "gateway/store/sqlite.hpp"
#include "mail/pieces.hpp"

namespace pouch::gateway {

// The octets of a letter are not there: it can never go out.
struct LostLetter : Fault {
  LostLetter(const std::string& what, std::string hint) : Fault(false, what, std::move(hint)) {}
};

class LetterFiles {
 public:
  LetterFiles(const std::filesystem::path& state, Database& database);

  mail::Pieces wire(const std::string& letter_id);  // throws LostLetter
  // At start: removes those that no letter names, unless one is being written.
  void sweep();
  // Removes those of letters that nobody can ask for any more: each delivery was dropped, or done
  // before then. How many; and when the next one is due that is kept so long.
  int forget(Time before);
  std::optional<Time> next_forgetting(std::chrono::seconds kept);
  std::vector<std::string> missing();  // letters, queued or failed, without their file
  // Of a commit, all together, before its transaction begins.
  void place(const std::vector<SealedLetter>& letters);

 private:
  std::filesystem::path folder_;
  Database& database_;
};

// Files that letters of the store name.
std::vector<std::string> letter_files(Database& database);

}  // namespace pouch::gateway

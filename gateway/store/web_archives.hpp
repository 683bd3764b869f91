// Archives of evidence that members ask for at the page, in state/web.db: a row each from the
// asking to the end of its hour, one for a member and a case. The page's process cannot sign; a
// worker makes the archive, and the row brings it back. Octets and what they hold are sealed under
// the key of the case: who erases it has erased them. Whose and of which case is sealed under the
// page's.
//
// A worker that dies over one has spent a try; after kArchiveTries nobody tries any more. Throws
// Fault as sqlite.hpp and vault.hpp do.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {

inline constexpr std::chrono::hours kArchiveLife{1};
inline constexpr int kArchiveTries = 3;

// What an archive holds, and of which state of its case: it is given while both are as they were.
struct ArchiveFacts {
  std::int64_t version = 0;             // of the case
  std::vector<std::string> messages{};  // numbers
  std::uint64_t size = 0;               // octets
  Time made{};
};

struct ArchiveTask {
  std::int64_t id = 0;
  std::string who{}, number{};  // principal, case
};

enum class ArchiveState { kNone, kWaiting, kMade, kFailed };

struct AskedArchive {
  ArchiveState state = ArchiveState::kNone;
  Time asked{};
  ArchiveFacts facts{};  // once it is made
};

class WebArchives {
 public:
  WebArchives(Database& database, Secret key, CaseKeys& keys)
      : database_(database), key_(std::move(key)), keys_(keys) {}

  // --- answering
  // One that waits already goes on waiting; any other gives way.
  void ask(std::string_view who, const CaseNumber& number, Time now);
  AskedArchive find(std::string_view who, const CaseNumber& number, Time now);
  // nullopt: it is not made, or gone.
  std::optional<std::string> octets(std::string_view who, const CaseNumber& number, Time now);

  // --- a worker
  std::optional<ArchiveTask> claim(Time now);
  void keep(const ArchiveTask& task, const ArchiveFacts& facts, std::string_view octets);
  void fail(const ArchiveTask& task);
  std::optional<Time> next();  // when one is to be made, or to go

 private:
  std::string which(std::string_view who, std::string_view number) const;

  Database& database_;
  Secret key_;
  CaseKeys& keys_;
};

}  // namespace pouch::gateway

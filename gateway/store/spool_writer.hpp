// The intake's side of the spool (spool.hpp), which needs no secret: mails are sealed into files of
// their own as they come, a chunk of each in memory at the most, and are accepted when their files
// are durable and have rows: a file without a row is nobody's. Mails may be begun and written while
// others are accepted on another thread; each is written by one thread, and one accepts. What the
// disk does not take, or leaves it less free than it must be (free_space.hpp), is not accepted: a
// Fault (transient), and nothing of that mail is left. Nor is anything left of a mail that is
// dropped, and what a killed process leaves is swept at the next start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/fault.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

class FolderLock;
// Duplicates count as accepted.
enum class [[nodiscard]] Taken{kUnfinished, kAccepted, kRefused, kHeld};

// Whence a mail comes and for whom.
struct Arrival {
  std::string_view source, from;  // SpoolEntry's
  std::vector<std::string> to;
  // Where a collected mail lies, a name for ever ("imaps://…;UIDVALIDITY=1/;UID=7"); taken once,
  // whatever was killed between the taking and its leaving there. Empty: none.
  std::string_view origin{};
};

class SpoolWriter;

// A mail on its way into the spool. What goes wrong is kept, and told when it is accepted.
class SpoolMail {
 public:
  ~SpoolMail();
  SpoolMail(SpoolMail&& other) noexcept;
  void write(std::string_view octets);
  std::size_t octets() const { return octets_; }
  bool is_lost() const { return fault_.has_value(); }  // more need not be written

 private:
  friend class SpoolWriter;
  struct Sealing;
  explicit SpoolMail(SpoolWriter& writer);
  template <typename Act>
  void attempt(Act act);
  Sealing& sealing();
  void finish();
  void fail(const Fault& fault);

  SpoolWriter* writer_;
  std::string waiting_;               // until there is more than a chunk
  std::unique_ptr<Sealing> sealing_;  // from then on
  std::size_t octets_ = 0;
  std::optional<Fault> fault_;
};

struct Offer {
  Arrival arrival;
  SpoolMail& mail;
};

struct Accepted {
  std::int64_t id = 0;
  std::optional<Fault> fault{};  // then it is not accepted
};

class SpoolWriter {
 public:
  // `kept_free`: octets that new mail leaves free on the disk.
  SpoolWriter(const std::filesystem::path& state, Database& database, std::uint64_t kept_free = 0);
  SpoolWriter(const SpoolWriter&) = delete;
  SpoolWriter& operator=(const SpoolWriter&) = delete;
  // Fault (transient) when the disk has no room for a mail of so many octets.
  void need_room(std::size_t octets) const;
  SpoolMail begin() { return SpoolMail(*this); }  // not longer than this lives
  // Made durable together; what became of each, in this order. One that could not be written keeps
  // no other out.
  std::vector<Accepted> accept(const std::vector<Offer>& offers, Time now);
  // One; its id. Throws its fault.
  std::int64_t accept(const Arrival& arrival, SpoolMail& mail, Time now);
  // The same with a mail that is in memory.
  std::int64_t take(const Arrival& arrival, std::string_view raw, Time now);
  // What became of a collected mail; nullopt when it has not been taken.
  std::optional<Taken> taken(std::string_view origin);

 private:
  friend class SpoolMail;
  std::shared_ptr<FolderLock> lock();
  std::vector<std::int64_t> make_durable(const std::vector<Offer>& whole, Time now);
  std::int64_t add_row(const Arrival& arrival, const std::string& file, Time now);

  std::filesystem::path folder_;
  Database& database_;
  std::string public_key_;
  std::uint64_t kept_free_;
  std::mutex mutex_;                // of the lock
  std::weak_ptr<FolderLock> lock_;  // held while any mail has a file and no row
};

}  // namespace pouch::gateway

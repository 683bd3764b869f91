// The intake process: listens for SMTP and LMTP, takes mail for the gateway's own addresses only,
// seals it into the spool while it comes, and says 250 when it is durable there (SPEC section 2
// step 1). It holds no key and gives up running programs.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "gateway/site/runtime.hpp"
#include "gateway/store/spool_writer.hpp"
#include "gateway/store/sqlite.hpp"
#include "mail/transport/listener.hpp"

namespace pouch::gateway {

// The directory can be replaced while listeners run (SIGHUP).
class Addresses {
 public:
  explicit Addresses(Runtime runtime);
  void replace(Runtime runtime);
  bool ours(std::string_view address) const;

 private:
  mutable std::mutex mutex_;
  Runtime runtime_;
};

class Intake : public mail::Acceptor {
 public:
  // One per listener: each has its own connection to the store. Mails are accepted on one thread,
  // all else is asked on another.
  Intake(const config::Site& site, std::string source, const Addresses& addresses, Clock now);
  mail::Reply room(std::size_t octets) override;
  mail::Reply recipient(std::string_view address) override;
  std::unique_ptr<mail::MailSink> begin() override;
  std::vector<mail::Reply> accept(const std::vector<mail::Submission>& mails) override;
  void trouble(const std::string& what) override;
  void turned_away(std::size_t count, const std::string& peer) override;

 private:
  // Opened when it is first needed: on a full disk it cannot be, and we say so.
  Database& store();
  SpoolWriter& spool();
  mail::Reply taken(std::int64_t id, const mail::Submission& mail) const;
  mail::Reply refused(const Fault& fault) const;

  std::filesystem::path state_;
  std::string source_;
  const Addresses& addresses_;
  Clock now_;
  std::uint64_t kept_free_;
  std::mutex opening_;  // of the store and the spool
  std::mutex writing_;  // to the store
  std::optional<Database> database_;
  std::optional<SpoolWriter> spool_;
  std::optional<Time> full_;     // when the operator was last told of connections turned away
  std::optional<Time> no_room_;  // there is none; the operator was told last then
};

}  // namespace pouch::gateway

// A mailbox at an IMAP server from which mail is collected (RFC 3501, RFC 9051; IDLE RFC 2177, MOVE
// RFC 6851, NAMESPACE RFC 2342). Bodies are fetched with BODY.PEEK[], taken by their length; a mail
// leaves the mailbox only by `move`, which the caller asks for once the mail is settled. Faults are
// transient unless the operator has to mend something; after one the object is of no use any more.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "mail/transport/login.hpp"

namespace pouch::mail {

struct MailboxSettings {
  std::string uri;  // imaps://USER@HOST[:PORT]/INBOX; imap:// needs STARTTLS beyond loopback
  ServerAccess access;
  std::size_t message_limit = 25u << 20;  // larger ones are not fetched
  bool look_only = false;                 // EXAMINE: nothing of the mailbox changes
  // Told "copied" and "flagged" as a move by a server without MOVE reaches each.
  std::function<void(std::string_view)> between{};
};

struct ListedMail {
  std::uint32_t uid = 0;
  std::size_t size = 0;  // octets, as the server says
};

// What a server gives of one mail.
struct Fetched {
  enum class What { kBytes, kGone, kRefused, kTooLarge };
  What what = What::kGone;
  std::string bytes;       // as stored
  std::string answer;      // kRefused: why, in the server's words
  std::size_t octets = 0;  // kTooLarge: more than the size that it said, and than our limit
};

enum class [[nodiscard]] News{kMail, kQuiet, kInterrupted};

class MailboxSource {
 public:
  explicit MailboxSource(MailboxSettings settings);  // connects, logs in, selects
  ~MailboxSource();
  MailboxSource(MailboxSource&&) noexcept;

  // UIDVALIDITY: with another value all UIDs are other mails.
  std::uint32_t validity() const;
  bool can_idle() const;
  std::vector<ListedMail> list();  // not marked deleted, ascending
  // That the server does not give one mail is no fault: the others can still be had.
  Fetched fetch(std::uint32_t uid);
  // Into `folder` ("Pouch/Done"; the slash becomes the server's own separator), which is made when
  // it is missing. A mail that has gone meanwhile is no fault. False: the server does not do it.
  bool move(std::uint32_t uid, const std::string& folder);
  // Waits for new mail: by IDLE where the server has it, else just `time`. Not longer than `time`.
  // A server that refuses IDLE after all is not asked for it again: kQuiet, and can_idle() is
  // false.
  News wait(std::chrono::milliseconds time, std::span<const int> interrupts);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pouch::mail

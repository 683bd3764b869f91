// Handing sealed letters over: to a Maildir per recipient (the embedded default, DECISIONS 27) or
// to an SMTP server (RFC 5321; TLS required beyond loopback, SECURITY class 25). Both see wire
// bytes only. Handing the same letter over twice is harmless in a Maildir and recognisable by its
// Message-ID elsewhere.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mail/pieces.hpp"
#include "mail/transport/login.hpp"

namespace pouch::mail {

// One letter to one recipient.
struct Handing {
  std::string letter;     // the store's name of it; goes as ENVID (RFC 3461 section 4.4)
  std::string from;       // envelope sender; empty: the null sender
  std::string recipient;  // an address
  Pieces wire;            // its octets; Unreadable is trouble of this letter alone
  bool report = false;    // ask for delivery reports where the server offers DSN (RFC 3461)
};

enum class [[nodiscard]] Handover{kDelivered, kTryLater, kFailed};

struct HandoverResult {
  Handover state = Handover::kTryLater;
  std::string answer;    // the server's reply or the file system's words; one line, no content
  std::string status;    // RFC 3463, "5.1.1"; empty when the server gave none
  bool reports = false;  // the server took on the duty to report (RFC 3461)
  bool server = false;   // the trouble is the server's (connection, TLS, login), not this letter's
  bool begun = false;    // of such trouble: it came while this letter was under way
  std::string hint;      // of such trouble: what the operator can do
};

struct Reach {
  bool reached = false;
  std::string answer, hint;    // what was found; what the operator can do
  std::size_t size_limit = 0;  // octets of one letter; 0: none is known
  bool reports = false;        // gives delivery reports (RFC 3461)
};

class Outbox {
 public:
  virtual ~Outbox() = default;
  virtual HandoverResult hand_over(const Handing& handing) = 0;
  virtual Reach reachable() = 0;  // connects and logs in, for `pouch check`
  virtual void rest() {}          // nothing is due: gives back what has not been used for a while
};

// `maildir:PATH` (relative to `base`), `smtp://host:port`, `smtps://user@host`. Throws a permanent
// Fault for anything else. `between` is told "written", "synced", "renamed" as a Maildir reaches
// each.
std::unique_ptr<Outbox> make_outbox(const std::string& uri, const std::filesystem::path& base,
                                    const ServerAccess& access,
                                    const std::function<void(std::string_view)>& between = {});

}  // namespace pouch::mail

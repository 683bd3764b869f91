// A connection that libcurl has opened: host look-up, TLS, greeting, STARTTLS and the login are its
// work (ENGINES section 5, decision 10); what is said afterwards is ours. Beyond loopback TLS is
// required and certificates are verified (SECURITY class 25). Private to this folder.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "mail/transport/login.hpp"

namespace pouch::mail {

enum class [[nodiscard]] Arrival{kData, kQuiet, kInterrupted};

class Stream {
 public:
  virtual ~Stream() = default;
  // All of it, within `time`. Throws a transient Fault when the peer is gone or takes no more, or
  // when one of `interrupts` became readable.
  virtual void send(std::string_view bytes, std::chrono::milliseconds time,
                    std::span<const int> interrupts) = 0;
  // Appends what has come to `buffer`; waits for it no longer than `time`, and not when one of
  // `interrupts` (descriptors) becomes readable. Throws a transient Fault when the peer is gone.
  virtual Arrival receive(std::string& buffer, std::chrono::milliseconds time,
                          std::span<const int> interrupts) = 0;
};

// `uri`: imap, imaps, smtp or smtps://[USER@]HOST[:PORT]/…; connects and, when it names a user,
// logs in: a server that lets nobody log in is refused then. Secrets are read anew each time
// (tokens grow old). Throws a Fault that says what is wrong and how to mend it.
std::unique_ptr<Stream> open_stream(const std::string& uri, const ServerAccess& access);

}  // namespace pouch::mail

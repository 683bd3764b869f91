// Handing sealed letters over: to a Maildir per recipient (the embedded default, DECISIONS 27) or
// to an SMTP server by libcurl (RFC 5321; TLS required beyond loopback, SECURITY class 25). Both
// see wire bytes only. Handing the same letter over twice is harmless in a Maildir and recognisable
// by its Message-ID elsewhere.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mail/transport/login.hpp"

namespace pouch::mail {

enum class Handover { kDelivered, kTryLater, kFailed };

struct HandoverResult {
  Handover state = Handover::kTryLater;
  std::string answer;  // the server's reply or the file system's words; no content
};

class Outbox {
 public:
  virtual ~Outbox() = default;
  // `letter_id`: the store's name of the letter; `from`: envelope sender, may be empty.
  virtual HandoverResult hand_over(const std::string& letter_id, const std::string& from,
                                   const std::string& recipient, std::string_view wire) = 0;
  virtual HandoverResult reachable() = 0;  // for `pouch check`
};

// `maildir:PATH` (relative to `base`), `smtp://host:port`, `smtps://user@host`. Throws a permanent
// Fault for anything else.
std::unique_ptr<Outbox> make_outbox(const std::string& uri, const std::filesystem::path& base,
                                    const ServerAccess& access);

}  // namespace pouch::mail

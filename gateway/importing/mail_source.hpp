// Where an archive's mails come from: an mbox file, a single mail, a Maildir with the folders in
// it, any folder of such files. Read in order, one mail after the other; of a folder no more than
// its names is held. Below the folder that was named no symbolic link is followed; pipes, devices
// and files that are no mail are told and passed over, and so is what is above the limit. Nothing
// is written. Fault (permanent) when what was named cannot be read at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct FoundMail {
  std::string where;     // "cur/1764.M1.host:2,S", "inbox at octet 4217", below what was named
  std::string raw;       // empty when it is passed over
  Time written{};        // as the file says: its From line, else its last change
  std::string passed{};  // why it is no mail to take: "is a symbolic link"
};

class MailSource {
 public:
  virtual ~MailSource() = default;
  virtual std::optional<FoundMail> next() = 0;
  virtual double done() const = 0;  // of it, 0 … 1
};

// `most`: octets of one mail.
std::unique_ptr<MailSource> open_mail_source(const std::filesystem::path& path, std::size_t most);

// Its first line is a header field (RFC 5322 section 2.2).
bool looks_like_mail(std::string_view raw);

}  // namespace pouch::gateway

// Where mails are written that leave the archive: a new mbox file (mboxrd: each line `From `,
// `>From ` … gets one more `>`) or a new Maildir. Files have mode 0600, folders 0700. Nothing that
// lies there already is touched: Fault (permanent) then; (transient) when the disk does not take
// it. All of it is durable behind end().
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

class MailWriter {
 public:
  virtual ~MailWriter() = default;
  virtual void write(const MessageNumber& number, Time received, std::string_view raw) = 0;
  virtual void end() = 0;
};

std::unique_ptr<MailWriter> new_mbox(const std::filesystem::path& file);
std::unique_ptr<MailWriter> new_maildir(const std::filesystem::path& folder);

}  // namespace pouch::gateway

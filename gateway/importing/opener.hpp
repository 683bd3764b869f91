// One mail of an archive, opened and made ready for the store: what it says, its files with the
// words in them, who wrote it as far as that is proved, when. By the same code and within the same
// bounds as a mail that comes in. What cannot be opened is kept as it came, and says why. One
// Opener per thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/cases/case.hpp"
#include "gateway/importing/mail_source.hpp"
#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/commit.hpp"
#include "mail/openpgp/engine.hpp"
#include "mail/openpgp/helper.hpp"

namespace pouch::gateway {

// Why a mail could not be opened when it was the end of the process that read it.
inline constexpr std::string_view kReaderEnded = "reader-ended", kReaderLate = "reader-late";

struct OpenedMail {
  Message row;  // all but its number and readers
  Contents contents{};
  std::string why{};    // kept as it came, or in part: a short code; empty: all of it was read
  bool proved = false;  // a signature over all of it counts, of somebody in the directory
};

class MailOpener {
 public:
  virtual ~MailOpener() = default;
  // `raw` is the mail's own, and outlives the result.
  virtual OpenedMail open(const FoundMail& found, const mail::Bytes& raw) = 0;
};

// Whom it asks for OpenPGP.
struct OpenerKeys {
  std::shared_ptr<mail::openpgp::Helper> own;
  // Of a home whose only secret key may open what the gateway's does not; empty: there is none.
  std::filesystem::path given_home{};
  std::shared_ptr<mail::openpgp::Helper> given{};
};

class Opener : public MailOpener {
 public:
  Opener(const Runtime& runtime, const OpenerKeys& keys);
  OpenedMail open(const FoundMail& found, const mail::Bytes& raw) override;

 private:
  void read(const mail::Bytes& raw, mail::openpgp::Engine& engine, OpenedMail& mail);
  void name_writer(const mail::openpgp::Opened& opened, const mail::Headers& headers,
                   OpenedMail& mail) const;

  const Runtime& runtime_;
  mail::openpgp::Engine own_;
  std::optional<mail::openpgp::Engine> given_;
};

// A mail that nobody could open, as it is kept: `why` is a short code.
OpenedMail unopened_mail(const Runtime& runtime, const FoundMail& found, const mail::Bytes& raw,
                         const std::string& why);

// The same mail has the same name wherever it lies: its digest with LF for line ends, without the
// fields that mailbox programs write into it (Status, X-Mozilla-Status, Content-Length …).
std::string name_of_mail(std::string_view raw);

}  // namespace pouch::gateway

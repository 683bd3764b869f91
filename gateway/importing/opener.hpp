// One mail of an archive, opened and made ready for the store: what it says, its files with the
// words in them, who wrote it as far as that is proved, when. By the same code and within the same
// bounds as a mail that comes in. What cannot be opened is kept as it came, and says why. One
// Opener per thread.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "gateway/cases/case.hpp"
#include "gateway/importing/mail_source.hpp"
#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/commit.hpp"
#include "mail/openpgp/engine.hpp"

namespace pouch::gateway {

struct OpenedMail {
  Message row;  // all but its number and readers
  Contents contents{};
  std::string why{};    // kept as it came, or in part: a short code; empty: all of it was read
  bool proved = false;  // a signature over all of it counts, of somebody in the directory
};

class Opener {
 public:
  // `home`: of the gateway. `given`: one whose only secret key may open what the gateway's does
  // not; empty: there is none.
  Opener(const Runtime& runtime, const std::filesystem::path& given);
  // `raw` is the mail's own, and outlives the result.
  OpenedMail open(const FoundMail& found, const mail::Bytes& raw);

 private:
  void read(const mail::Bytes& raw, mail::openpgp::Engine& engine, OpenedMail& mail);
  void name_writer(const mail::openpgp::Opened& opened, const mail::Headers& headers,
                   OpenedMail& mail) const;

  const Runtime& runtime_;
  mail::openpgp::Engine own_;
  std::optional<mail::openpgp::Engine> given_;
};

// The same mail has the same name wherever it lies: its digest with LF for line ends, without the
// fields that mailbox programs write into it (Status, X-Mozilla-Status, Content-Length …).
std::string name_of_mail(std::string_view raw);

}  // namespace pouch::gateway

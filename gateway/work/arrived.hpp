// One mail on its way through a worker: what its steps share. Private to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"
#include "gateway/decide/reading.hpp"
#include "gateway/extract/extract_line.hpp"
#include "gateway/letters/operator_note.hpp"
#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"
#include "mail/openpgp/open.hpp"
#include "mail/pieces.hpp"

namespace pouch::gateway {

// The mail itself. Once its evidence was made nothing looks at its octets any more, and they are
// let go of: they are read again out of the spool as they go into the store. Of a large mail that
// is at once, of others when somebody asks for the evidence.
class MailInHand {
 public:
  MailInHand(Store& store, Crypto& crypto, std::int64_t spool);
  const mail::openpgp::Opened& opened() const { return opened_; }
  const std::string& sha256() const { return sha256_; }  // hex, of the mail as received
  mail::Pieces raw() const { return raw_; }
  const std::vector<mail::openpgp::Evidence>& evidence();  // GnuPG is called once

 private:
  MailInHand(Store& store, Crypto& crypto, std::int64_t spool, mail::Bytes octets);

  Crypto& crypto_;
  mail::Bytes octets_;
  std::string sha256_;
  mail::Pieces raw_;
  mail::openpgp::Opened opened_;
  std::optional<std::vector<mail::openpgp::Evidence>> evidence_;
};

struct Arrived {
  const Runtime& runtime;
  Store& store;
  Crypto& crypto;
  const SpoolEntry& entry;
  MailInHand& mail;
  const mail::openpgp::Opened& opened;
  FileTexts& files;

  std::string mail_id() const {
    return opened.outer.message_id.empty() ? opened.headers.message_id : opened.outer.message_id;
  }
};

// Attachments and evidence of a proved mail; GnuPG is called for the evidence.
std::vector<StoredPart> parts_of(const Arrived& arrived);
// Letters to the operators, their number beginning at `first`; said in the audit log when there is
// nobody, or too many went already. True: somebody is told.
bool tell_operators(const Arrived& arrived, const OperatorNoteFor& note, const std::string& seed,
                    std::size_t first, Commit& commit);
// The same to others.
bool tell(const std::vector<Sender>& whom, const Arrived& arrived, const OperatorNoteFor& note,
          const std::string& seed, std::size_t first, Commit& commit);

}  // namespace pouch::gateway

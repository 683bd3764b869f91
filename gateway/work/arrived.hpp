// One mail on its way through a worker: what its steps share. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"
#include "gateway/decide/reading.hpp"
#include "gateway/extract/extract_line.hpp"
#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"
#include "mail/openpgp/open.hpp"

namespace pouch::gateway {

struct Arrived {
  const Runtime& runtime;
  Store& store;
  Crypto& crypto;
  const SpoolEntry& entry;
  const mail::Bytes& raw;
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
bool tell_operators(const Arrived& arrived, const std::string& title, const std::string& text,
                    const std::string& seed, std::size_t first, Commit& commit);
// The same to others.
bool tell(const std::vector<Sender>& whom, const Arrived& arrived, const std::string& title,
          const std::string& text, const std::string& seed, std::size_t first, Commit& commit);

}  // namespace pouch::gateway

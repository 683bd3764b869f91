// The files of a case as evidence (verify_text.hpp says what each proves), made one by one as they
// are asked for: messages with attachments need not be in memory together. What the reader may not
// read is not among them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gateway/site/crypto.hpp"
#include "gateway/verbs/reader_session.hpp"

namespace pouch::gateway {

struct EvidenceFile {
  std::string name;
  std::function<std::string()> make;
};

// All of them, SHA256SUMS and its signature at the end. `messages` are those that the reader may
// read; the session and the engine outlive the files.
std::vector<EvidenceFile> evidence_files(ReaderSession& session, Crypto& crypto,
                                         const CaseNumber& number,
                                         const std::vector<Message>& messages);

}  // namespace pouch::gateway

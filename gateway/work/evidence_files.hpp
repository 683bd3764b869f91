// The files of a case as evidence (verify_text.hpp says what each proves), made one by one as they
// are asked for: messages with attachments need not be in memory together. What the reader may not
// read is not among them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

struct EvidenceFile {
  std::string name;
  std::function<std::string()> make;
};

// All of them, SHA256SUMS and its signature at the end. `as`: for whom; `messages` are those that
// may be read with these rights. Store and engine outlive the files.
std::vector<EvidenceFile> evidence_files(const Runtime& runtime, Store& store, Crypto& crypto,
                                         const CaseNumber& number, const std::string& as,
                                         const std::vector<Message>& messages);

}  // namespace pouch::gateway

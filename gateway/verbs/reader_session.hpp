// What the reading verbs (search, show, cases) share: who asks, why, with which rights; every look
// is written to the audit log with the calling user (DECISIONS 34; Directive 2016/680 Article 25).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gateway/decide/admission.hpp"
#include "gateway/site/opened_site.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {

struct Asker {
  std::string as, reason;
  void add_options(Verb& verb);  // --as and --reason, both required
};

class ReaderSession {
 public:
  // Throws Refusal (77) when nobody of that name may search today.
  ReaderSession(const std::filesystem::path& config, const Asker& asker);
  const Runtime& runtime() const { return site_.runtime(); }
  Store& store() { return site_.store(); }
  const Sender& reader() const { return reader_; }
  const std::vector<std::string>& tags() const { return tags_; }
  const Asker& asker() const { return asker_; }
  std::string country() const;  // of whose rights count
  const Secret& data_key() const { return site_.data_key(); }
  bool may_read(const Message& message) const;
  std::vector<Message> readable(const CaseNumber& number);
  void note(const std::string& act, const std::string& number, const std::string& detail);
  // The same for several looks at once: all are written, or none.
  void note(std::vector<AuditEntry> looks);

 private:
  Asker asker_;
  OpenedSite site_;
  Sender reader_;
  std::vector<std::string> tags_;
};

// The case, or the message of it, that a verb's NUMBER names; a Refusal (65) when it is none.
MessageNumber number_in(const std::string& text, int epoch);

std::string calling_user();  // of the operating system

}  // namespace pouch::gateway

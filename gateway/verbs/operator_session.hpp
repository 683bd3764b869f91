// What the operator's verbs share: the store opened with the data key, the operator's name for the
// audit log. No content of a case is shown here (DOMAIN section 8: operator, no content).
#pragma once

#include <string>

#include "gateway/site/opened_site.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {

class OperatorSession {
 public:
  explicit OperatorSession(const std::filesystem::path& config, Forms forms = Forms::kNone);
  const Runtime& runtime() const { return site_.runtime(); }
  Store& store() { return site_.store(); }
  const Secret& data_key() const { return site_.data_key(); }
  const std::string& actor() const { return actor_; }  // "operator:root"

 private:
  OpenedSite site_;
  std::string actor_;
};

// The index forgets what was erased, and whoever has copies is told: the daemon's work where one
// runs.
void forget_erased(OperatorSession& session);

}  // namespace pouch::gateway

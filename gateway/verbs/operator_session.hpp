// What the operator's verbs share: the store opened with the data key, the operator's name for the
// audit log. No content of a case is shown here (DOMAIN section 8: operator, no content).
#pragma once

#include <string>

#include "gateway/site/foreground.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {

enum class Forms { kNone, kRead };  // reading all of them takes a tenth of a second

class OperatorSession {
 public:
  explicit OperatorSession(const std::filesystem::path& config, Forms forms = Forms::kNone);
  const Runtime& runtime() const { return runtime_; }
  Store& store() { return store_; }
  const Secret& data_key() const { return data_key_; }
  const std::string& actor() const { return actor_; }  // "operator:root"

 private:
  Runtime runtime_;
  Secret data_key_;
  Store store_;
  std::string actor_;
};

}  // namespace pouch::gateway

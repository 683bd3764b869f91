#include "gateway/verbs/operator_session.hpp"

#include "gateway/archive/indexer.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/verbs/reader_session.hpp"

namespace pouch::gateway {

OperatorSession::OperatorSession(const std::filesystem::path& config, Forms forms)
    : site_(config, forms), actor_("operator:" + calling_user()) {}

void forget_erased(OperatorSession& session) {
  const auto& state = session.runtime().site.state;
  if (is_served(state)) {
    wake(state, Wake::kIndex);
    wake(state, Wake::kSpool);  // those who have copies are to be told
    return;
  }
  Indexer indexer(session.runtime(), session.store(), session.data_key());
  while (indexer.work() > 0) {
  }
}

}  // namespace pouch::gateway

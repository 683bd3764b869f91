#include "gateway/verbs/operator_session.hpp"

#include "gateway/verbs/reader_session.hpp"

namespace pouch::gateway {
namespace {

Secret data_key_of(const Runtime& runtime) {
  const AgentLease lease(runtime);
  return unwrap_data_key(runtime);
}

}  // namespace

OperatorSession::OperatorSession(const std::filesystem::path& config, Forms forms)
    : runtime_(forms == Forms::kRead ? load_runtime(config) : load_runtime_without_forms(config)),
      data_key_(data_key_of(runtime_)),
      store_(runtime_.site.state, data_key_),
      actor_("operator:" + calling_user()) {}

}  // namespace pouch::gateway

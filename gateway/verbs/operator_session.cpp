#include "gateway/verbs/operator_session.hpp"

#include "gateway/verbs/reader_session.hpp"

namespace pouch::gateway {

OperatorSession::OperatorSession(const std::filesystem::path& config, Forms forms)
    : site_(config, forms), actor_("operator:" + calling_user()) {}

}  // namespace pouch::gateway

#include "gateway/decide/permission_form.hpp"

namespace pouch::gateway {

void take_permission(const templates::Form& form, PastMessage& past) {
  const auto action = form.text("action");
  const std::string use(form.text("use_allowed_text"));
  if (form.text("use_allowed") == "COURT_OK" || action == "PERMIT") {
    past.court_use = use;
  }
  if (action == "DENY_PERMISSION") {
    past.refuses_court = true;
    past.refused_use = use;
  }
  if (action == "ASK_PERMISSION") {
    const auto target = MessageNumber::parse(form.text("target"));
    past.asks_for = target ? target->message : 0;
    past.asked_use = use;
  }
}

}  // namespace pouch::gateway

#include "gateway/archive/readable.hpp"

#include "gateway/fault.hpp"
#include "templates/fault.hpp"

namespace pouch::gateway {

bool is_readable(const std::function<void()>& look) {
  try {
    look();
    return true;
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
  } catch (const templates::Fault&) {
    // a stored form that is none
  }
  return false;
}

}  // namespace pouch::gateway

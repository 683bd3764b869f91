#include "gateway/store/moment.hpp"

namespace pouch::gateway {

Moment::Moment(Database& database, CaseKeys& keys) : keys_(keys) {
  if (!database.in_transaction()) {
    database.prepare("BEGIN").run();
    begun_ = &database;
  }
}

Moment::~Moment() {
  if (begun_ == nullptr || !begun_->in_transaction()) {
    return;
  }
  try {
    begun_->prepare("ROLLBACK").run();  // nothing was written
  } catch (const Fault&) {
    // It ends with the connection.
  }
}

}  // namespace pouch::gateway

// One moment of the store: all that is read while it lives is of one state of the database, for one
// lock of its log instead of one with each statement. For a look at many messages; nothing is
// written by the same store meanwhile. What another process commits later is seen when it has
// ended: whoever asks an index first and opens the hits then, begins it behind the question. Within
// a transaction it is a part of it. The key of a case is looked for once.
#pragma once

#include "gateway/store/case_keys.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

class Moment {
 public:
  Moment(Database& database, CaseKeys& keys);
  ~Moment();
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

 private:
  CaseKeys::Kept keys_;
  Database* begun_ = nullptr;
};

}  // namespace pouch::gateway

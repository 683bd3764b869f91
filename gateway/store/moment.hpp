// One moment of the store: all that is read while it lives is of one state of the database, for one
// lock of its log instead of one with each statement. For a look at many messages; nothing is
// written by the same store meanwhile. What another process commits later is seen when it has
// ended: whoever asks an index first and opens the hits then, begins it behind the question. Within
// a transaction it is a part of it.
#pragma once

#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

class Moment {
 public:
  explicit Moment(Database& database);
  ~Moment();
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

 private:
  Database* begun_ = nullptr;
};

}  // namespace pouch::gateway

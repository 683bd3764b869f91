#include "search/xapian_door.hpp"

namespace pouch::search {

void raise(const Xapian::Error& error, const std::string& tried) {
  const std::string type = error.get_type();
  const bool transient = type == "DatabaseLockError" || type == "DatabaseModifiedError";
  const std::string hint = transient ? "another process holds the index; try again"
                                     : "the index is a cache: pouch reindex builds it anew";
  throw Fault(transient, tried + " failed (" + type + ")", hint);
}

void require_same_key(const Xapian::Database& database, const Blind& blind) {
  const auto key = database.get_metadata(kKeyCheck);
  if (key != blind.check_value() || database.get_metadata(kLayoutKey) != kLayout) {
    throw Fault(false, "the index was written with another key or by another version of Pouch",
                "pouch reindex builds it anew");
  }
}

}  // namespace pouch::search

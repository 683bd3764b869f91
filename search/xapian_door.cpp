#include "search/xapian_door.hpp"

#include <cerrno>
#include <cstring>

namespace pouch::search {

void raise(const Xapian::Error& error, const std::string& tried) {
  const std::string type = error.get_type();
  const bool transient = type == "DatabaseLockError" || type == "DatabaseModifiedError";
  const char* cause = error.get_error_string();  // of errno; none: what was read made no sense
  const bool damaged = type == "DatabaseCorruptError" || type == "DatabaseVersionError" ||
                       (type == "DatabaseError" && cause == nullptr);  // a file that is cut off
  const bool in_pieces = type == "DatabaseOpeningError" || type == "DatabaseNotFoundError";
  const bool no_file = cause == nullptr || std::string(cause) == std::strerror(ENOENT);
  const std::string hint = transient ? "another process holds the index; try again"
                                     : "the index is a cache: pouch reindex builds it anew";
  throw Fault(transient, tried + " failed (" + type + ")", hint, damaged || (in_pieces && no_file));
}

void require_same_key(const Xapian::Database& database, const Blind& blind) {
  const auto key = database.get_metadata(kKeyCheck);
  if (key != blind.check_value() || database.get_metadata(kLayoutKey) != kLayout) {
    throw Fault(false, "the index was written with another key or by another version of Pouch",
                "pouch reindex builds it anew", true);
  }
}

}  // namespace pouch::search

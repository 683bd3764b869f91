#include "search/index/xapian_door.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace pouch::search {

void make_durable(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  const std::error_code error(synced ? 0 : errno, std::generic_category());
  if (descriptor >= 0) {
    close(descriptor);
  }
  if (!synced) {
    throw std::filesystem::filesystem_error("sync", path, error);
  }
}

namespace {

// Of metadata that several parts have, the pages of words are put behind each other (lexicon.hpp);
// of all else the first counts.
class Merging : public Xapian::Compactor {
 public:
  std::string resolve_duplicate_metadata(const std::string& key, std::size_t count,
                                         const std::string tags[]) override {
    constexpr std::size_t kOfXapian = 2;  // octets that Xapian has before the key
    if (key.find(kLexiconKeys) > kOfXapian) {
      return tags[0];
    }
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
      all += tags[i];
    }
    return all;
  }
};

}  // namespace

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

void compact_into(Xapian::Database& from, const std::filesystem::path& to) {
  try {
    std::filesystem::remove_all(to);
    Merging merging;
    from.compact(to.string(), Xapian::DBCOMPACT_NO_RENUMBER, 0, merging);
    for (const auto& file : std::filesystem::directory_iterator(to)) {
      make_durable(file.path());
    }
    make_durable(to);
  } catch (const std::filesystem::filesystem_error& error) {
    throw Fault(true, "compacting the index: " + error.code().message(),
                "look at the disk of the state folder and at the owner of its files");
  }
}

void require_same_key(const Xapian::Database& database, const Blind& blind) {
  const auto key = database.get_metadata(kKeyCheck);
  if (key != blind.check_value() || database.get_metadata(kLayoutKey) != kLayout) {
    throw Fault(false, "the index was written with another key or by another version of Pouch",
                "pouch reindex builds it anew", true);
  }
}

}  // namespace pouch::search

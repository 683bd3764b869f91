#include "search/merge.hpp"

#include "search/xapian_door.hpp"

namespace pouch::search {

void merge_indexes(const std::vector<std::filesystem::path>& parts,
                   const std::filesystem::path& into, const Key& key, std::uint64_t position) {
  try {
    const Blind blind(key);
    Xapian::Database all;
    for (const auto& part : parts) {
      const Xapian::Database one(part.string());
      require_same_key(one, blind);
      all.add_database(one);
    }
    compact_into(all, into);
  } catch (const Xapian::Error& error) {
    raise(error, "merging the parts of an index");
  }
  Writer(into, key).commit(position);
}

}  // namespace pouch::search

#include "search/index/merge.hpp"

#include "search/index/xapian_door.hpp"

namespace pouch::search {
namespace {

namespace fs = std::filesystem;

// False: none of them has that year.
bool merge_year(const std::vector<fs::path>& parts, int year, const fs::path& into,
                const Blind& blind) {
  Xapian::Database all;
  bool any = false;
  for (const auto& part : parts) {
    if (has_shard(part, year)) {
      const Xapian::Database one(shard_folder(part, year).string());
      require_same_key(one, blind);
      all.add_database(one);
      any = true;
    }
  }
  if (any) {
    compact_into(all, into);
  }
  return any;
}

void begin_anew(const fs::path& folder) {
  std::error_code error;
  fs::remove_all(folder, error);
  if (!error) {
    fs::create_directory(folder, error);
  }
  if (error) {
    throw Fault(true, "making the folder of an index: " + error.message(),
                "look at the disk of the state folder and at the owner of its files");
  }
}

}  // namespace

void merge_indexes(const std::vector<fs::path>& parts, const fs::path& into, const Key& key,
                   std::uint64_t position) {
  begin_anew(into);
  IndexHead whole;
  whole.position = position;
  for (const auto& part : parts) {
    const auto head = read_head(part).value_or(IndexHead());
    whole.years.insert(head.years.begin(), head.years.end());
    whole.elsewhere.insert(head.elsewhere.begin(), head.elsewhere.end());
  }
  try {
    const Blind blind(key);
    for (const auto year : whole.years) {
      merge_year(parts, year, shard_folder(into, year), blind);
    }
  } catch (const Xapian::Error& error) {
    raise(error, "merging the parts of an index");
  }
  write_head(into, whole);
}

void hand_out_shard(const fs::path& index, int year, const fs::path& into, const Key& key,
                    std::uint64_t changes) {
  try {
    const Blind blind(key);
    const bool any = merge_year({index}, year, into, blind);
    Xapian::WritableDatabase shard(into.string(), any ? Xapian::DB_OPEN : Xapian::DB_CREATE);
    if (!any) {
      shard.set_metadata(kKeyCheck, blind.check_value());
      shard.set_metadata(kLayoutKey, kLayout);
    }
    shard.set_metadata(kMessagesKey, std::to_string(position_of(index)));
    shard.set_metadata(kChangesKey, std::to_string(changes));
    shard.commit();
  } catch (const Xapian::Error& error) {
    raise(error, "writing a year of the index");
  }
}

}  // namespace pouch::search

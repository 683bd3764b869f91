#include "gateway/archive/hand_out.hpp"

#include "gateway/archive/archive.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/readable.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/messages.hpp"
#include "search/index/merge.hpp"

namespace pouch::gateway {
namespace {

bool is_of(Store& store, std::int64_t row, int year) {
  bool is = false;
  static_cast<void>(is_readable([&] {
    const auto message = store.messages().find(row);
    is = message && year_of(*message) == year;
  }));
  return is;
}

}  // namespace

Filed hand_out_year(const Runtime& runtime, Store& store, const Secret& data_key, int year,
                    const std::filesystem::path& into,
                    const std::function<void(std::size_t)>& told) {
  const auto lock = IndexLock::for_building(runtime.site.state);
  auto all_here = runtime;
  all_here.site.search.shards.clear();
  auto& log = store.index_log();
  const auto changes = log.last_refile(), last = log.last_position();
  const auto folder = std::filesystem::path(into.string() + ".building");
  std::filesystem::remove_all(folder);  // of one that was broken off
  const auto key = index_key(data_key);
  std::optional<search::Writer> writer;
  Filed filed;
  std::size_t octets = 0, looked = 0;
  for (std::int64_t at = 0; at < last;) {
    open_writer(all_here, folder, key, writer);
    Gathered gathered;
    for (const auto row : log.committed_after(at, kLargeGroup.messages)) {
      if (row > last) {
        at = last;  // what came meanwhile
      }
      if (at == last || octets + gathered.octets > kLargeGroup.octets) {
        break;
      }
      at = row;
      ++looked;
      if (is_of(store, row, year)) {
        ++filed.messages;
        filed.unreadable +=
            gather(all_here, store, row, *writer, gathered) == Put::kUnreadable ? 1U : 0U;
      }
    }
    writer->put(std::move(gathered.documents));
    writer->commit(static_cast<std::uint64_t>(std::min(at, last)));
    octets += gathered.octets;
    if (octets > kLargeGroup.octets) {
      octets = 0;
      let_go(writer);
    }
    told(looked);
  }
  open_writer(all_here, folder, key, writer);
  writer->commit(static_cast<std::uint64_t>(last));
  let_go(writer);
  search::hand_out_shard(folder, year, into, key, static_cast<std::uint64_t>(changes));
  std::filesystem::remove_all(folder);
  return filed;
}

}  // namespace pouch::gateway

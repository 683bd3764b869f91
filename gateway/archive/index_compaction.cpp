#include "gateway/archive/index_compaction.hpp"

#include <algorithm>
#include <string>

#include "gateway/archive/index_folder.hpp"
#include "gateway/fault.hpp"
#include "gateway/store/durable_file.hpp"
#include "search/index.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::hours kBegin{23}, kLength{4}, kDay{24};
constexpr std::uint64_t kFewest = 1000, kPart = 4;
constexpr const char* kNote = "index.compacted";

std::chrono::seconds since_begin(Time now) {
  const auto of_day = now - std::chrono::floor<std::chrono::days>(now);
  return (of_day + kDay - kBegin) % kDay;
}

std::uint64_t noted(const std::filesystem::path& state) {
  const auto text = read_whole(state / kNote).value_or("");
  const bool number = !text.empty() && text.size() < 20 &&
                      text.find_first_not_of("0123456789") == std::string::npos;
  return number ? std::stoull(text) : 0;
}

}  // namespace

bool is_quiet(Time now) { return since_begin(now) < kLength; }

Time next_quiet(Time now) { return is_quiet(now) ? now : now + (kDay - since_begin(now)); }

bool is_compaction_due(const std::filesystem::path& state) {
  const auto position = search::position_of(index_folder(state));
  const auto before = noted(state);
  // A position that went back is that of another index.
  const auto filed = position < before ? position : position - before;
  return filed >= std::max(kFewest, position / kPart);
}

bool compact_in_place(const std::filesystem::path& state) {
  try {
    const auto lock = IndexLock::for_building(state);
    const auto position = search::position_of(index_folder(state));
    search::compact_index(index_folder(state), building_folder(state));
    name_rebuilt(state);
    place_rebuilt(state);
    // A full disk leaves the old word: it is done once more then.
    (void)replace_file(state / kNote, std::to_string(position));
    return true;
  } catch (const Fault& fault) {
    if (!fault.transient()) {
      throw;
    }
    return false;
  }
}

}  // namespace pouch::gateway

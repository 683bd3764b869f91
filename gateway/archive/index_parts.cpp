#include "gateway/archive/index_parts.hpp"

#include <atomic>
#include <filesystem>
#include <future>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/store/index_log.hpp"
#include "search/index/merge.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFewest = 2000;  // of the log, for which one thread is enough

fs::path parts_folder(const fs::path& state) { return state / "index.parts"; }

// After `from`, up to `last`, of the commit log.
struct Span {
  std::int64_t from = 0, last = 0;
};

class Parts {
 public:
  Parts(const Runtime& runtime, const Secret& data_key,
        const std::function<void(std::size_t)>& told)
      : runtime_(runtime), data_key_(data_key), told_(told) {}

  void file(const fs::path& folder, const Span& span) {
    try {
      file_span(folder, span);
    } catch (...) {
      broken_ = true;  // the others need not go on
      throw;
    }
  }

  const Filed& all() const { return all_; }

 private:
  void file_span(const fs::path& folder, const Span& span) {
    Store store(runtime_.site.state, data_key_);
    std::optional<search::Writer> writer;
    while (!broken_) {
      open_writer(runtime_, folder, index_key(data_key_), writer);
      if (writer->position() < static_cast<std::uint64_t>(span.from)) {
        writer->commit(static_cast<std::uint64_t>(span.from));
      }
      const auto added = add_group(runtime_, store, writer, kLargeGroup, span.last);
      if (added.messages == 0) {
        return;
      }
      count(added);
    }
  }

  void count(const Filed& added) {
    const std::lock_guard<std::mutex> lock(counting_);
    all_.messages += added.messages;
    all_.unreadable += added.unreadable;
    told_(all_.messages);
  }

  const Runtime& runtime_;
  const Secret& data_key_;
  const std::function<void(std::size_t)>& told_;
  std::mutex counting_;
  Filed all_;
  std::atomic<bool> broken_{false};
};

}  // namespace

Filed build_parts(const Runtime& runtime, Store& store, const Secret& data_key, std::size_t jobs,
                  const std::function<void(std::size_t)>& told) {
  const auto folder = parts_folder(runtime.site.state);
  fs::remove_all(folder);  // of a build that was broken off
  const auto last = store.index_log().last_position();
  if (jobs < 2 || last < kFewest) {
    return {};
  }
  fs::create_directories(folder);
  Parts parts(runtime, data_key, told);
  std::vector<fs::path> folders;
  std::vector<std::future<void>> threads;
  const auto count = static_cast<std::int64_t>(jobs);
  for (std::int64_t i = 0; i < count; ++i) {
    folders.push_back(folder / std::to_string(i));
    threads.push_back(std::async(
        std::launch::async,
        [&parts, path = folders.back(), span = Span{last * i / count, last * (i + 1) / count}] {
          parts.file(path, span);
        }));
  }
  for (auto& thread : threads) {
    thread.get();
  }
  search::merge_indexes(folders, building_folder(runtime.site.state), index_key(data_key),
                        static_cast<std::uint64_t>(last));
  fs::remove_all(folder);
  return parts.all();
}

}  // namespace pouch::gateway

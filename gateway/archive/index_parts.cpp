#include "gateway/archive/index_parts.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/steps.hpp"
#include "mail/descriptor.hpp"
#include "search/merge.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFewest = 2000;       // of the log, for which one process is enough
constexpr GroupSize kLarge{1000, 4U << 20};  // nobody searches it yet

fs::path parts_folder(const fs::path& state) { return state / "index.parts"; }

struct Span {
  std::int64_t from = 0, last = 0;  // of the commit log: after `from`, up to `last`
};

// In the child, which has nothing of its own but what it opens.
void file_span(const Runtime& runtime, const Secret& data_key, const fs::path& folder,
               const Span& span, int tell) {
  Store store(runtime.site.state, data_key);
  std::optional<search::Writer> writer;
  for (;;) {
    if (!writer) {
      writer.emplace(folder, index_key(data_key));
    }
    if (writer->position() < static_cast<std::uint64_t>(span.from)) {
      writer->commit(static_cast<std::uint64_t>(span.from));
    }
    const auto added = add_group(runtime, store, writer, kLarge, span.last);
    if (added.messages == 0) {
      return;
    }
    if (write(tell, &added, sizeof added) != sizeof added) {
      _exit(1);  // nobody waits for it any more
    }
  }
}

class Part {
 public:
  Part(const Runtime& runtime, const Secret& data_key, fs::path folder, const Span& span)
      : folder_(std::move(folder)) {
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0) {
      no_process();
    }
    hears_ = mail::Descriptor(ends[0]);
    mail::Descriptor tells(ends[1]);
    const auto parent = getpid();
    child_ = fork();
    if (child_ < 0) {
      no_process();
    }
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      _exit(getppid() == parent ? run(runtime, data_key, span, tells.get()) : 1);
    }
  }
  ~Part() {
    if (child_ > 0) {
      kill(child_, SIGKILL);
      (void)end();
    }
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  const fs::path& folder() const { return folder_; }
  int hears() const { return hears_.get(); }
  bool runs() const { return hears_.get() >= 0; }

  // What one group of it was; nothing more comes when it says nothing.
  Filed heard() {
    Filed added;
    const auto got = read(hears_.get(), &added, sizeof added);
    if (got == sizeof added) {
      return added;
    }
    hears_.close();
    if (const int status = end(); !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      throw Fault(true, "a process that builds the index ended before its time",
                  "the log says why; the index that was in use is untouched");
    }
    return {};
  }

 private:
  [[noreturn]] static void no_process() {
    throw Fault(true, "cannot start a process that builds the index",
                "is the machine out of processes or memory?");
  }

  int run(const Runtime& runtime, const Secret& data_key, const Span& span, int tell) const {
    try {
      file_span(runtime, data_key, folder_, span, tell);
      return 0;
    } catch (const std::exception& fault) {
      log(Level::kError, "index-part", {{"what", fault.what()}});
    }
    return 1;
  }

  int end() {
    int status = 0;
    while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    child_ = -1;
    return status;
  }

  fs::path folder_;
  mail::Descriptor hears_;
  pid_t child_ = -1;
};

using Parts = std::vector<std::unique_ptr<Part>>;

Filed listen(Parts& parts, const std::function<void(std::size_t)>& told) {
  Filed all;
  for (;;) {
    std::vector<pollfd> waits;
    std::vector<Part*> whose;
    for (auto& part : parts) {
      if (part->runs()) {
        waits.push_back({part->hears(), POLLIN, 0});
        whose.push_back(part.get());
      }
    }
    if (waits.empty()) {
      return all;
    }
    if (poll(waits.data(), waits.size(), -1) < 0) {
      continue;
    }
    for (std::size_t i = 0; i < waits.size(); ++i) {
      if (waits[i].revents != 0) {
        const auto added = whose[i]->heard();
        all.messages += added.messages;
        all.unreadable += added.unreadable;
        told(all.messages);
      }
    }
  }
}

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
  Parts parts;
  const auto count = static_cast<std::int64_t>(jobs);
  for (std::int64_t i = 0; i < count; ++i) {
    parts.push_back(std::make_unique<Part>(runtime, data_key, folder / std::to_string(i),
                                           Span{last * i / count, last * (i + 1) / count}));
  }
  const auto all = listen(parts, told);
  std::vector<fs::path> folders;
  for (const auto& part : parts) {
    folders.push_back(part->folder());
  }
  search::merge_indexes(folders, building_folder(runtime.site.state), index_key(data_key),
                        static_cast<std::uint64_t>(last));
  fs::remove_all(folder);
  return all;
}

}  // namespace pouch::gateway

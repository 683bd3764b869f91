#include "gateway/process/launch.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/process/runtime.hpp"

namespace pouch::gateway {
namespace {

using Command = std::vector<std::string>;

class Descriptor {
 public:
  explicit Descriptor(int value = -1) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) {
      close(value_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int value() const { return value_; }
  int release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

struct Pipe {
  static std::pair<int, int> made() {
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0) {
      throw Fault(true, "no descriptors left", "raise the limit of open files");
    }
    return {ends[0], ends[1]};
  }
  Pipe() : Pipe(made()) {}
  explicit Pipe(std::pair<int, int> ends) : out(ends.first), in(ends.second) {}
  Descriptor out, in;  // to read from, to write to
};

// What the child is told on its command line, and inherits.
struct Gift {
  Command command;
  std::vector<int> descriptors;

  void add(const std::string& option, int descriptor) {
    command.insert(command.end(), {option, std::to_string(descriptor)});
    descriptors.push_back(descriptor);
  }
};

}  // namespace

std::vector<Offspring> planned(const config::Site& site) {
  std::vector<Offspring> processes;
  for (std::size_t i = 0; i < site.workers; ++i) {
    processes.push_back(offspring("worker", {Wake::kSpool, Wake::kAgent}, true));
  }
  processes.push_back(offspring("deliver", {Wake::kLetters}, true));
  processes.push_back(offspring("index", {Wake::kIndex}, true));
  processes.push_back(offspring("clocks", {Wake::kClock}, true));
  for (const auto& uri : site.sources) {
    if (config::is_collected(uri)) {
      processes.push_back(offspring("collect", {Wake::kSettled}, false));
      processes.back().source = uri;
    }
  }
  if (!std::all_of(site.sources.begin(), site.sources.end(), config::is_collected)) {
    processes.push_back(offspring("intake", {}, false));
  }
  if (!site.metrics.empty()) {
    processes.push_back(offspring("metrics", {}, false));
  }
  return processes;
}

int launch(Offspring& process, const Estate& estate) {
  Gift gift{{"/proc/self/exe", "-c", std::filesystem::absolute(estate.config).string(), "process",
             process.name, "--slot", std::to_string(estate.slot)},
            {}};
  Pipe wakes;
  gift.add("--wakes", wakes.out.value());
  const Descriptor key(process.with_key ? data_key_descriptor(estate.data_key) : -1);
  if (key.value() >= 0) {
    fcntl(key.value(), F_SETFD, FD_CLOEXEC);
    gift.add("--data-key", key.value());
  }
  if (estate.openpgp >= 0) {
    gift.add("--openpgp", estate.openpgp);
  }
  std::optional<Pipe> report;
  if (process.name == "intake") {
    report.emplace();
    fcntl(report->out.value(), F_SETFL, O_NONBLOCK);
    gift.add("--report", report->in.value());
    for (const auto& door : estate.doors) {
      gift.command.insert(gift.command.end(), {"--source", door.uri()});
      gift.add("--socket", door.descriptor());
    }
  }
  if (process.name == "metrics") {
    gift.command.insert(gift.command.end(), {"--source", estate.metrics.at(0).uri()});
    gift.add("--socket", estate.metrics.at(0).descriptor());
  }
  if (!process.source.empty()) {
    gift.command.insert(gift.command.end(), {"--source", process.source});
  }
  fcntl(wakes.in.value(), F_SETFL, O_NONBLOCK);
  spawn(process, std::move(gift.command), gift.descriptors, estate.before);
  process.wakes = wakes.in.release();
  return report ? report->out.release() : -1;
}

}  // namespace pouch::gateway

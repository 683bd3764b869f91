#include "gateway/process/launch.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/process/jobs.hpp"
#include "gateway/site/runtime.hpp"
#include "mail/descriptor.hpp"

namespace pouch::gateway {
namespace {

using Command = std::vector<std::string>;
using mail::Descriptor;

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
struct ChildArguments {
  Command command;
  std::vector<int> descriptors;

  void add(const std::string& option, int descriptor) {
    command.insert(command.end(), {option, std::to_string(descriptor)});
    descriptors.push_back(descriptor);
  }
};

}  // namespace

std::vector<ChildProcess> planned(const config::Site& site) {
  std::vector<ChildProcess> processes;
  const auto add = [&](std::string_view name) {
    const auto& spec = job_named(name);
    processes.push_back(child_process(std::string(spec.name), spec.hears, spec.with_key));
  };
  for (std::size_t i = 0; i < site.workers; ++i) {
    add("worker");
  }
  for (const auto* name : {"extract", "deliver", "index", "clocks"}) {
    add(name);
  }
  for (const auto& uri : site.sources) {
    if (config::is_collected(uri)) {
      add("collect");
      processes.back().source = uri;
    }
  }
  if (!std::all_of(site.sources.begin(), site.sources.end(), config::is_collected)) {
    add("intake");
  }
  if (!site.metrics.empty()) {
    add("metrics");
  }
  if (!site.web.listen.empty()) {
    add("answering");
    add("web");
  }
  return processes;
}

int launch(ChildProcess& process, const LaunchContext& context) {
  ChildArguments arguments{
      {"/proc/self/exe", "-c", std::filesystem::absolute(context.config).string(), "process",
       process.name, "--slot", std::to_string(context.slot)},
      {}};
  Pipe wakes;
  arguments.add("--wakes", wakes.out.get());
  const Descriptor key(process.with_key ? data_key_descriptor(context.data_key) : -1);
  if (key.get() >= 0) {
    fcntl(key.get(), F_SETFD, FD_CLOEXEC);
    arguments.add("--data-key", key.get());
  }
  if (context.openpgp >= 0) {
    arguments.add("--openpgp", context.openpgp);
  }
  if (context.extract >= 0) {
    arguments.add("--extract", context.extract);
  }
  std::optional<Pipe> report;
  if (process.name == "intake") {
    report.emplace();
    fcntl(report->out.get(), F_SETFL, O_NONBLOCK);
    arguments.add("--report", report->in.get());
    for (const auto& door : context.doors) {
      arguments.command.insert(arguments.command.end(), {"--source", door.uri()});
      arguments.add("--socket", door.descriptor());
    }
  }
  for (const auto& [name, sockets] :
       {std::pair("metrics", &context.metrics), std::pair("web", &context.web)}) {
    if (process.name == name) {
      arguments.command.insert(arguments.command.end(), {"--source", sockets->at(0).uri()});
      arguments.add("--socket", sockets->at(0).descriptor());
    }
  }
  if (context.web_line >= 0) {
    arguments.add("--web", context.web_line);
  }
  if (!process.source.empty()) {
    arguments.command.insert(arguments.command.end(), {"--source", process.source});
  }
  fcntl(wakes.in.get(), F_SETFL, O_NONBLOCK);
  spawn(process, std::move(arguments.command), arguments.descriptors, context.before);
  process.wakes = wakes.in.release();
  return report ? report->out.release() : -1;
}

}  // namespace pouch::gateway

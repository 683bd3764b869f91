// The crash test (README.md of this folder): a site with real mail, processes that die, servers and
// disks that fail; at the end every promise is looked at. Exit 0: all kept.
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <memory>
#include <random>

#include "tests/crash/daemon.hpp"
#include "tests/crash/havoc.hpp"
#include "tests/crash/mails.hpp"
#include "tests/crash/mta.hpp"
#include "tests/crash/sink.hpp"
#include "tests/crash/small_disk.hpp"
#include "tests/crash/verdict.hpp"
#include "tests/system/talk.hpp"

namespace pouch::test {
namespace {

using Steady = std::chrono::steady_clock;

struct Options {
  std::size_t mails = 40;
  double rate = 20;  // mails a second
  HavocPlan havoc;
  std::size_t disk = 64u << 20;
  bool maildir = false, quiet = false;
  unsigned seed = std::random_device{}() % 1'000'000;
  std::string log;  // where the daemon's log is copied to at the end
};

constexpr const char* kUsage =
    "usage: crash_test [--mails N] [--rate PER_SECOND] [--every MS] [--episode MS] [--kills N]\n"
    "                  [--disk MB] [--seed N] [--outbox smtp|maildir] [--agent freed|left]\n"
    "                  [--log FILE]\n";

Options read(int count, char** words) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string key = words[i], value = words[i + 1];
    if (key == "--mails") {
      options.mails = std::stoul(value);
    } else if (key == "--rate") {
      options.rate = std::stod(value);
    } else if (key == "--every") {
      options.havoc.every = std::chrono::milliseconds(std::stol(value));
    } else if (key == "--episode") {
      options.havoc.episode = std::chrono::milliseconds(std::stol(value));
    } else if (key == "--kills") {
      options.havoc.kills = std::stoul(value);
    } else if (key == "--disk") {
      options.disk = std::stoul(value) << 20;
    } else if (key == "--seed") {
      options.seed = static_cast<unsigned>(std::stoul(value));
    } else if (key == "--outbox") {
      options.maildir = value == "maildir";
    } else if (key == "--agent") {
      options.havoc.free_agent = value != "left";
    } else if (key == "--log") {
      options.log = value;
    } else {
      throw std::runtime_error(kUsage);
    }
  }
  if (count % 2 == 0) {
    throw std::runtime_error(kUsage);
  }
  return options;
}

// Short times where a site has long ones: the test waits for them. Everything else as it is.
void configure(Site& site, const std::string& lmtp, int port, const Sink* sink) {
  site.set("sources", "[\"lmtp:" + lmtp + "\", \"smtp://127.0.0.1:" + std::to_string(port) + "\"]");
  if (sink != nullptr) {
    site.set("outbox", "\"" + sink->uri() + "\"");
  }
  site.set("delivery.first_retry", "\"1s\"");
  site.set("delivery.longest_retry", "\"2s\"");
  site.set("limits.crypto_time", "\"5s\"");
  site.set("limits.letters_per_hour", "100000");
  site.set("limits.free_space", "\"2 MB\"");  // the disk is a small one
  // A mail whose worker a stranger kills is no poison; that many in a row it does not meet.
  site.set("limits.attempts", "10");
}

std::vector<TakenLetter> from_maildirs(const Site& site) {
  std::vector<TakenLetter> taken;
  for (const auto& box : fs::directory_iterator(site.state() / "outbox")) {
    const auto address = box.path().filename().string();
    for (const auto& file : site.letters(address)) {
      taken.push_back({"", {address}, read_file(file)});
    }
  }
  return taken;
}

// Nothing is under way, nor waits for a later try: a mail that was put back lies in the spool, with
// those that are kept.
bool is_quiet(const Site& site) {
  const auto run = site.pouch({"run", "--json"});
  if (run.status != 0 || !nlohmann::json::parse(run.out)["idle"].get<bool>()) {
    return false;
  }
  std::size_t spooled = 0;
  for (const auto& entry : fs::directory_iterator(site.state() / "spool")) {
    spooled += entry.path().filename() == ".lock" ? 0 : 1;
  }
  if (spooled != site.held().size()) {
    return false;
  }
  const auto queue = site.pouch({"queue", "list", "--json"});
  return queue.status == 0 && nlohmann::json::parse(queue.out)["letters"].empty();
}

void print(const std::string& what, const std::string& value) {
  std::printf("  %-52s %s\n", what.c_str(), value.c_str());
}

double seconds_since(Steady::time_point begin) {
  return std::chrono::duration<double>(Steady::now() - begin).count();
}

std::string text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.1f", value);
  return buffer;
}

int crash(const Options& options) {
  std::printf("crash test: %zu mails, seed %u, outbox %s\n", options.mails, options.seed,
              options.maildir ? "maildir" : "smtp");
  std::fflush(stdout);
  const auto no_disk = SmallDisk::enter();
  Site site;
  const auto folder = site.folder().parent_path();
  const auto lmtp = (folder / "lmtp.sock").string();
  const int port = closed_port();
  std::unique_ptr<Sink> sink = options.maildir ? nullptr : std::make_unique<Sink>();
  configure(site, lmtp, port, sink.get());
  const std::unique_ptr<SmallDisk> disk =
      no_disk.empty() ? std::make_unique<SmallDisk>(site.state(), options.disk) : nullptr;

  const auto begin = Steady::now();
  const Correspondence correspondence(site, options.mails, options.seed);
  print("seconds to write the mails", text(seconds_since(begin)));

  Daemon daemon(site, folder / "crash.log");
  const auto start = Steady::now();
  daemon.start();
  Mta mta(correspondence.mails(), {lmtp, std::to_string(port)}, options.rate, options.seed);
  Havoc havoc(site, daemon, sink.get(), disk.get(), options.havoc, options.seed);
  havoc.rage([&] {
    return static_cast<double>(mta.accepted() + mta.refused()) / static_cast<double>(options.mails);
  });
  print("seconds of killing", text(seconds_since(start)));
  const auto calm = Steady::now();
  const bool quiet = eventually([&] { return is_quiet(site); }, 240'000);
  print("seconds until all was quiet then", text(seconds_since(calm)));
  const int code = daemon.stop(10);

  Verdict verdict(site, correspondence);
  verdict.judge(sink ? sink->taken() : from_maildirs(site));
  auto faults = verdict.faults();
  if (!quiet) {
    faults.insert(faults.begin(), "it never came to rest");
  }
  if (code != 0) {
    faults.push_back("the daemon did not stop cleanly: " + std::to_string(code));
  }
  for (const auto& refusal : mta.refusals()) {
    faults.push_back("refused for good at the door: " + refusal);
  }

  print("mails accepted (250 heard)", std::to_string(mta.accepted()));
  print("tries again by the sending server", std::to_string(mta.sent_again()));
  print("of them in doubt (all sent, nothing heard)", std::to_string(mta.in_doubt()));
  for (const auto& [victim, count] : havoc.kills()) {
    print(victim == "reload" ? "SIGHUP" : "SIGKILL to " + victim, std::to_string(count));
  }
  print("SIGKILLs", std::to_string(havoc.total_kills()));
  print("starts of the daemon", std::to_string(daemon.starts()));
  for (const auto& episode : havoc.episodes()) {
    print("episode", episode);
  }
  if (!no_disk.empty()) {
    print("NO episode of a full disk here", no_disk);
  } else {
    print("MB of state", text(disk->used()));
  }
  if (sink) {
    print("letters for which the server died before its 250", std::to_string(sink->died_after()));
  }
  for (const auto& [what, value] : verdict.figures()) {
    print(what, value);
  }
  for (const auto& fault : faults) {
    std::printf("FAULT: %s\n", fault.c_str());
  }
  if (!options.log.empty()) {
    write_file(options.log, read_file(folder / "crash.log"));
  }
  std::printf("%s (seed %u)\n", faults.empty() ? "every promise was kept" : "FAILED", options.seed);
  return faults.empty() ? 0 : 1;
}

}  // namespace
}  // namespace pouch::test

int main(int count, char** words) {
  try {
    return pouch::test::crash(pouch::test::read(count, words));
  } catch (const std::exception& fault) {
    std::cerr << "crash_test: " << fault.what() << "\n";
    return 2;
  }
}

// Memory of each process of a real `pouch serve`: at rest, with 1,000 letters queued, after mails
// of the largest size that a site takes.
#include <cstdio>
#include <iostream>
#include <random>
#include <thread>

#include "tests/bench/measure.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/talk.hpp"

namespace pouch::bench {
namespace {

constexpr const char* kWhat =
    R"(Resident memory (RSS), what is this process's share of it (PSS), private memory, and the most that it ever was
(peak), in MB, of each process of a running site; and what lies in its state folder.
Aims: a worker at rest 20 MB; no process above 4 x the largest mail + 64 MB (164 MB with 25 MB).
Repeat: cmake --preset release && cmake --build --preset release --target bench_memory &&
        build/release/tests/bench/bench_memory [MAILS=334]
)";

constexpr std::size_t kWriters = 4;
constexpr std::size_t kLargeText = 18'000'000;  // 24.4 MB when it is armoured
constexpr unsigned kLargeMails = 10;
constexpr int kLong = 600'000;  // milliseconds

double pss(pid_t process) {
  std::ifstream rollup("/proc/" + std::to_string(process) + "/smaps_rollup");
  for (std::string line; std::getline(rollup, line);) {
    if (line.rfind("Pss:", 0) == 0) {
      return std::stod(line.substr(4)) / 1024;
    }
  }
  return 0;
}

std::string name_of(pid_t process) {
  auto command = contents_of("/proc/" + std::to_string(process) + "/cmdline");
  std::replace(command.begin(), command.end(), '\0', ' ');
  for (const auto* name : {"process worker", "process deliver", "process index", "process clocks",
                           "process intake", "pouch-openpgp", "gpg-agent", "serve"}) {
    if (command.find(name) != std::string::npos) {
      const std::string whole(name);
      return whole.substr(whole.rfind(' ') + 1);
    }
  }
  return {};
}

double octets_below(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(path, ignored)) {
    return std::filesystem::exists(path, ignored)
               ? static_cast<double>(std::filesystem::file_size(path, ignored))
               : 0;
  }
  double sum = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path, ignored)) {
    sum += entry.is_regular_file(ignored) ? static_cast<double>(entry.file_size(ignored)) : 0;
  }
  return sum;
}

void print(const test::Site& site, const char* when) {
  printf("%s\n", when);
  for (const auto process : site.processes("")) {
    const auto name = name_of(process);
    if (!name.empty()) {
      printf("  %-10s RSS %6.1f  PSS %6.1f  private %6.1f  peak %6.1f\n", name.c_str(),
             memory(process, "VmRSS"), pss(process), memory(process, "RssAnon"),
             memory(process, "VmHWM"));
    }
  }
  for (const auto* name : {"pouch.db", "pouch.db-wal", "letters", "spool", "outbox"}) {
    printf("  %s %.0f MB", name, octets_below(site.state() / name) / 1e6);
  }
  printf("\n");
  fflush(stdout);
}

std::vector<std::string> write_requests(const test::Site& site, std::size_t count) {
  std::vector<std::string> mails(count);
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> writers;
  for (std::size_t i = 0; i < kWriters; ++i) {
    writers.emplace_back([&] {
      for (std::size_t n = 0; (n = next++) < count;) {
        mails[n] = site.mail("ana", {.body = test::request_form()});
      }
    });
  }
  for (auto& writer : writers) {
    writer.join();
  }
  return mails;
}

// Text that neither a client's nor GnuPG's compression makes small.
std::string large_text(unsigned seed) {
  std::mt19937 random(seed);
  std::string text;
  text.reserve(kLargeText);
  while (text.size() < kLargeText) {
    for (int i = 0; i < 76; ++i) {
      text += static_cast<char>('!' + random() % 90);
    }
    text += '\n';
  }
  return text;
}

std::size_t queued(const test::Site& site) {
  return nlohmann::json::parse(site.pouch({"queue", "list", "--json"}).out)["letters"].size();
}

void must(bool good, const char* what) {
  if (!good) {
    throw std::runtime_error(what);
  }
}

double megabytes(const std::filesystem::path& file) {
  std::error_code none;
  const auto size = std::filesystem::file_size(file, none);
  return none ? 0 : static_cast<double>(size) / 1e6;
}

// What the store keeps of mails of so many MB.
void print_store(const test::Site& site, double before, double mails) {
  const auto more = megabytes(site.state() / "pouch.db") - before;
  printf("store: pouch.db %.1f MB more, %.2f x of the mails; write-ahead log %.1f MB\n", more,
         more / mails, megabytes(site.state() / "pouch.db-wal"));
}

void run(std::size_t mails) {
  std::cout << kWhat << std::flush;
  test::Site site;
  site.set("limits.letters_per_hour", "100000");
  const auto requests = write_requests(site, mails);
  site.set("outbox", "\"smtp://127.0.0.1:" + std::to_string(test::closed_port()) + "\"");
  site.start();
  std::this_thread::sleep_for(std::chrono::seconds(2));
  print(site, "at rest, just started");
  for (const auto& mail : requests) {
    must(site.send("ana@police.ro.example", "requests@pouch.example", mail),
         "a mail was not taken");
  }
  must(test::eventually([&] { return queued(site) >= 3 * mails; }, kLong), "mail was left");
  print(site, ("with " + std::to_string(queued(site)) + " letters queued").c_str());
  site.stop();
  site.set("outbox", "\"maildir:state/outbox\"");
  site.start();
  must(test::eventually([&] { return queued(site) == 0; }, kLong), "letters were left");
  print(site, "after they were handed over, at rest");
  const auto before = megabytes(site.state() / "pouch.db");
  double large = 0;
  for (unsigned i = 0; i < kLargeMails; ++i) {
    const auto mail = site.mail("ana", {.body = test::request_form(),
                                        .attachments = {{"large.txt", large_text(i)}},
                                        .gpg_options = {"-z", "0"}});
    printf("  one mail of %.1f MB\n", static_cast<double>(mail.size()) / 1e6);
    large += static_cast<double>(mail.size()) / 1e6;
    must(site.send("ana@police.ro.example", "requests@pouch.example", mail),
         "the large mail was not taken");
  }
  const auto all = mails + kLargeMails;
  must(test::eventually(
           [&] { return site.letters("ana@police.ro.example").size() == all && queued(site) == 0; },
           kLong),
       "a large mail was left");
  std::this_thread::sleep_for(std::chrono::seconds(3));
  print(site, "after ten mails of that size");
  print_store(site, before, large);
  site.stop();
}

}  // namespace
}  // namespace pouch::bench

int main(int count, char** words) {
  try {
    pouch::bench::run(count < 2 ? 334 : std::stoul(words[1]));
    return 0;
  } catch (const std::exception& fault) {
    std::cerr << "bench_memory: " << fault.what() << "\n";
    return 1;
  }
}

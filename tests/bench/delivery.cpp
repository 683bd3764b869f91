// Letters per second out of `deliver` to an SMTP server (Postfix's smtp-sink), beside the bare
// sending of as many mails of the same size by Postfix's smtp-source to the same server.
#include <signal.h>
#include <spawn.h>

#include <cstdio>
#include <iostream>
#include <thread>

#include "tests/bench/measure.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/talk.hpp"

extern char** environ;

namespace pouch::bench {
namespace {

constexpr const char* kWhat =
    R"(Letters that `deliver` of a real `pouch serve` hands to smtp-sink, beside as many mails of the same size sent
there by smtp-source on one kept connection. CPU is that of the process deliver.
Repeat: cmake --preset release && cmake --build --preset release --target bench_delivery &&
        build/release/tests/bench/bench_delivery [MAILS=334]      (three letters each; needs postfix)
)";

constexpr std::size_t kWriters = 4;
constexpr double kLong = 600'000;  // milliseconds
constexpr std::chrono::milliseconds kRetry{2000}, kLook{300};

class SmtpSink {
 public:
  SmtpSink() : port_(test::closed_port()) {
    std::string words[] = {"smtp-sink", "-u", "nobody", "127.0.0.1:" + std::to_string(port_),
                           "100"};
    char* arguments[] = {words[0].data(), words[1].data(), words[2].data(),
                         words[3].data(), words[4].data(), nullptr};
    if (posix_spawnp(&pid_, "smtp-sink", nullptr, nullptr, arguments, environ) != 0) {
      throw std::runtime_error("no smtp-sink: apt-get install postfix");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
  ~SmtpSink() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  SmtpSink(const SmtpSink&) = delete;
  SmtpSink& operator=(const SmtpSink&) = delete;
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  int port_;
  pid_t pid_ = -1;
};

nlohmann::json letters(const test::Site& site) {
  return nlohmann::json::parse(site.pouch({"queue", "list", "--json"}).out)["letters"];
}

void queue_letters(test::Site& site, std::size_t mails) {
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> writers;
  for (std::size_t i = 0; i < kWriters; ++i) {
    writers.emplace_back([&] {
      while (next++ < mails) {
        site.pouch({"deliver"}, site.mail("ana", {.body = test::request_form()}));
      }
    });
  }
  for (auto& writer : writers) {
    writer.join();
  }
  site.pouch({"run", "--until-idle"});
}

std::size_t median_size(const test::Site& site) {
  std::vector<double> sizes;
  for (const auto* box : {"ana@police.ro.example", "nfp@mvr.bg.example", "nfp@mup.rs.example"}) {
    for (const auto& file : site.letters(box)) {
      sizes.push_back(static_cast<double>(test::fs::file_size(file)));
    }
  }
  return static_cast<std::size_t>(median(sizes));
}

double bare(const SmtpSink& sink, std::size_t count, std::size_t size) {
  const Stopwatch watch;
  const auto ran = test::run({"smtp-source", "-d", "-s", "1", "-m", std::to_string(count), "-l",
                              std::to_string(size), "-f", "a@pouch.example", "-t",
                              "b@mvr.bg.example", sink.address()});
  if (ran.status != 0) {
    throw std::runtime_error("smtp-source: " + ran.err);
  }
  return watch.wall() / static_cast<double>(count);
}

void run(std::size_t mails) {
  std::cout << kWhat << std::flush;
  test::Site site;
  site.set("limits.letters_per_hour", "100000");
  site.set("delivery.first_retry", "\"1s\"");
  site.set("delivery.longest_retry", "\"1s\"");
  queue_letters(site, 3);
  const auto size = median_size(site);
  site.set("outbox", "\"smtp://127.0.0.1:" + std::to_string(test::closed_port()) + "\"");
  queue_letters(site, mails);
  const auto count = letters(site).size();
  const SmtpSink sink;
  const double before = bare(sink, count, size);
  site.set("outbox", "\"smtp://" + sink.address() + "\"");
  std::this_thread::sleep_for(kRetry);  // so that all are due
  site.start();
  const auto deliver = site.processes("process deliver").at(0);
  const Stopwatch watch;
  while (!letters(site).empty()) {
    if (watch.wall() > kLong) {
      throw std::runtime_error("letters were left");
    }
    std::this_thread::sleep_for(kLook);  // each look costs the machine a gpg
  }
  const double wall = watch.wall() / static_cast<double>(count);
  const double cpu = cpu_of(deliver) / static_cast<double>(count);
  const double after = bare(sink, count, size);
  site.stop();
  const double base = (before + after) / 2;
  printf("%zu letters of %zu octets: %.2f ms each, CPU %.2f ms; bare %.2f ms each; ratio %.2f\n",
         count, size, wall, cpu, base, wall / base);
}

}  // namespace
}  // namespace pouch::bench

int main(int count, char** words) {
  try {
    pouch::bench::run(count < 2 ? 334 : std::stoul(words[1]));
    return 0;
  } catch (const std::exception& fault) {
    std::cerr << "bench_delivery: " << fault.what() << "\n";
    return 1;
  }
}

// bench_listener: how many mails a second the listener makes durable, beside the disk's own rate.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <thread>

#include "gateway/traffic/intake.hpp"
#include "mail/transport/listener.hpp"
#include "tests/bench/measure.hpp"
#include "tests/system/harness.hpp"

namespace pouch::bench {
namespace {

constexpr const char* kWhat =
    R"(bench_listener: the SMTP listener and the intake behind it, over loopback: mails per second that
were answered 250, each sealed, written, synced and in the store by then. Connections are kept and
use PIPELINING. The base is the disk: a file of the same size written, synced, renamed, its folder
synced, one after the other. CPU is the listener's process only; the clients are another one.
Repeat: cmake --preset release && cmake --build --preset release --target bench_listener &&
        build/release/tests/bench/bench_listener [SCALE=1] 2>/dev/null
)";

constexpr const char* kAddress = "requests@pouch.example";

std::string mail_of(std::size_t size, std::size_t number) {
  std::string mail = "From: <ana@police.ro.example>\r\nTo: <" + std::string(kAddress) +
                     ">\r\nSubject: ...\r\nMessage-ID: <" + std::to_string(number) +
                     "@police.ro.example>\r\n\r\n";
  while (mail.size() < size) {
    mail += "hQEMA2cPR4vX1yPqAQf9Hk0mS7oZt3uJ4mJwQx8n6k2Yt0QfWc1sG5bVd9LrTe\r\n";
  }
  return mail;
}

// One kept connection.
class Client {
 public:
  explicit Client(int port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot connect");
    }
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    expect('2');
    put("EHLO bench.example\r\n");
    expect('2');
  }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(const std::string& mail) {
    put("MAIL FROM:<ana@police.ro.example>\r\nRCPT TO:<" + std::string(kAddress) + ">\r\nDATA\r\n");
    expect('2');
    expect('2');
    expect('3');
    put(mail + ".\r\n");
    expect('2');
  }

 private:
  void put(const std::string& bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
      const auto sent = write(socket_, bytes.data() + done, bytes.size() - done);
      if (sent <= 0) {
        throw std::runtime_error("the listener closed the connection");
      }
      done += static_cast<std::size_t>(sent);
    }
  }

  // One reply, its last line.
  void expect(char first) {
    for (;;) {
      const auto end = buffer_.find("\r\n");
      if (end == std::string::npos) {
        std::array<char, 4096> piece{};
        const auto got = read(socket_, piece.data(), piece.size());
        if (got <= 0) {
          throw std::runtime_error("the listener closed the connection");
        }
        buffer_.append(piece.data(), static_cast<std::size_t>(got));
        continue;
      }
      const auto line = buffer_.substr(0, end);
      buffer_.erase(0, end + 2);
      if (line.size() < 4 || line[3] != '-') {
        if (line.empty() || line[0] != first) {
          throw std::runtime_error("the listener said " + line);
        }
        return;
      }
    }
  }

  int socket_;
  std::string buffer_;
};

// The clients of one case in a process of their own; true when every mail was answered 250.
bool send_all(int port, std::size_t connections, std::size_t mails, std::size_t size) {
  const pid_t child = fork();
  if (child == 0) {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> good{true};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < connections; ++i) {
      threads.emplace_back([&] {
        try {
          Client client(port);
          for (std::size_t n = 0; (n = next++) < mails;) {
            client.send(mail_of(size, n));
          }
        } catch (const std::exception& fault) {
          std::cerr << "bench_listener: " << fault.what() << "\n";
          good = false;
        }
      });
    }
    for (auto& thread : threads) {
      thread.join();
    }
    _exit(good ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status == 0;
}

// What a durable mail needs of the disk at least; files per second.
double disk_rate(const std::filesystem::path& folder, std::size_t size, std::size_t files) {
  const std::string bytes(size, 'x');
  const int directory = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const Stopwatch watch;
  for (std::size_t i = 0; i < files; ++i) {
    const auto from = folder / "bench.tmp", to = folder / ("bench." + std::to_string(i));
    const int file = open(from.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
        fsync(file) != 0) {
      throw std::runtime_error("the disk does not take a file");
    }
    close(file);
    std::filesystem::rename(from, to);
    fsync(directory);
  }
  const double rate = static_cast<double>(files) / watch.wall() * 1e3;
  close(directory);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return rate;
}

void run(std::size_t scale) {
  std::cout << kWhat << std::flush;
  const test::Scratch scratch;
  const auto site = scratch.path() / "site";
  if (test::run({POUCH_PROGRAM, "init", site.string(), "--address", kAddress}).status != 0) {
    throw std::runtime_error("pouch init failed");
  }
  const auto runtime = gateway::load_runtime(site / "pouch.toml");
  const gateway::Addresses addresses(gateway::load_runtime(site / "pouch.toml"));
  gateway::Intake intake(runtime.site, "smtp", addresses, runtime.now);
  mail::ListenerSettings settings;
  settings.uri = "smtp://127.0.0.1:0";
  settings.host_name = "pouch.example";
  mail::Listener listener(settings, intake);
  int stop[2];
  if (pipe2(stop, O_CLOEXEC) != 0) {
    throw std::runtime_error("pipe");
  }
  std::thread server([&] { listener.run(stop[0]); });
  const auto uri = listener.uri();
  const int port = std::stoi(uri.substr(uri.rfind(':') + 1));
  const auto disk = scratch.path() / "disk";
  std::filesystem::create_directories(disk);
  bool good = true;
  for (const std::size_t size : {std::size_t{4096}, std::size_t{1} << 20}) {
    for (const std::size_t connections : {1, 10, 100}) {
      const std::size_t mails = scale * (size > 4096 ? 100 : 1000);
      const double before = disk_rate(disk, size, mails / 5);
      const Stopwatch watch;
      good = send_all(port, connections, mails, size) && good;
      const double wall = watch.wall(), cpu = watch.cpu();
      const double after = disk_rate(disk, size, mails / 5);
      const double rate = static_cast<double>(mails) / wall * 1e3, base = (before + after) / 2;
      printf(
          "%4zu KB, %3zu connections  %7.0f mails/s  %7.1f MB/s  CPU %.2f ms each   disk %6.0f/s "
          "  ratio %.2f\n",
          size >> 10, connections, rate, rate * static_cast<double>(size) / 1e6,
          cpu / static_cast<double>(mails), base, rate / base);
      fflush(stdout);
    }
  }
  (void)!write(stop[1], "", 1);
  server.join();
  close(stop[0]);
  close(stop[1]);
  if (!good) {
    throw std::runtime_error("not every mail was answered 250");
  }
}

}  // namespace
}  // namespace pouch::bench

int main(int count, char** words) {
  try {
    pouch::bench::run(count < 2 ? 1 : std::stoul(words[1]));
    return 0;
  } catch (const std::exception& fault) {
    std::cerr << "bench_listener: " << fault.what() << "\n";
    return 1;
  }
}

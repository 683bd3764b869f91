#include "mail/openpgp/helper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>

#include "mail/openpgp/feed.hpp"
#include "mail/openpgp/growth.hpp"
#include "mail/openpgp/launch.hpp"
#include "mail/openpgp/temporary.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kStartTime{10};  // until it has said who it is
constexpr std::chrono::seconds kGrace{5};       // above the deadline that it keeps itself
// Above the three seconds that an operation has after a stop; the process has seven in all.
constexpr std::chrono::milliseconds kAfterStop{4500};
constexpr std::chrono::milliseconds kEndTime{2000}, kLook{1};

[[noreturn]] void give_up(const std::string& what,
                          const std::string& hint = "it is started again by itself") {
  throw Fault(Permanence::kTransient, what, hint);
}

// Of a line of questions. Not from 1: a number that an earlier process gave is no number here.
std::uint64_t first_number() {
  std::uint64_t number = 0;
  (void)!getrandom(&number, sizeof number, GRND_NONBLOCK);
  return number >> 1;
}

std::string packet_of(const Wanted& wanted, std::uint64_t number) {
  QuestionHead head;
  head.number = number;
  head.session = wanted.session;
  head.what = wanted.what;
  head.home = fs::absolute(wanted.home).string();
  head.plaintext = wanted.limits.plaintext;
  head.expansion = wanted.limits.expansion;
  head.crypto_seconds = static_cast<std::uint64_t>(wanted.limits.crypto_time.count());
  head.has_stop = wanted.stop >= 0;
  head.has_output = wanted.output > 0 || wanted.into >= 0;
  head.sources = wanted.sources.size() + (wanted.feed != nullptr ? 1 : 0);
  auto bytes = packed(head) + wanted.arguments;
  if (bytes.size() > kLargestPacket) {
    throw Fault(Permanence::kPermanent, "a question to GnuPG names too many keys",
                "seal to fewer receivers at once");
  }
  return bytes;
}

[[noreturn]] void rethrow(const AnswerHead& head) {
  if (head.outcome == Outcome::kUnusableKey) {
    throw UnusableKey(head.what);
  }
  throw Fault(
      head.outcome == Outcome::kTransientFault ? Permanence::kTransient : Permanence::kPermanent,
      head.what, head.hint);
}

// The last `size` octets asked for, or nothing at all.
Bytes output_of(const Descriptor& file, const AnswerHead& head) {
  if (file.get() < 0) {
    if (head.length != 0) {
      throw Garbled("output without a file for it");
    }
    return {};
  }
  const auto mapped = std::make_shared<const Mapped>(file.get(), head.length);
  if (checksum(mapped->bytes()) != head.sum) {
    throw Garbled("output that is not whole");
  }
  return {mapped, mapped->bytes()};
}

// What all have in common: a socket that is there, or comes.
class Asker : public Helper {
 public:
  void ask(const Wanted& wanted, const Take& take) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    leave_to_parent();
    try {
      connect(wanted.stop);
      exchange(wanted, take);
    } catch (const Garbled& garbled) {
      drop();
      give_up(std::string("pouch-openpgp broke the rules: ") + garbled.what());
    }
  }

  void rest() override { hang_up(); }
  pid_t pid() const override { return -1; }

 protected:
  // The next socket. Throws a transient Fault when none comes.
  virtual Descriptor next(int stop) = 0;
  virtual void end() = 0;   // the program, which is of no use
  virtual void forget() {}  // it belongs to the process that we were forked from
  void hang_up() { line_.close(); }

 private:
  void leave_to_parent() {
    if (process_ != getpid()) {
      process_ = getpid();
      line_.close();
      forget();
    }
  }

  void drop() {
    line_.close();
    end();
  }

  // One that has ended since, or says what nobody asked, is of no use.
  void connect(int stop) {
    pollfd look{line_.get(), POLLIN, 0};
    if (line_.get() >= 0 && poll(&look, 1, 0) != 0) {
      drop();
    }
    if (line_.get() >= 0) {
      return;
    }
    line_ = next(stop);
    Packet hello;
    switch (receive_packet(line_.get(), hello, Steady::now() + kStartTime, stop)) {
      case Received::kPacket:
        break;
      case Received::kStopped:
        drop();
        give_up("GnuPG is not asked any more: we are to stop",
                "it is done again after the next start");
      case Received::kEnd:
        drop();
        give_up("pouch-openpgp ended before it was asked anything");
      case Received::kTooLate:
        drop();
        give_up("pouch-openpgp does not say who it is");
    }
    if (hello.bytes != kProtocol || !hello.descriptors.empty()) {
      throw Garbled("it is another program, or another version");
    }
  }

  void exchange(const Wanted& wanted, const Take& take) {
    const auto number = ++number_;
    const auto packet = packet_of(wanted, number);
    std::vector<Descriptor> files;
    std::vector<int> handed;
    if (wanted.stop >= 0) {
      handed.push_back(wanted.stop);
    }
    for (const auto& source : wanted.sources) {
      handed.push_back(files.emplace_back(sealed_file(source)).get());
    }
    if (wanted.feed != nullptr) {
      handed.push_back(wanted.feed->reader());
    }
    const Descriptor output = wanted.output > 0 ? bounded_file(wanted.output) : Descriptor();
    if (output.get() >= 0 || wanted.into >= 0) {
      handed.push_back(wanted.into >= 0 ? wanted.into : output.get());
    }
    const Growth growth(wanted.into);
    if (!send_packet(line_.get(), packet, handed)) {
      drop();
      give_up("pouch-openpgp ended before it was asked");
    }
    files.clear();
    if (wanted.feed != nullptr) {
      wanted.feed->begin();
    }
    const auto answer = wait_for(wanted, number);
    Unpacker values(answer.bytes);
    const auto head = values.get<AnswerHead>();
    if (head.question != wanted.what) {
      throw Garbled("an answer to another question");
    }
    if (head.outcome != Outcome::kDone) {
      values.end();
      rethrow(head);
    }
    if (wanted.into >= 0) {
      if (head.length == 0 || !growth.is(head.length, head.sum)) {
        throw Garbled("output that is not whole");
      }
      take(values, {});
    } else {
      take(values, output_of(output, head));
    }
    values.end();
  }

  Packet wait_for(const Wanted& wanted, std::uint64_t number) {
    auto stop = wanted.stop;
    auto until = Steady::now() + wanted.time + kGrace;
    for (;;) {
      Packet packet;
      switch (receive_packet(line_.get(), packet, until, stop)) {
        case Received::kPacket:
          break;
        case Received::kStopped:  // the program sees it too, and ends what it does
          stop = -1;
          until = std::min(until, Steady::now() + kAfterStop);
          continue;
        case Received::kEnd:
          drop();
          give_up("pouch-openpgp ended in the middle of its work");
        case Received::kTooLate:
          drop();
          give_up("pouch-openpgp took too long and was ended",
                  "is gpg-agent hung? see limits.crypto_time");
      }
      Unpacker head(packet.bytes);
      const auto kind = head.get<Kind>();
      if (kind == Kind::kQuestion || !packet.descriptors.empty() ||
          head.get<std::uint64_t>() != number) {
        throw Garbled("an answer to another question");
      }
      if (kind == Kind::kAnswer) {
        return packet;
      }
      head.end();
      until = stop < 0 && wanted.stop >= 0 ? until : Steady::now() + wanted.time + kGrace;
    }
  }

  std::mutex mutex_;
  pid_t process_ = getpid();
  Descriptor line_;
  std::uint64_t number_ = first_number();
};

// One program reaches one home: for another the next is started.
class OwnHelper final : public Asker {
 public:
  ~OwnHelper() override { OwnHelper::rest(); }

  void ask(const Wanted& wanted, const Take& take) override {
    std::error_code ignored;
    const auto home = fs::exists(wanted.home, ignored) ? fs::absolute(wanted.home) : fs::path();
    if (!home.empty() && home != home_) {
      rest();
      home_ = home;
    }
    Asker::ask(wanted, take);
  }

  // It ends by itself once nobody is at the other end.
  void rest() override {
    hang_up();
    const auto last = Steady::now() + kEndTime;
    while (pid_ > 0 && starter_ == getpid() && waitpid(pid_, nullptr, WNOHANG) == 0) {
      if (Steady::now() >= last) {
        return end();
      }
      std::this_thread::sleep_for(kLook);
    }
    pid_ = -1;
    clear();
  }
  pid_t pid() const override { return pid_; }

 private:
  Descriptor next(int) override {
    room_ = make_temporary_folder("pouch");
    auto started = start_helper(home_, room_);
    pid_ = started.pid;
    starter_ = getpid();
    return std::move(started.line);
  }
  void end() override {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
    pid_ = -1;
    clear();
  }
  void forget() override {
    pid_ = -1;
    room_.clear();
  }
  // Also what one that was killed has left in it.
  void clear() {
    std::error_code ignored;
    if (!room_.empty() && starter_ == getpid()) {
      fs::remove_all(room_, ignored);
    }
    room_.clear();
  }

  pid_t pid_ = -1, starter_ = -1;
  fs::path home_;  // none: no question was about one that there is
  fs::path room_;  // for its temporary files
};

class HandedHelper final : public Asker {
 public:
  explicit HandedHelper(Descriptor control) : control_(std::move(control)) {}

 private:
  Descriptor next(int stop) override {
    Packet packet;
    auto got = receive_packet(control_.get(), packet, Steady::now() + kStartTime, stop);
    // The last that came is the one that runs.
    for (Packet later; got == Received::kPacket;) {
      if (receive_packet(control_.get(), later, Steady::now()) != Received::kPacket) {
        break;
      }
      packet = std::move(later);
    }
    if (got != Received::kPacket || packet.descriptors.size() != 1) {
      give_up("there is no pouch-openpgp to ask");
    }
    name_ = packet.bytes;
    return std::move(packet.descriptors.front());
  }
  // By then another may run.
  void end() override {
    (void)!send(control_.get(), name_.data(), name_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }

  Descriptor control_;
  std::string name_;  // of the last that was handed over
};

class SocketHelper final : public Asker {
 public:
  explicit SocketHelper(Descriptor socket) : socket_(std::move(socket)) {}
  void rest() override {
    socket_.close();
    hang_up();
  }

 private:
  Descriptor next(int) override {
    if (socket_.get() < 0) {
      give_up("there is no pouch-openpgp to ask");
    }
    return std::move(socket_);
  }
  void end() override {}
  void forget() override { socket_.close(); }

  Descriptor socket_;
};

std::shared_ptr<Helper>& of_process() {
  static std::shared_ptr<Helper> helper = Helper::own();
  return helper;
}

}  // namespace

std::shared_ptr<Helper> Helper::own() { return std::make_shared<OwnHelper>(); }

std::shared_ptr<Helper> Helper::handed(Descriptor control) {
  return std::make_shared<HandedHelper>(std::move(control));
}

std::shared_ptr<Helper> Helper::at(Descriptor socket) {
  return std::make_shared<SocketHelper>(std::move(socket));
}

std::shared_ptr<Helper> helper_of_process() { return of_process(); }

void use_helper(std::shared_ptr<Helper> helper) { of_process() = std::move(helper); }

}  // namespace pouch::mail::openpgp

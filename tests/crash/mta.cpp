#include "tests/crash/mta.hpp"

#include <algorithm>

#include "tests/crash/sockets.hpp"

namespace pouch::test {
namespace {

constexpr std::size_t kConnections = 3;
constexpr int kPatience = 30'000;  // milliseconds for one answer
constexpr unsigned kDoubtful = 4;  // per cent of the tries break before the answer

struct Dialogue {
  Socket socket;
  std::string rest, heard{};

  explicit Dialogue(const std::string& door) : socket(connect_to(door)) {}

  // The class of the last line of an answer; 0: none came.
  char answer() {
    while (get_line(socket.get(), rest, heard, kPatience)) {
      if (heard.size() < 4 || heard[3] != '-') {
        return heard.empty() ? '0' : heard[0];
      }
    }
    return '0';
  }
  char say(const std::string& line) { return put(socket.get(), line + "\r\n") ? answer() : '0'; }
};

}  // namespace

Mta::Mta(const std::vector<Mail>& mails, std::vector<std::string> doors, double rate, unsigned seed)
    : mails_(mails), doors_(std::move(doors)) {
  const auto begin = Steady::now();
  for (std::size_t i = 0; i < mails.size(); ++i) {
    const auto after = std::chrono::duration<double>(static_cast<double>(i) / rate);
    queue_.push_back({i, begin + std::chrono::duration_cast<Steady::duration>(after), false});
  }
  for (std::size_t i = 0; i < kConnections; ++i) {
    threads_.emplace_back([this, seed, i] { work(seed + static_cast<unsigned>(i)); });
  }
}

Mta::~Mta() {
  ended_ = true;
  for (auto& thread : threads_) {
    thread.join();
  }
}

std::vector<std::string> Mta::refusals() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return refusals_;
}

bool Mta::take(Waiting& waiting) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto now = Steady::now();
  const auto found = std::find_if(queue_.begin(), queue_.end(),
                                  [&](const Waiting& one) { return one.due <= now; });
  if (found == queue_.end()) {
    return false;
  }
  waiting = *found;
  queue_.erase(found);
  return true;
}

void Mta::put_back(Waiting waiting, int milliseconds) {
  const std::lock_guard<std::mutex> lock(mutex_);
  waiting.due = Steady::now() + std::chrono::milliseconds(milliseconds);
  waiting.tried = true;
  queue_.push_back(waiting);
}

void Mta::work(unsigned seed) {
  std::mt19937 random(seed);
  while (!ended_ && !done()) {
    Waiting waiting;
    if (!take(waiting)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      continue;
    }
    again_ += waiting.tried ? 1 : 0;
    const auto& door = doors_[random() % doors_.size()];
    switch (send(mails_[waiting.mail], door, random() % 100 < kDoubtful)) {
      case Heard::kAccepted:
        ++accepted_;
        break;
      case Heard::kNever:
        ++refused_;
        break;
      case Heard::kDoubt:
        ++in_doubt_;
        [[fallthrough]];
      case Heard::kLater:
        put_back(waiting, 100 + static_cast<int>(random() % 300));
        break;
    }
  }
}

Mta::Heard Mta::send(const Mail& mail, const std::string& door, bool break_before_answer) {
  Dialogue server(door);
  const bool lmtp = door.front() == '/';
  if (server.socket.get() < 0 || server.answer() != '2') {
    return Heard::kLater;
  }
  char heard = '2';
  for (const auto& [line, wanted] : std::vector<std::pair<std::string, char>>{
           {(lmtp ? "LHLO" : "EHLO") + std::string(" mta.example"), '2'},
           {"MAIL FROM:<" + mail.from + ">", '2'},
           {"RCPT TO:<requests@pouch.example>", '2'},
           {"DATA", '3'}}) {
    heard = server.say(line);
    if (heard != wanted) {
      break;
    }
  }
  if (heard == '3') {
    if (!put(server.socket.get(), mail.bytes + ".\r\n") || break_before_answer) {
      return Heard::kDoubt;
    }
    heard = server.answer();
    if (heard == '0') {
      return Heard::kDoubt;
    }
  }
  if (heard == '5') {
    const std::lock_guard<std::mutex> lock(mutex_);
    refusals_.push_back(mail.id + ": " + server.heard);
    return Heard::kNever;
  }
  return heard == '2' ? Heard::kAccepted : Heard::kLater;
}

}  // namespace pouch::test

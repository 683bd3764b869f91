#include "gateway/process/helper_watch.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <string>
#include <utility>

#include "gateway/site/log.hpp"
#include "mail/openpgp/launch.hpp"

namespace pouch::gateway {

namespace openpgp = mail::openpgp;

namespace {

constexpr std::chrono::milliseconds kPatience{100};  // until the end of a worker is seen too
constexpr std::chrono::seconds kLeaveTime{2};  // one that hung up has a gpg of its own to end first

}  // namespace

openpgp::Descriptor HelperWatch::begin(std::size_t slot) {
  end(slot);
  auto [ours, its] = openpgp::socket_pair();
  auto& one = all_[slot];
  one.line = std::move(ours);
  if (one.program.due <= Steady::now()) {
    start(one);
  }
  return std::move(its);
}

// It sees its worker go, and ends.
void HelperWatch::end(std::size_t slot) {
  auto& one = all_[slot];
  one.line.close();
  if (one.program.runs()) {
    leaving_.push_back({std::exchange(one.program.pid, -1), Steady::now() + kLeaveTime});
    one.program.due = Steady::now();
  }
}

bool HelperWatch::ended(pid_t pid, int status) {
  const auto left = std::find_if(leaving_.begin(), leaving_.end(),
                                 [&](const Leaving& one) { return one.pid == pid; });
  if (left != leaving_.end()) {
    leaving_.erase(left);
    return true;
  }
  const auto found = std::find_if(all_.begin(), all_.end(),
                                  [&](const auto& one) { return one.second.program.pid == pid; });
  if (found == all_.end()) {
    return false;
  }
  auto& program = found->second.program;
  changed_ = true;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {  // its worker hung up, and is gone itself
    program.ended(true, status);
    program.due = Steady::now() + kPatience;
    return true;
  }
  program.ended(false, status);
  log(Level::kError, "ended", {{"name", program.name}, {"status", how_it_ended(status)}});
  return true;
}

std::vector<int> HelperWatch::lines() const {
  std::vector<int> lines;
  for (const auto& [slot, one] : all_) {
    if (one.line.get() >= 0) {
      lines.push_back(one.line.get());
    }
  }
  return lines;
}

void HelperWatch::turn() {
  for (auto& one : leaving_) {
    if (one.end <= Steady::now()) {
      kill(one.pid, SIGKILL);  // it hangs; its end is seen in ended()
      one.end = Steady::now() + kLeaveTime;
    }
  }
  for (auto& [slot, one] : all_) {
    if (one.line.get() >= 0) {
      hear(one);
    }
    if (one.line.get() >= 0 && !one.program.runs() && one.program.due <= Steady::now()) {
      start(one);
    }
  }
}

std::optional<Steady::time_point> HelperWatch::due() const {
  std::optional<Steady::time_point> first;
  const auto sooner = [&](Steady::time_point time) {
    first = first ? std::min(*first, time) : time;
  };
  for (const auto& one : leaving_) {
    sooner(one.end);
  }
  for (const auto& [slot, one] : all_) {
    if (one.line.get() >= 0 && !one.program.runs()) {
      sooner(one.program.due);
    }
  }
  return first;
}

bool HelperWatch::alive() const {
  return !leaving_.empty() || std::any_of(all_.begin(), all_.end(), [](const auto& one) {
    return one.second.program.runs();
  });
}

std::vector<ProcessNote> HelperWatch::notes() const {
  std::vector<ProcessNote> notes;
  for (const auto& [slot, one] : all_) {
    if (one.line.get() >= 0) {
      notes.push_back(note_of(one.program));
    }
  }
  return notes;
}

bool HelperWatch::changed() { return std::exchange(changed_, false); }

void HelperWatch::start(One& one) {
  try {
    auto started = openpgp::start_helper(home_);
    one.program.begun(started.pid);
    changed_ = true;
    // A worker that has ended meanwhile needs none; it is seen soon.
    (void)openpgp::send_packet(one.line.get(), std::to_string(started.pid), {started.line.get()});
  } catch (const mail::Fault& fault) {
    log(Level::kError, "not-started",
        {{"name", one.program.name}, {"what", fault.what()}, {"hint", fault.hint()}});
    one.program.not_started();
  }
}

void HelperWatch::hear(One& one) {
  openpgp::Packet packet;
  for (;;) {
    try {
      switch (openpgp::receive_packet(one.line.get(), packet, Steady::now())) {
        case openpgp::Received::kPacket:
          break;
        case openpgp::Received::kEnd:
          one.line.close();
          return;
        case openpgp::Received::kTooLate:
        case openpgp::Received::kStopped:
          return;
      }
    } catch (const openpgp::Garbled&) {
      continue;  // nothing that a worker has to say
    }
    if (one.program.runs() && packet.bytes == std::to_string(one.program.pid)) {
      kill(one.program.pid, SIGKILL);
    }
  }
}

}  // namespace pouch::gateway

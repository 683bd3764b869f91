#include "gateway/process/agent_watch.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <thread>

#include "gateway/site/log.hpp"
#include "gateway/site/runtime.hpp"
#include "mail/fault.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kEvery{15}, kAnswerTime{2}, kPause{5};
constexpr std::chrono::seconds kStartTime{2};  // nothing else is heard meanwhile, not even a stop
constexpr std::chrono::milliseconds kTermTime{1000}, kKillTime{500}, kLook{5};
constexpr int kMostSilences = 2;  // a busy machine may be slow once

void signal_agents(const std::filesystem::path& home, int number) {
  for (const auto pid : mail::openpgp::agents_of(home)) {
    kill(pid, number);
  }
}

// Ours are buried here; one that somebody else started just goes.
bool gone(const std::filesystem::path& home, std::chrono::milliseconds time) {
  const auto end = Steady::now() + time;
  for (;;) {
    const auto agents = mail::openpgp::agents_of(home);
    if (agents.empty()) {
      return true;
    }
    for (const auto pid : agents) {
      waitpid(pid, nullptr, WNOHANG);
    }
    if (Steady::now() > end) {
      return false;
    }
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace

// GnuPG starts its agent as a daemon; as subreaper we inherit it and see it end.
void AgentWatch::start() {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  if (mail::openpgp::AgentProbe(home_).descriptor() >= 0 &&
      !mail::openpgp::ask_agent(home_, kAnswerTime)) {
    signal_agents(home_, SIGKILL);  // left over, and of no use to anybody
    gone(home_, kKillTime);
  }
  mail::openpgp::start_agent(home_);
  found(true);
  note_.asked = system_clock()();
  due_ = Steady::now() + kEvery;
}

void AgentWatch::found(bool answers) {
  if (note_.answers != answers) {
    note_.answers = answers;
    note_.since = system_clock()();
  }
}

void AgentWatch::look() {
  if (!probe_) {
    due_ = Steady::now();
  }
}

void AgentWatch::ask() {
  probe_ = std::make_unique<mail::openpgp::AgentProbe>(home_);
  asked_ = Steady::now();
  due_ = asked_ + kAnswerTime;
  note_.asked = system_clock()();
}

bool AgentWatch::turn(bool readable) {
  if (!readable && (!due_ || Steady::now() < *due_)) {
    return false;
  }
  if (!probe_) {
    ask();
    if (probe_->descriptor() >= 0) {
      return false;
    }
    probe_.reset();
    return replace("agent-ended");
  }
  const bool good = readable && probe_->good();
  probe_.reset();
  if (good) {
    silences_ = 0;
    found(true);
    note_.milliseconds = static_cast<int>(
        std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - asked_).count());
    due_ = Steady::now() + kEvery;
    return false;
  }
  found(false);
  if (++silences_ < kMostSilences) {
    due_ = Steady::now();
    return false;
  }
  return replace("agent-hung");
}

bool AgentWatch::replace(const char* event) {
  log(Level::kError, event);
  found(false);
  silences_ = 0;
  signal_agents(home_, SIGKILL);
  gone(home_, kKillTime);
  try {
    mail::openpgp::start_agent(home_, kStartTime);
    ++note_.restarts;
    found(true);
    due_ = Steady::now() + kEvery;
    log(Level::kInfo, "agent-replaced");
    return true;
  } catch (const mail::Fault& fault) {
    log(Level::kError, "agent-not-started", {{"what", fault.what()}, {"hint", fault.hint()}});
    due_ = Steady::now() + kPause;
    return false;
  }
}

void AgentWatch::stop() {
  probe_.reset();
  signal_agents(home_, SIGTERM);
  if (!gone(home_, kTermTime)) {
    signal_agents(home_, SIGKILL);
    gone(home_, kKillTime);
  }
}

}  // namespace pouch::gateway

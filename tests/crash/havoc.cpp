#include "tests/crash/havoc.hpp"

#include <signal.h>

#include <algorithm>
#include <numeric>
#include <thread>

namespace pouch::test {
namespace {

constexpr std::chrono::seconds kLongestEpisode{20};
constexpr std::chrono::milliseconds kLook{20};
constexpr unsigned kReloads = 6;  // one of so many times the site is told to reload instead

}  // namespace

Havoc::Havoc(const Site& site, Daemon& daemon, Sink* sink, SmallDisk* disk, HavocPlan plan,
             unsigned seed)
    : site_(site), daemon_(daemon), sink_(sink), disk_(disk), plan_(plan), random_(seed) {}

std::size_t Havoc::total_kills() const {
  return std::accumulate(kills_.begin(), kills_.end(), std::size_t{0},
                         [](std::size_t sum, const auto& entry) {
                           return sum + (entry.first == "reload" ? 0 : entry.second);
                         });
}

void Havoc::stop_agent() {
  stopped_ = site_.agents();
  for (const auto pid : stopped_) {
    kill(pid, SIGSTOP);
  }
}

std::vector<Havoc::Episode> Havoc::plan_episodes() {
  std::vector<Episode> episodes;
  episodes.push_back({"agent hung", [this] { stop_agent(); },
                      [this] {
                        for (const auto pid : stopped_) {
                          if (plan_.free_agent) {
                            kill(pid, SIGCONT);
                          }
                        }
                      }});
  if (disk_ != nullptr) {
    episodes.push_back({"disk full", [this] { disk_->fill(); }, [this] { disk_->free(); }});
  }
  if (sink_ != nullptr) {
    const auto takes = [this] { sink_->set(Sink::Mood::kTakes); };
    const auto becomes = [this](Sink::Mood mood) { return [this, mood] { sink_->set(mood); }; };
    episodes.push_back({"SMTP server down", [this] { sink_->down(); }, [this] { sink_->up(); }});
    episodes.push_back({"SMTP server says later", becomes(Sink::Mood::kRefuses), takes,
                        [this] { return sink_->refused() > 0; }});
    episodes.push_back({"SMTP server hangs", becomes(Sink::Mood::kHangs), takes,
                        [this] { return sink_->hung() > 0; }});
    episodes.push_back({"SMTP server dies before its 250", becomes(Sink::Mood::kDiesAfter), takes,
                        [this] { return sink_->died_after() > 0; }});
  }
  std::shuffle(episodes.begin(), episodes.end(), random_);
  return episodes;
}

void Havoc::kill_one() {
  static const std::vector<std::string> kVictims = {
      "intake", "worker", "worker",    "deliver",    "deliver",           "index",
      "clocks", "intake", "gpg-agent", "supervisor", "supervisor and all"};
  if (random_() % kReloads == 0) {
    daemon_.reload();
    ++kills_["reload"];
    return;
  }
  const auto& victim = kVictims[random_() % kVictims.size()];
  const auto which = random_();
  if (victim.rfind("supervisor", 0) == 0) {
    daemon_.kill_supervisor(victim != "supervisor");
    ++kills_[victim];
    return;
  }
  const auto found = site_.processes(victim == "gpg-agent" ? victim : "process " + victim);
  if (!found.empty()) {
    kill(found[which % found.size()], SIGKILL);
    ++kills_[victim];
  }
}

void Havoc::kill_for(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::min(time, plan_.every));
    kill_one();
  }
}

void Havoc::have(const Episode& episode) {
  const auto begin = std::chrono::steady_clock::now();
  episode.begin();
  kill_for(plan_.episode);
  while (episode.felt && !episode.felt() &&
         std::chrono::steady_clock::now() - begin < kLongestEpisode) {
    std::this_thread::sleep_for(kLook);  // the letter that is to feel it must come through
  }
  episode.end();
  told_.push_back(episode.name + (episode.felt && !episode.felt() ? ", which nobody felt" : ""));
}

void Havoc::rage(const std::function<double()>& share) {
  const auto episodes = plan_episodes();
  for (std::size_t next = 0;
       share() < 1 || next < episodes.size() || total_kills() < plan_.kills;) {
    const auto due = static_cast<double>(next + 1) / static_cast<double>(episodes.size() + 1);
    if (next == episodes.size() || share() < due) {
      kill_for(plan_.every);
      continue;
    }
    have(episodes[next++]);
  }
}

}  // namespace pouch::test

// What befalls the site while it works: a SIGKILL to a process of chance every so often, and
// episodes. All from one seed; what hits when depends on the machine as well.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/crash/daemon.hpp"
#include "tests/crash/sink.hpp"
#include "tests/crash/small_disk.hpp"

namespace pouch::test {

struct HavocPlan {
  std::chrono::milliseconds every{1000};    // between kills
  std::chrono::milliseconds episode{5000};  // how long each lasts
  std::size_t kills = 0;                    // at least so many
  bool free_agent = true;                   // a stopped agent is continued by the test
};

class Havoc {
 public:
  Havoc(const Site& site, Daemon& daemon, Sink* sink, SmallDisk* disk, HavocPlan plan,
        unsigned seed);
  // Kills until `done` says that all mail is in, enough kills were made and every episode was
  // had; `share` tells how much of the mail is in, 0 to 1: the episodes are spread over it.
  void rage(const std::function<double()>& share);
  const std::map<std::string, std::size_t>& kills() const { return kills_; }
  const std::vector<std::string>& episodes() const { return told_; }
  std::size_t total_kills() const;

 private:
  struct Episode {
    std::string name;
    std::function<void()> begin, end;
    std::function<bool()> felt{};  // it lasts until it was, within bounds
  };
  std::vector<Episode> plan_episodes();
  void stop_agent();
  void kill_one();
  void kill_for(std::chrono::milliseconds time);
  void have(const Episode& episode);

  const Site& site_;
  Daemon& daemon_;
  Sink* sink_;
  SmallDisk* disk_;
  HavocPlan plan_;
  std::mt19937 random_;
  std::map<std::string, std::size_t> kills_;
  std::vector<std::string> told_;
  std::vector<pid_t> stopped_;
};

}  // namespace pouch::test

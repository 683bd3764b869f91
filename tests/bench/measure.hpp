// What the benchmarks share: processor time of this process, of the children that it reaped and of
// other living processes, resident memory, medians. Each benchmark compares things that it measures
// in one run, in blocks that take turns, because the machine is never alone: believe the ratios of
// processor time and the medians, not single wall times.
#pragma once

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace pouch::bench {

using Milliseconds = std::chrono::duration<double, std::milli>;

inline double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

inline double usage(int who) {
  rusage used{};
  getrusage(who, &used);
  return milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
}

// All threads of this process, in milliseconds.
inline double own_cpu() { return usage(RUSAGE_SELF); }
// Children that have ended and were waited for; see reap().
inline double children_cpu() { return usage(RUSAGE_CHILDREN); }

// Another process, ended threads included.
inline double cpu_of(pid_t process) {
  clockid_t clock = 0;
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) {
    throw std::runtime_error("no processor clock of process " + std::to_string(process));
  }
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// GPGME forks twice and its gpg processes are orphans: who adopts them can wait for them and so
// count them. Once, before the first.
inline void adopt_orphans() { prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }
inline void reap() {
  while (waitpid(-1, nullptr, 0) > 0) {
  }
}

// Memory of a process in MB, as /proc/PID/status names it: "VmRSS", "RssAnon", "VmHWM".
inline double memory(pid_t process, const std::string& name) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(name + ":", 0) == 0) {
      return std::stod(line.substr(name.size() + 1)) / 1024;
    }
  }
  return 0;
}

// Areas of its address space: every fork copies each of them.
inline std::size_t mappings(pid_t process) {
  std::ifstream maps("/proc/" + std::to_string(process) + "/maps");
  std::size_t count = 0;
  for (std::string line; std::getline(maps, line);) {
    ++count;
  }
  return count;
}

inline double median(std::vector<double> values) {
  if (values.empty()) {
    return 0;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

inline double least(const std::vector<double>& values) {
  return values.empty() ? 0 : *std::min_element(values.begin(), values.end());
}

// The value below which `part` of the values lie.
inline double percentile(std::vector<double> values, double part) {
  if (values.empty()) {
    return 0;
  }
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

class Stopwatch {
 public:
  double wall() const { return Milliseconds(std::chrono::steady_clock::now() - start_).count(); }
  double cpu() const { return own_cpu() - cpu_; }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double cpu_ = own_cpu();
};

// Every file below a folder whose name ends so, in order of name.
inline std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder,
                                                   const std::string& ending) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ending) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline std::string contents_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot read " + file.string());
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace pouch::bench

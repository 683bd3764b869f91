// How far a long verb is, how fast, and how long it will take: one line on standard error that is
// written again and again, on a terminal only.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace pouch::gateway {

class Progress {
 public:
  explicit Progress(std::string what);  // "mails"
  ~Progress();                          // ends the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  // `part` of all is done, 0 … 1, and so many of them.
  void tell(double part, std::size_t count);
  void clear();  // before another line is written

 private:
  using Steady = std::chrono::steady_clock;
  std::string what_;
  bool shown_, on_line_ = false;
  Steady::time_point begun_ = Steady::now(), last_{};
};

// "[#####.....]  50%, 1200 mails, 300 a second, 4 s left"
std::string progress_line(double part, std::size_t count, const std::string& what,
                          std::chrono::duration<double> since);

}  // namespace pouch::gateway

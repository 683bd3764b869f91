#include "gateway/verbs/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace pouch::gateway {
namespace {

constexpr std::chrono::milliseconds kPause{200};
constexpr int kWide = 20;

std::string span(double seconds) {
  const auto all = static_cast<long>(std::ceil(seconds));
  return all >= 7200  ? std::to_string(all / 3600) + " h"
         : all >= 120 ? std::to_string(all / 60) + " min"
                      : std::to_string(all) + " s";
}

}  // namespace

std::string progress_line(double part, std::size_t count, const std::string& what,
                          std::chrono::duration<double> since) {
  part = std::clamp(part, 0.0, 1.0);
  const auto full = static_cast<std::size_t>(std::lround(part * kWide));
  auto line = "[" + std::string(full, '#') + std::string(kWide - full, '.') + "] " +
              std::to_string(std::lround(part * 100)) + "%, " + std::to_string(count) + " " + what;
  if (since.count() > 0) {
    line += ", " + std::to_string(std::lround(static_cast<double>(count) / since.count())) +
            " a second";
  }
  if (part > 0 && part < 1) {
    line += ", " + span(since.count() * (1 - part) / part) + " left";
  }
  return line;
}

Progress::Progress(std::string what) : what_(std::move(what)), shown_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (on_line_) {
    std::fputs("\n", stderr);
  }
}

void Progress::tell(double part, std::size_t count) {
  const auto now = Steady::now();
  if (!shown_ || (part < 1 && now - last_ < kPause)) {
    return;
  }
  last_ = now;
  on_line_ = true;
  std::fprintf(stderr, "\r\x1b[K%s", progress_line(part, count, what_, now - begun_).c_str());
}

void Progress::clear() {
  if (std::exchange(on_line_, false)) {
    std::fputs("\r\x1b[K", stderr);
  }
}

}  // namespace pouch::gateway

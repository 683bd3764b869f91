#include "tests/system/movable_clock.hpp"

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <thread>

namespace pouch::test {

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string date(std::int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

std::int64_t to_end_of_month() {
  using namespace std::chrono;
  const sys_seconds today{seconds{now()}};
  const year_month_day date{floor<days>(today)};
  const auto noon = [](year_month month) { return sys_days{month / last} + hours{12}; };
  const year_month month = date.year() / date.month();
  const auto end = noon(month) < today ? noon(month + months{1}) : noon(month);
  return (end - today).count();
}

void wait_past_midnight() {
  constexpr std::int64_t kLongestTest = 180;
  if (const auto left = kDay - now() % kDay; left < kLongestTest) {
    std::this_thread::sleep_for(std::chrono::seconds(left + 1));
  }
}

std::string digest_hour() {
  const auto hour = (now() / 3600 + 22) % 24;
  return "\"" + std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00\"";
}

MovableClock::MovableClock(const fs::path& folder) : file_(folder / "clock") { advance_to(0); }

void MovableClock::advance_to(std::int64_t seconds) const {
  std::fstream out(file_, std::ios::binary | std::ios::in | std::ios::out);
  if (!out) {
    out.open(file_, std::ios::binary | std::ios::out);
  }
  out.write(reinterpret_cast<const char*>(&seconds), sizeof seconds);
}

Environment MovableClock::environment() const {
  return {{"LD_PRELOAD", POUCH_CLOCK_AHEAD}, {"POUCH_AHEAD", file_.string()}};
}

EverybodysClock::EverybodysClock(const fs::path& folder) : clock_(folder) {
  for (const auto& [name, value] : clock_.environment()) {
    setenv(name.c_str(), value.c_str(), 1);
  }
  setenv("POUCH_AHEAD_GNUPG", "1", 1);
}

EverybodysClock::~EverybodysClock() {
  for (const auto* name : {"LD_PRELOAD", "POUCH_AHEAD", "POUCH_AHEAD_GNUPG"}) {
    unsetenv(name);
  }
}

}  // namespace pouch::test

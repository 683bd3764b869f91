// A wall clock that a test moves while programs run by it.
#pragma once

#include <cstdint>
#include <string>

#include "tests/system/harness.hpp"

namespace pouch::test {

constexpr std::int64_t kDay = 86400;

std::int64_t now();                      // seconds since 1970, of this machine
std::string date(std::int64_t seconds);  // 2026-11-28, UTC
// Until noon of the last day of a month, UTC: two days after it another month has begun.
std::int64_t to_end_of_month();
// A test that counts days waits here while a day, UTC, is about to end: within it two would count.
void wait_past_midnight();
// Two hours ago, in TOML, for letters.digest: a test that looks once a day finds a digest each day.
// One that is made late puts the next off, so that a fixed hour would tell by day and not by night.
std::string digest_hour();

// The wall clock of the programs that are started with its environment.
class MovableClock {
 public:
  explicit MovableClock(const fs::path& folder);
  void advance_to(std::int64_t seconds) const;  // ahead of this machine's
  Environment environment() const;

 private:
  fs::path file_;
};

// While it lives everything that this process starts goes by that clock, GnuPG too, also the
// people's.
class EverybodysClock {
 public:
  explicit EverybodysClock(const fs::path& folder);
  ~EverybodysClock();
  EverybodysClock(const EverybodysClock&) = delete;
  EverybodysClock& operator=(const EverybodysClock&) = delete;
  void advance_to(std::int64_t seconds) const { clock_.advance_to(seconds); }

 private:
  MovableClock clock_;
};

}  // namespace pouch::test

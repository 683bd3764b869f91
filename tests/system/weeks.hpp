// A site over simulated weeks: everybody and everything goes by a clock that the test moves.
#pragma once

#include <cstdint>
#include <string>

#include "tests/system/harness.hpp"
#include "tests/system/movable_clock.hpp"

namespace pouch::test {

class Weeks {
 public:
  Weeks();

  // The clock that many seconds ahead of this machine's, and all that is due done.
  void go_to(std::int64_t seconds);
  std::size_t box(const std::string& id) const;
  // Of those that came after the first `from`, the ones with that in their inner subject.
  std::size_t with(const std::string& id, const std::string& words, std::size_t from = 0) const;
  Letter last_with(const std::string& id, const std::string& words) const;
  // Accepted, and what it causes is on its way: its case number, empty where it is of none.
  std::string accepted(const std::string& writer, const MailParts& parts);
  // By Reply to that letter.
  nlohmann::json answer(const std::string& writer, const Letter& letter, const std::string& text);
  // As that member sees them.
  nlohmann::json legs(const std::string& number, const std::string& as = "ana") const;

 private:
  Scratch scratch_;
  EverybodysClock clock_;

 public:
  Site site;
};

}  // namespace pouch::test

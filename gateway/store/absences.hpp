// Absences of members and desks, with their dates (DOMAIN section 7). Plain: who, from, until, who
// stands in, and the message that said so. A new one replaces what was said before of the same
// time; what had begun ends then, and stays known: its substitute may still finish what came.
//
// Throws Fault as sqlite.hpp does.
#pragma once

#include <string>
#include <vector>

#include "config/absence.hpp"
#include "gateway/cases/case.hpp"

namespace pouch::gateway {

class Database;

class Absences {
 public:
  explicit Absences(Database& database) : database_(database) {}

  // Those that end after that moment, the earliest first.
  std::vector<config::Absence> since(Time moment);

  // --- within the transaction of the commit whose message says it
  void write(const config::Absence& absence, const std::string& number, Time now);

 private:
  Database& database_;
};

}  // namespace pouch::gateway

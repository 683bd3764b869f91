// Days that case notes name (note_days.hpp), for the digests of those who have the note. Plain:
// number, kind, day. Of each kind the newest note of a case counts; they go when it is erased.
//
// Throws Fault as sqlite.hpp does.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

class Database;

struct CaseDay {
  CaseNumber number;
  std::string code;  // of NoteDay
  std::chrono::sys_days day{};
};

class CaseDays {
 public:
  explicit CaseDays(Database& database) : database_(database) {}

  // From that day to that one, the earliest first, of notes that one of these readers has.
  std::vector<CaseDay> between(const std::vector<std::string>& readers, std::chrono::sys_days from,
                               std::chrono::sys_days until);

  // --- within the transaction of the commit that writes the message; `row`: its id
  void write(std::int64_t row, const CaseNumber& number, std::string_view form,
             std::string_view form_json);

 private:
  Database& database_;
};

}  // namespace pouch::gateway

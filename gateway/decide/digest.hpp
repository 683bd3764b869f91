// What one desk reads in its digest of the day (DOMAIN section 7): what it owes, what it waits for,
// what came, what its kept searches found, which keys end, which days come. Of a case its number,
// countries, times and title; a pure function of what the store says today.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct DigestLine {
  CaseNumber number;
  std::string country;  // who asked, or who owes the answer
  std::optional<Time> due{};
  bool late = false;
  bool stands = false;  // its clock: a question was asked back
};

struct DigestKey {
  std::string fingerprint;
  Time expires{};
};

struct DigestSearch {
  std::string name;
  std::size_t found = 0;  // new for it
};

struct DigestDay {
  CaseNumber number;
  std::string code;  // of NoteDay
  std::chrono::sys_days day{};
  int ahead = 0;  // days
};

struct Digest {
  std::vector<DigestLine> to_answer;  // late ones first, then by day
  std::vector<DigestLine> waits_for;
  std::vector<MessageNumber> fresh;  // since the digest before
  std::vector<DigestSearch> searches;
  std::vector<DigestKey> keys;
  std::vector<DigestDay> days;  // the earliest first
  // The opener's subject, of unclassified cases whose first message the desk may read.
  std::map<CaseNumber, std::string> titles;
  std::size_t late() const;  // of those to answer
  // Nothing to say. A day ahead is said besides, and for itself 14, 7, 3, 2, 1 and 0 days before.
  bool empty() const;
};

// The first two parts; `open` are cases in which the desk has a part.
Digest digest_of(const std::vector<Case>& open, const std::string& desk, Time now);

}  // namespace pouch::gateway

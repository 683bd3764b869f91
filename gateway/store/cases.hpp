// Cases and their legs. What is readable of a case are its number, parties, states and dates; what
// its forms said is sealed under its key, so that an erased case keeps no more than the former.
// Throws Fault as sqlite.hpp and vault.hpp do.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct CaseFilter {
  bool open = false, overdue = false;
  std::string country;
};

// A request as its desk has answered it.
struct AnsweredLeg {
  Time opened{}, answered{};
  bool late = false;
};

class Cases {
 public:
  Cases(Database& database, Audit& audit, CaseKeys& keys);

  std::optional<Case> find(const CaseNumber& number);
  // By time of opening. The conditions hold each by itself: `country` for the requester's or any
  // leg's.
  std::vector<Case> list(const CaseFilter& filter, Time now);
  // Open ones that this principal requested, or in which one of these desks has a part; by time.
  std::vector<Case> open_of(const std::string& requester, const std::vector<std::string>& desks);
  // Requests that this desk has answered or refused since then.
  std::vector<AnsweredLeg> answered_by(const std::string& desk, Time since);
  // Notes that are not closed, of which one of these readers has a message; the newest first.
  std::vector<Case> open_notes(const std::vector<std::string>& readers, std::size_t most);
  std::vector<std::pair<CaseNumber, std::string>> waiting_legs();  // country

  // --- clocks
  std::vector<std::pair<CaseNumber, std::string>> newly_overdue(Time now);  // marks them, audited
  // The earliest moment from `now` on at which newly_overdue can find something: a second after a
  // deadline that has not been told.
  std::optional<Time> next_deadline(Time now);

  // --- within the transaction of a commit, but for seal_facts, which comes before it
  std::string seal_facts(const Case& subject);
  // False: an existing case is no longer at the version that was read (DECISIONS 19).
  [[nodiscard]] bool write(const Case& subject, bool is_new, std::string_view sealed_facts);
  // The leg whose request that letter carries is as its letters are (legs.cpp).
  void follow_leg(const std::string& letter, Time at);

 private:
  Case read(const Statement& row);

  Database& database_;
  Audit& audit_;
  CaseKeys& keys_;
};

}  // namespace pouch::gateway

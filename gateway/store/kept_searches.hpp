// Searches that somebody keeps, to see what is new since the last look. Owner and times are plain;
// what is searched for, and its name, lie sealed like the words of searches in the audit log. The
// number of the case for which a search was made stands beside it, so that erasing the case can
// take the search too. Rights are no part of it: they are those of the day of the look.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

class Audit;
class Database;

inline constexpr std::size_t kMostKeptSearches = 50;  // of one owner
inline constexpr std::size_t kLongestKeptName = 80;   // octets

struct KeptSearch {
  std::int64_t id = 0;
  std::string name;      // as its owner calls it
  std::string question;  // search_context() of it
  Time kept{};
  // Rows of the newest messages that the index had at the last look and at the one before; which
  // look that was.
  std::int64_t seen = 0, before = 0;
  std::string look{};
  // Messages behind this row are new to a look of that name: the same when it is repeated.
  std::int64_t new_after(std::string_view name_of_look) const {
    return !look.empty() && look == name_of_look ? before : seen;
  }
};

class KeptSearches {
 public:
  KeptSearches(Database& database, Audit& audit) : database_(database), audit_(audit) {}

  // One of that name (case apart) is replaced. False: the owner keeps too many already.
  [[nodiscard]] bool keep(const std::string& owner, const KeptSearch& search,
                          const std::string& for_case);
  std::vector<KeptSearch> of(const std::string& owner);  // the oldest first
  std::optional<KeptSearch> find(const std::string& owner, std::string_view name);
  [[nodiscard]] bool drop(const std::string& owner, std::string_view name);

  // Those that were made for the case, or name it or a message of it in their words or name, within
  // the transaction that erases it. How many there were.
  std::size_t forget(const CaseNumber& number);

  // After a look: what the index had by then is new no more.
  void looked(const KeptSearch& search, const std::string& look, std::int64_t indexed);

 private:
  Database& database_;
  Audit& audit_;
};

}  // namespace pouch::gateway

// The keys under which the store seals: one for each case, wrapped in keys.db, and one for what
// belongs to no case. A case's key is durable before the first content that is sealed under it; its
// end is the end of all of that: the case is erased. keys.db bears a witness of the data key that
// the store was made with. Private to the store.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/cases/number.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {

// Of what belongs to no case, for who has the data key.
Secret key_of_no_case(const Secret& data_key);

class CaseKeys {
 public:
  CaseKeys(Database& keys, const Secret& data_key);

  // While one lives, a key that was found is not looked for again: for one moment (moment.hpp).
  class Kept {
   public:
    explicit Kept(CaseKeys& keys) : keys_(keys) { ++keys_.keepers_; }
    ~Kept();
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;

   private:
    CaseKeys& keys_;
  };

  Secret of(const CaseNumber& number);  // Fault (permanent) when there is none
  std::optional<Secret> find(const CaseNumber& number);
  void make(const CaseNumber& number);  // the first one stays
  const Secret& of_no_case() const { return of_no_case_; }

  bool is_bound();  // to a data key
  void bind();
  void prove();  // Fault (permanent) when it was bound to another data key

 private:
  std::optional<std::string> witness();

  Database& database_;
  Secret wrapping_key_;
  Secret of_no_case_;
  std::map<std::string, Secret, std::less<>> kept_;  // by the case's number
  int keepers_ = 0;
};

}  // namespace pouch::gateway

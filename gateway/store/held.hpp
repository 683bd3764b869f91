// Mail that was held or refused: listed, shown, sent through again, or dropped, by the operator.
// Both are kept whole until then, but for held mail of strangers, which goes after a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/cases/outcome.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct HeldMail {
  std::int64_t spool = 0;
  std::string reason, detail, from, source;
  std::vector<std::string> to;
  Time received{};
  Outcome outcome = Outcome::kHeld;  // or kRefused
};

class Held {
 public:
  Held(Database& database, Audit& audit, Spool& spool);

  std::vector<HeldMail> list(bool with_refused = false);  // by time
  std::optional<std::string> raw(std::int64_t spool);
  bool release(std::int64_t spool, std::string_view actor, Time now);  // back into the spool
  bool drop(std::int64_t spool, std::string_view actor, Time now);
  // Held mail that came before then from nobody whom we know, a group at a time; how many. The
  // directory knows who that is, the store does not.
  int expire(Time before, Time now, const std::function<bool(const HeldMail&)>& of_stranger);
  // When the first held mail will have been kept for so long; nullopt: none is.
  std::optional<Time> next_expiry(Time now, std::chrono::seconds age);

 private:
  Database& database_;
  Audit& audit_;
  Spool& spool_;
};

}  // namespace pouch::gateway

#include "gateway/store/reservations.hpp"

#include <optional>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/store/serials.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kSeedOctets = 16;

}  // namespace

Reservations::Reservations(Database& database, CaseKeys& keys, const Epochs& epochs)
    : database_(database), keys_(keys), epochs_(epochs) {}

Reservation Reservations::reserve(std::int64_t spool, const std::string& prefix, Time now) {
  std::optional<Reservation> promised;
  {
    Transaction transaction(database_, "reserve",
                            Survives::kKill);  // nobody hears of it before commit()
    auto statement =
        database_.prepare("SELECT reserved_number, letter_seed FROM spool WHERE id = ?");
    statement.bind(1, spool);
    if (spool != 0 && !statement.step()) {
      throw Fault(false, "store: a number was asked for an unknown spool entry", "");
    }
    if (spool != 0 && !statement.is_null(0)) {
      promised = Reservation{detail::stored_number(statement.text(0)), statement.text(1)};
    } else {
      promised = Reservation{next_number(database_, prefix, epochs_.current(), now), new_seed()};
      database_.prepare("UPDATE spool SET reserved_number = ?, letter_seed = ? WHERE id = ?")
          .bind(1, promised->number.text())
          .bind(2, promised->letter_seed)
          .bind(3, spool)
          .run();
      transaction.commit();
    }
  }
  keys_.make(promised->number);
  return std::move(*promised);
}

std::string Reservations::new_seed() const { return random_hex(kSeedOctets) + epochs_.mark(); }

}  // namespace pouch::gateway

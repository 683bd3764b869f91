#include "gateway/store/store.hpp"

#include <utility>

#include "gateway/store/serials.hpp"
#include "gateway/store/site_keys.hpp"
#include "gateway/store/stored_number.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kSeedOctets = 16;

std::vector<std::int64_t> epochs_of(Database& database) {
  std::vector<std::int64_t> last_before;
  auto statement = database.prepare("SELECT deliveries FROM epochs ORDER BY epoch");
  while (statement.step()) {
    last_before.push_back(statement.integer(0));
  }
  return last_before;
}

}  // namespace

std::string epoch_mark(int epoch) {
  return epoch == 0 ? std::string() : hex(std::string(1, static_cast<char>(epoch)));
}

Store::Store(const std::filesystem::path& state, const Secret& data_key, StoreFor what)
    : state_(state),
      database_(what == StoreFor::kMaking    ? Database::make_store(state)
                : what == StoreFor::kRestore ? Database::open_copy(state)
                                             : Database::open_store(state)),
      keys_database_(what == StoreFor::kMaking ? Database::make_keys(state)
                                               : Database::open_keys(state)),
      epochs_(epochs_of(database_)),
      wrapping_key_(data_key.derive("case-keys")),
      summary_key_(data_key.derive("summaries")),
      notice_key_(data_key.derive("notices")),
      return_path_(data_key, epochs_),
      audit_(database_, data_key),
      spool_(state, database_, data_key),
      bodies_(database_, [this](const CaseNumber& number) { return case_key(number); }) {
  need_own_keys(database_, keys_database_);  // another site's would look like a wrong data key
  fit_data_key(what);
  introduce(database_, keys_database_, what == StoreFor::kRestore);
  if (what != StoreFor::kRestore) {
    need_fitting_keys(database_, keys_database_);
  }
}

// A store is bound to the data key that it was made with. Another one is refused before anything is
// sealed under it.
void Store::fit_data_key(StoreFor what) {
  constexpr std::string_view kPurpose = "witness";
  auto statement = keys_database_.prepare("SELECT sealed FROM witness");
  const bool bound = statement.step();
  if (!bound && what != StoreFor::kMaking) {
    throw Fault(false, "store: keys.db holds no key of this store",
                "bring keys.db back from the backup: pouch restore");
  }
  if (!bound) {
    {
      Transaction transaction(database_, "bind");
      audit_.begin();
      transaction.commit();
    }
    {
      Transaction transaction(keys_database_, "witness");
      keys_database_.prepare("INSERT OR IGNORE INTO witness (one, sealed) VALUES (1, ?)")
          .bind_blob(1, seal(wrapping_key_, kPurpose, kPurpose))
          .run();
      transaction.commit();
    }
    statement.reset();
    statement.step();
  }
  try {
    unseal(wrapping_key_, kPurpose, statement.text(0));
  } catch (const Fault&) {
    throw Fault(false, "store: the data key does not belong to this store",
                "state/data-key.pgp and the databases beside it are of different backups or sites; "
                "a state whose making was interrupted is removed before it is made again");
  }
}

Reservation Store::reserve(std::int64_t spool, const std::string& prefix, Time now) {
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
      promised = Reservation{next_number(database_, prefix, epoch(), now), new_seed()};
      database_.prepare("UPDATE spool SET reserved_number = ?, letter_seed = ? WHERE id = ?")
          .bind(1, promised->number.text())
          .bind(2, promised->letter_seed)
          .bind(3, spool)
          .run();
      transaction.commit();
    }
  }
  make_case_key(promised->number);
  return std::move(*promised);
}

std::string Store::new_seed() const { return random_hex(kSeedOctets) + epoch_mark(epoch()); }

// In the transaction of a case's first message, whose key is durable by then.
void Store::note_keys_made() {
  database_.prepare("UPDATE site SET keys_made = max(keys_made, ?)")
      .bind(1, keys_made(keys_database_))
      .run();
}

void Store::make_case_key(const CaseNumber& number) {
  if (find_case_key(number)) {
    return;
  }
  // Two workers may come here for one number; the first key stays.
  Transaction transaction(keys_database_, "case-key");
  keys_database_.prepare("INSERT OR IGNORE INTO case_keys (number, wrapped) VALUES (?,?)")
      .bind(1, number.text())
      .bind_blob(2, wrap(wrapping_key_, key_purpose(number.text()), Secret::random()))
      .run();
  transaction.commit();
}

std::optional<Secret> Store::find_case_key(const CaseNumber& number) {
  auto statement = keys_database_.prepare("SELECT wrapped FROM case_keys WHERE number = ?");
  statement.bind(1, number.text());
  if (!statement.step()) {
    return std::nullopt;
  }
  return unwrap(wrapping_key_, key_purpose(number.text()), statement.text(0));
}

Secret Store::case_key(const CaseNumber& number) {
  auto key = find_case_key(number);
  if (!key) {
    throw Fault(false, "store: case " + number.text() + " has no key",
                "it was erased, or its number was never reserved");
  }
  return std::move(*key);
}

void Store::note(const AuditEntry& entry, Time at) { note_all({entry}, at); }

void Store::note_all(const std::vector<AuditEntry>& entries, Time at) {
  Transaction transaction(database_, "note");
  for (const auto& entry : entries) {
    audit_.append(entry, at);
  }
  transaction.commit();
}

Time Store::last_note() {
  auto statement = database_.prepare("SELECT at FROM audit ORDER BY sequence DESC LIMIT 1");
  return Time(std::chrono::seconds(statement.step() ? statement.integer(0) : 0));
}

Audit& Store::audit() { return audit_; }
Spool& Store::spool() { return spool_; }
Bodies& Store::bodies() { return bodies_; }
Database& Store::database() { return database_; }

}  // namespace pouch::gateway

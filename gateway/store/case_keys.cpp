#include "gateway/store/case_keys.hpp"

#include <utility>

#include "gateway/fault.hpp"
#include "gateway/store/site_keys.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kWitness = "witness";

}  // namespace

Secret key_of_no_case(const Secret& data_key) { return data_key.derive("summaries"); }

CaseKeys::CaseKeys(Database& keys, const Secret& data_key)
    : database_(keys),
      wrapping_key_(data_key.derive("case-keys")),
      of_no_case_(key_of_no_case(data_key)) {}

CaseKeys::Kept::~Kept() {
  if (--keys_.keepers_ == 0) {
    keys_.kept_.clear();
  }
}

std::optional<Secret> CaseKeys::find(const CaseNumber& number) {
  const auto& text = number.text();
  if (const auto kept = kept_.find(text); kept != kept_.end()) {
    return Secret::from(kept->second.octets());
  }
  auto statement = database_.prepare("SELECT wrapped FROM case_keys WHERE number = ?");
  statement.bind(1, text);
  if (!statement.step()) {
    return std::nullopt;
  }
  auto key = unwrap(wrapping_key_, key_purpose(text), statement.view(0));
  if (keepers_ > 0) {
    kept_.emplace(text, Secret::from(key.octets()));
  }
  return key;
}

Secret CaseKeys::of(const CaseNumber& number) {
  auto key = find(number);
  if (!key) {
    throw Fault(false, "store: case " + number.text() + " has no key",
                "it was erased, or its number was never reserved");
  }
  return std::move(*key);
}

void CaseKeys::make(const CaseNumber& number) {
  if (find(number)) {
    return;
  }
  // Two workers may come here for one number; the first key stays.
  Transaction transaction(database_, "case-key");
  database_.prepare("INSERT OR IGNORE INTO case_keys (number, wrapped) VALUES (?,?)")
      .bind(1, number.text())
      .bind_blob(2, wrap(wrapping_key_, key_purpose(number.text()), Secret::random()))
      .run();
  transaction.commit();
}

std::optional<std::string> CaseKeys::witness() {
  auto statement = database_.prepare("SELECT sealed FROM witness");
  return statement.step() ? std::optional(statement.text(0)) : std::nullopt;
}

bool CaseKeys::is_bound() { return witness().has_value(); }

void CaseKeys::bind() {
  Transaction transaction(database_, "witness");
  database_.prepare("INSERT OR IGNORE INTO witness (one, sealed) VALUES (1, ?)")
      .bind_blob(1, seal(wrapping_key_, kWitness, kWitness))
      .run();
  transaction.commit();
}

void CaseKeys::prove() {
  try {
    unseal(wrapping_key_, kWitness, witness().value_or(std::string()));
  } catch (const Fault&) {
    throw Fault(false, "store: the data key does not belong to this store",
                "state/data-key.pgp and the databases beside it are of different backups or sites; "
                "a state whose making was interrupted is removed before it is made again");
  }
}

}  // namespace pouch::gateway

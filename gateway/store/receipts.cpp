#include "gateway/store/receipts.hpp"

#include <stdexcept>

#include "gateway/store/claimer.hpp"
#include "gateway/store/stored_values.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, number, position, text, signature, claimer FROM receipts ";

std::string purpose(std::string_view what, std::string_view number, std::int64_t position) {
  return "receipt " + std::string(what) + ":" + std::string(number) + "/" +
         std::to_string(position);
}

// Its server, or its desk, said no for good; all else is a time-out.
ReceiptReason reason_of(std::string_view state, std::string_view status) {
  return state == "delivered"      ? ReceiptReason::kNone
         : state == "dropped"      ? ReceiptReason::kOther
         : status.starts_with("5") ? ReceiptReason::kUnreachable
                                   : ReceiptReason::kTimeOut;
}

}  // namespace

ReceiptRow Receipts::row_of(const Statement& statement) {
  const auto number = statement.text(1);
  const auto position = statement.integer(2);
  auto text = unseal(keys_.of_no_case(), purpose("text", number, position), statement.view(3));
  auto hash = sha256_hex(text);
  auto signature =
      statement.is_null(4)
          ? std::string()
          : unseal(keys_.of_no_case(), purpose("signature", number, position), statement.view(4));
  return {statement.integer(0), number,          static_cast<int>(position),
          std::move(text),      std::move(hash), std::move(signature)};
}

ReceiptPlace Receipts::next_place(const CaseNumber& number, Time at) {
  ReceiptPlace place{.number = number.text(), .previous = kNoReceipt, .at = at};
  auto last =
      database_.prepare(std::string(kColumns) + "WHERE number = ? ORDER BY position DESC LIMIT 1");
  if (last.bind(1, number.text()).step()) {
    auto before = row_of(last);
    place.position = before.position + 1;
    place.previous = std::move(before.hash);
  }
  return place;
}

bool Receipts::append(const CaseNumber& number, const CaseReceipt& receipt, Time at) {
  if (!database_.in_transaction()) {
    throw std::logic_error("a receipt outside of the transaction of what it is for");
  }
  auto known = database_.prepare("SELECT 1 FROM receipts WHERE number = ? AND once = ?");
  if (known.bind(1, number.text()).bind(2, receipt.once).step()) {
    return false;
  }
  const auto place = next_place(number, at);
  database_
      .prepare(
          "INSERT INTO receipts (number, position, once, text, state)"
          " VALUES (?,?,?,?,'waiting')")
      .bind(1, place.number)
      .bind(2, std::int64_t{place.position})
      .bind(3, receipt.once)
      .bind_blob(4, seal(keys_.of_no_case(), purpose("text", place.number, place.position),
                         text_of(receipt, place)))
      .run();
  return true;
}

void Receipts::append(const CaseNumber& number, const std::vector<CaseReceipt>& receipts, Time at) {
  for (const auto& receipt : receipts) {
    append(number, receipt, at);
  }
}

void Receipts::append_delivery(std::int64_t delivery, std::string_view state, Time at) {
  auto row = database_.prepare(
      "SELECT l.number, l.message, l.kind, l.message_id, d.recipient, d.answer, d.status,"
      " d.attempts, ifnull(w.country, '') FROM deliveries d JOIN letters l ON l.id = d.letter"
      " LEFT JOIN letter_words w ON w.letter = l.id WHERE d.id = ? AND l.number <> ''"
      " AND l.message > 0 AND l.kind IN ('request', 'copy', 'reply', 'note', 'case-note',"
      " 'control')");
  if (!row.bind(1, delivery).step()) {
    return;
  }
  const bool arrived = state == "delivered";
  const CaseReceipt receipt{.kind = ReceiptKind::kDelivered,
                            .positive = arrived,
                            .of = detail::numbered(row.text(0), row.integer(1)),
                            .country = row.text(8),
                            .reason = reason_of(state, row.text(6)),
                            .values = {{"Letter", row.text(2) + " " + row.text(3)},
                                       {"To", row.text(4)},
                                       {"Answer", row.text(5)},
                                       {"Status", row.text(6)},
                                       {"Attempts", std::to_string(row.integer(7))}},
                            .once = "R3 " + std::to_string(delivery) + " " + std::string(state)};
  const auto number = detail::stored_number(row.text(0));
  row.reset();
  append(number, receipt, at);
}

void Receipts::want_key(std::int64_t message, const std::string& fingerprint) {
  if (!fingerprint.empty()) {
    database_.prepare("INSERT INTO message_keys (message, fingerprint) VALUES (?,?)")
        .bind(1, message)
        .bind(2, fingerprint)
        .run();
  }
}

std::vector<ReceiptRow> Receipts::of(const CaseNumber& number) {
  auto statement = database_.prepare(std::string(kColumns) + "WHERE number = ? ORDER BY position");
  statement.bind(1, number.text());
  std::vector<ReceiptRow> rows;
  while (statement.step()) {
    rows.push_back(row_of(statement));
  }
  return rows;
}

bool Receipts::waiting() {
  auto statement = database_.prepare(
      "SELECT claimer FROM receipts WHERE state = 'waiting' ORDER BY id LIMIT 1000");
  while (statement.step()) {
    if (statement.is_null(0) || !is_living(statement.text(0))) {
      return true;
    }
  }
  return database_.prepare("SELECT 1 FROM message_keys WHERE key IS NULL LIMIT 1").step();
}

std::vector<ReceiptRow> Receipts::claim(std::size_t most, std::string_view number) {
  if (!waiting()) {
    return {};  // the write lock is not for looking
  }
  Transaction transaction(database_, "receipts.claim", Survives::kKill);
  std::vector<ReceiptRow> rows;
  {
    auto statement = database_.prepare(
        std::string(kColumns) + "WHERE state = 'waiting' AND (?1 = '' OR number = ?1) ORDER BY id");
    statement.bind(1, number);
    while (rows.size() < most && statement.step()) {
      const auto claimer = statement.is_null(5) ? std::string() : statement.text(5);
      if (claimer.empty() || claimer == this_process() || !is_living(claimer)) {
        rows.push_back(row_of(statement));
      }
    }
  }
  auto claim = database_.prepare("UPDATE receipts SET claimer = ? WHERE id = ?");
  for (const auto& row : rows) {
    claim.bind(1, this_process()).bind(2, row.id).run();
  }
  transaction.commit();
  return rows;
}

std::vector<UnkeptKey> Receipts::unkept_keys(std::size_t most) {
  auto statement = database_.prepare(
      "SELECT message, fingerprint FROM message_keys WHERE key IS NULL ORDER BY message LIMIT ?");
  statement.bind(1, static_cast<std::int64_t>(most));
  std::vector<UnkeptKey> keys;
  while (statement.step()) {
    keys.push_back({statement.integer(0), statement.text(1)});
  }
  return keys;
}

void Receipts::finish(const std::vector<ReceiptRow>& rows,
                      const std::vector<std::pair<UnkeptKey, std::string>>& keys,
                      const std::optional<KeptKey>& gateway) {
  Transaction transaction(database_, "receipts");
  auto sign = database_.prepare(
      "UPDATE receipts SET signature = ?, state = 'signed', claimer = NULL"
      " WHERE id = ? AND state = 'waiting'");
  for (const auto& row : rows) {
    sign.bind_blob(1, seal(keys_.of_no_case(), purpose("signature", row.number, row.position),
                           row.signature))
        .bind(2, row.id)
        .run();
  }
  for (const auto& [key, block] : keys) {
    database_.prepare("UPDATE message_keys SET key = ? WHERE message = ? AND key IS NULL")
        .bind(1, keep(block))
        .bind(2, key.message)
        .run();
  }
  if (gateway) {
    database_.prepare("INSERT OR IGNORE INTO gateway_keys (fingerprint, key) VALUES (?,?)")
        .bind(1, gateway->fingerprint)
        .bind(2, keep(gateway->block))
        .run();
  }
  transaction.commit();
}

std::string Receipts::keep(const std::string& block) {
  auto digest = sha256_hex(block);
  database_.prepare("INSERT OR IGNORE INTO public_keys (digest, block) VALUES (?,?)")
      .bind(1, digest)
      .bind(2, block)
      .run();
  return digest;
}

std::vector<KeptKey> Receipts::gateway_keys() {
  auto statement = database_.prepare(
      "SELECT g.fingerprint, k.block FROM gateway_keys g JOIN public_keys k ON k.digest = g.key"
      " ORDER BY g.fingerprint");
  std::vector<KeptKey> keys;
  while (statement.step()) {
    keys.push_back({.fingerprint = statement.text(0), .block = statement.text(1)});
  }
  return keys;
}

bool Receipts::keeps_gateway_key(const std::string& fingerprint) {
  auto statement = database_.prepare("SELECT 1 FROM gateway_keys WHERE fingerprint = ?");
  return statement.bind(1, fingerprint).step();
}

std::string Receipts::key_of(std::int64_t message) {
  auto statement = database_.prepare(
      "SELECT k.block FROM message_keys m JOIN public_keys k ON k.digest = m.key"
      " WHERE m.message = ?");
  return statement.bind(1, message).step() ? statement.text(0) : std::string();
}

}  // namespace pouch::gateway

#include "gateway/store/reports.hpp"

#include "gateway/store/commit.hpp"
#include "gateway/store/letter_rows.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

// A server that reports on every try for five days stays below it; one that floods us does not.
constexpr std::int64_t kMostReports = 50;

std::string report_purpose(std::int64_t delivery) { return "report:" + std::to_string(delivery); }

std::string described(const QueuedLetter& letter) {
  return letter.kind + " " + letter.id + " to " + letter.recipient;
}

}  // namespace

Reports::Reports(Database& database, Audit& audit, CaseKeys& keys, Cases& cases, Notices& notices)
    : database_(database), audit_(audit), keys_(keys), cases_(cases), notices_(notices) {}

bool Reports::is_known(const DeliveryNews& news) {
  auto statement = database_.prepare(
      "SELECT count(*), ifnull(sum(digest = ?), 0) FROM reports WHERE delivery = ?");
  statement.bind(1, sha256_hex(news.raw)).bind(2, news.delivery).step();
  return statement.integer(0) >= kMostReports || statement.integer(1) > 0;
}

std::vector<std::string> Reports::of(const std::string& letter_id) {
  auto statement = database_.prepare(
      "SELECT r.delivery, r.raw FROM reports r JOIN deliveries d ON d.id = r.delivery"
      " WHERE d.letter = ? ORDER BY r.id");
  statement.bind(1, letter_id);
  std::vector<std::string> reports;
  while (statement.step()) {
    reports.push_back(
        unseal(keys_.of_no_case(), report_purpose(statement.integer(0)), statement.text(1)));
  }
  return reports;
}

std::string Reports::seal_report(const DeliveryNews& news) {
  return seal(keys_.of_no_case(), report_purpose(news.delivery), news.raw);
}

void Reports::write(const DeliveryNews& news, std::string_view sealed_report, Time at) {
  database_
      .prepare(
          "INSERT OR IGNORE INTO reports (delivery, digest, at, action, status, diagnostic, raw)"
          " VALUES (?,?,?,?,?,?,?)")
      .bind(1, news.delivery)
      .bind(2, sha256_hex(news.raw))
      .bind(3, detail::seconds(at))
      .bind(4, news.action)
      .bind(5, news.status)
      .bind(6, news.diagnostic)
      .bind_blob(7, sealed_report)
      .run();
  const bool fresh = database_.changes() > 0;  // else another worker was faster with the same one
  const auto letter = detail::delivery(database_, news.delivery);
  if (fresh && letter) {
    apply(news, *letter, at);
  }
}

void Reports::apply(const DeliveryNews& news, const QueuedLetter& letter, Time at) {
  const bool over = letter.state == "failed" || letter.state == "dropped";
  const auto set = [&](std::string_view columns) {
    database_
        .prepare("UPDATE deliveries SET status = ?1, answer = ?2, at = ?3, " +
                 std::string(columns) + " WHERE id = ?4")
        .bind(1, news.status)
        .bind(2, news.diagnostic)
        .bind(3, detail::seconds(at))
        .bind(4, news.delivery)
        .run();
  };
  std::string act = "reported";
  if (!over && news.action == "failed") {
    act = "not-delivered";
    set("state = 'failed'");
    notices_.make(news.delivery, "not-delivered", at);
    Receipts(database_, keys_).append_delivery(news.delivery, "failed", at);
  } else if (!over && !letter.confirmed && news.action == "delivered") {
    act = "confirmed";
    set("confirmed = ?3, state = 'delivered'");
  } else if (!over && !letter.confirmed && news.action == "delayed") {
    act = "delayed";
    set("delayed = ?3");
    if (news.warns) {
      notices_.make(news.delivery, "delayed", at);
    }
  }
  audit_.append({.actor = "gateway",
                 .act = act,
                 .number = letter.number,
                 .detail = described(letter) + ", reported " + news.action +
                           (news.status.empty() ? "" : " " + news.status)},
                at);
  cases_.follow_leg(letter.id, at);
}

}  // namespace pouch::gateway

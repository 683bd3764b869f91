// What reports said of letters that others took (SECURITY section 2 class 11). The worst word
// stands, in whatever order words come: "failed" ends a delivery, also one that was confirmed
// before (an address behind the first one refused it); nothing undoes "failed" but the operator's
// retry.
#include "gateway/store/letter_rows.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {
namespace {

// A server that reports on every try for five days stays below it; one that floods us does not.
constexpr std::int64_t kMostReports = 50;

std::string report_purpose(std::int64_t delivery) { return "report:" + std::to_string(delivery); }

std::string numbered(const QueuedLetter& letter) {
  return letter.kind + " " + letter.id + " to " + letter.recipient;
}

}  // namespace

std::string Store::return_path(std::string_view ours, const QueuedLetter& letter) const {
  return return_path_.address(ours, letter.delivery, letter.recipient);
}

std::optional<QueuedLetter> Store::delivery(std::int64_t id) {
  auto statement = database_.prepare(std::string(detail::kLetterColumns) + "WHERE d.id = ?");
  return statement.bind(1, id).step() ? std::optional(detail::queued_letter(statement))
                                      : std::nullopt;
}

std::optional<QueuedLetter> Store::returned_to(const std::vector<std::string>& recipients,
                                               std::string_view ours) {
  std::optional<QueuedLetter> found;
  for (const auto& recipient : recipients) {
    const auto token = return_token(recipient, ours);
    auto letter = token ? delivery(token->delivery) : std::nullopt;
    if (!letter || !return_path_.proves(*token, letter->recipient)) {
      continue;
    }
    if (found && found->delivery != letter->delivery) {
      return std::nullopt;  // one report on two letters: which one does it mean?
    }
    found = std::move(letter);
  }
  return found;
}

bool Store::is_known(const DeliveryNews& news) {
  auto statement = database_.prepare(
      "SELECT count(*), ifnull(sum(digest = ?), 0) FROM reports WHERE delivery = ?");
  statement.bind(1, sha256_hex(news.raw)).bind(2, news.delivery).step();
  return statement.integer(0) >= kMostReports || statement.integer(1) > 0;
}

std::vector<std::string> Store::reports_of(const std::string& letter_id) {
  auto statement = database_.prepare(
      "SELECT r.delivery, r.raw FROM reports r JOIN deliveries d ON d.id = r.delivery"
      " WHERE d.letter = ? ORDER BY r.id");
  statement.bind(1, letter_id);
  std::vector<std::string> reports;
  while (statement.step()) {
    reports.push_back(
        unseal(summary_key_, report_purpose(statement.integer(0)), statement.text(1)));
  }
  return reports;
}

void Store::write_news(const Commit& commit, std::string_view sealed_report) {
  if (!commit.news) {
    return;
  }
  const auto& news = *commit.news;
  database_
      .prepare(
          "INSERT OR IGNORE INTO reports (delivery, digest, at, action, status, diagnostic, raw)"
          " VALUES (?,?,?,?,?,?,?)")
      .bind(1, news.delivery)
      .bind(2, sha256_hex(news.raw))
      .bind(3, detail::seconds(commit.at))
      .bind(4, news.action)
      .bind(5, news.status)
      .bind(6, news.diagnostic)
      .bind_blob(7, sealed_report)
      .run();
  const bool fresh = database_.changes() > 0;  // else another worker was faster with the same one
  const auto letter = delivery(news.delivery);
  if (fresh && letter) {
    apply(news, *letter, commit.at);
  }
}

void Store::apply(const DeliveryNews& news, const QueuedLetter& letter, Time at) {
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
    make_notices(news.delivery, "not-delivered", at);
  } else if (!over && !letter.confirmed && news.action == "delivered") {
    act = "confirmed";
    set("confirmed = ?3, state = 'delivered'");
  } else if (!over && !letter.confirmed && news.action == "delayed") {
    act = "delayed";
    set("delayed = ?3");
    if (news.warns) {
      make_notices(news.delivery, "delayed", at);
    }
  }
  audit_.append({"gateway", act, letter.number,
                 numbered(letter) + ", reported " + news.action +
                     (news.status.empty() ? "" : " " + news.status)},
                at);
  follow_leg(letter.id, at);
}

}  // namespace pouch::gateway

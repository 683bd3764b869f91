#include "gateway/work/report_passage.hpp"

#include "gateway/letters/machine.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/reports.hpp"
#include "gateway/store/spool.hpp"
#include "mail/report/delivery_report.hpp"

namespace pouch::gateway {
namespace {

std::optional<DeliveryNews> news_of(const Runtime& runtime, const QueuedLetter& letter,
                                    const std::string& raw) {
  const auto scanned = mail::scan(raw, runtime.limits, mail::Scanning::kTolerant);
  const auto* root = std::get_if<mail::Entity>(&scanned);
  const auto report =
      root == nullptr ? std::nullopt : mail::read_delivery_report(*root, runtime.limits);
  if (!report) {
    return std::nullopt;
  }
  const auto said = mail::said_of(*report, letter.recipient);
  return DeliveryNews{.delivery = letter.delivery,
                      .action = std::string(mail::name(said.action)),
                      .status = said.status,
                      .diagnostic = said.diagnostic,
                      .raw = raw};
}

}  // namespace

bool carry_report(const Runtime& runtime, Store& store, const SpoolEntry& entry) {
  const auto letter = store.letters().returned_to(entry.to, runtime.site.address);
  if (!letter) {
    return false;
  }
  auto news = news_of(runtime, *letter, store.spool().raw(entry.id));
  if (!news) {
    return false;
  }
  const auto now = runtime.now();
  news->warns = now >= letter->created + runtime.site.delivery.warn_after;
  Commit commit;
  commit.spool = entry.id;
  commit.at = now;
  commit.detail = news->action + (news->status.empty() ? "" : " " + news->status);
  if (store.reports().is_known(*news)) {
    commit.outcome = Outcome::kDuplicate;
    commit.reason = "duplicate";
    commit.audit.push_back({.actor = "gateway",
                            .act = "duplicate",
                            .number = letter->number,
                            .detail = "report on " + letter->id});
  } else {
    commit.outcome = Outcome::kAccepted;
    commit.reason = "delivery-report";
    commit.news = std::move(news);
  }
  Summary summary;
  summary.outcome = commit.outcome;
  summary.reason = commit.reason;
  if (const auto number = MessageNumber::parse(letter->number)) {
    summary.number = number->number.text();
    summary.message = number->message == 0 ? std::string() : number->text();
  }
  commit.summary = summary_json(summary);
  store.commit_alone(commit);
  log(Level::kInfo, commit.reason,
      {{"spool", std::to_string(entry.id)}, {"letter", letter->id}, {"said", commit.detail}});
  return true;
}

}  // namespace pouch::gateway

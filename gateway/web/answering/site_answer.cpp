#include "gateway/web/answering/site_answer.hpp"

#include <algorithm>
#include <utility>

#include "gateway/cases/utc.hpp"
#include "gateway/status/site_status.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/epochs.hpp"

namespace pouch::gateway {
namespace {

constexpr std::int64_t kRowsAtOnce = 500, kMostSifted = 20'000;
constexpr std::size_t kRowsOfPage = 100;

std::vector<StatusQueue> queues_of(const Lengths& lengths) {
  const std::pair<const char*, const Length*> kNamed[] = {
      {"mail to be worked on", &lengths.waiting},
      {"mail that is worked on", &lengths.worked},
      {"mail put back", &lengths.put_back},
      {"mail held", &lengths.held},
      {"letters due", &lengths.due},
      {"letters to be tried again", &lengths.deferred},
      {"letters that failed", &lengths.failed},
      {"notices", &lengths.notices},
      {"messages not in the index", &lengths.unindexed},
      {"requests without a way", &lengths.waiting_legs},
      {"answers overdue", &lengths.overdue_legs}};
  std::vector<StatusQueue> queues;
  for (const auto& [name, length] : kNamed) {
    queues.push_back({name, length->count, length->oldest});
  }
  return queues;
}

std::string day_of_validity(const std::optional<config::Day>& day) {
  return day ? utc_time(Time(*day)).substr(0, 10) : std::string();
}

// Expiry of a key that the ring says nothing of: the beginning of time.
std::vector<DeskKey> keys_with_ends(const std::string& holder, const std::vector<std::string>& keys,
                                    const std::vector<KeyNote>& notes) {
  std::vector<DeskKey> shown;
  for (const auto& key : keys) {
    const auto note = std::find_if(notes.begin(), notes.end(), [&](const KeyNote& one) {
      return one.holder == holder && one.fingerprint == key;
    });
    shown.push_back({holder, key, note == notes.end() ? Time{} : note->expires.value_or(Time{})});
  }
  return shown;
}

const char* kind_of(config::DeskKind kind) {
  switch (kind) {
    case config::DeskKind::kFocalPoint:
      return "focal point";
    case config::DeskKind::kLiaison:
      return "liaison desk";
    case config::DeskKind::kOperationalCentre:
      return "operational centre";
  }
  return "";
}

bool is_asked_for(const LogPage& page, const AuditRow& row) {
  return (page.who.empty() || row.actor == page.who) && (page.act.empty() || row.act == page.act) &&
         (page.number.empty() || row.number == page.number ||
          row.number.starts_with(page.number + "/")) &&
         (page.day.empty() || utc_time(row.at).starts_with(page.day));
}

}  // namespace

WebAnswer answer_status(const Visit& visit) {
  if (!visit.reader.has_right("operate")) {
    return refused(WebOutcome::kNotFound);
  }
  const auto status = look_at(visit.runtime.site, visit.now);
  StatusPage page;
  page.at = status.at;
  page.serving = status.serving;
  if (status.service) {
    page.version = status.service->version;
    page.since = status.service->since;
  }
  for (const auto& one : status.processes) {
    page.processes.push_back({one.note.name, one.state, one.doing ? one.doing->what : "",
                              static_cast<std::uint64_t>(std::max(one.note.restarts, 0))});
  }
  if (status.lengths) {
    page.queues = queues_of(*status.lengths);
  }
  for (const auto& one : status.servers) {
    page.servers.push_back({one.uri, one.state, one.note ? one.note->error : "", one.out});
  }
  page.free = status.free;
  for (const auto& key : status.keys) {
    if (is_due(key, status.at)) {
      page.keys.push_back({key.holder, key.fingerprint, key.expires.value_or(Time{})});
    }
  }
  for (const auto& one : status.attention) {
    page.attention.push_back({one.what, one.hint});
  }
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  answer.page = std::move(page);
  return answer;
}

WebAnswer answer_directory(const Visit& visit) {
  const auto& directory = visit.runtime.directory;
  const auto notes = read_key_notes(visit.runtime.site.state);
  const bool sees_all = visit.reader.has_right("operate") || visit.reader.has_right("audit");
  DirectoryPage page;
  for (const auto& one : directory.countries) {
    page.countries.push_back({.id = one.code,
                              .name = one.name,
                              .country = one.code,
                              .from = day_of_validity(one.validity.from),
                              .until = day_of_validity(one.validity.until)});
  }
  for (const auto& one : directory.desks) {
    page.desks.push_back({.id = one.id,
                          .name = display_name(one, directory),
                          .kind = kind_of(one.kind),
                          .country = one.country,
                          .community = one.community,
                          .address = one.address,
                          .rights = one.rights,
                          .from = day_of_validity(one.validity.from),
                          .until = day_of_validity(one.validity.until),
                          .substitute = one.substitute,
                          .keys = keys_with_ends(one.id, one.keys, notes)});
  }
  for (const auto& one : directory.members) {
    if (!sees_all && one.community != visit.reader.community) {
      continue;
    }
    page.members.push_back({.id = one.id,
                            .name = one.name,
                            .country = one.country,
                            .community = one.community,
                            .agency = one.agency,
                            .address = one.addresses.empty() ? "" : one.addresses.front(),
                            .desks = one.desks,
                            .rights = one.rights,
                            .from = day_of_validity(one.validity.from),
                            .until = day_of_validity(one.validity.until),
                            .keys = keys_with_ends(one.id, one.keys, notes)});
  }
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  answer.page = std::move(page);
  return answer;
}

WebAnswer answer_log(const Visit& visit) {
  if (!visit.reader.has_right("audit")) {
    return refused(WebOutcome::kNotFound);
  }
  const auto& question = visit.question;
  LogPage page{question.who, question.act, question.number, question.day, {}, 0};
  auto& audit = visit.store.audit();
  const auto newest = audit.last_sequence();
  const auto asked = static_cast<std::int64_t>(
      std::min<std::uint64_t>(question.before, static_cast<std::uint64_t>(newest) + 1));
  auto before = asked == 0 ? newest + 1 : asked;
  const auto lowest = std::max<std::int64_t>(1, before - kMostSifted);
  while (before > lowest && page.rows.size() < kRowsOfPage) {
    const auto first = std::max(lowest, before - kRowsAtOnce);
    std::vector<LogRow> some;
    audit.each(first, before - 1, [&](const AuditRow& row) {
      if (is_asked_for(page, row)) {
        some.push_back({static_cast<std::uint64_t>(row.sequence), row.at, row.actor, row.act,
                        row.number, row.detail});
      }
    });
    before = first;
    for (auto row = some.rbegin(); row != some.rend(); ++row) {
      if (page.rows.size() == kRowsOfPage) {
        before = static_cast<std::int64_t>(page.rows.back().sequence);
        break;
      }
      page.rows.push_back(std::move(*row));
    }
  }
  page.before = before > 1 ? static_cast<std::uint64_t>(before) : 0;
  visit.note({{.act = "looked",
               .number = question.number,
               .detail = "audit log, " + std::to_string(page.rows.size()) + " rows"}},
             "");
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  answer.page = std::move(page);
  return answer;
}

}  // namespace pouch::gateway

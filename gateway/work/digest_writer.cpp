#include "gateway/work/digest_writer.hpp"

#include <set>

#include "gateway/archive/kept_news.hpp"
#include "gateway/archive/readable.hpp"
#include "gateway/cases/local_day.hpp"
#include "gateway/decide/absent.hpp"
#include "gateway/decide/classification_words.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/fault.hpp"
#include "gateway/letters/digest_letter.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/letters/titles.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/case_days.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/digests.hpp"
#include "gateway/store/kept_searches.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/work/next_letter.hpp"
#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostFresh = 500;
constexpr std::chrono::days kKeyWarning{60}, kDaysAhead{14};

std::string zone_of(const Runtime& runtime, const std::string& desk) {
  const auto* found = runtime.directory.desk(desk);
  return found == nullptr || found->time_zone.empty() ? runtime.site.time_zone : found->time_zone;
}

// What its kept searches have found; a search that cannot be made today is left out of the digest.
void add_searches(const Runtime& runtime, Store& store, const Sender& desk, const DigestRow& row,
                  Digest& digest, std::vector<AuditEntry>& audit) {
  if (!runtime.index_key) {
    return;
  }
  KeptLook look;
  look.readers = reader_tags(desk, runtime.directory);
  look.country = desk.country;
  look.name = "digest " + std::to_string(row.id);
  look.detail = HitDetail::kNumber;
  look.now = runtime.now();
  for (const auto& search : store.kept_searches().of(desk.id)) {
    try {
      const auto news = news_of(store, runtime.site.state, *runtime.index_key, search, look);
      if (news && news->found.total > 0) {
        digest.searches.push_back({search.name, news->found.total});
        audit.push_back({.actor = desk.id,
                         .act = "searched",
                         .detail = "kept search, for the digest, " +
                                   std::to_string(news->found.total) + " new"});
      }
    } catch (const Fault& fault) {
      log(Level::kWarning, "not-searched", {{"what", fault.what()}});
    }
  }
}

void add_keys(const Runtime& runtime, const std::string& desk, Digest& digest) {
  for (const auto& key : read_key_notes(runtime.site.state)) {
    const bool ends = key.holder == desk && key.expires &&
                      state_at(key, runtime.now()) == "usable" &&
                      *key.expires - runtime.now() <= kKeyWarning;
    if (ends) {
      digest.keys.push_back({key.fingerprint, *key.expires});
    }
  }
}

// Days of its case notes, as the calendar is where the desk is.
void add_days(Store& store, const std::vector<std::string>& readers, const std::string& zone,
              Time now, Digest& digest) {
  const auto today = local_moment(now, zone).day;
  for (const auto& one : store.case_days().between(readers, today, today + kDaysAhead)) {
    digest.days.push_back({.number = one.number,
                           .code = one.code,
                           .day = one.day,
                           .ahead = static_cast<int>((one.day - today).count())});
  }
}

// Of the lines that the letter shows.
std::set<CaseNumber> cases_named(const Digest& digest) {
  std::set<CaseNumber> numbers;
  const auto add = [&](const auto& lines, std::size_t shown) {
    for (std::size_t i = 0; i < lines.size() && i < shown; ++i) {
      numbers.insert(lines[i].number);
    }
  };
  add(digest.to_answer, kDigestLines);
  add(digest.waits_for, kDigestLines);
  add(digest.fresh, kDigestLines);
  add(digest.days, digest.days.size());
  return numbers;
}

// What cannot be read, or not by this reader, stays a number.
void add_titles(const Runtime& runtime, Store& store, const std::vector<std::string>& readers,
                Digest& digest) {
  for (const auto& number : cases_named(digest)) {
    std::string title;
    const bool readable = is_readable([&] {
      const auto subject = store.cases().find(number);
      const auto first = store.messages().find(MessageNumber{number, 1});
      if (subject && level_named(subject->classification) == Classification::kUnclassified &&
          first && may_read(*first, readers)) {
        title = own_subject(store.bodies().text(first->number).subject, runtime.site.prefix);
      }
    });
    if (readable && !title.empty()) {
      digest.titles.emplace(number, std::move(title));
    }
  }
}

void write(const Runtime& runtime, Store& store, Crypto& crypto, const DigestRow& row) {
  const auto now = runtime.now();
  auto& digests = store.digests();
  const auto present = present_for(runtime.directory, row.desk, now);
  const auto* desk = present ? present->who.desk : nullptr;
  const auto reader = desk == nullptr ? std::nullopt : reachable(runtime, crypto, {nullptr, desk});
  if (!reader) {
    return digests.end(row, "untold", "nothing can be sealed to it today", now);
  }
  auto digest = digest_of(store.cases().open_of({}, {row.desk}), row.desk, now);
  digest.fresh =
      digests.fresh(row.desk, desk_tags(row.desk, runtime.directory), row.since, kMostFresh);
  Commit commit;
  if (!present->instead_of) {  // what it searches for is its own
    add_searches(runtime, store, *reader, row, digest, commit.audit);
  }
  add_keys(runtime, row.desk, digest);
  add_days(store, narrowed_to("MY_CASES", reader->country, reader_tags(*reader, runtime.directory)),
           zone_of(runtime, row.desk), now, digest);
  if (digest.empty()) {
    return digests.end(row, "overtaken", "nothing to say", now);
  }
  if (has_enough_letters(runtime, store.letters(), reader->address)) {
    return digests.put_back(row, now + kRatePause, "limits.letters_per_hour is reached", now);
  }
  add_titles(runtime, store, reader_tags(*reader, runtime.directory), digest);
  auto party = party_of(*desk, runtime.directory, runtime.site);
  party.keys = reader->keys;
  party.instead_of = present->instead_of;
  const auto seed = digests.seed(row);
  const LetterThread thread{.message_id = letter_message_id(runtime.site, seed, 1)};
  commit.at = now;
  commit.digest = row.id;
  commit.letters.push_back(
      seal_letter(write_digest({runtime.site, now}, runtime.directory, party, digest, thread),
                  {.kind = LetterKind::kDigest, .to = {party}}, letter_id(seed, 1),
                  runtime.gateway_key, crypto, runtime.site.state));
  commit.audit.push_back(
      {.actor = "gateway", .act = "told", .detail = "digest of " + row.desk + ", to " + desk->id});
  store.commit_alone(commit);
}

}  // namespace

Time next_digest(const Runtime& runtime, const std::string& desk, Time after) {
  const auto zone = zone_of(runtime, desk);
  const auto hour = runtime.site.letters.digest.value_or(std::chrono::minutes(0));
  auto day = local_moment(after, zone).day;
  auto next = time_at({day, hour}, zone);
  while (next <= after) {
    day += std::chrono::days(1);
    next = time_at({day, hour}, zone);
  }
  return next;
}

std::vector<std::string> desks_with_digest(const Runtime& runtime) {
  std::vector<std::string> desks;
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  for (const auto& desk : runtime.directory.desks) {
    if (runtime.site.letters.digest && desk.validity.holds(today)) {
      desks.push_back(desk.id);
    }
  }
  return desks;
}

bool write_next_digest(const Runtime& runtime, Store& store, Crypto& crypto) {
  return write_next(runtime, store.digests(),
                    [&](const auto& row) { write(runtime, store, crypto, row); });
}

}  // namespace pouch::gateway

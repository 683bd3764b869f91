#include "gateway/work/overview_writer.hpp"

#include "gateway/decide/absent.hpp"
#include "gateway/letters/overview_letter.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/overviews.hpp"
#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {
namespace {

// The requester; while they are absent who stands in, and their desk when they have gone.
std::optional<Sender> reader_of(const Runtime& runtime, Crypto& crypto, const Case& subject) {
  for (const auto& id : {subject.requester, subject.requester_desk}) {
    const auto present = present_for(runtime.directory, id, runtime.now());
    auto reader = present ? reachable(runtime, crypto, present->who) : std::nullopt;
    if (reader && reader->id == subject.requester) {
      reader->address = subject.requester_address;
    }
    if (reader) {
      return reader;
    }
  }
  return std::nullopt;
}

void write(const Runtime& runtime, Store& store, Crypto& crypto, const OverviewRow& row) {
  const auto now = runtime.now();
  auto& overviews = store.overviews();
  const auto subject = store.cases().find(row.number);
  const auto opening = store.messages().find({row.number, 1});
  if (!subject || !opening) {
    return overviews.end(row, "its case is no more", now);
  }
  auto reader = reader_of(runtime, crypto, *subject);
  if (!reader) {
    return overviews.end(row, "nothing can be sealed to the requester or their desk today", now);
  }
  if (has_enough_letters(runtime, store.letters(), reader->address)) {
    return overviews.put_back(row, now + kRatePause, "limits.letters_per_hour is reached", now);
  }
  const auto party = party_of(*reader, runtime.site);
  const auto seed = overviews.seed(row);
  const LetterThread thread{.message_id = letter_message_id(runtime.site, seed, 1),
                            .answered = opening->message_id,
                            .letter = letter_id(seed, 1)};
  Commit commit;
  commit.at = now;
  commit.overview = row.id;
  commit.overview_said = said_of(subject->legs);
  commit.about = opening->number;
  commit.thread_ids = {thread.message_id};
  commit.letters.push_back(
      seal_letter(write_overview({runtime.site, now}, runtime.directory, party,
                                 {opening->number, *subject, row.version, row.before}, thread),
                  {.kind = LetterKind::kOverview, .to = {party}}, thread.letter,
                  runtime.gateway_key, crypto, runtime.site.state));
  commit.audit.push_back(
      {.actor = "gateway",
       .act = "told",
       .number = opening->number.text(),
       .detail = "overview " + std::to_string(row.version) + ", to " + reader->id});
  store.commit_alone(commit);
}

}  // namespace

bool write_next_overview(const Runtime& runtime, Store& store, Crypto& crypto) {
  const auto row = store.overviews().claim(runtime.now());
  if (!row) {
    return false;
  }
  write_or_leave(
      runtime, [&] { write(runtime, store, crypto, *row); },
      [&](const std::string& what, std::optional<Time> again) {
        again ? store.overviews().put_back(*row, *again, what, runtime.now())
              : store.overviews().end(*row, what, runtime.now());
      });
  return true;
}

}  // namespace pouch::gateway

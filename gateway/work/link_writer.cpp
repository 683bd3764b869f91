#include "gateway/work/link_writer.hpp"

#include "gateway/archive/linked_pairs.hpp"
#include "gateway/letters/linked_letter.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/links.hpp"
#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {
namespace {

void tell(const Runtime& runtime, Store& store, Crypto& crypto, const LinkNotice& notice) {
  const auto now = runtime.now();
  const auto principal = runtime.directory.principal_by_id(notice.receiver);
  const auto reader = principal ? reachable(runtime, crypto, *principal) : std::nullopt;
  if (!reader) {
    return store.links().end(notice, "nothing can be sealed to it today", now);
  }
  const auto told = told_links(linked_pairs(store, store.links().of_fresh(notice.message)), *reader,
                               runtime.directory);
  if (told.empty()) {
    return store.links().end(notice, "it may read none of them any more", now);
  }
  if (has_enough_letters(runtime, store.letters(), reader->address)) {
    return store.links().put_back(notice, now + kRatePause, "limits.letters_per_hour is reached",
                                  now);
  }
  const auto own = own_message(told);
  const auto party = party_of(*reader, runtime.site);
  const auto seed = store.links().seed(notice);
  const LetterThread thread{.message_id = letter_message_id(runtime.site, seed, 1)};
  const LetterPlan plan{.kind = LetterKind::kLinked, .to = {party}};
  Commit commit;
  commit.at = now;
  commit.link_notice = notice.id;
  commit.letters.push_back(
      seal_letter(write_linked({runtime.site, now}, runtime.directory, party, told, thread), plan,
                  letter_id(seed, 1), runtime.gateway_key, crypto, runtime.site.state));
  commit.about = own;
  commit.thread_ids = {thread.message_id};
  commit.audit.push_back({.actor = "gateway",
                          .act = "told",
                          .number = own.text(),
                          .detail = "linked cases: " + std::to_string(told.cases.size()) +
                                    " named, " + std::to_string(told.contacts.size()) +
                                    " to ask a country for; to " + reader->id});
  for (const auto& one : told.cases) {
    // Whoever was shown another case has consulted it (Directive 2016/680 Article 25).
    commit.audit.push_back({.actor = "gateway",
                            .act = "disclosed",
                            .number = one.other.text(),
                            .detail = "linked with " + one.own.text() + "; to " + reader->id});
  }
  store.commit_alone(commit);
}

}  // namespace

bool write_link_notice(const Runtime& runtime, Store& store, Crypto& crypto) {
  const auto notice = store.links().claim(runtime.now());
  if (!notice) {
    return false;
  }
  write_or_leave(
      runtime, [&] { tell(runtime, store, crypto, *notice); },
      [&](const std::string& what, std::optional<Time> again) {
        again ? store.links().put_back(*notice, *again, what, runtime.now())
              : store.links().end(*notice, what, runtime.now());
      });
  return true;
}

}  // namespace pouch::gateway

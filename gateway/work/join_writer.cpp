#include "gateway/work/join_writer.hpp"

#include <algorithm>

#include "gateway/letters/group_welcome.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/site/groups.hpp"
#include "gateway/store/group_members.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/work/next_letter.hpp"
#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {
namespace {

void write(const Runtime& runtime, Store& store, Crypto& crypto, const Joined& joined) {
  const auto now = runtime.now();
  auto& members = store.group_members();
  const auto* group = runtime.directory.group(joined.group);
  const auto ids = group == nullptr ? std::vector<std::string>() : in_group_today(runtime, *group);
  if (std::find(ids.begin(), ids.end(), joined.who) == ids.end()) {
    return members.end(joined, "overtaken", "they are in it no more", now);
  }
  const auto principal = runtime.directory.principal_by_id(joined.who);
  const auto reader = reachable(runtime, crypto, *principal);
  if (!reader) {
    return members.end(joined, "untold", "nothing can be sealed to them today", now);
  }
  if (has_enough_letters(runtime, store.letters(), reader->address)) {
    return members.put_back(joined, now + kRatePause, "limits.letters_per_hour is reached", now);
  }
  GroupWelcome welcome{*group, {}, joined.since};
  for (const auto& id : ids) {
    if (id != joined.who) {
      welcome.others.push_back(detail::name_of(runtime.directory, id));
    }
  }
  auto party = principal->desk != nullptr
                   ? party_of(*principal->desk, runtime.directory, runtime.site)
                   : party_of(*reader, runtime.site);
  party.keys = reader->keys;
  const auto seed = members.seed(joined);
  const LetterThread thread{.message_id = letter_message_id(runtime.site, seed, 1)};
  Commit commit;
  commit.at = now;
  commit.joined = joined.id;
  commit.letters.push_back(
      seal_letter(write_group_welcome({runtime.site, now}, party, welcome, thread),
                  {.kind = LetterKind::kJoined, .to = {party}}, letter_id(seed, 1),
                  runtime.gateway_key, crypto, runtime.site.state));
  commit.audit.push_back({.actor = "gateway",
                          .act = "told",
                          .detail = "welcome to group " + joined.group + ", to " + joined.who});
  store.commit_alone(commit);
}

}  // namespace

bool write_next_group_welcome(const Runtime& runtime, Store& store, Crypto& crypto) {
  return write_next(runtime, store.group_members(),
                    [&](const auto& row) { write(runtime, store, crypto, row); });
}

}  // namespace pouch::gateway

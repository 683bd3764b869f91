// Who is told what of linked cases (DOMAIN section 8, CORRESPONDENCE section 2). A reader is shown
// a case, its number and the shared things when he may read the other message today. When he may
// not, and its country allows hit/no-hit, he is told to contact that country, and about which of
// his own things: never the other's number, spelling, parties or dates. Else nothing, also not that
// there is something. Police and prosecutors are told nothing of each other. H2, H3 and group notes
// are for those who were named; prosecutors, whose notes may be privileged, give no hit/no-hit.
#pragma once

#include <string>
#include <vector>

#include "config/directory.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/cases/link.hpp"
#include "gateway/decide/admission.hpp"

namespace pouch::gateway {

// One end of a link.
struct LinkEnd {
  Message row;
  Case subject;
};

struct LinkedPair {
  LinkEnd fresh, held;
  std::vector<SharedThing> in_fresh, in_held;
};

enum class Telling { kNothing, kContact, kCase };
// What somebody who reads `own` is told of `other`; nothing when he cannot read `own` either.
Telling telling(const LinkEnd& own, const LinkEnd& other, const Sender& reader,
                const config::Directory& directory);

// Of somebody who merely asks the archive, without a case of his own: that this message is one that
// he may not read and whose owner lets others know that there is something (SPEC section 8). False
// for every message when no country has hit_no_hit, the reader's own included.
bool is_hit_no_hit(const LinkEnd& held, const Sender& reader, const config::Directory& directory);
bool anybody_allows_hits(const config::Directory& directory);

struct ToldCase {
  MessageNumber own, other;
  std::string country;  // of whoever wrote the other
  Time at{};            // of the other
  std::vector<SharedThing> things;
  bool again = false;  // the same was asked of the same country before, and is still open
};

struct ToldContact {
  MessageNumber own;
  std::string country;
  std::vector<SharedThing> things;
  bool again = false;
};

struct ToldLinks {
  std::vector<ToldCase> cases;  // those that were asked before first, then by time, newest first
  std::vector<ToldContact> contacts;
  bool empty() const { return cases.empty() && contacts.empty(); }
};

// A thing that lies in more other cases than this is everybody's: they are counted for who asks
// now, and nobody is told that it was asked for once more.
inline constexpr std::size_t kCommon = 20;

ToldLinks told_links(const std::vector<LinkedPair>& pairs, const Sender& reader,
                     const config::Directory& directory);
// Of the links of one case, or of one message of it, told from its side alone.
ToldLinks told_links_of(const MessageNumber& own, const std::vector<LinkedPair>& pairs,
                        const Sender& reader, const config::Directory& directory);
// Of all links of a fresh message: ids of the desks concerned on both sides that are told something
// today, and of its sender when the same was asked before. Sorted. Where one writer has asked the
// same desks once more nobody learns anything: such a link is told with others, and alone in none.
std::vector<std::string> to_be_told(const std::vector<LinkedPair>& pairs,
                                    const config::Directory& directory, config::Day today);

}  // namespace pouch::gateway

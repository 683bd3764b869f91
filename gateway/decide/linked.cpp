#include "gateway/decide/linked.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "gateway/decide/parts.hpp"
#include "gateway/decide/readers.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::days kSameAgain{30};

bool is_for_those_named(const LinkEnd& end) {
  const auto has = [&](std::string_view code) {
    return detail::has_code(end.subject.handling, code) ||
           detail::has_code(end.row.inherited, code);
  };
  return end.subject.kind == CaseKind::kGroupNote || has("H2") || has("H3") || has("privileged");
}

// Whether there may be any talk of it to those who may not read it.
bool may_be_hinted_at(const LinkEnd& end) {
  return !end.row.sender_country.empty() && end.subject.community == "police" &&
         !is_for_those_named(end);
}

bool owner_allows(const LinkEnd& end, const config::Directory& directory) {
  const auto* country = directory.country(end.row.sender_country);
  return country != nullptr && country->hit_no_hit;
}

// --- the same asked again ------------------------------------------------------------------------

bool is_request(const LinkEnd& end) {
  return end.subject.kind == CaseKind::kRequest && end.row.form != "reply" &&
         end.row.sender_country == end.subject.requester_country;
}

bool asks_the_same_country(const Case& fresh, const Case& held) {
  return std::any_of(fresh.legs.begin(), fresh.legs.end(), [&](const Leg& leg) {
    return std::any_of(held.legs.begin(), held.legs.end(), [&](const Leg& other) {
      return other.country == leg.country && is_open(other.state);
    });
  });
}

bool is_again(const LinkedPair& pair) {
  const auto& [fresh, held, in_fresh, in_held] = pair;
  const bool sure = std::any_of(in_fresh.begin(), in_fresh.end(), [](const SharedThing& thing) {
    return thing.how != Meeting::kPossible;
  });
  return sure && is_request(fresh) && is_request(held) &&
         fresh.subject.community == held.subject.community &&
         (fresh.row.sender == held.row.sender ||
          (!fresh.row.sender_country.empty() &&
           fresh.row.sender_country == held.row.sender_country)) &&
         fresh.row.received - held.row.received <= kSameAgain &&
         asks_the_same_country(fresh.subject, held.subject);
}

// --- things that are everybody's -----------------------------------------------------------------

using ThingKey = std::tuple<ThingKind, std::string, std::string>;
ThingKey key_of(const SharedThing& thing) { return {thing.kind, thing.value, thing.birth}; }

class Commonness {
 public:
  explicit Commonness(const std::vector<LinkedPair>& pairs) {
    for (const auto& pair : pairs) {
      for (const auto& thing : pair.in_fresh) {
        cases_[{pair.fresh.row.id, key_of(thing)}].insert(pair.held.subject.number);
      }
    }
  }
  // Of the things of the held message, those that are not.
  std::vector<SharedThing> rare(const LinkedPair& pair) const {
    std::vector<SharedThing> things;
    for (std::size_t i = 0; i < pair.in_held.size() && i < pair.in_fresh.size(); ++i) {
      if (cases_.at({pair.fresh.row.id, key_of(pair.in_fresh[i])}).size() <= kCommon) {
        things.push_back(pair.in_held[i]);
      }
    }
    return things;
  }

 private:
  std::map<std::pair<std::int64_t, ThingKey>, std::set<CaseNumber>> cases_;
};

// --- telling -------------------------------------------------------------------------------------

void add_things(std::vector<SharedThing> more, std::vector<SharedThing>& things) {
  for (auto& thing : more) {
    const bool there = std::any_of(things.begin(), things.end(), [&](const SharedThing& one) {
      return key_of(one) == key_of(thing);
    });
    if (!there) {
      things.push_back(std::move(thing));
    }
  }
}

// Several messages of one case are one.
void add_case(ToldCase one, ToldLinks& told) {
  const auto known = std::find_if(told.cases.begin(), told.cases.end(), [&](const ToldCase& entry) {
    return entry.own == one.own && entry.other.number == one.other.number;
  });
  if (known == told.cases.end()) {
    told.cases.push_back(std::move(one));
    return;
  }
  known->again = known->again || one.again;
  add_things(std::move(one.things), known->things);
}

void add_contact(ToldContact contact, ToldLinks& told) {
  const auto known =
      std::find_if(told.contacts.begin(), told.contacts.end(), [&](const ToldContact& one) {
        return one.own == contact.own && one.country == contact.country;
      });
  if (known == told.contacts.end()) {
    told.contacts.push_back(std::move(contact));
    return;
  }
  known->again = known->again || contact.again;
  add_things(std::move(contact.things), known->things);
}

// True: the reader was shown the other's case.
bool tell(const LinkEnd& own, const LinkEnd& other, std::vector<SharedThing> things, bool again,
          const Sender& reader, const config::Directory& directory, ToldLinks& told) {
  const auto what = things.empty() ? Telling::kNothing : telling(own, other, reader, directory);
  if (what == Telling::kCase) {
    add_case({own.row.number, other.row.number, other.row.sender_country, other.row.received,
              std::move(things), again},
             told);
  } else if (what == Telling::kContact) {
    add_contact({own.row.number, other.row.sender_country, std::move(things), again}, told);
  }
  return what == Telling::kCase;
}

void put_in_order(ToldLinks& told) {
  std::stable_sort(told.cases.begin(), told.cases.end(),
                   [](const ToldCase& left, const ToldCase& right) {
                     return left.again != right.again ? left.again : left.at > right.at;
                   });
}

// --- desks ---------------------------------------------------------------------------------------

void add_concerned(const LinkEnd& end, std::set<std::string>& ids) {
  const auto& subject = end.subject;
  ids.insert(subject.requester_desk.empty() ? subject.requester : subject.requester_desk);
  for (const auto& leg : subject.legs) {
    ids.insert(leg.state == LegState::kWaiting ? std::string() : leg.desk);
  }
  ids.insert(end.row.acting_desk);
  if (!subject.group.empty()) {
    ids.insert(end.row.acting_desk.empty() ? end.row.sender : end.row.acting_desk);
    for (const auto& one : end.row.audience.to) {
      ids.insert(is_copy(one.role) ? std::string() : one.id);
    }
  }
}

// One writer has asked the same desks once more: each has both letters from the same hand.
bool is_among_the_same(const LinkedPair& pair) {
  std::set<std::string> fresh, held;
  add_concerned(pair.fresh, fresh);
  add_concerned(pair.held, held);
  return pair.fresh.row.sender == pair.held.row.sender && fresh == held;
}

}  // namespace

Telling telling(const LinkEnd& own, const LinkEnd& other, const Sender& reader,
                const config::Directory& directory) {
  const auto tags = reader_tags(reader, directory);
  if (!reader.has_right("search") || own.subject.community != other.subject.community ||
      !may_read(own.row, tags)) {
    return Telling::kNothing;
  }
  if (may_read(other.row, tags)) {
    return Telling::kCase;
  }
  return may_be_hinted_at(other) &&
                 (other.row.sender_country == reader.country || owner_allows(other, directory))
             ? Telling::kContact
             : Telling::kNothing;
}

bool is_hit_no_hit(const LinkEnd& held, const Sender& reader, const config::Directory& directory) {
  return reader.has_right("search") && detail::routing_community(reader) == "police" &&
         !may_read(held.row, reader_tags(reader, directory)) && may_be_hinted_at(held) &&
         owner_allows(held, directory);
}

bool anybody_allows_hits(const config::Directory& directory) {
  return std::any_of(directory.countries.begin(), directory.countries.end(),
                     [](const config::Country& country) { return country.hit_no_hit; });
}

ToldLinks told_links(const std::vector<LinkedPair>& pairs, const Sender& reader,
                     const config::Directory& directory) {
  const Commonness commonness(pairs);
  ToldLinks told;
  for (const auto& pair : pairs) {
    const bool again = is_again(pair);
    if (!tell(pair.fresh, pair.held, pair.in_fresh, again, reader, directory, told)) {
      tell(pair.held, pair.fresh, commonness.rare(pair), false, reader, directory, told);
    }
  }
  put_in_order(told);
  return told;
}

ToldLinks told_links_of(const MessageNumber& own, const std::vector<LinkedPair>& pairs,
                        const Sender& reader, const config::Directory& directory) {
  const Commonness commonness(pairs);
  const auto is_own = [&](const LinkEnd& end) {
    return end.row.number.number == own.number &&
           (own.message == 0 || end.row.number.message == own.message);
  };
  ToldLinks told;
  for (const auto& pair : pairs) {
    if (is_own(pair.fresh)) {
      tell(pair.fresh, pair.held, pair.in_fresh, is_again(pair), reader, directory, told);
    } else if (is_own(pair.held)) {
      tell(pair.held, pair.fresh, commonness.rare(pair), false, reader, directory, told);
    }
  }
  put_in_order(told);
  return told;
}

std::vector<std::string> to_be_told(const std::vector<LinkedPair>& pairs,
                                    const config::Directory& directory, config::Day today) {
  std::set<std::string> ids;
  std::vector<LinkedPair> news;
  for (const auto& pair : pairs) {
    if (is_among_the_same(pair)) {
      continue;
    }
    news.push_back(pair);
    add_concerned(pair.fresh, ids);
    add_concerned(pair.held, ids);
    if (is_again(pair)) {
      ids.insert(pair.fresh.row.sender);
    }
  }
  std::vector<std::string> told;
  for (const auto& id : ids) {
    const auto principal = directory.principal_by_id(id);
    if (principal && principal->holds(today) &&
        !told_links(news, as_sender(*principal, directory, today), directory).empty()) {
      told.push_back(id);
    }
  }
  return told;
}

}  // namespace pouch::gateway

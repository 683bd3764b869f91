// Who is told what of linked cases, as a table over parties, rights, hit/no-hit, communities and
// handling; and the property that no letter names what its reader may not read.
#include "gateway/decide/linked.hpp"

#include <catch2/catch.hpp>

#include "gateway/decide/readers.hpp"
#include "gateway/letters/linked_letter.hpp"
#include "people.hpp"

using namespace pouch::gateway;
using pouch::test::People;

namespace {

const Time kNow{std::chrono::hours(24 * 365 * 56)};

struct World : People {
  World() {
    for (const auto* code : {"GR", "HU"}) {
      directory.countries.push_back({code, code, {}});
    }
    add_desk("nfp-gr", "GR", "police", pouch::config::DeskKind::kFocalPoint);
    add_desk("nfp-hu", "HU", "police", pouch::config::DeskKind::kFocalPoint);
    add_member("costas", "Costas", "costas@police.gr.example", "GR", "police");
    add_member("ioana", "Ioana", "ioana@police.ro.example", "RO", "police");
  }

  void allow(const std::string& code) {
    for (auto& country : directory.countries) {
      country.hit_no_hit = country.hit_no_hit || country.code == code;
    }
  }

  // A message of a request by that country to another.
  LinkEnd end(int serial, const std::string& from, const std::string& to,
              const std::vector<std::string>& handling = {"H0"},
              const std::string& community = "police", const std::string& officer = "") {
    const std::string head = community == "police" ? "nfp-" : "pfp-";
    Case subject{CaseNumber("SEL", 2026, serial)};
    subject.community = community;
    subject.requester_desk = head + lower(from);
    subject.requester = officer.empty() ? subject.requester_desk : officer;
    subject.requester_country = from;
    subject.handling = handling;
    subject.messages = 1;
    Leg leg;
    leg.country = to;
    leg.desk = head + lower(to);
    subject.legs = {leg};
    Message row{serial, {subject.number, 1}};
    row.form = "request";
    row.sender = subject.requester;
    row.sender_country = from;
    row.received = kNow + std::chrono::hours(serial);
    row.audience.to = {{leg.desk, leg.desk, to, Role::kAskedDesk}};
    row.readers = readers_of(subject, row.audience, sender(row.sender), handling, directory);
    return {row, subject};
  }

  static std::string lower(std::string text) {
    for (auto& c : text) {
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
  }

  ToldLinks told(const std::vector<LinkedPair>& pairs, const std::string& id) {
    return told_links(pairs, sender(id), directory);
  }
  std::vector<std::string> to_tell(const std::vector<LinkedPair>& pairs) {
    return to_be_told(pairs, directory, std::chrono::floor<std::chrono::days>(kNow));
  }
};

using Ids = std::vector<std::string>;

// The two spellings of one plate tell whose words a letter uses.
LinkedPair pair_of(const LinkEnd& held, const LinkEnd& fresh, Meeting how = Meeting::kAsWritten) {
  return {fresh,
          held,
          {{ThingKind::kPlate, "FRESH 1234 AB", "", how}},
          {{ThingKind::kPlate, "HELD-1234-AB", "", how}}};
}

std::string letter(World& world, const ToldLinks& told, const std::string& id) {
  const auto reader = world.sender(id);
  const auto draft = write_linked({world.site, kNow}, world.directory, party_of(reader, world.site),
                                  told, {"<1@pouch.example>"});
  return draft.subject + "\n" + draft.text;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("nobody hears of a case of other parties whose country allows no hit") {
  World world;
  const auto pairs = std::vector{pair_of(world.end(1, "GR", "HU"), world.end(2, "RO", "BG"))};
  CHECK(world.to_tell(pairs).empty());
  for (const auto* id : {"nfp-ro", "nfp-bg", "nfp-gr", "nfp-hu"}) {
    CHECK(world.told(pairs, id).empty());
  }
}

TEST_CASE("where the owner allows it, the other side is told whom to ask, and nothing else") {
  World world;
  world.allow("GR");
  const auto pairs = std::vector{pair_of(world.end(1, "GR", "HU"), world.end(2, "RO", "BG"))};
  // Greece allows it of its own; Romania does not: the Greek side hears nothing.
  CHECK(world.to_tell(pairs) == Ids{"nfp-bg", "nfp-ro"});
  const auto told = world.told(pairs, "nfp-ro");
  REQUIRE(told.contacts.size() == 1);
  CHECK(told.cases.empty());
  CHECK(told.contacts[0].country == "GR");
  CHECK(told.contacts[0].own == MessageNumber{CaseNumber("SEL", 2026, 2), 1});
  const auto text = letter(world, told, "nfp-ro");
  CHECK(has(text, "FRESH 1234 AB"));
  CHECK(has(text, "the liaison desk of Greece"));
  CHECK_FALSE(has(text, "HELD"));
  CHECK_FALSE(has(text, CaseNumber("SEL", 2026, 1).text()));
  CHECK_FALSE(has(text, "HU"));
  // With Romania's leave the Greek side hears of its own thing.
  world.allow("RO");
  CHECK(world.to_tell(pairs) == Ids{"nfp-bg", "nfp-gr", "nfp-hu", "nfp-ro"});
  const auto greek = letter(world, world.told(pairs, "nfp-gr"), "nfp-gr");
  CHECK(has(greek, "HELD-1234-AB"));
  CHECK(has(greek, "the liaison desk of Romania"));
  CHECK_FALSE(has(greek, "FRESH"));
  CHECK_FALSE(has(greek, CaseNumber("SEL", 2026, 2).text()));
}

TEST_CASE("who may read both cases is told the number and the thing") {
  World world;
  const auto held = world.end(1, "GR", "BG"), fresh = world.end(2, "RO", "BG");
  const auto pairs = std::vector{pair_of(held, fresh)};
  CHECK(world.to_tell(pairs) == Ids{"nfp-bg"});
  const auto told = world.told(pairs, "nfp-bg");
  REQUIRE(told.cases.size() == 1);
  CHECK(told.cases[0].other == held.row.number);
  CHECK(has(letter(world, told, "nfp-bg"), held.row.number.text()));
}

TEST_CASE("H2 and H3 are for those who were named, and allow no hit") {
  for (const auto* code : {"H2", "H3"}) {
    INFO(code);
    World world;
    world.allow("GR");
    world.allow("RO");
    const auto pairs =
        std::vector{pair_of(world.end(1, "GR", "HU", {code}), world.end(2, "RO", "BG"))};
    // What was asked now is told where it may be; what was held under the code is not.
    CHECK(world.to_tell(pairs) == Ids{"nfp-gr", "nfp-hu"});
    CHECK(world.told(pairs, "nfp-ro").empty());
    const auto named =
        std::vector{pair_of(world.end(1, "GR", "BG", {code}), world.end(2, "RO", "BG"))};
    CHECK(world.told(named, "nfp-bg").cases.size() == 1);
  }
}

TEST_CASE("police and prosecutors hear nothing of each other, and prosecutors give no hit") {
  World world;
  world.allow("BG");
  world.allow("RO");
  const auto prosecutors = world.end(1, "BG", "RO", {"H0"}, "prosecution");
  const auto across = std::vector{pair_of(prosecutors, world.end(2, "RO", "BG"))};
  CHECK(world.to_tell(across).empty());
  const auto within =
      std::vector{pair_of(prosecutors, world.end(2, "BG", "RS", {"H0"}, "prosecution"))};
  CHECK(world.to_tell(within) == Ids{"pfp-bg"});
  CHECK(world.told(within, "pfp-rs").empty());
}

TEST_CASE("nobody is told who has no right to search, or whose registration has ended") {
  World world;
  const auto pairs = std::vector{pair_of(world.end(1, "GR", "BG"), world.end(2, "RO", "BG"))};
  world.desk("nfp-bg").rights = {"send"};
  CHECK(world.to_tell(pairs).empty());
  world.desk("nfp-bg").rights = {"send", "search"};
  CHECK(world.to_tell(pairs) == Ids{"nfp-bg"});
  world.desk("nfp-bg").validity.until =
      std::chrono::floor<std::chrono::days>(kNow) - std::chrono::days(1);
  CHECK(world.to_tell(pairs).empty());
}

TEST_CASE("the sender hears that the same was asked already, by number where he may read it") {
  World world;
  const auto held = world.end(1, "RO", "BG", {"H0"}, "police", "ana"),
             fresh = world.end(2, "RO", "BG", {"H0"}, "police", "ana");
  const auto pairs = std::vector{pair_of(held, fresh)};
  // No letter says so of what one hand has asked the same desk twice: each has both.
  CHECK(world.to_tell(pairs).empty());
  const auto told = world.told(pairs, "ana");
  REQUIRE(told.cases.size() == 1);
  CHECK(told.cases[0].again);
  const auto text = letter(world, told, "ana");
  CHECK(has(text, "ASKED ALREADY"));
  CHECK(has(text, held.row.number.text()));
  // A colleague's request is his focal point's to name.
  auto colleague = world.end(2, "RO", "BG", {"H0"}, "police", "ioana");
  const auto others = std::vector{pair_of(held, colleague)};
  CHECK(world.to_tell(others) == Ids{"ioana", "nfp-bg", "nfp-ro"});
  const auto hers = world.told(others, "ioana");
  CHECK(hers.cases.empty());
  REQUIRE(hers.contacts.size() == 1);
  CHECK(hers.contacts[0].again);
  CHECK(has(letter(world, hers, "ioana"), "your own focal point"));
  CHECK_FALSE(has(letter(world, hers, "ioana"), held.row.number.text()));
  // With another country beside it there is news for both.
  auto wider = world.end(3, "RO", "BG", {"H0"}, "police", "ana");
  wider.subject.legs.push_back(wider.subject.legs.front());
  wider.subject.legs.back().country = "GR";
  wider.subject.legs.back().desk = "nfp-gr";
  CHECK(world.to_tell({pair_of(held, wider)}) == Ids{"ana", "nfp-bg", "nfp-ro"});
}

TEST_CASE("it is no repetition when it is old, answered, of another country or only possible") {
  World world;
  const auto fresh = world.end(2, "RO", "BG", {"H0"}, "police", "ana");
  const auto again = [&](const LinkEnd& held, Meeting how = Meeting::kAsWritten) {
    const auto told = world.told({pair_of(held, fresh, how)}, "ana");
    return !told.cases.empty() && told.cases[0].again;
  };
  auto held = world.end(1, "RO", "BG", {"H0"}, "police", "ana");
  CHECK(again(held));
  CHECK_FALSE(again(held, Meeting::kPossible));
  auto old = held;
  old.row.received = fresh.row.received - std::chrono::days(31);
  CHECK_FALSE(again(old));
  old.row.received = fresh.row.received - std::chrono::days(30);
  CHECK(again(old));
  auto answered = held;
  answered.subject.legs[0].state = LegState::kAnswered;
  CHECK_FALSE(again(answered));
  CHECK_FALSE(again(world.end(1, "RO", "RS", {"H0"}, "police", "ana")));
}

TEST_CASE("a thing of many cases is counted for who asks, and told to nobody else") {
  World world;
  const auto fresh = world.end(900, "RO", "BG");
  std::vector<LinkedPair> pairs;
  for (int i = 1; i <= static_cast<int>(kCommon); ++i) {
    pairs.push_back(pair_of(world.end(i, "GR", "BG"), fresh));
  }
  world.allow("RO");
  CHECK(world.to_tell(pairs) == Ids{"nfp-bg", "nfp-gr"});
  pairs.push_back(pair_of(world.end(500, "GR", "BG"), fresh));
  CHECK(world.to_tell(pairs) == Ids{"nfp-bg"});
  const auto text = letter(world, world.told(pairs, "nfp-bg"), "nfp-bg");
  CHECK(has(text, "LINKED: 21 other cases"));
  CHECK(has(text, "and 1 more that you may read"));
}

TEST_CASE("no notice names a number, a thing or a party that its reader may not read") {
  const std::vector<std::string> countries{"RO", "BG", "RS", "GR", "HU"};
  const std::vector<std::vector<std::string>> handlings{{"H0"}, {"H1"}, {"H2"}, {"H3"}};
  std::size_t letters = 0;
  for (unsigned seed = 0; seed < 4000; ++seed) {
    auto state = seed * 2654435761U + 12345U;
    const auto pick = [&](std::size_t below) {
      state = state * 1664525U + 1013904223U;
      return static_cast<std::size_t>(state >> 16U) % below;
    };
    World world;
    for (const auto& code : countries) {
      if (pick(2) == 0) {
        world.allow(code);
      }
    }
    const auto any_end = [&](int serial) {
      const auto prosecution = pick(4) == 0;
      const auto most = prosecution ? 3U : countries.size();
      const auto from = pick(most), to = (from + 1 + pick(most - 1)) % most;
      return world.end(serial, countries[from], countries[to], handlings[pick(4)],
                       prosecution ? "prosecution" : "police");
    };
    const auto fresh = any_end(100);
    std::vector<LinkedPair> pairs;
    for (int i = 1; i <= 3; ++i) {
      const auto mark = std::to_string(i);
      auto one = pair_of(any_end(i), fresh);
      one.in_held[0].value = "HELD " + mark + mark + mark + mark;
      pairs.push_back(one);
    }
    for (const auto& id : world.to_tell(pairs)) {
      ++letters;
      const auto reader = world.sender(id);
      const auto tags = reader_tags(reader, world.directory);
      const auto text = letter(world, world.told(pairs, id), id);
      INFO("seed " << seed << ", to " << id << "\n" << text);
      if (!may_read(fresh.row, tags)) {
        CHECK_FALSE(has(text, fresh.row.number.number.text()));
        CHECK_FALSE(has(text, "FRESH"));
      }
      for (const auto& pair : pairs) {
        if (!may_read(pair.held.row, tags)) {
          CHECK_FALSE(has(text, pair.held.row.number.number.text()));
          CHECK_FALSE(has(text, pair.in_held[0].value));
        }
      }
      for (const auto& code : countries) {
        const bool asked = has(text, "the liaison desk of " + code + "\n");
        CHECK((!asked || world.directory.country(code)->hit_no_hit));
      }
    }
  }
  CHECK(letters > 1000);
}

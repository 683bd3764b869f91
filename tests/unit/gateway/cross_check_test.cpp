// New requests against what is held: what is found by which way, once, within its bounds.
#include "gateway/archive/cross_check.hpp"

#include <algorithm>

#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/archive/linked_pairs.hpp"
#include "gateway/store/links.hpp"
#include "gateway/store/messages.hpp"
#include "scene.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using pouch::test::Scene;
using pouch::test::shipped;

struct Archive {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  int count = 0;

  Archive() {
    runtime.site.state = folder.state();
    runtime.templates = shipped();
    config::Country greece{"GR", "Greece", {}};
    runtime.directory.countries = {greece};
  }

  // A request with these blocks; plain words when there are none. `attached`: what stands in a
  // file.
  CaseNumber file(const std::string& blocks, const std::string& words = "",
                  const std::string& community = "police", const std::string& attached = "") {
    const auto raw = "raw " + std::to_string(++count);
    auto commit = new_case(store, folder.accept(raw), raw);
    commit.opened->community = community;
    auto text = words;
    if (!blocks.empty()) {
      text = Scene::request_text();
      text.resize(text.find("[Vehicle 1]"));
      text += blocks;
    }
    commit.message->row.form = blocks.empty() ? "note" : "request";
    commit.message->contents = {
        "subject", text, blocks.empty() ? "" : templates::to_json(Scene::read(text)), {}};
    if (!attached.empty()) {
      StoredPart part{"list.pdf", "application/pdf", "%PDF-"};
      part.words = attached;
      commit.message->contents.parts.push_back(std::move(part));
    }
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    return commit.opened->number;
  }

  void compare() {
    Indexer indexer(runtime, store, folder.key());
    while (indexer.work() > 0) {
    }
    CrossCheck check(runtime, store, folder.key());
    for (bool told = false; check.work(told);) {
    }
  }

  std::vector<LinkedPair> links_of(const CaseNumber& number) {
    return linked_pairs(store, store.links().of(number));
  }
};

const std::string kVehicle = "[Vehicle 1]\nKind: truck\nPlate: CA 1234 AB\n";

std::string person(const std::string& family, const std::string& given, const std::string& birth) {
  return "[Person 1]\nRole: suspect\nFamily name: " + family + "\nGiven names: " + given +
         (birth.empty() ? "" : "\nBirth date: " + birth) + "\nLink to purpose: consignee\n";
}

}  // namespace

TEST_CASE("a plate is found in another case's form, however it was typed, with each side's words") {
  Archive archive;
  const auto held = archive.file("[Vehicle 1]\nKind: truck\nPlate: СА-1234-АВ\n");
  const auto fresh = archive.file(kVehicle);
  archive.compare();
  const auto links = archive.links_of(fresh);
  REQUIRE(links.size() == 1);
  CHECK(links[0].held.row.number.number == held);
  CHECK(links[0].fresh.row.number.number == fresh);
  CHECK(links[0].in_fresh[0].value == "CA 1234 AB");
  CHECK(links[0].in_held[0].value == "СА-1234-АВ");
  CHECK(links[0].in_held[0].how == Meeting::kAsWritten);
}

TEST_CASE("a plate is found in somebody's plain words") {
  Archive archive;
  archive.file("", "Colleagues, we saw the lorry CA 1234 AB at the border today.");
  const auto fresh = archive.file(kVehicle);
  archive.compare();
  REQUIRE(archive.links_of(fresh).size() == 1);
  CHECK(archive.links_of(fresh)[0].in_held[0].value == "CA1234AB");
}

TEST_CASE(
    "a person is found across scripts by name and birth date, not by the name's sound alone") {
  Archive archive;
  archive.file(person("Јовановић", "Милан", "12.04.1980"));
  archive.file(person("Јовановић", "Милан", "13.04.1980"));
  archive.file(person("Јовановић", "Петар", "12.04.1980"));
  const auto fresh = archive.file(person("Jovanovic", "Milan", "1980-04-12"));
  archive.compare();
  const auto links = archive.links_of(fresh);
  REQUIRE(links.size() == 1);
  CHECK(links[0].in_held[0].value == "Милан Јовановић");
  CHECK(links[0].in_held[0].birth == "1980-04-12");
}

TEST_CASE("messages of one case, of the other community and later ones are not linked") {
  Archive archive;
  archive.file(kVehicle, "", "prosecution");
  const auto first = archive.file(kVehicle);
  const auto second = archive.file(kVehicle);
  archive.compare();
  CHECK(archive.links_of(first).size() == 1);  // with the second, which found it
  CHECK(archive.links_of(first)[0].fresh.row.number.number == second);
}

TEST_CASE("what came is compared once, also when the index is built anew") {
  Archive archive;
  archive.file(kVehicle);
  const auto fresh = archive.file(kVehicle);
  archive.compare();
  REQUIRE(archive.links_of(fresh).size() == 1);
  archive.store.database().execute("DELETE FROM links");
  std::filesystem::remove_all(index_folder(archive.folder.state()));
  archive.compare();
  CHECK(archive.links_of(fresh).empty());
  const auto third = archive.file(kVehicle);
  archive.compare();
  CHECK(archive.links_of(third).size() == 2);
}

TEST_CASE("nothing is compared before it is filed, and nothing that came while it was off") {
  Archive archive;
  archive.file(kVehicle);
  const auto off = archive.file(kVehicle);
  CrossCheck check(archive.runtime, archive.store, archive.folder.key());
  bool told = false;
  CHECK_FALSE(check.work(told));  // there is no index yet
  CHECK(archive.store.links().position() == 0);
  archive.runtime.site.search.cross_check = false;
  archive.compare();
  archive.runtime.site.search.cross_check = true;
  archive.compare();
  CHECK(archive.links_of(off).empty());
  const auto on = archive.file(kVehicle);
  archive.compare();
  CHECK(archive.links_of(on).size() == 2);
}

TEST_CASE("a case without a key stops no comparing") {
  Archive archive;
  const auto lost = archive.file(kVehicle);
  const auto held = archive.file(kVehicle);
  archive.compare();
  auto keys = Database::open_keys(archive.folder.state());
  keys.prepare("DELETE FROM case_keys WHERE number = ?").bind(1, lost.text()).run();
  const auto fresh = archive.file(kVehicle);
  archive.compare();
  REQUIRE(archive.links_of(fresh).size() == 1);
  CHECK(archive.links_of(fresh)[0].held.row.number.number == held);
}

TEST_CASE("of very many messages with one thing the newest are linked") {
  Archive archive;
  for (int i = 0; i < 205; ++i) {
    archive.file(kVehicle);
  }
  archive.runtime.site.search.cross_check = false;
  archive.compare();
  archive.runtime.site.search.cross_check = true;
  const auto fresh = archive.file(kVehicle);
  archive.compare();
  CHECK(archive.links_of(fresh).size() >= 190);
  CHECK(archive.links_of(fresh).size() <= 200);
}

TEST_CASE("a person of somebody's plain words is found by name and birth date, never by the name") {
  Archive archive;
  archive.file("", "Colleagues, Јовановић Милан, рођ. 12.04.1980, was at the border.");
  archive.file("", "Colleagues, Milan Jovanović came on 12.04.1980 and left.");
  archive.file("", "Milan Jovanović, born 13.05.1980, is another one.");
  const auto fresh = archive.file(person("Jovanović", "Milan", "1980-04-12"));
  archive.compare();
  const auto links = archive.links_of(fresh);
  REQUIRE(links.size() == 1);
  CHECK(links[0].in_held[0].kind == ThingKind::kPerson);
  CHECK(links[0].in_held[0].value == "Јовановић Милан");
  CHECK(links[0].in_held[0].birth == "1980-04-12");
  CHECK(links[0].in_held[0].how == Meeting::kAsWritten);
}

TEST_CASE(
    "whom the files of a new request name with a birth date is found, in forms and in words") {
  Archive archive;
  const auto in_form = archive.file(person("Јовановић", "Милан", "12.04.1980"));
  const auto in_words = archive.file("", "Milan Jovanović, born 12.04.1980, was at the border.");
  const auto in_file =
      archive.file(kVehicle, "", "police", "Milan JOVANOVIĆ, born 12.4.1980, in a van");
  archive.file(person("Јовановић", "Милан", "13.04.1980"));
  const auto fresh =
      archive.file("[Vehicle 1]\nKind: truck\nPlate: SB 01 ABC\n", "", "police",
                   "Passengers: Jovanović Milan, born 12.04.1980; Petar Ilić came on 13.04.1980.");
  archive.compare();
  std::vector<CaseNumber> held;
  for (const auto& link : archive.links_of(fresh)) {
    held.push_back(link.held.row.number.number);
    CHECK(link.in_fresh.size() == 1);
    CHECK(link.in_fresh[0].value == "Jovanović Milan");
    CHECK(link.in_fresh[0].birth == "1980-04-12");
  }
  CHECK(std::count(held.begin(), held.end(), in_form) == 1);
  CHECK(std::count(held.begin(), held.end(), in_words) == 1);
  CHECK(std::count(held.begin(), held.end(), in_file) == 1);
  CHECK(held.size() == 3);
}

TEST_CASE("whom form and file of a new request both name is linked once, however often") {
  Archive archive;
  archive.file(person("Јовановић", "Милан", "12.04.1980"));
  std::string list;
  for (int i = 0; i < 60; ++i) {
    list += "Milan Jovanović, born 12.04.1980, seen again.\n";
  }
  const auto fresh = archive.file(person("Jovanović", "Milan", "1980-04-12"), "", "police", list);
  archive.compare();
  REQUIRE(archive.links_of(fresh).size() == 1);
  CHECK(archive.links_of(fresh)[0].in_fresh.size() == 1);
}

TEST_CASE("a birth date that is partial or swapped is found, one that contradicts is not") {
  Archive archive;
  archive.file(person("Јовановић", "Милан", "04.12.1980"));  // swapped
  archive.file(person("Јовановић", "Милан", "1980"));
  archive.file(person("Јовановић", "Милан", "1980-04"));
  archive.file("", "Marko and Milan Jovanović, b. 1980, was here.");
  archive.file(person("Јовановић", "Милан", "1981"));
  archive.file(person("Јовановић", "Милан", "1980-05"));
  const auto fresh = archive.file(person("Jovanovic", "Milan", "1980-04-12"));
  archive.compare();
  const auto links = archive.links_of(fresh);
  CHECK(links.size() == 4);
  for (const auto& link : links) {
    CHECK(link.in_held[0].how == Meeting::kSimilar);
  }
}

}  // namespace pouch::gateway

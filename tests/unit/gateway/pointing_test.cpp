// Hit / no-hit in a search: which countries are named to whom, for which messages; and the
// property that nothing is named where nobody allows it, whatever is held.
#include "gateway/archive/pointing.hpp"

#include "gateway/archive/archive.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/decide/readers.hpp"
#include "tests/unit/gateway/people.hpp"
#include "tests/unit/gateway/scene.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using pouch::test::People;
using pouch::test::Scene;
using pouch::test::shipped;
using Codes = std::vector<std::string>;

const std::string kVehicle = "[Vehicle 1]\nKind: truck\nPlate: CA 1234 AB\n";

struct Kept {
  std::string country = "BG", blocks = kVehicle, words{};
  std::vector<std::string> handling = {"H0"};
  std::string community = "police";
  CaseKind kind = CaseKind::kRequest;
  std::vector<std::string> inherited{}, readers = {"desk:nfp-bg"};
};

struct Archive : People {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  int count = 0;

  Archive() {
    runtime.site.state = folder.state();
    runtime.templates = shipped();
  }
  void allow(const Codes& codes) {
    for (auto& country : directory.countries) {
      country.hit_no_hit = std::count(codes.begin(), codes.end(), country.code) > 0;
    }
  }

  MessageNumber file(const Kept& kept) {
    const auto raw = "raw " + std::to_string(++count);
    auto commit = new_case(store, folder.accept(raw), raw);
    auto& subject = *commit.opened;
    subject.community = kept.community;
    subject.handling = kept.handling;
    subject.kind = kept.kind;
    auto& row = commit.message->row;
    row.sender_country = kept.country;
    row.inherited = kept.inherited;
    row.readers = kept.readers;
    auto text = kept.words;
    if (!kept.blocks.empty()) {
      text = Scene::request_text();
      text.resize(text.find("[Vehicle 1]"));
      text += kept.blocks;
    }
    row.form = kept.blocks.empty() ? "note" : "request";
    commit.message->contents = {
        "subject", text, kept.blocks.empty() ? "" : templates::to_json(Scene::read(text)), {}};
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    Indexer indexer(runtime, store, folder.key());
    while (indexer.work() > 0) {
    }
    return commit.message->row.number;
  }

  std::vector<Pointer> pointers(const std::string& query, const std::string& who) {
    runtime.directory = directory;
    return point_to(runtime, store, index_key(folder.key()), asked_about(query), sender(who));
  }
  Codes asks(const std::string& query, const std::string& who = "ana") {
    return countries_of(pointers(query, who));
  }
};

std::string person(const std::string& family, const std::string& given, const std::string& birth) {
  return "[Person 1]\nRole: suspect\nFamily name: " + family + "\nGiven names: " + given +
         (birth.empty() ? "" : "\nBirth date: " + birth) + "\nLink to purpose: consignee\n";
}

}  // namespace

TEST_CASE("a country that allows it is named, the others are not, and who may read it hears none") {
  Archive archive;
  const auto held = archive.file({});
  archive.file({.country = "RS", .readers = {"desk:nfp-rs"}});
  CHECK(archive.asks("plate:ca1234ab").empty());
  archive.allow({"BG"});
  CHECK(archive.asks("plate:ca1234ab") == Codes{"BG"});
  CHECK(archive.pointers("plate:ca1234ab", "ana")[0].number == held);
  CHECK(archive.asks("plate:ca1234ab", "nfp-bg").empty());
  CHECK(archive.asks("plate:ca1235ab").empty());
  archive.allow({"BG", "RS"});
  CHECK(archive.asks("plate:ca1234ab") == Codes{"BG", "RS"});
  CHECK(archive.asks("plate:ca1234ab", "nfp-bg") == Codes{"RS"});
}

TEST_CASE("nothing is named of H2, H3, privileged and group notes, nor to or of prosecutors") {
  for (const auto& kept : std::vector<Kept>{{.handling = {"H2"}},
                                            {.handling = {"H3"}},
                                            {.handling = {"H1", "privileged"}},
                                            {.community = "prosecution"},
                                            {.kind = CaseKind::kGroupNote},
                                            {.inherited = {"H2"}},
                                            {.country = ""}}) {
    Archive archive;
    archive.allow({"RO", "BG", "RS"});
    archive.file(kept);
    for (const auto* who : {"ana", "nfp-rs", "pfp-rs", "pfp-bg"}) {
      CHECK(archive.asks("plate:ca1234ab", who).empty());
    }
  }
  Archive archive;
  archive.allow({"BG"});
  archive.file({});
  CHECK(archive.asks("plate:ca1234ab", "nfp-rs") == Codes{"BG"});
  CHECK(archive.asks("plate:ca1234ab", "pfp-rs").empty());
  archive.ana.rights = {"send"};
  CHECK(archive.asks("plate:ca1234ab", "ana").empty());
}

TEST_CASE("a person is named by his birth date or two names as written, not by sound or a part") {
  Archive archive;
  archive.allow({"BG", "RS"});
  archive.file({.blocks = person("Јовановић", "Милан", "12.04.1980")});
  archive.file({.country = "RS", .blocks = person("Popov", "Ivan", "")});
  CHECK(archive.asks("person:jovanovic 1980-04-12") == Codes{"BG"});
  CHECK(archive.asks("person:\"Milan Jovanović\"") == Codes{"BG"});
  CHECK(archive.asks("person:\"jovanovic milan\" 12.4.1980") == Codes{"BG"});
  CHECK(archive.asks("person:\"ivan popov\"") == Codes{"RS"});
  CHECK(archive.asks("person:\"ivan popov\" OR person:\"milan jovanovic\"") == Codes{"BG", "RS"});
  for (const auto* query :
       {"person:jovanovic 1980-04-13", "person:jovanovic 1981-04-12", "person:jovanovic 1980",
        "person:\"milan jovanovic\" 1980-12-04", "person:\"ivan popof\"", "person:popov",
        "milan jovanovic", "person:\"milan ivan jovanovic\"", "person:\"petar popov\"",
        "person:\"ivan popov\" plate:xx9999yy"}) {
    INFO(query);
    CHECK(archive.asks(query).empty());
  }
}

TEST_CASE("a number in somebody's plain words counts, one that only looks alike does not") {
  Archive archive;
  archive.allow({"BG"});
  archive.file({.blocks = "", .words = "we saw the lorry CA 1234 AB and container CSQU3054383"});
  CHECK(archive.asks("plate:СА1234АВ") == Codes{"BG"});
  CHECK(archive.asks("CSQU3054383") == Codes{"BG"});
  CHECK(archive.asks("plate:ca1234ab CSQU3054383") == Codes{"BG"});
  CHECK(archive.asks("plate:ca1234a8").empty());
  CHECK(archive.asks("plate:ca1234ab vin:WDB9634031L123456").empty());
}

TEST_CASE("the audit log has a row at the message that was found, and the answer has none of it") {
  Archive archive;
  archive.allow({"BG"});
  const auto first = archive.file({});
  const auto held = archive.file({});
  const auto pointed = archive.pointers("plate:ca1234ab", "ana");
  const auto rows = pointed_rows(pointed);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].act == "pointed");
  CHECK((rows[0].number == first.text() || rows[0].number == held.text()));
  CHECK(countries_of(pointed) == Codes{"BG"});
}

// Everything that a reader is given, over all that may be held and asked.
TEST_CASE("with hit/no-hit off for all, what is held makes no difference, on, only a name does") {
  const std::vector<Kept> all = {{},
                                 {.country = "RO"},
                                 {.country = "RS"},
                                 {.handling = {"H2"}},
                                 {.community = "prosecution"},
                                 {.blocks = person("Јовановић", "Милан", "12.04.1980")},
                                 {.blocks = "", .words = "the lorry CA 1234 AB"}};
  const Codes queries = {"plate:ca1234ab",
                         "ca1234ab",
                         "person:\"milan jovanovic\"",
                         "lorry",
                         "person:jovanovic 1980-04-12",
                         "plate:ca12*",
                         "ca1234ab OR lorry"};
  const auto seen = [](Archive& archive, const std::string& query, const std::string& who) {
    ArchiveRequest request;
    request.query = request.words = query;
    request.readers = reader_tags(archive.sender(who), archive.directory);
    request.facets = request.suggest = true;
    const auto answer = ask_archive(archive.store, archive.folder.state(),
                                    index_key(archive.folder.key()), request);
    std::string text = std::to_string(answer.total) + " " + answer.suggestion;
    for (const auto& hit : answer.hits) {
      text += "\n" + hit.message.number.text() + hit.snippet + hit.why;
    }
    for (const auto& facet : answer.facets) {
      for (const auto& value : facet.values) {
        text += "\n" + facet.field + value.value + std::to_string(value.count);
      }
    }
    return text;
  };
  for (const auto& kept : all) {
    Archive without, with;
    for (auto* archive : {&without, &with}) {
      archive->file({.blocks = "[Vehicle 1]\nKind: truck\nPlate: XX 9999 YY\n",
                     .readers = {"principal:ana", "desk:nfp-rs", "desk:pfp-rs"}});
    }
    with.file(kept);
    for (const auto& query : queries) {
      for (const auto* who : {"ana", "nfp-rs", "pfp-rs"}) {
        INFO(kept.country << " " << kept.community << " " << query << " by " << who);
        with.allow({});
        CHECK(with.asks(query, who).empty());
        CHECK(seen(with, query, who) == seen(without, query, who));
        with.allow({"RO", "BG", "RS"});
        without.allow({"RO", "BG", "RS"});
        CHECK(without.asks(query, who).empty());
        const auto named = with.asks(query, who);
        CHECK((named.empty() || named == Codes{kept.country}));
        CHECK(seen(with, query, who) == seen(without, query, who));
      }
    }
  }
}

}  // namespace pouch::gateway

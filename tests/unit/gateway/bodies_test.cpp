// What messages say and carry, file by file, in the form of this version and of those before it.
#include "gateway/store/bodies.hpp"

#include "gateway/archive/attached_words.hpp"
#include "gateway/store/body_writer.hpp"
#include "gateway/work/old_bodies.hpp"
#include "tests/unit/gateway/extracting.hpp"
#include "tests/unit/gateway/old_bodies.hpp"
#include "tests/unit/search/photo_file.hpp"

namespace pouch::gateway {
namespace {

bool fault_is_permanent(const std::function<void()>& act) {
  try {
    act();
  } catch (const Fault& fault) {
    return !fault.transient();
  }
  return false;
}

std::int64_t count(Store& store, const std::string& what) {
  auto statement = store.database().prepare("SELECT count(*) FROM " + what);
  statement.step();
  return statement.integer(0);
}

const std::string kOctets("\0\xFF\r\n\0", 5);

Contents sample() {
  Contents contents{"Предмет", "text\r\nwith lines", R"({"form":"request"})", {}};
  contents.parts.push_back({"a.bin", "application/octet-stream", kOctets});
  contents.parts.push_back({"", "", ""});
  contents.parts.push_back({"\xC0\x80.txt", "x/\xFF", "z", false, true, "mail 1", "windows-1250",
                            std::string("the words")});
  contents.parts.push_back({"original.pgp", "application/pgp", std::string(300'000, 'x'), true});
  return contents;
}

struct Kept {
  Extracting extracting;
  StateFolder site;
  Store store = site.open();
  MessageNumber number;

  explicit Kept(const Contents& contents = sample(), const std::string& raw = "the raw mail")
      : number(file(contents, raw)) {}

  MessageNumber file(const Contents& contents, const std::string& raw) {
    auto commit = new_case(store, site.accept(raw), raw);
    commit.signatures = {"signature " + std::to_string(count(store, "messages"))};
    commit.message->contents = contents;
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    return {commit.opened->number, 1};
  }
  void spoil(const char* column) {
    store.database().execute(
        ("UPDATE message_parts SET " + std::string(column) + " = x'00'").c_str());
  }
};

void check_same(Body body, const Contents& expected) {
  CHECK(body.text().subject == expected.subject);
  CHECK(body.text().text == expected.text);
  CHECK(body.text().form_json == expected.form_json);
  REQUIRE(body.parts().size() == expected.parts.size());
  for (const auto& facts : body.parts()) {
    const auto& part = expected.parts[static_cast<std::size_t>(facts.position)];
    CHECK(facts.name == part.name);
    CHECK(facts.media_type == part.media_type);
    CHECK(facts.size == part.bytes.size());
    CHECK(facts.sha256 == sha256_hex(part.bytes));
    CHECK(facts.evidence == part.evidence);
    CHECK(facts.signed_separately == part.signed_separately);
    CHECK(facts.origin == part.origin);
    CHECK(facts.charset == part.charset);
    CHECK(body.bytes(facts) == part.bytes);
  }
  const auto whole = body.whole();
  REQUIRE(whole.parts.size() == expected.parts.size());
  for (std::size_t i = 0; i < whole.parts.size(); ++i) {
    CHECK(whole.parts[i].name == expected.parts[i].name);
    CHECK(whole.parts[i].bytes == expected.parts[i].bytes);
    CHECK(whole.parts[i].charset == expected.parts[i].charset);
  }
}

}  // namespace

TEST_CASE("a message comes back as it was, octet for octet, file by file") {
  Kept kept;
  check_same(kept.store.bodies().open(kept.number), sample());
  CHECK(kept.store.bodies().raw(kept.number) == "the raw mail");
  auto body = kept.store.bodies().open(kept.number);
  CHECK_FALSE(body.words(body.parts()[0]));
  CHECK(body.words(body.parts()[2]) == "the words");
}

TEST_CASE("a message in the form of an older version is read like the others") {
  Kept kept;
  make_old(kept.site, kept.store, kept.number);
  check_same(kept.store.bodies().open(kept.number), sample());
  CHECK(kept.store.bodies().raw(kept.number) == "the raw mail");
  auto body = kept.store.bodies().open(kept.number);
  CHECK_FALSE(body.words(body.parts()[2]));
}

TEST_CASE("lists of files and their words open no file") {
  Kept kept;
  kept.spoil("bytes");
  auto body = kept.store.bodies().open(kept.number);
  CHECK(body.parts()[0].size == kOctets.size());
  CHECK(body.words(body.parts()[2]) == "the words");
  CHECK(fault_is_permanent([&] { body.bytes(body.parts()[0]); }));
}

TEST_CASE("no value of a file opens in the place of another") {
  for (const std::string column : {"facts", "bytes"}) {
    Kept kept;
    auto& database = kept.store.database();
    const auto swapped = "UPDATE message_parts SET " + column + " = (SELECT " + column +
                         " FROM message_parts WHERE position = 0) WHERE position = 1";
    database.execute(swapped.c_str());
    auto body = kept.store.bodies().open(kept.number);
    CHECK(fault_is_permanent([&] { body.bytes(body.parts()[1]); }));
  }
  Kept kept;
  kept.store.database().execute("UPDATE message_parts SET words = bytes");
  auto body = kept.store.bodies().open(kept.number);
  CHECK(fault_is_permanent([&] { body.words(body.parts()[2]); }));
  kept.store.database().execute("DELETE FROM message_parts WHERE position = 0");
  CHECK(fault_is_permanent([&] { body.bytes(body.parts()[0]); }));
}

TEST_CASE("a message that is not there, or whose case was erased, is a permanent fault") {
  Kept kept;
  auto& bodies = kept.store.bodies();
  CHECK(fault_is_permanent([&] { bodies.open({kept.number.number, 2}); }));
  CHECK(fault_is_permanent([&] { bodies.raw({kept.number.number, 2}); }));
  auto keys = Database::open_keys(kept.site.state());
  keys.execute("DELETE FROM case_keys");
  CHECK(fault_is_permanent([&] { bodies.open(kept.number); }));
  CHECK(fault_is_permanent([&] { bodies.raw(kept.number); }));
}

TEST_CASE("a message of an older version is moved once, and its words are found") {
  Kept kept;
  auto old = sample();
  old.parts.push_back({"note.txt", "text/plain", "seen at Ruse"});
  const auto second = kept.file(old, "second raw");
  make_old(kept.site, kept.store, kept.number);
  make_old(kept.site, kept.store, second);
  auto& bodies = kept.store.bodies();
  REQUIRE(bodies.unmoved() == 2);
  auto other = kept.site.open();  // another worker
  const auto first_row = bodies.next_unmoved();
  FileTexts files;
  const auto read = [&](std::vector<StoredPart>& parts) { return read_words(parts, files); };
  CHECK(other.bodies().move(*first_row, read) == Bodies::MoveResult::kMoved);
  CHECK(move_old_body(kept.store.bodies()) == MoveResult::kMoved);
  CHECK(move_old_body(kept.store.bodies()) == MoveResult::kNone);
  CHECK(move_old_body(other.bodies()) == MoveResult::kNone);
  CHECK(bodies.unmoved() == 0);
  CHECK(count(kept.store, "message_bodies") == 0);
  CHECK(count(kept.store, "message_texts") == 2);
  CHECK(count(kept.store, "message_parts") == 9);
  check_same(bodies.open(kept.number), sample());
  check_same(bodies.open(second), old);
  CHECK(bodies.raw(second) == "second raw");
  auto body = bodies.open(second);
  CHECK(body.words(body.parts()[4]) == "seen at Ruse");
  CHECK(body.words(body.parts()[3]) == "");
}

TEST_CASE("a file that nobody could look into is looked into later, and its facts are kept") {
  Kept kept;
  Contents contents{"subject", "text", "", {}};
  contents.parts.push_back({"note.txt", "text/plain", "seen at Ruse"});
  contents.parts.push_back({"locked.xlsx", "", "PK but no more"});
  contents.parts.push_back(
      {"known.txt", "text/plain", "known", false, false, "", "", std::string("known")});
  contents.parts.push_back({"photo.jpg", "image/jpeg", search::testing::photo({})});
  const auto number = kept.file(contents, "with files");
  while (move_old_body(kept.store.bodies()) == MoveResult::kMoved) {
  }
  CHECK(kept.store.bodies().unmoved() == 0);
  auto body = kept.store.bodies().open(number);
  REQUIRE(body.parts().size() == 4);
  CHECK(body.words(body.parts()[0]) == "seen at Ruse");
  CHECK(body.parts()[0].unread.empty());
  CHECK(body.words(body.parts()[1]) == "");
  CHECK(body.parts()[1].unread == "the file is damaged");
  CHECK(body.words(body.parts()[2]) == "known");
  REQUIRE(body.parts()[3].file_facts.size() == 2);
  CHECK(body.parts()[3].file_facts[0].value == "2026-11-03 14:22:05");
  CHECK(body.bytes(body.parts()[3]) == contents.parts[3].bytes);
  CHECK(body.whole().parts[1].unread == "the file is damaged");
}

TEST_CASE("where nobody reads files they wait, and three times is often enough") {
  Kept kept;
  read_files_by(nullptr);
  Contents contents{"subject", "text", "", {}};
  contents.parts.push_back({"note.txt", "text/plain", "seen at Ruse"});
  while (move_old_body(kept.store.bodies()) == MoveResult::kMoved) {
  }
  const auto number = kept.file(contents, "with files");
  CHECK(move_old_body(kept.store.bodies()) == MoveResult::kLater);
  CHECK(move_old_body(kept.store.bodies()) == MoveResult::kLater);
  CHECK_FALSE(kept.store.bodies().open(number).words(kept.store.bodies().open(number).parts()[0]));
  CHECK(move_old_body(kept.store.bodies()) == MoveResult::kMoved);
  auto body = kept.store.bodies().open(number);
  CHECK(body.words(body.parts()[0]) == "");
  CHECK(body.parts()[0].unread == "the reader of files failed over it");
  CHECK(move_old_body(kept.store.bodies()) == MoveResult::kNone);
}

TEST_CASE("two workers that move one message leave one of it") {
  Kept kept;
  make_old(kept.site, kept.store, kept.number);
  auto other = kept.site.open();
  const auto row = *kept.store.bodies().next_unmoved();
  // The other is done while this one is still reading.
  const auto late = kept.store.bodies().move(row, [&](std::vector<StoredPart>& parts) {
    CHECK(move_old_body(other.bodies()) == MoveResult::kMoved);
    FileTexts files;
    return read_words(parts, files);
  });
  CHECK(late == Bodies::MoveResult::kFaster);
  CHECK(count(kept.store, "message_texts") == 1);
  CHECK(count(kept.store, "message_parts") == 4);
  check_same(kept.store.bodies().open(kept.number), sample());
}

TEST_CASE("a message that is killed while it is moved is in one form, and is moved then") {
  for (const std::string step : {"parts.before", "parts.after"}) {
    Kept kept;
    make_old(kept.site, kept.store, kept.number);
    REQUIRE(was_killed(stopped_at(step, [&] {
      auto store = kept.site.open();
      return move_old_body(store.bodies()) == MoveResult::kMoved ? 0 : 1;
    })));
    check_same(kept.store.bodies().open(kept.number), sample());
    while (move_old_body(kept.store.bodies()) == MoveResult::kMoved) {
    }
    check_same(kept.store.bodies().open(kept.number), sample());
    CHECK(count(kept.store, "message_bodies") == 0);
    CHECK(count(kept.store, "message_parts") == 4);
  }
}

TEST_CASE("an old message that does not open stays, and keeps no other from being moved") {
  Kept kept;
  const auto second = kept.file(sample(), "second raw");
  make_old(kept.site, kept.store, kept.number);
  make_old(kept.site, kept.store, second);
  kept.store.database().execute("UPDATE message_bodies SET contents = x'00' WHERE message = 1");
  while (move_old_body(kept.store.bodies()) == MoveResult::kMoved) {
  }
  CHECK(kept.store.bodies().unmoved() == 0);
  CHECK(count(kept.store, "message_bodies") == 1);
  CHECK(fault_is_permanent([&] { kept.store.bodies().open(kept.number); }));
  check_same(kept.store.bodies().open(second), sample());
}

}  // namespace pouch::gateway

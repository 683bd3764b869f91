// A search over a store in which something is wrong: the rest is found, and what could not be read
// is counted; an index that is gone is an error, never "nothing found".
#include "gateway/archive/archive.hpp"

#include "gateway/archive/attached_text.hpp"
#include "gateway/archive/attached_words.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/fault.hpp"
#include "gateway/work/old_bodies.hpp"
#include "search/index/index.hpp"
#include "templates/reading/reader.hpp"
#include "tests/unit/gateway/extracting.hpp"
#include "tests/unit/gateway/old_bodies.hpp"
#include "tests/unit/gateway/pdf_file.hpp"
#include "tests/unit/gateway/shipped.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

struct Archive {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  std::vector<CaseNumber> cases;

  Extracting extracting;
  explicit Archive(int count = 3) {
    runtime.site.state = folder.state();
    for (int i = 0; i < count; ++i) {
      auto commit =
          new_case(store, folder.accept("raw " + std::to_string(i)), "raw " + std::to_string(i));
      commit.message->contents = {"subject", "heroin in a lorry", "", {}};
      cases.push_back(commit.opened->number);
      REQUIRE(store.commit(commit) == CommitResult::kDone);
    }
  }
  void index() {
    Indexer indexer(runtime, store, folder.key());
    while (indexer.work() > 0) {
    }
  }
  // One more, with such a file.
  CaseNumber file(StoredPart part) {
    auto commit = new_case(store, folder.accept("with " + part.name), "with " + part.name);
    commit.signatures = {"of " + part.name};
    commit.message->contents = {"subject", "see the file", "", {std::move(part)}};
    FileTexts files;
    read_words(commit.message->contents.parts, files);
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    return commit.opened->number;
  }
  ArchiveAnswer ask(const std::string& words = "heroin", HitDetail detail = HitDetail::kLines) {
    ArchiveRequest request;
    request.detail = detail;
    request.limit = 200;
    request.carried = 1000;
    request.query = request.words = words;
    request.readers = {"member:ana.ionescu"};
    return ask_archive(store, folder.state(), index_key(folder.key()), request);
  }
  void lose_key(const CaseNumber& number) {
    auto keys = Database::open_keys(folder.state());
    keys.prepare("DELETE FROM case_keys WHERE number = ?").bind(1, number.text()).run();
  }
  void damage_facts(const CaseNumber& number) {
    store.database()
        .prepare("UPDATE messages SET facts = x'00' WHERE number = ?")
        .bind(1, number.text())
        .run();
  }
};

fs::path year_in(const fs::path& index) {
  return search::shard_folder(index, *search::read_head(index)->years.begin());
}

const StoredPart kNote{"note.txt", "text/plain", "cocaine in a bus"};

}  // namespace

TEST_CASE("a count opens no message: rights and number are enough") {
  Archive archive(100);
  archive.index();
  archive.store.database().execute("DELETE FROM message_texts");
  const auto counted = archive.ask("heroin", HitDetail::kNumber);
  CHECK(counted.hits.size() == 100);
  CHECK(counted.total == 100);
  CHECK(counted.unreadable == 0);
  CHECK(counted.hits[7].text.text.empty());
  CHECK(archive.ask().unreadable == 100);
}

TEST_CASE("an index and a list open no file: the words in it lie beside it") {
  Archive archive(1);
  const auto number = archive.file(kNote);
  archive.store.database().execute("UPDATE message_parts SET bytes = x'00'");
  archive.index();
  const auto found = archive.ask("cocaine");
  REQUIRE(found.hits.size() == 1);
  CHECK(found.hits[0].message.number.number == number);
  CHECK(found.hits[0].snippet.find("in a bus") != std::string::npos);
  CHECK_FALSE(found.hits[0].files);
  ArchiveRequest request;
  request.query = request.words = "cocaine";
  request.readers = {"member:ana.ionescu"};
  request.same_script = true;
  const auto key = index_key(archive.folder.key());
  CHECK(ask_archive(archive.store, archive.folder.state(), key, request).hits.size() == 1);
  CHECK(archive.ask("cocaine", HitDetail::kFiles).unreadable == 1);
}

TEST_CASE("files are opened as far as one letter carries them") {
  Archive archive(0);
  for (const auto* name : {"a.txt", "b.txt", "c.txt"}) {
    auto part = kNote;
    part.name = name;
    part.bytes = "cocaine" + std::string(name[0] == 'b' ? 900 : 400, ' ');
    archive.file(part);
  }
  archive.index();
  std::size_t opened = 0;
  const auto found = archive.ask("cocaine", HitDetail::kFiles);
  REQUIRE(found.hits.size() == 3);
  for (const auto& hit : found.hits) {
    opened += hit.files ? hit.files->front().bytes.size() : 0;
  }
  CHECK(opened > 0);
  CHECK(opened <= 1000);
}

TEST_CASE("messages of an older version are found, by the words in their files once moved") {
  Archive archive(0);
  const auto number = archive.file(kNote);
  make_old(archive.folder, archive.store, {number, 1});
  archive.index();
  CHECK(archive.ask("cocaine").hits.empty());
  CHECK(archive.ask("\"see the file\"", HitDetail::kFiles).hits[0].files->front().bytes ==
        kNote.bytes);
  while (move_old_body(archive.store.bodies()) == MoveResult::kMoved) {
  }
  archive.index();
  CHECK(archive.ask("cocaine").hits.size() == 1);
  CHECK(archive.ask("cocaine", HitDetail::kFiles).hits[0].files->front().bytes == kNote.bytes);
}

TEST_CASE("the words of a PDF are searched, those of an older version once it is moved") {
  if (!std::filesystem::exists("/usr/bin/pdftotext")) {
    return;
  }
  Archive archive(0);
  const StoredPart pdf{"route.pdf", "application/pdf", pdf_saying("Haschisch via Vidin")};
  const auto number = archive.file(pdf);
  archive.index();
  CHECK(archive.ask("vidin").hits.size() == 1);
  make_old(archive.folder, archive.store, {number, 1});
  fs::remove_all(index_folder(archive.folder.state()));
  archive.index();
  CHECK(archive.ask("vidin").hits.empty());
  CHECK(move_old_body(archive.store.bodies()) == MoveResult::kMoved);
  archive.index();
  CHECK(archive.ask("vidin").hits.size() == 1);
}

TEST_CASE("a case without key stops no search: the rest is found, and it is counted") {
  Archive archive;
  archive.index();
  REQUIRE(archive.ask().hits.size() == 3);
  archive.lose_key(archive.cases[1]);
  const auto answer = archive.ask();
  CHECK(answer.hits.size() == 2);
  CHECK(answer.unreadable == 1);
  CHECK(answer.unfiled == 0);
  const auto fetched =
      fetch_messages(archive.store, {{1, {archive.cases[0], 1}}, {2, {archive.cases[1], 1}}},
                     {"member:ana.ionescu"}, 1000);
  CHECK(fetched.hits.size() == 1);
  CHECK(fetched.unreadable == 1);
}

TEST_CASE("a group ends where its text becomes long, and the index goes on behind it") {
  Archive archive(0);
  std::string words = "cocaine";
  while (words.size() < 600'000) {
    words += " " + std::string(60, 'x');
  }
  archive.file({"a.txt", "text/plain", words});
  archive.file({"b.txt", "text/plain", words});
  archive.file(kNote);
  Indexer indexer(archive.runtime, archive.store, archive.folder.key());
  CHECK(indexer.work() == 2);
  CHECK(indexer.work() == 1);
  CHECK(indexer.work() == 0);
  CHECK(archive.ask("cocaine").hits.size() == 3);
  archive.store.database().execute("INSERT INTO refiles (message) SELECT id FROM messages");
  CHECK(indexer.work() == 2);
  CHECK(indexer.work() == 1);
  CHECK(indexer.work() == 0);
}

TEST_CASE("a stored form that is none keeps no other message out of the index") {
  Archive archive(2);
  auto commit = new_case(archive.store, archive.folder.accept("odd"), "odd");
  commit.message->contents = {"subject", "heroin in a lorry", "{}", {}};
  REQUIRE(archive.store.commit(commit) == CommitResult::kDone);
  archive.index();
  CHECK(archive.ask().hits.size() == 2);
  CHECK(archive.ask().unfiled == 0);
}

TEST_CASE("a row that is damaged stops neither a search nor the index behind it") {
  Archive archive;
  archive.damage_facts(archive.cases[1]);
  archive.index();
  auto answer = archive.ask();
  CHECK(answer.hits.size() == 2);
  CHECK(answer.unfiled == 0);
  archive.damage_facts(archive.cases[2]);
  answer = archive.ask();
  CHECK(answer.hits.size() == 1);
  CHECK(answer.unreadable == 1);
}

TEST_CASE("an index that is missing or broken is an error, and begun anew by who writes it") {
  struct Row {
    const char* name;
    std::function<void(const fs::path&)> spoil;
  };
  const std::vector<Row> rows{
      {"the folder is gone", [](const fs::path& index) { fs::remove_all(index); }},
      {"its list of years is gone", [](const fs::path& index) { fs::remove(index / "position"); }},
      {"its list of years is garbage",
       [](const fs::path& index) { std::ofstream(index / "position") << "garbage"; }},
      {"a year is gone", [](const fs::path& index) { fs::remove_all(year_in(index)); }},
      {"a year's mark is gone",
       [](const fs::path& index) { fs::remove(year_in(index) / "iamglass"); }},
      {"a year's mark is garbage",
       [](const fs::path& index) { std::ofstream(year_in(index) / "iamglass") << "garbage"; }},
      {"a table is gone",
       [](const fs::path& index) { fs::remove(year_in(index) / "postlist.glass"); }},
      {"a table is cut off",
       [](const fs::path& index) { fs::resize_file(year_in(index) / "postlist.glass", 100); }},
      {"the version before wrote it, with other terms",
       [](const fs::path& index) {
         auto head = read_text(index / "position");
         REQUIRE(head.starts_with("layout "));
         std::ofstream(index / "position") << "layout 5" << head.substr(head.find('\n'));
       }},
      {"it is of an older layout: one database, no years", [](const fs::path& index) {
         fs::rename(year_in(index), index.string() + ".old");
         fs::remove_all(index);
         fs::rename(index.string() + ".old", index);
       }}};
  for (const auto& row : rows) {
    INFO(row.name);
    Archive archive;
    archive.index();
    row.spoil(index_folder(archive.folder.state()));
    try {
      archive.ask();
      FAIL_CHECK("nothing was said");
    } catch (const Fault& fault) {
      CHECK(fault.transient());
      CHECK(!fault.hint().empty());
    }
    archive.index();
    CHECK(archive.ask().hits.size() == 3);
  }
}

TEST_CASE("whoever writes an index notices that its folder was taken away") {
  Archive archive;
  Indexer indexer(archive.runtime, archive.store, archive.folder.key());
  while (indexer.work() > 0) {
  }
  fs::remove_all(index_folder(archive.folder.state()));
  while (indexer.work() > 0) {
  }
  CHECK(archive.ask().hits.size() == 3);
}

TEST_CASE("a hit says which word met, and how") {
  Archive archive(0);
  archive.file({"list.txt", "text/plain", "the driver Димитров of Vidin"});
  archive.index();
  const auto found = archive.ask("dimitrov file");
  REQUIRE(found.hits.size() == 1);
  CHECK(why_met(found.hits[0].met) == "Димитров ~ dimitrov (other script)");
  CHECK(found.hits[0].snippet.find("«file»") != std::string::npos);
}

TEST_CASE("a hit in the text of a file says in which it is, and on which page of a PDF") {
  if (!std::filesystem::exists("/usr/bin/pdftotext")) {
    return;
  }
  struct Row {
    const char* name;
    StoredPart part;
    const char* words;
    const char* said;  // of each file, "; " between
  };
  const std::string text = "text/plain", pdf = "application/pdf";
  const auto three = pdf_of_pages({"a list", "of Dimitrov", "with Jovanovic"});
  const std::vector<Row> rows{
      {"the last page", {"manifest.pdf", pdf, three}, "jovanovic", "manifest.pdf 3"},
      {"that of the first passage", {"m.pdf", pdf, three}, "dimitrov jovanovic", "m.pdf 2"},
      {"the first page", {"m.pdf", pdf, three}, "list", "m.pdf 1"},
      {"one page alone", {"m.pdf", pdf, pdf_saying("Jovanovic")}, "jovanovic", "m.pdf 0"},
      {"behind an empty page", {"m.pdf", pdf, pdf_of_pages({"", "Vidin"})}, "vidin", "m.pdf 2"},
      {"a text has no pages", {"l.txt", text, "a\n\fJovanovic"}, "jovanovic", "l.txt 0"},
      {"its name is no text", {"vidin list.txt", text, "a lorry"}, "vidin", ""},
      {"what the mail says stands there", {"l.txt", text, "see the file"}, "file", ""},
      {"one of two words stands there", {"l.txt", text, "a LORRY"}, "see lorry", "l.txt 0"}};
  for (const auto& row : rows) {
    INFO(row.name);
    Archive archive(0);
    archive.file(row.part);
    archive.index();
    const auto found = archive.ask(row.words);
    REQUIRE(found.hits.size() == 1);
    std::string said;
    for (const auto& file : found.hits[0].met_files) {
      CHECK(file.part == 0);
      said += (said.empty() ? "" : "; ") + file.name + " " + std::to_string(file.page);
    }
    CHECK(said == row.said);
  }
}

TEST_CASE("a form in a PDF reads the same on one page and on two") {
  if (!std::filesystem::exists("/usr/bin/pdftotext")) {
    return;
  }
  const Extracting reader;
  mail::Content content;
  mail::Attachment attachment;
  attachment.name = "form.pdf";
  attachment.media_type = "application/pdf";
  attachment.bytes = pdf_of_pages({"Form: request", "To: BG"});
  content.attachments = {attachment};
  FileTexts files;
  const auto texts = attached_texts(content, files);
  REQUIRE(texts.size() == 1);
  CHECK(texts[0].text == "Form: request\nTo: BG\n");
}

TEST_CASE("states, kinds of attachments and forms are found, and counted") {
  Archive archive(2);
  archive.file({"route.PDF", "application/octet-stream", "%PDF-"});
  archive.file({"car.jpg", "image/jpeg", "x"});
  archive.index();
  CHECK(archive.ask("is:open").total == 4);
  CHECK(archive.ask("is:open has:pdf").total == 1);
  CHECK(archive.ask("has:photo").total == 1);
  CHECK(archive.ask("has:attachment").total == 2);
  CHECK(archive.ask("is:request").total == 4);
  CHECK(archive.ask("is:note").total == 0);
  archive.store.database()
      .prepare("UPDATE legs SET open = 0, state = 'answered' WHERE number = ?")
      .bind(1, archive.cases[0].text())
      .run();
  CHECK(archive.ask("is:open").total == 3);
  CHECK(archive.ask("is:answered").total == 1);
  CHECK(archive.ask("heroin -is:open").total == 1);
}

namespace {

// The request that this text says, filed and indexed.
void file_request(Archive& archive, const std::string& text) {
  archive.runtime.templates = test::shipped();
  auto commit = new_case(archive.store, archive.folder.accept("named"), "named");
  const auto form = templates::read_form(text, *test::shipped().find("request"), test::shipped(),
                                         templates::ReadOptions());
  commit.message->contents = {"subject", text, templates::to_json(form), {}};
  REQUIRE(archive.store.commit(commit) == CommitResult::kDone);
  archive.index();
}

}  // namespace

TEST_CASE("what found nothing is answered with words that the asker may read, and no others") {
  Archive archive(0);
  const std::string text = "Form: request\n[Person 1]\nSurname: Jovanović\n";
  file_request(archive, text);
  const auto suggested = [&](const std::string& query, const std::string& reader) {
    ArchiveRequest request;
    request.query = request.words = query;
    request.readers = {reader};
    request.suggest = true;
    return ask_archive(archive.store, archive.folder.state(), index_key(archive.folder.key()),
                       request);
  };
  const auto one = suggested("person:jovamovic is:open", "member:ana.ionescu");
  CHECK(one.total == 0);
  CHECK(one.suggestion == "person:Jovanović is:open");
  CHECK(one.opened.size() == 1);
  for (const auto* reader : {"member:dimitar", "desk:nfp-rs"}) {
    const auto other = suggested("person:jovamovic is:open", reader);
    CHECK(other.suggestion.empty());
    CHECK(other.opened.empty());
  }
  CHECK(suggested("person:petrov", "member:ana.ionescu").suggestion.empty());
}

TEST_CASE("a country is whose message it is, or one that its form names, never both") {
  Archive archive(0);
  const std::string text =
      "Form: request\nTo: BG\nSame request to: GR\n[Person 1]\nSurname: Ilić\n"
      "Nationalities: RS\n[Vehicle 1]\nPlate: 34 ABC 12\nPlate country: TR\n";
  file_request(archive, text);
  for (const auto* query : {"country:RO", "to:BG", "to:RS", "about:RS", "about:TR", "about:GR"}) {
    INFO(query);
    CHECK(archive.ask(query).total == 1);
  }
  for (const auto* query :
       {"country:RS", "country:TR", "country:BG", "country:GR", "about:BG", "about:RO", "to:TR"}) {
    INFO(query);
    CHECK(archive.ask(query).total == 0);
  }
  ArchiveRequest request;
  request.query = request.words = "country:RO";
  request.readers = {"member:ana.ionescu"};
  request.facets = true;
  const auto counted =
      ask_archive(archive.store, archive.folder.state(), index_key(archive.folder.key()), request);
  const auto facet = std::find_if(counted.facets.begin(), counted.facets.end(),
                                  [](const auto& one) { return one.field == "country"; });
  REQUIRE(facet != counted.facets.end());
  REQUIRE(facet->values.size() == 1);
  CHECK(facet->values[0].value == "RO");
}

TEST_CASE("an archive without a message has no index, and that is no error") {
  Archive archive(0);
  CHECK(archive.ask().hits.empty());
}

}  // namespace pouch::gateway

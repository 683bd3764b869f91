// Letters to the operators, sealed with real gpg: to whom, how many, and never in the clear.
#include "gateway/work/operator_letter.hpp"

#include "tests/unit/gateway/state_folder.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::gateway {
namespace {

using mail::test::Post;

config::Member member(const std::string& id, const std::string& key,
                      std::vector<std::string> rights) {
  config::Member entry;
  entry.id = id;
  entry.name = id;
  entry.addresses = {id + "@police.ro.example"};
  entry.keys = {key};
  entry.country = "RO";
  entry.agency = entry.community = "police";
  entry.rights = std::move(rights);
  return entry;
}

struct Office {
  Office() {
    auto& post = Post::office();
    runtime.site.address = "requests@pouch.example";
    runtime.site.name = "Pouch";
    runtime.site.gnupg = post.gateway_home();
    runtime.gateway_key = post.gateway();
    runtime.now = [] { return at(0); };
    runtime.directory.members = {
        member("ana", Post::office().reading_key("ana"), {"send", "operate"}),
        member("eva", Post::office().reading_key("eva"), {"send"})};
    config::Desk ocu;
    ocu.id = "ocu";
    ocu.address = "ocu@pouch.example";
    ocu.community = "police";
    ocu.keys = {Post::office().reading_key("ocu")};
    ocu.rights = {"operate"};
    runtime.directory.desks = {ocu};
  }
  std::vector<SealedLetter> letters(std::size_t first = 3) {
    EngineCrypto crypto(Post::office().engine(), runtime.limits);
    const auto note = [](const Words& words) {
      return OperatorNote{"Mail is held: 17", words("mail_is_held") + "\n"};
    };
    return operator_letters(runtime, store.letters(), crypto, note, "5eed", first);
  }
  Runtime runtime;
  StateFolder site;
  Store store = site.open();
};

std::vector<std::string> receivers(const std::vector<SealedLetter>& letters) {
  std::vector<std::string> all;
  for (const auto& letter : letters) {
    REQUIRE(letter.recipients.size() == 1);
    all.push_back(letter.recipients.front());
  }
  return all;
}

using Addresses = std::vector<std::string>;

TEST_CASE("one sealed notice goes to each who has the right operate, and to nobody else") {
  Office office;
  const auto letters = office.letters();
  CHECK(receivers(letters) == Addresses{"ana@police.ro.example", "ocu@pouch.example"});
  CHECK(letters[0].kind == "notice");
  CHECK(letters[0].id == "5eed-3");
  CHECK(letters[1].id == "5eed-4");
  CHECK(letters[1].message_id == "<pouch.5eed-4@pouch.example>");
  for (const auto& letter : letters) {
    for (const auto* word : {"is held", "The mail", "held list"}) {
      CHECK(letter.wire.find(word) == std::string::npos);
    }
    CHECK(letter.wire.find("BEGIN PGP MESSAGE") != std::string::npos);
  }
  const auto begin = letters[0].wire.find("-----BEGIN PGP MESSAGE");
  const auto opened = Post::office().writers.must({"--decrypt"}, letters[0].wire.substr(begin));
  CHECK(opened.find("The mail: pouch held list.") != std::string::npos);
  CHECK(opened.find("Subject: Mail is held: 17") != std::string::npos);
}

TEST_CASE("each operator reads a notice in a language of their own") {
  Office office;
  office.runtime.directory.members[0].language = "bg";
  office.runtime.directory.desks[0].languages = {"el"};
  const auto letters = office.letters();
  REQUIRE(letters.size() == 2);
  const auto text_of = [](const SealedLetter& letter) {
    const auto begin = letter.wire.find("-----BEGIN PGP MESSAGE");
    return Post::office().writers.must({"--decrypt"}, letter.wire.substr(begin));
  };
  // Quoted-printable: letters of the Cyrillic and of the Greek alphabet.
  CHECK(text_of(letters[0]).find("=D0") != std::string::npos);
  CHECK(text_of(letters[0]).find("=CE") == std::string::npos);
  CHECK(text_of(letters[1]).find("=CE") != std::string::npos);
  CHECK(text_of(letters[1]).find("=D0") == std::string::npos);
}

TEST_CASE("no notice goes to an operator whose time is over or who has no usable key") {
  Office office;
  office.runtime.directory.members[0].validity.until = config::Day{} + std::chrono::days(1);
  CHECK(receivers(office.letters()) == Addresses{"ocu@pouch.example"});
  office.runtime.directory.desks[0].keys = {std::string(40, 'A')};
  CHECK(office.letters().empty());
}

TEST_CASE("an operator gets no more notices in an hour than the limit, the others theirs") {
  Office office;
  office.runtime.site.limits.letters_per_hour = 1;
  Commit commit;
  commit.at = at(0);
  commit.letters = office.letters();
  commit.letters.pop_back();
  REQUIRE(office.store.commit(commit) == CommitResult::kDone);
  CHECK(receivers(office.letters(9)) == Addresses{"ocu@pouch.example"});
  office.runtime.now = [] { return at(2 * 3600); };
  CHECK(office.letters(9).size() == 2);
}

}  // namespace
}  // namespace pouch::gateway

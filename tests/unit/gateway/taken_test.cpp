// Files that are kept in their evidence alone: they come out of it as they were, whatever shape
// their mail had, and what would not is kept apart.
#include "gateway/store/taken.hpp"

#include "gateway/site/parts_of_mail.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/body_writer.hpp"
#include "gateway/store/contents_codec.hpp"
#include "mail/content/content.hpp"
#include "mail/structure/scan.hpp"
#include "tests/unit/gateway/old_bodies.hpp"
#include "tests/unit/gateway/random_mail.hpp"
#include "tests/unit/gateway/state_folder.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::Evidence;
using mail::openpgp::Opened;

Opened opened_as(std::string entity, mail::openpgp::SignedBy by) {
  Opened opened;
  opened.verdict = mail::openpgp::Verdict::kProved;
  opened.signed_by = by;
  opened.inner = std::move(entity);
  const mail::Limits limits;
  const auto scanned = mail::scan(opened.inner, limits);
  REQUIRE(std::holds_alternative<mail::Entity>(scanned));
  opened.content = mail::read_content(std::get<mail::Entity>(scanned), limits, opened.inner);
  REQUIRE(opened.content.unreadable.empty());
  return opened;
}

struct Kept {
  StateFolder site;
  Store store = site.open();

  MessageNumber file(const std::vector<StoredPart>& parts) {
    auto commit = new_case(store, site.accept("raw"), "raw");
    commit.signatures = {"signature " + std::to_string(++filed_)};
    commit.message->contents.parts = parts;
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    return {commit.opened->number, 1};
  }
  // Octets that the row of that part has.
  std::size_t octets(const MessageNumber& number, int position) {
    return static_cast<std::size_t>(row(number, position, "length(p.bytes)").integer(0));
  }
  Statement row(const MessageNumber& number, int position, const std::string& what) {
    auto row = store.database().prepare("SELECT " + what +
                                        " FROM message_parts p JOIN messages m ON m.id = p.message"
                                        " WHERE m.number = ? AND p.position = ?");
    REQUIRE(row.bind(1, number.number.text()).bind(2, std::int64_t{position}).step());
    return row;
  }
  void put(const MessageNumber& number, int position, const std::string& sealed) {
    const auto id = row(number, position, "p.id").integer(0);
    store.database()
        .prepare("UPDATE message_parts SET bytes = ? WHERE id = ?")
        .bind_blob(1, sealed)
        .bind(2, id)
        .run();
  }

 private:
  int filed_ = 0;
};

constexpr std::size_t kPlaceOctets = 1000;  // a sealed place is shorter

// Each part by itself, and all of them at once.
void check_same(Store& store, const MessageNumber& number, const std::vector<StoredPart>& parts) {
  auto body = store.bodies().open(number);
  REQUIRE(body.parts().size() == parts.size());
  for (const auto& facts : body.parts()) {
    CHECK((body.bytes(facts) == parts[static_cast<std::size_t>(facts.position)].bytes));
  }
  const auto whole = body.whole();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    CHECK((whole.parts[i].bytes == parts[i].bytes));
  }
}

bool is_fault(const std::function<void()>& act) {
  try {
    act();
  } catch (const Fault& fault) {
    return !fault.transient();
  }
  return false;
}

// A file of 100,000 octets in a multipart/signed, and the evidence behind it.
std::vector<StoredPart> one_file() {
  Maker maker(1);
  const auto octets = maker.octets(100'000, false);
  const auto opened = opened_as(
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\n"
      "Content-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
          maker.base64(octets, "\r\n") + "\r\n--b--\r\n",
      mail::openpgp::SignedBy::kMultipartSigned);
  auto parts = parts_of_mail(opened, {{"original.eml", "application/octet-stream", opened.inner}});
  REQUIRE(parts.size() == 2);
  REQUIRE(parts[0].bytes == octets);
  REQUIRE(parts[0].taken);
  return parts;
}

}  // namespace

TEST_CASE("files and evidence come back octet for octet, whatever shape their mail had") {
  Kept kept;
  std::size_t taken = 0;
  for (unsigned seed = 0; seed < 80; ++seed) {
    INFO("seed " << seed);
    Maker maker(seed);
    const bool message = seed % 2 == 0;
    const auto opened =
        opened_as(maker.entity(), message ? mail::openpgp::SignedBy::kMessage
                                          : mail::openpgp::SignedBy::kMultipartSigned);
    const auto evidence =
        message ? mail::Bytes(maker.message(std::string(opened.inner))) : opened.inner;
    const auto parts =
        parts_of_mail(opened, {{"original", "application/octet-stream", evidence, message}});
    const auto number = kept.file(parts);
    check_same(kept.store, number, parts);
    CHECK((kept.store.bodies().open(number).whole().parts.back().bytes == evidence));
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
      const bool is_place = kept.octets(number, static_cast<int>(i)) < kPlaceOctets;
      CHECK(is_place == (parts[i].bytes.size() >= kWorthTaking || parts[i].bytes.size() < 900));
      taken += parts[i].bytes.size() >= kWorthTaking ? 1 : 0;
    }
  }
  CHECK(taken > 60);
}

TEST_CASE("a place that does not hold is not written: the file is kept whole") {
  Kept kept;
  const auto good = one_file();
  const auto tried = [&](const std::function<void(TakenFrom&)>& change, bool taken) {
    auto parts = good;
    change(*parts[0].taken);
    const auto number = kept.file(parts);
    check_same(kept.store, number, parts);
    CHECK((kept.octets(number, 0) < kPlaceOctets) == taken);
  };
  tried([](TakenFrom&) {}, true);
  tried([](TakenFrom& from) { from.offset += 4; }, false);
  tried([](TakenFrom& from) { from.size -= 4; }, false);
  tried([](TakenFrom& from) { from.size += 8; }, false);
  tried([](TakenFrom& from) { from.size = 0; }, false);
  tried([](TakenFrom& from) { from.encoding = "7bit"; }, false);
  tried([](TakenFrom& from) { from.encoding = "quoted-printable"; }, false);
  tried([](TakenFrom& from) { from.encoding = "x-unknown"; }, false);
  tried([](TakenFrom& from) { from.message = true; }, false);
  tried([](TakenFrom& from) { from.evidence = 0; }, false);
  tried([](TakenFrom& from) { from.evidence = 2; }, false);
  tried([](TakenFrom& from) { from.evidence = ~std::uint64_t{0}; }, false);
  tried([](TakenFrom& from) { from.offset = ~std::uint64_t{0} - 3; }, false);
  tried([](TakenFrom& from) { from.size = ~std::uint64_t{0}; }, false);
}

TEST_CASE("a file whose evidence was altered is a fault, never other octets") {
  const auto parts = one_file();
  Kept kept;
  const auto number = kept.file(parts);
  const auto key = case_key_of(kept.site, number.number);
  const auto purpose = part_purpose(1, "bytes", number.text());
  const auto file_faults = [&] {
    auto body = kept.store.bodies().open(number);
    const auto facts = body.parts().front();
    return is_fault([&] { body.bytes(facts); }) && is_fault([&] { body.whole(); });
  };
  const std::string whole(parts[1].bytes);
  REQUIRE_FALSE(file_faults());
  for (const std::size_t at : {whole.size() / 2, whole.size() / 3}) {
    auto other = whole;
    other[at] = other[at] == 'A' ? 'B' : 'A';  // sealed as ours are: only the file's own hash tells
    kept.put(number, 1, seal_packed(key, purpose, other));
    CHECK(file_faults());
  }
  kept.put(number, 1, seal_packed(key, purpose, whole.substr(0, whole.size() / 2)));
  CHECK(file_faults());
  kept.put(number, 1, seal_packed(key, purpose, std::string(7, 'x') + whole));
  CHECK(file_faults());
  kept.put(number, 1, seal_place(key, purpose, encode_taken(*parts[0].taken)));
  CHECK(file_faults());
  kept.put(number, 1, "x");
  CHECK(file_faults());
  kept.put(number, 1, seal_packed(key, purpose, whole));
  CHECK_FALSE(file_faults());
  const auto place = part_purpose(0, "bytes", number.text());
  kept.put(number, 0, seal_place(key, place, "no place"));
  CHECK(file_faults());
  auto wrong = *parts[0].taken;
  wrong.evidence = 7;
  kept.put(number, 0, seal_place(key, place, encode_taken(wrong)));
  CHECK(file_faults());
  kept.put(number, 0, seal_packed(key, part_purpose(1, "bytes", number.text()), whole));
  CHECK(file_faults());
}

// Its place is a row of its message: withdrawn as others, erased with the case key.
TEST_CASE("a file in its evidence is withdrawn and erased as others are") {
  Kept kept;
  const auto parts = one_file();
  const auto number = kept.file(parts);
  kept.store.bodies().withdraw({number, {0}});
  auto body = kept.store.bodies().open(number);
  REQUIRE(body.parts().size() == 1);
  CHECK(body.parts().front().evidence);
  CHECK((body.bytes(body.parts().front()) == parts[1].bytes));
  CHECK(body.whole().parts.size() == 1);
  Database::open_keys(kept.site.state()).execute("DELETE FROM case_keys");
  CHECK(is_fault([&] { kept.store.bodies().open(number); }));
}

TEST_CASE("files are found in what GnuPG made, but for packing that is not read here") {
  auto& post = mail::test::Post::office();
  Maker maker(3);
  const auto octets = maker.octets(200'000, false),
             text = maker.lines("\r\n") + maker.octets(70'000, true);
  const std::string entity =
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\n"
      "Content-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
      maker.base64(octets, "\r\n") +
      "\r\n--b\r\nContent-Type: text/plain; name=b.txt\r\nContent-Disposition: attachment\r\n\r\n" +
      text + "\r\n--b--\r\n";
  struct Way {
    std::vector<std::string> options;
    bool taken;
  };
  for (const auto& way :
       {Way{{"-z", "0"}, true}, Way{{}, true}, Way{{"--compress-algo", "zip"}, true},
        Way{{"--compress-algo", "zlib"}, true}, Way{{"--compress-algo", "bzip2"}, false}}) {
    INFO(way.options.size() << (way.options.empty() ? "" : way.options.back()));
    const auto mail = mail::test::pgp_mime(post.sealed(entity, way.options));
    const auto opened = mail::test::opened(post, mail);
    REQUIRE(opened.verdict == mail::openpgp::Verdict::kProved);
    const auto parts = parts_of_mail(opened, mail::openpgp::evidence(opened, post.engine()));
    REQUIRE(parts.size() == 3);
    REQUIRE(parts[0].bytes == octets);
    REQUIRE(parts[1].bytes == text);
    CHECK(can_be_taken(parts) == std::vector<bool>{way.taken, way.taken, false});
    Kept kept;
    check_same(kept.store, kept.file(parts), parts);
  }
  const auto inside = mail::test::multipart_signed(post, entity);
  const auto opened = mail::test::opened(post, mail::test::pgp_mime(post.encrypted(inside)));
  const auto parts = parts_of_mail(opened, mail::openpgp::evidence(opened, post.engine()));
  CHECK(can_be_taken(parts) == std::vector<bool>{true, true, false});
}

TEST_CASE("a file that was sealed alone is found in the evidence of its own ciphertext") {
  auto& post = mail::test::Post::office();
  Maker maker(4);
  const auto file = maker.octets(150'000, false);
  const auto mail =
      mail::test::headers() + "Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\n\r\n" +
      post.sealed("hello\n", {"--armor"}) +
      "\r\n--x\r\nContent-Type: application/octet-stream; name=\"a.bin.pgp\"\r\n\r\n" +
      post.sealed(file, {"--armor"}) + "\r\n--x--\r\n";
  const auto opened = mail::test::opened(post, mail);
  REQUIRE(opened.verdict == mail::openpgp::Verdict::kProved);
  const auto parts = parts_of_mail(opened, mail::openpgp::evidence(opened, post.engine()));
  REQUIRE(parts.size() == 3);
  REQUIRE(parts[0].bytes == file);
  CHECK(can_be_taken(parts) == std::vector<bool>{true, false, false});
  Kept kept;
  check_same(kept.store, kept.file(parts), parts);
}

}  // namespace pouch::gateway

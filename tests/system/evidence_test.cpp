// A case as evidence: receipts, signed heads of the audit log, and an archive that an expert checks
// with gpg, sha256sum and a shell alone, by the very commands that stand in it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "tests/system/durable_steps.hpp"
#include "tests/system/expert.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/movable_clock.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const std::string kAs = "--as", kReason = "--reason", kWhy = "order 12/2026";

void give_right(const Site& site, const std::string& id, const std::string& right) {
  auto text = site.directory();
  const auto at = text.find("rights = ", text.find("id = \"" + id + "\""));
  REQUIRE(at != std::string::npos);
  site.write_directory(text.insert(text.find(']', at), ", \"" + right + "\""));
}

// Signed in a part of its own, then sealed: what Apple Mail and others write.
std::string signed_inside(const Site& site, const std::string& id, const MailParts& parts) {
  const auto& person = site.person_at(id);
  const auto part = crlf("Content-Type: text/plain; charset=utf-8\n\n" + parts.body);
  const auto signature =
      person.gpg({"--armor", "--detach-sign", "--digest-algo", "SHA256"}, part).out;
  const auto entity =
      "Content-Type: multipart/signed; micalg=pgp-sha256; "
      "protocol=\"application/pgp-signature\"; boundary=\"s\"\r\n\r\n--s\r\n" +
      part + "\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n" + crlf(signature) +
      "\r\n--s--\r\n";
  return site.outer(
      id, parts,
      person.gpg({"--armor", "--encrypt", "--recipient", "requests@pouch.example"}, entity).out);
}

// A request to Bulgaria, which answers, and Serbia, which says nothing; heads of some days.
class Proof {
 public:
  Proof() : clock_(scratch_.path()) {
    wait_past_midnight();
    give_right(site, "dimitar", "audit");
    const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
    INFO(sent.dump(1));
    REQUIRE(sent["outcome"] == "accepted");
    number = sent["case"];
    go_to(60);
    const auto answered =
        site.deliver(signed_inside(site, "nfp-bg",
                                   {.subject = "Answer",
                                    .body = "Form: reply\nAnswers: " + number +
                                            "\nReply kind: FULL\nAnswer: By the form.\n"}));
    INFO(answered.dump(1));
    REQUIRE(answered["outcome"] == "accepted");
    go_to(kDay);
    go_to(2 * kDay);
    go_to(9 * kDay);
    go_to(10 * kDay);
  }
  void go_to(std::int64_t seconds) const {
    clock_.advance_to(seconds);
    const auto ran = site.pouch({"run", "--until-idle"});
    INFO(ran.out << ran.err);
    REQUIRE(ran.status == 0);
  }
  json receipts() const {
    const auto ran = site.pouch({"receipts", number, kAs, "ana", kReason, kWhy, "--json"});
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    return json::parse(ran.out)["receipts"];
  }
  // The archive, unpacked.
  fs::path exported(const std::string& name = "case") const {
    const auto file = scratch_.path() / (name + ".zip");
    const auto ran = site.pouch(
        {"receipts", number, kAs, "ana", kReason, kWhy, "--export", file.string(), "--json"});
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    CHECK((fs::status(file).permissions() & fs::perms::all) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    unpack(file, scratch_.path() / name);
    return scratch_.path() / name;
  }
  const fs::path& folder() const { return scratch_.path(); }

 private:
  Scratch scratch_;
  EverybodysClock clock_;

 public:
  Site site;
  std::string number;
};

// --- forgeries

void change(const fs::path& file, const std::string& from, const std::string& to) {
  auto text = read_file(file);
  const auto at = text.find(from);
  INFO(file << " has no " << from);
  REQUIRE(at != std::string::npos);
  write_file(file, text.replace(at, from.size(), to));
}

// One octet in the middle.
void damage(const fs::path& file) {
  auto bytes = read_file(file);
  REQUIRE(!bytes.empty());
  auto& octet = bytes[bytes.size() / 2];
  octet = octet == 'A' ? 'B' : 'A';
  write_file(file, bytes);
}

void swap(const fs::path& left, const fs::path& right) {
  const auto bytes = read_file(left);
  write_file(left, read_file(right));
  write_file(right, bytes);
}

fs::path first_in(const fs::path& folder, const std::string& ending) {
  std::set<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().string().ends_with(ending)) {
      found.insert(entry.path());
    }
  }
  REQUIRE(!found.empty());
  return *found.begin();
}

fs::path receipt_of(const fs::path& folder, const std::string& line) {
  for (const auto& entry : fs::directory_iterator(folder / "receipts")) {
    if (entry.path().extension() == ".txt" &&
        read_file(entry.path()).find(line) != std::string::npos) {
      return entry.path();
    }
  }
  FAIL("no receipt " + line);
  return {};
}

struct Forgery {
  std::string what;
  std::function<void(const fs::path&)> forge;
  std::string deep;  // what finds it when SHA256SUMS is made anew as well; empty: its signature
};

std::vector<Forgery> forgeries(const Site& site) {
  const auto foreign = site.person_at("mallory").public_key();
  return {
      {"a byte of a received mail",
       [](const fs::path& at) { damage(at / "messages/1/received.eml"); },
       "is not what was received"},
      {"a byte of a signed message",
       [](const fs::path& at) { damage(at / "messages/1/original.pgp"); }, "is not signed by"},
      {"a byte of a signed entity",
       [](const fs::path& at) {
         change(at / "messages/2/original.eml", "By the form", "By no form");
       },
       "is not what was accepted"},
      {"a byte of the signed text beside it",
       [](const fs::path& at) {
         change(at / "messages/2/signed.txt", "By the form", "By no form");
       },
       "is not signed by"},
      {"another signature beside it",
       [](const fs::path& at) { damage(at / "messages/2/signed.asc"); }, "is not signed by"},
      {"a writer's key exchanged",
       [foreign](const fs::path& at) { write_file(at / "messages/1/signer.asc", foreign); },
       "is not signed by"},
      {"the gateway's key exchanged",
       [foreign](const fs::path& at) { write_file(first_in(at / "keys", ".asc"), foreign); },
       "a key that is not the gateway's"},
      {"a second key added for the gateway",
       [foreign](const fs::path& at) { write_file(at / "keys/other.asc", foreign); },
       "a key that is not the gateway's"},
      {"a receipt left out",
       [](const fs::path& at) {
         const auto text = receipt_of(at, "R3 DELIVERED");
         for (const auto* ending : {".txt", ".txt.asc", ".json"}) {
           fs::remove(fs::path(text).replace_extension(ending));
         }
       },
       "of the chain"},
      {"the last receipt left out",
       [](const fs::path& at) {
         const auto text = receipt_of(at, "R4- NOT READ");
         for (const auto* ending : {".txt", ".txt.asc", ".json"}) {
           fs::remove(fs::path(text).replace_extension(ending));
         }
       },
       ""},
      {"two receipts swapped",
       [](const fs::path& at) {
         for (const auto* ending : {".txt", ".txt.asc", ".json"}) {
           swap(at / ("receipts/0002" + std::string(ending)),
                at / ("receipts/0003" + std::string(ending)));
         }
       },
       "of the chain"},
      {"an answer's time moved",
       [](const fs::path& at) { change(receipt_of(at, "R5 FINAL"), "Time: 20", "Time: 19"); },
       "is not signed by the gateway"},
      {"a refusal made of an answer",
       [](const fs::path& at) { change(receipt_of(at, "R5 FINAL"), "R5 FINAL", "R5- REFUSAL"); },
       "is not signed by the gateway"},
      {"a negative receipt made positive",
       [](const fs::path& at) {
         change(receipt_of(at, "R4- NOT READ"), "R4- NOT READ", "R4 READ");
       },
       "is not signed by the gateway"},
      {"a byte of a receipt's signature",
       [](const fs::path& at) { damage(at / "receipts/0001.txt.asc"); },
       "is not signed by the gateway"},
      {"a receipt's JSON changed",
       [](const fs::path& at) { change(at / "receipts/0001.json", "\"R1\"", "\"R2\""); }, ""},
      {"a row of the audit log changed",
       [](const fs::path& at) { change(first_in(at / "audit/rows", ".txt"), "Act: ", "Act: no-"); },
       "is not in the log"},
      {"the path of a row changed",
       [](const fs::path& at) {
         change(first_in(at / "audit/rows", ".path"), "\nright ", "\nleft ");
       },
       "is not in the log"},
      {"a row of the audit log left out",
       [](const fs::path& at) { fs::remove(first_in(at / "audit/rows", ".txt")); }, ""},
      {"a byte of a head",
       [](const fs::path& at) { change(at / "audit/heads/00001.asc", "Tree: ", "Tree: 0"); },
       "is not signed by the gateway"},
      {"a head left out", [](const fs::path& at) { fs::remove(at / "audit/heads/00002.asc"); },
       "does not follow the one before"},
      {"two heads swapped",
       [](const fs::path& at) { swap(at / "audit/heads/00001.asc", at / "audit/heads/00002.asc"); },
       "is another head"},
      {"a line of the sums changed", [](const fs::path& at) { damage(at / "SHA256SUMS"); }, ""},
      {"the signature of the sums exchanged",
       [](const fs::path& at) {
         write_file(at / "SHA256SUMS.asc", read_file(at / "receipts/0001.txt.asc"));
       },
       ""},
      {"a file added", [](const fs::path& at) { write_file(at / "messages/1/note.txt", "x"); }, ""},
      {"a word of VERIFY.txt",
       [](const fs::path& at) { change(at / "VERIFY.txt", "WHAT", "That"); }, ""},
  };
}

}  // namespace

TEST_CASE("an expert checks an exported case without Pouch, and finds every forgery", "[long]") {
  const Proof proof;
  const auto folder = proof.exported();
  const auto good = checked(folder);
  INFO(good.out << good.err);
  REQUIRE(good.status == 0);
  CHECK(good.out.find("GOOD: ") != std::string::npos);
  CHECK(fs::exists(folder / "messages/1/original.pgp"));
  CHECK(fs::exists(folder / "messages/2/original.eml"));
  CHECK(fs::exists(folder / "audit/heads/00001.asc"));
  const auto forged = folder.parent_path() / "forged";
  const auto all = forgeries(proof.site);
  CHECK(all.size() >= 20);
  for (const auto& forgery : all) {
    INFO(forgery.what);
    fs::remove_all(forged);
    fs::copy(folder, forged, fs::copy_options::recursive);
    forgery.forge(forged);
    const auto found = checked(forged);
    INFO(found.out << found.err);
    CHECK(found.status == 1);
    CHECK(found.out.find("FAULT: ") != std::string::npos);
    if (!forgery.deep.empty()) {
      // Whoever could write the sums anew would not be helped.
      CHECK(found.out.find(forgery.deep) != std::string::npos);
    }
  }
}

TEST_CASE("a case has a chain of receipts, negatives too, without a word of what it says") {
  const Proof proof;
  const auto receipts = proof.receipts();
  std::multiset<std::string> seen;
  std::string previous(64, '0');
  for (const auto& one : receipts) {
    INFO(one.dump(1));
    CHECK(one["previous"] == previous);
    CHECK(one["number"] == seen.size() + 1);
    CHECK(one["signed"] == true);
    previous = one["hash"];
    seen.insert(one["receipt"].get<std::string>() + (one["positive"] == true ? " " : "- ") +
                one["title"].get<std::string>() +
                (one["country"].is_null() ? "" : " " + one["country"].get<std::string>()));
  }
  INFO(receipts.dump(1));
  CHECK(seen.count("R1 ACCEPTED") == 2);
  CHECK(seen.count("R2 ROUTED BG") == 1);
  CHECK(seen.count("R2 ROUTED RS") == 1);
  CHECK(seen.count("R3 DELIVERED BG") == 1);
  CHECK(seen.count("R3 DELIVERED RS") == 1);
  CHECK(seen.count("R4 READ BG") == 1);
  CHECK(seen.count("R5 FINAL BG") == 1);
  CHECK(seen.count("R4- NOT READ RS") == 1);
  CHECK(receipts.dump().find("heroin") == std::string::npos);
  CHECK(receipts.dump().find("Милан") == std::string::npos);
  const auto text = proof.site.pouch({"receipts", proof.number, kAs, "ana", kReason, kWhy});
  CHECK(text.out.find("R4- NOT READ") != std::string::npos);
  CHECK(text.out.find("E300") != std::string::npos);
}

TEST_CASE("a letter that does not arrive, and a mail that is not taken, have negative receipts") {
  Site site;
  site.set("outbox", "\"smtp://127.0.0.1:" + std::to_string(closed_port()) + "\"");
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  const std::string number = sent["case"];
  const json queue = json::parse(site.pouch({"queue", "list", "--json"}).out)["letters"];
  for (const auto& letter : queue) {
    if (letter["kind"] == "request" && letter["to"] == "nfp@mvr.bg.example") {
      REQUIRE(site.pouch({"queue", "drop", letter["id"].get<std::string>()}).status == 0);
    }
  }
  const auto refused =
      site.deliver(site.mail("ana", {.subject = "Re: [" + number + "]",
                                     .body = "Form: control\nAction: handover\nTarget: " + number +
                                             "\nReason: leave\nSubstitute: nfp-bg\n"}));
  INFO(refused.dump(1));
  REQUIRE(refused["outcome"] == "refused");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto receipts = json::parse(
      site.pouch({"receipts", number, kAs, "ana", kReason, kWhy, "--json"}).out)["receipts"];
  INFO(receipts.dump(1));
  const auto has = [&](const std::string& receipt, const std::string& reason) {
    return std::any_of(receipts.begin(), receipts.end(), [&](const json& one) {
      return one["receipt"] == receipt && one["positive"] == false && one["reason"] == reason;
    });
  };
  CHECK(has("R3", "E100"));
  CHECK(has("R1", "E201"));
}

TEST_CASE("the receipt of a mail brings its link of the chain, as the archive has it") {
  const Proof proof;
  const auto chain = proof.receipts();
  for (const auto* writer : {"ana", "nfp-bg"}) {
    bool found = false;
    for (const auto& file : proof.site.letters(proof.site.person_at(writer).address())) {
      const auto letter = proof.site.open(writer, file);
      if (letter.parts.count("receipt.json") == 0 || letter.parts.count("case-receipt.json") == 0) {
        continue;
      }
      found = true;
      auto link = json::parse(letter.parts.at("case-receipt.json"));
      INFO(link.dump(1));
      CHECK(link["signed"] == false);  // the letter itself is
      link["signed"] = true;
      CHECK(std::count(chain.begin(), chain.end(), link) == 1);
      CHECK(link["receipt"] == "R1");
    }
    CHECK(found);
  }
}

TEST_CASE("what a key signed that was replaced is proved still, in the archive and by its heads") {
  const Proof proof;
  const auto& site = proof.site;
  const auto old_key = site.gateway_fingerprint();
  const auto kept = (proof.folder() / "head.asc").string();
  write_file(kept, site.pouch({"audit", "head"}).out);
  const auto late = site.mail(
      "nfp-rs", {.body = "Form: reply\nAnswers: " + proof.number + "\nReply kind: NO_TRACE\n"});
  const auto replaced = site.pouch({"key", "replace", "--days", "2", "--json"});
  INFO(replaced.out << replaced.err);
  REQUIRE(replaced.status == 0);
  const std::string new_key = json::parse(replaced.out)["key"];
  const auto answered = site.deliver(late);
  INFO(answered.dump(1));
  REQUIRE(answered["outcome"] == "accepted");
  proof.go_to(11 * kDay);
  proof.go_to(13 * kDay);
  CHECK(site.pouch({"key", "list"}).out.find(old_key) == std::string::npos);

  const auto folder = proof.exported();
  const auto good = checked(folder);
  INFO(good.out << good.err);
  CHECK(good.status == 0);
  const auto how = read_file(folder / "VERIFY.txt");
  CHECK(how.find("GATEWAY=\"" + new_key) != std::string::npos);
  CHECK(how.find(old_key) != std::string::npos);
  CHECK(fs::exists(folder / "keys" / (old_key + ".asc")));

  const auto verified = site.pouch({"audit", "verify", "--head", kept});
  INFO(verified.out << verified.err);
  CHECK(verified.status == 0);
  CHECK(verified.out.find("nothing up to this head was changed") != std::string::npos);
  write_file(kept + ".new", site.pouch({"audit", "head"}).out);
  CHECK(site.pouch({"audit", "verify", "--head", kept + ".new"}).status == 0);
  change(kept, "Last row: ", "Last row: 1");
  CHECK(site.pouch({"audit", "verify", "--head", kept}).status == 1);
}

TEST_CASE("the daemon signs receipts by itself, and keeps the keys of those who wrote") {
  Site site;
  site.start();
  REQUIRE(site.send(site.person("ana").address(), "requests@pouch.example",
                    site.mail("ana", {.body = request_form()})));
  const std::vector<std::string> asked{"--as", "ana", "--reason", "test", "--json"};
  std::string number;
  CHECK(eventually([&] {
    auto command = asked;
    command.insert(command.begin(), "cases");
    const auto cases = json::parse(site.pouch(command).out, nullptr, false);
    number = cases.is_discarded() || cases["cases"].empty()
                 ? std::string()
                 : cases["cases"][0]["case"].get<std::string>();
    return !number.empty();
  }));
  CHECK(eventually([&] {
    auto command = asked;
    command.insert(command.begin(), {"receipts", number});
    const auto told = json::parse(site.pouch(command).out, nullptr, false);
    return !told.is_discarded() && told["receipts"].size() == 5 &&
           std::all_of(told["receipts"].begin(), told["receipts"].end(),
                       [](const json& one) { return one["signed"] == true; });
  }));
  const auto file = site.folder() / "case.zip";
  auto command = asked;
  command.insert(command.begin(), {"receipts", number, "--export", file.string()});
  REQUIRE(site.pouch(command).status == 0);
  unpack(file, site.folder() / "out/case");
  CHECK(read_file(site.folder() / "out/case/VERIFY.txt").find("OF OLDER MESSAGES") ==
        std::string::npos);
  const auto good = checked(site.folder() / "out/case");
  INFO(good.out << good.err);
  CHECK(good.status == 0);
  CHECK(site.stop() == 0);
}

TEST_CASE("evidence goes to who may read the case, into a new file, and is written down") {
  const Proof proof;
  const auto file = (proof.folder() / "x.zip").string();
  const auto ask = [&](const std::string& as, const std::string& number) {
    return proof.site.pouch({"receipts", number, kAs, as, kReason, kWhy, "--export", file});
  };
  const auto foreign = ask("pfp-bg", proof.number);
  CHECK(foreign.status != 0);
  CHECK_FALSE(fs::exists(file));
  CHECK(foreign.err.find("may read") != std::string::npos);
  REQUIRE(ask("ana", proof.number).status == 0);
  const auto before = read_file(file);
  const auto again = ask("ana", proof.number);
  CHECK(again.status == 1);
  CHECK(again.err.find("name a new file") != std::string::npos);
  CHECK(read_file(file) == before);
  CHECK(std::distance(fs::directory_iterator(proof.folder()), fs::directory_iterator()) ==
        std::count_if(fs::directory_iterator(proof.folder()), fs::directory_iterator(),
                      [](const fs::directory_entry& one) {
                        return one.path().string().find(".new-") == std::string::npos;
                      }));
  const auto log = proof.site.pouch({"audit", "export", "--act", "receipts"}).out;
  CHECK(log.find("order 12/2026") != std::string::npos);
  CHECK(log.find("exported with 2 messages") != std::string::npos);
}

TEST_CASE("the log has one signed head a day, mailed to the auditor, that proves what was before") {
  const Proof proof;
  const auto& site = proof.site;
  const auto head = site.pouch({"audit", "head"});
  REQUIRE(head.status == 0);
  const auto kept = (proof.folder() / "head.asc").string();
  write_file(kept, head.out);
  const auto first = json::parse(site.pouch({"audit", "head", "--json"}).out);
  CHECK(first["head"] == 4);  // of days 1, 2, 9 and 10: the gateway was away in between
  proof.go_to(10 * kDay + 60);
  CHECK(json::parse(site.pouch({"audit", "head", "--json"}).out)["head"] == 4);
  std::size_t mailed = 0;
  std::string newest;
  for (const auto& file : site.letters(site.person_at("dimitar").address())) {
    const auto letter = site.open("dimitar", file);
    if (letter.subject.find("Audit log of ") != std::string::npos) {
      ++mailed;
      newest = letter.parts.begin()->second;
    }
  }
  CHECK(mailed == 4);
  CHECK(newest.find("BEGIN PGP SIGNED MESSAGE") != std::string::npos);
  const auto verified = site.pouch({"audit", "verify", "--head", kept});
  INFO(verified.out << verified.err);
  CHECK(verified.status == 0);
  CHECK(verified.out.find("nothing up to this head was changed") != std::string::npos);
  change(kept, "Last row: ", "Last row: 1");
  CHECK(site.pouch({"audit", "verify", "--head", kept}).status == 1);
}

TEST_CASE("filters of an audit export hold together, and each row can be proved by a head") {
  const Proof proof;
  const auto& site = proof.site;
  const auto rows = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"audit", "export"});
    std::istringstream lines(site.pouch(more).out);
    std::vector<json> all;
    for (std::string line; std::getline(lines, line);) {
      all.push_back(json::parse(line));
    }
    return all;
  };
  const auto accepted = rows({"--act", "accepted", "--case", proof.number});
  CHECK(accepted.size() == 2);
  CHECK(rows({"--act", "accepted", "--member", "ana"}).size() == 1);
  CHECK(rows({"--until", "2020-01-01"}).empty());
  CHECK(rows({"--from", "2020-01-01"}).size() == rows({}).size());
  CHECK(site.pouch({"audit", "export", "--from", "yesterday"}).status == 64);
  const auto proved = rows({"--act", "accepted", "--proofs"});
  REQUIRE(proved.size() == 2);
  CHECK(proved.front()["proof"]["head"] == 1);
  CHECK_FALSE(proved.front()["proof"]["path"].empty());
}

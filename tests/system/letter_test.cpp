// The letter to a focal point, element by element (SPEC section 7), opened with plain gpg; and the
// headers by which mail clients thread a case and machines leave it alone (RFC 3834, DECISIONS 25).
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/system/harness.hpp"
#include "tests/system/outcomes.hpp"

using namespace pouch::test;

namespace {

// The header of a letter or an entity, as it stands on the wire.
std::string head_of(const std::string& bytes) {
  const auto crlf = bytes.find("\r\n\r\n"), lf = bytes.find("\n\n");
  return bytes.substr(0, std::min(crlf, lf));
}

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t found = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++found;
  }
  return found;
}

std::string field(const std::string& bytes, const std::string& name) {
  const auto head = "\n" + head_of(bytes) + "\n";
  auto at = head.find("\n" + name + ": ");
  if (at == std::string::npos) {
    return {};
  }
  at += name.size() + 3;
  auto value = head.substr(at, head.find('\n', at) - at);
  value.erase(std::remove(value.begin(), value.end(), '\r'), value.end());
  return value;
}

// That each of the words stands in the text, one after the other.
void in_order(const std::string& text, const std::vector<std::string>& words) {
  std::size_t at = 0;
  for (const auto& word : words) {
    INFO("looking for \"" << word << "\" in\n" << text);
    const auto found = text.find(word, at);
    REQUIRE(found != std::string::npos);
    at = found;
  }
}

}  // namespace

TEST_CASE("writes to a focal point all that it needs, the handling first") {
  Site site;
  const std::string csv = "a;b\r\n1;2\r\n";
  const auto sent = is_accepted(
      site, site.mail("ana", {.body = request_form(), .attachments = {{"list.csv", csv}}}));
  const std::string number = sent["case"];
  const auto letter = site.newest("nfp-bg");
  in_order(letter.text, {"[" + number + "/1] Romania asks Bulgaria: 4417/2026, Lorry at Giurgiu",
                         "\nHandling: ",
                         "H1, ",
                         "\nWanted: an answer to 2 questions of Romania\n",
                         "\nAnswer due: ",
                         "\nPriority: URGENT (decision on detention or other restrictive",
                         "\nClassification: UNCLASSIFIED\n",
                         "\nFrom: Ana Ionescu",
                         "\nTo: Focal point of Bulgaria, Focal point of Serbia\n",
                         "\nTheir reference: 4417/2026\n",
                         "\nTitle: Lorry at Giurgiu\n",
                         "\nA Reply to this letter goes to ",
                         "WHAT IS WANTED",
                         "1. Who is the registered owner of the vehicle?",
                         "2. Border crossings since 1 October 2026.",
                         "PERSONS AND THINGS",
                         "Јовановић",
                         "Милан",
                         "CA 1234 AB",
                         "FACTS",
                         "heroin hidden under the floor",
                         "REASONS",
                         "Bulgarian plates",
                         "FREE TEXT",
                         "officer on duty",
                         "HOW TO ANSWER",
                         "Press Reply",
                         "1. Who is the registered owner of the vehicle?",
                         "Reply kind: full",
                         "WHO SENT IT",
                         "Ana Ionescu",
                         site.person("ana").fingerprint()});
  in_order(letter.parts.at("reply-form.txt"), {"Form: reply", number});
  for (const auto* line : {"Țepeș", "Ђорђевић", "Γεωργίου"}) {
    CHECK(letter.text.find(line) != std::string::npos);
  }
  CHECK(letter.parts.at("list.csv") == csv);
  const auto json = nlohmann::json::parse(letter.parts.at("request.json"));
  CHECK(json["case"] == number);
  CHECK(json["sender"]["id"] == "ana");
  CHECK(json["signer"] == site.person("ana").fingerprint());
  CHECK(json["handling"][0] == "H1");
  CHECK(json["content"]["form"] == "request");
  CHECK(letter.parts.count("original.pgp") == 1);
  CHECK(letter.entity.find("text/html") == std::string::npos);
}

TEST_CASE("tells the deadline in the desk's time zone") {
  Site site;
  auto text = site.directory();
  const auto at = text.find("id = \"nfp-bg\"");
  text.insert(at, "time_zone = \"Europe/Sofia\"\n");
  site.write_directory(text);
  is_accepted(site, site.mail("ana", {.body = request_form()}));
  const auto due = [&](const std::string& reader) {
    const auto letter = site.newest(reader);
    const auto begin = letter.text.find("Answer due");
    return letter.text.substr(begin, letter.text.find('\n', begin) - begin);
  };
  INFO(due("nfp-bg") << "\n" << due("nfp-rs"));
  CHECK(due("nfp-bg") != due("nfp-rs"));
  CHECK(due("nfp-rs").find("UTC") != std::string::npos);
}

TEST_CASE("attaches the evidence that fits the way in which the officer signed") {
  Site site;
  const auto& ana = site.person("ana");
  // RFC 1847 encapsulation: original.eml, whose signature any client checks.
  const std::string part =
      "Content-Type: text/plain; charset=utf-8\r\n\r\nForm: note\r\nText: one\r\n";
  const auto signature = ana.gpg({"--armor", "--detach-sign", "--digest-algo", "SHA256"}, part).out;
  const auto entity =
      "Content-Type: multipart/signed; micalg=pgp-sha256; "
      "protocol=\"application/pgp-signature\"; boundary=\"s\"\r\n\r\n--s\r\n" +
      part + "\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n" + signature +
      "\r\n--s--\r\n";
  is_accepted(
      site,
      site.outer(
          "ana", {},
          ana.gpg({"--armor", "--encrypt", "--recipient", "requests@pouch.example"}, entity).out));
  const auto eml = site.newest("nfp-ro").parts;
  REQUIRE(eml.count("original.eml") == 1);
  CHECK(eml.at("original.eml").find(part) != std::string::npos);
  // Clearsigned, then encrypted: original.asc.
  const auto block = ana.gpg({"--clearsign"}, "Another word.\n").out;
  is_accepted(
      site,
      "From: <ana@police.ro.example>\r\nTo: <requests@pouch.example>\r\n"
      "Message-ID: <asc@police.ro.example>\r\nSubject: x\r\n\r\n" +
          ana.gpg({"--armor", "--encrypt", "--recipient", "requests@pouch.example"}, block).out);
  const auto asc = site.newest("nfp-ro").parts;
  REQUIRE(asc.count("original.asc") == 1);
  CHECK(site.person("nfp-ro").gpg({"--import"}, ana.public_key()).status == 0);
  const auto verified =
      site.person("nfp-ro").gpg({"--status-fd", "2", "--verify"}, asc.at("original.asc"));
  CHECK(verified.err.find("GOODSIG") != std::string::npos);
}

TEST_CASE("leaves out the evidence when the letter would be too large, and says so") {
  Site site;
  site.set("delivery.max_size", "\"100 KB\"");
  std::string noise;
  for (unsigned i = 0, x = 1; i < 40000; ++i) {
    x = x * 1103515245u + 12345u;
    noise += static_cast<char>('a' + (x >> 16) % 26);
  }
  is_accepted(site, site.mail("ana", {.body = request_form(), .attachments = {{"n.txt", noise}}}));
  const auto letter = site.newest("nfp-bg");
  CHECK(letter.parts.count("original.pgp") == 0);
  CHECK(letter.parts.at("n.txt") == noise);
  CHECK(letter.text.find("left out") != std::string::npos);
}

TEST_CASE("shows the outside a number only, and the whole subject inside") {
  Site site;
  auto form = request_form();
  form.replace(form.find("heroin"), 6, kCanary);
  const auto sent =
      is_accepted(site, site.mail("ana", {.subject = kCanary + " at Ruse",
                                          .body = form,
                                          .attachments = {{kCanary + ".txt", kCanary}}}));
  const std::string number = sent["case"];
  for (const auto* reader : {"ana", "nfp-bg", "nfp-rs"}) {
    const auto letter = site.newest(reader);
    INFO(head_of(letter.wire));
    CHECK(field(letter.wire, "Subject") == "[" + number + "]");
    CHECK(letter.subject.find(number) != std::string::npos);
    CHECK(letter.subject != letter.outer_subject);
    CHECK(letter.wire.find("multipart/encrypted") != std::string::npos);
    CHECK(letter.wire.find("Version: 1") != std::string::npos);
    // RFC 9788, and the older mark that today's clients read.
    const auto inside = head_of(letter.entity);
    INFO(inside);
    CHECK(inside.find("hp=\"cipher\"") != std::string::npos);
    CHECK(inside.find("protected-headers=\"v1\"") != std::string::npos);
    for (const auto* name : {"To", "Date", "Message-ID"}) {
      INFO(name);
      CHECK_FALSE(field(letter.wire, name).empty());
      CHECK(field(letter.wire, name) == field(letter.entity, name));
    }
    // The kind outside; inside, who wrote it.
    const std::string kind = reader == std::string("ana") ? "receipt" : "request";
    CHECK(field(letter.wire, "From").starts_with("\"Pouch, " + kind + "\" <"));
    CHECK(field(letter.entity, "From")
              .starts_with(reader == std::string("ana") ? "Pouch <" : "Ana Ionescu via Pouch <"));
    CHECK(count(letter.wire, "\r\nSubject: ") == 1);
    CHECK(count(head_of(letter.wire), "Message-ID: ") == 1);
    CHECK(letter.wire.find(kCanary) == std::string::npos);
  }
  keeps_secret(site);
}

TEST_CASE("keeps one thread for every party through request, answer and question") {
  Site site;
  const auto sent = is_accepted(
      site, site.mail("ana", {.body = request_form(), .message_id = "<r1@police.ro.example>"}));
  const std::string number = sent["case"];
  const auto request = site.newest("nfp-bg");
  const auto receipt = site.newest("ana");
  CHECK(field(receipt.wire, "In-Reply-To") == "<r1@police.ro.example>");
  is_accepted(site, site.mail("nfp-bg", {.subject = "Re: " + request.outer_subject,
                                         .body = "Which trailer?\n",
                                         .parent = request.message_id,
                                         .message_id = "<a1@mvr.bg.example>"}));
  const auto asked = site.newest("ana");
  CHECK(asked.text.find("Which trailer?") != std::string::npos);
  CHECK(field(asked.wire, "In-Reply-To") == "<r1@police.ro.example>");
  is_accepted(site, site.mail("ana", {.subject = "Re: " + asked.outer_subject,
                                      .body = "The white one.\n",
                                      .parent = asked.message_id}));
  const auto told = site.newest("nfp-bg");
  CHECK(told.text.find("The white one.") != std::string::npos);
  // The root of the case is in every letter, so clients that miss one still thread the others.
  const auto root = request.references.substr(0, request.references.find('>') + 1);
  REQUIRE(root.size() > 3);
  for (const auto& letter : {receipt, request, asked, told}) {
    CHECK(letter.references.find(root) != std::string::npos);
    CHECK(letter.outer_subject == "[" + number + "]");
    CHECK_FALSE(field(letter.wire, "In-Reply-To").empty());
    // What is replied to is among the references (RFC 5322 section 3.6.4).
    CHECK(letter.references.find(field(letter.wire, "In-Reply-To")) != std::string::npos);
  }
  CHECK(site.letters("nfp@mup.rs.example").size() == 1);  // the request; Ana answered Bulgaria
}

TEST_CASE("marks its automatic letters for machines") {
  Site site;
  is_accepted(site, site.mail("ana", {.body = request_form()}));
  const auto receipt = site.newest("ana");
  CHECK(field(receipt.wire, "Auto-Submitted") == "auto-replied");
  CHECK(field(receipt.wire, "Precedence") == "bulk");
  CHECK(field(receipt.wire, "X-Auto-Response-Suppress") == "All");
  // Its own letters, sent back to it, are answered by nobody.
  const auto before = site.all_letters();
  const auto looped = site.deliver(receipt.wire);
  INFO(looped.dump(2));
  CHECK(looped["outcome"] == "held");
  CHECK(looped["reason"] == "automatic");
  const auto request = site.deliver(site.newest("nfp-bg").wire);
  INFO(request.dump(2));
  CHECK(request["outcome"] == "held");
  CHECK(site.all_letters() == before);
}

TEST_CASE("seals one letter for all keys of a desk, each readable by each") {
  Site site;
  auto text = site.directory();
  const auto key = "keys = [\"" + site.person("nfp-bg").fingerprint() + "\"]";
  text.replace(text.find(key), key.size(),
               "keys = [\"" + site.person("nfp-bg").fingerprint() + "\", \"" +
                   site.person("mallory").fingerprint() + "\"]");
  site.write_directory(text);
  site.enter_key("mallory");
  is_accepted(site, site.mail("ana", {.body = request_form()}));
  REQUIRE(site.letters("nfp@mvr.bg.example").size() == 1);
  const auto file = site.letters("nfp@mvr.bg.example").front();
  for (const auto* reader : {"nfp-bg", "mallory"}) {
    const auto letter = site.open(reader, file);
    CHECK_FALSE(letter.signer.empty());
    CHECK(letter.text.find("Јовановић") != std::string::npos);
  }
  CHECK(site.open("nfp-rs", file).text.empty());
  CHECK(site.open("ana", file).text.empty());
}

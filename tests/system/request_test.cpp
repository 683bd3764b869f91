// The whole way of a request, its answer, notes and group mail (SPEC sections 2, 6, 7).
#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

// The Reply of a mail client: our letter quoted, some of its lines filled in.
std::string as_reply(const std::string& text, const std::map<std::string, std::string>& filled) {
  std::string result = "On Tuesday, Pouch wrote:\n", line;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    line = text.substr(begin, end - begin);
    for (const auto& [label, value] : filled) {
      if (line.rfind(label, 0) == 0) {
        line = label + " " + value;
      }
    }
    result += "> " + line + "\n";
    begin = end + 1;
  }
  return result;
}

}  // namespace

TEST_CASE("carries a request to every focal point addressed and the answer back") {
  Site site;
  const auto sent = site.deliver(
      site.mail("ana", {.body = request_form(), .attachments = {{"crossings.csv", "a;b\n1;2\n"}}}));
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  REQUIRE(sent["exit"] == 0);
  CHECK(sent["form"] == "request");
  CHECK(sent["sender"] == "ana");
  const std::string number = sent["case"];
  CHECK(sent["message"] == number + "/1");
  REQUIRE(sent["letters"].size() == 3);

  const auto receipt = site.newest("ana");
  CHECK(receipt.signer == site.open("nfp-bg", site.letters("nfp@mvr.bg.example").back()).signer);
  CHECK(receipt.outer_subject == "[" + number + "]");
  CHECK(receipt.subject.starts_with("[" + number + "/1] SENT TO Bulgaria, Serbia: "));
  CHECK(receipt.text.find("hidden under the floor") == std::string::npos);
  CHECK(receipt.wire.find("Auto-Submitted: auto-replied") != std::string::npos);

  for (const auto* reader : {"nfp-bg", "nfp-rs"}) {
    const auto letter = site.newest(reader);
    CHECK_FALSE(letter.signer.empty());
    CHECK(letter.outer_subject == "[" + number + "]");
    CHECK(letter.subject.find("/1] Romania asks ") != std::string::npos);
    CHECK(letter.subject.find("urgent") != std::string::npos);
    CHECK(letter.text.find("H1") != std::string::npos);
    CHECK(letter.text.find("Јовановић") != std::string::npos);
    CHECK(letter.parts.at("reply-form.txt").find("Form: reply") != std::string::npos);
    CHECK(letter.parts.at("crossings.csv") == "a;b\r\n1;2\r\n");
    CHECK(nlohmann::json::parse(letter.parts.at("request.json"))["case"] == number);
    REQUIRE(letter.parts.count("original.pgp") == 1);
    // Anyone with the officer's key can prove her words without the gateway.
    const auto file = site.folder() / "original.pgp";
    write_file(file, letter.parts.at("original.pgp"));
    const auto verified =
        site.person("nfp-bg").gpg({"--status-fd", "2", "--verify", file.string()});
    CHECK(verified.err.find("NO_PUBKEY") != std::string::npos);  // not in that ring yet
    site.person("nfp-bg").import(site.person("ana").public_key());
    const auto good = site.person("nfp-bg").gpg({"--status-fd", "2", "--verify", file.string()});
    CHECK(good.err.find("GOODSIG") != std::string::npos);
    fs::remove(file);
    site.person("nfp-bg").gpg({"--yes", "--delete-keys", site.person("ana").fingerprint()});
  }

  const auto request = site.newest("nfp-bg");
  const auto reply = as_reply(request.parts.at("reply-form.txt"), {{"Reply kind:", "full"},
                                                                   {"1.", "Petar Petrov, Sofia"},
                                                                   {"2.", "None recorded"},
                                                                   {"Source evaluation:", "A"},
                                                                   {"Information evaluation:", "1"},
                                                                   {"As of:", "2026-11-24"},
                                                                   {"Final:", "yes"}});
  const auto answered = site.deliver(site.mail(
      "nfp-bg", {.subject = "Re: [" + number + "]", .body = reply, .parent = request.message_id}));
  INFO(answered.dump(2));
  REQUIRE(answered["outcome"] == "accepted");
  CHECK(answered["form"] == "reply");
  CHECK(answered["message"] == number + "/2");
  for (const auto* reader : {"ana", "nfp-ro"}) {
    const auto letter = site.newest(reader);
    CHECK(letter.outer_subject == "[" + number + "]");
    CHECK(letter.text.find("Petar Petrov, Sofia") != std::string::npos);
    CHECK(letter.text.find("None recorded") != std::string::npos);
  }
  CHECK(site.letters("nfp@mup.rs.example").size() == 1);  // RS learns nothing of BG's answer
  const auto shown = nlohmann::json::parse(
      site.pouch({"show", number, "--as", "ana", "--reason", "test", "--json"}).out);
  INFO(shown.dump(2));
  for (const auto& leg : shown["legs"]) {
    CHECK(leg["state"] == (leg["country"] == "BG" ? "answered" : "sent"));
  }
}

TEST_CASE("gives the letters of a case one thread and one outer subject") {
  Site site;
  const auto sent = site.deliver(
      site.mail("ana", {.body = request_form(), .message_id = "<one@police.ro.example>"}));
  REQUIRE(sent["outcome"] == "accepted");
  const auto receipt = site.newest("ana");
  CHECK(receipt.references.find("<one@police.ro.example>") != std::string::npos);
  const auto letter = site.newest("nfp-bg");
  CHECK(letter.references.find("<one@police.ro.example>") == std::string::npos);
  CHECK(letter.outer_subject == receipt.outer_subject);
  const auto root = letter.references.substr(0, letter.references.find('>') + 1);
  CHECK(receipt.references.find(root) != std::string::npos);
}

TEST_CASE("carries a plain Reply of the desk and leaves the answer owed") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  const auto letter = site.newest("nfp-bg");
  const auto reply = site.deliver(
      site.mail("nfp-bg", {.subject = "Re: " + letter.outer_subject,
                           .body = "We are looking into it.\n\n" + as_reply(letter.text, {}),
                           .parent = letter.message_id}));
  INFO(reply.dump(2));
  REQUIRE(reply["outcome"] == "accepted");
  const auto got = site.newest("ana");
  CHECK(got.text.find("We are looking into it.") != std::string::npos);
  CHECK(got.text.find("hidden under the floor") == std::string::npos);  // our own words are cut off
  const auto shown = nlohmann::json::parse(
      site.pouch({"show", sent["case"], "--as", "ana", "--reason", "test", "--json"}).out);
  CHECK(shown["legs"][0]["state"] == "acknowledged");
}

TEST_CASE("refuses an answer of somebody whose desk was not asked") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  const std::string number = sent["case"];
  const std::string form =
      "Form: reply\nAnswers: " + number +
      "\nReply kind: no trace\nSource evaluation: A\nInformation evaluation: 1\n"
      "As of: 2026-11-24\n";
  for (const auto* writer : {"dimitar", "nfp-ro", "pfp-bg"}) {
    const auto before = site.letters(site.person(writer).address()).size();
    const auto answer = site.deliver(site.mail(writer, {.subject = number, .body = form}));
    INFO(answer.dump(2));
    CHECK(answer["outcome"] == "refused");
    CHECK(answer["reason"] == "no-right");
    CHECK(site.letters(site.person(writer).address()).size() == before + 1);
  }
  CHECK(site.letters("ana@police.ro.example").size() == 1);
}

TEST_CASE("notices a wrong digit in a case number") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  std::string number = sent["case"];
  number[10] = number[10] == '9' ? '8' : static_cast<char>(number[10] + 1);
  const auto answer = site.deliver(site.mail("nfp-bg", {.subject = number, .body = "Seen.\n"}));
  INFO(answer.dump(2));
  CHECK(answer["outcome"] == "refused");
  CHECK(answer["problems"][0]["code"] == "wrong-number");
}

TEST_CASE("sends a plain mail to the sender's own focal point and names the forms") {
  Site site;
  const auto note =
      site.deliver(site.mail("ana", {.subject = "Hello", .body = "Who can help me?\n"}));
  INFO(note.dump(2));
  REQUIRE(note["outcome"] == "accepted");
  CHECK(note["form"] == "note");
  CHECK(site.newest("nfp-ro").text.find("Who can help me?") != std::string::npos);
  CHECK(site.newest("ana").text.find("Form: request") != std::string::npos);
}

TEST_CASE("keeps a leg waiting when a country has no focal point, and says so") {
  Site site;
  auto form = request_form();
  form.replace(form.find("To: BG, RS"), 10, "To: BG, HU");
  const auto sent = site.deliver(site.mail("ana", {.body = form}));
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  CHECK(sent["warnings"][0]["code"] == "leg-waits");
  CHECK(site.newest("ana").text.find("\nNOT YET: Hungary waits") != std::string::npos);
  const auto shown = nlohmann::json::parse(
      site.pouch({"show", sent["case"], "--as", "ana", "--reason", "test", "--json"}).out);
  CHECK(shown["legs"][1]["state"] == "waiting");
  // The operator enters a focal point: the next run sends what waited.
  site.write_directory(site.directory() +
                       "\n[[desk]]\nid = \"nfp-hu\"\nkind = \"focal-point\"\ncountry = \"HU\"\n"
                       "community = \"police\"\naddress = \"nfp@orfk.hu.example\"\nkeys = [\"" +
                       site.person("mallory").fingerprint() + "\"]\n");
  write_file(site.folder() / "keys/nfp-hu.asc", site.person("mallory").public_key());
  const auto ran = site.pouch({"run", "--until-idle"});
  INFO(ran.err);
  CHECK(ran.status == 0);
  REQUIRE(site.letters("nfp@orfk.hu.example").size() == 1);
  const auto letter = site.open("mallory", site.letters("nfp@orfk.hu.example").front());
  CHECK(letter.text.find("Јовановић") != std::string::npos);
}

TEST_CASE("seals a group note once for the group, the writer excepted, and keeps police out") {
  Site site;
  const auto sent = site.deliver(site.mail("pfp-ro", {.subject = "Coordination",
                                                      .body = "A word on Xenokratis.\n",
                                                      .to = "seepag@pouch.example"}),
                                 "seepag@pouch.example");
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  CHECK(sent["form"] == "case-note");
  const auto letter = site.newest("pfp-bg");
  CHECK(letter.text.find("Xenokratis") != std::string::npos);
  CHECK(letter.wire.find("Reply-To: ") != std::string::npos);
  CHECK(site.newest("pfp-ro").subject.find("] SENT TO the group seepag") != std::string::npos);
  CHECK(site.letters("nfp@igp.ro.example").empty());
  const auto search = [&](const std::string& who) {
    return site.pouch({"search", "xenokratis", "--as", who, "--reason", "test", "--json"}).status;
  };
  CHECK(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(search("pfp-bg") == 0);
  CHECK(search("ana") == 1);
  CHECK(search("nfp-bg") == 1);
  const auto police =
      site.deliver(site.mail("ana", {.body = "Let me in.\n", .to = "seepag@pouch.example"}),
                   "seepag@pouch.example");
  CHECK(police["outcome"] == "refused");
  CHECK(police["reason"] == "no-right");
  // Answer by Reply to the group's address reaches the writer again.
  const auto reply = site.deliver(site.mail("pfp-bg", {.subject = "Re: " + letter.outer_subject,
                                                       .body = "Agreed.\n",
                                                       .parent = letter.message_id,
                                                       .to = "seepag@pouch.example"}),
                                  "seepag@pouch.example");
  INFO(reply.dump(2));
  REQUIRE(reply["outcome"] == "accepted");
  CHECK(reply["case"] == sent["case"]);
  CHECK(site.newest("pfp-ro").text.find("Agreed.") != std::string::npos);
}

TEST_CASE("finds a name across scripts and a plate however typed, within the member's rights",
          "[long]") {
  Site site;
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto hits = [&](const std::string& query, const std::string& who) {
    const auto ran = site.pouch({"search", query, "--as", who, "--reason", "test", "--json"});
    INFO(ran.err);
    return nlohmann::json::parse(ran.out)["hits"].size();
  };
  for (const auto* query :
       {"jovanovic", "Јовановић", "Jovanović", "ca1234ab", "\"CA 1234 AB\"", "plate:ca-1234-ab",
        "person:jovanovic", "form:request jovanovic", "\"hidden under the floor\"",
        "heroin -cocaine", "date:2020-01..2099-12 heroin", "is:open",
        "is:(sent OR acknowledged) person:(petrov OR jovanovic)", "has:form -is:overdue"}) {
    INFO(query);
    CHECK(hits(query, "ana") == 1);
    CHECK(hits(query, "nfp-bg") == 1);
    CHECK(hits(query, "nfp-ro") == 1);
    CHECK(hits(query, "dimitar") == 0);
    CHECK(hits(query, "pfp-bg") == 0);
  }
  CHECK(site.pouch({"search", "heroin", "--as", "ana"}).status ==
        64);  // no search without a reason
  CHECK(site.pouch({"search", "heroin", "--as", "nobody", "--reason", "x"}).status == 77);
}

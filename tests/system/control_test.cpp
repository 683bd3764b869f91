// Forms to the gateway itself (DOMAIN section 2.11): blank forms by mail, control messages, search
// by mail; refusals that keep attachments; forms as JSON.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

// A letter quoted as a client's Reply does, some of its lines filled in.
std::string as_reply(const std::string& text,
                     const std::vector<std::pair<std::string, std::string>>& filled) {
  std::string result = "On Tuesday, Pouch wrote:\n";
  auto rest = filled;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    auto line = text.substr(begin, end - begin);
    for (auto entry = rest.begin(); entry != rest.end(); ++entry) {
      if (line.rfind(entry->first, 0) == 0) {
        line = entry->first + " " + entry->second;
        rest.erase(entry);
        break;
      }
    }
    result += "> " + line + "\n";
    begin = end + 1;
  }
  return result;
}

nlohmann::json send(Site& site, const std::string& writer, const std::string& body,
                    const std::string& subject = "control") {
  auto json = site.deliver(site.mail(writer, {.subject = subject, .body = body}));
  INFO(json.dump(2));
  return json;
}

std::string control(const std::string& action, const std::string& target = {},
                    const std::string& more = {}) {
  return "Form: control\nAction: " + action + "\n" +
         (target.empty() ? "" : "Target: " + target + "\n") + more;
}

bool contains(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

// A member of `country` with rights of his own.
void give_rights(Site& site, const std::string& id, const std::string& rights) {
  auto text = site.directory();
  const auto member = text.find("id = \"" + id + "\"");
  REQUIRE(member != std::string::npos);
  const auto at = text.find("rights = ", member);
  text.replace(at, text.find('\n', at) - at, "rights = " + rights);
  site.write_directory(text);
}

}  // namespace

TEST_CASE("sends a blank form for its subject, filled in with what is known, and reads it back") {
  Site site;
  site.write_directory(replaced(site.directory(), "agency = \"police\"\n",
                                "agency = \"police\"\nunit = \"IGPR Bucharest\"\n"
                                "phone = \"+40211234567\"\n"));
  const auto asked = send(site, "ana", "", "Re: template request");
  CHECK(asked["outcome"] == "accepted");
  CHECK(asked["case"].is_null());
  REQUIRE(site.letters("ana@police.ro.example").size() == 1);
  const auto blank = site.newest("ana");
  CHECK_FALSE(blank.signer.empty());
  CHECK(blank.outer_subject == "[Pouch]");
  CHECK(contains(blank.wire, "Auto-Submitted: auto-replied"));
  CHECK(contains(blank.text, "Form: request\n"));
  CHECK_FALSE(contains(blank.text, "IGPR Bucharest"));  // what is known need not be asked
  const auto body = as_reply(blank.text, {{"To:", "BG"},
                                          {"Crime area:", "DRUG"},
                                          {"Offence described:", "smuggling of heroin"},
                                          {"Our reference:", "4417/2026"},
                                          {"Purpose:", "investigate"},
                                          {"Information wanted:", "Who owns the lorry?"},
                                          {"Facts:", "A lorry was stopped at Giurgiu."},
                                          {"Reasons:", "Bulgarian plates"},
                                          {"Role:", "suspect"},
                                          {"Family name:", "Jovanović"},
                                          {"Link to purpose:", "driver"}});
  const auto sent = site.deliver(site.mail(
      "ana", {.subject = "Re: " + blank.subject, .body = body, .parent = blank.message_id}));
  INFO(sent.dump(2));
  CHECK(sent["outcome"] == "accepted");
  CHECK(sent["form"] == "request");
  CHECK(contains(site.newest("nfp-bg").text, "IGPR Bucharest"));
  REQUIRE(send(site, "ana", "", "template request bg all")["outcome"] == "accepted");
  CHECK(contains(site.newest("ana").text, "Приоритет:"));
  REQUIRE(send(site, "ana", "", "template request xx all")["outcome"] == "accepted");
  CHECK(contains(site.newest("ana").text, "Priority:"));
  CHECK(contains(site.newest("ana").text, "IGPR Bucharest"));
  CHECK(contains(site.newest("ana").text, "Ana Ionescu"));
}

TEST_CASE("says by mail which forms there are, each to whom may send it") {
  Site site;
  REQUIRE(send(site, "ana", "what can I do?", "help")["outcome"] == "accepted");
  const auto help = site.newest("ana");
  CHECK(contains(help.text, "request"));
  CHECK(contains(help.text, "template NAME"));
  CHECK_FALSE(contains(help.text, "case-note"));
  REQUIRE(send(site, "pfp-ro", control("help"))["outcome"] == "accepted");
  CHECK(contains(site.newest("pfp-ro").text, "case-note"));
  const auto unknown = send(site, "ana", "", "template requst");
  CHECK(unknown["outcome"] == "refused");
  CHECK(unknown["problems"][0]["code"] == "unknown-form");
  CHECK(contains(unknown["problems"][0]["hint"], "request"));
  const auto letters = site.all_letters();
  CHECK(site.deliver(site.mail("mallory", {.subject = "help"}))["outcome"] == "held");
  CHECK(site.all_letters() == letters);
}

TEST_CASE("tells, repeats, corrects and withdraws a case for its parties alone") {
  Site site;
  const auto opened = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(opened["outcome"] == "accepted");
  const std::string number = opened["case"];
  const auto first = site.newest("nfp-bg");

  REQUIRE(send(site, "ana", control("status", number))["outcome"] == "accepted");
  const auto hers = site.newest("ana");
  CHECK(hers.outer_subject == "[" + number + "]");
  CHECK(contains(hers.text, "Bulgaria: sent"));
  CHECK(contains(hers.text, "Serbia: sent"));
  CHECK_FALSE(contains(hers.text, "heroin"));
  // In the thread of the letter the number need not be written.
  const auto in_thread = site.deliver(site.mail(
      "nfp-bg", {.subject = "Re", .body = control("status"), .parent = first.message_id}));
  INFO(in_thread.dump(2));
  REQUIRE(in_thread["outcome"] == "accepted");
  const auto theirs = site.newest("nfp-bg");
  CHECK(contains(theirs.text, "Bulgaria: sent"));
  CHECK_FALSE(contains(theirs.text, "Serbia: "));

  const auto foreign = send(site, "pfp-bg", control("status", number));
  const auto unknown = send(site, "pfp-bg", control("status", "SEL-2026-000777-31"));
  CHECK(foreign["reason"] == "no-right");
  CHECK(contains(foreign["problems"][0]["text"], number));

  REQUIRE(send(site, "nfp-bg", control("resend", number + "/1"))["outcome"] == "accepted");
  Letter again;
  for (const auto& file : site.letters("nfp@mvr.bg.example")) {
    const auto letter = site.open("nfp-bg", file);
    if (letter.subject == first.subject && letter.message_id != first.message_id) {
      again = letter;
    }
  }
  REQUIRE_FALSE(again.message_id.empty());
  CHECK(again.outer_subject == first.outer_subject);
  CHECK(again.references == first.references);
  CHECK(contains(again.text, "Јовановић"));
  CHECK(again.parts.count("request.json") == 1);
  CHECK(send(site, "dimitar", control("resend", number + "/1"))["reason"] == "no-right");

  const auto corrected = send(
      site, "ana",
      control("correct", number + "/1", "Reason: a slip\nCorrection: the plate is CA 1234 AC\n"));
  REQUIRE(corrected["outcome"] == "accepted");
  for (const auto* reader : {"nfp-bg", "nfp-rs"}) {
    const auto letter = site.newest(reader);
    CHECK(contains(letter.subject, "CORRECTION of " + number + "/1"));
    CHECK(contains(letter.text, "CA 1234 AC"));
    CHECK(contains(letter.text, "H1"));  // the case's handling stands first
  }
  CHECK(send(site, "nfp-bg",
             control("correct", number + "/1", "Reason: x\nCorrection: x\n"))["reason"] ==
        "no-right");

  REQUIRE(send(site, "nfp-bg", control("open requests"))["outcome"] == "accepted");
  CHECK(contains(site.newest("nfp-bg").text, number));
  REQUIRE(
      send(site, "ana", control("recall", number, "Reason: the suspect was found\n"))["outcome"] ==
      "accepted");
  CHECK(contains(site.newest("nfp-rs").subject, "Withdrawn"));
  const auto shown = nlohmann::json::parse(
      site.pouch({"show", number, "--as", "ana", "--reason", "test", "--json"}).out);
  for (const auto& leg : shown["legs"]) {
    CHECK(leg["state"] == "withdrawn");
  }
  REQUIRE(send(site, "nfp-bg", control("open requests"))["outcome"] == "accepted");
  CHECK_FALSE(contains(site.newest("nfp-bg").text, number));
}

TEST_CASE("takes no key and no directory change out of a mail, and tells the operator") {
  Site site;
  give_rights(site, "dimitar", "[\"operate\"]");
  const auto before = site.pouch({"key", "list", "--json"}).out;
  const auto announce = [&](const std::string& key) {
    return site.deliver(site.mail(
        "ana", {.body = control("key update", "", "Key: new.asc\n") + "Free text:\nfingerprint " +
                        site.person("ana").fingerprint() + "\n",
                .attachments = {{"new.asc", key}}}));
  };
  CHECK(announce(site.person("mallory").public_key())["outcome"] == "refused");
  const auto sent = announce(site.person("ana").public_key());
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  // The receipt, and the announcement itself; letters on the code come behind them.
  const auto find = [&](const std::string& id, const std::string& words) {
    for (const auto& file : site.letters(site.person(id).address())) {
      auto one = site.open(id, file);
      if (contains(one.subject, words)) {
        return one;
      }
    }
    return Letter{};
  };
  CHECK(contains(find("ana", "KEPT").text + find("ana", "Receipt").text + find("ana", "DONE").text,
                 "NOT taken into use"));
  const auto letter = find("dimitar", "New key announced");
  CHECK(letter.parts.count("new.asc") == 1);
  CHECK(contains(letter.text, site.person("ana").fingerprint()));
  CHECK(site.pouch({"key", "list", "--json"}).out == before);
  CHECK(site.deliver(site.mail("mallory", {.body = request_form()}))["reason"] == "unknown-signer");
}

TEST_CASE("hands a case over: answers go to the successor from then on") {
  Site site;
  const auto opened = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(opened["outcome"] == "accepted");
  const std::string number = opened["case"];
  const auto refused =
      send(site, "ana", control("handover", number, "Reason: leave\nSubstitute: nfp-bg\n"));
  CHECK(refused["outcome"] == "refused");
  CHECK(contains(refused["problems"][0]["hint"], "nfp-ro"));
  REQUIRE(send(site, "ana",
               control("handover", number, "Reason: leave\nSubstitute: nfp-ro\n"))["outcome"] ==
          "accepted");
  CHECK(contains(site.newest("ana").text, "Focal point of Romania"));
  const auto letters = site.letters("ana@police.ro.example").size();
  bool has_request = false;
  int told = 0;  // also when the desk of the requester is the successor
  for (const auto& file : site.letters("nfp@igp.ro.example")) {
    const auto letter = site.open("nfp-ro", file);
    has_request = has_request || contains(letter.text, "Јовановић");
    told += contains(letter.text, "\nREASON\n  leave\n") ? 1 : 0;
    CHECK_FALSE(contains(letter.text, "Focal point of Romania, Focal point of Romania"));
  }
  CHECK(has_request);
  CHECK(told == 1);
  REQUIRE(site.deliver(site.mail("nfp-bg", {.subject = "[" + number + "]",
                                            .body = "We look."}))["outcome"] == "accepted");
  CHECK(contains(site.newest("nfp-ro").text, "We look."));
  CHECK(site.letters("ana@police.ro.example").size() == letters);
}

TEST_CASE("searches by mail with the asker's rights, sealed, logged, its words not readable") {
  Site site;
  const auto opened = site.deliver(
      site.mail("ana", {.body = request_form(), .attachments = {{"crossings.csv", "a;b\n"}}}));
  REQUIRE(opened["outcome"] == "accepted");
  const std::string number = opened["case"];
  site.pouch({"run", "--until-idle"});
  const auto search = [](const std::string& more) {
    return "Form: search\nScope: my cases\nJustification: case 4417/2026\n" + more;
  };
  REQUIRE(send(site, "ana", search("Query: jovanovic\n"), "search")["outcome"] == "accepted");
  const auto list = site.newest("ana");
  CHECK(list.outer_subject == "[Pouch]");
  CHECK(list.subject == "Search: hit");
  CHECK(contains(list.text, number + "/1"));
  CHECK(contains(list.text, "H1"));
  CHECK(contains(list.text, "Matched"));
  REQUIRE(send(site, "ana", search("Query: plate:ca1234ab\nMode: fetch\n"))["outcome"] ==
          "accepted");
  const auto fetched = site.newest("ana");
  CHECK(fetched.parts.count(number + "-1-crossings.csv") == 1);
  CHECK(fetched.parts.count(number + "-1-original.pgp") == 1);
  REQUIRE(send(site, "ana", search("Query: jovanovic\nTransliterate: no\n"))["outcome"] ==
          "accepted");
  CHECK(site.newest("ana").subject == "Search: no hit");  // it stands there in Cyrillic
  REQUIRE(send(site, "ana", search("Query: јовановић\nTransliterate: no\n"))["outcome"] ==
          "accepted");
  CHECK(site.newest("ana").subject == "Search: hit");
  REQUIRE(send(site, "ana", search("Query: person:jokanovic\n"))["outcome"] == "accepted");
  CHECK(contains(site.newest("ana").text, "one letter apart"));
  REQUIRE(send(site, "ana", search("Query: person:jokanovic\nFuzzy: no\n"))["outcome"] ==
          "accepted");
  CHECK(site.newest("ana").subject == "Search: no hit");
  for (const auto* stranger : {"dimitar", "pfp-ro"}) {
    REQUIRE(send(site, stranger, search("Query: jovanovic\nMode: hit or no hit\n"))["outcome"] ==
            "accepted");
    CHECK(site.newest(stranger).subject == "Search: no hit");
    CHECK_FALSE(contains(site.newest(stranger).text, number));
  }
  REQUIRE(send(site, "nfp-bg", search("Query: jovanovic\nMode: count\n"))["outcome"] == "accepted");
  CHECK(contains(site.newest("nfp-bg").text, "HIT"));
  CHECK_FALSE(contains(site.newest("nfp-bg").text, number));
  const auto bad = send(site, "ana", search("Query: (jovanovic\n"));
  CHECK(bad["outcome"] == "refused");
  CHECK(bad["problems"][0]["code"] == "bad-query");
  CHECK(bad["problems"][0]["line"] == 4);
  const auto silent = send(site, "ana", "Form: search\nScope: my cases\nQuery: jovanovic\n");
  CHECK(silent["outcome"] == "refused");
  const auto log = site.pouch({"audit", "export"}).out;
  CHECK(contains(log, "case 4417/2026"));
  CHECK_FALSE(contains(log, "jovanovic"));
  CHECK(contains(site.pouch({"audit", "export", "--queries"}).out, "jovanovic"));
}

TEST_CASE(
    "takes orders in a few words, in the members' languages, and nobody abroad hears of them") {
  Site site;
  const auto opened = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(opened["outcome"] == "accepted");
  const std::string number = opened["case"];
  const auto abroad = site.letters("nfp@mvr.bg.example").size();
  for (const auto& subject :
       {"status " + number, "[" + number + "] status", "stanje " + number, "състояние " + number}) {
    const auto sent = send(site, "ana", "", subject);
    INFO(subject << sent.dump(2));
    REQUIRE(sent["outcome"] == "accepted");
    CHECK(sent["case"].is_null());
    CHECK(contains(site.newest("ana").text, "Bulgaria"));
  }
  REQUIRE(send(site, "ana", "open\n", "")["outcome"] == "accepted");
  CHECK(contains(site.newest("ana").text, number));
  const auto slip = send(site, "ana", "", "stauts " + number);
  REQUIRE(slip["outcome"] == "accepted");
  CHECK(slip["case"].is_null());
  CHECK(contains(site.newest("ana").text, "status SEL-"));
  CHECK(site.letters("nfp@mvr.bg.example").size() == abroad);
  REQUIRE(send(site, "ana", "sent to the wrong country", "recall " + number)["outcome"] ==
          "accepted");
  CHECK(contains(site.newest("nfp-bg").subject, "Withdrawn"));
}

TEST_CASE("searches by plain mail: the words in the text, and why") {
  Site site;
  const auto opened = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(opened["outcome"] == "accepted");
  const std::string number = opened["case"];
  site.pouch({"run", "--until-idle"});
  const auto found = send(site, "ana", "jovanovic\nWhy: case 4417/2026\n", "search");
  INFO(found.dump(2));
  REQUIRE(found["outcome"] == "accepted");
  const auto list = site.newest("ana");
  CHECK(list.subject == "Search: hit");
  CHECK(contains(list.text, "1. " + number + "/1"));
  CHECK(contains(list.text, "fetch 1"));
  REQUIRE(send(site, "ana", "jovanovic\nЗащо: 4417/2026\n", "Re: търсене")["outcome"] ==
          "accepted");
  CHECK(site.newest("ana").subject == "Search: hit");
  const auto silent = send(site, "ana", "jovanovic\n", "search");
  CHECK(silent["outcome"] == "refused");
  CHECK(silent["problems"][0]["label"] == "Justification");
  // Whether there is a hit needs no case; what the desk may not read is no hit.
  const auto whether = [&](const std::string& who) {
    REQUIRE(send(site, who, "jovanovic\nMode: hit or no hit\nWhy: 4417/2026\n",
                 "search")["outcome"] == "accepted");
    return site.newest(who).subject;
  };
  CHECK(whether("nfp-bg") == "Search: hit");
  CHECK(whether("pfp-ro") == "Search: no hit");
  CHECK(contains(site.pouch({"audit", "export"}).out, "case 4417/2026"));
}

TEST_CASE("goes on with a search by Reply: the next page, and messages in full") {
  Site site;
  std::vector<std::string> numbers;
  for (int i = 0; i < 3; ++i) {
    const auto opened = site.deliver(
        site.mail("ana", {.body = request_form(), .attachments = {{"crossings.csv", "a;b\n"}}}));
    REQUIRE(opened["outcome"] == "accepted");
    numbers.push_back(opened["case"]);
  }
  site.pouch({"run", "--until-idle"});
  REQUIRE(send(site, "ana", "jovanovic\nLimit: 2\nWhy: case 4417/2026\n", "search")["outcome"] ==
          "accepted");
  const auto first = site.newest("ana");
  CHECK(contains(first.text, "`next`"));
  const auto answer = [&](const std::string& who, const std::string& own, const Letter& to) {
    const auto sent = site.deliver(site.mail(who, {.subject = "Re: " + to.subject,
                                                   .body = own + "\n\n" + as_reply(to.text, {}),
                                                   .parent = to.message_id}));
    INFO(own << sent.dump(2));
    CHECK(sent["outcome"] == "accepted");
    CHECK(sent["case"].is_null());
    return site.newest(who);
  };
  const auto second = answer("ana", "next", first);
  CHECK(contains(second.text, "\n3. SEL-"));
  CHECK_FALSE(contains(second.text, "`next`"));
  std::size_t listed = 0;
  for (const auto& number : numbers) {
    const bool one = contains(first.text, number), other = contains(second.text, number);
    CHECK(one != other);  // each on one page
    listed += one || other ? 1 : 0;
  }
  CHECK(listed == 3);
  CHECK(contains(answer("ana", "page 1", second).text, "\n1. SEL-"));
  const auto fetched = answer("ana", "fetch 1, 3", second);
  std::size_t files = 0;
  for (const auto& number : numbers) {
    files += fetched.parts.count(number + "-1-crossings.csv");
  }
  CHECK(files == 2);
  // Whoever got hold of the list: nothing that he may not read himself.
  site.person("dimitar").import(site.gateway_key());
  site.deliver(site.mail(
      "dimitar",
      {.subject = "Re: " + second.subject, .body = "fetch 1, 3\n", .parent = second.message_id}));
  for (const auto& file : site.letters("dimitar@police.bg.example")) {
    const auto letter = site.open("dimitar", file);
    for (const auto& number : numbers) {
      CHECK_FALSE(contains(letter.text, number));
      CHECK(letter.parts.count(number + "-1-crossings.csv") == 0);
    }
  }
}

TEST_CASE("keeps a search by Reply, shows what is new on order, and ends it") {
  Site site;
  const auto ask = [&] {
    REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
    site.pouch({"run", "--until-idle"});
  };
  const auto reply = [&](const std::string& own, const Letter& to) {
    REQUIRE(site.deliver(site.mail("ana", {.subject = "Re: " + to.subject,
                                           .body = own + "\n\n" + as_reply(to.text, {}),
                                           .parent = to.message_id}))["outcome"] == "accepted");
    return site.newest("ana");
  };
  const auto order = [&](const std::string& words) {
    REQUIRE(send(site, "ana", words + "\n", "")["outcome"] == "accepted");
    return site.newest("ana");
  };
  ask();
  REQUIRE(send(site, "ana", "jovanovic\nWhy: case 4417/2026\n", "search")["outcome"] == "accepted");
  const auto found = site.newest("ana");
  CHECK(contains(found.text, "`keep`"));
  CHECK(contains(found.text, "Јовановић ~ jovanovic (other script)"));
  const auto kept = reply("keep drivers", found);
  CHECK(contains(kept.subject, "SEARCH KEPT: drivers"));
  CHECK(contains(order("kept searches").subject, "Kept searches: 0 new"));
  ask();
  const auto news = order("kept searches");
  CHECK(contains(news.subject, "Kept searches: 1 new"));
  CHECK(contains(news.text, "\n1. SEL-"));
  CHECK(contains(reply("fetch 1", news).text, "Fetched"));
  CHECK(contains(order("kept searches").subject, "Kept searches: 0 new"));
  const std::vector<std::string> asker{"--as", "ana", "--reason", "test"};
  const auto shell = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "search");
    words.insert(words.end(), asker.begin(), asker.end());
    return site.pouch(words);
  };
  CHECK(contains(shell({"--kept"}).out, "drivers  0 new  (jovanovic)"));
  CHECK(contains(order("drop search drivers").subject, "NOT KEPT ANY MORE: drivers"));
  CHECK(shell({"--kept"}).status == 1);
  CHECK(contains(order("drop search drivers").subject, "no search of the name"));
  const auto log = site.pouch({"audit", "export"}).out;
  CHECK(contains(log, "search-kept"));
  CHECK(contains(log, "kept search, by mail"));
}

TEST_CASE("searches and sends blank forms under the daemon too, its worker confined") {
  Site site;
  site.start();
  const auto mailed = [&](const MailParts& parts) {
    return site.send("ana@police.ro.example", "requests@pouch.example", site.mail("ana", parts));
  };
  const auto arrived = [&](const std::string& subject) {
    return eventually([&] {
      const auto files = site.letters("ana@police.ro.example");
      return std::any_of(files.begin(), files.end(), [&](const fs::path& file) {
        return contains(site.open("ana", file).subject, subject);
      });
    });
  };
  REQUIRE(mailed({.subject = "template request"}));
  CHECK(arrived("Blank form"));
  REQUIRE(mailed({.body = request_form()}));
  REQUIRE(arrived("SENT TO "));
  bool found = false;
  for (int i = 0; i < 20 && !found; ++i) {  // the index follows in groups
    REQUIRE(mailed({.body = "Form: search\nScope: my cases\nJustification: case 4417/2026\n"
                            "Query: jovanovic\n"}));
    REQUIRE(arrived("Search:"));
    found = eventually(
        [&] {
          const auto files = site.letters("ana@police.ro.example");
          return std::any_of(files.begin(), files.end(), [&](const fs::path& file) {
            return site.open("ana", file).subject == "Search: hit";
          });
        },
        2000);
  }
  CHECK(found);
  site.stop();
}

TEST_CASE("joins the attachments of a refused form with the corrected text") {
  Site site;
  const auto wrong = replaced(request_form(), "12.04.1980", "32.04.1980");
  const auto refused = site.deliver(
      site.mail("ana", {.body = wrong,
                        .attachments = {{"crossings.csv", "a;b\n"}, {"photo.jpg", "old"}},
                        .message_id = "<first@police.ro.example>"}));
  INFO(refused.dump(2));
  REQUIRE(refused["outcome"] == "refused");
  const auto letter = site.newest("ana");
  CHECK(contains(letter.text, "crossings.csv"));
  CHECK(contains(letter.text, "[kept "));
  // Another's Reply gets nothing, nor does a plain one.
  const auto marked = letter.text.substr(letter.text.find("## Attachments of this form"));
  const auto corrected = replaced(marked, "32.04.1980", "12.04.1980");
  site.person("dimitar").import(site.gateway_key());
  const auto other =
      site.deliver(site.mail("dimitar", {.body = replaced(corrected, "To: BG, RS", "To: RO")}));
  INFO(other.dump(2));
  REQUIRE(other["outcome"] == "accepted");
  CHECK(site.newest("nfp-ro").parts.count("crossings.csv") == 0);

  const auto still = site.deliver(
      site.mail("ana", {.subject = "Re: ...", .body = marked, .parent = letter.message_id}));
  REQUIRE(still["outcome"] == "refused");
  const auto second = site.newest("ana");
  CHECK(contains(second.text, "crossings.csv"));
  const auto again =
      replaced(second.text.substr(second.text.rfind("## Attachments of this form: ")), "32.04.1980",
               "12.04.1980");
  const auto mended = site.deliver(site.mail("ana", {.subject = "Re: ...",
                                                     .body = again,
                                                     .parent = second.message_id,
                                                     .attachments = {{"photo.jpg", "new"}}}));
  INFO(mended.dump(2));
  REQUIRE(mended["outcome"] == "accepted");
  const auto request = site.newest("nfp-bg");
  CHECK(request.parts.at("crossings.csv") == "a;b\r\n");
  CHECK(contains(request.parts.at("photo.jpg"), "new"));
  CHECK(contains(request.text, "<first@police.ro.example>"));
  REQUIRE(request.parts.count("earlier-original.pgp") == 1);
  const auto file = site.folder() / "earlier.pgp";
  write_file(file, request.parts.at("earlier-original.pgp"));
  site.person("nfp-bg").import(site.person("ana").public_key());
  CHECK(contains(site.person("nfp-bg").gpg({"--status-fd", "2", "--verify", file.string()}).err,
                 "GOODSIG"));
  const auto data = nlohmann::json::parse(request.parts.at("request.json"));
  bool told = false;
  for (const auto& part : data["attachments"]) {
    told = told || (part["name"] == "crossings.csv" && part["brought_by"].is_string() &&
                    contains(part["brought_by"], "<first@police.ro.example>"));
  }
  CHECK(told);
  // Joined once: a second Reply has them no more.
  const auto twice = site.deliver(site.mail("ana", {.body = again, .parent = second.message_id}));
  REQUIRE(twice["outcome"] == "accepted");
  CHECK(site.newest("nfp-bg").parts.count("crossings.csv") == 0);
}

TEST_CASE("reads a form that comes as JSON alone, and refuses text that says otherwise") {
  Site site;
  const nlohmann::json person{{"kind", "person"},
                              {"number", 1},
                              {"role", "suspect"},
                              {"family_name", "Јовановић"},
                              {"link_to_purpose", "consignee"}};
  nlohmann::json data{{"form", "request"},
                      {"to_states", {"BG", "RS"}},
                      {"crime_area", "DRUG"},
                      {"own_ref", "4417/2026"},
                      {"purpose", "INVESTIGATE"},
                      {"information_wanted", {"Who owns the lorry?"}},
                      {"facts", "A lorry was stopped."},
                      {"reasons_available", "Bulgarian plates"},
                      {"blocks", {person}}};
  for (const auto* body : {"", "Please see the attached form.\n"}) {
    const auto sent = site.deliver(
        site.mail("ana", {.body = body, .attachments = {{"request.json", data.dump()}}}));
    INFO(sent.dump(2));
    REQUIRE(sent["outcome"] == "accepted");
    CHECK(sent["form"] == "request");
    CHECK(contains(site.newest("nfp-bg").text, "Јовановић"));
  }
  const auto both = site.deliver(
      site.mail("ana", {.body = request_form(), .attachments = {{"form.json", data.dump()}}}));
  INFO(both.dump(2));
  REQUIRE(both["outcome"] == "refused");
  const auto facts =
      std::find_if(both["problems"].begin(), both["problems"].end(),
                   [](const nlohmann::json& problem) { return problem["label"] == "Facts"; });
  REQUIRE(facts != both["problems"].end());
  CHECK((*facts)["line"] == 13);
  CHECK(contains((*facts)["text"], "form.json"));
  data["form"] = "requst";
  const auto typo =
      site.deliver(site.mail("ana", {.attachments = {{"request.json", data.dump()}}}));
  INFO(typo.dump(2));
  CHECK(typo["outcome"] == "refused");
  CHECK(typo["problems"][0]["code"] == "unknown-form");
  // JSON that is no form is an attachment like any.
  const auto other = site.deliver(site.mail(
      "ana", {.body = request_form(), .attachments = {{"data.json", "{\"speed\": 90}"}}}));
  CHECK(other["outcome"] == "accepted");
  CHECK(site.newest("nfp-bg").parts.count("data.json") == 1);
}

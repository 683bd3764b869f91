// Search by mail (DOMAIN section 2.11): its words and rights, going on with it, keeping it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>

#include "tests/system/plain_words.hpp"
#include "tests/unit/gateway/pdf_file.hpp"

using namespace pouch::test;

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

TEST_CASE("a hit in a file is told alike by the verb and by mail, with the page of a PDF") {
  if (!fs::exists("/usr/bin/pdftotext")) {
    return;
  }
  Site site;
  const auto manifest = pouch::gateway::pdf_of_pages({"a list", "Petrosjan of Vidin"});
  REQUIRE(site.deliver(site.mail(
              "ana", {.body = request_form(),
                      .attachments = {{"manifest.pdf", manifest}}}))["outcome"] == "accepted");
  site.pouch({"run", "--until-idle"});
  const std::vector<std::string> asked{"search", "petrosjan", "--as",
                                       "ana",    "--reason",  "case 4417"};
  const std::string said = "in the text of manifest.pdf, page 2";
  CHECK(contains(site.pouch(asked).out, said));
  auto as_json = asked;
  as_json.emplace_back("--json");
  const auto found = nlohmann::json::parse(site.pouch(as_json).out);
  REQUIRE(found["hits"].size() == 1);
  CHECK(found["hits"][0]["in_files"] ==
        nlohmann::json::array({{{"name", "manifest.pdf"}, {"page", 2}}}));
  REQUIRE(send(site, "ana",
               "Form: search\nScope: my cases\nJustification: case 4417\nQuery: petrosjan\n",
               "search")["outcome"] == "accepted");
  const auto letter = site.newest("ana").text;
  CHECK(contains(std::regex_replace(letter, std::regex("\\s+"), " "), said));
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

// Files that come with mails: what the search finds in them, what is said of those that cannot be
// read, and what becomes of both when the process that reads them is gone.
#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/system/harness.hpp"
#include "tests/unit/search/photo_file.hpp"
#include "tests/unit/search/zip_files.hpp"

using namespace pouch::test;
using namespace pouch::search::testing;

namespace {

using nlohmann::json;

std::string form(const std::string& reference) {
  auto text = request_form();
  return text.replace(text.find("4417/2026"), 9, reference);
}

std::size_t hits(const Site& site, const std::string& query) {
  const auto ran = site.pouch({"search", query, "--as", "ana", "--reason", "test", "--json"});
  return ran.out.empty() ? 0 : json::parse(ran.out)["hits"].size();
}

json attachment(const Site& site, const std::string& number, const std::string& name) {
  const auto shown =
      json::parse(site.pouch({"show", number, "--as", "ana", "--reason", "test", "--json"}).out);
  for (const auto& one : shown["messages"][0]["attachments"]) {
    if (one["name"] == name) return one;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("finds the words in attached files, and says of which it could read none") {
  Site site;
  const auto sent = site.deliver(site.mail(
      "ana", {.body = form("1/2026"),
              .attachments = {
                  {"evidence.zip", zipped({{"notes/statement.rtf", "{\\rtf1 by ferry to Oryahovo}"},
                                           {"route.pdf", "%PDF-1.4 and no more"}})},
                  {"crossings.xlsx", "MZ\x90 a program"},
                  {"lorry.jpg", photo({})}}}));
  REQUIRE(sent["outcome"] == "accepted");
  const std::string number = sent["case"];
  REQUIRE(site.pouch({"run"}).status == 0);
  CHECK(hits(site, "oryahovo") == 1);
  CHECK(hits(site, "attachment:crossings") == 1);
  CHECK(hits(site, "taken:2026-11-03") == 1);
  CHECK(hits(site, "place:44.01650") == 1);
  CHECK(attachment(site, number, "evidence.zip")["unread"] ==
        "route.pdf in it: the file is damaged, or locked with a password");
  CHECK(attachment(site, number, "crossings.xlsx")["unread"] ==
        "the file is not what its name says");
  CHECK(attachment(site, number, "lorry.jpg")["unread"].is_null());
  CHECK(attachment(site, number, "lorry.jpg")["facts"][0]["value"] == "2026-11-03 14:22:05");
  const auto said = site.pouch({"show", number, "--as", "ana", "--reason", "test"}).out;
  CHECK(said.find("attached: crossings.xlsx (13 octets)\n    not all of its text is searched: the "
                  "file is not what its name says\n") != std::string::npos);
  CHECK(said.find("    taken: 2026-11-03 14:22:05\n") != std::string::npos);
}

TEST_CASE("a reader that is killed with a file before it costs neither the mail nor the words") {
  Site site;
  site.start();
  const auto reader = site.process("process extract");
  kill(reader, SIGSTOP);
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = form("2/2026"),
                                      .attachments = {{"a.rtf", "{\\rtf1 by ferry to Vidin}"}}})));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  kill(reader, SIGKILL);
  REQUIRE(eventually([&] { return site.letters("ana@police.ro.example").size() == 1; }));
  CHECK(eventually([&] { return hits(site, "vidin") == 1; }, 60000));
  CHECK(site.stop() == 0);
}

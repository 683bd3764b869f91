// What an operator does to many at once, and to the directory.
#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

json letters(const Site& site) {
  const auto ran = site.pouch({"queue", "list", "--all", "--json"});
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  return json::parse(ran.out)["letters"];
}

std::vector<std::string> ids_in(const Site& site, const std::string& state) {
  std::vector<std::string> ids;
  for (const auto& letter : letters(site)) {
    if (letter["state"] == state) {
      ids.push_back(letter["id"]);
    }
  }
  return ids;
}

}  // namespace

TEST_CASE("held mail is dropped and released by ids and by filter, all or nothing") {
  const Site site;
  for (const auto* from : {"a@spam.example", "b@spam.example", "c@other.example"}) {
    REQUIRE(site.pouch({"deliver", std::string("--from=<") + from + ">"},
                       "Subject: x\r\nMessage-ID: <" + std::string(from) + ">\r\n\r\nx\r\n")
                .status == 0);
  }
  site.deliver(site.mail("mallory", {.body = "x\n"}));
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  REQUIRE(site.held().size() == 4);
  struct Row {
    std::vector<std::string> arguments;
    int status;
    std::size_t left;
  };
  const auto id = [&](std::size_t n) { return std::to_string(site.held().at(n)["id"].get<int>()); };
  const auto first = id(0), second = id(1);
  for (const auto& row :
       std::vector<Row>{{{}, 64, 4},
                        {{"999"}, 1, 4},
                        {{first, "999"}, 1, 4},
                        {{"--reason", "not-encryptd"}, 64, 4},
                        {{"--reason", "poison"}, 1, 4},
                        {{"--before", "yesterday"}, 64, 4},
                        {{"--before", "2020-01-01"}, 1, 4},
                        {{first, "--from", "other.example"}, 1, 4},
                        {{"--from", "spam.example", "--before", "2999-01-01T00:00:00Z"}, 0, 2},
                        {{"--reason", "unknown-signer"}, 0, 1},
                        {{"--from", "c@OTHER.example"}, 0, 0}}) {
    auto command = row.arguments;
    command.insert(command.begin(), {"held", "drop"});
    const auto ran = site.pouch(command);
    INFO(json(command).dump() << ran.out << ran.err);
    CHECK(ran.status == row.status);
    CHECK(site.held().size() == row.left);
  }
}

TEST_CASE("a letter that the operator gives up is told to its writer and to the operators") {
  Site site;
  auto directory = site.directory();
  const auto dimitar = directory.find("id = \"dimitar\"");
  REQUIRE(dimitar != std::string::npos);
  const auto rights = directory.find("rights", dimitar);
  if (rights != std::string::npos && rights < directory.find("[[", dimitar)) {
    directory.replace(rights, directory.find('\n', rights) - rights,
                      "rights = [\"send\", \"search\", \"operate\"]");
  } else {
    directory.insert(directory.find('\n', dimitar) + 1,
                     "rights = [\"send\", \"search\", \"operate\"]\n");
  }
  site.write_directory(directory);
  site.set("outbox", "\"smtp://127.0.0.1:1\"");
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  const auto queued = ids_in(site, "queued");
  REQUIRE(queued.size() == 3);
  CHECK(site.pouch({"queue", "retry"}).status == 64);
  CHECK(site.pouch({"queue", "drop", "nonsense"}).status == 1);
  CHECK(site.pouch({"queue", "retry", "--from", "police.ro.example"}).status == 0);
  CHECK(site.pouch({"queue", "drop", "--from", "dimitar"}).status == 1);
  std::string request;
  for (const auto& letter : letters(site)) {
    if (letter["to"] == "nfp@mvr.bg.example") {
      request = letter["id"];
    }
  }
  REQUIRE(request.size() > 8);
  // Letters of one mail share the beginning of their ids: the whole is needed, or a little less.
  const auto dropped = site.pouch({"queue", "drop", request, request});
  INFO(dropped.err);
  CHECK(dropped.status == 0);
  CHECK(ids_in(site, "dropped") == std::vector<std::string>{request});
  site.set("outbox", "\"maildir:state/outbox\"");
  REQUIRE(site.pouch({"queue", "retry", "--before", "2999-01-01"}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.letters("nfp@mvr.bg.example").empty());
  bool told = false;
  for (const auto& file : site.letters("ana@police.ro.example")) {
    told = told ||
           site.open("ana", file).text.find("operator gave this letter up") != std::string::npos;
  }
  CHECK(told);
  CHECK(site.newest("dimitar").text.find("NOT DELIVERED") != std::string::npos);
}

TEST_CASE("entries of the directory are listed, checked, added and ended in the text") {
  const Site site;
  site.write_directory("# reviewed by us\n" + site.directory());
  for (const auto* table : {"member", "desk", "group"}) {
    INFO(table);
    CHECK(site.pouch({table, "list"}).status == 0);
    CHECK(site.pouch({table, "check"}).status == 0);
    CHECK(site.pouch({table, "check", "nobody-of-that-name"}).status == 1);
  }
  const std::string key(40, 'A');
  const std::vector<std::string> add{
      "member",    "add",         "eva.p",    "--name",    "Eva P",
      "--country", "BG",          "--agency", "police",    "--key",
      key,         "--community", "police",   "--address", "eva@mvr.bg.example"};
  const auto added = site.pouch(add);
  INFO(added.out << added.err);
  CHECK(added.status == 1);  // written, and told that the key is not there yet
  CHECK(added.out.find("none of its keys") != std::string::npos);
  CHECK(site.directory().find("id = \"eva.p\"") != std::string::npos);
  const auto twice = site.pouch(add);
  CHECK(twice.status == 78);
  CHECK(site.pouch({"member", "end", "eva.p", "--on", "2026-11-20"}).status == 0);
  CHECK(site.directory().find("until = 2026-11-20") != std::string::npos);
  CHECK(site.pouch({"member", "check"}).status == 0);  // who has ended raises no alarm
  const auto near = site.pouch({"member", "end", "eva.q"});
  CHECK(near.status == 1);
  CHECK(near.err.find("did you mean \"eva.p\"") != std::string::npos);
  CHECK(site.pouch({"group", "end", "seepag"}).status == 0);
  CHECK(json::parse(site.pouch({"group", "list", "--json"}).out)["entries"].empty());
  CHECK(site.directory().find("# reviewed by us") == 0);
}

TEST_CASE("a verb that is not there is told with the nearest that is") {
  struct Row {
    std::vector<std::string> call;
    std::string says;
  };
  for (const auto& row :
       std::vector<Row>{{{"chek"}, "did you mean \"check\"?"},
                        {{"held", "lst"}, "did you mean \"list\"?"},
                        {{"queue", "dropp", "5f"}, "did you mean \"drop\"?"},
                        {{"member", "remove"}, "there are: list, check, add, end"},
                        {{"xyzzyplugh"}, "there are: init, check"}}) {
    auto command = row.call;
    command.insert(command.begin(), POUCH_PROGRAM);
    const auto ran = run(command);
    INFO(json(command).dump() << ran.err);
    CHECK(ran.status == 64);
    CHECK(ran.err.find(row.says) != std::string::npos);
  }
}

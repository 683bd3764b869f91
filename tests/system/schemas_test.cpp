// What the program prints as JSON, and what it attaches to letters, held against docs/schemas: a
// program that reads Pouch may rely on those files (DECISIONS 32).
#include <signal.h>

#include <catch2/catch.hpp>
#include <set>
#include <sstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "tests/system/harness.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

json schema_file(const std::string& name) {
  return json::parse(read_file(fs::path(POUCH_SCHEMAS) / (name + ".json")));
}

// Empty: it is as the schema says; else what is not, a line each.
std::string faults(const std::string& name, const json& value) {
  const auto text = schema_file(name);
  valijson::Schema schema;
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);  // keywords used mean the same
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  valijson::ValidationResults results;
  if (valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(value),
                                     &results)) {
    return {};
  }
  std::string said;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const auto& step : error.context) {
      said += step;
    }
    said += ": " + error.description + "\n";
  }
  return said.empty() ? "not valid" : said;
}

// Keeps what was looked at, to see that no schema stands without a test.
class Judge {
 public:
  void check(const std::string& name, const std::string& text) {
    INFO(name << "\n" << text);
    const auto value = json::parse(text, nullptr, false);
    REQUIRE(!value.is_discarded());
    CHECK(faults(name, value).empty());
    INFO(faults(name, value));
    looked_at_.insert(name);
    samples_.emplace_back(name, value);
  }
  const std::set<std::string>& looked_at() const { return looked_at_; }
  const std::vector<std::pair<std::string, json>>& samples() const { return samples_; }

 private:
  std::set<std::string> looked_at_;
  std::vector<std::pair<std::string, json>> samples_;
};

std::set<std::string> all_schemas() {
  std::set<std::string> names;
  for (const auto& file : fs::directory_iterator(POUCH_SCHEMAS)) {
    names.insert(file.path().stem().string());
  }
  return names;
}

std::string part(const Letter& letter, const std::string& name) {
  const auto found = letter.parts.find(name);
  return found == letter.parts.end() ? std::string() : found->second;
}

std::string case_note() {
  return "Colleagues, the lorry of Giurgiu was seen before; who leads a case on it?\n";
}

std::string with_a_country_that_waits() {
  auto form = request_form();
  form.replace(form.find("To: BG, RS"), 10, "To: BG, RS, HU");
  return form;
}

// Mails of every outcome through `deliver`; gives the number of the request's case.
std::string fill(Site& site, Judge& judge) {
  const auto deliver = [&](const std::string& mail, const std::string& to) {
    const auto ran = site.pouch({"deliver", "--wait", "--json", "--to", to}, mail);
    judge.check("deliver", ran.out);
    return json::parse(ran.out);
  };
  const std::string ours = "requests@pouch.example", group = "seepag@pouch.example";
  const auto asked = site.mail("ana", {.body = with_a_country_that_waits(),
                                       .attachments = {{"crossings.csv", "date,plate\n"}}});
  const auto accepted = deliver(asked, ours);
  CHECK(accepted["outcome"] == "accepted");
  CHECK(!accepted["warnings"].empty());
  CHECK(deliver(asked, ours)["outcome"] == "duplicate");
  CHECK(deliver(site.mail("ana", {.body = "Form: request\nTo: XX\n"}), ours)["outcome"] ==
        "refused");
  CHECK(deliver(site.mail("mallory", {.body = "x\n"}), ours)["outcome"] == "held");
  CHECK(deliver(site.mail("dimitar", {.body = "a note\n"}), ours)["outcome"] == "accepted");
  CHECK(deliver(site.mail("pfp-ro", {.body = case_note(), .to = group}), group)["outcome"] ==
        "accepted");
  const auto letter = site.newest("nfp-bg");
  const auto answered = deliver(site.mail("nfp-bg", {.subject = "Re: " + letter.subject,
                                                     .body = "The owner is Balkan Trans EOOD.\n",
                                                     .parent = letter.message_id}),
                                ours);
  CHECK(answered["outcome"] == "accepted");
  // A report of failure on it: the requester gets another receipt.
  const auto from = site.returned_to("nfp@mvr.bg.example");
  const auto report = read_file(fs::path(POUCH_FIXTURES) / "reports" / "exchange-2019.eml");
  CHECK(deliver(report, from)["reason"] == "delivery-report");
  CHECK(deliver(report, from)["outcome"] == "duplicate");
  return accepted["case"];
}

// The same lorry once more.
void look_at_links(Site& site, Judge& judge, const std::string& number) {
  site.set("search.cross_check", "true");
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  site.set("search.cross_check", "false");
  const auto linked =
      site.pouch({"show", number, "--linked", "--as", "nfp-ro", "--reason", "test", "--json"}).out;
  judge.check("linked", linked);
  CHECK(!json::parse(linked)["linked"].empty());
}

void look_at_retention(Site& site, Judge& judge, const std::string& number) {
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto ran = site.pouch({"erase", sent["case"], "--reason", "test", "--json"});
  INFO(ran.err);
  const auto& erased = ran.out;
  judge.check("erase", erased);
  CHECK(json::parse(erased)["messages"] == 1);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto asked = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "retention");
    words.emplace_back("--json");
    return site.pouch(words).out;
  };
  judge.check("retention-hold", asked({"hold", number, "--reason", "test"}));
  const auto due = asked({"due", "--until", "2099-12-31"});
  judge.check("retention-due", due);
  judge.check("retention-run", asked({"run"}));
  judge.check("retention-hold", asked({"hold", number, "--reason", "test", "--release"}));
}

void look_at_evidence(const Site& site, Judge& judge, const std::string& number) {
  const auto asked = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"receipts", number, "--as", "nfp-ro", "--reason", "test", "--json"});
    return site.pouch(more).out;
  };
  const auto receipts = asked({});
  judge.check("receipts", receipts);
  CHECK(json::parse(receipts)["receipts"].size() > 3);
  judge.check("case-receipt", json::parse(receipts)["receipts"][0].dump());
  judge.check("receipts-export", asked({"--export", (site.folder() / "case.zip").string()}));
  const Environment tomorrow{{"LD_PRELOAD", POUCH_CLOCK_AHEAD}, {"POUCH_AHEAD", "86400"}};
  REQUIRE(site.pouch({"run", "--until-idle"}, {}, tomorrow).status == 0);
  judge.check("audit-head", site.pouch({"audit", "head", "--json"}).out);
  const auto head = (site.folder() / "head.asc").string();
  write_file(head, site.pouch({"audit", "head"}).out);
  judge.check("audit-verify",
              site.pouch({"audit", "verify", "--head", head, "--json"}, {}, tomorrow).out);
}

void look_at_the_site(Site& site, Judge& judge, const std::string& number) {
  judge.check("run", site.pouch({"run", "--until-idle", "--json"}).out);
  judge.check("check", site.pouch({"check", "--json"}).out);
  const std::vector<std::string> asker{"--as", "nfp-ro", "--reason", "test", "--json"};
  const auto asked = [&](std::vector<std::string> command) {
    command.insert(command.end(), asker.begin(), asker.end());
    return site.pouch(command).out;
  };
  const auto found = asked({"search", "jovanovic"});
  judge.check("search", found);
  CHECK(!json::parse(found)["hits"].empty());
  judge.check("search", asked({"search", "nowhere"}));
  const auto counted = asked({"search", "jovanovic", "--facets"});
  judge.check("search", counted);
  CHECK(!json::parse(counted)["facets"]["fields"]["is"].empty());
  const auto unread = asked({"search", "jovanovic ("});
  judge.check("search", unread);
  CHECK(json::parse(unread)["problem"]["column"] == 12);
  judge.check("search", asked({"search", "jovanovic", "--keep", "drivers"}));
  const auto kept = asked({"search", "--kept"});
  judge.check("search", kept);
  CHECK(json::parse(kept)["kept"][0]["name"] == "drivers");
  judge.check("search", asked({"search", "--kept", "drivers"}));
  judge.check("search", asked({"search", "--drop", "drivers"}));
  judge.check("show", asked({"show", number}));
  look_at_links(site, judge, number);
  judge.check("cases", asked({"cases"}));
  judge.check("cases", asked({"cases", "--overdue"}));
  judge.check("stats", site.pouch({"stats", "--json"}).out);
  judge.check("stats", site.pouch({"stats", "--country", "BG", "--json"}).out);
  judge.check("queue", site.pouch({"queue", "list", "--all", "--json"}).out);
  judge.check("status", site.pouch({"status", "--json"}).out);
  judge.check("reindex", site.pouch({"reindex", "--json"}).out);
  const auto held = site.pouch({"held", "list", "--json"}).out;
  judge.check("held", held);
  REQUIRE(!json::parse(held)["held"].empty());
  const auto id = std::to_string(json::parse(held)["held"][0]["id"].get<int>());
  judge.check("held-show", site.pouch({"held", "show", id, "--json"}).out);
  judge.check("key-list", site.pouch({"key", "list", "--json"}).out);
  judge.check("key-list", site.pouch({"key", "expiring", "--json"}).out);
  const auto key = (site.folder() / "keys/nfp-bg.asc").string();
  judge.check("key-list", site.pouch({"key", "import", key, "--json"}).out);
  for (const auto* table : {"member", "desk", "group"}) {
    judge.check("directory", site.pouch({table, "list", "--json"}).out);
  }
  const auto announced = site.deliver(
      site.mail("nfp-rs", {.body = "Form: control\nAction: key update\nKey: new.asc\n",
                           .attachments = {{"new.asc", site.person("nfp-rs").public_key()}}}));
  INFO(announced.dump(1));
  const auto updates = site.pouch({"key", "updates", "--json"}).out;
  judge.check("key-updates", updates);
  CHECK(json::parse(updates)["updates"].size() == 1);
  judge.check("key-publish", site.pouch({"key", "publish", site.folder() / "wkd", "--json"}).out);
  judge.check("key-renewal", site.pouch({"key", "renew", "--json"}).out);
  judge.check("key-renewal", site.pouch({"key", "replace", "--no-letters", "--json"}).out);
  judge.check("key-addresses", site.pouch({"key", "addresses", "--json"}).out);
  judge.check("welcome", site.pouch({"welcome", "pfp-bg", "--json"}).out);
  const auto old = site.folder() / "old.mbox";
  write_file(old,
             "From a Thu Nov 26 10:00:00 2015\nSubject: old\n\nan old mail\n\nFrom a Thu Nov 26 "
             "10:00:00 2015\nno mail\n");
  const auto import = [&] {
    return asked({"archive", "import", old.string(), "--readers", "desk:nfp-ro"});
  };
  judge.check("archive-import", import());
  judge.check("archive-import", import());
  judge.check("show",
              asked({"show", json::parse(asked({"search", "subject:old"}))["hits"][0]["case"]}));
  judge.check("archive-export", asked({"archive", "export", (site.folder() / "out").string()}));
  look_at_evidence(site, judge, number);
  judge.check("audit-verify", site.pouch({"audit", "verify", "--json"}).out);
  std::istringstream rows(site.pouch({"audit", "export", "--proofs"}).out);
  std::size_t count = 0;
  for (std::string row; std::getline(rows, row); ++count) {
    judge.check("audit-export", row);
  }
  CHECK(count > 5);
}

void look_at_the_letters(Site& site, Judge& judge) {
  bool asked = false, answered = false, received = false, failed = false, refused = false;
  for (const auto* reader : {"ana", "dimitar", "nfp-bg", "nfp-ro", "pfp-bg"}) {
    for (const auto& file : site.letters(site.person(reader).address())) {
      const auto letter = site.open(reader, file);
      const auto request = part(letter, "request.json"), reply = part(letter, "reply.json"),
                 message = part(letter, "message.json"), receipt = part(letter, "receipt.json");
      asked = asked || !request.empty();
      answered = answered || !reply.empty() || !message.empty();
      received = received || !receipt.empty();
      for (const auto& text : {request, reply, message}) {
        if (!text.empty()) {
          judge.check("request", text);
        }
      }
      if (!receipt.empty()) {
        const auto kind = json::parse(receipt)["receipt"];
        failed = failed || kind == "delivery";
        refused = refused || kind == "rejected";
        judge.check(kind == "delivery"   ? "delivery-receipt"
                    : kind == "rejected" ? "rejection-receipt"
                                         : "receipt",
                    receipt);
      }
    }
  }
  CHECK(asked);
  CHECK(answered);
  CHECK(received);
  CHECK(failed);
  CHECK(refused);
}

// With a child that died, a server in trouble, a reload.
void look_at_the_daemon(Site& site, Judge& judge) {
  site.set("outbox", "\"smtp://127.0.0.1:" + std::to_string(closed_port()) + "\"");
  REQUIRE(site.pouch({"deliver"}, site.mail("dimitar", {.body = "a note\n"})).status == 0);
  site.start();
  kill(site.process("clocks"), SIGKILL);
  kill(site.server(), SIGHUP);
  std::string seen;
  REQUIRE(eventually([&] {
    seen = site.pouch({"status", "--json"}).out;
    const auto status = json::parse(seen);
    return !status["service"]["reload"].is_null() &&
           status["servers"].back()["state"] == "paused" &&
           status["queues"]["letters_deferred"]["count"] > 0;
  }));
  judge.check("status", seen);
  site.stop();
}

// With mail on its way, letters not sent, and work after the backup.
void look_at_a_restore(Site& site, Judge& judge) {
  REQUIRE(site.pouch({"deliver"}, site.mail("dimitar", {.body = "another note\n"})).status == 0);
  const auto scratch = site.folder().parent_path();
  const auto folder = (scratch / "backup").string(), log = (scratch / "audit.jsonl").string();
  judge.check("backup", site.pouch({"backup", folder, "--json"}).out);
  site.set("outbox", "\"maildir:state/outbox\"");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  write_file(log, site.pouch({"audit", "export"}).out);
  for (const auto* name : {"pouch.db", "pouch.db-wal", "pouch.db-shm"}) {
    fs::remove(site.state() / name);
  }
  const auto restored = site.pouch({"restore", folder, "--audit", log, "--json"}).out;
  judge.check("restore", restored);
  for (const auto* list : {"held", "numbers", "sent", "acts", "kept"}) {
    INFO(list);
    CHECK(!json::parse(restored)[list].empty());
  }
}

void look_without_a_site(Judge& judge) {
  Scratch scratch;
  const auto folder = (scratch.path() / "s").string();
  judge.check("init",
              run({POUCH_PROGRAM, "init", folder, "--address", "gw@pouch.example", "--json"}).out);
  end_agents(folder + "/gnupg");
  judge.check("version", run({POUCH_PROGRAM, "version", "--json"}).out);
  judge.check("template-list", run({POUCH_PROGRAM, "template", "list", "--json"}).out);
  judge.check("template-check", run({POUCH_PROGRAM, "template", "check", "--json"}).out);
  const auto bad = (scratch.path() / "bad.toml").string();
  write_file(bad, "name = \"bad\"\ntitel = \"Bad\"\n");
  const auto faulty = run({POUCH_PROGRAM, "template", "check", bad, "--json"}).out;
  judge.check("template-check", faulty);
  CHECK(!json::parse(faulty)["faults"].empty());
}

// Each schema must notice a key too many, a key too few, and another version.
void look_at_the_schemas(const Judge& judge) {
  for (const auto& [name, value] : judge.samples()) {
    INFO(name);
    auto more = value;
    more["surprise"] = 1;
    CHECK(!faults(name, more).empty());
    auto less = value;
    less.erase(std::prev(less.end()).key());
    CHECK(!faults(name, less).empty());
    auto other = value;
    other["schema"] = 99;
    CHECK(!faults(name, other).empty());
  }
}

}  // namespace

TEST_CASE("prints and attaches JSON as docs/schemas says, of every verb, with real content",
          "[long]") {
  Judge judge;
  look_without_a_site(judge);
  Site site;
  const auto number = fill(site, judge);
  look_at_the_site(site, judge, number);
  look_at_retention(site, judge, number);
  look_at_the_daemon(site, judge);
  look_at_the_letters(site, judge);
  look_at_a_restore(site, judge);
  look_at_the_schemas(judge);
  CHECK(judge.looked_at() == all_schemas());
}

TEST_CASE("notices within lists and forms what a schema does not allow") {
  const json held{{"schema", 1}, {"held", json::array()}};
  CHECK(faults("held", held).empty());
  json entry{{"id", 1},           {"outcome", "held"},
             {"reason", "stale"}, {"detail", nullptr},
             {"source", "pipe"},  {"from", "a@b"},
             {"to", {"c@d"}},     {"received", "2026-11-24T10:00:00Z"}};
  const auto with = [&](const char* key, const json& value) {
    auto changed = entry;
    changed[key] = value;
    return faults("held", {{"schema", 1}, {"held", {changed}}});
  };
  CHECK(with("id", 1).empty());
  CHECK(!with("received", "2026-11-24 10:00").empty());
  CHECK(!with("received", nullptr).empty());
  CHECK(!with("id", "1").empty());
  CHECK(!with("to", "c@d").empty());
  CHECK(!with("outcome", "accepted").empty());
  CHECK(!with("surprise", 1).empty());
}

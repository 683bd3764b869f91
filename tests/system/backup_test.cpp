// A site that was lost and comes back from its backup: nothing that was given after the backup is
// given again, nobody gets another's answer, and what the backup does not know waits for the
// operator (DECISIONS 45, CORRESPONDENCE section 1).
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>
#include <thread>

#include "tests/system/durable_steps.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const std::string kAna = "ana@police.ro.example", kRo = "nfp@igp.ro.example",
                  kBg = "nfp@mvr.bg.example", kOurs = "requests@pouch.example";

json parsed(const Ran& ran) {
  INFO(ran.out << ran.err);
  REQUIRE(ran.status == 0);
  return json::parse(ran.out);
}

std::string backup(const Site& site, const std::string& name = "backup") {
  auto folder = (site.folder().parent_path() / name).string();
  const auto made = parsed(site.pouch({"backup", folder, "--json"}));
  CHECK(made["folder"] == folder);
  return folder;
}

json restore(const Site& site, const std::string& folder) {
  return parsed(site.pouch({"restore", folder, "--json"}));
}

// A disk that is gone: state, and the keys of the gateway.
void lose_everything(const Site& site) {
  end_agents(site.folder() / "gnupg");
  fs::remove_all(site.state());
  fs::remove_all(site.folder() / "gnupg");
}

void lose_store(const Site& site) {
  for (const auto* name : {"pouch.db", "pouch.db-wal", "pouch.db-shm"}) {
    fs::remove(site.state() / name);
  }
}

json request(const Site& site, const std::string& writer, const std::string& reference,
             const std::string& to = "BG, RS") {
  auto form = form_with_reference(reference);
  form.replace(form.find("To: BG, RS"), 10, "To: " + to);
  const auto sent = site.deliver(site.mail(writer, {.body = form}));
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  return sent;
}

long serial_of(const json& sent) { return std::stol(sent["case"].get<std::string>().substr(9)); }

std::size_t box(const Site& site, const std::string& address) {
  return site.letters(address).size();
}

struct Names {
  std::set<std::string> message_ids, tags;
};

Names names_of_letters(const Site& site) {
  Names names;
  const auto letters = json::parse(site.pouch({"queue", "list", "--all", "--json"}).out)["letters"];
  for (const auto& letter : letters) {
    names.message_ids.insert(letter["message_id"]);
    names.tags.insert(letter["envelope_sender"]);
  }
  return names;
}

bool share_any(const std::set<std::string>& left, const std::set<std::string>& right) {
  return std::any_of(left.begin(), left.end(),
                     [&](const std::string& one) { return right.count(one) > 0; });
}

json held(const Site& site) {
  return json::parse(site.pouch({"held", "list", "--json"}).out)["held"];
}

// The commands of a chapter of docs/operating.md as a script for this site, without those that need
// root, systemd or the package.
std::string commands_of(const Site& site, const std::string& heading, const fs::path& backups) {
  const auto page = read_file(POUCH_OPERATING);
  const auto begin = page.find("\n## " + heading + "\n");
  REQUIRE(begin != std::string::npos);
  std::istringstream chapter(page.substr(begin + 1, page.find("\n## ", begin + 1) - begin));
  const auto replace = [](std::string& line, const std::string& from, const std::string& to) {
    for (auto at = line.find(from); at != std::string::npos; at = line.find(from, at + to.size())) {
      line.replace(at, from.size(), to);
    }
  };
  std::string script = "set -eu\n";
  bool fenced = false;
  for (std::string line; std::getline(chapter, line);) {
    if (line.rfind("```", 0) == 0) {
      fenced = !fenced;
      continue;
    }
    const auto verb = line.substr(0, line.find(' '));
    if (!fenced || verb == "systemctl" || verb == "chown" || verb == "install") {
      continue;
    }
    replace(line, "runuser -u pouch -- pouch",
            std::string(POUCH_PROGRAM) + " -c " + (site.folder() / "pouch.toml").string());
    replace(line, "/etc/pouch", site.folder().string());
    replace(line, "/var/backups/pouch", backups.string());
    script += line + "\n";
  }
  return script;
}

}  // namespace

TEST_CASE("a restored site gives no number, Message-ID or delivery tag twice") {
  const Site site;
  const auto kept = request(site, "ana", "1/2026");
  const auto folder = backup(site);
  const auto before = names_of_letters(site);
  const auto lost = request(site, "ana", "2/2026");
  const auto given = names_of_letters(site);
  lose_everything(site);
  const auto restored = restore(site, folder);
  CHECK(restored["epoch"] == 1);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
  const auto fresh = request(site, "dimitar", "3/2026", "RO");
  CHECK(fresh["case"] != lost["case"]);
  CHECK(serial_of(fresh) > serial_of(lost) + 900);
  auto after = names_of_letters(site);
  for (const auto& old : before.message_ids) {
    after.message_ids.erase(old);
  }
  for (const auto& old : before.tags) {
    after.tags.erase(old);
  }
  CHECK_FALSE(after.message_ids.empty());
  CHECK_FALSE(share_any(after.message_ids, given.message_ids));
  CHECK_FALSE(share_any(after.tags, given.tags));
  // What it had is there, and goes on.
  const auto shown = site.pouch({"show", kept["case"], "--as", "ana", "--reason", "test"});
  CHECK(shown.status == 0);
  const auto answer = site.deliver(
      site.mail("nfp-bg", {.subject = "Re: [" + kept["case"].get<std::string>() + "/1] Request",
                           .body = "Nothing is known here.\n"}));
  INFO(answer.dump(2));
  CHECK(answer["outcome"] == "accepted");
  CHECK(answer["case"] == kept["case"]);
}

TEST_CASE("an answer to a case that a restore lost goes to nobody, by whatever it names the case") {
  const Site site;
  const auto folder = backup(site);
  const std::string lost = request(site, "ana", "1/2026")["case"];
  const auto letter = site.newest("nfp-bg");
  lose_everything(site);
  restore(site, folder);
  // Somebody else's case comes where the lost one was.
  request(site, "dimitar", "9/2026", "RS");
  const auto anas = box(site, kAna), ros = box(site, kRo);
  const std::vector<MailParts> answers{
      {.subject = "Re: " + letter.subject, .body = "By the thread.\n", .parent = letter.message_id},
      {.subject = "Re: " + letter.subject, .body = "By the subject.\n"},
      {.subject = "Answer",
       .body = "Form: reply\nAnswers: " + lost + "\nReply kind: FULL\nAnswer: By the form.\n"}};
  for (const auto& parts : answers) {
    const auto sent = site.deliver(site.mail("nfp-bg", parts));
    INFO(sent.dump(2));
    CHECK(sent["outcome"] == "held");
    CHECK(sent["reason"] == "unknown-letter");
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(box(site, kAna) == anas);
  CHECK(box(site, kRo) == ros);
  CHECK(site.newest("nfp-bg").text.find("operator") != std::string::npos);
}

TEST_CASE("people work on in a restored site: replies, orders and numbers of its epoch count") {
  const Site site;
  const auto folder = backup(site);
  lose_everything(site);
  restore(site, folder);
  const std::string number = request(site, "ana", "1/2026")["case"];
  const auto letter = site.newest("nfp-bg");
  CHECK(letter.subject.find(number) != std::string::npos);
  const auto bgs = box(site, kBg);
  const auto answer = site.deliver(site.mail("nfp-bg", {.subject = "Re: " + letter.subject,
                                                        .body = "The owner is Balkan Trans.\n",
                                                        .parent = letter.message_id}));
  INFO(answer.dump(2));
  REQUIRE(answer["outcome"] == "accepted");
  CHECK(answer["case"] == number);
  const auto asked = site.deliver(site.mail("ana", {.subject = "status " + number, .body = ""}));
  INFO(asked.dump(2));
  CHECK(asked["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.newest("ana").text.find(number) != std::string::npos);
  // A form that lacks a field is mended by a Reply to its refusal, found by the mark in its text.
  auto form = form_with_reference("2/2026");
  form.erase(form.find("Reasons:"),
             form.find('\n', form.find("Reasons:")) + 1 - form.find("Reasons:"));
  REQUIRE(site.deliver(site.mail("ana", {.body = form}))["outcome"] == "refused");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto refusal = site.newest("ana");
  const auto mended = site.deliver(site.mail("ana", {.subject = "Re: " + refusal.subject,
                                                     .body = "Reasons: suspicion\n",
                                                     .parent = refusal.message_id}));
  INFO(mended.dump(2));
  CHECK(mended["outcome"] == "accepted");
  // A number with a wrong digit is told as wrong, as ever.
  auto wrong = number;
  wrong[13] = wrong[13] == '3' ? '4' : '3';
  const auto mistyped = site.deliver(site.mail(
      "nfp-bg", {.subject = "Answer", .body = "Form: reply\nAnswers: " + wrong + "\nAnswer: x\n"}));
  CHECK(mistyped["outcome"] != "accepted");
  CHECK(box(site, kBg) > bgs);
}

TEST_CASE("what came after the backup is listed, and waits for the operator") {
  const Site site;
  request(site, "ana", "1/2026");
  // On its way when the backup is made.
  REQUIRE(
      site.pouch({"deliver"}, site.mail("ana", {.body = form_with_reference("2/2026")})).status ==
      0);
  const auto folder = backup(site);
  const auto log = (site.folder().parent_path() / "audit.jsonl").string();
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);  // that one is answered
  const std::string lost = request(site, "ana", "3/2026")["case"];
  REQUIRE(
      site.pouch({"deliver"}, site.mail("ana", {.body = form_with_reference("4/2026")})).status ==
      0);
  write_file(log, site.pouch({"audit", "export"}).out);
  const auto bgs = box(site, kBg);
  lose_store(site);
  const auto restored = parsed(site.pouch({"restore", folder, "--audit", log, "--json"}));
  INFO(restored.dump(2));
  CHECK(restored["held"].size() == 2);
  CHECK(restored["numbers"].dump().find(lost) != std::string::npos);
  CHECK(restored["sent"].dump().find(lost) != std::string::npos);
  CHECK(restored["acts"].dump().find(lost) != std::string::npos);
  CHECK(restored["kept"].dump().find("keys.db") != std::string::npos);
  CHECK(restored["without_key"].empty());
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(box(site, kBg) == bgs);  // nothing goes by itself that may have gone
  const auto waiting = held(site);
  REQUIRE(waiting.size() == 2);
  for (const auto& mail : waiting) {
    CHECK(mail["reason"] == "restored");
  }
  REQUIRE(site.pouch({"held", "release", std::to_string(waiting[1]["id"].get<int>())}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(box(site, kBg) == bgs + 1);
  CHECK(site.pouch({"audit", "export"}).out.find("\"restored\"") != std::string::npos);
}

TEST_CASE("letters that may have gone after the backup are stopped, those in an outbox are known") {
  Site site;
  site.set("outbox", "\"smtp://127.0.0.1:" + std::to_string(closed_port()) + "\"");
  REQUIRE(site.deliver(site.mail("ana", {.body = form_with_reference("1/2026")}))["outcome"] ==
          "accepted");
  const auto folder = backup(site);
  site.set("outbox", "\"maildir:state/outbox\"");
  const auto queued = json::parse(site.pouch({"queue", "list", "--json"}).out)["letters"];
  REQUIRE(queued.size() >= 3);
  for (const auto& letter : queued) {
    REQUIRE(site.pouch({"queue", "retry", letter["id"]}).status == 0);
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto bgs = box(site, kBg);
  const auto outbox = site.state() / "outbox";
  for (const auto& entry : fs::directory_iterator(outbox)) {  // one Maildir is lost, too
    if (entry.path().filename() == kAna) {
      fs::remove_all(entry.path());
    }
  }
  lose_store(site);
  const auto restored = restore(site, folder);
  INFO(restored.dump(2));
  CHECK(restored["known_sent"].get<int>() >= 2);
  REQUIRE(restored["stopped"].size() == 1);
  CHECK(restored["stopped"][0]["to"] == kAna);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(box(site, kBg) == bgs);
  CHECK(box(site, kAna) == 0);
  REQUIRE(site.pouch({"queue", "retry", restored["stopped"][0]["letter"]}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(box(site, kAna) == 1);
}

TEST_CASE("large letters on their way are in a backup, and go out of the restored site") {
  Site site;
  site.set("outbox", "\"smtp://127.0.0.1:" + std::to_string(closed_port()) + "\"");
  const auto mail = site.mail(
      "ana", {.body = form_with_reference("1/2026"), .attachments = {{"large.txt", large_file()}}});
  REQUIRE(site.deliver(mail)["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto files = [&](const fs::path& state) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(state / "letters")) {
      names.insert(entry.path().filename().string());
    }
    names.erase(".lock");
    return names;
  };
  const auto there = files(site.state());
  REQUIRE(there.size() == 2);
  const auto folder = backup(site);
  CHECK(files(fs::path(folder) / "site" / "state") == there);
  CHECK_FALSE(fs::exists(site.state() / "backup.pinned"));
  lose_everything(site);
  const auto restored = restore(site, folder);
  CHECK(files(site.state()) == there);
  site.set("outbox", "\"maildir:state/outbox\"");
  for (const auto& letter : restored["stopped"]) {
    REQUIRE(site.pouch({"queue", "retry", letter["letter"]}).status == 0);
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.newest("nfp-bg").parts.at("large.txt") == large_file());
  CHECK(files(site.state()).empty());
}

TEST_CASE("check tells of a letter whose file is missing, the letter fails, and others go") {
  Site site;
  site.set("outbox", "\"smtp://127.0.0.1:" + std::to_string(closed_port()) + "\"");
  const auto mail = site.mail(
      "ana", {.body = form_with_reference("1/2026"), .attachments = {{"large.txt", large_file()}}});
  REQUIRE(site.deliver(mail)["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  std::size_t removed = 0;
  for (const auto& entry : fs::directory_iterator(site.state() / "letters")) {
    if (entry.path().filename() != ".lock" && removed == 0) {
      fs::remove(entry.path());
      ++removed;
    }
  }
  CHECK(site.pouch({"check"}).out.find("its file is missing from state/letters") !=
        std::string::npos);
  site.set("outbox", "\"maildir:state/outbox\"");
  const auto queued = json::parse(site.pouch({"queue", "list", "--json"}).out)["letters"];
  for (const auto& letter : queued) {
    REQUIRE(site.pouch({"queue", "retry", letter["id"]}).status == 0);
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto left = json::parse(site.pouch({"queue", "list", "--json"}).out)["letters"];
  INFO(left.dump(1));
  REQUIRE(left.size() == 1);
  CHECK(left[0]["state"] == "failed");
  CHECK(left[0]["answer"].get<std::string>().find("the letter's file is missing") == 0);
  CHECK(box(site, kAna) >= 1);
}

TEST_CASE("a backup of a daemon at work has every mail that its store waits for") {
  Site site;
  site.start();
  std::vector<std::string> mails;
  for (int i = 1; i <= 6; ++i) {
    mails.push_back(site.mail("ana", {.body = form_with_reference(std::to_string(i) + "/2026")}));
  }
  std::vector<bool> taken(mails.size(), false);
  std::thread writer([&] {
    for (std::size_t i = 0; i < mails.size(); ++i) {
      taken[i] = site.send(kAna, kOurs, mails[i]);
    }
  });
  std::vector<std::string> folders;
  for (int i = 0; i < 4; ++i) {
    folders.push_back(backup(site, "b" + std::to_string(i)));
  }
  writer.join();
  CHECK(std::find(taken.begin(), taken.end(), false) == taken.end());
  CHECK(site.stop() == 0);
  for (const auto& folder : folders) {
    lose_everything(site);
    restore(site, folder);
    CHECK(site.pouch({"audit", "verify"}).status == 0);
    for (const auto& mail : held(site)) {
      const auto shown =
          site.pouch({"held", "show", std::to_string(mail["id"].get<int>()), "--raw"});
      INFO(shown.err);
      CHECK(shown.out.find("BEGIN PGP MESSAGE") != std::string::npos);
    }
  }
}

TEST_CASE("a backup is private, in three parts, never over another, and needs no key") {
  const Site site;
  request(site, "ana", "1/2026");
  fs::rename(site.folder() / "gnupg", site.folder() / "away");
  fs::create_directories(site.folder() / "gnupg");
  const auto folder = backup(site);
  fs::remove(site.folder() / "gnupg");
  fs::rename(site.folder() / "away", site.folder() / "gnupg");
  for (const auto* file :
       {"site/config/pouch.toml", "site/config/directory.toml", "site/config/keys/ana.asc",
        "site/state/pouch.db", "site/state/data-key.pgp", "case-keys/keys.db", "backup.json"}) {
    INFO(file);
    CHECK(fs::exists(fs::path(folder) / file));
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    INFO(entry.path());
    CHECK((entry.status().permissions() & fs::perms(0077)) == fs::perms::none);
    CHECK((entry.path().filename() != "keys.db" ||
           entry.path().parent_path().filename() == "case-keys"));
  }
  const auto again = site.pouch({"backup", folder});
  CHECK(again.status == 78);
  CHECK(again.err.find("not empty") != std::string::npos);
  CHECK_FALSE(fs::exists(site.state() / "backup.pinned"));
}

TEST_CASE("a backup is not made within what it copies, nor where no folder can be") {
  const Site site;
  request(site, "ana", "1/2026");
  const auto file = site.folder().parent_path() / "file";
  write_file(file, "x");
  for (const auto& [where, says] : std::vector<std::pair<fs::path, std::string>>{
           {site.state() / "backup", "lies in " + site.state().string()},
           {site.state() / "new" / "backup", "lies in " + site.state().string()},
           {site.folder() / "keys" / ".." / "gnupg" / "backup", "lies in "},
           {site.folder() / "keys", "lies in "},
           {file, "is no folder"},
           {"", "has an empty value"}}) {
    const auto ran = site.pouch({"backup", where.string()});
    INFO(where.string() << ran.err);
    CHECK(ran.status != 0);
    CHECK(ran.err.find(says) != std::string::npos);
  }
  CHECK_FALSE(fs::exists(site.state() / "backup"));
  CHECK_FALSE(fs::exists(site.state() / "new"));
  backup(site, "beside");
}

TEST_CASE("a restore over a store, or over a write-ahead log that is left, is refused") {
  const Site site;
  request(site, "ana", "1/2026");
  const auto folder = backup(site);
  const auto over = site.pouch({"restore", folder});
  CHECK(over.status == 78);
  CHECK(over.err.find("holds a store") != std::string::npos);
  for (const std::string name : {"pouch.db", "keys.db"}) {
    INFO(name);
    const auto database = site.state() / name, log = site.state() / (name + "-wal");
    fs::rename(database, site.folder() / "away");
    write_file(log, "left of another");
    const auto refused = site.pouch({"restore", folder});
    CHECK(refused.status == 78);
    CHECK(refused.err.find(name + "-wal is left of another") != std::string::npos);
    CHECK_FALSE(fs::exists(database));
    CHECK(read_file(log) == "left of another");
    fs::remove(log);
    fs::rename(site.folder() / "away", database);
  }
  CHECK(site.pouch({"run", "--until-idle"}).status == 0);
}

TEST_CASE("a restore that cannot come to its end says why before it touches anything") {
  const Site site;
  request(site, "ana", "1/2026");
  const auto folder = backup(site);
  const Site other(Site::Keys::kOwn);
  const auto foreign = backup(other);
  lose_store(site);
  const auto spoiled = site.folder().parent_path() / "spoiled";
  const auto without_number = [&](const std::string& note) {
    fs::remove_all(spoiled);
    fs::copy(folder, spoiled, fs::copy_options::recursive);
    write_file(spoiled / "backup.json", note);
    return spoiled.string();
  };
  const auto names = [&] {
    std::set<std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(site.state())) {
      all.insert(entry.path().filename().string());
    }
    return all;
  };
  auto before = names();
  before.insert("serve.lock");
  struct Row {
    std::vector<std::string> arguments;
    std::string says;
  };
  for (const auto& row : std::vector<Row>{
           {{foreign}, "the backup is of another site"},
           {{folder, "--audit", "/nowhere/audit.jsonl"}, "/nowhere/audit.jsonl cannot be read"},
           {{folder, "--audit", (site.folder() / "pouch.toml").string()}, "is no export of the"},
           {{without_number("{\"at\": \"yesterday\"}")}, "is no whole backup"},
           {{without_number("{\"at\": 1, \"identity\": 5}")}, "is no whole backup"},
           {{without_number("{}")}, "is no whole backup"},
           {{""}, "has an empty value"}}) {
    auto command = row.arguments;
    command.insert(command.begin(), "restore");
    const auto ran = site.pouch(command);
    INFO(json(command).dump() << ran.err);
    CHECK(ran.status != 0);
    CHECK(ran.err.find(row.says) != std::string::npos);
    CHECK(ran.err.find("fault of the program") == std::string::npos);
    CHECK(names() == before);
  }
  CHECK(restore(site, folder)["epoch"] == 1);
}

TEST_CASE("a restore goes on when the keys.db that stood in its way has gone") {
  const Site site;
  const auto kept = request(site, "ana", "1/2026");
  const auto folder = backup(site);
  lose_store(site);
  const auto keys = site.state() / "keys.db";
  for (const auto* ending : {"-wal", "-shm"}) {
    fs::remove(keys.string() + ending);
  }
  write_file(keys, "no database");
  const auto stopped = site.pouch({"restore", folder});
  CHECK(stopped.status == 78);
  CHECK(stopped.err.find("keys.db") != std::string::npos);
  fs::remove(keys);
  CHECK(restore(site, folder)["epoch"] == 1);
  CHECK(site.pouch({"show", kept["case"], "--as", "ana", "--reason", "test"}).status == 0);
}

TEST_CASE("a copy out of a backup is not used before its restore is ended") {
  const Site site;
  request(site, "ana", "1/2026");
  const auto folder = backup(site);
  lose_store(site);
  fs::copy_file(fs::path(folder) / "site/state/pouch.db", site.state() / "pouch.db");
  for (const std::vector<std::string>& verb :
       {std::vector<std::string>{"run"}, {"serve"}, {"queue", "list"}}) {
    const auto ran = site.pouch(verb);
    CHECK(ran.status == 78);
    CHECK(ran.err.find("pouch restore") != std::string::npos);
  }
  CHECK(site.pouch({"deliver"}, site.mail("ana", {.body = "x\n"})).status == 75);
  CHECK(parsed(site.pouch({"restore", "--json"}))["epoch"] == 1);
  CHECK(site.pouch({"run", "--until-idle"}).status == 0);
}

TEST_CASE("a restore is ended once, killed at any step") {
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    const Site site;
    request(site, "ana", "1/2026");
    const auto folder = backup(site);
    lose_everything(site);
    killed_at(site, step, {"restore", folder});
    if (step == "restore.before") {
      CHECK(restore(site, folder)["epoch"] == 1);
    } else {
      CHECK(site.pouch({"restore", folder}).status == 78);
    }
    const auto fresh = request(site, "ana", "2/2026");
    CHECK(serial_of(fresh) == 1002);
    CHECK(acts(site, "restored") == 1);
    CHECK(site.pouch({"audit", "verify"}).status == 0);
  }
}

TEST_CASE("the chapters on backup and restore, followed line by line, bring a site back") {
  const Site site;
  // What check finds of the harness's directory is no concern here.
  auto directory = site.directory();
  const auto rights = directory.find("rights = ", directory.find("id = \"dimitar\""));
  directory.insert(directory.find(']', rights), ", \"operate\"");
  const auto begin = directory.find("\n[[country]]\ncode = \"HU\"");
  directory.erase(begin, directory.find("\n[[", begin + 1) - begin);
  site.write_directory(directory);
  const std::string number = request(site, "ana", "1/2026")["case"];
  const auto backups = site.folder().parent_path() / "backups";
  fs::create_directories(backups);
  const auto saved = run({"sh", "-c", commands_of(site, "Backup", backups)});
  INFO(saved.out << saved.err);
  REQUIRE(saved.status == 0);
  lose_everything(site);
  for (const auto* name : {"pouch.toml", "directory.toml", "keys"}) {
    fs::remove_all(site.folder() / name);
  }
  const auto back = run({"sh", "-c", commands_of(site, "Restore", backups)});
  INFO(back.out << back.err);
  // Letters of the backup lie in its outbox: nothing waits.
  CHECK(back.status == 0);
  CHECK(back.out.find("restored: epoch 1") != std::string::npos);
  CHECK(back.out.find("the audit log is whole") != std::string::npos);
  CHECK(site.pouch({"show", number, "--as", "ana", "--reason", "test"}).status == 0);
}

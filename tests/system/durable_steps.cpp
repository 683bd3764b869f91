#include "tests/system/durable_steps.hpp"

#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>
#include <set>
#include <sstream>

namespace pouch::test {
namespace {

using nlohmann::json;
using Names = std::vector<std::string>;

Names together(std::initializer_list<Names> lists) {
  Names all;
  for (const auto& list : lists) {
    all.insert(all.end(), list.begin(), list.end());
  }
  return all;
}

// Both sides of each.
Names around(const Names& steps) {
  Names all;
  for (const auto& step : steps) {
    all.insert(all.end(), {step + ".before", step + ".after"});
  }
  return all;
}

json asked(const Site& site, const std::vector<std::string>& arguments) {
  const auto ran = site.pouch(arguments);
  INFO(ran.err);
  REQUIRE(!ran.out.empty());
  return json::parse(ran.out);
}

std::vector<json> audit_rows(const Site& site) {
  std::istringstream lines(site.pouch({"audit", "export"}).out);
  std::vector<json> rows;
  for (std::string line; std::getline(lines, line);) {
    rows.push_back(json::parse(line));
  }
  return rows;
}

std::string header(const std::string& wire, const std::string& name) {
  const auto begin = wire.find("\r\n" + name + ": ");
  return begin == std::string::npos || begin > wire.find("\r\n\r\n")
             ? std::string()
             : wire.substr(begin + name.size() + 4,
                           wire.find("\r\n", begin + 2) - begin - name.size() - 4);
}

// Recipient and Message-ID of everything in the Maildir outbox, drafts too.
std::multiset<std::pair<std::string, std::string>> handed_over(const Site& site) {
  std::multiset<std::pair<std::string, std::string>> all;
  const auto outbox = site.state() / "outbox";
  if (!fs::exists(outbox)) {
    return all;
  }
  for (const auto& entry : fs::recursive_directory_iterator(outbox)) {
    if (entry.is_regular_file()) {
      const auto whom = entry.path().parent_path().parent_path().filename().string();
      all.insert({whom, header("\r\n" + read_file(entry.path()), "Message-ID")});
    }
  }
  return all;
}

std::string case_of(const json& number) {
  return number.is_null()
             ? std::string()
             : number.get<std::string>().substr(0, number.get<std::string>().find('/'));
}

// Numbers of cases, letters, spool entries and times differ from mail to mail.
std::string without_names(std::string text) {
  static const std::regex kCase("[A-Z]{2,8}-[0-9]{4}-[0-9]{6,}-[0-9]{2}"), kHex("[0-9a-f]{16,}"),
      kTime("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z"), kSpool("spool [0-9]+");
  text = std::regex_replace(text, kCase, "CASE");
  text = std::regex_replace(text, kHex, "ID");
  text = std::regex_replace(text, kTime, "TIME");
  return std::regex_replace(text, kSpool, "spool N");
}

}  // namespace

const std::map<std::string, Names>& steps_reached_by() {
  static const Names kSpooling =
      together({{"spool.written", "spool.synced", "spool.named"}, around({"spool"})});
  static const Names kWorking = together(
      {around({"claim", "reserve", "case-key"}), {"commit.begin"}, around({"commit", "file"})});
  static const Names kSending =
      together({{"handover.begin", "outbox.written", "outbox.synced", "outbox.renamed"},
                around({"handover", "index"})});
  static const Names kCollecting = together({kSpooling, {"claim.after"}, around({"commit"})});
  static const std::map<std::string, Names> kAll = {
      {"reaches the same end when it is killed at any step of taking a mail and its work",
       together({kSpooling, kWorking})},
      {"reaches the same end when it is killed at any step of a letter's way out", kSending},
      {"reaches the same end when it is killed at any step of a large letter's file",
       together({{"letter.written", "letter.synced", "letter.renamed", "commit.begin"},
                 around({"commit", "forget-letters", "letter-file"})})},
      {"reaches the same end when the daemon loses who takes a mail or works on it, at any step",
       together({kSpooling, kWorking})},
      {"reaches the same end when the daemon loses who sends letters or files them, at any step",
       kSending},
      {"answers a mail out of a Maildir once, killed at any step",
       together({around({"maildir", "maildir.aside"}), kCollecting})},
      {"answers a mail out of an IMAP mailbox once, killed at any step",
       together({around({"imap"}), kCollecting})},
      {"answers a mail once when it is killed while a server without MOVE moves it",
       {"imap.copied", "imap.flagged"}},
      {"erases a case once, killed at any step", around({"erase", "erase-key"})},
      {"asks an owner once and erases once by itself, killed at any step",
       around({"hold", "retention", "erase", "erase-key"})},
      {"sweeps what nobody accepted, killed at it or not", around({"sweep"})},
      {"works on a mail later when something is in the way, killed at that or not",
       around({"putback", "retry-mail"})},
      {"does what the operator asks of held mail once, killed at any step",
       around({"release", "drop-held"})},
      {"does what the operator asks of letters once, killed at any step",
       around({"retry", "drop-letter", "putoff"})},
      {"gives nothing out of the archive before that is written down", around({"note"})},
      {"takes new keys whole, killed at any step",
       together({around({"key-file", "key-addresses"}),
                 {"ring.staged", "ring.swapped", "ring.marked"}})},
      {"replaces the gateway's key once, killed while it is made",
       around({"data-key", "own-keys.next"})},
      {"replaces the gateway's key once, killed while it is taken",
       around({"own-keys.taken", "own-keys.done"})},
      {"tells of a missed deadline once, and forgets what is kept once, killed at any step",
       around({"overdue", "forget", "forget-orders"})},
      {"reminds a desk once and writes its digest once, killed at any step",
       around({"tick", "digest"})},
      {"signs a head a day and each receipt once, killed at any step",
       together({around({"head", "receipts.claim", "receipts", "notice.claim"}),
                 {"commit.begin"},
                 around({"commit"})})},
      {"warns once that a key ends, killed at any step", around({"key-step"})},
      {"tells once that a new key was not proved in time, killed at any step",
       around({"key-lapse"})},
      {"greets once who joins a group, killed at any step", around({"joined"})},
      {"asks for a letter once and lets in once, killed at any step",
       around({"web", "web-letter"})},
      {"takes a new key in once, killed at any step of the operator's word",
       around({"key-file", "key-directory", "commit"})},
      {"tells once that letters wait, killed at any step",
       around({"delayed", "notice.claim", "notice.end", "notice.postpone"})},
      {"makes no site in half: killed at any step, init says what to remove, then makes it",
       around({"schema", "bind", "witness", "introduce", "init.spool-key", "init.data-key",
               "init.directory", "init.site"})},
      {"gives the messages of an older site their receivers once, killed at any step",
       around({"introduce", "audience"})},
      {"moves the messages of an older site into the new form once, killed at any step",
       around({"parts"})},
      {"notes what an older site's messages say for the figures once, killed at any step",
       around({"codes"})},
      {"a restore is ended once, killed at any step", around({"restore"})},
      {"an import that is killed at any step goes on where it was, and doubles nothing",
       around({"import", "import.end"})},
      {"tells exactly once what is killed at any step of a report and its notices",
       together({around({"claim", "commit"}),
                 {"commit.begin"},
                 around({"file"}),
                 around({"notice.claim"}),
                 around({"handover"})})},
      {"tells of linked cases once, killed at any step",
       together({around({"links", "notice.claim", "commit", "handover"}), {"commit.begin"}})},
      {"builds the index anew when it is damaged or gone, killed at any step or not",
       together({around({"index"}),
                 {"reindex.built", "reindex.named", "reindex.placed", "reindex.cleared"}})},
  };
  return kAll;
}

Names program_steps() {
  const auto ran = run({POUCH_PROGRAM, "process", "steps"});
  std::istringstream lines(ran.out);
  Names names;
  for (std::string line; std::getline(lines, line);) {
    names.push_back(line);
  }
  return names;
}

Names steps_reached_here() {
  const auto found = steps_reached_by().find(Catch::getResultCapture().getCurrentTestName());
  REQUIRE(found != steps_reached_by().end());
  REQUIRE(!found->second.empty());
  return found->second;
}

std::vector<std::string> ends_of_cases(const Site& site) {
  std::map<std::string, std::multiset<std::string>> found;  // case numbers grow
  const auto handed = handed_over(site);
  for (const auto& letter : asked(site, {"queue", "list", "--all", "--json"})["letters"]) {
    const std::string to = letter["to"], state = letter["state"], kind = letter["kind"];
    const auto copies = handed.count({to, letter["message_id"].get<std::string>()});
    found[case_of(letter["number"])].insert("letter " + kind + " to " + to + " " + state + " x" +
                                            std::to_string(copies));
  }
  for (const auto& row : audit_rows(site)) {
    const std::string act = row["act"];
    if (!case_of(row["number"]).empty() && act != "duplicate") {
      found[case_of(row["number"])].insert(
          "audit " + act + " " +
          without_names(row["detail"].is_null() ? "" : row["detail"].get<std::string>()));
    }
  }
  for (const auto& one :
       asked(site, {"cases", "--as", "ana", "--reason", "test", "--json"})["cases"]) {
    found[one["case"]].insert("case " + without_names(one.dump()));
  }
  found.erase("");
  std::vector<std::string> ends;
  for (const auto& [number, lines] : found) {
    std::string text;
    for (const auto& line : lines) {
      text += line + "\n";
    }
    ends.push_back(text);
  }
  return ends;
}

void is_at_rest(const Site& site, std::size_t messages) {
  CHECK(asked(site, {"queue", "list", "--json"})["letters"].empty());
  CHECK(asked(site, {"held", "list", "--json"})["held"].empty());
  const auto verified = site.pouch({"audit", "verify"});
  INFO(verified.out << verified.err);
  CHECK(verified.status == 0);
  for (const auto& left : fs::directory_iterator(site.state() / "spool")) {
    CHECK(left.path().filename() == ".lock");
  }
  for (const auto& left : fs::directory_iterator(site.state() / "letters")) {
    CHECK(left.path().filename() == ".lock");
  }
  for (const auto& entry : fs::recursive_directory_iterator(site.state() / "outbox")) {
    CHECK((entry.is_directory() || entry.path().parent_path().filename() == "new"));
  }
  for (const auto* name : {"index.building", "index.rebuilt", "index/whole"}) {
    CHECK_FALSE(fs::exists(site.state() / name));
  }
  const auto hits = asked(site, {"search", "jovanovic", "--as", "ana", "--reason", "test",
                                 "--limit", "100", "--json"})["hits"];
  CHECK(hits.size() == messages);
}

std::size_t acts(const Site& site, const std::string& act) {
  const auto rows = audit_rows(site);
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [&](const json& row) { return row["act"] == act; }));
}

// A worker reaches no other folder.
Stops::Stops(const Site& site) : folder_(site.state() / "stops") {
  fs::create_directories(folder_);
}

Environment Stops::environment() const { return {{"POUCH_STOP_ONCE", folder_.string()}}; }

void Stops::set(const std::string& step) const { write_file(folder_ / step, ""); }

bool Stops::was_reached(const std::string& step) const {
  return eventually([&] { return !fs::exists(folder_ / step); });
}

void Stops::clear() const {
  for (const auto& entry : fs::directory_iterator(folder_)) {
    fs::remove(entry.path());
  }
}

Ran killed_at(const Site& site, const std::string& step, std::vector<std::string> command,
              const std::string& input, Environment environment) {
  environment["POUCH_STOP_AT"] = step;
  auto ran = site.pouch(std::move(command), input, environment);
  INFO("stopped at " << step << ": " << ran.err);
  CHECK(ran.status == 128 + SIGKILL);
  return ran;
}

std::string large_file() {
  std::string text;
  for (unsigned x = 1, i = 0; i < 200'000; ++i) {
    x = x * 1103515245u + 12345u;
    if (i % 76 == 75) {
      text += "\r\n";
    }
    text += static_cast<char>('!' + (x >> 16) % 90);
  }
  return text;
}

std::string form_with_reference(const std::string& reference) {
  auto form = request_form();
  return form.replace(form.find("4417/2026"), 9, reference);
}

}  // namespace pouch::test

// The page of a site, from the letter that lets somebody in to a search, through the daemon's own
// socket, with letters opened by real gpg.
#include <signal.h>

#include <catch2/catch.hpp>
#include <map>
#include <regex>
#include <sstream>
#include <thread>

#include "tests/system/browser.hpp"
#include "tests/system/durable_steps.hpp"
#include "tests/system/expert.hpp"
#include "tests/system/harness.hpp"
#include "tests/unit/gateway/pdf_file.hpp"

using namespace pouch::test;

namespace {

const std::string kOrigin = "https://pouch.example";
const std::string kAna = "ana@police.ro.example", kBg = "nfp@mvr.bg.example",
                  kOurs = "requests@pouch.example";

struct PagedSite : Site {
  std::string socket = (folder().parent_path() / "w").string();

  PagedSite() {
    set("web.listen", "\"unix:" + socket + "\"");
    set("web.origin", "\"" + kOrigin + "\"");
  }
  Browser browser(const std::string& name = "Firefox/128.0 (Windows)") const {
    return {socket, kOrigin, name};
  }
  // The letter with the way in, as its reader's gpg opens it.
  Letter way_in(const std::string& who, const std::string& address, std::size_t letters) const {
    REQUIRE(eventually([&] { return this->letters(address).size() >= letters; }));
    return newest(who);
  }
  Browser entered(const std::string& who, const std::string& address) const {
    auto browser = this->browser();
    const auto before = letters(address).size();
    REQUIRE(browser.post("/enter", {{"address", address}}).status == 200);
    const auto letter = way_in(who, address, before + 1);
    REQUIRE(browser.follow(browser.post(link_in(letter), {})).status == 200);
    return browser;
  }
  static std::string link_in(const Letter& letter) {
    std::smatch found;
    REQUIRE(
        std::regex_search(letter.text, found, std::regex(kOrigin + "(/enter/[0-9a-f]{64})\\b")));
    return found[1];
  }
  static std::string code_in(const Letter& letter) {
    std::smatch found;
    REQUIRE(
        std::regex_search(letter.text, found, std::regex("\\b([0-9A-Z]{4}(-[0-9A-Z]{4}){3})\\b")));
    return found[1];
  }
  std::size_t rows(const std::string& act) const {
    const auto exported = pouch({"audit", "export"}).out;
    std::size_t count = 0;
    for (std::size_t at = 0;
         (at = exported.find("\"act\":\"" + act + "\"", at)) != std::string::npos; ++at) {
      ++count;
    }
    return count;
  }
};

// Each look at a case costs one of two hundred.
void take_breath() { std::this_thread::sleep_for(std::chrono::milliseconds(400)); }

}  // namespace

TEST_CASE(
    "enters by the link in a sealed mail opened by gpg, searches, opens the case, and leaves") {
  PagedSite site;
  site.start();
  REQUIRE(site.send(kAna, kOurs, site.mail("ana", {.body = request_form()})));
  REQUIRE(eventually([&] { return site.letters(kAna).size() == 1; }));
  auto browser = site.browser();
  CHECK(browser.get("/desk").status == 303);
  const auto asked = browser.post("/enter", {{"address", kAna}});
  CHECK(asked.status == 200);
  const auto letter = site.way_in("ana", kAna, 2);
  CHECK(letter.signer == site.gateway_fingerprint());
  CHECK(letter.wire.find("/enter/") == std::string::npos);
  CHECK(letter.text.find("Firefox on Windows") != std::string::npos);
  CHECK(letter.text.find("198.51.100.24") != std::string::npos);
  const auto link = PagedSite::link_in(letter);
  // A scanner fetches it first: it still works for its owner.
  auto scanner = site.browser("Scanner/1.0");
  CHECK(scanner.get(link).status == 200);
  CHECK(scanner.get(link).body.find("Ana Ionescu") != std::string::npos);
  const auto entered = browser.follow(browser.post(link, {}));
  REQUIRE(entered.status == 200);
  CHECK(scanner.post(link, {}).status == 404);
  CHECK(scanner.get("/desk").status == 303);
  // The index follows by itself.
  Page found;
  REQUIRE(eventually([&] {
    browser.get("/search");
    found =
        browser.follow(browser.post("/search", {{"q", "jovanovic"}, {"reason", "case 4417/2026"}}));
    return found.body.find("/case/SEL-") != std::string::npos;
  }));
  const auto at = found.body.find("/case/SEL-") + 6;
  const auto number = found.body.substr(at, found.body.find_first_of("\"?#/", at) - at);
  const auto shown = browser.get("/case/" + number);
  CHECK(shown.status == 200);
  CHECK(shown.body.find(number) != std::string::npos);
  CHECK(site.rows("searched") >= 1);
  CHECK(site.rows("shown") == 1);
  CHECK(site.rows("entered") == 1);
  browser.get("/me");
  CHECK(browser.post("/leave", {}).status == 303);
  CHECK(browser.get("/case/" + number).status == 303);
  REQUIRE(site.stop() == 0);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("killed in the middle of a search it says so, and asked again it is answered and noted") {
  PagedSite site;
  const Stops stops(site);
  site.start(stops.environment());
  REQUIRE(site.send(kAna, kOurs, site.mail("ana", {.body = request_form()})));
  REQUIRE(eventually([&] { return site.letters(kAna).size() == 1; }));
  auto browser = site.entered("ana", kAna);
  std::string search;
  REQUIRE(eventually([&] {
    browser.get("/search");
    search = browser.post("/search", {{"q", "jovanovic"}, {"reason", "case 4417/2026"}})
                 .field("Location");
    return browser.get(search).body.find("/case/SEL-") != std::string::npos;
  }));
  for (const auto* step : {"note.before", "note.after"}) {
    INFO(step);
    const auto before = site.rows("searched");
    stops.set(step);
    const auto lost = browser.get(search);
    CHECK(lost.status == 503);
    CHECK(lost.body.find("/case/SEL-") == std::string::npos);
    CHECK(stops.was_reached(step));
    Page found;
    REQUIRE(eventually([&] {
      take_breath();
      found = browser.get(search);
      return found.status == 200;
    }));
    CHECK(found.body.find("/case/SEL-") != std::string::npos);
    CHECK(site.rows("searched") >= before + 1);
  }
  REQUIRE(site.stop() == 0);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("a copy of a cookie or a link is of no use once its owner has left or come in") {
  PagedSite site;
  site.start();
  auto browser = site.browser();
  REQUIRE(browser.post("/enter", {{"address", kAna}}).status == 200);
  const auto link = PagedSite::link_in(site.way_in("ana", kAna, 1));
  REQUIRE(browser.follow(browser.post(link, {})).status == 200);
  auto thief = site.browser(), elsewhere = site.browser("curl/7.88");
  for (int i = 0; i < 3; ++i) {
    CHECK(thief.post(link, {}).status == 404);
    CHECK(thief.get(link).status == 404);
  }
  CHECK(thief.get("/me").status == 303);
  thief.set_cookie(browser.cookie());
  CHECK(thief.get("/me").status == 200);  // the same browser by all that can be told
  browser.get("/me");
  CHECK(browser.post("/leave", {}).status == 303);
  CHECK(thief.get("/me").status == 303);
  CHECK(thief.post("/search", {{"q", "jovanovic"}, {"reason", "r"}}).status == 303);
  auto owner = site.entered("ana", kAna);
  elsewhere.set_cookie(owner.cookie());
  CHECK(elsewhere.get("/me").status == 303);
  CHECK(owner.get("/me").status == 303);  // nobody can tell whose it is
  CHECK(site.rows("searched") == 0);
}

TEST_CASE("looks at a file as pictures, saves it whole, and narrows, saves and keeps a search") {
  PagedSite site;
  site.start();
  std::string large;
  for (std::size_t i = 0; i < 500'000; ++i) {
    large += static_cast<char>('a' + (i * i + i / 7) % 26);
  }
  const auto plan = pouch::gateway::pdf_saying("route to Vidin");
  REQUIRE(site.send(kAna, kOurs,
                    site.mail("ana", {.body = request_form(),
                                      .attachments = {{"plan.pdf", plan}, {"log.bin", large}}})));
  REQUIRE(eventually([&] { return site.letters(kAna).size() == 1; }));
  // Who comes by a link is led in, and is back there afterwards.
  auto browser = site.browser();
  const auto led = browser.get("/search").field("Location");
  CHECK(led == "/enter?to=%2Fsearch");
  CHECK(browser.get(led).body.find("name=\"to\" value=\"/search\"") != std::string::npos);
  REQUIRE(browser.post("/enter", {{"address", kAna}, {"to", "/search"}}).status == 200);
  const auto begun = browser.post(PagedSite::link_in(site.way_in("ana", kAna, 2)), {});
  CHECK(begun.field("Location") == "/search");
  Page found;
  std::string search;
  REQUIRE(eventually([&] {
    browser.get("/search");
    search = browser.post("/search", {{"q", "jovanovic"}, {"reason", "case 4417/2026"}})
                 .field("Location");
    found = browser.get(search);
    return found.body.find("/case/SEL-") != std::string::npos;
  }));
  CHECK(found.body.find("href=\"" + search + "?in=country%3ARO\"") != std::string::npos);
  CHECK(browser.get(search + "?in=country%3ARO").body.find("/case/SEL-") != std::string::npos);
  CHECK(browser.get(search + "?in=country%3AGR").body.find("/case/SEL-") == std::string::npos);
  CHECK(browser.get(search + "?in=from%3Aana").status == 404);
  const auto table = browser.get(search + "/hits.csv?in=country%3ARO");
  CHECK(table.field("Content-Type") == "text/csv; charset=utf-8");
  CHECK(table.field("Content-Disposition").find("attachment; ") == 0);
  CHECK(table.body.find("message,case,received") == 0);
  CHECK(site.rows("exported") == 1);
  browser.get(search);
  CHECK(browser.post(search + "/keep", {{"name", "the lorry"}}).field("Location") == "/desk#kept");
  CHECK(browser.get("/desk").body.find("the lorry") != std::string::npos);
  // The file.
  const auto at = found.body.find("/case/SEL-") + 6;
  const auto number = found.body.substr(at, found.body.find_first_of("\"?#/", at) - at);
  const auto shown = browser.get("/case/" + number);
  REQUIRE(shown.status == 200);
  const std::regex link("href=\"(/case/[^\"]*/file/[0-9]+)\"[^>]*><bdi>(plan.pdf|log.bin)<");
  std::map<std::string, std::string> files;
  for (std::sregex_iterator one(shown.body.begin(), shown.body.end(), link), end; one != end;
       ++one) {
    files[(*one)[2]] = (*one)[1];
  }
  REQUIRE(files.size() == 2);
  Page looked;
  REQUIRE(eventually([&] {
    looked = browser.get(files["plan.pdf"]);
    return looked.body.find("route to Vidin") != std::string::npos;
  }));
  CHECK(looked.body.find("<img src=\"" + files["plan.pdf"] + "/page/1\"") != std::string::npos);
  const auto picture = browser.get(files["plan.pdf"] + "/page/1");
  CHECK(picture.field("Content-Type") == "image/jpeg");
  CHECK(picture.body.substr(0, 3) == "\xff\xd8\xff");
  CHECK(browser.get(files["plan.pdf"] + "/page/2").status == 404);
  const auto saved = browser.get(files["log.bin"] + "/saved");
  CHECK(saved.status == 200);
  CHECK(saved.body == large);
  CHECK(saved.field("Content-Type") == "application/octet-stream");
  CHECK(saved.field("Content-Security-Policy") == "sandbox; default-src 'none'");
  CHECK(saved.field("Content-Disposition") ==
        "attachment; filename=\"log.bin\"; filename*=UTF-8''log.bin");
  CHECK(site.rows("fetched") == 1);
  CHECK(site.rows("previewed") >= 2);
  // The mail as it came is what gpg and the archive have.
  const auto mail = browser.get("/case/" + number + "/1/received.eml");
  CHECK(mail.status == 200);
  CHECK(mail.body.find("BEGIN PGP MESSAGE") != std::string::npos);
  CHECK(browser.get("/statistics").status == 404);
  auto stranger = site.entered("dimitar", "dimitar@police.bg.example");
  for (const auto& path : {files["plan.pdf"], files["plan.pdf"] + "/page/1",
                           files["log.bin"] + "/saved", "/case/" + number + "/1/received.eml"}) {
    const auto refused = stranger.get(path);
    INFO(path);
    CHECK(refused.body.find("Vidin") == std::string::npos);
    CHECK((refused.body.find("name=\"reason\"") != std::string::npos || refused.status == 404));
  }
  CHECK(stranger.get(search).status == 404);
  REQUIRE(site.stop() == 0);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("gives all receipts of a case as one file that checks with gpg and sha256sum") {
  PagedSite site;
  site.start();
  REQUIRE(site.send(kAna, kOurs, site.mail("ana", {.body = request_form()})));
  REQUIRE(eventually([&] { return site.letters(kAna).size() == 1; }));
  auto browser = site.entered("ana", kAna);
  std::string number;
  REQUIRE(eventually([&] {
    browser.get("/search");
    const auto found =
        browser.follow(browser.post("/search", {{"q", "jovanovic"}, {"reason", "4417/2026"}}));
    const auto at = found.body.find("/case/SEL-");
    number = at == std::string::npos
                 ? ""
                 : found.body.substr(at + 6, found.body.find_first_of("\"?#/", at + 6) - at - 6);
    return !number.empty();
  }));
  const auto path = "/case/" + number, file = path + "/evidence.zip";
  CHECK(browser.get(file).status == 404);  // nobody has asked yet
  REQUIRE(browser.get(path).body.find("action=\"" + path + "/evidence\"") != std::string::npos);
  CHECK(browser.post(path + "/evidence", {}).field("Location") == path + "#evidence");
  CHECK(site.rows("exported") == 0);
  REQUIRE(eventually([&] {
    take_breath();
    const auto page = browser.get(path).body;
    // What came to the case meanwhile is not in it: it is asked for again, as a reader would.
    if (page.find("action=\"" + path + "/evidence\"") != std::string::npos) {
      browser.post(path + "/evidence", {});
    }
    return page.find("href=\"" + file + "\"") != std::string::npos;
  }));
  const auto saved = browser.get(file);
  REQUIRE(saved.status == 200);
  CHECK(site.rows("exported") == 1);
  CHECK(saved.field("Content-Security-Policy") == "sandbox; default-src 'none'");
  CHECK(saved.field("Content-Disposition").find("filename=\"" + number + ".zip\"") !=
        std::string::npos);
  const Scratch scratch;
  write_file(scratch.path() / "case.zip", saved.body);
  unpack(scratch.path() / "case.zip", scratch.path() / "case");
  CHECK(fs::exists(scratch.path() / "case/messages/1/received.eml"));
  const auto good = checked(scratch.path() / "case");
  INFO(good.out << good.err);
  CHECK(good.status == 0);
  CHECK(good.out.find("GOOD: ") != std::string::npos);
  // One that is changed on the way is found out.
  auto receipt = read_file(scratch.path() / "case/receipts/0001.txt");
  write_file(scratch.path() / "case/receipts/0001.txt", receipt + " ");
  CHECK(checked(scratch.path() / "case").status != 0);
  // Nobody else gets it, and none of it lies about readable.
  auto stranger = site.entered("dimitar", "dimitar@police.bg.example");
  CHECK(stranger.get(file).body.find("PK") != 0);
  stranger.get("/search");
  CHECK(stranger.post(path + "/evidence", {{"reason", "r"}}).status != 303);
  CHECK(stranger.get(file).status != 303);
  const auto kept = read_file(site.state() / "web.db");
  CHECK(kept.find("received.eml") == std::string::npos);
  CHECK(kept.find(number) == std::string::npos);
  // What comes to the case makes the file one of yesterday: it is asked for anew.
  REQUIRE(site.send(
      kBg, kOurs,
      site.mail("nfp-bg", {.subject = "Re: [" + number + "/1] Request",
                           .body = "Form: reply\nAnswers: " + number + "\nReply kind: ACK\n"})));
  REQUIRE(eventually([&] {
    take_breath();
    return browser.get(file).status == 404;
  }));
  CHECK(browser.get(path).body.find("action=\"" + path + "/evidence\"") != std::string::npos);
  REQUIRE(site.stop() == 0);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("the code of the letter begins a session in the browser that asked and in no other") {
  PagedSite site;
  site.start();
  auto browser = site.browser(), other = site.browser();
  REQUIRE(browser.post("/enter", {{"address", kAna}}).status == 200);
  REQUIRE(other.post("/enter", {{"address", "nobody@police.ro.example"}}).status == 200);
  const auto code = PagedSite::code_in(site.way_in("ana", kAna, 1));
  CHECK(other.post("/enter/code", {{"code", code}}).status == 400);
  CHECK(browser.post("/enter/code", {{"code", "0000-0000-0000-0000"}}).status == 400);
  CHECK(browser.follow(browser.post("/enter/code", {{"code", code}})).status == 200);
  CHECK(other.post("/enter/code", {{"code", code}}).status == 400);
  CHECK(other.get("/desk").status == 303);
}

TEST_CASE("an address that nobody has is answered alike, and no letter goes out") {
  PagedSite site;
  site.start();
  auto browser = site.browser();
  const auto known = browser.post("/enter", {{"address", kAna}});
  auto unknown = browser.post("/enter", {{"address", "bob@police.ro.example"}});
  CHECK(known.status == unknown.status);
  const auto at = unknown.body.find("bob@");
  REQUIRE(at != std::string::npos);
  for (auto place = at; place != std::string::npos; place = unknown.body.find("bob@", place)) {
    unknown.body.replace(place, 3, "ana");
  }
  CHECK(unknown.body.size() == known.body.size());
  site.way_in("ana", kAna, 1);
  CHECK(site.all_letters() == 1);
  CHECK(site.rows("refused-in") == 1);
}

TEST_CASE("the page shows nothing of a case that its member may not read") {
  PagedSite site;
  site.start();
  REQUIRE(site.send(kAna, kOurs, site.mail("ana", {.body = request_form()})));
  REQUIRE(
      eventually([&] { return site.letters(kBg).size() == 1 && site.letters(kAna).size() == 1; }));
  auto mine = site.entered("ana", kAna);
  auto his = site.entered("dimitar", "dimitar@police.bg.example");
  std::string number;
  REQUIRE(eventually([&] {
    mine.get("/search");
    const auto found = mine.follow(mine.post("/search", {{"q", "jovanovic"}, {"reason", "r"}}));
    const auto at = found.body.find("/case/SEL-");
    number = at == std::string::npos
                 ? ""
                 : found.body.substr(at + 6, found.body.find_first_of("\"?#/", at + 6) - at - 6);
    return !number.empty();
  }));
  his.get("/search");
  const auto found = his.follow(his.post("/search", {{"q", "jovanovic"}, {"reason", "r"}}));
  CHECK(found.status == 200);
  CHECK(found.body.find("/case/SEL-") == std::string::npos);
  const auto refused = his.post("/case/" + number, {{"reason", "r"}});
  const auto none = his.post("/case/SEL-2026-000999-87", {{"reason", "r"}});
  CHECK(refused.status == 404);
  CHECK(none.status == 404);
  CHECK(refused.body.find("Giurgiu") == std::string::npos);
}

TEST_CASE("a session ends with the member's key and registration, at the next question") {
  PagedSite site;
  site.start();
  auto browser = site.entered("ana", kAna);
  CHECK(browser.get("/me").status == 200);
  auto directory = site.directory();
  const auto at = directory.find("id = \"ana\"");
  REQUIRE(at != std::string::npos);
  directory.insert(at, "until = 2026-01-01\n");
  site.write_directory(directory);
  kill(site.server(), SIGHUP);
  CHECK(eventually([&] { return browser.get("/me").status == 303; }));
  CHECK(eventually([&] { return site.rows("left") == 1; }));
}

TEST_CASE("a signed mail brings the link, also where the page has no form for it") {
  PagedSite site;
  site.set("web.form", "false");
  site.start();
  auto browser = site.browser();
  CHECK(browser.post("/enter", {{"address", kAna}}).status == 404);
  REQUIRE(site.send(kAna, kOurs, site.mail("ana", {.subject = "control: web", .body = "\n"})));
  std::string link;
  REQUIRE(eventually([&] {
    for (const auto& file : site.letters(kAna)) {
      const auto letter = site.open("ana", file);
      if (letter.text.find("/enter/") != std::string::npos) {
        link = PagedSite::link_in(letter);
        CHECK(letter.text.find("your mail, signed with your key") != std::string::npos);
      }
    }
    return !link.empty();
  }));
  CHECK(browser.follow(browser.post(link, {})).status == 200);
  CHECK(site.rows("asked-in") == 1);
}

TEST_CASE("a site without a page runs nothing of it and has no file of it") {
  Site site;
  site.start();
  REQUIRE(site.send(kAna, kOurs, site.mail("ana", {.body = request_form()})));
  REQUIRE(eventually([&] { return site.letters(kAna).size() == 1; }));
  CHECK(site.processes("answering").empty());
  CHECK(site.processes("process web").empty());
  CHECK_FALSE(fs::exists(site.state() / "web.db"));
}

TEST_CASE("asks for a letter once and lets in once, killed at any step", "[long]") {
  PagedSite site;
  const Stops stops(site);
  site.start(stops.environment());
  const std::vector<std::pair<std::string, std::string>> people{
      {"ana", kAna}, {"dimitar", "dimitar@police.bg.example"}};
  std::size_t turn = 0;
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    const auto& person = people[turn++ % people.size()];  // one has five letters an hour
    const auto &who = person.first, &address = person.second;
    const auto before = site.letters(address).size();
    stops.set(step);
    auto browser = site.browser();
    // Whoever sees no answer asks again.
    REQUIRE(eventually([&] {
      return browser.post("/enter", {{"address", address}}).status == 200;
    }));
    CHECK(stops.was_reached(step));
    REQUIRE(eventually([&] { return site.letters(address).size() > before; }));
    const auto link = PagedSite::link_in(site.newest(who));
    Page page;
    REQUIRE(eventually([&] {
      page = browser.post(link, {});
      return page.status == 303 || page.status == 404;
    }));
    CHECK(browser.follow(page).status == 200);
    CHECK(browser.post(link, {}).status == 404);
  }
  CHECK(site.stop() == 0);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

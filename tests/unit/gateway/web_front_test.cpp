// What becomes of a request before anybody is asked, and of an answer once it is there.
#include "gateway/web/pages/front.hpp"

#include <catch2/catch.hpp>

#include "gateway/cases/number.hpp"
#include "gateway/web/static/static_files.hpp"
#include "mail/ascii.hpp"
#include "tests/unit/gateway/web_markup.hpp"

using namespace pouch::gateway;
using namespace pouch::gateway::web;
using http::Method;
using http::Request;
using pouch::test::faults_of_page;

namespace {

const Front kFront({"https://pouch.example", "Europe/Sofia", "0.1.0", true, true});
const Time kNow{std::chrono::seconds(1'794'294'360)};

Request asked(const std::string& path, const std::string& query = "") {
  Request request;
  request.path = path;
  request.query = query;
  request.host = "pouch.example";
  request.cookie = "__Host-pouch=c00kie";
  request.user_agent = "Firefox";
  request.fetch_site = "none";
  request.forwarded_for = "10.0.0.1, 198.51.100.24";
  return request;
}

Request posted(const std::string& path, const std::string& body) {
  auto request = asked(path);
  request.method = Method::kPost;
  request.fetch_site = "same-origin";
  request.content_type = "application/x-www-form-urlencoded";
  request.body = body;
  return request;
}

http::Answer answered(const Request& request) {
  auto taken = kFront.take(request);
  REQUIRE(std::holds_alternative<http::Answer>(taken));
  return std::get<http::Answer>(taken);
}

Visit visit_of(const Request& request) {
  auto taken = kFront.take(request);
  REQUIRE(std::holds_alternative<Visit>(taken));
  return std::get<Visit>(taken);
}

http::Answer shown(const Request& request, WebAnswer answer) {
  return kFront.shown(visit_of(request), answer, kNow);
}

WebAnswer with(WebOutcome outcome, WebPage page = {}) {
  WebAnswer answer;
  answer.outcome = outcome;
  answer.viewer = WebViewer{.id = "x", .name = "Ana", .language = "ro", .reason = "4417/2026"};
  answer.page = std::move(page);
  return answer;
}

}  // namespace

TEST_CASE("web front: what is asked goes over with who asks, and with nothing else") {
  const auto visit = visit_of(asked("/case/SEL-2026-004217-42", "s=abc"));
  CHECK(visit.question.what == WebAsk::kCase);
  CHECK(visit.question.number == "SEL-2026-004217-42");
  CHECK(visit.question.search == "abc");
  CHECK(visit.question.cookie == "c00kie");
  CHECK(visit.question.browser == "Firefox");
  CHECK(visit.question.network == "198.51.100.24");  // the last hop alone
  CHECK(visit.question.form_token.empty());
  const auto search = visit_of(posted("/search", "q=jovanovi%C4%87&reason=4417&token=t"));
  CHECK(search.question.what == WebAsk::kSearch);
  CHECK(search.question.query == "jovanović");
  CHECK(search.question.reason == "4417");
  CHECK(search.question.form_token == "t");
  CHECK(visit_of(asked("/search/ab_-9", "p=3&by=date")).question.page == 3);
  CHECK(visit_of(asked("/search/ab", "p=x")).question.page == 1);
  CHECK(visit_of(asked("/search/ab", "p=0")).question.page == 1);
  CHECK(visit_of(asked("/enter/tOken")).question.what == WebAsk::kSeeLink);
  CHECK(visit_of(posted("/enter/tOken", "")).question.what == WebAsk::kSpendLink);
  CHECK(visit_of(posted("/enter/code", "code=ABCD")).question.what == WebAsk::kSpendCode);
  CHECK(visit_of(posted("/leave", "token=t")).question.what == WebAsk::kLeave);
  CHECK(visit_of(asked("/log", "who=ana&before=9")).question.before == 9);
  // A reason in an address would stand in the log of the proxy.
  CHECK(visit_of(asked("/case/A-1", "reason=x")).question.reason.empty());
}

TEST_CASE("web front: an address that is none, or a proxy's that is not ours, is no network") {
  auto request = asked("/desk");
  for (const auto* said : {"", "unknown", "198.51.100.24:80", "evil\"x", "1.2.3.4,"}) {
    request.forwarded_for = said;
    CHECK(visit_of(request).question.network.empty());
  }
  request.forwarded_for = "2001:db8::7";
  CHECK(visit_of(request).question.network == "2001:db8::7");
  const Front loopback({"https://pouch.example", "UTC", "0", true, false});
  request.forwarded_for = "198.51.100.24";
  CHECK(std::get<Visit>(loopback.take(request)).question.network.empty());
}

TEST_CASE("web front: a request for another host is not ours to answer") {
  for (const auto* host : {"evil.example", "pouch.example:80", "127.0.0.1", "POUCH.example.", ""}) {
    auto request = asked("/enter");
    request.host = host;
    INFO(host);
    CHECK(answered(request).status == 421);
  }
}

TEST_CASE("web front: what is fetched ahead is asked of nobody") {
  for (const auto* purpose : {"prefetch", "prefetch;prerender"}) {
    auto request = asked("/case/SEL-2026-004217-42");
    request.purpose = purpose;
    const auto answer = answered(request);
    CHECK(answer.status == 204);
    CHECK(answer.body.empty());
  }
  auto older = asked("/enter/tOken");
  older.ahead = true;
  CHECK(answered(older).status == 204);
}

TEST_CASE("web front: what is posted comes from a page of ours") {
  auto request = posted("/search", "q=x&reason=y&token=t");
  for (const auto* site : {"cross-site", "same-site", "none", "x"}) {
    request.fetch_site = site;
    INFO(site);
    CHECK(answered(request).status == 403);
  }
  request.fetch_site = "";
  CHECK(answered(request).status == 403);
  request.origin = "https://evil.example";
  CHECK(answered(request).status == 403);
  request.origin = "https://pouch.example";
  CHECK(visit_of(request).question.what == WebAsk::kSearch);
  request.content_type = "text/plain";
  CHECK(answered(request).status == 400);
  request = posted("/search", "q=x&q=y");
  CHECK(answered(request).status == 400);
}

TEST_CASE("web front: what changes something is not got, and what is none is not found") {
  for (const auto* path : {"/leave",
                           "/me/end",
                           "/me/everywhere",
                           "/enter/a/b",
                           "/case/",
                           "/case/a/b",
                           "/case/..%2Fx",
                           "/case//file/1",
                           "/case/a/1/file/",
                           "/case/a/1/file/1/page/",
                           "/case/a/1/file/1/saved/x",
                           "/search//keep",
                           "/search/ab/",
                           "/statistics/2026",
                           "//desk",
                           "/desk/",
                           "/desk/a b",
                           "/nothing",
                           "/static/x.css",
                           "/search/%41"}) {
    INFO(path);
    const auto answer = answered(asked(path));
    CHECK(answer.status == 404);
    CHECK(faults_of_page(answer.body).empty());
  }
  CHECK(answered(asked("/case/" + std::string(129, 'a'))).status == 404);
  CHECK(visit_of(asked("/case/" + std::string(128, 'a'))).question.number.size() == 128);
  CHECK(answered(posted("/desk", "token=t")).status == 404);
  CHECK(answered(asked("/")).location == "/desk");
}

TEST_CASE("web front: the mail is asked for here only where the site lets it") {
  const Front closed({"https://pouch.example", "UTC", "0", false, true});
  CHECK(std::get<http::Answer>(closed.take(posted("/enter", "address=a%40b"))).status == 404);
  CHECK(std::get<http::Answer>(closed.take(asked("/enter"))).body.find("name=\"address\"") ==
        std::string::npos);
  CHECK(answered(asked("/enter")).body.find("name=\"address\"") != std::string::npos);
  CHECK(visit_of(posted("/enter", "address=ana%40police.ro.example")).question.address ==
        "ana@police.ro.example");
}

TEST_CASE(
    "web front: the style sheet may be kept for ever, and lies at the address of its octets") {
  const auto sheet = answered(asked(style_sheet_url().text()));
  CHECK(sheet.immutable);
  CHECK(sheet.type == "text/css; charset=utf-8");
  CHECK(sheet.body.size() <= 20u << 10);
  for (auto at = sheet.body.find("url("); at != std::string::npos;
       at = sheet.body.find("url(", at + 1)) {
    CHECK(sheet.body[at + 4] == '#');  // a pattern of the page itself
  }
  CHECK(answered(asked(icon_url().text())).type == "image/svg+xml");
}

TEST_CASE("web front: a link shows whose session begins, and its post begins it") {
  const auto button =
      shown(asked("/enter/s3cret"), with(WebOutcome::kDone, LinkPage{"Илияна", "BG", kNow}));
  CHECK(button.body.find("action=\"/enter/s3cret\"") != std::string::npos);
  CHECK(button.body.find("Илияна") != std::string::npos);
  CHECK(button.set_cookie.empty());
  auto answer = with(WebOutcome::kDone);
  answer.cookie = "fresh";
  const auto begun = shown(posted("/enter/s3cret", ""), answer);
  CHECK(begun.status == 303);
  CHECK(begun.location == "/desk");
  CHECK(begun.set_cookie == "__Host-pouch=fresh; Path=/; Secure; HttpOnly; SameSite=Strict");
  CHECK(shown(asked("/enter/s3cret"), with(WebOutcome::kNotFound)).status == 404);
}

TEST_CASE("web front: without a session one is led to where one begins, and the cookie goes") {
  WebAnswer answer;
  answer.outcome = WebOutcome::kNoSession;
  answer.clear = true;
  for (const auto* path :
       {"/desk", "/case/A-1", "/search/ab", "/status", "/log", "/me", "/directory"}) {
    const auto led = shown(asked(path), answer);
    INFO(path);
    CHECK(led.status == 303);
    CHECK(led.location == "/enter?to=" + html::percent_encoded(path));
    CHECK(led.set_cookie.find("Max-Age=0") != std::string::npos);
    CHECK(led.body.empty());
  }
}

TEST_CASE("web front: after entering one is where one wanted to be, and nowhere else") {
  WebAnswer none;
  none.outcome = WebOutcome::kNoSession;
  CHECK(shown(posted("/search", "q=x&token=t"), none).location == "/enter");
  const auto form = answered(asked("/enter", "to=%2Fcase%2FSEL-2026-004217-42"));
  CHECK(form.body.find("name=\"to\" value=\"/case/SEL-2026-004217-42\"") != std::string::npos);
  CHECK(visit_of(posted("/enter", "address=a%40b&to=%2Fdesk%2Fnfp-bg")).question.wanted ==
        "/desk/nfp-bg");
  const auto begun = [](const std::string& wanted) {
    auto answer = with(WebOutcome::kDone, EnteredPage{wanted});
    answer.cookie = "fresh";
    return shown(posted("/enter/s3cret", ""), answer).location;
  };
  CHECK(begun("/case/SEL-2026-004217-42") == "/case/SEL-2026-004217-42");
  CHECK(begun("/search/ab_-9") == "/search/ab_-9");
  for (const auto* place : {"//evil.example/", "https://evil.example/", "/\\evil.example", "/leave",
                            "/enter/abc", "/", "/search/ab/hits.csv", "/case/A-1/1/received.eml",
                            "/case/A-1/1/file/0/page/1", "/desk?x=//evil.example", "/desk#x",
                            "/static/x.css", "javascript:alert(1)", "/desk\r\nX: y", ""}) {
    INFO(place);
    CHECK_FALSE(may_be_wanted(place));
    CHECK(begun(place) == "/desk");
    CHECK(
        answered(asked("/enter", "to=" + html::percent_encoded(place))).body.find("name=\"to\"") ==
        std::string::npos);
    CHECK(visit_of(posted("/enter", "address=a%40b&to=" + html::percent_encoded(place)))
              .question.wanted.empty());
  }
  CHECK_FALSE(may_be_wanted("/case/" + std::string(300, 'a')));
}

TEST_CASE("web front: a file is saved and not shown, whatever it is and is called") {
  FilePiece piece;
  piece.octets = "<script>alert(1)</script>";
  piece.size = 100'000;
  piece.media_type = "text/html";
  for (const auto& name : {std::string("plan.html"), std::string("a\"; filename=\"b.exe"),
                           std::string("../../etc/passwd"), std::string("a\r\nX: y"),
                           std::string("plan\xe2\x80\xae"
                                       "fdp.exe"),
                           std::string("план.pdf"), std::string(1u << 20, 'x'), std::string(),
                           std::string("\0x", 2)}) {
    piece.name = name;
    const auto saved = shown(asked("/case/A-1/2/file/3/saved"), with(WebOutcome::kDone, piece));
    CHECK(saved.type == "application/octet-stream");
    CHECK(saved.whole == 100'000);
    const auto head = http::head_of(saved, false);
    CHECK(head.find("Content-Disposition: attachment; filename=\"") != std::string::npos);
    CHECK(head.find("Content-Security-Policy: sandbox; default-src 'none'\r\n") !=
          std::string::npos);
    CHECK(head.find("X-Content-Type-Options: nosniff\r\n") != std::string::npos);
    CHECK(head.find("Content-Length: 100000\r\n") != std::string::npos);
    CHECK(head.find("\r\nX: y") == std::string::npos);
    CHECK(head.find("\xe2\x80\xae") == std::string::npos);
    CHECK(head.find("%E2%80%AE") == std::string::npos);
    CHECK(head.size() < 4000);
  }
  piece.name = "план.pdf";
  const auto named = http::head_of(
      shown(asked("/case/A-1/2/file/3/saved"), with(WebOutcome::kDone, piece)), false);
  CHECK(named.find("filename=\"____.pdf\"; filename*=UTF-8''%D0%BF%D0%BB%D0%B0%D0%BD.pdf\r\n") !=
        std::string::npos);
  const auto visit = visit_of(asked("/case/A-1/2/file/3/saved"));
  CHECK(visit.question.what == WebAsk::kPart);
  CHECK(visit.question.number == "A-1/2");
  CHECK(visit.question.part == 3);
  CHECK(visit_of(asked("/case/A-1/2/file/x/saved")).question.part > 1'000'000);
  CHECK(visit_of(asked("/case/A-1/2/received.eml")).question.what == WebAsk::kReceived);
  const auto picture = visit_of(asked("/case/A-1/2/file/3/page/7")).question;
  CHECK(picture.what == WebAsk::kPicture);
  CHECK(picture.page == 7);
  CHECK(shown(asked("/case/A-1/2/file/3/page/7"), with(WebOutcome::kDone, PicturePage{"\xff\xd8"}))
            .type == "image/jpeg");
}

TEST_CASE("web front: a small picture that is not to be had is a point that nobody sees") {
  const auto request = asked("/case/A-1/2/file/3/small");
  const auto question = visit_of(request).question;
  CHECK(question.what == WebAsk::kSmallPicture);
  CHECK(question.number == "A-1/2");
  CHECK(question.part == 3);
  CHECK(visit_of(asked("/case/A-1/2/file/x/small")).question.part > 1'000'000);
  const auto picture = shown(request, with(WebOutcome::kDone, PicturePage{"\xff\xd8"}));
  CHECK(picture.type == "image/jpeg");
  CHECK(http::head_of(picture, false).find("no-store") != std::string::npos);
  const auto nothing = shown(request, with(WebOutcome::kNotFound, {}));
  CHECK(nothing.status == 200);
  CHECK(nothing.type == "image/gif");
  CHECK(nothing.body.starts_with("GIF89a"));
  CHECK(nothing.body.ends_with(';'));
  CHECK_FALSE(may_be_wanted("/case/A-1/2/file/3/small"));
}

TEST_CASE("web front: a search is narrowed, saved and kept under its own address") {
  const auto narrowed = visit_of(asked("/search/ab", "in=country%3ARS%20month%3A2026-05&p=2"));
  CHECK(narrowed.question.narrow == "country:RS month:2026-05");
  CHECK(narrowed.question.page == 2);
  const auto table = visit_of(asked("/search/ab/hits.csv", "in=country%3ARS&by=date")).question;
  CHECK(table.what == WebAsk::kHits);
  CHECK(table.search == "ab");
  CHECK(table.by_date);
  CHECK(answered(asked("/search/ab/keep")).status == 404);
  const auto kept = visit_of(posted("/search/ab/keep", "name=the+lorry&token=t")).question;
  CHECK(kept.what == WebAsk::kKeep);
  CHECK(kept.name == "the lorry");
  CHECK(kept.form_token == "t");
  CHECK(shown(posted("/search/ab/keep", "name=x&token=t"), with(WebOutcome::kDone)).location ==
        "/desk#kept");
  FilePiece csv;
  csv.name = "pouch-hits.csv";
  csv.media_type = "text/csv; charset=utf-8";
  csv.octets = "message\r\n";
  csv.size = csv.octets.size();
  const auto saved = shown(asked("/search/ab/hits.csv"), with(WebOutcome::kDone, csv));
  CHECK(saved.type == "text/csv; charset=utf-8");
  CHECK(saved.attached_as == "pouch-hits.csv");
  FoundPage slow;
  slow.query = "jovanovic";
  auto broad = with(WebOutcome::kTooBroad, slow);
  broad.problem = "This search takes too long";
  const auto told = shown(asked("/search/ab"), broad);
  CHECK(told.status == 400);
  CHECK(told.body.find("This search takes too long") != std::string::npos);
  CHECK(told.body.find("value=\"jovanovic\"") != std::string::npos);
}

TEST_CASE("web front: who leaves takes nothing along") {
  auto answer = with(WebOutcome::kDone);
  answer.clear = true;
  const auto left = shown(posted("/leave", "token=t"), answer);
  CHECK(left.status == 303);
  CHECK(left.forget);
  CHECK(left.set_cookie.find("Max-Age=0") != std::string::npos);
}

TEST_CASE("web front: a search that was made has an address of its own, without its words") {
  FoundPage page;
  page.search = "abc";
  const auto made = shown(posted("/search", "q=x&reason=y&token=t"), with(WebOutcome::kDone, page));
  CHECK(made.status == 303);
  CHECK(made.location == "/search/abc");
  CHECK(shown(asked("/search/abc"), with(WebOutcome::kDone, page)).status == 200);
}

TEST_CASE("web front: what is to be mended comes back as it was typed") {
  auto answer = with(WebOutcome::kBadInput);
  answer.problem = "a quote has no end";
  const auto bad = shown(posted("/search", "q=%22abc&reason=why&token=t"), answer);
  CHECK(bad.status == 400);
  CHECK(bad.body.find("value=\"&quot;abc\"") != std::string::npos);
  CHECK(bad.body.find("a quote has no end") != std::string::npos);
  // From the box in the bar no reason comes: it is asked for, with the last one to be confirmed.
  const auto why = shown(posted("/search", "q=abc&token=t"), with(WebOutcome::kNeedReason));
  CHECK(why.body.find("value=\"4417/2026\"") != std::string::npos);
  CHECK(why.body.find("value=\"abc\"") != std::string::npos);
  CHECK(why.status == 200);
  CHECK(why.body.find("Spuneți de ce") != std::string::npos);
  CHECK(why.body.find("autofocus") > why.body.find("value=\"4417/2026\""));
  CHECK(
      shown(asked("/case/A-1"), with(WebOutcome::kNeedReason)).body.find("action=\"/case/A-1\"") !=
      std::string::npos);
}

TEST_CASE("web front: a number typed into the box of the bar leads to its case") {
  const auto typed = [](const std::string& query) {
    return posted("/search", "q=" + html::percent_encoded(query) + "&token=t");
  };
  const auto number = CaseNumber("SEL", 2026, 4217).text();
  CHECK(answered(typed(number)).location == "/case/" + number);
  CHECK(answered(typed(" " + pouch::mail::to_lower(number) + " ")).location == "/case/" + number);
  CHECK(answered(typed(number + "/3")).location == "/case/" + number + "#m3");
  CHECK(answered(typed(number)).status == 303);
  // Beside a reason, and where it is none, it is a word to search for.
  CHECK(visit_of(posted("/search", "q=" + number + "&reason=x&token=t")).question.query == number);
  for (const auto* word : {"SEL-2026-42", "SEL-2026-004217", "jovanovic", "/case/SEL", ""}) {
    CHECK(visit_of(typed(word)).question.query == word);
  }
  auto elsewhere = typed(number);
  elsewhere.fetch_site = "cross-site";
  CHECK(answered(elsewhere).status == 403);
}

TEST_CASE("web front: on the way in another language is a link away, and goes along, not kept") {
  const auto has = [](const http::Answer& answer, const std::string& text) {
    INFO(text);
    CHECK(answer.body.find(text) != std::string::npos);
    CHECK(answer.set_cookie.empty());
  };
  const auto page = answered(asked("/enter", "to=%2Fdesk"));
  has(page, "<html lang=\"en\">");
  has(page, "<a href=\"/enter?to=%2Fdesk&amp;lang=ro\" lang=\"ro\">Română</a>");
  has(page, "<span lang=\"en\" aria-current=\"true\">English</span>");
  CHECK(page.body.find("name=\"lang\"") == std::string::npos);
  const auto chosen = answered(asked("/enter", "to=%2Fdesk&lang=ro"));
  has(chosen, "<html lang=\"ro\">");
  has(chosen, "name=\"lang\" value=\"ro\"");
  has(chosen, "name=\"to\" value=\"/desk\"");
  has(chosen, "href=\"/enter?to=%2Fdesk&amp;lang=en\" lang=\"en\">English</a>");
  // What was chosen is stronger than what the browser accepts; what is no language of ours is none.
  auto romanian = asked("/enter", "lang=en");
  romanian.languages = "ro";
  has(answered(romanian), "<html lang=\"en\">");
  for (const auto* lang : {"lang=xx", "lang=", "lang=%3Cscript%3E", "lang=RO"}) {
    has(answered(asked("/enter", lang)), "<html lang=\"en\">");
  }
  has(shown(posted("/enter", "address=a%40b.example&lang=ro"),
            {.outcome = WebOutcome::kDone, .page = AskedInPage{.with_code = true}}),
      "<html lang=\"ro\">");
  CHECK(visit_of(posted("/enter", "address=x&lang=ro")).question.language == "ro");
  const WebAnswer link{.outcome = WebOutcome::kDone, .page = LinkPage{"Ana", "RO", kNow}};
  has(shown(asked("/enter/tOken"), link), "href=\"/enter/tOken?lang=ro\" lang=\"ro\">Română</a>");
  has(shown(asked("/enter/tOken", "lang=ro"), link), "name=\"lang\" value=\"ro\"");
  // Inside the member's own language counts, and the address chooses none.
  CHECK(visit_of(asked("/desk", "lang=ro")).chosen.empty());
}

TEST_CASE("web front: the language of the page goes with the question") {
  auto request = asked("/desk");
  request.languages = "ro-MD, en;q=0.5";
  CHECK(visit_of(request).question.language == "ro");
  request.languages = "sr";
  CHECK(visit_of(request).question.language == "en");
}

TEST_CASE("web front: the script may be kept for ever, is small, and writes no markup") {
  const auto script = answered(asked(script_url().text()));
  CHECK(script.immutable);
  CHECK(script.type == "text/javascript; charset=utf-8");
  CHECK(script.body.size() < 6000);
  for (const auto* never : {"innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval",
                            "fetch(", "XMLHttpRequest", "Storage", "cookie", "setTimeout"}) {
    INFO(never);
    CHECK(script.body.find(never) == std::string::npos);
  }
}

TEST_CASE("web front: how to search is said to who has a session") {
  CHECK(visit_of(asked("/help/query")).question.what == WebAsk::kMe);
  const auto help = shown(asked("/help/query"), with(WebOutcome::kDone, MePage{}));
  CHECK(help.body.find("plate:") != std::string::npos);
  CHECK(help.body.find("id=\"keys\"") != std::string::npos);
  CHECK(answered(asked("/help")).status == 404);
}

TEST_CASE("web front: every outcome of every question has an answer without a fault") {
  for (const auto& request : {asked("/desk"),
                              asked("/desk/nfp-bg"),
                              asked("/search"),
                              asked("/help/query"),
                              posted("/search", "q=a&token=t"),
                              asked("/search/ab"),
                              asked("/search/ab/hits.csv"),
                              posted("/search/ab/keep", "token=t"),
                              asked("/case/A-1/1/received.eml"),
                              asked("/case/A-1/1/file/0"),
                              asked("/case/A-1/1/file/0/page/1"),
                              asked("/case/A-1/1/file/0/saved"),
                              asked("/case/A-1/1/file/0/small"),
                              asked("/statistics"),
                              asked("/statistics.csv", "year=2026"),
                              asked("/case/A-1"),
                              posted("/case/A-1", "reason=x&token=t"),
                              asked("/status"),
                              asked("/directory"),
                              asked("/log"),
                              asked("/me"),
                              posted("/me/end", "session=x"),
                              posted("/me/everywhere", ""),
                              posted("/leave", ""),
                              asked("/enter/abc"),
                              posted("/enter/abc", ""),
                              posted("/enter/code", "code=x"),
                              posted("/enter", "address=x")}) {
    for (const auto outcome : {WebOutcome::kDone, WebOutcome::kNoSession, WebOutcome::kNotFound,
                               WebOutcome::kBadInput, WebOutcome::kNeedReason, WebOutcome::kTooMany,
                               WebOutcome::kTooBroad, WebOutcome::kNotNow}) {
      for (const auto& page : {WebPage{}, WebPage{DeskPage{}}, WebPage{FoundPage{}},
                               WebPage{CasePage{}}, WebPage{FilePiece{}}, WebPage{FilePage{}},
                               WebPage{PicturePage{}}, WebPage{EnteredPage{}}, WebPage{MePage{}}}) {
        const auto answer = shown(request, with(outcome, page));
        INFO(request.path << " " << static_cast<int>(outcome) << " " << page.index());
        const bool is_page = answer.type.starts_with("text/html");
        CHECK((!is_page || faults_of_page(answer.body).empty()));
        CHECK((is_page || outcome == WebOutcome::kDone || answer.type == "image/gif"));
        CHECK_NOTHROW(http::head_of(answer, false));
      }
    }
  }
}

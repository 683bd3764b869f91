// Requests as the page's server takes them: both sides of every bound, and what two programs could
// read in two ways.
#include "gateway/web/http/request.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "gateway/web/http/answer.hpp"
#include "gateway/web/http/form.hpp"

using namespace pouch::gateway::http;

namespace {

const std::string kHost = "Host: pouch.example\r\n";

// 200: whole; 0: more is to come.
int status_of(const std::string& octets, const RequestBounds& bounds = {}) {
  RequestReader reader(bounds);
  std::string_view rest = octets;
  switch (reader.take(rest)) {
    case RequestReader::State::kMore:
      return 0;
    case RequestReader::State::kWhole:
      return 200;
    case RequestReader::State::kRefused:
      return reader.status();
  }
  return -1;
}

Request read(const std::string& octets) {
  RequestReader reader(RequestBounds{});
  std::string_view rest = octets;
  REQUIRE(reader.take(rest) == RequestReader::State::kWhole);
  CHECK(rest.empty());
  return reader.whole();
}

std::string get(const std::string& fields, const std::string& target = "/") {
  return "GET " + target + " HTTP/1.1\r\n" + fields + "\r\n";
}

std::string post(const std::string& fields, const std::string& body) {
  return "POST /search HTTP/1.1\r\n" + kHost + fields + "\r\n" + body;
}

}  // namespace

TEST_CASE("web request: what a browser sends is read") {
  const auto request = read(
      "GET /search/ab?p=2 HTTP/1.1\r\nhost: pouch.example\r\nUser-Agent: Firefox\r\n"
      "Accept-Language: ro, en;q=0.5\r\nCookie: __Host-s=x\r\nSec-Fetch-Site: none\r\n"
      "Sec-Purpose: prefetch\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n");
  CHECK(request.method == Method::kGet);
  CHECK(request.path == "/search/ab");
  CHECK(request.query == "p=2");
  CHECK(request.host == "pouch.example");
  CHECK(request.user_agent == "Firefox");
  CHECK(request.languages == "ro, en;q=0.5");
  CHECK(request.cookie == "__Host-s=x");
  CHECK(request.fetch_site == "none");
  CHECK(request.purpose == "prefetch");
  CHECK_FALSE(request.ahead);
  for (const auto* older : {"Purpose: prefetch\r\n", "X-Moz: prefetch\r\n",
                            "X-Purpose: preview\r\nPurpose: preview\r\n",
                            "Purpose: prefetch\r\nSec-Purpose: prefetch\r\n"}) {
    INFO(older);
    CHECK(read(get(kHost + older)).ahead);
  }
  CHECK(request.forwarded_for == "192.0.2.1");
  CHECK(request.keep_alive);
  const auto sent = read(post("Content-Length: 3\r\nContent-Type: x/y\r\n", "q=1"));
  CHECK(sent.method == Method::kPost);
  CHECK(sent.body == "q=1");
  CHECK(sent.content_type == "x/y");
  CHECK(read("HEAD / HTTP/1.1\r\n" + kHost + "\r\n").method == Method::kHead);
}

TEST_CASE("web request: it may come octet by octet, and the next one behind it") {
  const auto first = post("Content-Length: 5\r\n", "a=b&c"), second = get(kHost, "/desk");
  const auto all = first + second;
  RequestReader reader(RequestBounds{});
  CHECK_FALSE(reader.begun());
  for (std::size_t i = 0; i < first.size(); ++i) {
    std::string_view one(all.data() + i, 1);
    const auto state = reader.take(one);
    CHECK(one.empty());
    CHECK(reader.begun());
    REQUIRE(state ==
            (i + 1 == first.size() ? RequestReader::State::kWhole : RequestReader::State::kMore));
  }
  CHECK(reader.whole().body == "a=b&c");
  std::string_view rest = second;
  REQUIRE(reader.take(rest) == RequestReader::State::kWhole);
  CHECK(reader.whole().path == "/desk");
  rest = all;
  REQUIRE(reader.take(rest) == RequestReader::State::kWhole);
  CHECK(rest == second);
}

TEST_CASE("web request: what can be read in two ways is refused") {
  const std::string length = "Content-Length: 3\r\n";
  for (const auto& octets : {
           get(""),                                        // no Host
           get(kHost + kHost),                             // two
           get(kHost + "Host: other.example\r\n"),         // two that differ
           get("Host:\r\n" + kHost),                       // one of them empty
           get(kHost + "X: a\r\n b\r\n"),                  // folded
           get(kHost + "X: a\r\n\tb\r\n"),                 // folded
           get(" " + kHost),                               // a fold before any field
           get("Host : pouch.example\r\n"),                // space before the colon
           get(kHost + "X y: a\r\n"),                      // space in a name
           get(kHost + "X\r\n"),                           // no colon
           get(kHost + std::string("X: a\0b\r\n", 8)),     // NUL
           get(kHost + "X: a\rb\r\n"),                     // a bare CR
           std::string("GET / HTTP/1.1\nHost: a\n\n"),     // bare LF
           get(kHost + "X: a\nY: b\r\n"),                  // bare LF
           post(length + length, "abc"),                   // two lengths
           post(length + "Content-Length: 4\r\n", "abc"),  // that differ
           post("Content-Length: +3\r\n", "abc"),          // a sign
           post("Content-Length: -3\r\n", "abc"),          //
           post("Content-Length: 0x3\r\n", "abc"),         //
           post("Content-Length: 3, 3\r\n", "abc"),        // a list
           post("Content-Length: 99999999999999999999999\r\n", "abc"),
           post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
           post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"),
           get(kHost + "Cookie: a=1\r\nCookie: a=2\r\n"),  // two of what we read
           std::string("GET / HTTP/1.2\r\n" + kHost + "\r\n"),
           std::string("GET / HTTP/2.0\r\n" + kHost + "\r\n"),
           std::string("GET / HTTP/0.9\r\n" + kHost + "\r\n"),
           std::string("GET / HTTP/1.1 x\r\n" + kHost + "\r\n"),
           std::string("GET  / HTTP/1.1\r\n" + kHost + "\r\n"),
           std::string("GET /\r\n\r\n"),
           std::string("\r\n\r\n"),
           get(kHost, "http://pouch.example/"),
           get(kHost, "pouch.example"),
           get(kHost, "/a\xc3\xa9"),
           get(kHost, "/a#b"),
           std::string("OPTIONS * HTTP/1.1\r\n" + kHost + "\r\n"),
       }) {
    INFO(octets);
    CHECK(status_of(octets) == 400);
  }
  CHECK(status_of(post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n")) == 411);
  CHECK(status_of(post("Transfer-Encoding: chunked\r\n", "-2\r\n")) == 411);
  CHECK(status_of("PUT / HTTP/1.1\r\n" + kHost + "\r\n") == 405);
  CHECK(status_of("TRACE / HTTP/1.1\r\n" + kHost + "\r\n") == 405);
  CHECK(status_of("CONNECT / HTTP/1.1\r\n" + kHost + "\r\n") == 405);
}

TEST_CASE("web request: a bare line feed is refused before its head is whole") {
  CHECK(status_of("GET / HTTP/1.1\n") == 400);
  CHECK(status_of("GET / HTTP/1.1\r\nHost: a\r\n X") == 400);
  CHECK(status_of("GET / HTTP/1.1\r") == 0);
  CHECK(status_of("GET / HTTP/1.1\r\nHost: a\r\n") == 0);
}

TEST_CASE("web request: each bound has two sides") {
  const RequestBounds bounds;
  const auto filled = [](std::size_t size) {
    const std::string around = get(kHost + "X: \r\n");
    return get(kHost + "X: " + std::string(size - around.size(), 'x') + "\r\n");
  };
  CHECK(filled(bounds.head).size() == bounds.head);
  CHECK(status_of(filled(bounds.head)) == 200);
  CHECK(status_of(filled(bounds.head + 1)) == 431);
  CHECK(status_of(get(kHost, "/" + std::string(bounds.target - 1, 'x'))) == 200);
  CHECK(status_of(get(kHost, "/" + std::string(bounds.target, 'x'))) == 414);
  CHECK(status_of("GET /" + std::string(bounds.target + 100, 'x')) == 414);
  std::string fields = kHost;
  for (std::size_t i = 1; i < bounds.fields; ++i) {
    fields += "X-" + std::to_string(i) + ": y\r\n";
  }
  CHECK(status_of(get(fields)) == 200);
  CHECK(status_of(get(fields + "Z: z\r\n")) == 431);
  const auto length = [](std::size_t size) {
    return "Content-Length: " + std::to_string(size) + "\r\n";
  };
  CHECK(status_of(post(length(bounds.body), std::string(bounds.body, 'x'))) == 200);
  CHECK(status_of(post(length(bounds.body), std::string(bounds.body - 1, 'x'))) == 0);
  CHECK(status_of(post(length(bounds.body + 1), "")) == 413);
}

TEST_CASE("web request: a connection ends where the client or an old version says so") {
  CHECK(read(get(kHost)).keep_alive);
  CHECK_FALSE(read(get(kHost + "Connection: close\r\n")).keep_alive);
  CHECK_FALSE(read(get(kHost + "Connection: x,  Close\r\n")).keep_alive);
  CHECK_FALSE(read("GET / HTTP/1.0\r\n" + kHost + "\r\n").keep_alive);
  CHECK(read("GET / HTTP/1.0\r\n" + kHost + "Connection: Keep-Alive\r\n\r\n").keep_alive);
}

TEST_CASE("web form: pairs are taken apart, and what no form of ours sends is none") {
  const auto form = read_form("q=jovanovi%C4%87+OR+x%3dy&reason=4417%2F2026&empty=");
  REQUIRE(form);
  CHECK(form->at("q") == "jovanovi\xc4\x87 OR x=y");
  CHECK(form->at("reason") == "4417/2026");
  CHECK(form->at("empty").empty());
  CHECK(read_form("")->empty());
  for (const auto* broken :
       {"q=1&q=2", "q=%", "q=%4", "q=%zz", "q=%00", "q=%ff", "q=%c0%80", "q=%ed%a0%80", "q=\xff"}) {
    INFO(broken);
    CHECK_FALSE(read_form(broken));
  }
  std::string many;
  for (std::size_t i = 0; i < kMostPairs; ++i) {
    many += (i == 0 ? "" : "&") + std::to_string(i) + "=x";
  }
  CHECK(read_form(many));
  CHECK_FALSE(read_form(many + "&y=z"));
}

TEST_CASE("web form: a cookie counts when it is there once") {
  CHECK(cookie_named("a=1; __Host-s=two; b=3", "__Host-s") == "two");
  CHECK(cookie_named("__Host-s=two=3", "__Host-s") == "two=3");
  CHECK(cookie_named("a=1", "__Host-s").empty());
  CHECK(cookie_named("__Host-s=1; __Host-s=2", "__Host-s").empty());
  CHECK(cookie_named("x__Host-s=1", "__Host-s").empty());
}

TEST_CASE("web answer: every one bears the policy, and none can be made to say more") {
  Answer answer;
  answer.body = "<p>";
  const auto head = head_of(answer, false);
  CHECK(head.starts_with("HTTP/1.1 200 OK\r\n"));
  for (const auto* line :
       {"Content-Length: 3\r\n", "Cache-Control: no-store\r\n", "Referrer-Policy: no-referrer\r\n",
        "X-Content-Type-Options: nosniff\r\n", "Connection: keep-alive\r\n",
        "Cross-Origin-Opener-Policy: same-origin\r\n", "Strict-Transport-Security: max-age=",
        "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; "
        "img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "require-trusted-types-for 'script'\r\n"}) {
    INFO(line);
    CHECK(head.find(line) != std::string::npos);
  }
  CHECK(head.find("unsafe") == std::string::npos);
  for (const int status : {400, 404, 408, 413, 431, 500}) {
    CHECK(head_of(short_answer(status), true).find("Content-Security-Policy: ") !=
          std::string::npos);
  }
  Answer moved;
  moved.status = 303;
  moved.location = "/desk";
  CHECK(head_of(moved, true).find("Location: /desk\r\n") != std::string::npos);
  for (const auto* place : {"//evil.example", "https://evil.example", "/a\r\nX: y"}) {
    moved.location = place;
    CHECK_THROWS_AS(head_of(moved, true), std::logic_error);
  }
  Answer file;
  file.attached_as = "a\"; filename=\"b";
  file.body = "x";
  file.whole = 9;
  const auto saved = head_of(file, true);
  CHECK(
      saved.find("attachment; filename=\"a___filename__b\"; filename*=UTF-8''a_%3B%20filename%3D_b"
                 "\r\n") != std::string::npos);
  CHECK(saved.find("Content-Length: 9\r\n") != std::string::npos);
  CHECK(saved.find("Content-Security-Policy: sandbox; default-src 'none'\r\n") !=
        std::string::npos);
  Answer cookie;
  cookie.set_cookie = "a=b\r\nX: y";
  CHECK_THROWS_AS(head_of(cookie, true), std::logic_error);
}

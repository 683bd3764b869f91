// The builder of pages: what people wrote comes out as text, whatever it is, and what would be
// wrong does not compile.
#include "gateway/web/html/html.hpp"

#include <catch2/catch.hpp>
#include <type_traits>
#include <utility>
#include <vector>

#include "gateway/web/html/escape.hpp"
#include "gateway/web/html/letters.hpp"

using namespace pouch::gateway::html;

static_assert(!std::is_constructible_v<Url, std::string>);
static_assert(!std::is_constructible_v<Url, const char*>);
static_assert(!std::is_constructible_v<Route, std::string>);
static_assert(!std::is_constructible_v<ClassName, std::string>);
static_assert(!std::is_constructible_v<QueryName, std::string>);
static_assert(!std::is_constructible_v<Attribute, std::string>);
static_assert(!std::is_constructible_v<Attribute, std::string, std::string>);

TEST_CASE("web html: an element has its attributes and its content in their order") {
  const auto page = element(
      Tag::kP, {of_class("soft small"), {Named::kId, "x"}}, "one ",
      element(Tag::kA, {href(Url("/case").segment("SEL-2026-004217-42/1"))}, "two"), " three");
  CHECK(page.markup() ==
        "<p class=\"soft small\" id=\"x\">one <a href=\"/case/SEL-2026-004217-42%2F1\">two</a> "
        "three</p>");
  CHECK(element(Tag::kInput, {{Named::kName, "q"}, {Named::kMaxlength, 200}}).markup() ==
        "<input name=\"q\" maxlength=\"200\">");
  Html list;
  CHECK(list.empty());
  list += "a";
  list += element(Tag::kBr, {});
  CHECK(list.markup() == "a<br>");
}

TEST_CASE("web html: what could end an element or a value is written as a reference") {
  const std::string hostile = "</p><script>alert(1)</script>\"' onload=x & &lt;";
  const auto page = element(Tag::kP, {{Named::kValue, hostile}}, hostile).markup();
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("\"'") == std::string::npos);
  CHECK(page.find("&lt;/p&gt;&lt;script&gt;") != std::string::npos);
  CHECK(page.find("&amp;lt;") != std::string::npos);
  CHECK(escaped("\"'<>&") == "&quot;&#39;&lt;&gt;&amp;");
}

TEST_CASE("web html: controls, octets that are no text, and marks that turn it are made harmless") {
  CHECK(escaped(std::string("a\0b", 3)) ==
        "a\xef\xbf\xbd"
        "b");
  CHECK(escaped("a\x1b[1m\x7f\tb\nc") == "a [1m  b\nc");
  CHECK(escaped("a\xff\xc0\xaf"
                "b")
            .find('\xff') == std::string::npos);
  CHECK(escaped("plan\xe2\x80\xae"
                "fdp.exe\xe2\x81\xa9") == "planfdp.exe");
  CHECK(escaped("\xd8\x9cJ\xe2\x80\x8f") == "J");
  CHECK(escaped("Ђорђевић Παπαδοπούλου Őry şŞ") == "Ђорђевић Παπαδοπούλου Őry şŞ");
  CHECK(escaped(std::string(1u << 20, '<')).size() == 4u << 20);
  CHECK(written_by_people("a\xe2\x80\xae").markup() == "<bdi>a</bdi>");
}

TEST_CASE("web html: a link leads into this site or to a mail program, whatever its values say") {
  CHECK(Url("/search").segment("javascript:alert(1)").text() ==
        "/search/javascript%3Aalert%281%29");
  CHECK(Url("/").segment("/evil.example").text() == "/%2Fevil.example");
  CHECK(Url("/case").segment("../static").text() == "/case/..%2Fstatic");
  CHECK(Url("/log").with("who", "a&b=c#d").with("before", "7").text() ==
        "/log?who=a%26b%3Dc%23d&before=7");
  CHECK(Url("/desk").at("late").text() == "/desk#late");
  CHECK(Url::mail_to("gateway@pouch.example", "[SEL-1] \r\nBcc: x").text() ==
        "mailto:gateway@pouch.example?subject=%5BSEL-1%5D%20%0D%0ABcc%3A%20x");
  CHECK(Url::mail_to("a?cc=b@c.example&x", "s").text() ==
        "mailto:a%3Fcc%3Db@c.example%26x?subject=s");
}

TEST_CASE(
    "web html: a document has its language, its title, one sheet and one script, and no more") {
  const Url sheet("/static/x.css"), icon("/static/x.svg"), script("/static/x.js");
  const auto page = document("ro", "<b>", {sheet, icon, script}, "text");
  CHECK(page.starts_with("<!doctype html>\n<html lang=\"ro\">"));
  CHECK(page.find("<title>&lt;b&gt;</title>") != std::string::npos);
  CHECK(page.find("<body>text</body></html>\n") != std::string::npos);
  const std::string fetched = "<script defer=\"\" src=\"/static/x.js\"></script></head>";
  REQUIRE(page.find(fetched) != std::string::npos);
  CHECK(page.find("src=") == page.rfind("src="));
  CHECK(page.find("<script") == page.rfind("<script"));
}

TEST_CASE("web html: a text in other letters says in which language it is read aloud") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"Milan Jovanović", ""},
      {"Ayşe Yıldız", ""},
      {"4217 / 2026 – 12:30", ""},
      {"", ""},
      {"Драгана Ђорђевић", "sr"},
      {"Јовановић", "sr"},
      {"Милан Јованов", "und-Cyrl"},
      {"Ѓорѓи Ќосев", "mk"},
      {"Илияна Георгиева", "bg"},
      {"Иван Петров", "und-Cyrl"},
      {"Андрій Шевченко", "uk"},
      {"Крылов", "ru"},
      {"Μαρία Παπαδοπούλου", "el"},
      {"the consignee “Милан”, of Niš in Serbia", ""},
      {"за лице ЈОВАНОВИЋ, SEL-1", "sr"},
      {std::string("\xD0"), ""},
      {std::string("\xD0\xD0\xFF\xCE"), "und-Cyrl"}};
  for (const auto& [text, language] : rows) {
    INFO(text);
    CHECK(language_of_letters(text) == language);
    const auto markup = written_by_people(text).markup();
    CHECK(markup.starts_with(language.empty() ? "<bdi>" : "<bdi lang=\"" + language + "\">"));
  }
}

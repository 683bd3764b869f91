// The words of an HTML page, as the archive's index reads them.
#include "mail/content/html_words.hpp"

#include <catch2/catch.hpp>

#include <sstream>
#include <stdexcept>
#include <vector>

#include "mail/content/html_events.hpp"
#include "mail/content/html_source.hpp"

namespace pouch::mail {
namespace {

constexpr std::size_t kEnough = 1U << 20;

std::vector<std::string> words(const std::string& html) {
  std::istringstream text(html_words(html, kEnough));
  std::vector<std::string> all;
  for (std::string word; text >> word;) all.push_back(word);
  return all;
}

using Words = std::vector<std::string>;

TEST_CASE("a page gives its words and nothing of its code") {
  CHECK(words("<html><head><title>Crossings</title><style>p{color:red}</style>"
              "<script>var canary=1</script></head><body><!-- comment --><p>one<b>two"
              "</b><td>three</td>&scaron;a&#1112; <img src='http://x.example/beacon'>"
              "<template>inner</template></body></html>") ==
        Words{"Crossings", "onetwo", "three", "šaј"});
  CHECK(words("<p>Ниш</p>") == Words{"Ниш"});
}

TEST_CASE("a tag within a word does not cut it, one between words does") {
  for (const std::string tag :
       {"b", "i", "span", "font", "a href='x'", "o:p", "st1:City", "mark"}) {
    INFO(tag);
    const auto end = tag.substr(0, tag.find(' '));
    CHECK(words("Sto<" + tag + ">jan</" + end + ">ka") == Words{"Stojanka"});
  }
  for (const std::string html :
       {"Sto<wbr>janka", "Sto&shy;janka", "Sto<!-- x -->janka", "Sto<![if x]>jan<![endif]>ka"}) {
    INFO(html);
    CHECK(words(html) == Words{"Stojanka"});
  }
  for (const std::string html : {"a<br>b", "<td>a<td>b", "<li>a</li><li>b</li>", "a<p>b", "a<hr>b",
                                 "<div>a</div>b", "a<DIV>b</DIV>", "a<img src=x>b",
                                 "<option>a<option>b", "<h1>a</h1>b", "a<script>x</script>b"}) {
    INFO(html);
    CHECK(words(html) == Words{"a", "b"});
  }
}

TEST_CASE("the charset that a page names is told") {
  for (const std::string meta :
       {"<meta charset=windows-1250>", "<META CHARSET=\"windows-1250\">",
        "<meta http-equiv=Content-Type content=\"text/html; charset=windows-1250\">"}) {
    INFO(meta);
    CHECK(meta_charset("<html><head>" + meta + "</head><body>x") == "windows-1250");
  }
  CHECK(meta_charset("<html><head></head><body><meta charset=windows-1250>").empty());
  // Whatever it says, the text that is given is UTF-8.
  CHECK(words("<meta charset=windows-1250><p>Ниш") == Words{"Ниш"});
}

TEST_CASE("what is beyond a bound is left out of a page's words, what came before is there") {
  std::string wide = "<p>before</p><p";
  for (int i = 0; i < 300000; ++i) wide += " a" + std::to_string(i) + "=1";
  const auto found = words(wide + ">after</p>");
  REQUIRE_FALSE(found.empty());
  CHECK(found.front() == "before");
  const auto deep = [](std::size_t depth) {  // html and body come by themselves
    std::string html;
    for (std::size_t i = 0; i < depth - 2; ++i) html += "<div>";
    return words(html + "lorry");
  };
  CHECK(deep(kHtmlDepth) == Words{"lorry"});
  CHECK(deep(kHtmlDepth + 1).empty());
  std::string many;
  for (int i = 0; i < 100000; ++i) many += "<p>lorry</p>";
  CHECK(html_words(many, 1000).size() <= 1000);
  CHECK(words(std::string(kHtmlSize - 5, ' ') + "lorry" + "after") == Words{"lorry"});
  // No half letter at the end.
  CHECK(html_words("<p>ЛЛЛЛЛЛ</p>", 8).find('\xD0', 7) == std::string::npos);
}

TEST_CASE("hostile pages end, and load nothing") {
  std::string deep;
  for (int i = 0; i < 200000; ++i) deep += "<div>";
  CHECK(words(deep + "lorry").empty());
  for (const std::string html : {"", "<", "<!--", "<!DOCTYPE x [<!ENTITY a \"b\">", "<script>",
                                 "<![CDATA[", "<a href=\"", "</p></p></p>", "<html><html><html>"}) {
    INFO(html);
    CHECK(words(html).size() <= 1);
  }
  CHECK(words("<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><p>&f;</p>").size() <= 2);
}

TEST_CASE("a tag with too many attributes ends where they become too many") {
  CHECK(with_bounded_tags("<a b=1 c='>' d>x", 3) == "<a b=1 c='>' d>x");
  CHECK(with_bounded_tags("<a b=1 c='>' d>x", 2) == "<a b=1 c='>' >d>x");
  CHECK(with_bounded_tags("1 < 2 <3 <a", 0) == "1 < 2 <3 <a");
  CHECK(with_bounded_tags("<a b c><d e f>", 1) == "<a b >c><d e >f>");
  CHECK(with_bounded_tags("<a b=\"", 0) == "<a >b=\"");
  CHECK_FALSE(has_long_tag("<a b=\"c d e\"f>", 2));
  CHECK(has_long_tag("<a b=\"c d e\"f>", 1));
}

TEST_CASE("no exception passes through the parser's frames") {
  class Thrower : public HtmlSink {
   public:
    void open(const HtmlElement& /*element*/) override { throw std::length_error("full"); }
    void close(std::string_view /*name*/) override {}
    void text(std::string_view /*utf8*/) override {}
    bool full() const override { return false; }
  } thrower;
  CHECK_THROWS_AS(feed_html("<p>a<p>b", thrower), std::length_error);
}

}  // namespace
}  // namespace pouch::mail

#include <catch2/catch.hpp>

#include "search/fold.hpp"
#include "search/html.hpp"
#include "search/query.hpp"

using namespace pouch::search;

namespace {
std::string text(const std::string& type, const std::string& name, const std::string& bytes,
                 std::size_t limit = 1U << 20) {
  return extract_text(type, name, bytes, limit);
}

std::vector<std::string> folded(const std::string& text) {
  std::vector<std::string> all;
  for (const auto& word : words(text)) {
    all.push_back(fold_word(std::string_view(text).substr(word.begin, word.end - word.begin)));
  }
  return all;
}
}  // namespace

TEST_CASE("text attachments are read by type, untyped ones by name") {
  CHECK(text("text/plain", "", "lorry") == "lorry");
  CHECK(text("TEXT/CSV", "x", "a;b") == "a;b");
  CHECK(text("application/json", "", "{\"a\":1}") == "{\"a\":1}");
  CHECK(text("application/octet-stream", "CROSSINGS.CSV", "a;b") == "a;b");
  CHECK(text("", "notes.txt", "lorry") == "lorry");
  for (const auto& [type, name] :
       std::vector<std::pair<std::string, std::string>>{{"application/pdf", "a.pdf"},
                                                        {"image/png", "a.txt"},
                                                        {"application/octet-stream", "a.exe"},
                                                        {"application/octet-stream", "txt"},
                                                        {"application/octet-stream", ".txt"},
                                                        {"", ""},
                                                        {"text", "a"}}) {
    INFO(type << " " << name);
    CHECK(text(type, name, "lorry").empty());
  }
}

TEST_CASE("an HTML attachment gives its words and nothing of its code") {
  const auto found = text("text/html", "",
                          "<html><head><title>Crossings</title><style>p{color:red}</style>"
                          "<script>var canary=1</script></head><body><!-- comment --><p>one<b>two"
                          "</b><td>three</td>&scaron;a&#1112; <img src='http://x.example/beacon'>"
                          "<template>inner</template></body></html>");
  CHECK(folded(found) == std::vector<std::string>{"crossings", "onetwo", "three", "saj"});
}

TEST_CASE("an HTML attachment is read in its charset") {
  CHECK(folded(text("text/html", "", "<p>\xD0\x9D\xD0\xB8\xD1\x88</p>")) ==
        std::vector<std::string>{"nis"});
  CHECK(folded(text("application/octet-stream", "a.HTM", "<p>Ниш</p>")) ==
        std::vector<std::string>{"nis"});
}

TEST_CASE("a tag within a word does not cut it, one between words does") {
  for (const std::string tag :
       {"b", "i", "span", "font", "a href='x'", "o:p", "st1:City", "mark"}) {
    INFO(tag);
    const auto end = tag.substr(0, tag.find(' '));
    CHECK(folded(text("text/html", "", "Sto<" + tag + ">jan</" + end + ">ka")) ==
          std::vector<std::string>{"stojanka"});
  }
  for (const std::string html : {"Sto<wbr>janka", "Sto&shy;janka", "Sto<!-- x -->janka"}) {
    INFO(html);
    CHECK(folded(text("text/html", "", html)) == std::vector<std::string>{"stojanka"});
  }
  for (const std::string html : {"a<br>b", "<td>a<td>b", "<li>a</li><li>b</li>", "a<p>b", "a<hr>b",
                                 "<div>a</div>b", "a<DIV>b</DIV>", "a<img src=x>b",
                                 "<option>a<option>b", "<h1>a</h1>b", "a<script>x</script>b"}) {
    INFO(html);
    CHECK(folded(text("text/html", "", html)) == std::vector<std::string>{"a", "b"});
  }
}

TEST_CASE("the charset that a part or a page names counts") {
  const std::string bytes =
      "\x8A\xE8"
      "epan \xE8\x9D"
      "uk";  // windows-1250, too short to be detected
  CHECK(extract_text("text/csv", "a.csv", bytes, 100, "windows-1250") == "Ščepan čťuk");
  CHECK(folded(extract_text("text/html", "a.html", bytes, 100, "windows-1250")) ==
        std::vector<std::string>{"scepan", "ctuk"});
  for (const std::string meta :
       {"<meta charset=windows-1250>", "<META CHARSET=\"Windows-1250\">",
        "<meta http-equiv=Content-Type content=\"text/html; charset=windows-1250\">"}) {
    INFO(meta);
    const auto found = text("text/html", "", "<html><head>" + meta + "</head><body>" + bytes);
    CHECK(found.find("Ščepan čťuk") != std::string::npos);
  }
  CHECK(extract_text("text/plain", "", std::string("l\0o\0r\0", 6), 100, "utf-16le") == "lor");
  // A byte-order mark says more, UTF-8 is told by itself, and nobody believes what does not fit.
  CHECK(extract_text("text/plain", "", "\xEF\xBB\xBFŠ", 100, "windows-1250") == "Š");
  CHECK(extract_text("text/plain", "", "Š", 100, "us-ascii") == "Š");
  CHECK(extract_text("text/plain", "", "Š", 100, "no-such-charset") == "Š");
  CHECK(text("text/html", "", "<meta charset=windows-1250><p>Ниш").find("Ниш") !=
        std::string::npos);
}

TEST_CASE("a .csv is CSV whatever its label") {
  for (const std::string type : {"application/vnd.ms-excel", "text/csv", "application/zip", ""}) {
    INFO(type);
    CHECK(text(type, "Crossings.CSV", "a;b") == "a;b");
  }
}

TEST_CASE("HTML is bounded in depth and in attributes of an element") {
  std::string wide = "<p>before</p><p";
  for (int i = 0; i < 300000; ++i) wide += " a" + std::to_string(i) + "=1";
  CHECK(text("text/html", "", wide + ">after</p>").find("before") != std::string::npos);
  const auto deep = [](int depth) {  // html and body come by themselves
    std::string html;
    for (int i = 0; i < depth - 2; ++i) html += "<div>";
    return text("text/html", "", html + "lorry");
  };
  CHECK(deep(kHtmlDepth).find("lorry") != std::string::npos);
  CHECK(deep(kHtmlDepth + 1).find("lorry") == std::string::npos);
}

TEST_CASE("hostile HTML is bounded") {
  std::string deep;
  for (int i = 0; i < 200000; ++i) deep += "<div>";
  CHECK_NOTHROW(text("text/html", "", deep + "lorry"));
  for (const std::string html :
       {"", "<", "<!--", "<!DOCTYPE x [<!ENTITY a \"b\">", "<script>", "<![CDATA[", "&#99999999;",
        "<a href=\"", "</p></p></p>", "<html><html><html>"}) {
    INFO(html);
    CHECK_NOTHROW(text("text/html", "", html));
  }
  CHECK(folded(text("text/html", "", std::string("<p>a\0b</p>", 10))).size() <= 2);
  CHECK(text("text/html", "", "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><p>&f;</p>")
            .find("root:") == std::string::npos);
  std::string many;
  for (int i = 0; i < 100000; ++i) many += "<p>lorry</p>";
  CHECK(text("text/html", "", many, 1000).size() <= 1000);
}

TEST_CASE("the limit holds on either side and cuts no character") {
  CHECK(text("text/plain", "", "lorry", 5) == "lorry");
  CHECK(text("text/plain", "", "lorry", 4) == "lorr");
  CHECK(text("text/plain", "", "lorry", 0).empty());
  CHECK(text("text/plain", "", "ЛЛЛ", 5) == "ЛЛ");
  CHECK(text("text/plain", "", "ЛЛЛ", 6) == "ЛЛЛ");
  CHECK(text("text/html", "", "<p>ЛЛЛЛЛЛ</p>", 8).find('\xEF') == std::string::npos);
}

TEST_CASE("texts of other charsets are found by their words") {
  // windows-1251, ISO-8859-2 with enough of them for the detector, UTF-16 with its mark
  const std::string cyrillic =
      "\xC2\xEE\xE7\xE8\xF2\xE5\xEB\xFF\xF2 \xEA\xE0\xE7\xE0, \xF7\xE5 \xEF\xFA\xF2\xF3\xE2\xE0 "
      "\xEA\xFA\xEC \xD1\xEE\xF4\xE8\xFF \xF1 \xEA\xE0\xEC\xE8\xEE\xED";
  const auto found = folded(text("text/plain", "", cyrillic));
  CHECK(std::count(found.begin(), found.end(), "kamion") == 1);
  CHECK(folded(text("text/plain", "", std::string("\xFF\xFEl\0o\0r\0r\0y\0", 12))) ==
        std::vector<std::string>{"lorry"});
  CHECK(folded(text("text/plain", "", std::string("\xFE\xFF\0l\0o\0r\0r\0y", 12))) ==
        std::vector<std::string>{"lorry"});
  CHECK(folded(text("text/plain", "", "\xEF\xBB\xBFlorry")) == std::vector<std::string>{"lorry"});
  CHECK_NOTHROW(text("text/plain", "", std::string("\xFF\xFEl", 3)));
  CHECK_NOTHROW(text("text/plain", "", std::string(100000, '\xFF')));
  CHECK_NOTHROW(text("text/plain", "", std::string(100000, '\0')));
}

#include "mail/content/html.hpp"

#include <catch2/catch.hpp>

namespace pouch::mail {
namespace {

TEST_CASE("breaks, blocks and paragraphs become lines") {
  CHECK(html_to_text("Form: request<br>To: BG<br/>Plate: x") ==
        "Form: request\nTo: BG\nPlate: x\n");
  CHECK(html_to_text("<div>a<br></div><div>b</div>c") == "a\nb\nc\n");
  CHECK(html_to_text("<div>a</div><div><br></div><div>b</div>") == "a\n\nb\n");
  CHECK(html_to_text("<p>a</p><p>b</p>") == "a\n\nb\n");
  CHECK(html_to_text("<h1>a</h1>b<hr>c") == "a\n\nb\n----------\nc\n");
}

TEST_CASE("Outlook's paragraphs have no empty lines between them but its own") {
  CHECK(html_to_text("<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
                     "<p class=\"MsoNormal\">b</p><p style='margin: 0cm'>c</p>") == "a\n\nb\nc\n");
}

TEST_CASE("white space collapses, no-break spaces do not") {
  CHECK(html_to_text("a \n\t b <b> c</b>  d") == "a b c d\n");
  CHECK(html_to_text("<div>&nbsp; 1. Who</div>") == "  1. Who\n");
  CHECK(html_to_text("<b>Form:</b> <i>x</i>") == "Form: x\n");
}

TEST_CASE("preformatted text keeps its lines and blanks") {
  CHECK(html_to_text("<pre>\na\n  b\n\nc</pre>d") == "a\n  b\n\nc\n\nd\n");
  CHECK(html_to_text("<div style=\"white-space: pre-wrap\">a\n  b</div>") == "a\n  b\n");
}

TEST_CASE("a table row is label, TAB, value") {
  CHECK(html_to_text("<table><tr><td>Form:</td><td>request</td></tr>"
                     "<tr><td><p>To:</p></td><td><p>BG</p></td></tr></table>") ==
        "Form:\trequest\nTo:\tBG\n");
  CHECK(html_to_text("<table><tr><th>a<td>b<td>c<tr><td>d</table>") == "a\tb\tc\nd\n");
  CHECK(html_to_text("<table><tr><td colspan=2>[Person 1]</td></tr></table>") == "[Person 1]\n");
}

TEST_CASE("a value cell of several paragraphs or breaks is several lines") {
  CHECK(html_to_text("<table><tr><td>Facts:</td><td><p>one</p><p>two</p></td></tr></table>") ==
        "Facts:\tone\ntwo\n");
  CHECK(html_to_text("<table><tr><td>Wanted:</td><td><br>1. Who?<br>2. When?</td></tr>"
                     "<tr><td>a</td><td>b</td></tr></table>") ==
        "Wanted:\t\n1. Who?\n2. When?\na\tb\n");
  CHECK(
      html_to_text("<table><tr><td>Wanted:</td><td><ol><li>Who?<li>When?</ol></td></tr></table>") ==
      "Wanted:\t1. Who?\n2. When?\n");
}

TEST_CASE("an empty value cell still shows that the other is a label") {
  CHECK(html_to_text("<table><tr><td>Label</td><td></td></tr><tr><td>&nbsp;</td><td>A</td></tr>"
                     "<tr><td></td><td></td></tr><tr><td>B</td><td>C</td></tr></table>") ==
        "Label\t\nA\nB\tC\n");
}

TEST_CASE("tables within tables keep their rows") {
  CHECK(html_to_text("<table><tr><td><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td>"
                     "</tr></table></td></tr></table>") == "a\tb\nc\td\n");
  CHECK(html_to_text("<table><tr><td>L</td><td><table><tr><td>a</td><td>b</td></tr></table></td>"
                     "</tr><tr><td>M</td><td>N</td></tr></table>") == "L\ta\tb\nM\tN\n");
}

TEST_CASE("lists get their numbers and dashes, nested ones an indent") {
  CHECK(html_to_text("<ol><li>a<li>b</ol><ul><li>c</ul>") == "1. a\n2. b\n- c\n");
  CHECK(html_to_text("<ol start=3><li>a<li value=7>b<li>c</ol>") == "3. a\n7. b\n8. c\n");
  CHECK(html_to_text("<ol><li>a<ul><li>b<br>c</ul><li>d</ol>") == "1. a\n   - b\n     c\n2. d\n");
  CHECK(html_to_text("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>") == "- a\n  - b\n- c\n");
  CHECK(html_to_text("<ol><li><p>a</p></li><li><p>b</p></li></ol>") == "1. a\n2. b\n");
}

TEST_CASE("quotations are marked, Gmail's indent is none") {
  CHECK(html_to_text("a<blockquote>b<blockquote>c</blockquote>d</blockquote>e") ==
        "a\n\n> b\n> \n> > c\n> \n> d\n\ne\n");
  CHECK(html_to_text("<blockquote style=\"margin: 0 0 0 40px; border: none;\">a</blockquote>") ==
        "a\n");
}

TEST_CASE("quotations of webmails and of Outlook are quotations") {
  CHECK(html_to_text("<div dir=ltr>a<div><br></div></div><div class=\"gmail_quote\"><div "
                     "class=\"gmail_attr\">On 24.11.26, X wrote:<br></div><blockquote "
                     "class=\"gmail_quote\" style=\"border-left:1px solid rgb(204,204,204)\">b"
                     "<br>c</blockquote></div>") == "a\n\nOn 24.11.26, X wrote:\n\n> b\n> c\n");
  CHECK(
      html_to_text("a<div id=yq class='ydp yahoo_quoted'><div>X wrote:</div><div>b</div></div>") ==
      "a\n\n> X wrote:\n> b\n");
  CHECK(html_to_text("a<div style='border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm "
                     "4.0pt'><p class=MsoNormal>b</p></div>c") == "a\n\n> b\n\nc\n");
}

TEST_CASE("Outlook's reply header is lines of its own") {
  CHECK(
      html_to_text("<p class=MsoNormal>a<o:p></o:p></p><div><div style='border:none;border-top:"
                   "solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> X &lt;x@y.example&gt; <br>"
                   "<b>Sent:</b> Tuesday<br><b>Subject:</b> s<o:p></o:p></p></div></div>"
                   "<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>b</p>") ==
      "a\nFrom: X <x@y.example>\nSent: Tuesday\nSubject: s\n\nb\n");
  CHECK(
      html_to_text(
          "<div>a</div><hr tabindex=-1><div id=divRplyFwdMsg><font><b>From:</b> X<br><b>Sent:</b> T"
          "</font><div>&nbsp;</div></div>b") == "a\n----------\nFrom: X\nSent: T\n\nb\n");
}

TEST_CASE("a deep soup of blocks and spans is the lines that a reader sees") {
  CHECK(html_to_text("<div dir=ltr>Form: request<div>To: BG</div><div><br></div><div><div><div>"
                     "<span>Facts:</span><span>&nbsp;x <b>y</b>z<wbr>w</span></div></div></div>"
                     "</div>") == "Form: request\nTo: BG\n\nFacts: x yzw\n");
}

TEST_CASE("what a reader does not see is no text") {
  CHECK(html_to_text("<html><head><title>t</title><style>Form: x</style></head><body>a"
                     "<script>Form: y</script><!-- Form: z --><style><!--\nForm: w\n--></style>"
                     "</body></html>") == "a\n");
  CHECK(html_to_text("<body>a<div style='DISPLAY: none'>Form: x<b>y</b></div>b") == "ab\n");
  CHECK(html_to_text("<p hidden>x</p><span style='mso-hide:all'>y</span>a") == "a\n");
  CHECK(html_to_text(
            "<div class=\"header-protection-legacy-display\"><pre>Subject: s</pre></div>a") ==
        "a\n");
}

TEST_CASE("Outlook's conditional marks are no text, what they enclose is") {
  CHECK(html_to_text("<!--[if mso]><p>old</p><![endif]--><p>"
                     "<![if !supportLists]>1.&nbsp;<![endif]>Who?</p>") == "1. Who?\n");
  CHECK(html_to_text("a<![if x") == "a\n");
  CHECK(html_to_text("a<!x>b<!>c") == "abc\n");
  CHECK(html_to_text("a<!--[if !mso]><!-->b<!--<![endif]-->c<!-- open") == "abc\n");
}

TEST_CASE("entities are decoded, unknown ones shown") {
  CHECK(html_to_text("&amp;&lt;b&gt;&#268;&#x10D;&Scaron;&quot;") == "&<b>Čč\xC5\xA0\"\n");
  CHECK(html_to_text("&bogus; a&b") == "&bogus; a&b\n");
}

TEST_CASE("a charset in the page says nothing: the text is UTF-8 by now") {
  CHECK(html_to_text("<meta charset=windows-1251>Јовановић") == "Јовановић\n");
  CHECK(html_to_text("<?xml version=\"1.0\" encoding=\"koi8-r\"?><p>Милан</p>") == "Милан\n");
}

TEST_CASE("nothing is loaded") {
  CHECK(html_to_text("<!DOCTYPE html SYSTEM \"file:///etc/passwd\"><img src=\"file:///etc/passwd\">"
                     "<iframe src=\"http://127.0.0.1:1/\">x</iframe>&e;a") == "&e;a\n");
}

TEST_CASE("an empty page is an empty text") {
  CHECK(html_to_text("").empty());
  CHECK(html_to_text(" <p> </p> ").empty());
  CHECK(html_to_text("<html><body><br><br></body></html>").empty());
}

std::string deep(std::size_t depth) {
  std::string page;
  for (std::size_t i = 0; i < depth; ++i) page += "<span>";
  return page + "x";
}

TEST_CASE("elements nested to the limit are read, deeper ones refused") {
  // html and body are around them.
  CHECK(read_html("<html><body>" + deep(kHtmlDepth - 2)) == "x\n");
  CHECK_FALSE(read_html("<html><body>" + deep(kHtmlDepth - 1)));
  CHECK(html_to_text(deep(100000)).empty());
}

std::string attributes(std::size_t count, const std::string& separator) {
  std::string page = "<p";
  for (std::size_t i = 0; i < count; ++i) page += separator + "a" + std::to_string(i) + "=\"x\"";
  return page + ">x</p>";
}

TEST_CASE("an element with as many attributes as the limit is read, with more refused") {
  for (const std::string separator : {" ", "\n", "/", "", " b "}) {
    const std::size_t each = separator == " b " ? 2 : 1;
    INFO(separator);
    CHECK(read_html(attributes(kHtmlAttributes / each, separator)).has_value());
    CHECK_FALSE(read_html(attributes(kHtmlAttributes / each + 2, separator)));
  }
  CHECK(html_to_text("<p style=\"" + std::string(5000, ' ') + "a=b c=d >\" title='a \" b'>x</p>") ==
        "x\n");
}

TEST_CASE("a page of the size limit is read, a larger one refused") {
  CHECK(read_html(std::string(kHtmlSize, ' ')).has_value());
  CHECK_FALSE(read_html(std::string(kHtmlSize + 1, ' ')));
}

TEST_CASE("a small page cannot make a large text") {
  std::string page;
  for (int i = 0; i < 400; ++i) page += "<blockquote>";
  for (int i = 0; i < 30000; ++i) page += "<br>";
  CHECK_FALSE(read_html(page + "x"));
}

}  // namespace
}  // namespace pouch::mail

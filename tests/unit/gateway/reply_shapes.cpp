#include "tests/unit/gateway/reply_shapes.hpp"

#include <algorithm>
#include <sstream>

namespace pouch::test {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// Octets up to `columns` characters; 0: all of it.
std::size_t break_at(const std::string& line, std::size_t columns) {
  std::size_t count = 0, blank = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if ((static_cast<unsigned char>(line[at]) & 0xC0) != 0x80 && ++count > columns) return blank;
    if (line[at] == ' ' && at > 0 && line.find_first_not_of(' ') < at) blank = at;
  }
  return 0;
}

// A line broken at blanks; every part but the last ends with `soft`.
Lines wrapped(std::string line, std::size_t columns, const std::string& soft = "") {
  Lines parts;
  for (auto at = break_at(line, columns); at > 0; at = break_at(line, columns)) {
    parts.push_back(line.substr(0, at) + soft);
    line.erase(0, at + 1);
  }
  parts.push_back(line);
  return parts;
}

std::string entity(const std::string& type, const std::string& body) {
  return "Content-Type: " + type + "; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + body;
}

std::string escaped(const std::string& text) {
  return replaced(replaced(replaced(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

// As editors write blanks that HTML would fold.
std::string html_line(const std::string& line) {
  const auto indent = std::min(line.find_first_not_of(' '), line.size());
  std::string out;
  for (std::size_t i = 0; i < indent; ++i) out += "&nbsp;";
  return out + escaped(line.substr(indent));
}

// Addresses become links, as Outlook and Gmail make them.
std::string linked(const std::string& line, const std::string& before, const std::string& between,
                   const std::string& after) {
  const std::string ends = " \t<>()[],;\"&";
  std::string out = line;
  for (auto at = out.find('@'); at != std::string::npos;) {
    auto from = out.find_last_of(ends, at);
    from = from == std::string::npos ? 0 : from + 1;
    auto to = std::min(out.find_first_of(ends, at), out.size());
    while (to > at && (out[to - 1] == '.' || out[to - 1] == ':')) --to;
    const auto address = out.substr(from, to - from);
    const auto link = before + address + between + address + after;
    out.replace(from, to - from, link);
    at = out.find('@', from + link.size());
  }
  return out;
}

// --- Clients that put marks before what they quote.

struct Marked {
  std::string mark = "> ";   // of one level
  std::string deeper = ">";  // put before a mark
  std::size_t columns = 0;   // to which quoted lines are wrapped; 0: never
  bool keeps_mark = true;    // before what it wrapped
  std::string soft;          // behind what it wrapped
  std::string attribution;
  std::string signature;  // between what is typed on top and the quotation
  std::string type = "text/plain";
  bool attribution_quoted = false;
  std::size_t depth = 1;
};

std::string mark_of(const Marked& client) {
  std::string mark = client.mark;
  for (std::size_t i = 1; i < client.depth; ++i) mark = client.deeper + mark;
  return mark;
}

Lines quoted(const Marked& client, const std::string& letter) {
  const auto mark = mark_of(client);
  Lines out;
  for (const auto& line : lines_of(letter)) {
    const auto room = client.columns > mark.size() ? client.columns - mark.size() : 0;
    const auto parts = room > 0 ? wrapped(line, room, client.soft) : Lines{line};
    for (std::size_t i = 0; i < parts.size(); ++i) {
      out.push_back((i == 0 || client.keeps_mark ? mark : "") + parts[i]);
    }
  }
  return out;
}

// What earlier repliers put above the letter, outermost first.
std::string earlier(const Marked& client) {
  std::string out;
  for (std::size_t depth = 1; depth < client.depth; ++depth) {
    auto outer = client;
    outer.depth = depth;
    const auto mark = mark_of(outer);
    out += mark + "Colleague, please see to this before the end of the week.\n" + mark + "\n" +
           mark + "On Mon, 23 Nov 2026 at 09:00, Pouch <requests@pouch.example> wrote:\n";
  }
  return out;
}

std::string made(const Marked& client, const std::string& letter, const std::string& typed,
                 std::size_t at) {
  const std::string stuff = client.soft.empty() || !typed.starts_with("From") ? "" : " ";
  std::string out = at == kOnTop && !typed.empty() ? stuff + typed + "\n\n" : "\n";
  out += client.signature;
  if (client.attribution_quoted) {
    out += client.mark + client.attribution + client.mark + "\n";
  } else {
    out += client.attribution;
  }
  out += earlier(client);
  const auto lines = quoted(client, letter);
  for (std::size_t i = 0; i <= lines.size(); ++i) {
    if (i == at && !typed.empty()) out += stuff + typed + "\n";
    if (i < lines.size()) out += lines[i] + "\n";
  }
  if (at == kAtBottom && !typed.empty()) out += "\n" + stuff + typed + "\n";
  return entity(client.type, out);
}

ReplyShape shape(const std::string& name, const Marked& client) {
  return {name + ", quoted " + std::to_string(client.depth) + "x",
          [client](const std::string& letter, const std::string& typed, std::size_t line) {
            return made(client, letter, typed, line);
          },
          [client](const std::string& letter) { return quoted(client, letter).size(); }};
}

// --- Clients that write HTML with quotations as elements.

struct Page {
  std::string before, after;  // the whole
  std::string typed_before, typed_after;
  std::string attribution;
  std::string open, close;  // a quotation
  std::string line_before, line_after, empty;
  bool preformatted = false, links = false;
  bool inside = false;  // typed text stays in the quotation
  std::size_t depth = 1;
};

std::string page_line(const Page& page, const std::string& line) {
  if (page.preformatted) return escaped(line) + "\n";
  auto text = html_line(line);
  if (page.links) text = linked(text, "<a href=\"mailto:", "\">", "</a>");
  return page.line_before + (line.empty() ? page.empty : text) + page.line_after + "\n";
}

std::string made(const Page& page, const std::string& letter, const std::string& typed,
                 std::size_t at) {
  const auto own = typed.empty() ? "" : page.typed_before + escaped(typed) + page.typed_after;
  std::string open, close;
  for (std::size_t i = 0; i < page.depth; ++i) {
    open += page.open;
    close += page.close;
  }
  std::string out = page.before + (at == kOnTop ? own : "") + page.attribution;
  for (std::size_t i = 1; i < page.depth; ++i) {
    out += page.open + "<div>Colleague, please see to this today.</div><div><br></div>" +
           "<div>On Mon, 23 Nov 2026 at 09:00, Pouch wrote:<br></div>";
  }
  out += page.open;
  const auto lines = lines_of(letter);
  for (std::size_t i = 0; i <= lines.size(); ++i) {
    if (i == at && !typed.empty()) {
      out += page.inside ? page_line(page, typed) : close + own + open;
    }
    if (i < lines.size()) out += page_line(page, lines[i]);
  }
  out += close + (at == kAtBottom ? own : "") + page.after;
  return entity("text/html", out);
}

ReplyShape shape(const std::string& name, const Page& page) {
  return {name + ", quoted " + std::to_string(page.depth) + "x",
          [page](const std::string& letter, const std::string& typed, std::size_t line) {
            return made(page, letter, typed, line);
          },
          [](const std::string& letter) { return lines_of(letter).size(); }};
}

// --- Clients that put a header block above and no mark before what they quote.

struct Unmarked {
  std::string type;
  std::string before, after;
  std::string line_before, line_after, empty;
  std::string block;  // above the letter
  std::size_t columns = 0;
  bool html = false, links = false;
  std::size_t depth = 1;
};

Lines shown(const Unmarked& client, const std::string& letter) {
  Lines out;
  for (auto line : lines_of(letter)) {
    if (client.links && !client.html) line = linked(line, "", " <mailto:", ">");
    const auto parts = client.columns > 0 ? wrapped(line, client.columns) : Lines{line};
    out.insert(out.end(), parts.begin(), parts.end());
  }
  return out;
}

std::string unmarked_line(const Unmarked& client, const std::string& line) {
  if (!client.html) return line + "\n";
  auto text = html_line(line);
  if (client.links) text = linked(text, "<a href=\"mailto:", "\">", "</a>");
  return client.line_before + (line.empty() ? client.empty : text) + client.line_after + "\n";
}

std::string made(const Unmarked& client, const std::string& letter, const std::string& typed,
                 std::size_t at) {
  std::string out = client.before;
  if (at == kOnTop && !typed.empty()) out += unmarked_line(client, typed);
  out += unmarked_line(client, "") + client.block;
  for (std::size_t i = 1; i < client.depth; ++i) {
    out += unmarked_line(client, "Colleague, please see to this before the end of the week.") +
           unmarked_line(client, "") + client.block;
  }
  const auto lines = shown(client, letter);
  for (std::size_t i = 0; i <= lines.size(); ++i) {
    if (i == at && !typed.empty()) out += unmarked_line(client, typed);
    if (i < lines.size()) out += unmarked_line(client, lines[i]);
  }
  if (at == kAtBottom && !typed.empty()) {
    out += unmarked_line(client, "") + unmarked_line(client, typed);
  }
  return entity(client.type, out + client.after);
}

ReplyShape shape(const std::string& name, const Unmarked& client) {
  return {name + ", quoted " + std::to_string(client.depth) + "x",
          [client](const std::string& letter, const std::string& typed, std::size_t line) {
            return made(client, letter, typed, line);
          },
          [client](const std::string& letter) { return shown(client, letter).size(); }};
}

template <typename Client>
void add(std::vector<ReplyShape>& shapes, const std::string& name, Client client) {
  for (std::size_t depth = 1; depth <= 3; ++depth) {
    client.depth = depth;
    shapes.push_back(shape(name, client));
  }
}

Marked marked(const std::string& attribution) {
  Marked client;
  client.attribution = attribution;
  return client;
}

void add_marked(std::vector<ReplyShape>& shapes) {
  auto thunderbird = marked("On 24/11/2026 10:00, Pouch wrote:\n");
  thunderbird.columns = 72;
  thunderbird.soft = " ";
  thunderbird.type = "text/plain; format=flowed";
  add(shapes, "Thunderbird, plain", thunderbird);

  auto gmail = marked(
      "On Tue, Nov 24, 2026 at 10:00 AM Pouch, Gateway of the Centre <\nrequests@pouch.example> "
      "wrote:\n\n");
  gmail.columns = 78;
  add(shapes, "Gmail, plain", gmail);

  auto apple = marked("On 24 Nov 2026, at 10:00, Pouch <requests@pouch.example> wrote:\n");
  apple.attribution_quoted = true;
  add(shapes, "Apple Mail, plain", apple);

  auto k9 = marked("Am 24. November 2026 10:00:00 MEZ schrieb Pouch <requests@pouch.example>:\n");
  k9.mark = ">";
  k9.signature = "-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.\n\n";
  add(shapes, "K-9, plain", k9);

  auto phone = marked("\nOn 24 Nov 2026, at 10:00, Pouch <requests@pouch.example> wrote:\n\n");
  phone.signature = "Sent from my iPhone\n\n";
  add(shapes, "iPhone, plain", phone);

  add(shapes, "mutt", marked("On Tue, Nov 24, 2026 at 10:00:00AM +0100, Pouch wrote:\n"));

  auto evolution = marked("On Tue, 2026-11-24 at 10:00 +0100, Pouch wrote:\n");
  evolution.columns = 71;
  evolution.deeper = "> ";
  add(shapes, "Evolution, plain", evolution);

  auto claws =
      marked("On Tue, 24 Nov 2026 10:00:00 +0100\nPouch <requests@pouch.example> wrote:\n\n");
  claws.columns = 72;
  claws.keeps_mark = false;
  claws.deeper = "> ";
  add(shapes, "Claws, which loses marks where it wraps", claws);
}

void add_pages(std::vector<ReplyShape>& shapes) {
  Page thunderbird{"<html><body>",
                   "</body></html>",
                   "<p>",
                   "</p>\n",
                   "<div class=\"moz-cite-prefix\">On 24/11/2026 10:00, Pouch wrote:<br></div>",
                   "<blockquote type=\"cite\" cite=\"mid:x\"><pre wrap=\"\" "
                   "class=\"moz-quote-pre\">",
                   "</pre></blockquote>",
                   "",
                   "",
                   ""};
  thunderbird.preformatted = true;
  add(shapes, "Thunderbird, HTML", thunderbird);

  Page flowed = thunderbird;
  flowed.preformatted = false;
  flowed.links = true;
  flowed.open = "<blockquote type=\"cite\" cite=\"mid:x\"><div class=\"moz-text-flowed\">";
  flowed.close = "</div></blockquote>";
  flowed.line_after = "<br>";
  add(shapes, "Thunderbird, HTML of a flowed letter", flowed);

  Page gmail{"<div dir=\"ltr\">",
             "</div>",
             "<div>",
             "</div>",
             "<br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" "
             "class=\"gmail_attr\">On Tue, Nov 24, 2026 at 10:00 AM Pouch &lt;<a "
             "href=\"mailto:requests@pouch.example\">requests@pouch.example</a>&gt; "
             "wrote:<br></div></div>",
             "<blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex\">",
             "</blockquote>",
             "",
             "<br>",
             ""};
  gmail.links = true;
  add(shapes, "Gmail, HTML", gmail);

  Page apple{"<html><body><div>",          "</div></body></html>", "<div>", "</div>", "<br>",
             "<blockquote type=\"cite\">", "</blockquote><br>",    "<div>", "</div>", "<br>"};
  add(shapes, "Apple Mail, HTML", apple);
  apple.inside = true;
  add(shapes, "Apple Mail, HTML, typed inside the quotation", apple);

  Page android{"<html><body>",
               "</body></html>",
               "<div dir=\"auto\">",
               "</div>",
               "<div class=\"gmail_quote\"><div dir=\"auto\">Am 24. November 2026 10:00:00 MEZ "
               "schrieb Pouch &lt;requests@pouch.example&gt;:</div></div>",
               "<blockquote class=\"gmail_quote\">",
               "</blockquote>",
               "<div>",
               "</div>",
               "<br>"};
  add(shapes, "Thunderbird for Android, HTML", android);

  Page evolution{"<html><body>",
                 "</body></html>",
                 "<div>",
                 "</div><div><br></div>",
                 "<div>On Tue, 2026-11-24 at 10:00 +0100, Pouch wrote:</div>",
                 "<blockquote type=\"cite\">",
                 "</blockquote>",
                 "<div>",
                 "</div>",
                 "<br>"};
  add(shapes, "Evolution, HTML", evolution);
}

void add_unmarked(std::vector<ReplyShape>& shapes) {
  Unmarked outlook;
  outlook.type = "text/html";
  outlook.html = outlook.links = true;
  outlook.before = "<html><body lang=\"EN-GB\"><div class=\"WordSection1\">";
  outlook.after = "</div></body></html>";
  outlook.line_before = "<p class=\"MsoNormal\"><span lang=\"EN-US\">";
  outlook.line_after = "<o:p></o:p></span></p>";
  outlook.empty = "&nbsp;";
  outlook.block =
      "<div><div style=\"border:none;border-top:solid #E1E1E1 1.0pt\"><p class=\"MsoNormal\">"
      "<b>From:</b> Pouch &lt;requests@pouch.example&gt; <br><b>Sent:</b> Tuesday, 24 November "
      "2026 10:00<br><b>To:</b> Ana Ionescu<br><b>Subject:</b> [SEL-2026-000001-77/2] Bulgaria "
      "answers<o:p></o:p></p></div></div><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>";
  add(shapes, "Outlook, HTML", outlook);

  auto web = outlook;
  web.before = "<div dir=\"ltr\">";
  web.after = "</div>";
  web.line_before = "<div class=\"elementToProof\">";
  web.line_after = "</div>";
  web.empty = "<br>";
  web.block =
      "<hr style=\"display:inline-block;width:98%\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font>"
      "<b>Von:</b> Pouch &lt;requests@pouch.example&gt;<br><b>Gesendet:</b> Dienstag, 24. November "
      "2026 10:00<br><b>An:</b> Ana Ionescu<br><b>Betreff:</b> [SEL-2026-000001-77/2]</font>"
      "<div>&nbsp;</div></div>";
  add(shapes, "Outlook on the web", web);

  Unmarked plain;
  plain.type = "text/plain";
  plain.links = true;
  plain.columns = 76;
  plain.block =
      "-----Original Message-----\nFrom: Pouch [mailto:requests@pouch.example] \n"
      "Sent: Tuesday, November 24, 2026 10:00 AM\nTo: Ana Ionescu <ana.ionescu@police.ro.example>\n"
      "Subject: [SEL-2026-000001-77/2] Bulgaria answers\n\n";
  add(shapes, "Outlook, plain", plain);

  Unmarked yahoo;
  yahoo.type = "text/plain";
  yahoo.block =
      "    On Tuesday, November 24, 2026 at 10:00:00 AM GMT+1, Pouch <requests@pouch.example> "
      "wrote:  \n \n";
  yahoo.depth = 1;
  shapes.push_back(shape("Yahoo, plain", yahoo));
}

}  // namespace

std::vector<ReplyShape> reply_shapes() {
  std::vector<ReplyShape> shapes;
  add_marked(shapes);
  add_pages(shapes);
  add_unmarked(shapes);
  return shapes;
}

}  // namespace pouch::test

#include "tests/unit/gateway/client_shapes.hpp"

#include <iconv.h>

#include <array>
#include <sstream>

namespace pouch::test {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
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

std::string base64(const std::string& bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned bits = 0;
    const auto count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= count ? kDigits[bits >> (18 - 6 * k) & 0x3FU] : '=';
    }
    if (out.size() % 77 == 76) out += '\n';
  }
  return out + '\n';
}

// RFC 2045 section 6.7, with soft line breaks.
std::string quoted_printable(const std::string& bytes) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  std::size_t column = 0;
  for (const char c : bytes) {
    const auto octet = static_cast<unsigned char>(c);
    const bool plain = octet >= 33 && octet < 127 && c != '=';
    if (c == '\n') {
      out += c;
      column = 0;
      continue;
    }
    if (column > 70) {
      out += "=\n";
      column = 0;
    }
    out += plain ? std::string(1, c) : std::string{'=', kHex[octet >> 4], kHex[octet & 15]};
    column += plain ? 1 : 3;
  }
  return out;
}

std::optional<std::string> encoded(const std::string& text, const std::string& charset) {
  const auto converter = iconv_open(charset.c_str(), "UTF-8");
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string out(text.size() * 4 + 8, '\0');
  std::string in = text;
  char* from = in.data();
  char* to = out.data();
  std::size_t left = in.size(), room = out.size();
  const bool done = iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (!done) return std::nullopt;
  out.resize(out.size() - room);
  return out;
}

std::string plain(const std::string& text, const std::string& parameters = "charset=utf-8") {
  return "Content-Type: text/plain; " + parameters + "\nContent-Transfer-Encoding: 8bit\n\n" + text;
}

std::string html(const std::string& page) {
  return "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n" +
         quoted_printable(page);
}

std::string alternative(const std::string& text, const std::string& page) {
  return "Content-Type: multipart/alternative; boundary=a\n\n--a\n" + plain(text) + "\n--a\n" +
         html(page) + "\n--a--\n";
}

std::string escaped(const std::string& text) {
  return replaced(replaced(replaced(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

// Leading blanks as editors write them.
std::string html_line(const std::string& line) {
  const auto indent = std::min(line.find_first_not_of(' '), line.size());
  return replaced(std::string(indent, '\x01'), "\x01", "&nbsp;") + escaped(line.substr(indent));
}

std::string page_of(const std::string& text, const std::string& before, const std::string& after,
                    const std::string& empty) {
  std::string page = "<html><head><style>p {margin:0} /* Form: x */</style></head><body>";
  for (const auto& line : lines_of(text)) {
    page += before + (line.empty() ? empty : html_line(line)) + after + "\n";
  }
  return page + "</body></html>";
}

struct Row {
  std::string label, value;  // an empty label: a block's header
};

std::vector<Row> rows_of(const std::string& text) {
  std::vector<Row> rows;
  for (const auto& line : lines_of(text)) {
    const auto colon = line.find(':');
    const bool label = colon != std::string::npos && !line.starts_with(' ') && colon < 60;
    if (line.starts_with('[')) {
      rows.push_back({"", line});
    } else if (label) {
      const auto value = line.find_first_not_of(' ', colon + 1);
      rows.push_back({line.substr(0, colon), value == std::string::npos ? "" : line.substr(value)});
    } else if (!line.empty() && rows.empty()) {
      rows.push_back({"", line});  // words above the form
    } else if (!line.empty()) {
      rows.back().value += (rows.back().value.empty() ? "" : "\n") + line;
    }
  }
  return rows;
}

std::string html_lines(const std::string& text) {
  std::string out;
  for (const auto& line : lines_of(text)) out += (out.empty() ? "" : "<br>") + html_line(line);
  return out;
}

// Label and value in cells; what goes on below a value is in its cell.
std::string table_of(const std::string& text, const std::string& colon) {
  std::string page = "<table class=MsoTableGrid border=1><tbody>";
  for (const auto& row : rows_of(text)) {
    if (row.label.empty()) {
      page += "<tr><td colspan=2><b>" + escaped(row.value) + "</b></td></tr>\n";
    } else {
      page += "<tr><td><p class=MsoNormal><b>" + escaped(row.label) + colon +
              "</b><o:p></o:p></p></td><td><p class=MsoNormal>" + html_lines(row.value) +
              "<o:p></o:p></p></td></tr>\n";
    }
  }
  return page + "</tbody></table>";
}

std::string list_of(const std::string& text) {
  std::string page = "<dl>";
  for (const auto& row : rows_of(text)) {
    page += row.label.empty()
                ? "<dt>" + escaped(row.value) + "</dt>"
                : "<dt>" + escaped(row.label) + ":</dt><dd>" + html_lines(row.value) + "</dd>";
  }
  return page + "</dl>";
}

// What webmails make of a table as text: Gmail a line a cell, Outlook a TAB before the next cell.
std::string cells_of(const std::string& text, const std::string& between) {
  std::string out;
  for (const auto& row : rows_of(text)) {
    out += row.label.empty() ? row.value + "\n" : row.label + between + row.value + "\n";
  }
  return out;
}

std::string flowed(const std::string& text, bool delete_space) {
  constexpr std::size_t kWidth = 66;
  std::string out;
  for (auto line : lines_of(text)) {
    const auto stuff = [](const std::string& one) {
      return one.starts_with(' ') || one.starts_with('>') || one.starts_with("From") ? " " + one
                                                                                     : one;
    };
    while (line.size() > kWidth) {
      auto at = line.rfind(' ', kWidth);
      if (delete_space) {
        at = kWidth;
        while ((static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) --at;  // whole characters
      }
      if (at == std::string::npos || at == 0) break;
      const auto head = line.substr(0, delete_space ? at : at + 1);
      if (head.find_first_not_of(' ') == std::string::npos) break;
      out += stuff(delete_space ? head + " " : head) + "\n";
      line.erase(0, head.size());
    }
    while (line.ends_with(' ')) line.pop_back();
    out += stuff(line) + "\n";
  }
  return out;
}

std::string wrapped(const std::string& text) {  // Evolution: no indent
  std::string out;
  for (auto line : lines_of(text)) {
    for (auto at = line.rfind(' ', 71); line.size() > 71 && at != std::string::npos && at > 10;
         at = line.rfind(' ', 71)) {
      out += line.substr(0, at) + "\n";
      line.erase(0, at + 1);
    }
    out += line + "\n";
  }
  return out;
}

std::string quoted(const std::string& text, const std::vector<std::string>& marks) {
  std::string out = "See below.\n\nOn 24.11.26 10:00, X <x@y.example> wrote:\n";
  std::size_t i = 0;
  for (const auto& line : lines_of(text)) out += marks[i++ % marks.size()] + line + "\n";
  return out;
}

// What copying from a web page or Word brings along.
std::string noisy(const std::string& text) {
  auto out = "\xEF\xBB\xBF" + replaced(text, ": ", ":\xC2\xA0");
  out = replaced(out, "Form:", "Fo\xE2\x80\x8Brm:");
  return replaced(out, "To:", "\xE2\x80\x8ETo\xE2\x80\x8D:\t");
}

std::string with_wide_colons(const std::string& text) {
  std::string out;
  for (auto line : lines_of(text)) {
    if (const auto colon = line.find(": "); colon != std::string::npos) {
      line.replace(colon, 2, "\xEF\xBC\x9A");
    }
    out += line + "\n";
  }
  return out;
}

void add_charsets(std::vector<ClientShape>& shapes) {
  for (const std::string charset :
       {"windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254",
        "windows-1257", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-9",
        "iso-8859-15", "iso-8859-16", "koi8-r", "koi8-u", "utf-16"}) {
    shapes.push_back({charset + " in base64", [charset](const std::string& text) {
                        auto bytes = encoded(text, charset);
                        if (bytes) {
                          *bytes = "Content-Type: text/plain; charset=" + charset +
                                   "\nContent-Transfer-Encoding: base64\n\n" + base64(*bytes);
                        }
                        return bytes;
                      }});
  }
}

}  // namespace

std::vector<ClientShape> client_shapes() {
  std::vector<ClientShape> shapes;
  const auto add = [&](const std::string& name,
                       const std::function<std::string(const std::string&)>& make) {
    shapes.push_back({name, [make](const std::string& text) { return std::optional(make(text)); }});
  };
  add("plain", [](const auto& text) { return plain(text); });
  add("plain with CRLF", [](const auto& text) { return plain(replaced(text, "\n", "\r\n")); });
  add("plain with CR alone", [](const auto& text) { return plain(replaced(text, "\n", "\r")); });
  add("quoted-printable", [](const auto& text) {
    return "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
           "quoted-printable\n\n" +
           quoted_printable(text);
  });
  add("flowed",
      [](const auto& text) { return plain(flowed(text, false), "charset=utf-8; format=flowed"); });
  add("flowed, delsp", [](const auto& text) {
    return plain(flowed(text, true), "charset=utf-8; format=flowed; delsp=yes");
  });
  add("wrapped without indent", [](const auto& text) { return plain(wrapped(text)); });
  add("declared iso-8859-1", [](const auto& text) { return plain(text, "charset=iso-8859-1"); });
  add("noise", [](const auto& text) { return plain(noisy(text)); });
  add("full-width colons", [](const auto& text) { return plain(with_wide_colons(text)); });
  add("signature",
      [](const auto& text) { return plain(text + "-- \nAna\nHandling: H3\nForm: reply\n"); });
  add("quoted once", [](const auto& text) { return plain(quoted(text, {"> "})); });
  add("quoted twice", [](const auto& text) { return plain(quoted(text, {"> > ", ">> "})); });
  add("quoted three times", [](const auto& text) { return plain(quoted(text, {">>> ", "> >>"})); });
  add("quoted and flowed",
      [](const auto& text) { return plain(flowed(quoted(text, {"> "}), false), "charset=utf-8"); });
  add("forwarded by Outlook", [](const auto& text) {
    return plain(
        "-----Original Message-----\nFrom: X <x@y.example>\nSent: 24 November 2026 10:00\n"
        "To: Ana\nSubject: request\n\n" +
        text);
  });
  add("HTML paragraphs",
      [](const auto& text) { return html(page_of(text, "<p>", "</p>", "<br>")); });
  add("HTML breaks", [](const auto& text) { return html(page_of(text, "", "<br>", "")); });
  add("HTML divs", [](const auto& text) {
    return html("<div dir=ltr>" + page_of(text, "<div><span>", "</span></div>", "<br>") + "</div>");
  });
  add("HTML preformatted",
      [](const auto& text) { return html("<pre wrap=\"\">" + escaped(text) + "</pre>"); });
  add("HTML of Outlook", [](const auto& text) {
    return html(page_of(text, "<p class=\"MsoNormal\"><span lang=EN-GB>", "<o:p></o:p></span></p>",
                        "<o:p>&nbsp;</o:p>"));
  });
  add("HTML table", [](const auto& text) { return html(table_of(text, ":")); });
  add("HTML table without colons", [](const auto& text) { return html(table_of(text, "")); });
  add("HTML definition list", [](const auto& text) { return html(list_of(text)); });
  add("a table's cells, one a line", [](const auto& text) { return plain(cells_of(text, ":\n")); });
  add("a table's cells and TABs", [](const auto& text) { return plain(cells_of(text, "\t")); });
  add("HTML quoted by Gmail", [](const auto& text) {
    return html(
        "<div dir=ltr>See below.</div><div class=gmail_quote><div class=gmail_attr>On "
        "24.11.26, X &lt;x@y.example&gt; wrote:<br></div><blockquote class=gmail_quote>" +
        page_of(text, "<div>", "</div>", "<br>") + "</blockquote></div>");
  });
  add("text and HTML alike",
      [](const auto& text) { return alternative(text, page_of(text, "<div>", "</div>", "<br>")); });
  add("text and HTML table",
      [](const auto& text) { return alternative(text, table_of(text, ":")); });
  add_charsets(shapes);
  return shapes;
}

}  // namespace pouch::test

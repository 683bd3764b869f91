#include "tests/unit/gateway/written_files.hpp"

#include <stdexcept>

#include "tests/unit/gateway/pdf_file.hpp"
#include "tests/unit/search/photo_file.hpp"
#include "tests/unit/search/zip_files.hpp"

namespace pouch::gateway {
namespace {

using search::testing::zipped;

std::vector<std::string> split(const std::string& line, const std::string& at) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (auto end = line.find(at); end != line.npos; end = line.find(at, begin)) {
    parts.push_back(line.substr(begin, end - begin));
    begin = end + at.size();
  }
  parts.push_back(line.substr(begin));
  return parts;
}

std::string escaped(const std::string& text) {
  using search::testing::replaced;
  return replaced(replaced(replaced(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

std::string each(const std::vector<std::string>& lines, const std::string& before,
                 const std::string& behind) {
  std::string all;
  for (const auto& line : lines) all += before + escaped(line) + behind;
  return all;
}

// Letters beyond ASCII as RTF 1.9 writes them: UTF-16 units, here all below U+FFFF.
std::string rtf(const std::vector<std::string>& lines) {
  std::string all = "{\\rtf1\\ansi\\uc1 ";
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const auto lead = static_cast<unsigned char>(line[i]);
      if (lead < 0x80) {
        all += line[i];
        continue;
      }
      const auto next = [&] { return static_cast<unsigned char>(line.at(++i)) & 0x3FU; };
      unsigned unit = lead < 0xE0 ? lead & 0x1FU : lead & 0x0FU;
      for (int left = lead < 0xE0 ? 1 : 2; left > 0; --left) unit = unit << 6U | next();
      all += "\\u" + std::to_string(unit) + "?";
    }
    all += "\\par\n";
  }
  return all + "}";
}

std::string xlsx(const std::vector<std::string>& lines) {
  std::string rows;
  for (const auto& line : lines) {
    rows +=
        "<row>" + each(split(line, "; "), "<c t=\"inlineStr\"><is><t>", "</t></is></c>") + "</row>";
  }
  const std::string space = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  return zipped({{"xl/worksheets/sheet1.xml",
                  "<worksheet" + space + "><sheetData>" + rows + "</sheetData></worksheet>"}});
}

std::string ods(const std::vector<std::string>& lines) {
  std::string rows;
  for (const auto& line : lines) {
    rows += "<table:table-row>" +
            each(split(line, "; "), "<table:table-cell><text:p>", "</text:p></table:table-cell>") +
            "</table:table-row>";
  }
  return zipped({{"content.xml",
                  "<office:document-content "
                  "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                  "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
                  "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><office:body>"
                  "<office:spreadsheet><table:table table:name=\"A\">" +
                      rows +
                      "</table:table></office:spreadsheet></office:body>"
                      "</office:document-content>"}});
}

std::string card(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) {
    const auto cells = split(line, "; ");
    all += "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + cells.at(0) + "\r\nTEL:" + cells.at(1) +
           "\r\nEMAIL:" + cells.at(2) + "\r\nEND:VCARD\r\n";
  }
  return all;
}

std::string mail(const std::vector<std::string>& lines) {
  std::string all = "From: somebody@old.example\r\nSubject: " + lines.at(0) +
                    "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    "Content-Transfer-Encoding: 8bit\r\n\r\n";
  for (std::size_t i = 1; i < lines.size(); ++i) all += lines[i] + "\r\n";
  return all;
}

std::string archive(const std::vector<std::string>& lines) {
  search::testing::Parts parts;
  for (const auto& line : lines) {
    const auto colon = line.find(": ");
    const auto name = line.substr(0, colon);
    parts.emplace_back(name, written_file(name, {line.substr(colon + 2)}));
  }
  return zipped(parts);
}

std::string page(const std::vector<std::string>& lines) {
  std::string operators;
  int line = 0;
  for (const auto& text : lines) {
    for (const auto& sentence : split(text, ". ")) {
      operators +=
          "BT /F 12 Tf 50 " + std::to_string(760 - 15 * line++) + " Td (" + sentence + ".) Tj ET\n";
    }
  }
  return pdf(operators);
}

std::string plain(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) all += line + "\n";
  return all;
}

}  // namespace

std::string written_file(const std::string& name, const std::vector<std::string>& lines) {
  const auto kind = name.substr(name.rfind('.') + 1);
  if (kind == "txt" || kind == "csv") return plain(lines);
  if (kind == "html") {
    return "<html><meta charset=\"utf-8\"><body>" + each(lines, "<p>", "</p>\n") + "</body></html>";
  }
  if (kind == "rtf") return rtf(lines);
  if (kind == "docx") {
    return search::testing::docx(each(lines, "<w:p><w:r><w:t>", "</w:t></w:r></w:p>"));
  }
  if (kind == "odt") return search::testing::odt(each(lines, "<text:p>", "</text:p>"));
  if (kind == "xlsx") return xlsx(lines);
  if (kind == "ods") return ods(lines);
  if (kind == "vcf") return card(lines);
  if (kind == "eml") return mail(lines);
  if (kind == "pdf") return page(lines);
  if (kind == "zip") return archive(lines);
  if (kind == "jpg" || kind == "png") return search::testing::photo({});
  throw std::runtime_error("no writer for " + name);
}

}  // namespace pouch::gateway

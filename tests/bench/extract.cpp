// What it costs to read a file that came with a mail: each kind through the cage, as the process
// extract reads it, beside the same reader called in this process; a page of PDF, and a scanned
// page where tesseract is installed.
#include <cstdlib>

#include "gateway/extract/file_walk.hpp"
#include "tests/bench/measure.hpp"
#include "tests/unit/search/photo_file.hpp"
#include "tests/unit/search/zip_files.hpp"

namespace {

using namespace pouch::gateway;
using namespace pouch::bench;
using namespace pouch::search::testing;

struct Sample {
  std::string name, bytes;
};

std::string fixture(const std::string& name) {
  return contents_of(std::filesystem::path(POUCH_FIXTURES) / "attached" / name);
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

const std::string kLine =
    "On 3 November 2026 a lorry was stopped at Giurgiu - Ruse; the driver named Милан Ђорђевић. ";

std::string table(int rows) {
  const std::string space = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  std::string cells;
  for (int i = 0; i < rows; ++i) {
    const auto number = std::to_string(i);
    cells += "<row><c><v>" + number + "</v></c><c t=\"inlineStr\"><is><t>CA " + number +
             " AB</t></is></c><c><v>0.5</v></c><c t=\"inlineStr\"><is><t>Ruse</t></is></c></row>";
  }
  return zipped({{"xl/worksheets/sheet1.xml",
                  "<worksheet" + space + "><sheetData>" + cells + "</sheetData></worksheet>"}});
}

std::vector<Sample> samples() {
  const auto pages = docx(repeated("<w:p><w:r><w:t>" + kLine + "</w:t></w:r></w:p>", 300));
  const auto mail =
      "From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: "
      "multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" +
      repeated(kLine + "\r\n", 20) +
      "\r\n--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; "
      "filename=a.csv\r\n\r\n" +
      repeated("CA 1234 AB;Ruse\r\n", 500) + "\r\n--b--\r\n";
  return {
      {"a.txt", repeated(kLine + "\n", 20)},
      {"a.csv", repeated("CA 1234 AB;Ruse;2026-11-03\n", 4000)},
      {"a.html", "<html><body>" + repeated("<p>" + kLine + "</p>", 300)},
      {"a.rtf", "{\\rtf1\\ansi " + repeated("On 3 November a lorry \\u1052?\\par\n", 1000) + "}"},
      {"a.docx", pages},
      {"a.odt", odt(repeated("<text:p>" + kLine + "</text:p>", 300))},
      {"a.xlsx", table(2000)},
      {"a.vcf", repeated("BEGIN:VCARD\nFN:Milan\nTEL:+381641234567\nEND:VCARD\n", 50)},
      {"a.jpg", photo({})},
      {"a.eml", mail},
      {"a.zip", zipped({{"a.docx", pages}, {"b.csv", kLine}, {"c.eml", mail}})},
      {"lines.pdf", fixture("lines.pdf")}};
}

struct Cost {
  double cpu = 0, wall = 0;
};

template <typename Act>
Cost cost_of(int rounds, const Act& act) {
  std::vector<double> cpu, wall;
  for (int i = 0; i < rounds; ++i) {
    const auto children = children_cpu();
    const Stopwatch watch;
    act();
    cpu.push_back(watch.cpu() + children_cpu() - children);
    wall.push_back(watch.wall());
  }
  return {median(cpu), median(wall)};
}

void print_scan(const std::vector<std::string>& languages) {
  FileLimits limits;
  limits.scan.languages = languages;
  const auto page = fixture("scan.pdf");
  const auto cost = cost_of(3, [&] { text_of_file({"scan.pdf", ""}, page, limits); });
  std::printf("scanned page, %zu language%s  CPU %7.1f ms  wall %7.1f ms\n", languages.size(),
              languages.size() == 1 ? " " : "s", cost.cpu, cost.wall);
}

}  // namespace

int main(int count, char** arguments) {
  const int rounds = count > 1 ? std::atoi(arguments[1]) : 30;
  std::printf("kind        octets   caged: CPU, wall          reader alone: CPU\n");
  for (const auto& [name, bytes] : samples()) {
    const FileQuestion question{name, ""};
    const auto caged = cost_of(rounds, [&, &file = bytes] { text_of_file(question, file); });
    const auto alone = cost_of(rounds, [&, &file = bytes] { read_here(question, file, {}); });
    std::printf("%-10s %7zu   %7.2f ms %7.2f ms   ", name.c_str(), bytes.size(), caged.cpu,
                caged.wall);
    name.ends_with(".pdf") ? std::printf("    (a program)\n")
                           : std::printf("%14.2f ms\n", alone.cpu);
  }
  if (std::filesystem::exists(ScanLimits{}.tesseract)) {
    print_scan({"eng"});
    print_scan({"eng", "srp", "bul", "ell"});
  }
  return 0;
}

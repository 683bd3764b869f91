// The words of an attachment, for the archive: by the one reader that its kind has.
#include "gateway/archive/attached_words.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "gateway/archive/attached_text.hpp"
#include "tests/unit/gateway/pdf_file.hpp"

namespace pouch::gateway {
namespace {

const std::string kOctets =
    "\x8A\xE8"
    "epan \xE8\x9D"
    "uk";  // windows-1250

std::string words(const std::string& type, const std::string& name, const std::string& bytes,
                  const std::string& charset = {}) {
  StoredPart part{name, type, bytes};
  part.charset = charset;
  return attached_words(part, 1000);
}

TEST_CASE("an attached page is read by the reader of mails, in the charset of part or page") {
  CHECK(words("text/html", "a.html", "<p>Sto<b>jan</b>ka</p>").find("Stojanka") !=
        std::string::npos);
  CHECK(words("application/octet-stream", "a.HTM", "<p>Ниш</p>").find("Ниш") != std::string::npos);
  CHECK(words("text/html", "a.html", "<p>" + kOctets, "windows-1250").find("Ščepan čťuk") !=
        std::string::npos);
  CHECK(words("text/html", "", "<head><meta charset=windows-1250></head><body>" + kOctets)
            .find("Ščepan čťuk") != std::string::npos);
  CHECK(words("text/html", "", "<meta charset=windows-1250><p>Ниш").find("Ниш") !=
        std::string::npos);
}

TEST_CASE("other attachments are read by their kind, CSV whatever its label") {
  CHECK(words("application/vnd.ms-excel", "lista.csv", "a;b") == "a;b");
  CHECK(words("text/csv", "lista.csv", kOctets, "windows-1250") == "Ščepan čťuk");
  CHECK(words("image/png", "a.png", "lorry").empty());
  CHECK(attached_words(StoredPart{"a.txt", "text/plain", "lorry"}, 4) == "lorr");
}

TEST_CASE("words are found once for each file, none for evidence, bounded in number and length") {
  std::vector<StoredPart> parts{{"a.txt", "text/plain", "lorry"},
                                {"b.png", "image/png", "bytes"},
                                {"original.asc", "text/plain", "evidence", true},
                                {"c.txt", "text/plain", "known"},
                                {"d.docx", "", "no zip archive"},
                                {"e.pdf", "", "no PDF"}};
  parts[3].words = "kept";
  PdfTexts pdfs;
  CHECK_FALSE(read_words(parts, pdfs));
  const std::vector<std::string> expected{"lorry", "", "", "kept", "", ""};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    CHECK(parts[i].words == expected[i]);
  }
  std::vector<StoredPart> long_ones(6, {"a.txt", "text/plain", std::string(5U << 20, 'x')});
  read_words(long_ones, pdfs);
  std::size_t all = 0;
  for (const auto& part : long_ones) {
    CHECK(part.words->size() <= kWordsOfFile);
    all += part.words->size();
  }
  CHECK(all == kWordsOfMail);
}

TEST_CASE("the words of some PDF files are found, of more than that none") {
  if (!std::filesystem::exists("/usr/bin/pdftotext")) {
    return;
  }
  PdfTexts pdfs;
  std::vector<StoredPart> parts(kAttachedPdfs + 1,
                                {"a.pdf", "application/pdf", pdf_saying("via Vidin")});
  CHECK(read_words(parts, pdfs));
  CHECK(parts.front().words->find("via Vidin") != std::string::npos);
  CHECK(parts[kAttachedPdfs - 1].words->find("via Vidin") != std::string::npos);
  CHECK(parts.back().words->empty());
}

}  // namespace
}  // namespace pouch::gateway

// The words of an attachment, for the archive: by the one reader that its kind has.
#include "gateway/archive/attached_words.hpp"

#include <catch2/catch.hpp>

#include "gateway/extract/readers.hpp"
#include "tests/unit/gateway/extracting.hpp"
#include "tests/unit/search/zip_files.hpp"

namespace pouch::gateway {
namespace {

using search::testing::zipped;

const std::string kOctets =
    "\x8A\xE8"
    "epan \xE8\x9D"
    "uk";  // windows-1250

std::string words(const std::string& type, const std::string& name, const std::string& bytes,
                  const std::string& charset = {}) {
  return read_here({name, type, charset}, bytes, {}).found.text;
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
}

TEST_CASE("words are found once for each file, none for evidence, what fails is noted") {
  const Extracting extracting;
  std::vector<StoredPart> parts{{"a.txt", "text/plain", "lorry"},
                                {"b.bin", "application/octet-stream", "bytes"},
                                {"original.asc", "text/plain", "evidence", true},
                                {"c.txt", "text/plain", "known"},
                                {"d.docx", "", "no zip archive"},
                                {"e.zip", "", zipped({{"f.txt", "deep"}, {"g.rtf", "no RTF"}})}};
  parts[3].words = "kept";
  FileTexts files;
  CHECK(read_words(parts, files));
  const std::vector<std::string> expected{"lorry", "", "", "kept", "", "f.txt\ng.rtf\n\ndeep"};
  const std::vector<std::string> unread{"",
                                        "",
                                        "",
                                        "",
                                        "the file is not what its name says",
                                        "g.rtf in it: the file is not what its name says"};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    CHECK(parts[i].words == expected[i]);
    CHECK(parts[i].unread == unread[i]);
  }
  CHECK_FALSE(read_words(parts, files));
}

TEST_CASE("the words of a mail are bounded in length") {
  const Extracting extracting;
  FileTexts files;
  std::vector<StoredPart> long_ones(6, {"a.txt", "text/plain", std::string(5U << 20, 'x')});
  read_words(long_ones, files);
  std::size_t all = 0;
  for (const auto& part : long_ones) {
    CHECK(part.words->size() <= kFileText);
    CHECK(part.words->empty() == (all == kWordsOfMail));
    CHECK_FALSE(part.unread.empty());  // cut, or left out
    all += part.words->size();
  }
  CHECK(all == kWordsOfMail);
}

TEST_CASE("where nobody reads, files stay as they are, unless it was tried often enough") {
  read_files_by(nullptr);  // whoever ran before in this process
  FileTexts files;
  std::vector<StoredPart> parts{{"a.txt", "text/plain", "lorry"},
                                {"b.bin", "application/octet-stream", "bytes"},
                                {"c.txt", "text/plain", "lorry"}};
  CHECK_FALSE(read_words(parts, files));
  CHECK_FALSE(parts[0].words);
  CHECK(parts[1].words == "");
  CHECK_FALSE(parts[2].words);
  CHECK_FALSE(read_words(parts, files, Unanswered::kForGood));
  CHECK(parts[0].words == "");
  CHECK(parts[0].unread == "the reader of files failed over it");
}

}  // namespace
}  // namespace pouch::gateway

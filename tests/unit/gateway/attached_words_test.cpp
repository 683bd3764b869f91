// The words of an attachment, for the archive: by the one reader that its kind has.
#include "gateway/archive/attached_words.hpp"

#include <catch2/catch.hpp>

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

}  // namespace
}  // namespace pouch::gateway

// A disk that tells a thief nothing: after a day's work on a stopped site no file of it, and none
// of those that its programs made for a while, holds a word of a mail, of a file in it, or of a
// question to the archive.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/system/harness.hpp"
#include "tests/unit/search/zip_files.hpp"

using namespace pouch::test;
using nlohmann::json;
using pouch::search::testing::zipped;

namespace {

std::string with(std::string form, const std::string& from, const std::string& to) {
  const auto at = form.find(from);
  REQUIRE(at != std::string::npos);
  return form.replace(at, from.size(), to);
}

// As it is written, in capitals, and in the two octets a letter of some file formats.
std::vector<std::string> shapes(const std::string& word) {
  auto capitals = word;
  std::transform(word.begin(), word.end(), capitals.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  std::string wide;
  for (const char c : word) {
    wide.append(1, c).append(1, '\0');
  }
  return {word, capitals, wide};
}

std::vector<fs::path> files_with(const fs::path& folder, const std::vector<std::string>& words) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) {
      continue;
    }
    const auto bytes = read_file(entry.path()) + "\n" + entry.path().filename().string();
    for (const auto& word : words) {
      for (const auto& shape : shapes(word)) {
        if (bytes.find(shape) != std::string::npos) {
          found.push_back(entry.path());
        }
      }
    }
  }
  return found;
}

}  // namespace

TEST_CASE("no file of a stopped site holds a word of mails, of their files, or of questions") {
  const std::vector<std::string> told{"zanzibarsubject", "zanzibarfacts", "zanzibarperson",
                                      "zanzibarinzip",   "zanzibarsheet", "zanzibarname",
                                      "zanzibaranswer",  "zanzibarreason"};
  const std::vector<std::string> asked{"zanzibarshell", "zanzibarmail", "zanzibarkept"};
  Site site;
  const auto rooms = site.folder() / "rooms";
  fs::create_directories(rooms);
  site.start({{"TMPDIR", rooms.string()}});
  auto form = with(request_form(), "Јовановић", "zanzibarperson");
  form = with(form, "heroin", "zanzibarfacts");
  form = with(form, "the lorry has Bulgarian plates", "zanzibarreason");
  const auto sent = site.deliver(site.mail(
      "ana",
      {.subject = "zanzibarsubject",
       .body = form,
       .attachments = {{"zanzibarname.zip", zipped({{"inner.rtf", "{\\rtf1 zanzibarinzip}"}})},
                       {"table.csv", "plate;seen\nCA1234AB;zanzibarsheet\n"}}}));
  REQUIRE(sent["outcome"] == "accepted");
  const std::string number = sent["case"];
  REQUIRE(site.deliver(site.mail("nfp-bg", {.subject = "Re: [" + number + "/1] Request",
                                            .body = "It was sold: zanzibaranswer.\n"}))["case"] ==
          number);
  const auto hits = [&](const std::string& query, std::vector<std::string> more = {}) {
    more.insert(more.begin(),
                {"search", query, "--as", "ana", "--reason", "case 4417/2026", "--json"});
    const auto ran = site.pouch(more, "", {{"TMPDIR", rooms.string()}});
    return ran.out.empty() ? std::size_t{0} : json::parse(ran.out)["hits"].size();
  };
  // What is looked for below was there, and was found.
  for (const auto& word : told) {
    INFO(word);
    CHECK(eventually([&] { return hits(word) > 0; }));
  }
  CHECK(hits("zanzibarshell") == 0);
  CHECK(hits("zanzibarkept", {"--keep", "zanzibarkept"}) == 0);
  REQUIRE(site.deliver(site.mail(
              "ana", {.subject = "search",
                      .body = "zanzibarmail\nWhy: case 4417/2026\n"}))["outcome"] == "accepted");
  CHECK(site.stop() == 0);
  for (const auto& folder : {site.folder(), rooms}) {
    for (const auto& words : {told, asked}) {
      CHECK(files_with(folder, words).empty());
    }
  }
}

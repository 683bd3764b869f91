// Every mail of tests/fixtures/clients, as a real client wrote it or as it is known to write,
// through the whole program to the letter that the focal point opens.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "tests/system/client_site.hpp"

using namespace pouch::test;

namespace {

bool allows(const nlohmann::json& verdict, const std::string& outcome) {
  const auto word = outcome == "accepted" ? "accept" : outcome == "refused" ? "refuse" : "hold";
  if (verdict.is_string()) {
    return verdict == word;
  }
  return std::find(verdict.begin(), verdict.end(), word) != verdict.end();
}

// Runs of white space as one blank: clients wrap lines and indent as they like. Items of a list are
// stored one a line, whatever parted them.
std::string folded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == ',';
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) {
    out.pop_back();
  }
  return out;
}

using Values = std::multiset<std::string>;

Values expected_values(const nlohmann::json& expected) {
  Values values;
  for (const auto& field : expected["expected_fields"]) {
    const std::string label = field["label"];
    if (label != "Form") {
      values.insert(folded(field["value"]));
    }
  }
  return values;
}

// What request.json says was written, in fields, blocks and free text.
Values written_values(const nlohmann::json& content) {
  Values values;
  const auto add = [&](const nlohmann::json& written) {
    for (const auto& [id, how] : written.items()) {
      if (how["given"] && id != "template") {
        values.insert(folded(how["text"]));
      }
    }
  };
  add(content["written"]);
  for (const auto& block : content["blocks"]) {
    add(block["written"]);
  }
  if (!content["free_text"].get<std::string>().empty()) {
    values.insert(folded(content["free_text"]));
  }
  return values;
}

std::map<std::string, std::string> expected_files(const nlohmann::json& expected) {
  std::map<std::string, std::string> files;
  for (const auto& file : expected["attachments"]) {
    files[file["name"]] = file["sha256"];
  }
  return files;
}

std::string sha256(const std::string& bytes) { return run({"sha256sum"}, bytes).out.substr(0, 64); }

void check_letter(const std::map<std::string, std::string>& parts, const nlohmann::json& expected) {
  REQUIRE(parts.count("request.json") == 1);
  const auto request = nlohmann::json::parse(parts.at("request.json"));
  CHECK(request["content"]["form"] == "request");
  CHECK(written_values(request["content"]) == expected_values(expected));
  std::map<std::string, std::string> files;
  for (const auto& [name, bytes] : parts) {
    if (name != "request.json" && name != "reply-form.txt" && !name.starts_with("original")) {
      files[name] = sha256(bytes);
    }
  }
  CHECK(files == expected_files(expected));
}

void check_mail(const fs::path& description) {
  const auto expected = nlohmann::json::parse(read_file(description));
  const auto mail = read_file(description.parent_path() / expected["file"].get<std::string>());
  ClientSite site;
  const auto ran = site.pouch({"deliver", "--wait", "--json"}, mail);
  INFO(expected["file"] << "\n" << ran.out << ran.err);
  const auto outcome = nlohmann::json::parse(ran.out);
  CHECK(allows(expected["expected_verdict"], outcome["outcome"]));
  if (outcome["outcome"] == "accepted") {
    CHECK(outcome["sender"] == expected["signer"]);
    CHECK(outcome["form"] == "request");
    check_letter(site.letter_to_bulgaria(), expected);
  } else if (expected.contains("expected_reason")) {
    CHECK(outcome["reason"] == expected["expected_reason"]);
  }
}

// In parts, so that they can run side by side.
void check_mails(std::size_t part, std::size_t parts) {
  std::vector<fs::path> all;
  for (const auto* folder : {"mails", "refused"}) {
    for (const auto& entry : fs::directory_iterator(kClients / folder)) {
      if (entry.path().extension() == ".json") {
        all.push_back(entry.path());
      }
    }
  }
  std::sort(all.begin(), all.end());
  CHECK(all.size() >= 70);
  for (std::size_t i = part; i < all.size(); i += parts) {
    check_mail(all[i]);
  }
}

}  // namespace

TEST_CASE("takes every client's mail as its description says, first third", "[long]") {
  check_mails(0, 3);
}
TEST_CASE("takes every client's mail as its description says, second third", "[long]") {
  check_mails(1, 3);
}
TEST_CASE("takes every client's mail as its description says, last third", "[long]") {
  check_mails(2, 3);
}

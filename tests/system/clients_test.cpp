// Every mail of tests/fixtures/clients, as a real client wrote it or as it is known to write,
// through the whole program to the letter that the focal point opens; and each word of it, in the
// letters that go out or in the list of what was cut, which the receipt shows (CORRESPONDENCE
// section 3).
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstring>
#include <set>

#include "mail/content/content.hpp"
#include "mail/structure/headers.hpp"
#include "mail/text/charset.hpp"
#include "mail/text/transfer.hpp"
#include "templates/text/fold.hpp"
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
    const bool ours = name == "request.json" || name == "reply-form.txt" || name == kSubject ||
                      name == kText || name.starts_with("original");
    if (!ours) {
      files[name] = sha256(bytes);
    }
  }
  CHECK(files == expected_files(expected));
}

// --- word for word ------------------------------------------------------------------------------

using Words = std::map<std::string, std::string>;  // folded, as written

void add_words(const std::string& text, Words& words) {
  for (const auto& run : pouch::templates::word_runs(text)) {
    const auto word = text.substr(run.begin, run.end - run.begin);
    words.emplace(pouch::templates::fold(word), word);
  }
}

std::string utf8(const std::string& bytes, std::string charset) {
  std::string text;
  if (pouch::mail::to_utf8(bytes, "utf-8", text)) {
    return text;
  }
  // The fixture that declares another system's charset: 0x80 to 0x9F are no letters of its own.
  const bool other =
      charset == "iso-8859-2" && std::any_of(bytes.begin(), bytes.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 && static_cast<unsigned char>(c) < 0xA0;
      });
  charset = other ? "windows-1250" : charset;
  REQUIRE(pouch::mail::to_utf8(bytes, charset, text));
  return text;
}

// A page without its tags: what stands in `style` is nobody's word.
std::string without_tags(std::string page) {
  for (const auto& [open, close] : {std::pair("<style", "</style>"), std::pair("<head", "</head>"),
                                    std::pair("<!--", "-->"), std::pair("<", ">")}) {
    for (auto at = page.find(open); at != std::string::npos; at = page.find(open, at)) {
      const auto last = page.find(close, at);
      // A possible break within a word parts none.
      const bool inside = page.compare(at, 4, "<wbr") == 0 || page.compare(at, 4, "<spa") == 0 ||
                          page.compare(at, 5, "</spa") == 0;
      page.replace(at, last == std::string::npos ? last : last + std::strlen(close) - at,
                   inside ? "" : " ");
    }
  }
  for (const auto& [name, character] :
       {std::pair("&nbsp;", " "), std::pair("&lt;", "<"), std::pair("&gt;", ">"),
        std::pair("&quot;", "\""), std::pair("&amp;", "&")}) {
    for (auto at = page.find(name); at != std::string::npos; at = page.find(name, at)) {
      page.replace(at, std::strlen(name), character);
    }
  }
  return page;
}

// The texts of a MIME tree that are no files; of alternatives the plain one.
void add_texts(const pouch::mail::Entity& entity, Words& words) {
  if (entity.is("multipart", "alternative") && !entity.parts.empty()) {
    return add_texts(entity.parts.front(), words);
  }
  for (const auto& part : entity.parts) {
    add_texts(part, words);
  }
  const bool text =
      entity.type == "text" && (entity.subtype == "plain" || entity.subtype == "html");
  if (!text || entity.disposition == "attachment" || !entity.file_name().empty()) {
    return;
  }
  std::string bytes;
  REQUIRE(pouch::mail::decode_transfer(entity.encoding, entity.body, bytes));
  bytes = utf8(bytes, std::string(entity.parameter("charset")));
  if (entity.parameter("format") == "flowed" && entity.parameter("delsp") == "yes") {
    for (auto at = bytes.find(" \r\n"); at != std::string::npos; at = bytes.find(" \r\n", at)) {
      bytes.erase(at, 3);
    }
  }
  add_words(entity.subtype == "html" ? without_tags(bytes) : bytes, words);
}

// What the officer's client signed, as gpg gives it out of the evidence in the letter.
Words words_of_mail(const ClientSite& site, const std::map<std::string, std::string>& letter,
                    const nlohmann::json& expected) {
  Words words;
  add_words(expected["expected_inner_subject"].is_string()
                ? expected["expected_inner_subject"].get<std::string>()
                : std::string(),
            words);
  std::set<std::string> files;
  for (const auto& file : expected["attachments"]) {
    files.insert(file["sha256"]);
  }
  for (const auto& [name, bytes] : letter) {
    if (!name.starts_with("original")) {
      continue;
    }
    const auto plain = name.ends_with(".eml") ? bytes : site.opened(bytes);
    if (files.count(sha256(plain)) > 0) {
      continue;  // a file that was sealed by itself
    }
    const pouch::mail::Limits limits;
    const auto scanned = pouch::mail::scan(plain, limits);
    const auto* entity = std::get_if<pouch::mail::Entity>(&scanned);
    if (entity != nullptr && !entity->values("Content-Type").empty()) {
      add_texts(*entity, words);
    } else {
      add_words(utf8(plain, ""), words);
    }
  }
  return words;
}

// Where a word of the officer may be. Labels of the form and headers of its blocks are the
// form's: the letter says them in its own way.
struct Found {
  Words text, cut, machine, labels;
};

Found words_found(const std::map<std::string, std::string>& letter,
                  const std::map<std::string, std::string>& receipt,
                  const nlohmann::json& expected) {
  Found found;
  add_words(letter.at(kSubject) + letter.at(kText), found.text);
  REQUIRE(receipt.count("receipt.json") == 1);
  const auto machine = nlohmann::json::parse(receipt.at("receipt.json"));
  REQUIRE(machine["left_out"].is_array());
  for (const auto& line : machine["left_out"]) {
    add_words(line.get<std::string>(), found.cut);
  }
  for (const auto& value :
       written_values(nlohmann::json::parse(letter.at("request.json"))["content"])) {
    add_words(value, found.machine);
  }
  for (const auto& field : expected["expected_fields"]) {
    add_words(field["label"].get<std::string>() + " " + field["block"].get<std::string>(),
              found.labels);
  }
  return found;
}

struct Count {
  std::size_t mails = 0, words = 0, in_text = 0, cut = 0, typed = 0, labels = 0;
};

void check_words(const ClientSite& site, const std::map<std::string, std::string>& letter,
                 const nlohmann::json& expected, Count& count) {
  const auto receipt = site.letter_to(expected["signer"]);
  const auto found = words_found(letter, receipt, expected);
  std::string lost;
  ++count.mails;
  for (const auto& [folded, word] : words_of_mail(site, letter, expected)) {
    ++count.words;
    if (found.text.count(folded) > 0) {
      ++count.in_text;
    } else if (found.cut.count(folded) > 0) {
      ++count.cut;
    } else if (found.machine.count(folded) > 0) {
      ++count.typed;
    } else if (found.labels.count(folded) > 0) {
      ++count.labels;
    } else {
      lost += " " + word;
    }
  }
  INFO(letter.at(kSubject) << letter.at(kText) << receipt.at(kText));
  CHECK(lost == "");
}

// ------------------------------------------------------------------------------------------------

void check_mail(const fs::path& description, Count& count) {
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
    const auto letter = site.letter_to("nfp-bg");
    check_letter(letter, expected);
    check_words(site, letter, expected, count);
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
  Count count;
  for (std::size_t i = part; i < all.size(); i += parts) {
    check_mail(all[i], count);
  }
  CHECK(count.mails * parts >= 55);
  CHECK(count.words > 60 * count.mails);
  WARN(count.mails << " accepted mails of " << count.words << " words: " << count.in_text
                   << " in the letter's text, " << count.typed << " as typed values, " << count.cut
                   << " in the list of what was cut, " << count.labels << " labels");
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

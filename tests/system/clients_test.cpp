// Every mail of tests/fixtures/clients, as a real client wrote it or as it is known to write,
// through the whole program to the letter that the focal point opens.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "mail/content.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/prepared.hpp"

using namespace pouch::test;

namespace {

const fs::path kClients = fs::path(POUCH_FIXTURES) / "clients";

Ran gpg_in(const fs::path& ring, std::vector<std::string> arguments, const std::string& input) {
  arguments.insert(arguments.begin(), {"gpg", "--homedir", ring.string(), "--batch", "--quiet",
                                       "--trust-model", "always"});
  return run(arguments, input);
}

void end_agents(const fs::path& folder) {
  for (const auto& home : {folder / "site/gnupg", folder / "bg"}) {
    run({"gpgconf", "--homedir", home.string(), "--kill", "all"});
  }
}

std::string directory_of(const nlohmann::json& keys) {
  std::string directory;
  for (const auto* code : {"RO", "BG", "RS", "GR"}) {
    directory += std::string("[[country]]\ncode = \"") + code + "\"\nname = \"" + code + "\"\n";
  }
  for (const auto& [id, key] : keys.items()) {
    if (key["role"] == "gateway") {
      continue;
    }
    const std::string country = key["country"], address = key["address"],
                      fingerprint = key["fingerprint"];
    if (key["role"] == "nfp") {
      directory += "[[desk]]\nid = \"" + id + "\"\nkind = \"focal-point\"\ncountry = \"" + country +
                   "\"\ncommunity = \"police\"\naddress = \"" + address + "\"\nkeys = [\"" +
                   fingerprint + "\"]\n";
    } else {
      directory += "[[member]]\nid = \"" + id + "\"\nname = \"" + id + "\"\naddresses = [\"" +
                   address + "\"]\ncountry = \"" + country +
                   "\"\nagency = \"police\"\ncommunity = \"police\"\nkey = \"" + fingerprint +
                   "\"\n";
    }
  }
  return directory;
}

// In `folder`: `site`, whose gateway key, members and desks are those of the fixtures' manifest,
// and `bg`, the key ring of Bulgaria's focal point.
void make_client_site(const fs::path& folder) {
  const auto site = folder / "site", ring = folder / "bg";
  fs::create_directories(ring);
  fs::permissions(ring, fs::perms::owner_all);
  gpg_in(ring, {"--import", (kClients / "keys/nfp-bg.sec.asc").string()}, "");
  const auto made =
      run({POUCH_PROGRAM, "init", site.string(), "--address", "requests@pouch.example", "--prefix",
           "SEL", "--import-key", (kClients / "keys/gateway.sec.asc").string()});
  if (made.status != 0) {
    throw std::runtime_error(made.err);
  }
  const auto keys = nlohmann::json::parse(read_file(kClients / "keys/manifest.json"));
  for (const auto& [id, key] : keys.items()) {
    if (key["role"] != "gateway") {
      fs::copy_file(kClients / "keys" / key["public"].get<std::string>(),
                    site / "keys" / (id + ".asc"));
    }
  }
  write_file(site / "directory.toml", directory_of(keys));
  auto config = read_file(site / "pouch.toml");
  const auto age = config.find("signature_age");
  config.replace(config.rfind('\n', age) + 1, config.find('\n', age) - config.rfind('\n', age) - 1,
                 "signature_age = \"36500d\"");
  write_file(site / "pouch.toml", config);
  // Brings the keys into the site's ring.
  run({POUCH_PROGRAM, "-c", (site / "pouch.toml").string(), "run", "--until-idle"});
  end_agents(folder);
}

class ClientSite {
 public:
  ClientSite() : folder_(scratch_.path() / "site") {
    prepared("clients", scratch_.path(), make_client_site);
  }
  ~ClientSite() { end_agents(scratch_.path()); }
  Ran pouch(std::vector<std::string> arguments, const std::string& input = {}) const {
    arguments.insert(arguments.begin(), {POUCH_PROGRAM, "-c", (folder_ / "pouch.toml").string()});
    return run(arguments, input);
  }

  // The letter that the focal point of Bulgaria got, opened with its key: attachments by name.
  std::map<std::string, std::string> letter_to_bulgaria() const {
    const auto keys = nlohmann::json::parse(read_file(kClients / "keys/manifest.json"));
    const auto box =
        folder_ / "state/outbox" / keys["nfp-bg"]["address"].get<std::string>() / "new";
    std::map<std::string, std::string> parts;
    for (const auto& entry : fs::directory_iterator(box)) {
      const auto wire = read_file(entry.path());
      const auto entity = gpg_in(scratch_.path() / "bg", {"--decrypt"},
                                 wire.substr(wire.find("-----BEGIN PGP MESSAGE-----")))
                              .out;
      const pouch::mail::Limits limits;
      const auto scanned = pouch::mail::scan(entity, limits);
      for (auto& file :
           pouch::mail::read_content(std::get<pouch::mail::Entity>(scanned), limits).attachments) {
        parts[file.name] = std::move(file.bytes);
      }
    }
    return parts;
  }

 private:
  Scratch scratch_;
  fs::path folder_;
};

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

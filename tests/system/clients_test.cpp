// Every mail of tests/fixtures/clients, as a real client wrote it, through the whole program.
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

const fs::path kClients = fs::path(POUCH_FIXTURES) / "clients";

// A site whose gateway key, members and desks are those of the fixtures' manifest.
class ClientSite {
 public:
  ClientSite() : folder_(scratch_.path() / "site") {
    const auto keys = nlohmann::json::parse(read_file(kClients / "keys/manifest.json"));
    const auto made =
        run({POUCH_PROGRAM, "init", folder_.string(), "--address", "requests@pouch.example",
             "--prefix", "SEL", "--import-key", (kClients / "keys/gateway.sec.asc").string()});
    if (made.status != 0) {
      throw std::runtime_error(made.err);
    }
    std::string directory;
    for (const auto* code : {"RO", "BG", "RS", "GR"}) {
      directory += std::string("[[country]]\ncode = \"") + code + "\"\nname = \"" + code + "\"\n";
    }
    for (const auto& [id, key] : keys.items()) {
      if (key["role"] == "gateway") {
        continue;
      }
      fs::copy_file(kClients / "keys" / key["public"].get<std::string>(),
                    folder_ / "keys" / (id + ".asc"));
      const std::string country = key["country"], address = key["address"],
                        fingerprint = key["fingerprint"];
      if (key["role"] == "nfp") {
        directory += "[[desk]]\nid = \"" + id + "\"\nkind = \"focal-point\"\ncountry = \"" +
                     country + "\"\ncommunity = \"police\"\naddress = \"" + address +
                     "\"\nkeys = [\"" + fingerprint + "\"]\n";
      } else {
        directory += "[[member]]\nid = \"" + id + "\"\nname = \"" + id + "\"\naddresses = [\"" +
                     address + "\"]\ncountry = \"" + country +
                     "\"\nagency = \"police\"\ncommunity = \"police\"\nkey = \"" + fingerprint +
                     "\"\n";
      }
    }
    write_file(folder_ / "directory.toml", directory);
    auto config = read_file(folder_ / "pouch.toml");
    const auto age = config.find("signature_age");
    config.replace(config.rfind('\n', age) + 1,
                   config.find('\n', age) - config.rfind('\n', age) - 1,
                   "signature_age = \"36500d\"");
    write_file(folder_ / "pouch.toml", config);
  }
  ~ClientSite() { run({"gpgconf", "--homedir", (folder_ / "gnupg").string(), "--kill", "all"}); }
  Ran pouch(std::vector<std::string> arguments, const std::string& input = {}) const {
    arguments.insert(arguments.begin(), {POUCH_PROGRAM, "-c", (folder_ / "pouch.toml").string()});
    return run(arguments, input);
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

}  // namespace

TEST_CASE("takes every client's mail as its description says") {
  std::size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(kClients / "mails")) {
    if (entry.path().extension() != ".json") {
      continue;
    }
    const auto expected = nlohmann::json::parse(read_file(entry.path()));
    const auto mail = read_file(entry.path().parent_path() / expected["file"].get<std::string>());
    ClientSite site;
    const auto ran = site.pouch({"deliver", "--wait", "--json"}, mail);
    INFO(expected["file"] << "\n" << ran.out << ran.err);
    const auto outcome = nlohmann::json::parse(ran.out);
    CHECK(allows(expected["expected_verdict"], outcome["outcome"]));
    if (outcome["outcome"] == "accepted") {
      CHECK(outcome["sender"] == expected["signer"]);
      CHECK(outcome["form"] == "request");
    }
    ++seen;
  }
  CHECK(seen >= 26);
}

// The operator: README followed to the letter, and what the program tells him to do.
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

// Lines of the first fenced block after a heading, comments cut.
std::vector<std::string> block_after(const std::string& heading) {
  const auto text = read_file(POUCH_README);
  const auto begin = text.find("```\n", text.find("## " + heading)) + 4;
  std::istringstream lines(text.substr(begin, text.find("```", begin) - begin));
  std::vector<std::string> commands;
  for (std::string line; std::getline(lines, line);) {
    commands.push_back(line.substr(0, line.find("  #")));
  }
  return commands;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace

TEST_CASE("tells the operator what a held mail asks of him") {
  Site site;
  REQUIRE(site.deliver(site.mail("mallory", {.body = "x\n"}))["outcome"] == "held");
  const auto shown = site.pouch({"held", "show", "1"});
  INFO(shown.out << shown.err);
  CHECK(shown.status == 0);
  CHECK(shown.out.find("signed by nobody in the directory") != std::string::npos);
  CHECK(shown.out.find("release the mail") != std::string::npos);
}

TEST_CASE("of a member's mail that is held for a mistake the operator hears what to say") {
  const Site site;
  auto directory = site.directory();
  const auto rights = directory.find("rights = [", directory.find("id = \"dimitar\""));
  site.write_directory(directory.insert(directory.find(']', rights), ", \"operate\""));
  const auto armour = site.sign_encrypt("ana", "word\n");
  const auto inline_mail = [&](const std::string& from, const std::string& text) {
    return crlf("From: <" + from + ">\nTo: <requests@pouch.example>\nMessage-ID: <" +
                std::to_string(text.size()) + "@" + from + ">\nSubject: x\n\n" + text);
  };
  struct Row {
    std::string mail, reason, says;
  };
  const auto ana = site.person_at("ana").address();
  for (const auto& row :
       std::vector<Row>{{inline_mail(ana, armour + "\nSent from my phone\n"), "mixed-content",
                         "something stood beside the encrypted text"},
                        {site.mail("ana", {.body = "word\n", .to = "somebody@else.example"}),
                         "replayed", "signed for another address than ours"}}) {
    const auto held = site.deliver(row.mail);
    INFO(held.dump(2));
    CHECK(held["outcome"] == "held");
    CHECK(held["reason"] == row.reason);
    const auto letter = site.newest("dimitar");
    CHECK(letter.subject.find(row.reason) != std::string::npos);
    CHECK(unfolded(letter.text).find(row.says) != std::string::npos);
    CHECK(unfolded(letter.text).find("Ana Ionescu (ana), as the mail says; it is not proved") !=
          std::string::npos);
    CHECK(site.letters(ana).empty());
  }
  const auto before = site.all_letters();
  site.deliver(inline_mail("eve@evil.example", armour + "\nSent from my phone\n"));
  CHECK(site.all_letters() == before);
}

TEST_CASE("README's commands for a real site work as they stand") {
  Scratch scratch;
  const auto folder = (scratch.path() / "s").string();
  Person desk(scratch.path() / "k", "nfp-bg", "NFP Bulgaria", "nfp@mvr.bg.example");
  const auto key = (scratch.path() / "nfp-bg.asc").string();
  write_file(key, desk.public_key());
  std::vector<std::string> verbs;
  for (const auto& line : block_after("A real site")) {
    INFO(line);
    if (line.starts_with("$EDITOR")) {
      write_file(folder + "/directory.toml",
                 "[[country]]\ncode = \"BG\"\n[[desk]]\nid = \"nfp-bg\"\ncountry = \"BG\"\n"
                 "community = \"police\"\naddress = \"nfp@mvr.bg.example\"\nkey = \"" +
                     desk.fingerprint() + "\"\nrights = [\"send\", \"search\", \"operate\"]\n");
      continue;
    }
    REQUIRE(line.starts_with("pouch "));
    auto command = with(with(line, "/var/lib/pouch", folder), " nfp-bg.asc", " " + key);
    if (command.ends_with("serve")) {
      verbs.push_back("serve");  // the other tests start it
      continue;
    }
    const auto ran = run({"sh", "-c", POUCH_PROGRAM + command.substr(5)});
    INFO(ran.out << ran.err);
    CHECK(ran.status == 0);
    verbs.push_back(command);
  }
  CHECK(verbs.size() == 4);
  end_agents(folder + "/gnupg");
}

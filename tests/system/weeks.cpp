#include "tests/system/weeks.hpp"

#include <catch2/catch.hpp>

namespace pouch::test {

using nlohmann::json;

Weeks::Weeks() : clock_(scratch_.path()) {}

void Weeks::go_to(std::int64_t seconds) {
  clock_.advance_to(seconds);
  const auto ran = site.pouch({"run", "--until-idle"});
  INFO(ran.out << ran.err);
  REQUIRE(ran.status == 0);
}

std::size_t Weeks::box(const std::string& id) const {
  return site.letters(site.person_at(id).address()).size();
}

std::size_t Weeks::with(const std::string& id, const std::string& words, std::size_t from) const {
  std::size_t count = 0;
  const auto files = site.letters(site.person_at(id).address());
  for (std::size_t i = from; i < files.size(); ++i) {
    count += site.open(id, files[i]).subject.find(words) != std::string::npos ? 1U : 0U;
  }
  return count;
}

Letter Weeks::last_with(const std::string& id, const std::string& words) const {
  const auto files = site.letters(site.person_at(id).address());
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    auto letter = site.open(id, *file);
    if (letter.subject.find(words) != std::string::npos) {
      return letter;
    }
  }
  throw std::runtime_error("no letter \"" + words + "\" for " + id);
}

std::string Weeks::accepted(const std::string& writer, const MailParts& parts) {
  const auto sent = site.deliver(site.mail(writer, parts), parts.to);
  INFO(sent.dump(1));
  REQUIRE(sent["outcome"] == "accepted");
  return sent["case"].is_string() ? sent["case"].get<std::string>() : std::string();
}

json Weeks::answer(const std::string& writer, const Letter& letter, const std::string& text) {
  return site.deliver(site.mail(
      writer, {.subject = "Re: " + letter.subject, .body = text, .parent = letter.message_id}));
}

json Weeks::legs(const std::string& number, const std::string& as) const {
  const auto ran = site.pouch({"show", number, "--as", as, "--reason", "for the test", "--json"});
  INFO(ran.err);
  return json::parse(ran.out)["legs"];
}

}  // namespace pouch::test

// Who is named by what people type when they are asked to whom: one word, several, with courtesy.
#include <catch2/catch.hpp>

#include "gateway/decide/named.hpp"
#include "gateway/decide/reading.hpp"
#include "tests/unit/gateway/people.hpp"
#include "tests/unit/gateway/shipped.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::People;
using pouch::test::shipped;

namespace {

using Ids = std::vector<std::string>;

// Ids of who is reached in a case with Bulgaria and Serbia; empty: it is asked again.
Ids named(const std::string& text) {
  People people;
  people.directory.countries.push_back({"BA", "Bosnia and Herzegovina", {}});
  people.add_desk("nfp-ba", "BA", "police", config::DeskKind::kFocalPoint);
  people.directory.countries.push_back({"ME", "Montenegro", {}});
  people.add_desk("nfp-me", "ME", "police", config::DeskKind::kFocalPoint);
  const auto subject = *people.request({"BG", "RS", "BA", "ME"}).opened;
  Situation situation{.directory = people.directory,
                      .site = people.site,
                      .now = people.now,
                      .sender = people.ana,
                      .fresh = CaseNumber("SEL", 2026, 7),
                      .key_usable = [](const std::string&) { return true; },
                      .templates = &shipped()};
  auto line = "To: " + text;
  const auto result = resolve_named(situation, &subject, take_named(line, shipped()));
  Ids ids;
  for (const auto& one : result.to) ids.push_back(one.id);
  return result.wrong.empty() ? ids : Ids{};
}

// What a Reply to the question to whom names.
Ids read_names(const std::string& typed) {
  mail::openpgp::Opened opened;
  opened.content.text = typed;
  opened.headers.in_reply_to = "<q@x>";
  opened.headers_signed = true;
  Lookups lookups;
  lookups.thread.letter = [](const std::string& id) -> std::optional<AnsweredLetter> {
    return AnsweredLetter{id, "5eed-1", "question", std::nullopt, {}, "NOT SENT YET\n", "", Time{}};
  };
  lookups.find_case = [](const CaseNumber&) { return std::nullopt; };
  lookups.opening_form = [](const CaseNumber&) { return std::nullopt; };
  lookups.kept = [](const std::string& id) -> std::optional<KeptParts> {
    KeptParts kept;
    kept.letter = id;
    kept.why = KeptFor::kReceivers;
    kept.text = "The driver has spoken.";
    return kept;
  };
  People people;
  return read_mail(opened, people.ana, {}, shipped(), people.site, people.now, lookups).to_names;
}

}  // namespace

TEST_CASE("the answer to whom stands below a greeting too") {
  for (const auto* typed : {"BG", "\n\nBG\n", "Dear colleagues,\n\nBG\n\nKind regards,\nAna",
                            "Уважаеми колеги,\n\nBG", "Dragi colegi,\n\nTo: BG\n", "Thanks.\nBG"}) {
    INFO(typed);
    CHECK(read_names(typed) == Ids{"BG"});
  }
  CHECK(read_names("BG, RS") == Ids{"BG", "RS"});
  CHECK(read_names("Dear colleagues,\nplease wait.") == Ids{"Dear colleagues"});
}

TEST_CASE("signs, words and courtesy between names part them or say nothing") {
  const auto [text, ids] = GENERATE(table<std::string, Ids>({
      {"BG", {"nfp-bg"}},
      {"BG, RS", {"nfp-bg", "nfp-rs"}},
      {"BG and RS", {"nfp-bg", "nfp-rs"}},
      {"BG & RS", {"nfp-bg", "nfp-rs"}},
      {"BG/RS", {"nfp-bg", "nfp-rs"}},
      {"BG + RS", {"nfp-bg", "nfp-rs"}},
      {"BG RS", {"nfp-bg", "nfp-rs"}},
      {"BG и RS", {"nfp-bg", "nfp-rs"}},
      {"BG și RS", {"nfp-bg", "nfp-rs"}},
      {"BG ve RS", {"nfp-bg", "nfp-rs"}},
      {"Bulgaria please", {"nfp-bg"}},
      {"nfp-bg & Serbia please", {"nfp-bg", "nfp-rs"}},
      {"Serbia and Bulgaria, thanks", {"nfp-rs", "nfp-bg"}},
      {"Bulgaria, vă rog", {"nfp-bg"}},
      {"Bosnia and Herzegovina", {"nfp-ba"}},
      {"only BG", {"nfp-bg"}},
      {"BG only, please", {"nfp-bg"}},
      {"само BG", {"nfp-bg"}},
      {"send it to BG and RS", {"nfp-bg", "nfp-rs"}},
      {"ME", {"nfp-me"}},
      {"Montenegro only", {"nfp-me"}},
      {"Bosnia and Herzegovina, BG", {"nfp-ba", "nfp-bg"}},
  }));
  INFO(text);
  CHECK(named(text) == ids);
}

TEST_CASE("a word that is not understood makes the whole a question") {
  for (const auto* text :
       {"not RS", "all but RS", "BG, not RS", "everybody except Serbia", "do not send it",
        "BG or RS", "BG and who else is asked", "1", "France", "me", "Me", "to me", "send it to me",
        "send it to all but RS", "only not RS", "BG and me", "only"}) {
    INFO(text);
    CHECK(named(text).empty());
  }
}

// What a plain mail says on top about its handling holds, in every language, form or none.
#include <catch2/catch.hpp>

#include "gateway/decide/plain_marks.hpp"
#include "tests/unit/gateway/scene.hpp"

using namespace pouch;
using namespace pouch::gateway;
using namespace pouch::gateway::detail;
using namespace pouch::test;

namespace {

Reading read(const std::string& who, const std::string& text, const std::string& answered,
             const std::vector<std::string>& groups = {}) {
  mail::openpgp::Opened opened;
  opened.content.text = text;
  opened.headers.subject = "More";
  opened.headers.in_reply_to = answered.empty() ? "" : "<a@b>";
  opened.headers_signed = true;
  Scene scene;
  scene.asks();
  Lookups lookups;
  lookups.thread.letter = [&](const std::string&) -> std::optional<AnsweredLetter> {
    return AnsweredLetter{"<a@b>",  "5eed-1",
                          answered, MessageNumber{scene.subject.number, 1},
                          {},       "Our letter\n\nWHAT IS WANTED\n",
                          "",       kReceived};
  };
  lookups.find_case = [&](const CaseNumber&) { return scene.subject; };
  lookups.opening_form = [&](const CaseNumber&) { return scene.opening; };
  return read_mail(opened, scene.sender(who), groups, shipped(), scene.site, kReceived, lookups);
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("a handling on top of a plain mail holds, and its line is no text") {
  for (const auto* line :
       {"Handling: H2", "handling: h2", "Handling: not to be passed on without permission",
        "To: ana\nHandling: H2", "Handling: H2\nTo: ana", "\n\nHandling:   H2  "}) {
    INFO(line);
    const auto reading = read("nfp-bg", std::string(line) + "\n\nHe is watched.", "request");
    REQUIRE(reading.form);
    CHECK(reading.form->problems.empty());
    CHECK(reading.form->list("handling") == Codes{"H2"});
    CHECK(reading.form->words == "He is watched.");
    CHECK(reading.own.find("He is watched.") != std::string::npos);
    CHECK(reading.to_names.size() == (std::string(line).find("To:") == std::string::npos ? 0 : 1));
  }
}

TEST_CASE("the label of a handling is known in every language of the forms") {
  const auto* note = shipped().find("note");
  std::size_t count = 0;
  for (const auto& field : note->fields) {
    for (const auto& [tag, words] :
         field.id == "handling" ? field.words : decltype(field.words){}) {
      if (words.label.empty()) continue;
      INFO(tag << " " << words.label);
      const auto marks = plain_marks(words.label + ": H3\nText.", shipped(), false);
      REQUIRE(marks);
      CHECK(marks->rest == "Text.");
      ++count;
    }
  }
  CHECK(count >= 10);
}

TEST_CASE("a handling that cannot be read counts as the stricter one, and is shown") {
  for (const auto* value : {"strictly for you", "secret source", "H9", "do not tell the others"}) {
    INFO(value);
    const auto line = std::string("Handling: ") + value;
    const auto reading = read("nfp-bg", line + "\n\nHe is watched.", "request");
    REQUIRE(reading.form);
    CHECK(reading.form->list("handling") == Codes{"H2"});
    CHECK(reading.form->words == line + "\n\nHe is watched.");
  }
}

TEST_CASE("privilege is the prosecutors' to say, and holds in a plain mail") {
  for (const auto* line : {"Privileged: yes", "PRIVILEGED: Yes", "Legal privilege: yes",
                           "Handling: H2\nPrivileged: da", "Privileged: of course"}) {
    INFO(line);
    const auto reading = read("radu", std::string(line) + "\n\nThe judge said so.", "", {"seepag"});
    REQUIRE(reading.form);
    CHECK(reading.form->yes("privileged"));
    CHECK(reading.form->problems.empty());
    CHECK(reading.form->words.find("The judge said so.") != std::string::npos);
  }
  CHECK_FALSE(read("radu", "Privileged: no\n\nx", "", {"seepag"}).form->yes("privileged"));
  CHECK_FALSE(read("ana", "Privileged: yes\n\nx", "").form);
}

TEST_CASE("a few words of an asked desk keep the handling that stands above them") {
  const auto reading = read("nfp-bg", "To: ana\nHandling: H2\nNo record.", "request");
  REQUIRE(reading.form);
  CHECK(reading.form->name == "reply");
  CHECK(reading.form->text("reply_kind") == "NO_TRACE");
  CHECK(reading.form->list("handling") == Codes{"H2"});
  CHECK(reading.form->words == "No record.");
  CHECK(reading.to_names == Codes{"ana"});
}

TEST_CASE("such a line anywhere else is text, and to the gateway it is nothing") {
  for (const auto* text : {"He is watched.\nHandling: H2", "Dear all,\nHandling: as always",
                           "Handling:\nwith care", "Handling of the lorry: by us"}) {
    INFO(text);
    const auto reading = read("nfp-bg", text, "request");
    CHECK_FALSE(reading.form);
    CHECK(reading.own == text);
  }
  CHECK_FALSE(read("nfp-bg", "Handling: H2\n\nWhat is this?", "receipt").form);
}

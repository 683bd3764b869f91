// Drafts in versions, by their names.
#include "gateway/cases/draft_version.hpp"

#include <catch2/catch.hpp>

using namespace pouch::gateway;

TEST_CASE("the name of a file says which version of what it is") {
  for (const auto* name :
       {"draft-v2.docx", "Draft-V2.docx", "draft_v2.docx", "draft v2.docx", "draft.v2.docx",
        "draft-version2.docx", "draft - version 2.docx", "DRAFT-v02.DOCX"}) {
    INFO(name);
    const auto version = version_in(name);
    REQUIRE(version);
    CHECK(version->of == "draft.docx");
    CHECK(version->version == 2);
  }
  CHECK(version_in("letter-v3")->of == "letter");
  for (const auto* name : {"draft.docx", "draft-2.docx", "draft2.docx", "lev2.docx", "v2.docx", "",
                           ".docx", "draft-v.docx", "draft-v20261130.docx", "photo-2026-11-30.jpg",
                           "-v2.docx", "2", "v", "draft-v2x.docx"}) {
    INFO(name);
    CHECK_FALSE(version_in(name));
  }
}

TEST_CASE("a new version replaces the newest of the older ones, and no other file") {
  const std::vector<FiledDraft> before{
      {"draft-v1.docx", 1}, {"draft-v2.docx", 3}, {"draft-v2.docx", 5}, {"draft-v7.docx", 6},
      {"draft-v3.pdf", 7},  {"other-v1.docx", 8}, {"draft.docx", 9}};
  const auto replaced = replaced_drafts({"Draft-v4.docx", "plan.docx", "fresh-v1.docx"}, before);
  REQUIRE(replaced.size() == 1);
  CHECK(replaced.front().name == "Draft-v4.docx");
  CHECK(replaced.front().earlier == "draft-v2.docx");
  CHECK(replaced.front().message == 5);
  CHECK(replaced_drafts({"draft-v1.docx"}, before).empty());
  CHECK(replaced_drafts({"draft-v2.docx"}, before).front().message == 1);
  CHECK(replaced_drafts({}, before).empty());
  CHECK(replaced_drafts({"draft-v2.docx"}, {}).empty());
}

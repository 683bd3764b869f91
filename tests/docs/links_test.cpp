// What the pages point at is there.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/docs/pages.hpp"

using namespace pouch::test;
namespace fs = std::filesystem;

namespace {

std::set<std::string> missing(const std::string& page) {
  const auto text = source_text(page);
  std::set<std::string> gone;
  const fs::path top(POUCH_SOURCE);
  for (const auto& path :
       matches(text, "`((?:mail|gateway|templates|search|config|tests|docs)/[\\w./-]+)`")) {
    if (!fs::exists(top / path)) {
      gone.insert(path);
    }
  }
  for (const auto& link : matches(text, "\\]\\(([^)#:]+)\\)")) {
    if (!fs::exists(top / fs::path(page).parent_path() / link)) {
      gone.insert(link);
    }
  }
  return gone;
}

}  // namespace

TEST_CASE("pages name files and links that are there") {
  for (const auto* page : {"README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md",
                           "docs/choices.md", "docs/reasons.md", "docs/rfcs.md", "docs/security.md",
                           "docs/spec/README.md", "docs/spec/decisions.md", "docs/spec/domain.md",
                           "docs/spec/security.md", "docs/spec/spec.md", "docs/templates.md"}) {
    INFO(page);
    CHECK(missing(page) == std::set<std::string>{});
  }
}

TEST_CASE("docs/security.md names the seccomp calls that are forbidden") {
  const auto page = source_text("docs/security.md");
  for (const auto& call :
       matches(source_text("gateway/confine/confine.cpp"), "SCMP_SYS\\(([a-z0-9_]+)")) {
    INFO(call);
    CHECK(page.find("`" + call + "`") != std::string::npos);
  }
}

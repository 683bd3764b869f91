// The process extract of a verb: started when the first file is to be read, one for all, begun
// anew when it has died, gone with its owner.
#include "gateway/process/own_extractor.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <fstream>

#include "gateway/extract/extract_line.hpp"
#include "gateway/fault.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

struct Site {
  TemporaryFolder folder;
  std::filesystem::path config = folder.path() / "pouch.toml";
  Site() { std::ofstream(config) << "address = \"requests@pouch.example\"\n"; }
};

std::string words_of(const std::string& text) {
  return text_of({"a.txt", "text/plain", "utf-8"}, text).text;
}

bool is_there(pid_t pid) { return kill(pid, 0) == 0; }

}  // namespace

TEST_CASE("an extract of one's own is started for the first file and reads the next ones too") {
  const Site site;
  OwnExtractor extractor(site.config, POUCH_PROGRAM);
  CHECK(extractor.pid() == -1);
  CHECK(words_of("the zebra").find("the zebra") != std::string::npos);
  const auto first = extractor.pid();
  CHECK(first > 0);
  CHECK(words_of("the lion").find("the lion") != std::string::npos);
  CHECK(extractor.pid() == first);
}

TEST_CASE("an extract of one's own that died is a transient fault once, and is begun anew") {
  const Site site;
  OwnExtractor extractor(site.config, POUCH_PROGRAM);
  REQUIRE_FALSE(words_of("the zebra").empty());
  const auto first = extractor.pid();
  REQUIRE(kill(first, SIGKILL) == 0);
  siginfo_t ended{};
  REQUIRE(waitid(P_PID, static_cast<id_t>(first), &ended, WEXITED | WNOWAIT) == 0);
  try {
    words_of("the zebra");
    FAIL("nothing was thrown");
  } catch (const Fault& fault) {
    CHECK(fault.transient());
  }
  CHECK(words_of("the zebra").find("the zebra") != std::string::npos);
  CHECK(extractor.pid() != first);
}

TEST_CASE("an extract of one's own gives lines to others, and ends with its owner") {
  const Site site;
  pid_t pid = -1;
  {
    OwnExtractor extractor(site.config, POUCH_PROGRAM);
    const auto one = extractor.line(), other = extractor.line();
    CHECK(one.get() != other.get());
    pid = extractor.pid();
    REQUIRE(pid > 0);
    CHECK(is_there(pid));
  }
  CHECK_FALSE(is_there(pid));
  CHECK_THROWS_AS(words_of("the zebra"), Fault);  // nobody reads here any more
}

}  // namespace pouch::gateway

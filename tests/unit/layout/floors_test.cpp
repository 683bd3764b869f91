// The floors of each room: a folder knows its own files, those of the floors under it, and those
// that lie in the room itself; nothing knows what is built on it. So a reader can begin at the
// bottom, and a change on a floor is felt above it only.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Floors =
    std::vector<std::vector<std::string>>;  // from the ground up; side by side: strangers

const std::map<std::string, Floors> kFloors = {
    {"mail",
     {{"text"},
      {"structure"},
      {"content", "compose"},
      {"report", "openpgp", "transport"},
      {"gnupg"}}},
    {"templates",
     {{"text"}, {"types"}, {"reading"}, {"language", "showing", "exchange"}, {"replies"}}},
    {"search", {{"names", "files"}, {"things"}, {"index"}, {"query"}}},
    {"gateway",
     {{"words"},
      {"cases", "web/http", "web/html"},
      {"store", "decide", "confine", "figures"},
      {"site"},
      {"extract"},
      {"archive", "traffic"},
      {"letters"},
      {"status", "recovery", "work"},
      {"web"},
      {"web/words", "web/static"},
      {"web/pages"},
      {"importing"},
      {"process"},
      {"verbs"}}},
};

std::string read(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> sources() {
  std::vector<std::string> found;
  for (const auto* room : {"mail", "templates", "search", "config", "gateway"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(POUCH_SOURCE) / room)) {
      const auto kind = entry.path().extension();
      if (kind == ".cpp" || kind == ".hpp") {
        found.push_back(fs::relative(entry.path(), POUCH_SOURCE).generic_string());
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

// The folder of a file under its room; empty: it lies in the room itself. One that stands in a
// floor of its own counts beside the folder that it lies in.
std::string folder_of(const std::string& file) {
  const auto first = file.find('/');
  const auto last = file.rfind('/');
  if (first == last) {
    return "";
  }
  const auto whole = file.substr(first + 1, last - first - 1);
  const auto floors = kFloors.find(file.substr(0, first));
  const bool own = floors != kFloors.end() &&
                   std::any_of(floors->second.begin(), floors->second.end(), [&](const auto& one) {
                     return std::count(one.begin(), one.end(), whole) > 0;
                   });
  return own ? whole : whole.substr(0, whole.find('/'));
}

// -1: no floor has it.
int floor_of(const Floors& floors, const std::string& folder) {
  const auto found = std::find_if(floors.begin(), floors.end(), [&](const auto& floor) {
    return std::count(floor.begin(), floor.end(), folder) > 0;
  });
  return found == floors.end() ? -1 : static_cast<int>(found - floors.begin());
}

bool may_include(const std::string& file, const std::string& header) {
  const auto room = file.substr(0, file.find('/'));
  const auto floors = kFloors.find(room);
  const auto from = folder_of(file);
  const auto to = folder_of(header);
  if (floors == kFloors.end() || header.substr(0, header.find('/')) != room || from == to ||
      from.empty() || to.empty()) {
    return true;
  }
  return floor_of(floors->second, to) < floor_of(floors->second, from);
}

std::vector<std::string> included(const std::string& text) {
  static const std::regex line("(^|\n)#include \"([^\"]+)\"");
  std::vector<std::string> headers;
  for (std::sregex_iterator at(text.begin(), text.end(), line), end; at != end; ++at) {
    headers.push_back((*at)[2]);
  }
  return headers;
}

}  // namespace

TEST_CASE("no floor knows what is built on it") {
  for (const auto& file : sources()) {
    for (const auto& header : included(read(fs::path(POUCH_SOURCE) / file))) {
      INFO(file << " includes " << header);
      CHECK(may_include(file, header));
    }
  }
}

TEST_CASE("a floor's own, lower ones and what the room shares are free, all else is not") {
  CHECK(may_include("gateway/decide/a.cpp", "gateway/cases/case.hpp"));
  CHECK(may_include("gateway/decide/a.cpp", "gateway/decide/b.hpp"));
  CHECK(may_include("gateway/decide/a.cpp", "gateway/fault.hpp"));
  CHECK(may_include("gateway/decide/a.cpp", "mail/openpgp/open.hpp"));
  CHECK_FALSE(may_include("gateway/decide/a.cpp", "gateway/store/store.hpp"));  // side by side
  CHECK_FALSE(may_include("gateway/store/a.cpp", "gateway/process/launch.hpp"));
  CHECK_FALSE(may_include("mail/text/a.cpp", "mail/content/content.hpp"));
  CHECK(may_include("gateway/web/pages/a.cpp", "gateway/web/html/b.hpp"));
  CHECK(may_include("gateway/web/pages/a.cpp", "gateway/web/questions.hpp"));
  CHECK_FALSE(may_include("gateway/web/html/a.cpp", "gateway/web/questions.hpp"));
  CHECK_FALSE(may_include("gateway/web/http/a.cpp", "gateway/cases/case.hpp"));
}

TEST_CASE("every folder has its floor") {
  for (const auto& file : sources()) {
    const auto floors = kFloors.find(file.substr(0, file.find('/')));
    const auto folder = folder_of(file);
    INFO(file);
    CHECK((floors == kFloors.end() || folder.empty() || floor_of(floors->second, folder) >= 0));
  }
}

TEST_CASE("every header says first what it is, every source whose it is") {
  for (const auto& file : sources()) {
    const auto text = read(fs::path(POUCH_SOURCE) / file);
    const auto stem = file.substr(0, file.size() - 4);
    INFO(file);
    CHECK((text.starts_with("//") || text.starts_with("#include \"" + stem + ".hpp\"\n")));
    if (file.ends_with(".hpp")) {
      CHECK(text.starts_with("//"));
    }
  }
}

TEST_CASE("an outcome that may be bad cannot be let fall in silence") {
  const std::regex outcome(
      "enum class (\\[\\[nodiscard\\]\\] )?(\\w*Result|Work|Taken|Reach|Received|News|Handover|"
      "Judgement) ?\\{");
  std::size_t seen = 0;
  for (const auto& file : sources()) {
    if (!file.ends_with(".hpp") || file == "gateway/decide/reach.hpp") continue;
    const auto text = read(fs::path(POUCH_SOURCE) / file);
    for (std::sregex_iterator at(text.begin(), text.end(), outcome), end; at != end; ++at) {
      INFO(file << ": " << (*at)[0]);
      CHECK((*at)[1].matched);
      ++seen;
    }
  }
  CHECK(seen >= 8);
}

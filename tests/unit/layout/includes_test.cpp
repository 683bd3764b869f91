// Who may include whom: rooms know their own files only, the conductor knows all, and each library
// has its doors. A new door is added to the table here, where a reviewer sees it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

const std::map<std::string, Names> kRooms = {
    {"mail", {"mail"}},
    {"templates", {"templates"}},
    {"search", {"search"}},
    {"config", {"config"}},
    {"gateway", {"gateway", "mail", "templates", "search", "config"}},
};

// Beginning of a header -> the files that may include it; an entry that ends in / is a folder.
const std::map<std::string, Names> kDoors = {
    {"gpgme", {"mail/gnupg/context.hpp"}},
    {"mimetic/", {"mail/compose/compose.cpp"}},
    {"curl/", {"mail/transport/curl_library.hpp"}},
    {"sqlite3", {"gateway/store/sqlite.cpp"}},
    {"xapian", {"search/index/xapian_door.hpp"}},
    {"unicode/",
     {"mail/text/charset.cpp", "search/files/charset.cpp", "search/names/fold.cpp",
      "search/names/letters.cpp", "search/things/month_words.cpp", "templates/text/fold.cpp",
      "templates/types/names.cpp", "gateway/cases/local_day.cpp", "gateway/letters/local_time.cpp",
      "gateway/words/grammar.cpp"}},
    {"sodium",
     {"mail/compose/compose.cpp", "mail/openpgp/identity.cpp", "search/index/blind.cpp",
      "gateway/store/sealed_stream.cpp", "gateway/store/vault.cpp"}},
    {"libxml/", {"mail/content/html_events.cpp", "search/files/xml_events.cpp"}},
    {"zlib.h", {"gateway/store/packed.cpp", "mail/openpgp/literal.cpp"}},
    {"libexif/", {"search/files/photo.cpp"}},
    {"zip.h", {"search/files/zip_library.hpp"}},
    {"toml++/",
     {"config/toml_reader.cpp", "templates/language/toml_source.cpp",
      "gateway/words/word_file.cpp"}},
    {"nlohmann/",
     {"templates/exchange/json_tree.cpp", "gateway/letters/machine.cpp",
      "gateway/decide/search_context.cpp", "gateway/store/contents_codec.cpp",
      "gateway/recovery/backup.cpp", "gateway/recovery/restore.cpp",
      "gateway/site/current_task.cpp", "gateway/site/key_addresses.cpp",
      "gateway/site/key_notes.cpp", "gateway/site/own_keys.cpp", "gateway/site/service_note.cpp",
      "gateway/verbs/json.cpp"}},
    {"spdlog/", {"gateway/site/log.cpp"}},
    {"fmt/", {"gateway/site/log.cpp"}},
    {"boost/", {"gateway/web/http/request.cpp"}},
    {"seccomp", {"gateway/confine/confine.cpp"}},
    {"CLI/", {"gateway/verbs/command_line.cpp"}},
};

// Of the C library and the kernel: no third party.
const Names kSystem = {"sys/",     "linux/",    "net/",      "netinet/",   "arpa/",    "asm/",
                       "cxxabi.h", "dirent.h",  "dlfcn.h",   "errno.h",    "fcntl.h",  "getopt.h",
                       "glob.h",   "grp.h",     "ifaddrs.h", "langinfo.h", "limits.h", "locale.h",
                       "malloc.h", "netdb.h",   "poll.h",    "pthread.h",  "pwd.h",    "sched.h",
                       "signal.h", "spawn.h",   "stdint.h",  "stdio.h",    "stdlib.h", "string.h",
                       "syslog.h", "termios.h", "time.h",    "unistd.h",   "utime.h"};

// pouch-openpgp holds GPGME and parses no mail: what lies in its folder knows these files besides
// its own, and only it knows them.
const std::string kApart = "mail/gnupg/";
const Names kOfApart = {kApart,
                        "mail/ascii.hpp",
                        "mail/descriptor.hpp",
                        "mail/fault.hpp",
                        "mail/limits.hpp",
                        "mail/openpgp/agent.hpp",
                        "mail/openpgp/command.hpp",
                        "mail/openpgp/confinement.hpp",
                        "mail/openpgp/home.hpp",
                        "mail/openpgp/lone_revocations.hpp",
                        "mail/openpgp/policy.hpp",
                        "mail/openpgp/question.hpp",
                        "mail/openpgp/values.hpp",
                        "mail/openpgp/wire.hpp"};

bool begins(const std::string& text, const std::string& with) {
  return text.compare(0, with.size(), with) == 0;
}

bool allows(const Names& files, const std::string& file) {
  return std::any_of(files.begin(), files.end(), [&](const std::string& entry) {
    return entry.back() == '/' ? begins(file, entry) : file == entry;
  });
}

// What is wrong with one include line; empty when nothing.
std::string wrong(const std::string& file, const std::string& header, bool quoted) {
  const auto& rooms = kRooms.at(file.substr(0, file.find('/')));
  if (quoted) {
    const auto slash = header.find('/');
    if (slash == std::string::npos || header.find("..") != std::string::npos) {
      return "is not written from the root of the tree";
    }
    if (begins(file, kApart) ? !allows(kOfApart, header) : begins(header, kApart)) {
      return "is not for both sides of the line to pouch-openpgp";
    }
    const auto room = header.substr(0, slash);
    return std::count(rooms.begin(), rooms.end(), room) == 1 ? ""
                                                             : "lies in a room it must not know";
  }
  for (const auto& [library, files] : kDoors) {
    if (begins(header, library)) {
      return allows(files, file) ? "" : "belongs to the doors of that library";
    }
  }
  const bool standard = header.find_first_of("./") == std::string::npos ||
                        std::any_of(kSystem.begin(), kSystem.end(),
                                    [&](const auto& entry) { return begins(header, entry); });
  return standard ? "" : "is of a library that has no door in tests/unit/layout";
}

// "file:line: #include … what is wrong" for each fault.
Names faults_of(const std::string& file, std::istream& source) {
  Names faults;
  std::string line;
  for (std::size_t number = 1; std::getline(source, line); ++number) {
    auto at = line.find_first_not_of(" \t");
    if (at == std::string::npos || line[at] != '#') continue;
    at = line.find_first_not_of(" \t", at + 1);
    if (at == std::string::npos || line.compare(at, 7, "include") != 0) continue;
    const auto open = line.find_first_of("\"<", at);
    const auto close = line.find_last_of("\">");
    if (open == std::string::npos || close <= open) {
      faults.push_back(file + ":" + std::to_string(number) + ": no header that can be read");
      continue;
    }
    const auto header = line.substr(open + 1, close - open - 1);
    if (const auto what = wrong(file, header, line[open] == '"'); !what.empty()) {
      faults.push_back(file + ":" + std::to_string(number) + ": " + header + " " + what);
    }
  }
  return faults;
}

Names faults_of(const std::string& file, const std::string& text) {
  std::istringstream source(text);
  return faults_of(file, source);
}

std::vector<fs::path> sources(const std::string& room) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(POUCH_SOURCE) / room)) {
    const auto kind = entry.path().extension();
    if (kind == ".cpp" || kind == ".hpp") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string read(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("no file includes a room or a library that it must not know") {
  for (const auto& [room, allowed] : kRooms) {
    const auto files = sources(room);
    REQUIRE_FALSE(files.empty());
    for (const auto& path : files) {
      const auto file = fs::relative(path, POUCH_SOURCE).generic_string();
      std::ifstream source(path);
      for (const auto& fault : faults_of(file, source)) {
        FAIL_CHECK(fault);
      }
    }
  }
}

TEST_CASE("a violation is told with its file and line") {
  CHECK(faults_of("search/a.cpp", std::string("// a\n#include \"mail/structure/scan.hpp\"\n")) ==
        Names{"search/a.cpp:2: mail/structure/scan.hpp lies in a room it must not know"});
  CHECK(faults_of("mail/a.hpp", std::string("#include \"gateway/fault.hpp\"")).size() == 1);
  CHECK(faults_of("config/a.hpp", std::string("#  include \"templates/types/form.hpp\"")).size() ==
        1);
  CHECK(faults_of("mail/a.cpp", std::string("#include \"scan.hpp\"")).size() == 1);
  CHECK(faults_of("mail/a.cpp", std::string("#include \"mail/../gateway/fault.hpp\"")).size() == 1);
  CHECK(faults_of("mail/a.cpp", std::string("#include <gpgme.h>")).size() == 1);
  CHECK(faults_of("gateway/a.cpp", std::string("#include <sqlite3.h>")).size() == 1);
  CHECK(faults_of("gateway/verbs/a.cpp", std::string("#include <CLI/CLI.hpp>")).size() == 1);
  CHECK(faults_of("search/index/index.cpp", std::string("#include <xapian.h>")).size() == 1);
  CHECK(faults_of("gateway/a.cpp", std::string("#include <boost/any.hpp>")).size() == 1);
  CHECK(faults_of("gateway/a.cpp", std::string("#include MACRO")).size() == 1);
}

TEST_CASE("pouch-openpgp knows nothing of the site, and nobody knows what is in it") {
  CHECK(
      faults_of("mail/openpgp/a.cpp", std::string("#include \"mail/gnupg/session.hpp\"")).size() ==
      1);
  CHECK(faults_of("gateway/a.cpp", std::string("#include \"mail/gnupg/session.hpp\"")).size() == 1);
  CHECK(faults_of("mail/gnupg/a.cpp", std::string("#include \"mail/structure/scan.hpp\"")).size() ==
        1);
  CHECK(faults_of("mail/gnupg/a.cpp", std::string("#include \"mail/openpgp/open.hpp\"")).size() ==
        1);
  CHECK(faults_of("mail/gnupg/a.cpp", std::string("#include \"mail/gnupg/session.hpp\"\n"
                                                  "#include \"mail/openpgp/wire.hpp\"")) ==
        Names{});
}

TEST_CASE("what the plan allows is no fault") {
  CHECK(faults_of("gateway/a.cpp",
                  std::string("#include \"mail/structure/scan.hpp\"\n#include \"gateway/x.hpp\"\n"
                              "#include <vector>\n#include <sys/stat.h>\n")) == Names{});
  CHECK(faults_of("gateway/verbs/command_line.cpp", std::string("#include <CLI/CLI.hpp>")) ==
        Names{});
  CHECK(faults_of("search/a.cpp", std::string("// see #include \"mail/structure/scan.hpp\"")) ==
        Names{});
}

TEST_CASE("every door in the table is there and used") {
  for (const auto& [library, files] : kDoors) {
    for (const auto& file : files) {
      if (file.back() == '/') continue;
      INFO(library << " in " << file);
      CHECK(read(fs::path(POUCH_SOURCE) / file).find("#include <" + library) != std::string::npos);
    }
  }
}

TEST_CASE("every source is named in a list of its folder or of the room") {
  for (const auto& [room, allowed] : kRooms) {
    std::string lists;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(POUCH_SOURCE) / room)) {
      if (entry.path().filename() == "CMakeLists.txt" || entry.path().extension() == ".cmake") {
        lists += read(entry.path());
      }
    }
    std::set<std::string> named;
    std::istringstream words(lists);
    for (std::string word; words >> word;) {
      while (!word.empty() && (word.back() == ')' || word.back() == '"')) word.pop_back();
      named.insert(word.substr(word.find_last_of("/\"") + 1));
    }
    for (const auto& path : sources(room)) {
      if (path.extension() != ".cpp") continue;
      INFO(path);
      CHECK(named.count(path.filename().string()) == 1);
    }
  }
}

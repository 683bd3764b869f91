// Inputs of the fuzz target of mails that came as files, replayed; it aborts by itself when an
// invariant breaks.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/fuzz/targets.hpp"

TEST_CASE("inputs that break readers of mails break no mail that came as a file") {
  std::size_t count = 0;
  for (const auto* folder : {"mail-file", "content", "scan", "headers"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(POUCH_FIXTURES "/crashers/") + folder)) {
      INFO(entry.path());
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string input{std::istreambuf_iterator<char>(file), {}};
      pouch::fuzz::mail_file_target(input);
      ++count;
    }
  }
  CHECK(count >= 6);
}

TEST_CASE("requests that fool other servers are the same in one piece and octet by octet") {
  std::size_t count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(POUCH_FIXTURES "/crashers/web-request")) {
    INFO(entry.path());
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input{std::istreambuf_iterator<char>(file), {}};
    pouch::fuzz::web_request_target(input);
    ++count;
  }
  CHECK(count >= 10);
}

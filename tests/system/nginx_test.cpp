// The page behind a real proxy, as config/examples/nginx has it.
#include <catch2/catch.hpp>

#include "tests/system/seen_site.hpp"

using namespace pouch::test;

namespace {

std::size_t descriptors_of(pid_t pid) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& one :
       fs::directory_iterator("/proc/" + std::to_string(pid) + "/fd")) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("behind nginx as in our example host and address hold, and nobody slow is waited for") {
  SeenSite site;
  site.serve();
  auto& nginx = site.nginx();
  const auto status = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"--output", "/dev/null", "--max-time", "60", "--write-out",
                                     "%{http_version} %{http_code}"});
    return nginx.curl(options).out;
  };
  CHECK(status({"/enter"}) == "2 200");
  CHECK(status({"--http1.1", "/enter"}) == "1.1 200");
  CHECK(status({"--header", "Host: elsewhere.example", "/enter"}) == "2 421");
  CHECK(status({"/desk"}) == "2 303");
  // Where we are is what our origin says, whatever else is said on the way.
  const auto said = nginx.curl({"--include", "--header", "X-Forwarded-Host: evil.example",
                                "--header", "Forwarded: host=evil.example;proto=http", "/desk"});
  CHECK(said.out.find("HTTP/2 303") == 0);
  CHECK(said.out.find("location: /enter?to=%2Fdesk\r\n") != std::string::npos);
  CHECK(said.out.find("evil.example") == std::string::npos);
  CHECK(status({"--data-binary", std::string(70000, 'a'), "/search"}) == "2 413");
  const auto clear =
      run({"curl", "--silent", "--head", "--noproxy", "*", "--header", "Host: pouch.example",
           "http://127.0.0.1:" + std::to_string(nginx.plain_port()) + "/desk"});
  CHECK(clear.out.find(" 301 ") != std::string::npos);
  CHECK(clear.out.find("Location: https://pouch.example/\r\n") != std::string::npos);

  // What the browser says of its address is nobody's word.
  const auto link = site.link_after([&] {
    CHECK(status({"--header", "Origin: https://pouch.example", "--header",
                  "X-Forwarded-For: 203.0.113.9", "--data", "address=" + kDimitar, "/enter"}) ==
          "2 200");
  });
  const auto asked = site.newest("dimitar");
  CHECK(asked.text.find("203.0.113.9") == std::string::npos);
  CHECK(asked.text.find("127.0.0.1") != std::string::npos);
  CHECK(status({link}) == "2 200");

  // More than may be connected with Pouch, each in the middle of what it asks.
  nginx.keep_waiting(
      300, "POST /search HTTP/1.1\r\nHost: pouch.example\r\nContent-Length: 60000\r\n\r\n" +
               std::string(20000, 'a'));
  CHECK(status({"/enter"}) == "2 200");
  CHECK(descriptors_of(site.process("process web")) < 30);

  REQUIRE(site.stop() == 0);
  CHECK(status({link}) == "2 502");
  // Else its address would come in the next question, and stand in the log of that.
  CHECK(nginx.curl({"--head", link}).out.find("referrer-policy: no-referrer") != std::string::npos);
  CHECK(status({"/desk"}) == "2 502");
  CHECK(nginx.access_log().find("/desk") != std::string::npos);
  CHECK(nginx.error_log().find("/desk") != std::string::npos);
  for (const auto& log : {nginx.access_log(), nginx.error_log()}) {
    CHECK(log.find(link.substr(7)) == std::string::npos);
    CHECK(log.find("temporary file") == std::string::npos);
  }
}

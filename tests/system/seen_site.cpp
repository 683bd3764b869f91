#include "tests/system/seen_site.hpp"

#include <catch2/catch.hpp>
#include <regex>

#include "tests/system/four_countries.hpp"

namespace pouch::test {

const std::string kDimitar = "dimitar@police.bg.example",
                  kGatewayAddress = "requests@pouch.example";

SeenSite::SeenSite() : socket((folder().parent_path() / "w").string()) {
  set("web.listen", "\"unix:" + socket + "\"");
  set("web.group", "\"" + Nginx::group() + "\"");
  set("web.origin", "\"https://" + std::string(Nginx::kHost) + "\"");
  auto text = directory();
  const std::string rights = "rights = [\"send\", \"search\"]";
  const auto at = text.find(rights, text.find("id = \"dimitar\""));
  REQUIRE(at != std::string::npos);
  text.replace(at, rights.size(),
               "rights = [\"send\", \"search\", \"operate\", \"audit\"]\ndesks = [\"nfp-bg\"]");
  write_directory(text);
  // nginx comes by.
  for (const auto& folder : {folder().parent_path(), beside_.path()}) {
    fs::permissions(folder, fs::perms::others_exec, fs::perm_options::add);
  }
}

void SeenSite::serve() {
  start();
  REQUIRE(eventually([&] { return fs::exists(socket); }));
  nginx_ = std::make_unique<Nginx>(beside_.path() / "n", socket);
}

WebDriver& SeenSite::browser() {
  if (!browser_) {
    browser_ = std::make_unique<WebDriver>(beside_.path() / "b", Nginx::kHost, nginx_->port());
  }
  return *browser_;
}

std::string SeenSite::link_after(const std::function<void()>& ask) const {
  const std::regex in_letter("https://" + std::string(Nginx::kHost) + "(/enter/[0-9a-f]{64})\\b");
  auto seen = letters(kDimitar).size();
  ask();
  std::smatch found;
  Letter letter;
  REQUIRE(eventually([&] {
    for (const auto files = letters(kDimitar); seen < files.size(); ++seen) {
      letter = open("dimitar", files[seen]);
      if (std::regex_search(letter.text, found, in_letter)) {
        return true;
      }
    }
    return false;
  }));
  CHECK(letter.signer == gateway_fingerprint());
  CHECK(letter.wire.find("/enter/") == std::string::npos);
  return found[1];
}

void SeenSite::await_index(const std::string& query) const {
  REQUIRE(eventually([&] {
    return pouch({"search", query, "--as", "dimitar", "--reason", "for the test"}).status == 0;
  }));
}

std::size_t SeenSite::rows(const std::string& act) const {
  const auto exported = pouch({"audit", "export"}).out;
  const auto row = "\"act\":\"" + act + "\"";
  std::size_t count = 0;
  for (auto at = exported.find(row); at != std::string::npos; at = exported.find(row, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace pouch::test

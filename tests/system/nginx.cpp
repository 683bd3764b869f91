#include "tests/system/nginx.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

namespace pouch::test {
namespace {

// What stands in the example and nowhere here would leave it untested.
std::string example(const std::map<std::string, std::string>& ours) {
  auto text = read_file(fs::path(POUCH_EXAMPLES) / "nginx/pouch.conf");
  for (const auto& [theirs, here] : ours) {
    INFO(theirs);
    auto at = text.find(theirs);
    REQUIRE(at != std::string::npos);
    for (; at != std::string::npos; at = text.find(theirs, at + here.size())) {
      text.replace(at, theirs.size(), here);
    }
  }
  return text;
}

// What Debian's nginx.conf says around it, with our folders.
std::string around(const fs::path& folder) {
  const auto at = folder.string();
  std::string text = geteuid() == 0 ? "user www-data;\n" : "";
  text += "daemon off;\npid " + at + "/pid;\nerror_log " + at +
          "/error.log info;\nevents { worker_connections 768; }\nhttp {\n";
  for (const std::string kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    text += kind + "_temp_path " + at + "/temp-" + kind + ";\n";
  }
  return text + "include " + at + "/pouch.conf;\n}\n";
}

}  // namespace

Nginx::Nginx(const fs::path& folder, const std::string& socket)
    : folder_(folder), authority_(folder / "tls"), port_(free_port()), plain_port_(free_port()) {
  const auto certificate = authority_.issue("page", "DNS:" + std::string(kHost));
  fs::permissions(folder, fs::perms::others_exec, fs::perm_options::add);
  write_file(folder / "pouch.conf",
             example({{"/run/pouch/web.sock;", socket + ";"},
                      {"    listen [::]:443 ssl http2;\n", ""},
                      {"    listen [::]:80;\n", ""},
                      {"listen 443 ", "listen 127.0.0.1:" + std::to_string(port_) + " "},
                      {"listen 80;", "listen 127.0.0.1:" + std::to_string(plain_port_) + ";"},
                      {"/etc/ssl/pouch.example.pem", certificate.file.string()},
                      {"/etc/ssl/private/pouch.example.key", certificate.key.string()},
                      {"/var/log/nginx/pouch.log", (folder / "access.log").string()}}));
  write_file(folder / "nginx.conf", around(folder));
  const auto program = std::string("/usr/sbin/nginx"), own = (folder / "nginx.conf").string();
  const auto checked = run({program, "-t", "-c", own, "-e", (folder / "error.log").string()});
  INFO(checked.err);
  REQUIRE(checked.status == 0);
  master_ = start_bound({program, "-c", own, "-e", (folder / "error.log").string()});
  INFO(error_log());
  REQUIRE(eventually([&] { return curl({"--head", "/"}).status == 0; }));
}

Nginx::~Nginx() {
  kill(master_, SIGTERM);
  await(master_);
}

std::string Nginx::group() { return geteuid() == 0 ? "www-data" : ""; }

std::string Nginx::access_log() const { return read_file(folder_ / "access.log"); }

std::string Nginx::error_log() const { return read_file(folder_ / "error.log"); }

Ran Nginx::curl(std::vector<std::string> options) const {
  const std::string host(kHost);
  options.back() = "https://" + host + options.back();
  options.insert(options.begin(), {"curl", "--silent", "--show-error", "--cacert",
                                   authority_.ca.string(), "--noproxy", "*", "--connect-to",
                                   host + ":443:127.0.0.1:" + std::to_string(port_)});
  return run(options);
}

void Nginx::keep_waiting(std::size_t clients, const std::string& octets) {
  const auto url = "https://" + std::string(kHost) + ":" + std::to_string(port_);
  const std::shared_ptr<curl_slist> place(
      curl_slist_append(nullptr, (std::string(kHost) + ":" + std::to_string(port_) +
                                  ":127.0.0.1:" + std::to_string(port_))
                                     .c_str()),
      curl_slist_free_all);
  for (std::size_t i = 0; i < clients; ++i) {
    const std::shared_ptr<void> one(curl_easy_init(), curl_easy_cleanup);
    curl_easy_setopt(one.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(one.get(), CURLOPT_CONNECT_TO, place.get());
    curl_easy_setopt(one.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(one.get(), CURLOPT_CAINFO, authority_.ca.c_str());
    curl_easy_setopt(one.get(), CURLOPT_SSL_ENABLE_ALPN, 0L);
    curl_easy_setopt(one.get(), CURLOPT_CONNECT_ONLY, 1L);
    REQUIRE(curl_easy_perform(one.get()) == CURLE_OK);
    std::size_t sent = 0;
    REQUIRE(curl_easy_send(one.get(), octets.data(), octets.size(), &sent) == CURLE_OK);
    REQUIRE(sent == octets.size());
    slow_.push_back(one);
  }
}

}  // namespace pouch::test

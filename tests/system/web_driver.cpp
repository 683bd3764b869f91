#include "tests/system/web_driver.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <stdexcept>

#include "tests/system/dovecot.hpp"

namespace pouch::test {

using nlohmann::json;

namespace {

std::size_t keep(char* octets, std::size_t one, std::size_t count, void* into) {
  static_cast<std::string*>(into)->append(octets, one * count);
  return one * count;
}

// Chromium ends with the driver, also when that is killed.
fs::path bound_browser(const fs::path& folder) {
  const auto file = folder / "chromium";
  write_file(file, "#!/bin/sh\nexec setpriv --pdeathsig KILL /usr/bin/chromium \"$@\"\n");
  fs::permissions(file, fs::perms::owner_all);
  return file;
}

json options(const fs::path& folder, const std::string& host, int port) {
  json flags{"--headless=new",
             "--disable-gpu",
             "--disable-dev-shm-usage",
             "--disable-background-networking",
             "--disable-component-update",
             "--disable-crash-reporter",
             "--disable-extensions",
             "--disable-sync",
             "--no-first-run",
             "--force-color-profile=srgb",
             "--hide-scrollbars",
             "--lang=en-GB",
             "--user-data-dir=" + (folder / "profile").string(),
             "--host-resolver-rules=MAP " + host + " 127.0.0.1:" + std::to_string(port) +
                 ",MAP * ~NOTFOUND"};
  if (geteuid() == 0) {
    flags.push_back("--no-sandbox");  // it refuses to make one for root
  }
  constexpr int kPatience = 300000;  // milliseconds, on a machine that does everything at once
  return {{"acceptInsecureCerts", true},
          {"timeouts", {{"script", kPatience}, {"pageLoad", kPatience}}},
          {"goog:loggingPrefs", {{"browser", "ALL"}}},
          {"goog:chromeOptions", {{"binary", bound_browser(folder).string()}, {"args", flags}}}};
}

std::string unpacked(const json& base64) { return run({"base64", "-d"}, base64).out; }

}  // namespace

struct WebDriver::Line {
  std::string url;
  CURL* handle = curl_easy_init();
  ~Line() { curl_easy_cleanup(handle); }
};

WebDriver::WebDriver(const fs::path& folder, const std::string& host, int port)
    : line_(std::make_unique<Line>()), origin_("https://" + host) {
  fs::create_directories(folder);
  const auto own = free_port();
  line_->url = "http://127.0.0.1:" + std::to_string(own);
  driver_ = start_bound(
      {"env", "-u", "LD_PRELOAD", "HOME=" + folder.string(), "TMPDIR=" + folder.string(),
       "XDG_CONFIG_HOME=" + folder.string(), "XDG_CACHE_HOME=" + folder.string(), "chromedriver",
       "--port=" + std::to_string(own), "--log-path=" + (folder / "driver.log").string()});
  INFO("chromedriver did not start: is the package chromium-driver installed?");
  REQUIRE(eventually([&] {
    try {
      return ask("GET", "/status")["ready"] == true;
    } catch (const std::runtime_error&) {
      return false;
    }
  }));
  session_ = ask("POST", "/session",
                 {{"capabilities", {{"alwaysMatch", options(folder, host, port)}}}})["sessionId"];
  set_screen({});
}

WebDriver::~WebDriver() {
  try {
    if (!session_.empty()) {
      ask("DELETE", "/session/" + session_);
    }
  } catch (const std::exception&) {  // it ends with the driver
  }
  kill(driver_, SIGTERM);
  await(driver_);
}

json WebDriver::ask(const std::string& method, const std::string& path, const json& body) const {
  std::string answer, sent = body.is_null() ? "{}" : body.dump();
  const auto url = line_->url + path;
  auto* handle = line_->handle;
  curl_easy_reset(handle);
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, 300L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
  if (method == "POST") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sent.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, sent.data());
  }
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, method.c_str());
  if (const auto code = curl_easy_perform(handle); code != CURLE_OK) {
    throw std::runtime_error("chromedriver, " + path + ": " + curl_easy_strerror(code));
  }
  auto value = json::parse(answer)["value"];
  if (value.is_object() && value.contains("error")) {
    throw std::runtime_error("chromedriver, " + path + ": " + value["error"].get<std::string>() +
                             ": " + value["message"].get<std::string>());
  }
  return value;
}

json WebDriver::of_chromium(const std::string& command, const json& parameters) const {
  return ask("POST", "/session/" + session_ + "/goog/cdp/execute",
             {{"cmd", command}, {"params", parameters}});
}

std::string WebDriver::element(const std::string& selector) const {
  // The name of the one field is fixed (WebDriver, section 12.1).
  return ask("POST", "/session/" + session_ + "/element",
             {{"using", "css selector"}, {"value", selector}})
      .front();
}

void WebDriver::go(const std::string& path) {
  ask("POST", "/session/" + session_ + "/url", {{"url", origin_ + path}});
}

void WebDriver::back() { ask("POST", "/session/" + session_ + "/back"); }

std::string WebDriver::path() {
  const std::string url = ask("GET", "/session/" + session_ + "/url");
  return url.starts_with(origin_) ? url.substr(origin_.size()) : url;
}

std::string WebDriver::title() { return ask("GET", "/session/" + session_ + "/title"); }

std::string WebDriver::text() { return run("return document.body.innerText"); }

bool WebDriver::has(const std::string& selector) {
  return !ask("POST", "/session/" + session_ + "/elements",
              {{"using", "css selector"}, {"value", selector}})
              .empty();
}

void WebDriver::click(const std::string& selector) {
  ask("POST", "/session/" + session_ + "/element/" + element(selector) + "/click");
}

void WebDriver::type(const std::string& selector, const std::string& words) {
  const auto place = "/session/" + session_ + "/element/" + element(selector);
  ask("POST", place + "/clear");
  ask("POST", place + "/value", {{"text", words}});
}

void WebDriver::press(const std::vector<std::string>& keys) {
  auto actions = json::array();
  for (const auto& key : keys) {
    actions.push_back({{"type", "keyDown"}, {"value", key}});
    actions.push_back({{"type", "keyUp"}, {"value", key}});
  }
  ask("POST", "/session/" + session_ + "/actions",
      {{"actions", {{{"type", "key"}, {"id", "keyboard"}, {"actions", actions}}}}});
}

json WebDriver::run(const std::string& script, const json& arguments) {
  return ask("POST", "/session/" + session_ + "/execute/sync",
             {{"script", script}, {"args", arguments.is_null() ? json::array() : arguments}});
}

void WebDriver::set_screen(const Screen& screen) {
  of_chromium(
      "Emulation.setDeviceMetricsOverride",
      {{"width", screen.width}, {"height", 900}, {"deviceScaleFactor", 1}, {"mobile", false}});
  of_chromium("Emulation.setEmulatedMedia",
              {{"features",
                {{{"name", "prefers-color-scheme"}, {"value", screen.dark ? "dark" : "light"}}}}});
}

void WebDriver::set_scripts(bool on) {
  of_chromium("Emulation.setScriptExecutionDisabled", {{"value", !on}});
}

std::string WebDriver::picture() {
  return unpacked(of_chromium("Page.captureScreenshot", {{"captureBeyondViewport", true}})["data"]);
}

std::string WebDriver::paper() {
  return unpacked(of_chromium("Page.printToPDF", json::object())["data"]);
}

std::vector<std::string> WebDriver::complaints() {
  std::vector<std::string> all;
  for (const auto& line : ask("POST", "/session/" + session_ + "/se/log", {{"type", "browser"}})) {
    const auto level = line["level"].get<std::string>();
    if (level != "INFO" && level != "DEBUG") {  // as that it cleared what it was asked to clear
      all.push_back(level + " " + line["message"].get<std::string>());
    }
  }
  return all;
}

}  // namespace pouch::test

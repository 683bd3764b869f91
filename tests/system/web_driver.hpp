// A real browser: Debian's Chromium without a window, led by its chromedriver as WebDriver (W3C,
// Level 2) says, over the loopback. What WebDriver has no word for (light and dark, the size of the
// screen, script off, a picture of the whole page, paper) goes by Chromium's own protocol, through
// the same door. Everything of it lies in the folder that it is given, and ends with the object.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/system/harness.hpp"

namespace pouch::test {

struct Screen {
  int width = 1280;
  bool dark = false;
};

class WebDriver {
 public:
  // `host` leads to that port of the loopback, with whatever certificate; every other name nowhere.
  WebDriver(const fs::path& folder, const std::string& host, int port);
  ~WebDriver();
  WebDriver(const WebDriver&) = delete;
  WebDriver& operator=(const WebDriver&) = delete;

  void go(const std::string& path);  // of that host
  void back();
  std::string path();   // where it is, with query and fragment
  std::string title();  // of the window
  std::string text();   // of the page, as somebody reads it
  // Elements by CSS selectors: the first that fits.
  bool has(const std::string& selector);
  void click(const std::string& selector);  // and where it leads is loaded
  void type(const std::string& selector, const std::string& words);
  // To whatever has the focus, a key after the other.
  void press(const std::vector<std::string>& keys);
  // The body of a function; its value, waited for when it is a promise.
  nlohmann::json run(const std::string& script, const nlohmann::json& arguments = nullptr);

  void set_screen(const Screen& screen);
  void set_scripts(bool on);
  std::string picture();  // PNG of the whole page
  std::string paper();    // PDF
  // What the console warned of or refused since it was asked last (a policy that is broken too).
  std::vector<std::string> complaints();

  static constexpr const char* kTab = "\uE004";
  static constexpr const char* kEnter = "\uE007";
  static constexpr const char* kEscape = "\uE00C";

 private:
  struct Line;
  nlohmann::json ask(const std::string& method, const std::string& path,
                     const nlohmann::json& body = nullptr) const;
  nlohmann::json of_chromium(const std::string& command, const nlohmann::json& parameters) const;
  std::string element(const std::string& selector) const;

  std::unique_ptr<Line> line_;
  std::string origin_, session_;
  pid_t driver_ = -1;
};

}  // namespace pouch::test

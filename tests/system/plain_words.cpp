#include "tests/system/plain_words.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

namespace pouch::test {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string as_reply(const std::string& text,
                     const std::vector<std::pair<std::string, std::string>>& filled) {
  std::string result = "On Tuesday, Pouch wrote:\n";
  auto rest = filled;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    auto line = text.substr(begin, end - begin);
    for (auto entry = rest.begin(); entry != rest.end(); ++entry) {
      if (line.rfind(entry->first, 0) == 0) {
        line = entry->first + " " + entry->second;
        rest.erase(entry);
        break;
      }
    }
    result += "> " + line + "\n";
    begin = end + 1;
  }
  return result;
}

nlohmann::json send(Site& site, const std::string& writer, const std::string& body,
                    const std::string& subject) {
  auto json = site.deliver(site.mail(writer, {.subject = subject, .body = body}));
  INFO(json.dump(2));
  return json;
}

std::string control(const std::string& action, const std::string& target, const std::string& more) {
  return "Form: control\nAction: " + action + "\n" +
         (target.empty() ? "" : "Target: " + target + "\n") + more;
}

}  // namespace pouch::test

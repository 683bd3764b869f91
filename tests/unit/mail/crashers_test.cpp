#include <filesystem>
#include <map>

#include "tests/fuzz/targets.hpp"
#include "tests/unit/mail/scanned.hpp"

namespace pouch::mail {
namespace {

// The targets abort by themselves when an invariant breaks.
TEST_CASE("inputs that once broke a reader of mail break nothing") {
  const std::map<std::string, void (*)(std::string_view)> targets = {
      {"scan", fuzz::scan_target},
      {"headers", fuzz::headers_target},
      {"content", fuzz::content_target},
      {"report", fuzz::report_target},
      {"session", fuzz::session_target},
      {"shape", fuzz::shape_target},
      {"html-words", fuzz::html_words_target},
      {"literal", fuzz::literal_target}};
  std::size_t replayed = 0;
  for (const auto& [folder, target] : targets) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(POUCH_FIXTURES "/crashers/") + folder)) {
      const std::string input = file_text(entry.path());
      // Whatever broke one reader is tried on the others too.
      for (const auto& [name, other] : targets) other(input);
      ++replayed;
    }
  }
  CHECK(replayed >= 38);
}

}  // namespace
}  // namespace pouch::mail

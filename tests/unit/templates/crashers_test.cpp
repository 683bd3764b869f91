#include "tests/fuzz/targets.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

// The targets abort by themselves when an invariant breaks.
TEST_CASE("inputs that once broke a reader of forms break nothing") {
  std::size_t replayed = 0;
  for (const auto* folder : {"form", "form-json"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(POUCH_FIXTURES "/crashers/") + folder)) {
      const auto input = file_text(entry.path());
      fuzz::form_target(input);
      fuzz::form_json_target(input);
      ++replayed;
    }
  }
  CHECK(replayed >= 4);
}

TEST_CASE("every form that a client wrote keeps the invariants of the fuzz targets") {
  for (const auto& entry : std::filesystem::directory_iterator(POUCH_FIXTURES "/forms")) {
    fuzz::form_target(file_text(entry.path()));
  }
}

}  // namespace
}  // namespace pouch::templates

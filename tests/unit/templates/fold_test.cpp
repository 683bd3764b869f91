// The fold of labels and words: a table for the letters of the members' scripts, ICU for the rest.
#include "templates/text/fold.hpp"

#include <catch2/catch.hpp>

using namespace pouch::templates;

namespace {

std::string utf8(char32_t c) {
  if (c < 0x80) {
    return {static_cast<char>(c)};
  }
  if (c < 0x800) {
    return {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
  }
  return {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
          static_cast<char>(0x80 | (c & 0x3F))};
}

// A space that no table knows: the whole text is left to ICU.
const std::string kWideSpace = "\u3000";

}  // namespace

TEST_CASE("a letter and what stands behind it fold by the table as they do by ICU") {
  std::size_t different = 0, count = 0;
  for (char32_t first = 1; first < 0x530; ++first) {
    for (char32_t second = 1 + first % 7; second < 0x530; second += 7) {
      const auto text = utf8(first) + utf8(second);
      ++count;
      if (fold(text) != fold(text + kWideSpace) && ++different <= 5) {
        INFO(static_cast<unsigned>(first) << " " << static_cast<unsigned>(second));
        CHECK(fold(text) == fold(text + kWideSpace));
      }
    }
  }
  CHECK(different == 0);
  CHECK(count > 200000);
}

TEST_CASE("labels fold to letters and digits, without case, accents and signs") {
  CHECK(fold("\u00DCrgency  Reason:") == "urgencyreason");
  CHECK(fold("\u0410\u043B-\u0425\u0430\u0441\u0430\u043D") ==
        "\u0430\u043B\u0445\u0430\u0441\u0430\u043D");
  CHECK(fold("\u039F\u03B4\u03CC\u03C2") == "\u03BF\u03B4\u03BF\u03C3");
  CHECK(fold("o\u0301\uFF21") == "oa");
  CHECK(fold("\u0110or\u0111evi\u0107, \u0131 \u0142 \u00F8") == "dordevicilo");
  CHECK(fold("a\xFF\xC3z") == "az");
  CHECK(code_points("\u0107\xFF!") == U"\u0107\uFFFD!");
}

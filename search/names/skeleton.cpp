#include "search/names/skeleton.hpp"

#include <array>

#include "search/names/sound_rules.hpp"

namespace pouch::search {
namespace {

// Longest first: the first rule that fits is taken.
constexpr SoundRules kRules = {SoundRule{"schtsch", "s"},
                               SoundRule{"chtch", "s"},
                               SoundRule{"tsch", "c"},
                               SoundRule{"dsch", "z"},
                               SoundRule{"shch", "s"},
                               SoundRule{"dzh", "z"},
                               SoundRule{"dzs", "z"},
                               SoundRule{"tch", "c"},
                               SoundRule{"sht", "st"},
                               SoundRule{"sch", "s"},
                               SoundRule{"off", "ov", Place::kEnd},
                               SoundRule{"eff", "ev", Place::kEnd},
                               SoundRule{"dz", "z"},
                               SoundRule{"dj", "z"},
                               SoundRule{"gj", "z"},
                               SoundRule{"xh", "z"},
                               SoundRule{"zh", "z"},
                               SoundRule{"zs", "z"},
                               SoundRule{"gy", "z"},
                               SoundRule{"cs", "c"},
                               SoundRule{"cz", "c"},
                               SoundRule{"ch", "c"},
                               SoundRule{"tj", "c"},
                               SoundRule{"ts", "c"},
                               SoundRule{"tz", "c"},
                               SoundRule{"kj", "c"},
                               SoundRule{"sh", "s"},
                               SoundRule{"sz", "s"},
                               SoundRule{"sc", "s", Place::kBeforeFront},
                               SoundRule{"kh", "h"},
                               SoundRule{"ph", "f"},
                               SoundRule{"th", "t"},
                               SoundRule{"dh", "d"},
                               SoundRule{"gh", "g"},
                               SoundRule{"ck", "k"},
                               SoundRule{"gu", "g", Place::kBeforeFront},
                               SoundRule{"ngj", "nz"},
                               SoundRule{"ngu", "g", Place::kBeforeFront},
                               SoundRule{"ng", "g"},
                               SoundRule{"gg", "g"},
                               SoundRule{"lj", "l"},
                               SoundRule{"ly", "l"},
                               SoundRule{"nj", "n"},
                               SoundRule{"ny", "n"},
                               SoundRule{"ou", "u"},
                               SoundRule{"oo", "u"},
                               SoundRule{"ue", "u"},
                               SoundRule{"oe", "o"},
                               SoundRule{"ee", "i"},
                               SoundRule{"w", "v"},
                               SoundRule{"x", "ks"},
                               SoundRule{"q", "c"},
                               SoundRule{"y", "i"},
                               SoundRule{"j", "i"}};

}  // namespace

std::string skeleton(std::string_view ascii) {
  std::string key;
  for (const char c : rewritten(ascii, kRules)) {
    if (key.empty() || key.back() != c) {
      key += c;  // double letters are one
    }
  }
  return key;
}

}  // namespace pouch::search

// A zip archive (APPNOTE 6.3), as office documents are too (ECMA-376 part 2; ODF 1.3 part 2): its
// parts by name, read in memory. Names are compared, never used as paths. Refused, with words for
// the person who sent it: encrypted, damaged or truncated ones (libzip compares every local header
// with the directory, and checksums), a part that is asked for and there twice, any compression but
// deflate, what is over a bound.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::search {

inline constexpr std::size_t kPackageOctets = 32U << 20;
inline constexpr std::size_t kPackageEntries = 5000;
inline constexpr std::size_t kPartOctets = 16U << 20;   // of one part, unpacked
inline constexpr std::size_t kPartRatio = 200;          // unpacked to packed, of a part …
inline constexpr std::size_t kRatioCounts = 1U << 20;   // … that is larger than this
inline constexpr std::size_t kListOctets = 256U << 10;  // of the list of parts, unpacked

// Loads the library that opens them, so that children forked from here need not; false: it is not
// installed.
bool opens_packages();

class Package {
 public:
  // `bytes` must outlive it. Look at `failure` first.
  explicit Package(std::string_view bytes);
  ~Package();
  Package(const Package&) = delete;
  Package& operator=(const Package&) = delete;

  // Why nothing, or nothing more, can be read; empty when all went well.
  const std::string& failure() const { return failure_; }
  // Empty when there is no such part, and with `failure` set when it cannot be read. Small and
  // capital letters of ASCII are the same in a name (ECMA-376 part 2 section 6.2.2).
  std::string part(std::string_view name, std::size_t most = kPartOctets);
  // Of all parts, in the order of the directory, as its writer named them (as UTF-8).
  const std::vector<std::string>& names() const;
  // The part that stands there; one that cannot be read does not spoil the others.
  struct Unpacked {
    std::string bytes, failure;
  };
  Unpacked unpacked(std::size_t place, std::size_t most) const;

 private:
  struct Archive;
  void refuse(std::string_view why);

  std::unique_ptr<Archive> archive_;
  std::string failure_;
};

}  // namespace pouch::search

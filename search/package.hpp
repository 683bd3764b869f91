// The zip archive that a .docx or .odt is (APPNOTE 6.3; ECMA-376 part 2; ODF 1.3 part 2): its parts
// by name, read in memory. Names are compared, never used as paths. Refused, with words for the
// person who sent it: encrypted, damaged or truncated ones (libzip compares every local header with
// the directory, and checksums), two parts of one name, any compression but deflate, what is over a
// bound.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace pouch::search {

inline constexpr std::size_t kPackageOctets = 32U << 20;
inline constexpr std::size_t kPackageEntries = 5000;
inline constexpr std::size_t kPartOctets = 16U << 20;   // of one part, unpacked
inline constexpr std::size_t kPartRatio = 200;          // unpacked to packed, of a part …
inline constexpr std::size_t kRatioCounts = 1U << 20;   // … that is larger than this
inline constexpr std::size_t kListOctets = 256U << 10;  // of the list of parts, unpacked

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

 private:
  struct Archive;
  std::string unpack(std::size_t index, std::size_t most);
  void refuse(std::string_view why);

  std::unique_ptr<Archive> archive_;
  std::string failure_;
};

}  // namespace pouch::search

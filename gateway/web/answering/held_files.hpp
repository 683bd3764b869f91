// What is being saved piece by piece: a few files in memory, so that none is opened anew for each
// piece of 64 KB. The oldest give way.
#pragma once

#include <list>
#include <string>
#include <utility>

#include "gateway/web/answers/file.hpp"
#include "mail/bytes.hpp"

namespace pouch::gateway {

struct HeldFile {
  FilePiece about;  // without octets
  mail::Bytes bytes;
};

class HeldFiles {
 public:
  // Session, and which file of which message.
  using Which = std::pair<std::string, std::string>;

  const HeldFile* find(const Which& which) const;
  const HeldFile& hold(const Which& which, HeldFile file);
  void drop(const Which& which);  // it is given to its end

 private:
  static constexpr std::size_t kMost = 4;
  std::list<std::pair<Which, HeldFile>> files_;  // the newest first
};

}  // namespace pouch::gateway

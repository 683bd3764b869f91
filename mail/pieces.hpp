// Octets that are nowhere whole: who has them gives them piece by piece, in their order, to who
// takes them. A `put` that throws ends the giving; what was given until then is no whole.
#pragma once

#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "mail/bytes.hpp"

namespace pouch::mail {

using Put = std::function<void(std::string_view piece)>;
using Give = std::function<void(const Put& put)>;

// What a `give` throws that cannot go on.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Octets whose number is known, given as often as they are asked for.
class Pieces {
 public:
  Pieces(Bytes whole)  // NOLINT(google-explicit-constructor): one piece
      : size_(whole.size()), give_([whole = std::move(whole)](const Put& put) { put(whole); }) {}
  Pieces(std::string whole)
      : Pieces(Bytes(std::move(whole))) {}             // NOLINT(google-explicit-constructor)
  Pieces(const char* whole) : Pieces(Bytes(whole)) {}  // NOLINT(google-explicit-constructor)
  Pieces(std::size_t size, Give give) : size_(size), give_(std::move(give)) {}

  std::size_t size() const { return size_; }
  void give(const Put& put) const { give_(put); }

 private:
  std::size_t size_;
  Give give_;
};

}  // namespace pouch::mail

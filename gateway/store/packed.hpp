// Texts of any length as the store keeps them: sealed as a stream (sealed_stream.hpp), made shorter
// before that where it is worth the time (armour and base64 lose a quarter). What a mail carries is
// mostly short already: a look at the beginning tells. Layout in the stream: one octet (0: as it
// is, 1: zlib, RFC 1950, 2: as it is, and not the text but where it stands, see taken.hpp, 3:
// base64_lines.hpp), the length of the text in eight octets, the lowest first, the text. A stream
// that does not open, or holds something else, is a Fault (permanent).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "gateway/store/sealed_stream.hpp"
#include "gateway/store/vault.hpp"
#include "mail/pieces.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kWorthPacking = 16u << 10;  // octets; what is shorter stays as it is

std::string seal_packed(const Secret& key, const std::string& purpose, std::string_view plain);
std::string open_packed(const Secret& key, const std::string& purpose, std::string_view sealed);

// The same piece by piece: neither the text nor what is sealed need ever be there as a whole. It is
// packed once to know how long it becomes, and once more to be sealed.
enum class Packing { kNone, kLetters, kWords, kLines };

class PackedSealer {
 public:
  PackedSealer(std::string purpose, mail::Pieces plain);
  std::size_t octets() const;  // of what is sealed
  void write(const Secret& key, const StreamSealer::Sink& sink) const;

 private:
  std::string purpose_;
  mail::Pieces plain_;
  Packing packing_ = Packing::kNone;
  std::size_t packed_;
};

// Where a text stands, instead of it (encode_taken).
std::string seal_place(const Secret& key, const std::string& purpose, std::string_view place);

enum class Holds { kText, kPlace };
// In pieces, until the sink wants no more. A text comes when its length was found right, a place
// whole. `holds` is told before the first piece.
using PieceSink = std::function<bool(std::string_view)>;
void open_pieces(const Secret& key, const std::string& purpose, StreamOpener::Source sealed,
                 const std::function<void(Holds, std::uint64_t octets)>& holds,
                 const PieceSink& sink);

}  // namespace pouch::gateway

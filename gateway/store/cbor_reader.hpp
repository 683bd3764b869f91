// Reads CBOR (RFC 8949) of the kinds that contents_codec.cpp writes: maps and lists of known
// lengths, texts, numbers, yes and no. Texts are views of what is read. For what a list opens of
// each message: nlohmann-json takes a text octet by octet, which was four fifths of what opening
// a message costs. Whatever it does not expect is thrown as NotRead. Private to the store.
#pragma once

#include <cstdint>
#include <string_view>

namespace pouch::gateway {

class CborReader {
 public:
  struct NotRead {};

  explicit CborReader(std::string_view bytes) : rest_(bytes) {}

  // `see` is given each key and reads its value, or skips it.
  template <typename See>
  void each_entry(See see) {
    for (auto left = head(kMap); left > 0; --left) {
      see(text());
    }
  }
  template <typename See>
  void each_item(See see) {
    for (auto left = head(kList); left > 0; --left) {
      see();
    }
  }
  std::string_view text();
  std::uint64_t number();  // none below zero
  void skip();             // a value of any of these kinds
  void need_end() const;   // nothing more

 private:
  static constexpr unsigned kNumber = 0, kNegative = 1, kOctets = 2, kText = 3, kList = 4, kMap = 5,
                            kSimple = 7;
  struct Head {
    unsigned kind = 0;
    std::uint64_t value = 0;
  };

  Head any_head();
  std::uint64_t head(unsigned kind);
  std::string_view take(std::uint64_t octets);
  void skip(int depth);

  std::string_view rest_;
};

}  // namespace pouch::gateway

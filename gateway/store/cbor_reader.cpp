#include "gateway/store/cbor_reader.hpp"

namespace pouch::gateway {

namespace {

constexpr int kDeepest = 8;  // what is written is four deep

}  // namespace

std::string_view CborReader::take(std::uint64_t octets) {
  if (octets > rest_.size()) {
    throw NotRead();
  }
  const auto taken = rest_.substr(0, octets);
  rest_.remove_prefix(octets);
  return taken;
}

CborReader::Head CborReader::any_head() {
  constexpr unsigned kShort = 24, kLongest = 27;  // the value itself; behind it, in 8 octets
  const auto first = static_cast<unsigned char>(take(1)[0]);
  const unsigned kind = first >> 5U, low = first & 31U;
  if (low < kShort) {
    return {kind, low};
  }
  if (low > kLongest) {
    throw NotRead();  // of unknown length
  }
  Head head{kind, 0};
  for (const char octet : take(std::uint64_t{1} << (low - kShort))) {
    head.value = head.value << 8U | static_cast<unsigned char>(octet);
  }
  return head;
}

std::uint64_t CborReader::head(unsigned kind) {
  const auto head = any_head();
  if (head.kind != kind) {
    throw NotRead();
  }
  return head.value;
}

std::string_view CborReader::text() { return take(head(kText)); }

std::uint64_t CborReader::number() { return head(kNumber); }

void CborReader::skip() { skip(0); }

void CborReader::skip(int depth) {
  const auto [kind, value] = any_head();
  switch (kind) {
    case kNumber:
    case kNegative:
    case kSimple:
      return;
    case kOctets:
    case kText:
      take(value);
      return;
    case kList:
    case kMap:
      if (depth >= kDeepest) {
        throw NotRead();
      }
      for (std::uint64_t left = kind == kMap ? value * 2 : value; left > 0; --left) {
        skip(depth + 1);
      }
      return;
    default:
      throw NotRead();
  }
}

void CborReader::need_end() const {
  if (!rest_.empty()) {
    throw NotRead();
  }
}

}  // namespace pouch::gateway

#include "mail/openpgp/literal.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

namespace pouch::mail::openpgp {
namespace {

// Packet types (RFC 4880 section 5).
constexpr unsigned kSignature = 2, kOnePass = 4, kCompressed = 8, kMarker = 10, kLiteral = 11;
constexpr unsigned kPadding = 21;  // of later versions

constexpr unsigned char kIsPacket = 0x80, kNewFormat = 0x40;
constexpr unsigned kOldEndless = 3;  // length type of the old format
constexpr unsigned char kTwoOctets = 192, kPartial = 224, kFourOctets = 255;

constexpr char kUncompressed = 0, kZip = 1, kZlib = 2;  // RFC 4880 section 9.3
constexpr std::size_t kWindow = 64u << 10;
constexpr std::size_t kLiteralHead = 6;  // format, length of the name, date; without the name

}  // namespace

class LiteralReader::Inflating {
 public:
  explicit Inflating(char algorithm) : out_(kWindow, '\0') {
    if (inflateInit2(&stream_, algorithm == kZip ? -MAX_WBITS : MAX_WBITS) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Inflating() { inflateEnd(&stream_); }
  Inflating(const Inflating&) = delete;
  Inflating& operator=(const Inflating&) = delete;

  // False: it is no compressed data, or more than `most` come out of it.
  bool take(std::string_view piece, std::uint64_t most, LiteralReader& reader) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream_.avail_in = static_cast<uInt>(piece.size());
    do {
      if (ended_) {
        return true;  // GnuPG reads nothing behind it either
      }
      stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
      stream_.avail_out = static_cast<uInt>(out_.size());
      const int code = inflate(&stream_, Z_NO_FLUSH);
      if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
        return false;
      }
      ended_ = code == Z_STREAM_END;
      if (stream_.total_out > most) {
        return false;
      }
      reader.take(std::string_view(out_).substr(0, out_.size() - stream_.avail_out));
    } while (stream_.avail_out == 0 && !reader.failed());
    return true;
  }

 private:
  z_stream stream_{};
  std::string out_;
  bool ended_ = false;
};

LiteralReader::LiteralReader(std::uint64_t most, Sink sink)
    : LiteralReader(most, std::move(sink), false) {}

LiteralReader::LiteralReader(std::uint64_t most, Sink sink, bool compressed)
    : most_(most), sink_(std::move(sink)), inside_(compressed) {}

LiteralReader::~LiteralReader() = default;

void LiteralReader::take(std::string_view octets) {
  while (!octets.empty() && !failed_) {
    if (state_ != State::kBody) {
      take_head(octets.front());
      octets.remove_prefix(1);
      continue;
    }
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, octets.size()));
    take_body(octets.substr(0, size));
    octets.remove_prefix(size);
    left_ -= endless_ ? 0 : size;
    if (left_ == 0) {
      end_of_piece();
    }
  }
}

void LiteralReader::take_head(char octet) {
  const auto value = static_cast<unsigned char>(octet);
  switch (state_) {
    case State::kTag:
      return begin_packet(value);
    case State::kNewLength:
      return begin_new_length(value);
    case State::kOldLength:
    case State::kRestOfLength:
      left_ = left_ << 8U | value;
      if (--length_octets_ == 0) {
        left_ += more_;
        begin_body();
      }
      return;
    case State::kBody:
      return;
  }
}

void LiteralReader::begin_packet(unsigned char octet) {
  partial_ = endless_ = false;
  left_ = more_ = 0;
  if ((octet & kIsPacket) == 0) {
    failed_ = true;
  } else if ((octet & kNewFormat) != 0) {
    tag_ = octet & 0x3FU;
    state_ = State::kNewLength;
  } else {
    tag_ = octet >> 2U & 0x0FU;
    const unsigned type = octet & 3U;
    endless_ = type == kOldEndless;
    if (endless_) {
      left_ = std::numeric_limits<std::uint64_t>::max();
      begin_body();
    } else {
      length_octets_ = 1 << type;
      state_ = State::kOldLength;
    }
  }
  const bool known = tag_ == kSignature || tag_ == kOnePass || tag_ == kMarker ||
                     tag_ == kPadding || (tag_ == kCompressed && !inside_) ||
                     (tag_ == kLiteral && !seen_literal_);
  failed_ = failed_ || !known;
  seen_literal_ = seen_literal_ || tag_ == kLiteral || tag_ == kCompressed;
}

void LiteralReader::begin_new_length(unsigned char octet) {
  partial_ = octet >= kPartial && octet != kFourOctets;
  left_ = more_ = 0;
  if (partial_) {
    left_ = std::uint64_t{1} << (octet & 0x1FU);
    begin_body();
  } else if (octet == kFourOctets) {
    length_octets_ = 4;
    state_ = State::kRestOfLength;
  } else if (octet >= kTwoOctets) {
    left_ = octet - kTwoOctets;
    more_ = kTwoOctets;
    length_octets_ = 1;
    state_ = State::kRestOfLength;
  } else {
    left_ = octet;
    begin_body();
  }
}

void LiteralReader::begin_body() {
  state_ = State::kBody;
  if (left_ == 0) {
    end_of_piece();
  }
}

void LiteralReader::end_of_piece() { state_ = partial_ ? State::kNewLength : State::kTag; }

void LiteralReader::take_body(std::string_view piece) {
  if (tag_ == kLiteral) {
    literal(piece);
  } else if (tag_ == kCompressed) {
    compressed(piece);
  }
}

void LiteralReader::literal(std::string_view piece) {
  while (!in_text_ && !piece.empty()) {
    head_ += piece.front();
    piece.remove_prefix(1);
    in_text_ = head_.size() >= kLiteralHead &&
               head_.size() == kLiteralHead + static_cast<unsigned char>(head_[1]);
  }
  if (!piece.empty()) {
    sink_(piece);
  }
}

void LiteralReader::compressed(std::string_view piece) {
  if (!within_) {
    const char algorithm = piece.front();
    piece.remove_prefix(1);
    within_.reset(new LiteralReader(most_, sink_, true));
    if (algorithm == kZip || algorithm == kZlib) {
      inflating_ = std::make_unique<Inflating>(algorithm);
    } else if (algorithm != kUncompressed) {
      failed_ = true;
      return;
    }
  }
  if (!inflating_) {
    within_->take(piece);
  } else if (!inflating_->take(piece, most_, *within_)) {
    failed_ = true;
  }
  failed_ = failed_ || within_->failed();
}

}  // namespace pouch::mail::openpgp

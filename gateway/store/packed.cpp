#include "gateway/store/packed.hpp"

#include <zlib.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <new>
#include <optional>

#include "gateway/store/sealed_stream.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kHeader = 9, kProbe = 64u << 10, kWindow = 64u << 10;
constexpr std::uint64_t kLongest = 1u << 30;  // above every limit of a mail
constexpr int kWindowBits = 15, kMemory = 8;
constexpr char kPlain = 0, kDeflated = 1;

using Sink = std::function<void(std::string_view)>;

[[noreturn]] void is_none(const std::string& purpose) {
  throw Fault(false, "store: what is sealed as " + purpose + " is no text of a form known here",
              "it was written by a newer pouch, or the store is damaged");
}

const Bytef* octets_in(std::string_view bytes) {
  return reinterpret_cast<const Bytef*>(bytes.data());
}

class Deflater {
 public:
  Deflater(int strategy, Sink sink) : sink_(std::move(sink)), out_(kWindow, '\0') {
    if (deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, kWindowBits, kMemory, strategy) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  void all(std::string_view plain) {
    stream_.next_in = const_cast<Bytef*>(octets_in(plain));
    stream_.avail_in = static_cast<uInt>(plain.size());
    for (int code = Z_OK; code != Z_STREAM_END;) {
      stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
      stream_.avail_out = static_cast<uInt>(out_.size());
      code = deflate(&stream_, Z_FINISH);
      sink_(std::string_view(out_).substr(0, out_.size() - stream_.avail_out));
    }
  }

 private:
  z_stream stream_{};
  Sink sink_;
  std::string out_;
};

std::size_t deflated_octets(int strategy, std::string_view plain) {
  std::size_t size = 0;
  Deflater(strategy, [&](std::string_view piece) { size += piece.size(); }).all(plain);
  return size;
}

// How it becomes shorter; nullopt: hardly. Armour has no repetitions to look for, which takes most
// of the time.
std::optional<int> strategy_for(std::string_view plain) {
  if (plain.size() < kWorthPacking || plain.size() > kLongest) {
    return std::nullopt;
  }
  const auto probe = plain.substr(0, kProbe);
  const auto letters = deflated_octets(Z_HUFFMAN_ONLY, probe);
  const auto words = deflated_octets(Z_DEFAULT_STRATEGY, probe);
  const auto best = std::min(letters, words);
  if (best > probe.size() / 10 * 9) {
    return std::nullopt;
  }
  return words < letters / 10 * 9 ? Z_DEFAULT_STRATEGY : Z_HUFFMAN_ONLY;
}

std::string header_of(char kind, std::uint64_t size) {
  std::string header(kHeader, kind);
  for (std::size_t i = 1; i < kHeader; ++i, size >>= 8U) {
    header[i] = static_cast<char>(size & 0xFFU);
  }
  return header;
}

// Takes what comes out of the stream, piece by piece.
class Unpacker {
 public:
  explicit Unpacker(const std::string& purpose) : purpose_(purpose) {}
  ~Unpacker() {
    if (inflating_) {
      inflateEnd(&stream_);
    }
  }
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  void take(std::string_view piece) {
    if (!begun_) {
      piece.remove_prefix(begin(piece));
    }
    inflating_ ? inflate_all(piece) : append(piece);
  }

  std::string text() {
    const auto size = inflating_ ? stream_.total_out : text_.size();
    if (!begun_ || size != size_ || (inflating_ && !ended_)) {
      is_none(purpose_);
    }
    text_.resize(size_);
    return std::move(text_);
  }

 private:
  // The first chunk of a stream is longer than the header, unless there is no more.
  std::size_t begin(std::string_view piece) {
    if (piece.size() < kHeader || piece[0] < kPlain || piece[0] > kDeflated) {
      is_none(purpose_);
    }
    for (std::size_t i = kHeader - 1; i > 0; --i) {
      size_ = size_ << 8U | static_cast<unsigned char>(piece[i]);
    }
    if (size_ > kLongest) {
      is_none(purpose_);
    }
    begun_ = true;
    if (piece[0] == kPlain) {
      text_.reserve(size_);
      return kHeader;
    }
    if (inflateInit(&stream_) != Z_OK) {
      throw std::bad_alloc();
    }
    inflating_ = true;
    text_.resize(size_ + 1);  // one more: whether there is more
    return kHeader;
  }

  void append(std::string_view piece) {
    if (piece.size() > size_ - text_.size()) {
      is_none(purpose_);
    }
    text_ += piece;
  }

  // Z_FINISH: what is there whole, as most texts are, needs no window beside the text itself.
  void inflate_all(std::string_view piece) {
    stream_.next_in = const_cast<Bytef*>(octets_in(piece));
    stream_.avail_in = static_cast<uInt>(piece.size());
    stream_.next_out = reinterpret_cast<Bytef*>(text_.data()) + stream_.total_out;
    stream_.avail_out = static_cast<uInt>(text_.size() - stream_.total_out);
    const int code = ended_ ? Z_DATA_ERROR : inflate(&stream_, Z_FINISH);
    ended_ = code == Z_STREAM_END;
    const bool fits = stream_.avail_out > 0 && stream_.avail_in == 0;
    if ((!ended_ && code != Z_OK && code != Z_BUF_ERROR) || !fits) {
      is_none(purpose_);
    }
  }

  const std::string& purpose_;
  z_stream stream_{};
  std::uint64_t size_ = 0;
  std::string text_;
  bool begun_ = false, inflating_ = false, ended_ = false;
};

}  // namespace

std::string seal_packed(const Secret& key, const std::string& purpose, std::string_view plain) {
  const auto strategy = strategy_for(plain);
  std::string sealed;
  sealed.reserve(sealed_stream_octets(kHeader + (strategy ? plain.size() / 5 * 4 : plain.size())));
  StreamSealer sealer(key, purpose, [&](std::string_view bytes) { sealed += bytes; });
  sealer.write(header_of(strategy ? kDeflated : kPlain, plain.size()));
  if (strategy) {
    Deflater(*strategy, [&](std::string_view piece) { sealer.write(piece); }).all(plain);
  } else {
    sealer.write(plain);
  }
  sealer.finish();
  return sealed;
}

std::string open_packed(const Secret& key, const std::string& purpose, std::string_view sealed) {
  Unpacker unpacker(purpose);
  open_chunks(key, purpose, sealed, [&](std::string_view piece) { unpacker.take(piece); });
  return unpacker.text();
}

}  // namespace pouch::gateway

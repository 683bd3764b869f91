#include "gateway/store/packed.hpp"

#include <zlib.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <new>
#include <optional>

#include "gateway/store/base64_lines.hpp"
#include "gateway/store/sealed_stream.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kHeader = 9, kProbe = 64u << 10, kWindow = 64u << 10;
constexpr std::uint64_t kLongest = 1u << 30;  // above every limit of a mail
constexpr int kWindowBits = 15, kMemory = 8;
constexpr char kPlain = 0, kDeflated = 1, kPlace = 2, kFolded = 3;

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
  Deflater(int strategy, const Sink& sink) : sink_(sink), out_(kWindow, '\0') {
    if (deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, kWindowBits, kMemory, strategy) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  void take(std::string_view piece) { run(piece, Z_NO_FLUSH); }
  void finish() { run({}, Z_FINISH); }

 private:
  void run(std::string_view piece, int flush) {
    stream_.next_in = const_cast<Bytef*>(octets_in(piece));
    stream_.avail_in = static_cast<uInt>(piece.size());
    for (bool more = true; more;) {
      stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
      stream_.avail_out = static_cast<uInt>(out_.size());
      const int code = deflate(&stream_, flush);
      more = flush == Z_FINISH ? code != Z_STREAM_END : stream_.avail_out == 0;
      sink_(std::string_view(out_).substr(0, out_.size() - stream_.avail_out));
    }
  }

  z_stream stream_{};
  const Sink& sink_;
  std::string out_;
};

// The text in one of the ways to make it shorter.
void pack(Packing packing, const mail::Give& give, const Sink& sink) {
  if (packing == Packing::kNone) {
    give(sink);
  } else if (packing == Packing::kLines) {
    LinesFolder folder(sink);
    give([&](std::string_view piece) { folder.take(piece); });
    folder.finish();
  } else {
    Deflater deflater(packing == Packing::kLetters ? Z_HUFFMAN_ONLY : Z_DEFAULT_STRATEGY, sink);
    give([&](std::string_view piece) { deflater.take(piece); });
    deflater.finish();
  }
}

std::size_t packed_octets(Packing packing, const mail::Give& give) {
  std::size_t size = 0;
  pack(packing, give, [&](std::string_view piece) { size += piece.size(); });
  return size;
}

// How it becomes shortest, by its beginning. To look for repetitions takes most of the time, and
// armour has none.
Packing packing_for(std::string_view probe, std::size_t octets) {
  if (octets < kWorthPacking || octets > kLongest) {
    return Packing::kNone;
  }
  const auto give = [&](const mail::Put& put) { put(probe); };
  const auto lines = packed_octets(Packing::kLines, give);
  const auto letters = packed_octets(Packing::kLetters, give);
  const auto words = packed_octets(Packing::kWords, give);
  const auto best = std::min({lines, letters, words});
  return best > probe.size() / 10 * 9                ? Packing::kNone
         : words < std::min(lines, letters) / 10 * 9 ? Packing::kWords
         : lines < letters                           ? Packing::kLines
                                                     : Packing::kLetters;
}

char kind_of(Packing packing) {
  return packing == Packing::kNone ? kPlain : packing == Packing::kLines ? kFolded : kDeflated;
}

std::string header_of(char kind, std::uint64_t size) {
  std::string header(kHeader, kind);
  for (std::size_t i = 1; i < kHeader; ++i, size >>= 8U) {
    header[i] = static_cast<char>(size & 0xFFU);
  }
  return header;
}

struct Header {
  char kind;
  std::uint64_t octets;
};

// The first chunk of a stream is longer than the header, unless there is no more.
Header header_in(std::string_view piece, const std::string& purpose) {
  Header header{piece.empty() ? kPlain : piece[0], 0};
  if (piece.size() < kHeader || header.kind < kPlain || header.kind > kFolded) {
    is_none(purpose);
  }
  for (std::size_t i = kHeader - 1; i > 0; --i) {
    header.octets = header.octets << 8U | static_cast<unsigned char>(piece[i]);
  }
  if (header.octets > kLongest) {
    is_none(purpose);
  }
  return header;
}

// Takes what comes out of the stream, piece by piece.
class Unpacker {
 public:
  using Told = std::function<void(Holds, std::uint64_t)>;
  Unpacker(const std::string& purpose, const Told& told, const PieceSink& sink)
      : purpose_(purpose), told_(told), sink_(sink) {}
  ~Unpacker() {
    if (inflating_) {
      inflateEnd(&stream_);
    }
  }
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  // False: no more is wanted.
  bool take(std::string_view piece) {
    if (!begun_) {
      begin(piece);
      piece.remove_prefix(kHeader);
    }
    if (unfolder_) {
      const bool more = unfolder_->take(piece);
      return unfolder_->good() ? more : (is_none(purpose_), false);
    }
    return inflating_ ? inflate_all(piece) : give(piece);
  }

  void end() const {
    if (!begun_ || given_ != octets_ || (inflating_ && !ended_) ||
        (unfolder_ && !unfolder_->is_whole())) {
      is_none(purpose_);
    }
  }

 private:
  void begin(std::string_view piece) {
    const auto header = header_in(piece, purpose_);
    octets_ = header.octets;
    begun_ = true;
    if (header.kind == kDeflated) {
      if (inflateInit(&stream_) != Z_OK) {
        throw std::bad_alloc();
      }
      inflating_ = true;
      out_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kWindow, octets_ + 1)));
    } else if (header.kind == kFolded) {
      unfolder_.emplace([this](std::string_view text) { return give(text); });
    }
    told_(header.kind == kPlace ? Holds::kPlace : Holds::kText, octets_);
  }

  bool give(std::string_view piece) {
    given_ += piece.size();
    if (given_ > octets_) {
      is_none(purpose_);
    }
    return piece.empty() || sink_(piece);
  }

  bool inflate_all(std::string_view piece) {
    if (piece.empty()) {
      return true;
    }
    stream_.next_in = const_cast<Bytef*>(octets_in(piece));
    stream_.avail_in = static_cast<uInt>(piece.size());
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
      stream_.avail_out = static_cast<uInt>(out_.size());
      const int code = ended_ ? Z_DATA_ERROR : inflate(&stream_, Z_NO_FLUSH);
      ended_ = code == Z_STREAM_END;
      if ((!ended_ && code != Z_OK && code != Z_BUF_ERROR) || (ended_ && stream_.avail_in > 0)) {
        is_none(purpose_);
      }
      if (!give(std::string_view(out_).substr(0, out_.size() - stream_.avail_out))) {
        return false;
      }
    } while (!ended_ && stream_.avail_out == 0);
    return true;
  }

  const std::string& purpose_;
  const Told& told_;
  const PieceSink& sink_;
  z_stream stream_{};
  std::string out_;
  std::optional<LinesUnfolder> unfolder_;
  std::uint64_t octets_ = 0, given_ = 0;
  bool begun_ = false, inflating_ = false, ended_ = false;
};

}  // namespace

PackedSealer::PackedSealer(std::string purpose, mail::Pieces plain)
    : purpose_(std::move(purpose)), plain_(std::move(plain)), packed_(plain_.size()) {
  const mail::Give give = [this](const mail::Put& put) { plain_.give(put); };
  std::string probe;
  give([&](std::string_view piece) { probe += piece.substr(0, kProbe - probe.size()); });
  packing_ = packing_for(probe, plain_.size());
  if (packing_ != Packing::kNone) {
    packed_ = packed_octets(packing_, give);
  }
}

std::size_t PackedSealer::octets() const { return sealed_stream_octets(kHeader + packed_); }

void PackedSealer::write(const Secret& key, const StreamSealer::Sink& sink) const {
  StreamSealer sealer(key, purpose_, sink);
  sealer.write(header_of(kind_of(packing_), plain_.size()));
  pack(
      packing_, [this](const mail::Put& put) { plain_.give(put); },
      [&](std::string_view piece) { sealer.write(piece); });
  sealer.finish();
}

std::string seal_place(const Secret& key, const std::string& purpose, std::string_view place) {
  return seal_stream(key, purpose, header_of(kPlace, place.size()) + std::string(place));
}

void open_pieces(const Secret& key, const std::string& purpose, StreamOpener::Source sealed,
                 const std::function<void(Holds, std::uint64_t)>& holds, const PieceSink& sink) {
  StreamOpener opener(key, purpose, std::move(sealed));
  Unpacker unpacker(purpose, holds, sink);
  std::string chunk(kStreamChunk, '\0');
  bool begun = false;
  for (std::size_t got = 0; (got = opener.next(chunk.data(), chunk.size())) > 0 || !begun;) {
    begun = true;
    if (!unpacker.take(std::string_view(chunk).substr(0, got))) {
      return;
    }
  }
  unpacker.end();
}

std::string seal_packed(const Secret& key, const std::string& purpose, std::string_view plain) {
  const auto packing = packing_for(plain.substr(0, kProbe), plain.size());
  std::string sealed;
  sealed.reserve(sealed_stream_octets(
      kHeader + (packing != Packing::kNone ? plain.size() / 5 * 4 : plain.size())));
  StreamSealer sealer(key, purpose, [&](std::string_view bytes) { sealed += bytes; });
  sealer.write(header_of(kind_of(packing), plain.size()));
  pack(
      packing, [&](const mail::Put& put) { put(plain); },
      [&](std::string_view piece) { sealer.write(piece); });
  sealer.finish();
  return sealed;
}

std::string open_packed(const Secret& key, const std::string& purpose, std::string_view sealed) {
  std::string text;
  const Unpacker::Told told = [&](Holds holds, std::uint64_t octets) {
    if (holds != Holds::kText) {
      is_none(purpose);
    }
    text.reserve(static_cast<std::size_t>(octets));
  };
  const PieceSink sink = [&](std::string_view piece) {
    text += piece;
    return true;
  };
  Unpacker unpacker(purpose, told, sink);
  open_chunks(key, purpose, sealed, [&](std::string_view piece) { unpacker.take(piece); });
  unpacker.end();
  return text;
}

}  // namespace pouch::gateway

#include "gateway/store/sealed_stream.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace pouch::gateway {
namespace {

constexpr std::size_t kHeader = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kMore = crypto_secretstream_xchacha20poly1305_ABYTES;  // of a sealed chunk
constexpr unsigned char kMessage = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
constexpr unsigned char kFinal = crypto_secretstream_xchacha20poly1305_TAG_FINAL;

const unsigned char* octets_in(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* octets_in(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

[[noreturn]] void does_not_open(const std::string& purpose) {
  throw Fault(false, "vault: the stream that is sealed as " + purpose + " does not open",
              "it was cut or changed on the disk, put in another's place, or sealed under another "
              "key; compare with the backup");
}

}  // namespace

std::size_t sealed_stream_octets(std::size_t plain) {
  const auto chunks = std::max<std::size_t>(1, (plain + kStreamChunk - 1) / kStreamChunk);
  return kHeader + plain + chunks * kMore;
}

std::size_t opened_stream_octets(std::size_t sealed, std::string_view purpose) {
  const auto chunks = sealed < kHeader ? 0 : sealed - kHeader;
  const auto last = chunks % (kStreamChunk + kMore);
  if (chunks == 0 || (last != 0 && last < kMore)) {
    does_not_open(std::string(purpose));
  }
  return chunks / (kStreamChunk + kMore) * kStreamChunk + (last == 0 ? 0 : last - kMore);
}

// Its key is made of the caller's and of the header: it opens this stream and no other.
struct StreamSealer::State {
  ~State() { sodium_memzero(&stream, sizeof stream); }
  crypto_secretstream_xchacha20poly1305_state stream{};
};

StreamSealer::StreamSealer(const Secret& key, std::string purpose, Sink sink)
    : state_(std::make_unique<State>()), purpose_(std::move(purpose)), sink_(std::move(sink)) {
  std::string header(kHeader, '\0');
  crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, octets_in(header),
                                                  octets_in(key.octets()));
  sink_(header);
}

StreamSealer::~StreamSealer() = default;
StreamSealer::StreamSealer(StreamSealer&& other) noexcept = default;

void StreamSealer::push(std::string_view chunk, bool last) {
  if (!state_) {
    throw std::logic_error("a stream that was finished is written to");
  }
  sealed_.resize(chunk.size() + kMore);
  crypto_secretstream_xchacha20poly1305_push(&state_->stream, octets_in(sealed_), nullptr,
                                             octets_in(chunk), chunk.size(), octets_in(purpose_),
                                             purpose_.size(), last ? kFinal : kMessage);
  sink_(sealed_);
}

// A chunk goes when something is known to come behind it.
void StreamSealer::write(std::string_view plain) {
  if (!waiting_.empty()) {
    const auto fitting = plain.substr(0, kStreamChunk - waiting_.size());
    waiting_ += fitting;
    plain.remove_prefix(fitting.size());
    if (plain.empty()) {
      return;
    }
    push(waiting_, false);
    waiting_.clear();
  }
  for (; plain.size() > kStreamChunk; plain.remove_prefix(kStreamChunk)) {
    push(plain.substr(0, kStreamChunk), false);
  }
  waiting_ = plain;
}

void StreamSealer::finish() {
  push(waiting_, true);
  state_.reset();
}

struct StreamOpener::State {
  State(const Secret& key, std::string_view header, const std::string& purpose) {
    if (header.size() != kHeader || crypto_secretstream_xchacha20poly1305_init_pull(
                                        &stream, octets_in(header), octets_in(key.octets())) != 0) {
      does_not_open(purpose);
    }
  }
  ~State() { sodium_memzero(&stream, sizeof stream); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // The text of a sealed chunk, into room for it: its tag.
  unsigned char pull(std::string_view sealed, const std::string& purpose, char* into) {
    unsigned char tag = 0;
    if (sealed.size() < kMore ||
        crypto_secretstream_xchacha20poly1305_pull(
            &stream, reinterpret_cast<unsigned char*>(into), nullptr, &tag, octets_in(sealed),
            sealed.size(), octets_in(std::string_view(purpose)), purpose.size()) != 0) {
      does_not_open(purpose);
    }
    return tag;
  }

  crypto_secretstream_xchacha20poly1305_state stream{};
};

StreamOpener::StreamOpener(const Secret& key, std::string purpose, Source source)
    : purpose_(std::move(purpose)), source_(std::move(source)) {
  std::string header(kHeader, '\0');
  header.resize(source_(header.data(), header.size()));
  state_ = std::make_unique<State>(key, header, purpose_);
}

StreamOpener::~StreamOpener() = default;
StreamOpener::StreamOpener(StreamOpener&& other) noexcept = default;

std::size_t StreamOpener::next(char* into, std::size_t room) {
  if (ended_) {
    return 0;
  }
  sealed_.resize(kStreamChunk + kMore);
  const auto got = source_(sealed_.data(), sealed_.size());
  if (got < kMore || got - kMore > room) {
    does_not_open(purpose_);
  }
  const auto tag = state_->pull(std::string_view(sealed_).substr(0, got), purpose_, into);
  ended_ = tag == kFinal;
  const bool fits = ended_ ? got < sealed_.size() || source_(sealed_.data(), 1) == 0
                           : tag == kMessage && got == sealed_.size();
  if (!fits) {
    does_not_open(purpose_);
  }
  return got - kMore;
}

std::string StreamOpener::whole(std::size_t octets) {
  std::string plain(octets, '\0');
  std::size_t done = 0;
  while (!ended_) {
    done += next(plain.data() + done, plain.size() - done);
  }
  if (done != octets) {
    does_not_open(purpose_);
  }
  return plain;
}

std::string seal_stream(const Secret& key, std::string_view purpose, std::string_view plain) {
  std::string sealed;
  sealed.reserve(sealed_stream_octets(plain.size()));
  StreamSealer sealer(key, std::string(purpose), [&](std::string_view bytes) { sealed += bytes; });
  sealer.write(plain);
  sealer.finish();
  return sealed;
}

void open_chunks(const Secret& key, const std::string& purpose, std::string_view sealed,
                 const std::function<void(std::string_view)>& sink) {
  StreamOpener::State state(key, sealed.substr(0, kHeader), purpose);
  sealed.remove_prefix(kHeader);
  std::string plain(std::min(kStreamChunk, sealed.size()), '\0');
  for (bool more = true; more;) {
    const auto chunk = sealed.substr(0, kStreamChunk + kMore);
    sealed.remove_prefix(chunk.size());
    more = !sealed.empty();
    if (state.pull(chunk, purpose, plain.data()) != (more ? kMessage : kFinal)) {
      does_not_open(purpose);
    }
    sink(std::string_view(plain).substr(0, chunk.size() - kMore));
  }
}

std::string open_stream(const Secret& key, std::string_view purpose, std::string_view sealed) {
  std::string plain;
  plain.reserve(opened_stream_octets(sealed.size(), purpose));
  open_chunks(key, std::string(purpose), sealed, [&](std::string_view text) { plain += text; });
  return plain;
}

}  // namespace pouch::gateway

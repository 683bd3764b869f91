// What is too large to be sealed in one piece, sealed in chunks of 64 KB under one key (libsodium's
// crypto_secretstream_xchacha20poly1305): mails of the spool, stored parts. Layout: a header of 24
// octets, then the chunks, each 17 octets longer than its text; all are full but the last, which
// alone is tagged as final. The purpose is authenticated with each chunk, so that no stream can be
// put in another's place. A stream that was cut, lengthened, put in another order, changed, or
// sealed under another key or purpose is a Fault (permanent); whatever was opened of it before that
// is to be dropped. Between calls a sealer holds one chunk at the most, an opener nothing. What a
// stream keeps of its key is good for that stream alone, and wiped at its end.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/store/vault.hpp"

namespace pouch::gateway {

constexpr std::size_t kStreamChunk = 64u << 10;  // octets of text

// Of a stream that holds so many octets of text.
std::size_t sealed_stream_octets(std::size_t plain);
// Of the text in a stream of so many octets; Fault (permanent) when no stream has that length.
std::size_t opened_stream_octets(std::size_t sealed, std::string_view purpose);

class StreamSealer {
 public:
  using Sink = std::function<void(std::string_view)>;  // what it throws comes out of the calls
  // The sink is given the header at once.
  StreamSealer(const Secret& key, std::string purpose, Sink sink);
  ~StreamSealer();
  StreamSealer(StreamSealer&& other) noexcept;
  void write(std::string_view plain);
  void finish();  // once, after all; without it there is no stream that opens

 private:
  struct State;
  void push(std::string_view chunk, bool last);

  std::unique_ptr<State> state_;
  std::string purpose_;
  Sink sink_;
  std::string waiting_, sealed_;  // text that may be the last, and room for a sealed chunk
};

class StreamOpener {
 public:
  // Fills the room as far as there is anything; less only at the end of all.
  using Source = std::function<std::size_t(char* into, std::size_t room)>;
  // Reads the header at once.
  StreamOpener(const Secret& key, std::string purpose, Source source);
  ~StreamOpener();
  StreamOpener(StreamOpener&& other) noexcept;
  // The next chunk's text, written there; how long it is. 0: the stream has ended and is whole.
  std::size_t next(char* into, std::size_t room);
  // All of it, so many octets, in one buffer.
  std::string whole(std::size_t octets);

 private:
  struct State;
  friend void open_chunks(const Secret& key, const std::string& purpose, std::string_view sealed,
                          const std::function<void(std::string_view)>& sink);

  std::unique_ptr<State> state_;
  std::string purpose_;
  Source source_;
  std::string sealed_;
  bool ended_ = false;
};

// The same in memory. open_chunks() gives the text in pieces of a chunk, without a copy of what is
// sealed; each is gone when the sink returns.
void open_chunks(const Secret& key, const std::string& purpose, std::string_view sealed,
                 const std::function<void(std::string_view)>& sink);
std::string seal_stream(const Secret& key, std::string_view purpose, std::string_view plain);
std::string open_stream(const Secret& key, std::string_view purpose, std::string_view sealed);

}  // namespace pouch::gateway

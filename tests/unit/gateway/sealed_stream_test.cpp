// Sealed streams: whatever is not the whole stream in its order, under its key and purpose, is a
// permanent fault.
#include "gateway/store/sealed_stream.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

using namespace pouch::gateway;

namespace {

constexpr std::size_t kHeader = 24, kMore = 17, kSealedChunk = kStreamChunk + kMore;

// No two chunks alike.
std::string text_of(std::size_t octets) {
  std::string text(octets, '\0');
  for (std::size_t i = 0; i < octets; ++i) {
    text[i] = static_cast<char>(i * 7 + i / kStreamChunk);
  }
  return text;
}

bool opens(const Secret& key, std::string_view purpose, std::string_view sealed) {
  try {
    (void)open_stream(key, purpose, sealed);
    return true;
  } catch (const Fault& fault) {
    CHECK_FALSE(fault.transient());
    return false;
  }
}

StreamOpener::Source reading(std::string_view& left) {
  return [&left](char* into, std::size_t room) {
    const auto piece = left.substr(0, room);
    std::copy(piece.begin(), piece.end(), into);
    left.remove_prefix(piece.size());
    return piece.size();
  };
}

std::vector<std::string> chunks_of(std::string_view sealed) {
  std::vector<std::string> chunks;
  for (sealed.remove_prefix(kHeader); !sealed.empty();
       sealed.remove_prefix(std::min(sealed.size(), kSealedChunk))) {
    chunks.emplace_back(sealed.substr(0, kSealedChunk));
  }
  return chunks;
}

}  // namespace

TEST_CASE("a stream comes out as it went in, at every length about a chunk's end") {
  const auto key = Secret::random();
  for (const auto octets :
       {std::size_t{0}, std::size_t{1}, kStreamChunk - 1, kStreamChunk, kStreamChunk + 1,
        2 * kStreamChunk - 1, 2 * kStreamChunk, 2 * kStreamChunk + 1, std::size_t{1'000'000}}) {
    const auto text = text_of(octets);
    const auto sealed = seal_stream(key, "raw:A/1", text);
    INFO(octets);
    CHECK(sealed.size() == sealed_stream_octets(octets));
    CHECK(opened_stream_octets(sealed.size(), "raw:A/1") == octets);
    CHECK((open_stream(key, "raw:A/1", sealed) == text));
  }
}

TEST_CASE("the pieces in which a stream was written do not show in its layout") {
  const auto key = Secret::random();
  const auto text = text_of(3 * kStreamChunk + 5);
  for (const std::size_t piece :
       {std::size_t{999}, std::size_t{1460}, kStreamChunk, kStreamChunk + 1}) {
    std::string sealed;
    StreamSealer sealer(key, "p", [&](std::string_view bytes) { sealed += bytes; });
    for (std::size_t at = 0; at < text.size(); at += piece) {
      sealer.write(std::string_view(text).substr(at, piece));
      sealer.write("");
    }
    sealer.finish();
    INFO(piece);
    CHECK(sealed.size() == sealed_stream_octets(text.size()));
    CHECK((open_stream(key, "p", sealed) == text));
    CHECK_THROWS_AS(sealer.finish(), std::logic_error);
  }
}

TEST_CASE("a stream opens chunk by chunk, and says when it has ended") {
  const auto key = Secret::random();
  const auto text = text_of(kStreamChunk + 3);
  const auto sealed = seal_stream(key, "p", text);
  std::string_view left = sealed;
  StreamOpener opener(key, "p", reading(left));
  std::string chunk(kStreamChunk, '\0');
  CHECK(opener.next(chunk.data(), chunk.size()) == kStreamChunk);
  CHECK(text.starts_with(chunk));
  CHECK(opener.next(chunk.data(), chunk.size()) == 3);
  CHECK(text.ends_with(chunk.substr(0, 3)));
  CHECK(opener.next(chunk.data(), chunk.size()) == 0);
}

TEST_CASE("a chunk that is longer than the room for it is not written there") {
  const auto key = Secret::random();
  const auto sealed = seal_stream(key, "p", "four");
  std::string_view left = sealed;
  StreamOpener opener(key, "p", reading(left));
  std::string room(4, '-');
  CHECK_THROWS_AS(opener.next(room.data(), 3), Fault);
  CHECK(room == "----");
}

TEST_CASE("a stream put in another's place or under another key does not open") {
  const auto key = Secret::random();
  const auto sealed = seal_stream(key, "part:A/1/2", "canary");
  CHECK(sealed.find("canary") == std::string::npos);
  CHECK(opens(key, "part:A/1/2", sealed));
  for (const auto* purpose : {"part:A/1/1", "part:A/1/22", "part:A/1", ""}) {
    CHECK_FALSE(opens(key, purpose, sealed));
  }
  CHECK_FALSE(opens(Secret::random(), "part:A/1/2", sealed));
  CHECK(sealed != seal_stream(key, "part:A/1/2", "canary"));
}

TEST_CASE("any one changed, missing or added octet of a stream is noticed") {
  const auto key = Secret::random();
  const auto sealed = seal_stream(key, "p", "short");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto damaged = sealed;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    CHECK_FALSE(opens(key, "p", damaged));
    CHECK_FALSE(opens(key, "p", sealed.substr(0, i)));
  }
  CHECK_FALSE(opens(key, "p", sealed + '\0'));
}

TEST_CASE("a stream that lost, doubled or exchanged a chunk, or its end, does not open") {
  const auto key = Secret::random();
  const auto sealed = seal_stream(key, "p", text_of(3 * kStreamChunk));
  const auto header = sealed.substr(0, kHeader);
  const auto chunks = chunks_of(sealed);
  const auto foreign = chunks_of(seal_stream(key, "p", text_of(3 * kStreamChunk)));
  REQUIRE(chunks.size() == 3);
  CHECK(opens(key, "p", header + chunks[0] + chunks[1] + chunks[2]));
  CHECK_FALSE(opens(key, "p", header + chunks[0] + chunks[1]));
  CHECK_FALSE(opens(key, "p", header + chunks[0]));
  CHECK_FALSE(opens(key, "p", header));
  CHECK_FALSE(opens(key, "p", header + chunks[1] + chunks[0] + chunks[2]));
  CHECK_FALSE(opens(key, "p", header + chunks[0] + chunks[0] + chunks[2]));
  CHECK_FALSE(opens(key, "p", header + chunks[0] + chunks[2]));
  CHECK_FALSE(opens(key, "p", header + chunks[0] + foreign[1] + chunks[2]));
  CHECK_FALSE(opens(key, "p", header + chunks[0] + chunks[1] + chunks[2] + chunks[2]));
  CHECK_FALSE(opens(key, "p", sealed + seal_stream(key, "p", "more")));
}

TEST_CASE(
    "a fault of a stream names its purpose and no text, and no length is taken for a text's") {
  const auto key = Secret::random();
  auto sealed = seal_stream(key, "raw:A/1", "canary");
  sealed.back() = static_cast<char>(sealed.back() ^ 1);
  try {
    (void)open_stream(key, "raw:A/1", sealed);
    FAIL("a changed stream was opened");
  } catch (const Fault& fault) {
    const auto told = std::string(fault.what()) + fault.hint();
    CHECK(told.find("raw:A/1") != std::string::npos);
    CHECK(told.find("canary") == std::string::npos);
  }
  for (const auto octets : {std::size_t{0}, kHeader, kHeader + kMore - 1,
                            kHeader + kSealedChunk + 1, kHeader + kSealedChunk + kMore - 1}) {
    CHECK_THROWS_AS(opened_stream_octets(octets, "p"), Fault);
  }
}

TEST_CASE("what the sink throws comes out of the sealer") {
  const auto key = Secret::random();
  int calls = 0;
  StreamSealer sealer(key, "p", [&](std::string_view) {
    if (++calls > 1) {
      throw Fault(true, "full", "");
    }
  });
  CHECK_THROWS_AS(sealer.write(std::string(kStreamChunk + 1, 'x')), Fault);
}

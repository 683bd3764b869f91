#include "search/index/blind.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace pouch::search {
namespace {

std::size_t size_of(TermKind kind) {
  constexpr std::size_t kOfWord = 6, kOfValue = 8;
  switch (kind) {
    case TermKind::kWord:
    case TermKind::kFolded:
    case TermKind::kMarked:
    case TermKind::kSpelling:
    case TermKind::kJoined:
    case TermKind::kSound:
    case TermKind::kEdge:
    case TermKind::kEnd:
      return kOfWord;
    case TermKind::kWhole:
    case TermKind::kLook:
    case TermKind::kAlias:
    case TermKind::kBirth:
    case TermKind::kLexicon:
    case TermKind::kExact:
    case TermKind::kReader:
    case TermKind::kFlag:
      break;
  }
  return kOfValue;
}

}  // namespace

std::string Blind::term(TermKind kind, std::string_view field, std::string_view folded) const {
  std::string message(1, static_cast<char>(kind));
  message.append(field).append(1, '\0').append(folded);
  unsigned char hash[crypto_generichash_BYTES_MIN];
  if (crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(message.data()),
                         message.size(), key_.data(), key_.size()) != 0) {
    throw std::logic_error("BLAKE2b refused its parameters");
  }
  return {reinterpret_cast<const char*>(hash), size_of(kind)};
}

namespace {

constexpr std::size_t kTag = crypto_stream_chacha20_NONCEBYTES;
constexpr std::size_t kPadded = 16;  // octets: the length of a code says nothing

std::string tag_of(const Blind& blind, std::string_view value) {
  auto tag = blind.term(TermKind::kFacet, "tag", value);
  tag.resize(kTag);
  return tag;
}

void cross(const Key& key, std::string_view tag, std::string& text) {
  auto* octets = reinterpret_cast<unsigned char*>(text.data());
  crypto_stream_chacha20_xor(octets, octets, text.size(),
                             reinterpret_cast<const unsigned char*>(tag.data()), key.data());
}

}  // namespace

// The nonce is a keyed hash of the value, so no two values share a key stream, and one that was
// changed is noticed.
std::string Blind::seal(std::string_view value) const {
  std::string padded(value);
  padded.resize((value.size() / kPadded + 1) * kPadded);
  const auto tag = tag_of(*this, padded);
  cross(facet_key_, tag, padded);
  return tag + padded;
}

std::string Blind::open(std::string_view sealed) const {
  if (sealed.size() < kTag) {
    return {};
  }
  const auto tag = sealed.substr(0, kTag);
  std::string text(sealed.substr(kTag));
  cross(facet_key_, tag, text);
  if (tag_of(*this, text) != tag) {
    return {};
  }
  text.resize(std::min(text.find('\0'), text.size()));
  return text;
}

Key Blind::facet_key(const Key& key) {
  constexpr std::string_view kPurpose = "facets";
  Key derived{};
  if (crypto_generichash(derived.data(), derived.size(),
                         reinterpret_cast<const unsigned char*>(kPurpose.data()), kPurpose.size(),
                         key.data(), key.size()) != 0) {
    throw std::logic_error("BLAKE2b refused its parameters");
  }
  return derived;
}

std::string Blind::check_value() const {
  const auto octets = term(TermKind::kFlag, "index", "key");
  std::string text;
  for (const char c : octets) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto octet = static_cast<unsigned char>(c);
    text += kDigits[octet >> 4];
    text += kDigits[octet & 15];
  }
  return text;
}

}  // namespace pouch::search

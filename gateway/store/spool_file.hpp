// The form of a file in the spool: a mark of eight octets, a fresh key sealed to the spool's public
// key, then the mail as a sealed stream under that key, whose purpose is the file's name
// (sealed_stream.hpp): one mail cannot stand under another's envelope. Files of 0.1.0 have no mark:
// they are one sealed box in which the name and the mail lie one behind the other, and stay
// readable. What does not open is a Fault (permanent), what the disk does not give a transient one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/store/sealed_stream.hpp"
#include "gateway/store/vault.hpp"
#include "mail/pieces.hpp"

namespace pouch::gateway {

class SpoolFileSealer {
 public:
  // The sink is given sealed octets when there is a chunk of them, all the rest by `finish`.
  SpoolFileSealer(std::string_view public_key, const std::string& name, StreamSealer::Sink sink);
  void write(std::string_view plain) { stream_->write(plain); }
  void finish() { stream_->finish(); }

 private:
  StreamSealer::Sink sink_;
  std::string head_;  // mark, key and header, written with the first chunk
  std::optional<StreamSealer> stream_;
};

// Its mail, in one buffer of its size. nullopt: there is no such file.
std::optional<std::string> read_spool_file(const std::filesystem::path& folder,
                                           const std::string& name, const SpoolKeys& keys);
// The same piece by piece; what was put is none before it returns. False: there is no such file.
bool give_spool_file(const std::filesystem::path& folder, const std::string& name,
                     const SpoolKeys& keys, const mail::Put& put);
// Whether a whole mail lies there that was sealed under that name.
bool is_spool_file(const std::filesystem::path& folder, const std::string& name,
                   const SpoolKeys& keys);

}  // namespace pouch::gateway

// What is said between who asks for OpenPGP (helper.hpp) and the program that does it
// (mail/gnupg/service.hpp): one packet each way over a SOCK_SEQPACKET pair (unix(7)), small and of
// bounded size; bulk bytes lie in files in memory (memfd_create(2)) whose descriptors go with the
// packet: those handed in are sealed against every change, those for what comes out cannot grow
// beyond the size that the asker gave them. A letter alone, which may be large, comes through a
// pipe, of as many octets as the question says, and its ciphertext goes into a file on the disk,
// behind what is there, up to the size that the program stops at. The program says first who it is:
// `kProtocol`; one for another protocol (S/MIME) would say another name and then speak of the same
// values. A question bears a number that its answer repeats, so that nobody takes another's; while
// it is worked on there may be signs of life with that number. What breaks a rule here is Garbled:
// the line is of no use to either side then.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "mail/descriptor.hpp"
#include "mail/openpgp/values.hpp"

namespace pouch::mail::openpgp {

inline constexpr std::string_view kProtocol = "pouch-crypto 2 openpgp";
inline constexpr std::size_t kLargestPacket = 64u << 10;
inline constexpr std::size_t kMostDescriptors = 4;  // stop, two sources, what comes out

struct Garbled : std::runtime_error {
  explicit Garbled(const char* what) : std::runtime_error(what) {}
};

using mail::Descriptor;

// --- packets

struct Packet {
  std::string bytes;
  std::vector<Descriptor> descriptors;
};

// A connected pair, close-on-exec. A transient Fault when there are no descriptors left.
std::pair<Descriptor, Descriptor> socket_pair();
// False: nobody hears.
[[nodiscard]] bool send_packet(int socket, std::string_view bytes,
                               const std::vector<int>& descriptors = {});
// The next one, waited for until `until` (nullopt: for ever) and while `stop` (-1: none) is not
// readable. Garbled when it is larger or brings more than is allowed.
enum class [[nodiscard]] Received{kPacket, kEnd, kTooLate, kStopped};
Received receive_packet(int socket, Packet& packet,
                        std::optional<std::chrono::steady_clock::time_point> until, int stop = -1);

// --- files in memory

// Holds `bytes`, sealed. A transient Fault when there is no memory.
Descriptor sealed_file(std::string_view bytes);
// An empty one that can hold `most` octets and no more.
Descriptor bounded_file(std::size_t most);

// A file in memory, to be read where it lies. Garbled when it is not sealed against getting
// smaller, or has not `size` octets.
class Mapped {
 public:
  explicit Mapped(int file);  // the whole of a sealed one
  Mapped(int file, std::size_t size);
  ~Mapped();
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  std::string_view bytes() const {
    return data_ == nullptr ? std::string_view("")
                            : std::string_view(static_cast<const char*>(data_), size_);
  }

 private:
  void map(int file);
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

// Tells whole output from half-written; no protection against anybody. Wherever it is cut into
// pieces, it is the same.
class Checksum {
 public:
  void add(std::string_view bytes);
  std::uint64_t value() const;

 private:
  std::uint64_t sum_ = 1, word_ = 0, size_ = 0;
  std::size_t filled_ = 0;  // octets of `word_`
};
std::uint64_t checksum(std::string_view bytes);

// --- values: each struct has one list of its fields (below), for both directions

class Packer {
 public:
  std::string take() { return std::move(bytes_); }
  void operator()(std::uint64_t number);
  void operator()(bool value) { bytes_ += value ? '\1' : '\0'; }
  void operator()(std::string_view text);
  void operator()(const std::string& text) { (*this)(std::string_view(text)); }
  void operator()(const std::filesystem::path& path) { (*this)(path.native()); }
  void operator()(std::chrono::sys_seconds time) {
    (*this)(static_cast<std::uint64_t>(time.time_since_epoch().count()));
  }
  template <typename T>
  void operator()(const std::optional<T>& value) {
    (*this)(value.has_value());
    if (value) {
      (*this)(*value);
    }
  }
  template <typename T>
  void operator()(const std::vector<T>& list) {
    (*this)(std::uint64_t{list.size()});
    for (const auto& one : list) {
      (*this)(one);
    }
  }
  template <typename T>
  requires std::is_enum_v<T>
  void operator()(T value) { (*this)(static_cast<std::uint64_t>(value)); }
  template <typename T>
  requires(std::is_class_v<T>&& requires(T& t, Packer& p) { fields(p, t); }) void operator()(
      const T& value) {
    fields(*this, const_cast<T&>(value));  // a Packer only reads it
  }

 private:
  std::string bytes_;
};

// Last value of each enumeration that may come in; of one without, nothing compiles.
template <typename T>
constexpr T last_of_an_unknown() = delete;
template <typename T>
inline constexpr T kLast = last_of_an_unknown<T>();
template <>
inline constexpr Judgement kLast<Judgement> = Judgement::kWeakAlgorithm;
template <>
inline constexpr KeyChange kLast<KeyChange> = KeyChange::kSame;

// Throws Garbled when the bytes end too early or hold what cannot be.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
  void operator()(std::uint64_t& number);
  void operator()(bool& value);
  void operator()(std::string& text);
  void operator()(std::filesystem::path& path);
  void operator()(std::chrono::sys_seconds& time);
  template <typename T>
  void operator()(std::optional<T>& value) {
    value.reset();
    if (get<bool>()) {
      (*this)(value.emplace());
    }
  }
  template <typename T>
  void operator()(std::vector<T>& list) {
    auto left = get<std::uint64_t>();
    if (left > rest_.size()) {  // each takes an octet at least
      throw Garbled("a list is longer than its packet");
    }
    for (list.clear(); left > 0; --left) {
      (*this)(list.emplace_back());
    }
  }
  template <typename T>
  requires std::is_enum_v<T>
  void operator()(T& value) {
    const auto number = get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(kLast<T>)) {
      throw Garbled("a value is none of its kind");
    }
    value = static_cast<T>(number);
  }
  template <typename T>
  requires(std::is_class_v<T>&& requires(T& t, Unpacker& u) { fields(u, t); }) void operator()(
      T& value) {
    fields(*this, value);
  }

  template <typename T>
  T get() {
    T value{};
    (*this)(value);
    return value;
  }
  std::string_view rest() const { return rest_; }
  void end() const;  // nothing may be left

 private:
  std::string_view take(std::size_t size);
  std::string_view rest_;
};

template <typename... Values>
std::string packed(const Values&... values) {
  Packer pack;
  (pack(values), ...);
  return pack.take();
}

template <typename T>
T unpacked(std::string_view bytes) {
  Unpacker unpack(bytes);
  auto value = unpack.get<T>();
  unpack.end();
  return value;
}

template <typename Side>
void fields(Side& side, Signature& one) {
  side(one.fingerprint), side(one.primary), side(one.made_at), side(one.digest);
}
template <typename Side>
void fields(Side& side, Result& one) {  // its plaintext goes apart
  side(one.judgement), side(one.detail), side(one.signatures), side(one.encrypted);
}
template <typename Side>
void fields(Side& side, KeyInfo& one) {
  side(one.fingerprint), side(one.user_ids), side(one.algorithm), side(one.expires);
  side(one.revoked), side(one.expired), side(one.disabled), side(one.invalid);
  side(one.can_sign), side(one.can_encrypt);
  side(one.encryption_ended), side(one.encryption_revoked), side(one.weak);
}
template <typename Side>
void fields(Side& side, UserId& one) {
  side(one.name), side(one.address);
}
template <typename Side>
void fields(Side& side, FreshKey& one) {
  side(one.fingerprint), side(one.bytes);
}
template <typename Side>
void fields(Side& side, RingFault& one) {
  side(one.file), side(one.fingerprint), side(one.what), side(one.hint);
}
template <typename Side>
void fields(Side& side, RingReport& one) {
  side(one.present), side(one.faults);
}
template <typename Side>
void fields(Side& side, PooledKey& one) {
  side(one.info), side(one.change), side(one.refused), side(one.armoured);
}
template <typename Side>
void fields(Side& side, Brought& one) {
  side(one.keys), side(one.wrong), side(one.hint);
}
template <typename Side>
void fields(Side& side, Offered& one) {
  side(one.brought), side(one.sealed), side(one.secret);
}
template <typename Side>
void fields(Side& side, Sha1Bound& one) {
  side(one.fingerprint), side(one.what), side(one.remedy);
}

}  // namespace pouch::mail::openpgp

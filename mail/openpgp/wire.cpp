#include "mail/openpgp/wire.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace pouch::mail::openpgp {
namespace {

using Steady = std::chrono::steady_clock;

[[noreturn]] void nothing_left() {
  throw Fault(Permanence::kTransient, "no descriptors or memory left for GnuPG",
              "raise the limit of open files; is there memory?");
}

// What came with a message; all of it is ours to close, whatever is thought of it then.
std::vector<Descriptor> descriptors_of(msghdr& message) {
  std::vector<Descriptor> all;
  for (auto* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) {
      continue;
    }
    const auto count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int value = -1;
      std::memcpy(&value, CMSG_DATA(part) + i * sizeof(int), sizeof value);
      all.emplace_back(value);
    }
  }
  return all;
}

int milliseconds_to(std::optional<Steady::time_point> until) {
  if (!until) {
    return -1;
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - Steady::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 24 * 3600 * 1000));
}

std::uint64_t mixed(std::uint64_t sum, std::uint64_t word) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15u;
  sum = (sum ^ word) * kFactor;
  return sum ^ (sum >> 32);
}

}  // namespace

std::pair<Descriptor, Descriptor> socket_pair() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    nothing_left();
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

bool send_packet(int socket, std::string_view bytes, const std::vector<int>& descriptors) {
  if (bytes.size() > kLargestPacket || descriptors.size() > kMostDescriptors) {
    throw Garbled("a packet would be too large");
  }
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostDescriptors * sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (!descriptors.empty()) {
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(descriptors.size() * sizeof(int));
    auto* rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(descriptors.size() * sizeof(int));
    std::memcpy(CMSG_DATA(rights), descriptors.data(), descriptors.size() * sizeof(int));
  }
  ssize_t sent = -1;
  while ((sent = sendmsg(socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
  }
  return sent == static_cast<ssize_t>(bytes.size());
}

Received receive_packet(int socket, Packet& packet, std::optional<Steady::time_point> until,
                        int stop) {
  for (;;) {
    std::array<pollfd, 2> waits{{{socket, POLLIN, 0}, {stop, POLLIN, 0}}};
    const int ready = poll(waits.data(), stop < 0 ? 1 : 2, milliseconds_to(until));
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    if (ready == 0) {
      return Received::kTooLate;
    }
    if (ready < 0) {
      return Received::kEnd;
    }
    if (waits[0].revents != 0) {
      break;
    }
    return Received::kStopped;
  }
  packet.bytes.resize(kLargestPacket);
  iovec part{packet.bytes.data(), packet.bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostDescriptors * sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ssize_t got = -1;
  while ((got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
  }
  packet.descriptors = got < 0 ? std::vector<Descriptor>() : descriptors_of(message);
  packet.bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got > 0 && (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
    throw Garbled("a packet is too large");
  }
  return got > 0 ? Received::kPacket : Received::kEnd;
}

Descriptor sealed_file(std::string_view bytes) {
  Descriptor file(memfd_create("pouch", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (file.get() < 0 || !write_all(file.get(), bytes) ||
      fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) !=
          0) {
    nothing_left();
  }
  return file;
}

Descriptor bounded_file(std::size_t most) {
  Descriptor file(memfd_create("pouch", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (file.get() < 0 || ftruncate(file.get(), static_cast<off_t>(most)) != 0 ||
      fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    nothing_left();
  }
  return file;
}

Mapped::Mapped(int file) {
  struct stat facts {};
  const int seals = fcntl(file, F_GET_SEALS);
  constexpr int kNeeded = F_SEAL_SHRINK | F_SEAL_WRITE;
  if (seals < 0 || (seals & kNeeded) != kNeeded || fstat(file, &facts) != 0) {
    throw Garbled("a file handed over is not sealed");
  }
  size_ = static_cast<std::size_t>(facts.st_size);
  map(file);
}

Mapped::Mapped(int file, std::size_t size) : size_(size) {
  struct stat facts {};
  const int seals = fcntl(file, F_GET_SEALS);
  if (seals < 0 || (seals & F_SEAL_SHRINK) == 0 || fstat(file, &facts) != 0 ||
      size > static_cast<std::size_t>(facts.st_size)) {
    throw Garbled("a file handed over is not as large as was said");
  }
  map(file);
}

void Mapped::map(int file) {
  if (size_ == 0) {
    return;
  }
  // Private: Linux before 6.7 maps nothing shared that is sealed against writing.
  data_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
  if (data_ == MAP_FAILED) {
    data_ = nullptr;
    nothing_left();
  }
}

Mapped::~Mapped() {
  if (data_ != nullptr) {
    munmap(data_, size_);
  }
}

void Checksum::add(std::string_view bytes) {
  size_ += bytes.size();
  while (!bytes.empty()) {
    const auto count = std::min(bytes.size(), sizeof word_ - filled_);
    std::memcpy(reinterpret_cast<char*>(&word_) + filled_, bytes.data(), count);
    bytes.remove_prefix(count);
    filled_ += count;
    if (filled_ == sizeof word_) {
      sum_ = mixed(sum_, word_);
      word_ = filled_ = 0;
    }
  }
}

std::uint64_t Checksum::value() const {
  return mixed(filled_ == 0 ? sum_ : mixed(sum_, word_), size_);
}

std::uint64_t checksum(std::string_view bytes) {
  Checksum sum;
  sum.add(bytes);
  return sum.value();
}

void Packer::operator()(std::uint64_t number) {
  bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void Packer::operator()(std::string_view text) {
  (*this)(std::uint64_t{text.size()});
  bytes_ += text;
}

std::string_view Unpacker::take(std::size_t size) {
  if (size > rest_.size()) {
    throw Garbled("a packet ends too early");
  }
  const auto taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

void Unpacker::operator()(std::uint64_t& number) {
  std::memcpy(&number, take(sizeof number).data(), sizeof number);
}

void Unpacker::operator()(bool& value) {
  const auto octet = take(1).front();
  if (octet != '\0' && octet != '\1') {
    throw Garbled("a value is none of its kind");
  }
  value = octet == '\1';
}

void Unpacker::operator()(std::string& text) { text = take(get<std::uint64_t>()); }

void Unpacker::operator()(std::filesystem::path& path) { path = get<std::string>(); }

void Unpacker::operator()(std::chrono::sys_seconds& time) {
  time = std::chrono::sys_seconds(
      std::chrono::seconds(static_cast<std::int64_t>(get<std::uint64_t>())));
}

void Unpacker::end() const {
  if (!rest_.empty()) {
    throw Garbled("a packet does not end where it should");
  }
}

}  // namespace pouch::mail::openpgp

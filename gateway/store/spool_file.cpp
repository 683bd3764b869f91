#include "gateway/store/spool_file.hpp"

#include <algorithm>
#include <utility>

#include "gateway/store/durable_file.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kMark = "PouchSp2";
constexpr std::size_t kBeforeStream = kMark.size() + kSpoolWrappedKey;

std::string purpose_of(const std::string& name) { return "spool:" + name; }

// A file whose first octets were read.
struct Begun {
  FileReader reader;
  std::string head;
  bool is_marked() const { return head.starts_with(kMark); }
};

std::optional<Begun> begin(const std::filesystem::path& file) {
  auto reader = FileReader::open(file);
  if (!reader) {
    return std::nullopt;
  }
  std::string head(kBeforeStream, '\0');
  head.resize(reader->read(head.data(), head.size()));
  return Begun{std::move(*reader), std::move(head)};
}

// Of a file that is marked.
StreamOpener opened(Begun& file, const std::string& name, const SpoolKeys& keys) {
  const auto key = unwrap_from_spool(keys, std::string_view(file.head).substr(kMark.size()));
  return {key, purpose_of(name),
          [&file](char* into, std::size_t room) { return file.reader.read(into, room); }};
}

// As 0.1.0 wrote them.
std::string read_old(Begun file, const std::string& name, const SpoolKeys& keys) {
  auto sealed = std::move(file.head);
  const auto begun = sealed.size();
  sealed.resize(std::max(begun, file.reader.size()));
  sealed.resize(begun + file.reader.read(sealed.data() + begun, sealed.size() - begun));
  auto raw = unseal_from_spool(keys, sealed);
  if (!raw.starts_with(name)) {
    throw Fault(false, "spool: file " + name + " holds another entry's mail",
                "files in state/spool were renamed; compare with the backup");
  }
  raw.erase(0, name.size());
  return raw;
}

}  // namespace

SpoolFileSealer::SpoolFileSealer(std::string_view public_key, const std::string& name,
                                 StreamSealer::Sink sink)
    : sink_(std::move(sink)) {
  const auto key = Secret::random();
  head_ = std::string(kMark) + seal_for_spool(public_key, key.octets());
  stream_.emplace(key, purpose_of(name), [this](std::string_view sealed) {
    if (!stream_) {  // its header
      head_ += sealed;
    } else if (!head_.empty()) {
      sink_(head_ += sealed);
      head_ = std::string();
    } else {
      sink_(sealed);
    }
  });
}

std::optional<std::string> read_spool_file(const std::filesystem::path& folder,
                                           const std::string& name, const SpoolKeys& keys) {
  auto file = begin(folder / name);
  if (!file) {
    return std::nullopt;
  }
  if (!file->is_marked()) {
    return read_old(std::move(*file), name, keys);
  }
  const auto size = std::max(file->reader.size(), file->head.size());
  auto stream = opened(*file, name, keys);
  return stream.whole(opened_stream_octets(size - file->head.size(), purpose_of(name)));
}

bool give_spool_file(const std::filesystem::path& folder, const std::string& name,
                     const SpoolKeys& keys, const mail::Put& put) {
  auto file = begin(folder / name);
  if (!file) {
    return false;
  }
  if (!file->is_marked()) {
    put(read_old(std::move(*file), name, keys));
    return true;
  }
  auto stream = opened(*file, name, keys);
  std::string chunk(kStreamChunk, '\0');
  for (std::size_t got = 0; (got = stream.next(chunk.data(), chunk.size())) > 0;) {
    put(std::string_view(chunk).substr(0, got));
  }
  return true;
}

bool is_spool_file(const std::filesystem::path& folder, const std::string& name,
                   const SpoolKeys& keys) {
  try {
    return give_spool_file(folder, name, keys, [](std::string_view) {});
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;  // of the disk; what does not open is no mail of ours
    }
    return false;
  }
}

}  // namespace pouch::gateway

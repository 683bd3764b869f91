#include "gateway/extract/extract_line.hpp"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <mutex>

#include "gateway/extract/codec.hpp"
#include "gateway/extract/picture.hpp"
#include "gateway/fault.hpp"
#include "mail/fault.hpp"
#include "mail/text/charset.hpp"
#include "mail/text/text_form.hpp"

namespace pouch::gateway {
namespace {

namespace openpgp = mail::openpgp;
using Steady = std::chrono::steady_clock;

// More than any file may take (extract_server.cpp), signs of life or not.
constexpr std::chrono::minutes kPatience{6};
constexpr std::size_t kAnswer = kFileText + kPictureOctets + (256U << 10);
constexpr std::array<std::string_view, 2> kFields{"taken", "place"};
constexpr std::size_t kFactOctets = 100;

struct Line {
  std::mutex mutex;
  openpgp::Descriptor end;
  std::function<openpgp::Descriptor()> begin;
  std::chrono::milliseconds silence = kSilence;
};

Line& line() {
  static Line held;
  return held;
}

int reader() {
  const std::lock_guard<std::mutex> lock(line().mutex);
  if (line().end.get() < 0 && line().begin) {
    line().end = line().begin();
  }
  return line().end.get();
}

[[noreturn]] void no_answer() {
  throw Fault(true, "the reader of files does not answer", "the daemon starts it again by itself");
}

// Who has it begin by need: the next file goes to another process.
void begin_anew() {
  const std::lock_guard<std::mutex> lock(line().mutex);
  if (line().begin) {
    line().end.close();
  }
}

// One line without controls, at most `most` octets.
std::string shown(const std::string& words, std::size_t most) {
  auto text = mail::clean_text(mail::repair_utf8(words.substr(0, most)));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return text;
}

// What a reader that was taken over may say is text, some words and the fields that there are.
FileText believed(FileText said) {
  FileText found;
  found.text = mail::repair_utf8(said.text);
  found.failure = shown(said.failure, kFileFailure);
  for (auto& fact : said.facts) {
    if (std::find(kFields.begin(), kFields.end(), fact.field) != kFields.end() &&
        found.facts.size() < kFileFacts) {
      found.facts.push_back({std::move(fact.field), shown(fact.value, kFactOctets)});
    }
  }
  found.pages = std::min(said.pages, kMostPictures);
  if (said.picture.size() <= kPictureOctets && is_jpeg(said.picture)) {
    found.picture = std::move(said.picture);
  }
  return found;
}

openpgp::Packet heard_from(int reader, std::chrono::milliseconds silence) {
  const auto last = Steady::now() + kPatience;
  for (;;) {
    openpgp::Packet packet;
    const auto until = std::min<Steady::time_point>(last, Steady::now() + silence);
    if (openpgp::receive_packet(reader, packet, until) != openpgp::Received::kPacket) {
      no_answer();
    }
    if (packet.bytes != kSignOfLife) {
      return packet;
    }
  }
}

FileText ask(int reader, const FileQuestion& question, std::string_view bytes,
             std::chrono::milliseconds silence) {
  auto [ours, its] = openpgp::socket_pair();
  const auto about = openpgp::sealed_file(openpgp::packed(question));
  const auto file = openpgp::sealed_file(bytes);
  const auto found = openpgp::bounded_file(kAnswer);
  if (!openpgp::send_packet(reader, "extract", {about.get(), file.get(), found.get(), its.get()})) {
    no_answer();
  }
  its.close();
  const auto answer = heard_from(ours.get(), silence);
  openpgp::Unpacker values(answer.bytes);
  const auto length = values.get<std::uint64_t>();
  values.end();
  return believed(openpgp::unpacked<FileText>(openpgp::Mapped(found.get(), length).bytes()));
}

}  // namespace

void read_files_at(openpgp::Descriptor held, std::chrono::milliseconds silence) {
  line().silence = silence;
  if (held.get() >= 0) {
    fcntl(held.get(), F_SETFD, FD_CLOEXEC);
    line().end = std::move(held);
  }
}

void read_files_by(std::function<openpgp::Descriptor()> begin) {
  line().end.close();
  line().begin = std::move(begin);
}

FileText text_of(const FileQuestion& question, std::string_view bytes) {
  if (bytes.size() > kFileOctets) {
    return {{}, "the file is too large"};
  }
  try {
    if (reader() < 0) {
      throw Fault(true, "no process reads files here", "");
    }
    return ask(reader(), question, bytes, line().silence);
  } catch (const openpgp::Garbled&) {
    begin_anew();
    no_answer();
  } catch (const Fault&) {
    begin_anew();
    throw;
  } catch (const mail::Fault& fault) {  // no descriptors, no memory
    throw Fault(fault.transient(), fault.what(), fault.hint());
  }
}

const FileText& FileTexts::of(const FileQuestion& question, const mail::Bytes& file) {
  const auto found = std::find_if(read_.begin(), read_.end(), [&](const auto& one) {
    return one.first.view().data() == file.view().data() && one.first.size() == file.size();
  });
  return found != read_.end() ? found->second
                              : read_.emplace_back(file, text_of(question, file)).second;
}

}  // namespace pouch::gateway

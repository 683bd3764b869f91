#include "gateway/importing/opener_line.hpp"

#include <algorithm>

#include "gateway/extract/codec.hpp"
#include "gateway/fault.hpp"
#include "mail/fault.hpp"

namespace pouch::gateway {

namespace openpgp = mail::openpgp;
using openpgp::Packer;
using openpgp::Unpacker;

// Ahead of what lies in the file; not in the unnamed namespace, where Packer finds no fields().
struct AnswerOfReader {
  bool fault = false, transient = false;
  std::string what{}, hint{};
  std::uint64_t length = 0;
};

namespace {

constexpr std::size_t kMostWhy = 40;

void octets(Packer& side, mail::Bytes& bytes) { side(bytes.view()); }
void octets(Unpacker& side, mail::Bytes& bytes) { bytes = side.get<std::string>(); }

bool is_code(const std::string& why) {
  return why.size() <= kMostWhy && std::all_of(why.begin(), why.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || c == '-';
         });
}

}  // namespace

template <typename Side>
void fields(Side& side, AnswerOfReader& one) {
  side(one.fault), side(one.transient), side(one.what), side(one.hint), side(one.length);
}
template <typename Side>
void fields(Side& side, TakenFrom& one) {
  side(one.evidence), side(one.message), side(one.offset), side(one.size), side(one.encoding);
}
template <typename Side>
void fields(Side& side, StoredPart& one) {
  side(one.name), side(one.media_type), octets(side, one.bytes);
  side(one.evidence), side(one.signed_separately), side(one.origin), side(one.charset);
  side(one.words), side(one.unread), side(one.file_facts), side(one.taken);
}
template <typename Side>
void fields(Side& side, OpenedMail& one) {
  auto& row = one.row;
  side(row.sender), side(row.sender_country), side(row.signer), side(row.signing_key);
  side(row.received), side(row.signed_at), side(row.message_id), side(row.body_sha256);
  side(one.contents.subject), side(one.contents.text), side(one.contents.parts);
  side(one.why), side(one.proved);
}

std::size_t most_opened(const mail::Limits& limits) {
  constexpr std::size_t kWords = std::size_t{64} << 20;  // of its files
  return 2 * limits.plaintext + 2 * limits.message + kWords;
}

ReaderEnd ask_opener(int line, const FoundMail& found, const mail::Bytes& raw, std::size_t most,
                     std::chrono::milliseconds patience, OpenedMail& mail) {
  try {
    const auto file = openpgp::sealed_file(raw);
    const auto answer = openpgp::bounded_file(most);
    if (!openpgp::send_packet(line, openpgp::packed(found.written), {file.get(), answer.get()})) {
      return ReaderEnd::kEnded;
    }
    openpgp::Packet packet;
    switch (openpgp::receive_packet(line, packet, std::chrono::steady_clock::now() + patience)) {
      case openpgp::Received::kPacket:
        break;
      case openpgp::Received::kTooLate:
        return ReaderEnd::kTooLate;
      case openpgp::Received::kEnd:
      case openpgp::Received::kStopped:
        return ReaderEnd::kEnded;
    }
    const auto said = openpgp::unpacked<AnswerOfReader>(packet.bytes);
    if (said.fault) {
      throw Fault(said.transient, said.what, said.hint);
    }
    const openpgp::Mapped bytes(answer.get(), said.length);
    Unpacker values(bytes.bytes());
    values(mail);
    values.end();
    if (!is_code(mail.why)) {
      return ReaderEnd::kEnded;
    }
    mail.row.raw_sha256 = sha256_hex(raw);
    return ReaderEnd::kAnswered;
  } catch (const openpgp::Garbled&) {
    return ReaderEnd::kEnded;
  } catch (const mail::Fault& fault) {  // no descriptors, no memory
    throw Fault(fault.transient(), fault.what(), fault.hint());
  }
}

void answer_openers(int line, const Runtime& runtime, Opener& opener) {
  for (openpgp::Packet question;; question = {}) {
    if (openpgp::receive_packet(line, question, std::nullopt) != openpgp::Received::kPacket ||
        question.descriptors.size() != 2) {
      return;
    }
    AnswerOfReader said;
    try {
      FoundMail found;
      found.written = openpgp::unpacked<Time>(question.bytes);
      const auto file = std::make_shared<const openpgp::Mapped>(question.descriptors[0].get());
      const mail::Bytes raw(file, file->bytes());
      auto packed = openpgp::packed(opener.open(found, raw));
      if (packed.size() > most_opened(runtime.limits)) {
        packed = openpgp::packed(unopened_mail(runtime, found, raw, "too-large"));
      }
      if (!mail::write_all(question.descriptors[1].get(), packed)) {
        throw Fault(true, "no memory for what became of a mail", "is the machine out of memory?");
      }
      said.length = packed.size();
    } catch (const Fault& fault) {
      said = {true, fault.transient(), fault.what(), fault.hint()};
    } catch (const mail::Fault& fault) {
      said = {true, fault.transient(), fault.what(), fault.hint()};
    }
    if (!openpgp::send_packet(line, openpgp::packed(said))) {
      return;
    }
  }
}

}  // namespace pouch::gateway

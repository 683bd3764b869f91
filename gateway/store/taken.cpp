#include "gateway/store/taken.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "mail/openpgp/literal.hpp"
#include "mail/text/transfer.hpp"

namespace pouch::gateway {
namespace {

// Octets that may come out of the compression beside what is looked for: heads of packets.
constexpr std::uint64_t kBeside = 1u << 20;
constexpr std::uint64_t kLongest = 1u << 30;  // above every limit of a mail
constexpr std::size_t kPiece = 64u << 10;

struct Slice {
  std::uint64_t begin, end;  // of the signed text
  mail::TransferReader transfer;
};

// What may be asked for at all: it was said by who opened the mail, which may be taken over.
bool is_worth_trying(const std::vector<StoredPart>& parts, const StoredPart& part) {
  if (!part.taken || part.evidence || part.bytes.size() < kWorthTaking) {
    return false;
  }
  const auto& from = *part.taken;
  return from.evidence < parts.size() && parts[from.evidence].evidence && from.offset <= kLongest &&
         from.size <= kLongest;
}

// How much of a part came back so far, and whether it is the same.
struct Compared {
  std::size_t part;
  std::string_view rest;
  bool same = true;

  void take(std::string_view piece) {
    same = same && rest.starts_with(piece);
    rest.remove_prefix(same ? piece.size() : 0);
  }
};

}  // namespace

struct FilesTaker::State {
  explicit State(std::vector<Wanted> all) {
    for (auto& one : all) {
      const auto& from = one.from;
      slices.push_back({from.offset, from.offset + from.size,
                        mail::TransferReader(from.encoding, std::move(one.sink))});
      last = std::max(last, slices.back().end);
    }
    if (all.front().from.message) {
      message.emplace(last + kBeside, [this](std::string_view text) { take_text(text); });
    }
  }

  void take_text(std::string_view text) {
    const auto until = at + text.size();
    for (auto& slice : slices) {
      const auto begin = std::max(at, slice.begin), end = std::min(until, slice.end);
      if (begin < end) {
        slice.transfer.take(text.substr(static_cast<std::size_t>(begin - at),
                                        static_cast<std::size_t>(end - begin)));
      }
    }
    at = until;
  }

  std::vector<Slice> slices;
  std::uint64_t last = 0, at = 0;  // of the text: where the last slice ends; what has come
  std::optional<mail::openpgp::LiteralReader> message;
};

FilesTaker::FilesTaker(std::vector<Wanted> all) : state_(std::make_unique<State>(std::move(all))) {}

FilesTaker::~FilesTaker() = default;

bool FilesTaker::take(std::string_view piece) {
  state_->message ? state_->message->take(piece) : state_->take_text(piece);
  return state_->at < state_->last && !(state_->message && state_->message->failed());
}

bool FilesTaker::end(std::size_t which) {
  auto& slice = state_->slices.at(which);
  return state_->at >= slice.end && slice.transfer.end();
}

std::vector<bool> can_be_taken(const std::vector<StoredPart>& parts) {
  std::map<std::pair<std::uint64_t, bool>, std::vector<Compared>> by_evidence;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_worth_trying(parts, parts[i])) {
      const auto& from = *parts[i].taken;
      by_evidence[{from.evidence, from.message}].push_back({i, parts[i].bytes.view()});
    }
  }
  std::vector<bool> can(parts.size(), false);
  for (auto& [which, compared] : by_evidence) {
    std::vector<FilesTaker::Wanted> wanted;
    for (auto& one : compared) {
      wanted.push_back(
          {*parts[one.part].taken, [&one](std::string_view piece) { one.take(piece); }});
    }
    FilesTaker taker(std::move(wanted));
    auto octets = parts[which.first].bytes.view();
    while (!octets.empty() && taker.take(octets.substr(0, kPiece))) {
      octets.remove_prefix(std::min(kPiece, octets.size()));
    }
    for (std::size_t i = 0; i < compared.size(); ++i) {
      can[compared[i].part] = taker.end(i) && compared[i].same && compared[i].rest.empty();
    }
  }
  return can;
}

}  // namespace pouch::gateway

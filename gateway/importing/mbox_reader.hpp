// An mbox file as a stream (RFC 4155, and what other programs write): one mail after the other,
// whatever the size of the file. A mail begins at a line `From ` that stands at the beginning or
// behind an empty line and bears a time; Content-Length is not believed. One `>` of `>From `,
// `>>From ` … goes (mboxrd). The line ends of a mail stay as they are; the empty line between two
// mails belongs to the file. A mail above the limit is told with its size, without its octets.
// What `read` throws comes out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct MboxMail {
  std::uint64_t offset = 0;     // of its From line in the file, octets
  std::uint64_t size = 0;       // of the mail, octets
  std::string raw;              // empty when `size` is above the limit
  std::optional<Time> written;  // as its From line says; its zone is not looked at
};

class MboxReader {
 public:
  // Fills the room as far as there is anything; 0: the end.
  using Read = std::function<std::size_t(char* into, std::size_t room)>;
  MboxReader(Read read, std::size_t most) : read_(std::move(read)), most_(most) {}

  std::optional<MboxMail> next();
  std::uint64_t offset() const { return offset_; }  // how far it has read, octets
  // Octets before the first From line, which belong to no mail: all of a file that is no mbox.
  std::uint64_t strange() const { return strange_; }

 private:
  struct Piece {
    std::string_view octets;
    bool begins = false;  // a line begins with it
  };
  std::optional<Piece> piece();
  void take(const Piece& piece, MboxMail& mail) const;

  Read read_;
  std::size_t most_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool at_line_ = true, ended_ = false, after_blank_ = true;
  std::uint64_t offset_ = 0, strange_ = 0;
  std::optional<MboxMail> begun_;
};

// The time of a From line: "From ana@police.ro.example Thu Nov 26 10:00:00 2026". nullopt: it is
// none.
std::optional<Time> time_of_from_line(std::string_view line);

}  // namespace pouch::gateway

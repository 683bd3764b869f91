#include "mail/transport/data_reader.hpp"

#include <algorithm>
#include <cstring>

namespace pouch::mail {
namespace {

// Where one kind of octet stands: each is looked for once, however often it is asked for.
class Finder {
 public:
  Finder(std::string_view octets, char wanted) : octets_(octets), wanted_(wanted) { seek(0); }
  // The first at or behind `at`; the end when there is none.
  std::size_t from(std::size_t at) {
    if (next_ < at) {
      seek(at);
    }
    return next_;
  }

 private:
  void seek(std::size_t at) {
    const auto* begin = octets_.data();
    const auto* found = static_cast<const char*>(
        at < octets_.size() ? std::memchr(begin + at, wanted_, octets_.size() - at) : nullptr);
    next_ = found == nullptr ? octets_.size() : static_cast<std::size_t>(found - begin);
  }

  std::string_view octets_;
  char wanted_;
  std::size_t next_ = 0;
};

}  // namespace

void DataReader::give(std::string_view octets, const Piece& piece) {
  if (!octets.empty()) {
    octets_ += octets.size();
    piece(octets);
  }
}

std::size_t DataReader::take(std::string_view octets, const Piece& piece) {
  Finder carriage_returns(octets, '\r'), line_feeds(octets, '\n');
  std::size_t given = 0, at = 0;  // [given, at) is mail that was not given on yet
  while (at < octets.size() && !ended_) {
    const char c = octets[at];
    switch (after_) {
      case After::kText:
        at = std::min(carriage_returns.from(at), line_feeds.from(at));
        if (at < octets.size()) {
          bare_ = bare_ || octets[at] == '\n';
          after_ = octets[at++] == '\r' ? After::kCr : After::kText;
        }
        break;
      case After::kCr:
        bare_ = bare_ || c != '\n';
        after_ = c == '\n' ? After::kCrLf : c == '\r' ? After::kCr : After::kText;
        ++at;
        break;
      case After::kCrLf:
        if (c == '.') {
          give(octets.substr(given, at - given), piece);
          given = ++at;
        }
        after_ = c == '.' ? After::kDot : After::kText;
        break;
      case After::kDot:
        if (c == '\r') {  // is not mail when it ends one
          given = ++at;
        }
        after_ = c == '\r' ? After::kDotCr : After::kText;
        break;
      case After::kDotCr:
        ended_ = c == '\n';
        if (ended_) {
          return at + 1;
        }
        give("\r", piece);
        after_ = After::kCr;
        break;
    }
  }
  give(octets.substr(given, at - given), piece);
  return at;
}

}  // namespace pouch::mail

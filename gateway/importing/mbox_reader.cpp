#include "gateway/importing/mbox_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace pouch::gateway {
namespace {

constexpr std::size_t kPiece = 64u << 10;
constexpr std::size_t kLongestFrom = 1000;
constexpr std::string_view kFrom = "From ";
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const auto end = std::min(line.find_first_of(" \t\r\n"), line.size());
    if (end > 0) {
      words.push_back(line.substr(0, end));
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

std::optional<int> number(std::string_view word, std::size_t least, std::size_t most) {
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  const bool whole = error == std::errc() && end == word.data() + word.size() && value >= 0;
  return whole && word.size() >= least && word.size() <= most ? std::optional(value) : std::nullopt;
}

// "10:00" or "10:00:00"; seconds since midnight.
std::optional<std::chrono::seconds> clock_of(std::string_view word) {
  if ((word.size() != 5 && word.size() != 8) || word[2] != ':' ||
      (word.size() == 8 && word[5] != ':')) {
    return std::nullopt;
  }
  const auto hour = number(word.substr(0, 2), 2, 2), minute = number(word.substr(3, 2), 2, 2),
             second = word.size() == 8 ? number(word.substr(6), 2, 2) : std::optional(0);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

std::optional<std::chrono::sys_days> day_of(std::string_view month, std::string_view day,
                                            std::string_view year) {
  const auto found = std::find(kMonths.begin(), kMonths.end(), month);
  const auto d = number(day, 1, 2), y = number(year, 4, 4);
  if (found == kMonths.end() || !d || !y) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{
      std::chrono::year(*y), std::chrono::month(static_cast<unsigned>(found - kMonths.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(*d))};
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

bool is_blank(std::string_view line) { return line == "\n" || line == "\r\n"; }

// ">From ", ">>From " …
bool is_quoted_from(std::string_view line) {
  const auto bare = line.find_first_not_of('>');
  return bare != std::string_view::npos && bare > 0 && line.substr(bare).starts_with(kFrom);
}

// The empty line that parts it from the next one.
void take_away_blank(std::string& raw) {
  for (const std::string_view blank : {"\r\n", "\n"}) {
    if (raw == blank || raw.ends_with("\n" + std::string(blank))) {
      raw.resize(raw.size() - blank.size());
      return;
    }
  }
}

}  // namespace

std::optional<Time> time_of_from_line(std::string_view line) {
  if (!line.starts_with(kFrom) || line.size() > kLongestFrom) {
    return std::nullopt;
  }
  const auto words = words_of(line);
  for (auto i = words.size(); i-- > 3;) {
    const auto clock = clock_of(words[i]);
    if (!clock) {
      continue;
    }
    // asctime(3), with a zone before or behind the year; else a date as in a header.
    std::optional<std::chrono::sys_days> day;
    for (auto year = i + 1; !day && year < std::min(words.size(), i + 4); ++year) {
      day = day_of(words[i - 2], words[i - 1], words[year]);
    }
    if (!day) {
      day = day_of(words[i - 2], words[i - 3], words[i - 1]);
    }
    return day ? std::optional(Time(*day) + *clock) : std::nullopt;
  }
  return std::nullopt;
}

// A line, or as much of a long one as there is room for. Until the next call.
std::optional<MboxReader::Piece> MboxReader::piece() {
  for (;;) {
    const auto left = std::string_view(buffer_).substr(at_);
    const auto end = left.find('\n');
    if (end != std::string_view::npos || left.size() >= kPiece || (ended_ && !left.empty())) {
      const auto octets = left.substr(0, end == std::string_view::npos ? left.size() : end + 1);
      at_ += octets.size();
      offset_ += octets.size();
      return Piece{octets, std::exchange(at_line_, end != std::string_view::npos)};
    }
    if (ended_) {
      return std::nullopt;
    }
    buffer_.erase(0, std::exchange(at_, 0));
    const auto had = buffer_.size();
    buffer_.resize(had + kPiece);
    const auto got = read_(buffer_.data() + had, kPiece);
    buffer_.resize(had + got);
    ended_ = got == 0;
  }
}

void MboxReader::take(const Piece& piece, MboxMail& mail) const {
  auto octets = piece.octets;
  if (piece.begins && is_quoted_from(octets)) {
    octets.remove_prefix(1);
  }
  mail.size += octets.size();
  if (mail.size <= most_) {
    mail.raw += octets;
  } else {
    std::string().swap(mail.raw);
  }
}

std::optional<MboxMail> MboxReader::next() {
  auto mail = std::exchange(begun_, std::nullopt);
  while (const auto next = piece()) {
    const bool may_begin = next->begins && after_blank_;
    const auto written = may_begin ? time_of_from_line(next->octets) : std::nullopt;
    after_blank_ = next->begins && is_blank(next->octets);
    if (written) {
      MboxMail begun;
      begun.offset = offset_ - next->octets.size();
      begun.written = written;
      if (!mail) {
        mail = std::move(begun);
        continue;
      }
      begun_ = std::move(begun);
      break;
    }
    if (mail) {
      take(*next, *mail);
    } else {
      strange_ += next->octets.size();
    }
  }
  if (mail && mail->size <= most_) {
    take_away_blank(mail->raw);
    mail->size = mail->raw.size();
  }
  return mail;
}

}  // namespace pouch::gateway

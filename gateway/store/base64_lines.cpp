#include "gateway/store/base64_lines.hpp"

#include <algorithm>
#include <utility>

#include "mail/text/transfer.hpp"

namespace pouch::gateway {
namespace {

constexpr char kRest = 0, kLines = 1;
constexpr std::size_t kRestHead = 3, kLinesHead = 5;
constexpr std::size_t kMostDigits = 252, kLongestLine = kMostDigits + 2;
constexpr std::size_t kMostRest = 0xFFFF, kMostLines = 1024;
constexpr std::size_t kFewLines = 4;  // are not worth a block of their own

char low(std::size_t value) { return static_cast<char>(value & 0xFFU); }

std::size_t number(std::string_view two) {
  return static_cast<unsigned char>(two[0]) |
         static_cast<std::size_t>(static_cast<unsigned char>(two[1])) << 8U;
}

std::string_view end_of(std::size_t ending) {
  return std::string_view("\r\n").substr(ending == 1 ? 1 : 0);
}

// Lines of so many digits out of their octets, each with that end.
void unfold(std::string_view octets, std::size_t digits, std::size_t ending, std::string& text) {
  for (const auto line = digits / 4 * 3; octets.size() >= line; octets.remove_prefix(line)) {
    mail::append_base64(octets.substr(0, line), text);
    text += end_of(ending);
  }
}

}  // namespace

LinesFolder::LinesFolder(Sink sink) : sink_(std::move(sink)) {}

void LinesFolder::take(std::string_view piece) {
  while (!piece.empty()) {
    const auto found = piece.find('\n');
    const auto size = found == std::string_view::npos ? piece.size() : found + 1;
    if (begun_.empty() && found != std::string_view::npos) {
      line(piece.substr(0, size));
    } else {
      begun_ += piece.substr(0, size);
      if (found != std::string_view::npos || begun_.size() > kLongestLine) {
        line(begun_);
        begun_.clear();
      }
    }
    piece.remove_prefix(size);
  }
}

void LinesFolder::finish() {
  line(begun_);
  begun_.clear();
  end_lines();
  end_rest();
}

void LinesFolder::line(std::string_view text) {
  if (!as_digits(text)) {
    end_lines();
    add_rest(text);
  }
}

// True: it is in `octets_` now.
bool LinesFolder::as_digits(std::string_view text) {
  if (text.size() < 5 || text.size() > kLongestLine || text.back() != '\n') {
    return false;
  }
  const std::size_t ending = text[text.size() - 2] == '\r' ? 2 : 1;
  const auto digits = text.size() - ending;
  if (digits % 4 != 0 || digits == 0 || digits > kMostDigits) {
    return false;
  }
  if (digits != digits_ || ending != ending_ || lines_ == kMostLines) {
    end_lines();
  }
  if (!mail::append_octets_of_base64(text.substr(0, digits), octets_)) {
    return false;
  }
  digits_ = digits;
  ending_ = ending;
  ++lines_;
  return true;
}

void LinesFolder::end_lines() {
  if (lines_ >= kFewLines) {
    end_rest();
    sink_(std::string{kLines, low(digits_), low(ending_), low(lines_), low(lines_ >> 8U)});
    sink_(octets_);
  } else if (lines_ > 0) {
    std::string text;
    unfold(octets_, digits_, ending_, text);
    add_rest(text);
  }
  octets_.clear();
  lines_ = 0;
}

void LinesFolder::add_rest(std::string_view text) {
  while (!text.empty()) {
    const auto fitting = text.substr(0, kMostRest - rest_.size());
    rest_ += fitting;
    text.remove_prefix(fitting.size());
    if (rest_.size() == kMostRest) {
      end_rest();
    }
  }
}

void LinesFolder::end_rest() {
  if (!rest_.empty()) {
    sink_(std::string{kRest, low(rest_.size()), low(rest_.size() >> 8U)});
    sink_(rest_);
    rest_.clear();
  }
}

LinesUnfolder::LinesUnfolder(Sink sink) : sink_(std::move(sink)) {}

bool LinesUnfolder::take(std::string_view piece) {
  while (!piece.empty() && good_) {
    if (left_ == 0) {
      head_ += piece.front();
      piece.remove_prefix(1);
      if (!begin()) {
        return false;
      }
      continue;
    }
    const auto octets = piece.substr(0, left_);
    piece.remove_prefix(octets.size());
    left_ -= octets.size();
    if (!give(octets)) {
      return false;
    }
  }
  return good_;
}

// Of a block whose head may be whole now.
bool LinesUnfolder::begin() {
  const bool lines = head_[0] == kLines;
  good_ = lines || head_[0] == kRest;
  if (!good_ || head_.size() < (lines ? kLinesHead : kRestHead)) {
    return good_;
  }
  const auto count = number(std::string_view(head_).substr(head_.size() - 2));
  digits_ = lines ? static_cast<unsigned char>(head_[1]) : 0;
  ending_ = lines ? static_cast<unsigned char>(head_[2]) : 0;
  good_ =
      count > 0 && (!lines || (digits_ > 0 && digits_ % 4 == 0 && (ending_ == 1 || ending_ == 2)));
  left_ = lines ? count * digits_ / 4 * 3 : count;
  head_.clear();
  return good_;
}

// A line goes when its last octet is there.
bool LinesUnfolder::give(std::string_view octets) {
  if (digits_ == 0) {
    return sink_(octets);
  }
  line_ += octets;
  const auto whole = line_.size() - line_.size() % (digits_ / 4 * 3);
  text_.clear();
  unfold(std::string_view(line_).substr(0, whole), digits_, ending_, text_);
  line_.erase(0, whole);
  return text_.empty() || sink_(text_);
}

}  // namespace pouch::gateway

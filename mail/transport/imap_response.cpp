#include "mail/transport/imap_response.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "mail/ascii.hpp"
#include "mail/fault.hpp"

namespace pouch::mail {
namespace {

[[noreturn]] void broken(const char* what) {
  throw Fault(Permanence::kTransient, std::string("the IMAP server breaks the protocol: ") + what,
              "the connection is made anew; if it goes on, look at the server");
}

bool same_letter(char a, char b) { return to_lower(a) == to_lower(b); }

std::size_t find_word(std::string_view text, std::string_view word) {
  const auto found = std::search(text.begin(), text.end(), word.begin(), word.end(), same_letter);
  return found == text.end() ? std::string_view::npos
                             : static_cast<std::size_t>(found - text.begin());
}

// Status responses carry free text: nothing in it is a literal.
bool may_have_literal(std::string_view text) {
  const auto begins = [&](std::string_view word) {
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), same_letter);
  };
  return text.starts_with("* ") && !begins("* OK") && !begins("* NO") && !begins("* BAD") &&
         !begins("* BYE");
}

std::optional<std::uint32_t> uid_of(std::string_view text) {
  std::uint32_t uid = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), uid);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(uid) : std::nullopt;
}

// RFC 9051 section 9: sequence-set, "1:3,5". What is no number names nothing.
void add_uids(std::string_view set, std::vector<std::uint32_t>& uids) {
  constexpr std::size_t kMost = 1'000'000;
  while (!set.empty()) {
    const auto one = set.substr(0, set.find(','));
    set.remove_prefix(std::min(one.size() + 1, set.size()));
    const auto colon = one.find(':');
    const auto from = uid_of(one.substr(0, colon));
    const auto to = colon == one.npos ? from : uid_of(one.substr(colon + 1));
    if (!from || !to) {
      continue;
    }
    for (std::uint64_t uid = std::min(*from, *to);
         uid <= std::max(*from, *to) && uids.size() < kMost; ++uid) {
      uids.push_back(static_cast<std::uint32_t>(uid));
    }
  }
}

}  // namespace

bool ImapResponse::says(std::string_view word) const {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(), same_letter) &&
         (text.size() == word.size() || text[word.size()] == ' ');
}

bool ImapParser::take_literal() {
  auto& literal = literals_.back();
  const auto octets = std::min(missing_, input_.size());
  if (!passes_over_) {
    literal.append(input_, 0, octets);
  }
  input_.erase(0, octets);
  missing_ -= octets;
  return missing_ == 0;
}

bool ImapParser::take_line() {
  const auto end = input_.find("\r\n", looked_ > 0 ? looked_ - 1 : 0);
  if (end == std::string::npos) {
    looked_ = input_.size();
    if (text_.size() + input_.size() > limits_.line) {
      broken("a line without an end");
    }
    return false;
  }
  if (text_.size() + end > limits_.line) {
    broken("a line that is too long");
  }
  const auto line = std::string_view(input_).substr(0, end);
  if (line.find(kLiteralMark) != std::string_view::npos ||
      line.find('\0') != std::string_view::npos) {
    broken("control characters");
  }
  text_ += line;
  input_.erase(0, end + 2);
  looked_ = 0;
  return true;
}

std::optional<std::size_t> ImapParser::literal_at_end() const {
  const auto open = text_.rfind('{');
  if (text_.empty() || text_.back() != '}' || open == std::string::npos ||
      !may_have_literal(text_)) {
    return std::nullopt;
  }
  std::size_t size = 0;
  const char* begin = text_.data() + open + 1;
  const char* last = text_.data() + text_.size() - 1;
  const auto [end, error] = std::from_chars(begin, last, size);
  return error == std::errc() && end == last && begin != last ? std::optional(size) : std::nullopt;
}

std::optional<ImapResponse> ImapParser::next() {
  for (;;) {
    if (missing_ > 0 && !take_literal()) {
      return std::nullopt;
    }
    if (!take_line()) {
      return std::nullopt;
    }
    if (const auto size = literal_at_end()) {
      if (literals_.size() >= limits_.literals) {
        broken("more literals than were asked for");
      }
      passes_over_ = *size > limits_.literal;
      oversized_ = passes_over_ ? std::max(oversized_, *size) : oversized_;
      text_.erase(text_.rfind('{'));
      text_ += kLiteralMark;
      literals_.emplace_back();
      missing_ = *size;
      continue;
    }
    ImapResponse response;
    const auto blank = std::min(text_.find(' '), text_.size());
    response.tag = text_.substr(0, blank);
    response.text = blank < text_.size() ? text_.substr(blank + 1) : std::string();
    response.literals = std::move(literals_);
    response.oversized = std::exchange(oversized_, 0);
    text_.clear();
    literals_.clear();
    if (response.tag.empty()) {
      broken("a line without a tag");
    }
    return response;
  }
}

std::optional<std::string> fetch_item(const ImapResponse& response, std::string_view name) {
  const std::string_view text = response.text;
  for (const char before : {'(', ' '}) {
    const auto wanted = std::string(1, before) + std::string(name) + " ";
    const auto at = find_word(text, wanted);
    if (at != std::string_view::npos) {
      const auto begin = at + wanted.size();
      const auto end = std::min(text.find_first_of(" )", begin), text.size());
      return std::string(text.substr(begin, end - begin));
    }
  }
  return std::nullopt;
}

std::vector<std::uint32_t> found_uids(const ImapResponse& response) {
  std::vector<std::uint32_t> uids;
  const bool extended = response.says("ESEARCH");
  const auto blank = response.text.find(' ');
  if ((!extended && !response.says("SEARCH")) || blank == std::string::npos) {
    return uids;
  }
  bool all = !extended;
  for (auto rest = std::string_view(response.text).substr(blank + 1); !rest.empty();) {
    const auto word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    if (all) {
      add_uids(word, uids);
    }
    all = !extended || same_word(word, "ALL");
  }
  return uids;
}

bool names_body(const ImapResponse& response) {
  return find_word(response.text, "BODY[] ") != std::string_view::npos;
}

std::optional<std::string> fetch_body(ImapResponse&& response) {
  const auto at = find_word(response.text, "BODY[] ");
  if (at == std::string::npos) {
    return std::nullopt;
  }
  const auto rest = std::string_view(response.text).substr(at + 7);
  if (rest.starts_with(kLiteralMark)) {
    const auto which = static_cast<std::size_t>(
        std::count(response.text.begin(), response.text.begin() + static_cast<std::ptrdiff_t>(at),
                   kLiteralMark));
    return which < response.literals.size() ? std::optional(std::move(response.literals[which]))
                                            : std::nullopt;
  }
  if (!rest.starts_with('"')) {
    return std::nullopt;
  }
  std::string body;  // RFC 3501 section 4.3: a quoted string has no line ends in it
  for (std::size_t i = 1; i < rest.size() && rest[i] != '"'; ++i) {
    i += rest[i] == '\\' ? 1 : 0;
    body += i < rest.size() ? rest.substr(i, 1) : std::string_view();
  }
  return body;
}

}  // namespace pouch::mail

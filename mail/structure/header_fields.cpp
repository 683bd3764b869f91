#include "mail/structure/header_fields.hpp"

#include "mail/ascii.hpp"
#include "mail/lines.hpp"

namespace pouch::mail {
namespace {

ScanRefusal malformed(std::string rule) { return {ScanFault::kMalformed, std::move(rule)}; }

ScanRefusal too_large(std::string_view what, std::size_t limit, std::string_view unit) {
  std::string rule(what);
  rule.append(" over ").append(std::to_string(limit)).append(unit);
  return {ScanFault::kTooLarge, std::move(rule)};
}

// RFC 5322 section 3.6.8: ftext. White space before the colon is obsolete, and readers differ on
// it.
bool is_field_name(std::string_view name) {
  if (name.empty()) return false;
  for (const char c : name) {
    if (c <= 32 || c >= 127 || c == ':') return false;
  }
  return true;
}

class Splitter {
 public:
  Splitter(std::string_view bytes, const Limits& limits) : bytes_(bytes), limits_(limits) {}

  std::variant<HeaderBlock, ScanRefusal> split() {
    std::size_t offset = 0;
    while (offset < bytes_.size()) {
      const Line line = line_at(bytes_, offset);
      if (line.text.empty()) {
        block_.header = bytes_.substr(0, offset);
        block_.body = bytes_.substr(line.end);
        return block_;
      }
      if (line.end > limits_.header_block) {
        return too_large("header", limits_.header_block, " octets");
      }
      if (auto refusal = take(line.text, offset)) return *refusal;
      offset = line.end;
    }
    block_.header = bytes_;
    block_.body = bytes_.substr(bytes_.size());
    return block_;
  }

 private:
  std::optional<ScanRefusal> take(std::string_view text, std::size_t offset) {
    if (text.find('\r') != std::string_view::npos) return malformed("bare CR in a header");
    if (text.find('\0') != std::string_view::npos) return malformed("NUL in a header");
    if (is_blank(text.front())) {
      if (block_.fields.empty()) return malformed("header begins with a continuation line");
      Field& field = block_.fields.back();
      const auto start = static_cast<std::size_t>(field.value.data() - bytes_.data());
      field.value = bytes_.substr(start, offset + text.size() - start);
    } else {
      const auto colon = text.find(':');
      if (colon == std::string_view::npos) return malformed("header line without a colon");
      if (!is_field_name(text.substr(0, colon))) return malformed("header field name not legal");
      if (block_.fields.size() == limits_.header_fields) {
        return too_large("header", limits_.header_fields, " fields");
      }
      block_.fields.push_back({text.substr(0, colon), text.substr(colon + 1)});
      field_start_ = offset;
    }
    if (offset + text.size() - field_start_ > limits_.header_field) {
      return too_large("header field", limits_.header_field, " octets");
    }
    return std::nullopt;
  }

  std::string_view bytes_;
  const Limits& limits_;
  HeaderBlock block_;
  std::size_t field_start_ = 0;
};

}  // namespace

std::variant<HeaderBlock, ScanRefusal> split_header(std::string_view entity, const Limits& limits) {
  return Splitter(entity, limits).split();
}

std::optional<std::string> unfold(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '\r' && i + 1 < value.size() && value[i + 1] == '\n') continue;
    if (c == '\n') {
      if (i + 1 == value.size() || !is_blank(value[i + 1])) return std::nullopt;
      continue;
    }
    if (is_control(c) && c != '\t') return std::nullopt;
    out += c;
  }
  return out;
}

bool same_field_value(std::string_view left, std::string_view right) {
  const auto collapsed = [](std::string_view value) {
    std::string out;
    for (const char c : trim(value)) {
      const bool space = is_blank(c) || c == '\r' || c == '\n';
      if (!space) {
        out += c;
      } else if (out.back() != ' ') {
        out += ' ';
      }
    }
    return out;
  };
  return collapsed(left) == collapsed(right);
}

}  // namespace pouch::mail

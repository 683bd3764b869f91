#include "mail/structure/scan.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/lines.hpp"
#include "mail/structure/header_fields.hpp"
#include "mail/structure/mime_header.hpp"

namespace pouch::mail {
namespace {

enum class Delimiter { kNone, kNext, kLast };

// RFC 2046 section 5.1.1: the whole line is "--", the boundary, perhaps "--", and padding. A line
// that only begins so (`--xyz` where the boundary is `x`) is text.
Delimiter delimiter(std::string_view line, std::string_view boundary) {
  if (!line.starts_with("--")) return Delimiter::kNone;
  line.remove_prefix(2);
  if (!line.starts_with(boundary)) return Delimiter::kNone;
  line.remove_prefix(boundary.size());
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  if (line.empty()) return Delimiter::kNext;
  return line == "--" ? Delimiter::kLast : Delimiter::kNone;
}

// RFC 2046 section 5.1.1: 1 to 70 characters, not ending with a space. Which ones is not looked at
// so narrowly: servers of today quote others too (PowerMTA: "@"), and the line is as clear.
bool is_boundary(std::string_view text) {
  if (text.empty() || text.size() > 70 || text.ends_with(' ')) return false;
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return is_control(c) || is_eight_bit(c); });
}

// A line could end or divide both multiparts.
bool clash(std::string_view left, std::string_view right) {
  const auto extends = [](std::string_view longer, std::string_view shorter) {
    return longer.size() == shorter.size() + 2 && longer.starts_with(shorter) &&
           longer.ends_with("--");
  };
  return left == right || extends(left, right) || extends(right, left);
}

class Scanner {
 public:
  Scanner(const Limits& limits, Scanning how) : limits_(limits), how_(how) {}

  std::variant<Entity, ScanRefusal> scan(std::string_view bytes) {
    if (bytes.size() > limits_.message) {
      return too_large("message", limits_.message, " octets");
    }
    Entity root;
    if (!read(without_envelope_line(bytes), false, root)) return refusal_;
    return root;
  }

 private:
  static ScanRefusal too_large(std::string_view what, std::size_t limit, std::string_view unit) {
    std::string rule(what);
    rule.append(" over ").append(std::to_string(limit)).append(unit);
    return {ScanFault::kTooLarge, std::move(rule)};
  }

  // mbox's "From " line, which Postfix's local(8) puts before a mail that it pipes: no header.
  static std::string_view without_envelope_line(std::string_view bytes) {
    return bytes.starts_with("From ") ? bytes.substr(line_at(bytes, 0).end) : bytes;
  }

  bool refuse(ScanRefusal refusal) {
    refusal_ = std::move(refusal);
    for (const auto number : path_) {
      refusal_.part += (refusal_.part.empty() ? "" : ".") + std::to_string(number);
    }
    return false;
  }
  bool malformed(std::string rule) { return refuse({ScanFault::kMalformed, std::move(rule)}); }

  bool read(std::string_view bytes, bool in_digest, Entity& out) {
    if (++parts_ > limits_.parts) return refuse(too_large("message", limits_.parts, " parts"));
    auto split = split_header(bytes, limits_);
    if (auto* refusal = std::get_if<ScanRefusal>(&split)) return refuse(std::move(*refusal));
    auto& block = std::get<HeaderBlock>(split);
    out.whole = bytes;
    out.header = block.header;
    out.body = block.body;
    out.fields = std::move(block.fields);
    if (in_digest) {  // RFC 2046 section 5.1.5
      out.type = "message";
      out.subtype = "rfc822";
    }
    if (!read_type(out) || !read_encoding(out) || !read_disposition_of(out)) return false;
    return !out.is_multipart() || read_parts(out);
  }

  // Points `value` at the field of that name, or leaves it null. Some clients write one twice; with
  // one value that is one field (DECISIONS 43).
  bool only(const Entity& entity, std::string_view name, const std::string_view*& value) {
    value = nullptr;
    for (const auto& field : entity.fields) {
      if (!same_word(field.name, name)) continue;
      if (value != nullptr && !same_field_value(*value, field.value)) {
        return malformed("two " + std::string(name) + " fields");
      }
      value = &field.value;
    }
    return true;
  }

  bool read_type(Entity& out) {
    const std::string_view* raw = nullptr;
    if (!only(out, "Content-Type", raw)) return false;
    if (raw == nullptr) return true;
    auto read_value = read_content_type(*raw);
    if (auto* fault = std::get_if<MimeFault>(&read_value)) return malformed(fault->rule);
    auto& value = std::get<MimeValue>(read_value);
    const auto slash = value.value.find('/');
    out.type = value.value.substr(0, slash);
    out.subtype = value.value.substr(slash + 1);
    out.parameters = std::move(value.parameters);
    return true;
  }

  bool read_encoding(Entity& out) {
    const std::string_view* raw = nullptr;
    if (!only(out, "Content-Transfer-Encoding", raw)) return false;
    if (raw == nullptr) return true;
    auto read_value = read_transfer_encoding(*raw);
    if (auto* fault = std::get_if<MimeFault>(&read_value)) return malformed(fault->rule);
    out.encoding = std::get<MimeValue>(read_value).value;
    return true;
  }

  bool read_disposition_of(Entity& out) {
    const std::string_view* raw = nullptr;
    if (!only(out, "Content-Disposition", raw)) return false;
    if (raw == nullptr) return true;
    auto read_value = read_disposition(*raw);
    if (auto* fault = std::get_if<MimeFault>(&read_value)) return malformed(fault->rule);
    auto& value = std::get<MimeValue>(read_value);
    out.disposition = std::move(value.value);
    out.disposition_parameters = std::move(value.parameters);
    return true;
  }

  bool read_parts(Entity& out) {
    // RFC 2045 section 6.4: only identity encodings; whether to decode first would be a choice.
    if (how_ != Scanning::kTolerant && out.encoding != "7bit" && out.encoding != "8bit" &&
        out.encoding != "binary") {
      return malformed("multipart with a transfer encoding");
    }
    const std::string boundary(out.parameter("boundary"));
    if (boundary.empty()) return malformed("multipart without a boundary");
    if (!is_boundary(boundary)) return malformed("boundary not legal");
    for (const auto& outer : open_) {
      if (clash(outer, boundary)) return malformed("boundary of an enclosing multipart used again");
    }
    // The parts are one level below this one, which is the open_.size() + 1st.
    if (open_.size() + 2 > limits_.depth) {
      return refuse(too_large("parts nested", limits_.depth, " levels"));
    }
    open_.push_back(boundary);
    const bool good = cut(out, boundary);
    open_.pop_back();
    return good;
  }

  bool cut(Entity& out, std::string_view boundary) {
    const std::string_view body = out.body;
    const bool digest = out.subtype == "digest";
    bool inside = false;
    std::size_t start = 0;
    for (std::size_t offset = 0; offset < body.size();) {
      const Line line = line_at(body, offset);
      const Delimiter found = delimiter(line.text, boundary);
      if (found == Delimiter::kNone) {
        offset = line.end;
        continue;
      }
      // RFC 2046 section 5.1.1: the line end before the delimiter belongs to it.
      const std::size_t end = std::max(start, before_line_end(body, offset));
      if (!inside) {
        out.preamble = body.substr(0, end);
        inside = true;
      } else if (!add_part(body.substr(start, end - start), digest, out)) {
        return false;
      }
      start = offset = line.end;
      if (found == Delimiter::kLast) {
        if (out.parts.empty()) return malformed("multipart without a part");
        out.epilogue = body.substr(line.end);
        return true;
      }
    }
    if (inside && how_ == Scanning::kTolerant) return add_part(body.substr(start), digest, out);
    return malformed(open_.size() > 1 ? "inner multipart not closed" : "multipart not closed");
  }

  bool add_part(std::string_view bytes, bool digest, Entity& out) {
    out.parts.emplace_back();
    auto& part = out.parts.back();
    if (how_ == Scanning::kRoot && ++parts_ > limits_.parts) {
      return refuse(too_large("message", limits_.parts, " parts"));
    }
    path_.push_back(out.parts.size());
    bool good = true;
    if (how_ == Scanning::kRoot) {
      look_at(bytes, part);
    } else {
      good = read(bytes, digest, part);
    }
    path_.pop_back();
    return good;
  }

  // What its header says, where it can be read; never a refusal.
  void look_at(std::string_view bytes, Entity& out) {
    out.whole = bytes;
    auto split = split_header(bytes, limits_);
    auto* block = std::get_if<HeaderBlock>(&split);
    if (block == nullptr) return;
    out.header = block->header;
    out.body = block->body;
    out.fields = std::move(block->fields);
    if (!read_type(out)) out.type = out.subtype = "unknown";
    if (!read_encoding(out)) out.encoding = "unknown";
  }

  const Limits& limits_;
  Scanning how_;
  std::size_t parts_ = 0;
  std::vector<std::string> open_;  // boundaries of the multiparts around
  std::vector<std::size_t> path_;  // numbers of the part in hand and those around it
  ScanRefusal refusal_{ScanFault::kMalformed, ""};
};

}  // namespace

std::variant<Entity, ScanRefusal> scan(std::string_view bytes, const Limits& limits, Scanning how) {
  return Scanner(limits, how).scan(bytes);
}

}  // namespace pouch::mail

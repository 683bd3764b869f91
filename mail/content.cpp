#include "mail/content.hpp"

#include <array>

#include "mail/ascii.hpp"
#include "mail/body_parts.hpp"
#include "mail/charset.hpp"
#include "mail/flowed.hpp"
#include "mail/html.hpp"
#include "mail/html_source.hpp"
#include "mail/link_targets.hpp"
#include "mail/text_form.hpp"

namespace pouch::mail {
namespace {

// A stranger's word for a charset or an encoding, short and printable, for a reason that is shown.
std::string shown_word(std::string_view word) {
  std::string out;
  for (const char c : word.substr(0, 40)) out += is_eight_bit(c) || is_control(c) ? '?' : c;
  return out;
}

std::string charset_fault(std::string_view charset) {
  return charset.empty() ? "charset not declared, and not UTF-8" : "charset " + shown_word(charset);
}

std::string too_long(std::size_t limit) { return "text over " + std::to_string(limit) + " octets"; }

class Reader {
 public:
  explicit Reader(const Limits& limits) : limits_(limits) {}

  Content read(const Entity& root) {
    const BodyParts parts = find_body(root);
    out_.from_html = parts.plain.empty() && !parts.html.empty();
    if (parts.plain.empty()) {
      out_.text = html_text(parts.html);
    } else {
      out_.text = plain_text(parts.plain);
      out_.html_text = html_text(parts.html);
      if (!parts.html.empty()) out_.text = without_link_targets(out_.text);
    }
    if (!parts.plain.empty() || !parts.html.empty()) text_parts_ = 1;
    for (const Entity* part : parts.attachments) attach(*part);
    return std::move(out_);
  }

 private:
  // Decoded, as UTF-8; empty with `unreadable` set when it cannot be.
  std::string decoded(const Entity& entity) {
    std::string bytes;
    std::string text;
    if (!decode_transfer(entity.encoding, entity.body, bytes)) {
      unreadable("transfer encoding " + shown_word(entity.encoding));
      return text;
    }
    if (bytes.size() > limits_.text) {
      unreadable(too_long(limits_.text));
      return text;
    }
    std::string_view charset = entity.parameter("charset");
    if (charset.empty() && entity.subtype == "html") charset = meta_charset(bytes);
    if (!to_utf8(bytes, charset, text)) unreadable(charset_fault(charset));
    return text;
  }

  std::string plain_text(const Entity& entity) {
    std::string text = to_line_feeds(decoded(entity));
    // RFC 9788 section 4.10.2.1
    if (entity.parameter("hp-legacy-display") == "1") text.erase(0, header_copy_size(text));
    if (same_word(entity.parameter("format"), "flowed")) {
      text = unflow(text, same_word(entity.parameter("delsp"), "yes"));
    }
    return clean_text(text);
  }

  std::string plain_text(const std::vector<const Entity*>& parts) {
    std::string text;
    for (const Entity* part : parts) add(plain_text(*part), text);
    return text;
  }

  std::string html_text(const std::vector<const Entity*>& parts) {
    std::string text;
    for (const Entity* part : parts) add(html_text(*part), text);
    return text;
  }

  // What stands between two parts of a text is an empty line.
  void add(const std::string& more, std::string& text) {
    if (text.size() + more.size() > limits_.text) {
      unreadable(too_long(limits_.text));
      return;
    }
    if (!text.empty()) text += text.ends_with('\n') ? "\n" : "\n\n";
    text += more;
  }

  std::string html_text(const Entity& entity) {
    auto text = read_html(decoded(entity));
    if (text) return std::move(*text);
    unreadable("HTML too large or too deep");
    return {};
  }

  void attach(const Entity& entity) {
    Attachment attachment;
    attachment.media_type = entity.type + '/' + entity.subtype;
    attachment.charset = shown_word(entity.parameter("charset"));
    if (!decode_transfer(entity.encoding, entity.body, attachment.bytes)) {
      unreadable("attachment with transfer encoding " + shown_word(entity.encoding));
    }
    // Blank text that a client put between its attachments says nothing.
    if (is_shown_text(entity) && entity.file_name().empty()) {
      if (trim(attachment.bytes).empty()) return;
      ++text_parts_;
    }
    attachment.name = name_of(entity);
    out_.attachments.push_back(std::move(attachment));
  }

  std::string name_of(const Entity& entity) {
    const std::string name = entity.file_name();
    if (!name.empty()) return safe_file_name(name);
    if (is_shown_text(entity)) {
      return "text-" + std::to_string(text_parts_) + (entity.subtype == "html" ? ".html" : ".txt");
    }
    struct Kind {
      std::string_view type, name, extension;
    };
    constexpr std::array<Kind, 8> kKinds = {{{"message/rfc822", "message", ".eml"},
                                             {"message/global", "message", ".eml"},
                                             {"text/calendar", "invitation", ".ics"},
                                             {"text/plain", "part", ".txt"},
                                             {"text/html", "part", ".html"},
                                             {"image/png", "image", ".png"},
                                             {"image/jpeg", "image", ".jpg"},
                                             {"application/pdf", "part", ".pdf"}}};
    const std::string number = '-' + std::to_string(++nameless_);
    for (const auto& kind : kKinds) {
      if (entity.type + '/' + entity.subtype != kind.type) continue;
      return std::string(kind.name) + number + std::string(kind.extension);
    }
    return "part" + number + ".bin";
  }

  void unreadable(std::string why) {
    if (out_.unreadable.empty()) out_.unreadable = std::move(why);
  }

  const Limits& limits_;
  Content out_;
  int text_parts_ = 0;
  int nameless_ = 0;
};

}  // namespace

Content read_content(const Entity& entity, const Limits& limits) {
  return Reader(limits).read(entity);
}

Content read_plain_text(std::string_view bytes, std::string_view charset) {
  Content out;
  std::string text;
  if (bytes.size() > Limits{}.text) {
    out.unreadable = too_long(Limits{}.text);
  } else if (to_utf8(bytes, charset, text)) {
    out.text = clean_text(text);
  } else {
    out.unreadable = charset_fault(trim(charset));
  }
  return out;
}

}  // namespace pouch::mail

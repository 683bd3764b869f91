#include "mail/content/content.hpp"
#include "mail/armour.hpp"
#include "mail/text/file_name.hpp"
#include "mail/text/transfer.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"
#include "mail/content/body_parts.hpp"
#include "mail/content/flowed.hpp"
#include "mail/content/html.hpp"
#include "mail/content/html_words.hpp"
#include "mail/content/link_targets.hpp"
#include "mail/text/charset.hpp"
#include "mail/text/text_form.hpp"

namespace pouch::mail {
namespace {

// A stranger's word for a charset or an encoding, short and printable, for a reason that is shown.
std::string shown_word(std::string_view word) {
  std::string out;
  for (const char c : word.substr(0, 40)) out += is_eight_bit(c) || is_control(c) ? '?' : c;
  return out;
}

constexpr std::string_view kWriteUtf8 = "set your mail program to write UTF-8 and send it again";
constexpr std::string_view kWritePlain = "write it as plain text and send it again";
constexpr std::string_view kAttachAnew = "attach the file anew and send it again";
constexpr std::string_view kMakeShorter = "send the long text as an attached file";

std::string place(std::size_t octet, std::string_view before) {
  const auto lines = std::count(before.begin(), before.end(), '\n') + 1;
  return ", octet " + std::to_string(octet) + ", line " + std::to_string(lines);
}

// Why to_utf8 said no.
std::string charset_fault(std::string_view bytes, std::string_view charset) {
  std::string nothing;
  if (!to_utf8("", charset, nothing)) {
    return "the charset " + shown_word(charset) + ", which is not read here";
  }
  const auto utf8 = utf8_size(bytes);
  const auto where = place(utf8 + 1, bytes.substr(0, utf8));
  if (charset.empty()) return "no charset is named, and it is not UTF-8" + where;
  return same_word(charset, "utf-8") ? "it is not UTF-8, as it says" + where
                                     : "it is not in its charset " + shown_word(charset);
}

std::string too_long(std::size_t limit) {
  constexpr std::size_t kMega = 1U << 20;
  return "its text is longer than " + (limit % kMega == 0 ? std::to_string(limit / kMega) + " MB"
                                                          : std::to_string(limit) + " octets");
}

std::string said(const TransferFault& fault, std::string_view encoding) {
  if (fault.octet == 0)
    return "its transfer encoding " + shown_word(encoding) + " is not read here";
  return fault.what + ", octet " + std::to_string(fault.octet) + ", line " +
         std::to_string(fault.line);
}

// "2.1" as IMAP counts parts; empty for the root, which is all there is.
bool find_number(const Entity& around, const Entity& wanted, std::string& number) {
  if (&around == &wanted) return true;
  for (std::size_t i = 0; i < around.parts.size(); ++i) {
    std::string below = number + (number.empty() ? "" : ".") + std::to_string(i + 1);
    if (find_number(around.parts[i], wanted, below)) {
      number = std::move(below);
      return true;
    }
  }
  return false;
}

// RFC 6350 section 10.1, and the names from before it.
bool is_card(std::string_view media_type) {
  return media_type == "text/vcard" || media_type == "text/x-vcard" ||
         media_type == "text/directory" || media_type == "application/vcard";
}

// RFC 3156 section 7; some clients send it as a file like any other, s-nail calls ciphertexts so.
// Armour, or the first octet of a public key packet (RFC 4880 section 4.2).
bool is_key(const Attachment& attachment) {
  const auto bytes = trim(attachment.bytes);
  const auto first = bytes.empty() ? '\0' : bytes.front();
  const bool packet = first == '\x98' || first == '\x99' || first == '\xC6';
  return bytes.starts_with(kPublicKeyBegins) ||
         (attachment.media_type == "application/pgp-keys" && packet);
}

class Reader {
 public:
  Reader(const Limits& limits, const Bytes& held) : limits_(limits), held_(held) {}

  Content read(const Entity& root) {
    root_ = &root;
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
    for (const Entity* part : parts.attachments) {
      attach(*part, std::find(parts.shown.begin(), parts.shown.end(), part) != parts.shown.end());
    }
    return std::move(out_);
  }

 private:
  // Decoded, as UTF-8; empty with `unreadable` set when it cannot be.
  std::string decoded(const Entity& entity) {
    std::string bytes;
    std::string text;
    if (const auto fault = decode_or_say(entity.encoding, entity.body, bytes)) {
      unreadable(entity, said(*fault, entity.encoding), kWritePlain);
      return text;
    }
    if (bytes.size() > limits_.text) {
      unreadable(entity, too_long(limits_.text), kMakeShorter);
      return text;
    }
    std::string_view charset = entity.parameter("charset");
    if (charset.empty() && entity.subtype == "html") charset = meta_charset(bytes);
    if (!to_utf8(bytes, charset, text)) {
      unreadable(entity, charset_fault(bytes, charset), kWriteUtf8);
    }
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
    for (const Entity* part : parts) add(*part, plain_text(*part), text);
    return text;
  }

  std::string html_text(const std::vector<const Entity*>& parts) {
    std::string text;
    for (const Entity* part : parts) add(*part, html_text(*part), text);
    return text;
  }

  // What stands between two parts of a text is an empty line.
  void add(const Entity& entity, const std::string& more, std::string& text) {
    if (text.size() + more.size() > limits_.text) {
      unreadable(entity, too_long(limits_.text), kMakeShorter);
      return;
    }
    if (!text.empty()) text += text.ends_with('\n') ? "\n" : "\n\n";
    text += more;
  }

  std::string html_text(const Entity& entity) {
    auto text = read_html(decoded(entity));
    if (text) return std::move(*text);
    unreadable(entity, "HTML that is too large or too deep", kWritePlain);
    return {};
  }

  void attach(const Entity& entity, bool shown) {
    Attachment attachment;
    attachment.media_type = entity.type + '/' + entity.subtype;
    attachment.charset = shown_word(entity.parameter("charset"));
    attachment.encoded = entity.body;
    attachment.encoding = entity.encoding;
    Bytes bytes;
    if (is_identity(entity.encoding) && !held_.empty()) {
      bytes = held_.slice(entity.body);
    } else {
      std::string decoded;
      if (const auto fault = decode_or_say(entity.encoding, entity.body, decoded)) {
        unreadable(entity, said(*fault, entity.encoding), kAttachAnew);
      }
      bytes = std::move(decoded);
    }
    // Blank text that a client put between its attachments says nothing.
    if (is_shown_text(entity) && entity.file_name().empty()) {
      if (trim(bytes).empty()) return;
      ++text_parts_;
    }
    attachment.name = name_of(entity);
    attachment.bytes = std::move(bytes);
    attachment.by_client = shown || is_card(attachment.media_type) || is_key(attachment);
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

  void unreadable(const Entity& entity, std::string_view why, std::string_view remedy) {
    if (!out_.unreadable.empty()) return;
    std::string number;
    find_number(*root_, entity, number);
    out_.unreadable = number.empty() ? "the text" : "part " + number;
    out_.unreadable.append(" (" + shown_word(entity.type + '/' + entity.subtype) + "): ")
        .append(why);
    out_.remedy = remedy;
  }

  const Limits& limits_;
  const Bytes& held_;
  const Entity* root_ = nullptr;
  Content out_;
  int text_parts_ = 0;
  int nameless_ = 0;
};

}  // namespace

Content read_content(const Entity& entity, const Limits& limits, const Bytes& held) {
  return Reader(limits, held).read(entity);
}

Content read_plain_text(std::string_view bytes, std::string_view charset, const Limits& limits) {
  Content out;
  std::string text;
  if (bytes.size() > limits.text) {
    out.unreadable = "the text: " + too_long(limits.text);
    out.remedy = kMakeShorter;
  } else if (to_utf8(bytes, charset, text)) {
    out.text = clean_text(text);
  } else {
    out.unreadable = "the text: " + charset_fault(bytes, trim(charset));
    out.remedy = kWriteUtf8;
  }
  return out;
}

}  // namespace pouch::mail

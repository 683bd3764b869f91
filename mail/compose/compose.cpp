#include "mail/compose/compose.hpp"

#include <mimetic/codec/base64.h>
#include <mimetic/codec/codec.h>
#include <mimetic/contenttype.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <utility>

#include "mail/compose/compose_header.hpp"

namespace pouch::mail {
namespace {

constexpr std::size_t kLongestLine = 76;
// Of whole lines, so that blocks one after the other are what one alone would be.
constexpr std::size_t kBlock = kLongestLine / 4 * 3 * 500;

// mimetic's own boundaries can be foreseen (SECURITY section 4).
std::string boundary() {
  std::array<unsigned char, 15> octets{};
  randombytes_buf(octets.data(), octets.size());
  std::array<char, 31> text{};
  sodium_bin2hex(text.data(), text.size(), octets.data(), octets.size());
  return std::string("=_") + text.data();
}

std::string crlf(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 32);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find_first_of("\r\n", at), text.size());
    result.append(text.substr(at, end - at));
    at = end;
    if (at < text.size()) {
      result += "\r\n";
      at += text.substr(at).starts_with("\r\n") ? 2 : 1;
    }
  }
  return result;
}

// RFC 2045 section 6.7.
std::string quoted_printable(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string result, line;
  result.reserve(text.size() + text.size() / 8);
  const auto put = [&](std::string_view piece) {
    if (line.size() + piece.size() > kLongestLine - 1) {
      result.append(line).append("=\r\n");
      line.clear();
    }
    line.append(piece);
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      result.append(line).append("\r\n");
      line.clear();
      continue;
    }
    const bool at_end = i + 1 == text.size() || text[i + 1] == '\n';
    const bool blank_at_end = (c == ' ' || c == '\t') && at_end;
    // "From " and "." at the start of a line are changed by mailboxes and by SMTP.
    const bool touchy = line.empty() && (c == '.' || c == 'F');
    const bool plain =
        ((c >= 33 && c <= 126) || c == ' ' || c == '\t') && c != '=' && !blank_at_end && !touchy;
    const auto octet = static_cast<unsigned char>(c);
    const std::array<char, 3> escape{'=', kHex[octet >> 4], kHex[octet & 15]};
    put(plain ? text.substr(i, 1) : std::string_view(escape.data(), escape.size()));
  }
  return result + line + "\r\n";
}

void put_base64(std::string_view bytes, const Put& put) {
  while (!bytes.empty()) {
    const auto block = bytes.substr(0, kBlock);
    mimetic::Base64::Encoder encoder(static_cast<int>(kLongestLine));
    std::string lines;
    lines.reserve(block.size() / 3 * 4 + block.size() / 32 + 8);
    mimetic::encode(block.begin(), block.end(), encoder, std::back_inserter(lines));
    put(crlf(lines));
    bytes.remove_prefix(block.size());
  }
  put("\r\n");
}

std::size_t base64_size(std::size_t octets) {
  const auto letters = (octets + 2) / 3 * 4;
  return letters + letters / kLongestLine * 2 + 2;
}

std::string text_entity(const std::string& text) {
  return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
         "quoted-printable\r\n\r\n" +
         quoted_printable(text);
}

// A media type from a stranger's mail only when it is one; never a multipart or message (RFC 2046
// section 5: those may not be base64).
std::string media_type(const std::string& stated) {
  const mimetic::ContentType type(stated);
  const auto sound = [](const std::string& word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
    });
  };
  const std::string main = type.type(), sub = type.subtype();
  if (!sound(main) || !sound(sub) || main == "multipart" || main == "message") {
    return "application/octet-stream";
  }
  return main + "/" + sub;
}

// RFC 2978 section 2.3, less the marks that RFC 2045 section 5.1 would have quoted.
bool is_charset_name(std::string_view name) {
  return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '+';
  });
}

std::string content_type(const Part& part) {
  const auto type = media_type(part.media_type);
  return type.starts_with("text/") && is_charset_name(part.charset)
             ? type + "; charset=" + part.charset
             : type;
}

std::string part_header(const Part& part) {
  return parameter_field("Content-Type", content_type(part), "name", part.name) +
         parameter_field("Content-Disposition", "attachment", "filename", part.name) +
         "Content-Transfer-Encoding: base64\r\n\r\n";
}

// Fields that stand inside and outside alike, but for the subject and the name in From.
std::string header_fields(const Draft& draft, const Address& from, const std::string& subject) {
  std::string text = address_field("From", {from}) + address_field("To", draft.to);
  if (!draft.reply_to.empty()) {
    text += address_field("Reply-To", draft.reply_to);
  }
  text += text_field("Subject", subject) + date_field(draft.date) +
          identifier_field("Message-ID", {draft.message_id}) +
          identifier_field("In-Reply-To", {draft.in_reply_to}) +
          identifier_field("References", draft.references) +
          // Another gateway, or we when it comes back, does not carry it on (RFC 3834 section 2).
          address_field("X-Loop", {{"", from.spec}});
  if (draft.automatic) {
    text += "Auto-Submitted: auto-replied\r\n";  // RFC 3834 section 5
    // Older responders look at these two only (RFC 3834 section 3.1.8; Exchange).
    text += "Precedence: bulk\r\nX-Auto-Response-Suppress: All\r\n";
  }
  return text;
}

std::string outside(const Draft& draft) {
  const auto& name = draft.outer_name.empty() ? draft.from.display : draft.outer_name;
  return header_fields(draft, {name, draft.from.spec}, draft.outer_subject);
}

// Up to the first attachment.
std::string protected_head(const Draft& draft, const std::string& mark) {
  // RFC 9788 section 2: hp="cipher", and what the outside says, field by field; the older
  // protected-headers="v1" is what today's clients look for.
  std::string text = "Content-Type: multipart/mixed;\r\n boundary=\"" + mark +
                     "\";\r\n protected-headers=\"v1\"; hp=\"cipher\"\r\nMIME-Version: 1.0\r\n";
  text += header_fields(draft, draft.from, draft.subject);
  text += outer_fields(outside(draft));
  return text + "\r\n--" + mark + "\r\n" + text_entity(draft.text);
}

std::string beginning_of(const Part& part, const std::string& mark) {
  return "--" + mark + "\r\n" + part_header(part);
}

std::string end_of(const std::string& mark) { return "--" + mark + "--\r\n"; }

}  // namespace

void write_protected(const Draft& draft, const Put& put) {
  const auto mark = boundary();
  put(protected_head(draft, mark));
  for (const auto& part : draft.attachments) {
    put(beginning_of(part, mark));
    put_base64(part.bytes, put);
  }
  put(end_of(mark));
}

std::size_t protected_size(const Draft& draft) {
  const auto mark = boundary();  // all are of one length
  auto size = protected_head(draft, mark).size() + end_of(mark).size();
  for (const auto& part : draft.attachments) {
    size += beginning_of(part, mark).size() + base64_size(part.bytes.size());
  }
  return size;
}

std::string compose_protected(const Draft& draft) {
  std::string whole;
  write_protected(draft, [&](std::string_view piece) { whole += piece; });
  return whole;
}

Frame frame_of(const Draft& draft) {
  const auto mark = boundary();
  auto before = outside(draft);
  before += "MIME-Version: 1.0\r\nContent-Type: multipart/encrypted;\r\n boundary=\"" + mark +
            "\";\r\n protocol=\"application/pgp-encrypted\"\r\n\r\n";
  // RFC 3156 section 4: the control part, then the ciphertext.
  before +=
      "--" + mark +
      "\r\nContent-Type: application/pgp-encrypted\r\nContent-Description: PGP/MIME version "
      "identification\r\n\r\nVersion: 1\r\n\r\n--" +
      mark +
      "\r\nContent-Type: application/octet-stream; name=\"encrypted.asc\"\r\nContent-Disposition: "
      "inline; filename=\"encrypted.asc\"\r\n\r\n";
  return {std::move(before), "\r\n" + end_of(mark)};
}

std::string compose_sealed(const Draft& draft, std::string_view armoured) {
  const auto frame = frame_of(draft);
  return frame.before + crlf(armoured) + frame.after;
}

std::string compose_plain(const Draft& draft) {
  return outside(draft) + "MIME-Version: 1.0\r\n" + text_entity(draft.text);
}

}  // namespace pouch::mail

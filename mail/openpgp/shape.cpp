#include "mail/openpgp/shape.hpp"

#include <algorithm>
#include <optional>

#include "mail/content.hpp"
#include "mail/openpgp/clearsigned.hpp"

namespace pouch::mail::openpgp {
namespace {

using Kind = FoundShape::Kind;

constexpr std::string_view kBegin = "-----BEGIN PGP MESSAGE-----";
constexpr std::string_view kEnd = "-----END PGP MESSAGE-----";

std::string_view trimmed(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  const auto begin = text.find_first_not_of(" \t\r\n");
  const auto end = text.find_last_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, end - begin + 1);
}

std::optional<std::string> decoded(const Entity& entity) {
  std::string bytes;
  return decode_transfer(entity.encoding, entity.body, bytes) ? std::optional(std::move(bytes))
                                                              : std::nullopt;
}

// Blank, or what Proton's bridge writes there (draft-dkg-openpgp-pgpmime-message-mangling).
bool is_blank(const Entity& entity) {
  const auto bytes = decoded(entity);
  if (entity.type != "text" || !bytes) {
    return false;
  }
  const auto text = entity.subtype == "html" ? html_to_text(*bytes) : *bytes;
  return trimmed(text).empty() || trimmed(text) == "Empty Message";
}

// RFC 3156 section 4: the control part holds "Version: 1" and nothing else.
bool is_control(const Entity& entity) {
  const auto bytes = decoded(entity);
  return entity.is("application", "pgp-encrypted") && bytes && trimmed(*bytes) == "Version: 1";
}

bool is_openpgp(std::string_view bytes) {
  if (is_whole_armour(bytes)) {
    return true;
  }
  // RFC 4880 section 4.2: a packet of tag 1 (public-key encrypted session key) comes first.
  if (bytes.empty() || (static_cast<unsigned char>(bytes.front()) & 0x80) == 0) {
    return false;
  }
  const auto octet = static_cast<unsigned char>(bytes.front());
  const int tag = (octet & 0x40) != 0 ? octet & 0x3F : (octet & 0x3C) >> 2;
  return tag == 1;
}

FoundShape mixed(std::string rule) {
  FoundShape found;
  found.kind = Kind::kMixed;
  found.rule = std::move(rule);
  return found;
}

FoundShape encrypted(Shape shape, std::string ciphertext) {
  FoundShape found;
  found.kind = Kind::kEncryptedMime;
  found.shape = shape;
  found.ciphertexts.push_back({std::move(ciphertext), ""});
  return found;
}

// (a) multipart/encrypted with exactly its two parts.
FoundShape proper(const Entity& entity) {
  const auto protocol = entity.parameter("protocol");
  std::string lower(protocol);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (lower != "application/pgp-encrypted" || entity.parts.size() != 2 ||
      !is_control(entity.parts[0])) {
    return mixed("a multipart/encrypted that is not of RFC 3156 section 4");
  }
  auto bytes = decoded(entity.parts[1]);
  if (entity.parts[1].is_multipart() || !bytes) {
    return mixed("a multipart/encrypted whose second part is no ciphertext");
  }
  return encrypted(Shape::kPgpMime, std::move(*bytes));
}

// (b) the same re-labelled by a server; it may have put empty text parts beside.
std::optional<FoundShape> relabelled(const Entity& entity) {
  std::size_t controls = 0;
  std::vector<const Entity*> others;
  for (const auto& part : entity.parts) {
    if (part.is("application", "pgp-encrypted")) {
      controls += is_control(part) ? 1 : 2;
    } else if (!is_blank(part)) {
      others.push_back(&part);
    }
  }
  if (controls == 0) {
    return std::nullopt;
  }
  if (controls != 1 || others.size() != 1 || others.front()->is_multipart()) {
    return mixed("parts beside the ciphertext");
  }
  auto bytes = decoded(*others.front());
  if (!bytes || !is_openpgp(*bytes)) {
    return mixed("a control part without a ciphertext");
  }
  return encrypted(Shape::kPgpMimeRelabelled, std::move(*bytes));
}

// A whole armour as the text of a part; HTML is read as a reader would see it.
std::optional<std::string> inline_armour(const Entity& entity) {
  if (entity.type != "text") {
    return std::nullopt;
  }
  auto bytes = decoded(entity);
  if (!bytes) {
    return std::nullopt;
  }
  if (entity.subtype == "html") {
    bytes = html_to_text(*bytes);
  }
  return is_whole_armour(*bytes) ? std::optional(std::string(trimmed(*bytes)) + "\n")
                                 : std::nullopt;
}

std::string without_blanks(std::string_view text) {
  std::string result;
  std::copy_if(text.begin(), text.end(), std::back_inserter(result),
               [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; });
  return result;
}

FoundShape inline_text(Shape shape, std::string armour) {
  FoundShape found;
  found.kind = Kind::kInline;
  found.shape = shape;
  found.ciphertexts.push_back({std::move(armour), ""});
  return found;
}

// (c'') both alternatives hold the same ciphertext.
FoundShape alternative(const Entity& entity) {
  std::optional<std::string> first;
  for (const auto& part : entity.parts) {
    auto armour = inline_armour(part);
    if (!armour || (first && without_blanks(*armour) != without_blanks(*first))) {
      return mixed("alternatives that do not hold the same ciphertext");
    }
    if (!first) {
      first = std::move(armour);
    }
  }
  return inline_text(Shape::kInlineAlternative, std::move(*first));
}

std::string plain_name(std::string name) {
  for (const auto* ending : {".pgp", ".gpg", ".asc"}) {
    if (name.size() > 4 && name.ends_with(ending)) {
      name.resize(name.size() - 4);
      break;
    }
  }
  return safe_file_name(name);
}

bool is_added_text(const Entity& part) {
  return part.is("text", "plain") && part.disposition != "attachment" && part.file_name().empty();
}

bool mentions_armour(const Entity& entity) {
  if (entity.is_multipart()) {
    return std::any_of(entity.parts.begin(), entity.parts.end(), mentions_armour);
  }
  const auto bytes = entity.type == "text" ? decoded(entity) : std::nullopt;
  return bytes && bytes->find(kBegin) != std::string::npos;
}

// (c) with attachments: each its own ciphertext.
FoundShape inline_with_attachments(const Entity& entity, std::string armour, const Limits& limits) {
  auto found = inline_text(Shape::kInline, std::move(armour));
  for (std::size_t i = 1; i < entity.parts.size(); ++i) {
    const auto& part = entity.parts[i];
    auto bytes = part.is_multipart() ? std::nullopt : decoded(part);
    if (is_blank(part) || (is_added_text(part) && !mentions_armour(part))) {
      found.ignored.push_back("a text part that was added beside the sealed one");
      continue;
    }
    if (!bytes || !is_openpgp(*bytes)) {
      return mixed("an attachment that is not sealed beside a sealed text");
    }
    if (found.ciphertexts.size() >= limits.ciphertexts) {
      return mixed("more sealed attachments than limits allow");
    }
    found.ciphertexts.push_back({std::move(*bytes), plain_name(part.file_name())});
  }
  return found;
}

std::optional<FoundShape> sealed(const Entity& entity, const Limits& limits, bool wrapped);

// (f) one sealed entity with a banner or footer of a server's own beside it. HTML beside a
// ciphertext is never a footer that we let pass (SECURITY class 1).
std::optional<FoundShape> wrapped_one(const Entity& entity, const Limits& limits) {
  std::optional<FoundShape> found;
  std::vector<std::string> ignored;
  for (const auto& part : entity.parts) {
    if (auto inside = part.is_multipart() ? sealed(part, limits, true) : std::nullopt) {
      if (found || inside->kind == Kind::kMixed) {
        return mixed("several sealed entities in one mail");
      }
      found = std::move(inside);
    } else if (is_added_text(part) && !mentions_armour(part)) {
      ignored.push_back("a text part that was added around the sealed mail");
    } else {
      ignored.push_back("");
    }
  }
  if (!found) {
    return std::nullopt;
  }
  if (std::find(ignored.begin(), ignored.end(), "") != ignored.end()) {
    return mixed("parts beside the sealed one");
  }
  found->shape = Shape::kWrapped;
  found->ignored.insert(found->ignored.end(), ignored.begin(), ignored.end());
  return found;
}

std::optional<FoundShape> sealed(const Entity& entity, const Limits& limits, bool wrapped) {
  if (entity.is("multipart", "encrypted")) {
    return proper(entity);
  }
  if (entity.is("multipart", "alternative") && mentions_armour(entity)) {
    return alternative(entity);
  }
  if (!entity.is("multipart", "mixed")) {
    return std::nullopt;
  }
  if (auto found = relabelled(entity)) {
    return found;
  }
  if (auto armour = inline_armour(entity.parts.front())) {
    return inline_with_attachments(entity, std::move(*armour), limits);
  }
  return wrapped ? std::nullopt : wrapped_one(entity, limits);
}

FoundShape of_text(const Entity& entity) {
  if (auto armour = inline_armour(entity)) {
    return inline_text(Shape::kInline, std::move(*armour));
  }
  FoundShape found;
  const auto bytes = decoded(entity);
  if (bytes && entity.subtype == "plain" && is_whole_clearsigned(*bytes)) {
    found.kind = Kind::kClearsigned;
    found.clearsigned = std::string(trimmed(*bytes)) + "\n";
  } else if (bytes && (bytes->find(kBegin) != std::string::npos || mentions_clearsigned(*bytes))) {
    return mixed("text beside the armoured block");
  }
  return found;
}

}  // namespace

bool is_whole_armour(std::string_view text) {
  text = trimmed(text);
  return text.starts_with(kBegin) && text.ends_with(kEnd) &&
         text.find("-----BEGIN PGP", 1) == std::string_view::npos &&
         text.find(kEnd) == text.size() - kEnd.size();
}

std::string armour_header(std::string_view armour, std::string_view name) {
  std::size_t at = 0;
  while (at < armour.size()) {
    const auto end = std::min(armour.find('\n', at), armour.size());
    auto line = armour.substr(at, end - at);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
      line.remove_suffix(1);
    }
    if (at > 0 && line.empty()) {
      break;
    }
    if (line.starts_with(name) && line.substr(name.size()).starts_with(": ")) {
      return std::string(line.substr(name.size() + 2));
    }
    at = end + 1;
  }
  return {};
}

FoundShape find_shape(const Entity& root, const Limits& limits) {
  if (auto found = sealed(root, limits, false)) {
    return *found;
  }
  if (root.is("multipart", "signed")) {
    FoundShape found;
    found.kind = Kind::kSignedMime;
    return found;
  }
  if (root.type == "text") {
    return of_text(root);
  }
  return mentions_armour(root) ? mixed("an armoured block among other parts") : FoundShape{};
}

}  // namespace pouch::mail::openpgp

#include "mail/openpgp/shape.hpp"

#include <algorithm>
#include <optional>

#include "mail/ascii.hpp"
#include "mail/openpgp/clearsigned.hpp"
#include "mail/openpgp/sealed_part.hpp"
#include "mail/text/file_name.hpp"

namespace pouch::mail::openpgp {
namespace {

using Kind = FoundShape::Kind;

FoundShape mixed(std::string rule) {
  FoundShape found;
  found.kind = Kind::kMixed;
  found.rule = std::move(rule);
  return found;
}

FoundShape encrypted(Shape shape, Bytes ciphertext) {
  FoundShape found;
  found.kind = Kind::kEncryptedMime;
  found.shape = shape;
  found.ciphertexts.push_back({std::move(ciphertext), ""});
  return found;
}

// Whether it is a text or a whole entity shows when it is open.
FoundShape text_of(Shape shape, Bytes ciphertext) {
  FoundShape found;
  found.kind = Kind::kInline;
  found.shape = shape;
  found.ciphertexts.push_back({std::move(ciphertext), ""});
  return found;
}

// (a) multipart/encrypted with exactly its two parts. A client or a server may have lost its
// protocol.
FoundShape proper(const Entity& entity) {
  const auto protocol = entity.parameter("protocol");
  const bool ours = protocol.empty() || same_word(protocol, "application/pgp-encrypted");
  if (!ours || entity.parts.size() != 2 || !is_control(entity.parts[0])) {
    return mixed("a multipart/encrypted that is not of RFC 3156 section 4");
  }
  auto bytes = leaf_bytes(entity.parts[1]);
  if (!bytes) {
    return mixed("a multipart/encrypted whose second part is no ciphertext");
  }
  return encrypted(Shape::kPgpMime, std::move(*bytes));
}

// (b) the same re-labelled by a server; it may have put empty text parts beside, or have lost the
// control part.
std::optional<FoundShape> relabelled(const Entity& entity) {
  std::size_t controls = 0;
  std::vector<const Entity*> others;
  for (const auto& part : entity.parts) {
    if (is_control(part)) {
      ++controls;
    } else if (part.is("application", "pgp-encrypted") && !ciphertext_of(part)) {
      return mixed("a control part that is none");
    } else if (!is_blank(part)) {
      others.push_back(&part);
    }
  }
  auto only = others.size() == 1 ? ciphertext_of(*others.front()) : std::nullopt;
  if (controls == 0 && only && others.front()->type != "text") {
    return text_of(Shape::kPgpMimeRelabelled, std::move(*only));
  }
  if (controls == 0) {
    return std::nullopt;
  }
  if (controls != 1 || others.size() != 1) {
    return mixed("parts beside the ciphertext");
  }
  if (!only) {
    return mixed("a control part without a ciphertext");
  }
  return encrypted(Shape::kPgpMimeRelabelled, std::move(*only));
}

std::string without_blanks(std::string_view text) {
  std::string result;
  std::copy_if(text.begin(), text.end(), std::back_inserter(result),
               [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; });
  return result;
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
  return text_of(Shape::kInlineAlternative, std::move(*first));
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

// Somebody on the wire can put two mails of one writer together: a ciphertext that is not sent as a
// file is none.
bool is_sent_as_file(const Entity& part) {
  return part.disposition == "attachment" || !part.file_name().empty();
}

// (c) with attachments: each its own ciphertext.
FoundShape inline_with_attachments(const Entity& entity, std::string armour, const Limits& limits) {
  auto found = text_of(Shape::kInline, std::move(armour));
  for (std::size_t i = 1; i < entity.parts.size(); ++i) {
    const auto& part = entity.parts[i];
    if (is_blank(part) || (is_added_text(part) && !mentions_armour(part))) {
      found.ignored.push_back("a text part that was added beside the sealed one");
      continue;
    }
    auto bytes = ciphertext_of(part);
    if (!bytes) {
      return mixed("an attachment that is not sealed beside a sealed text");
    }
    if (!is_sent_as_file(part)) {
      return mixed("a sealed part without a name beside a sealed text");
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
    return text_of(Shape::kInline, std::move(*armour));
  }
  FoundShape found;
  const auto bytes = leaf_bytes(entity);
  if (bytes && entity.subtype == "plain" && is_whole_clearsigned(*bytes)) {
    found.kind = Kind::kClearsigned;
    found.clearsigned = std::string(without_blanks_around(*bytes)) + "\n";
  } else if (bytes && (mentions_armour(entity) || mentions_clearsigned(*bytes))) {
    return mixed("text beside the armoured block");
  }
  return found;
}

}  // namespace

bool begins_with_mime(std::string_view plaintext) {
  constexpr std::string_view kField = "content-type:";
  return plaintext.size() > kField.size() && same_word(plaintext.substr(0, kField.size()), kField);
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
  if (auto ciphertext = ciphertext_of(root)) {
    return text_of(Shape::kInline, std::move(*ciphertext));
  }
  return mentions_armour(root) ? mixed("an armoured block among other parts") : FoundShape{};
}

}  // namespace pouch::mail::openpgp

#include "mail/content/body_parts.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"
#include "mail/lines.hpp"

namespace pouch::mail {
namespace {

bool is_named(const Entity& entity) { return !entity.file_name().empty(); }

// White space only, as servers and clients put before an attachment; decoded or not it has no
// letter.
bool is_blank_text(const Entity& entity) {
  return entity.encoding != "base64" && trim(entity.body).empty();
}

// The headers shown again for readers without header protection (the older protected-headers="v1"
// practice): the first part, so marked and with nothing else in it, of a multipart that bears the
// headers itself.
bool is_header_copy(const Entity& parent, const Entity& part) {
  if (parent.parameter("protected-headers").empty() || &part != parent.parts.data() ||
      parent.parts.size() == 1 || part.parameter("protected-headers").empty() ||
      !(part.is("text", "plain") || part.is("text", "rfc822-headers"))) {
    return false;
  }
  const std::size_t size = header_copy_size(part.body);
  return size > 0 && trim(part.body.substr(size)).empty();
}

using Leaves = std::vector<const Entity*>;

struct Found {
  Leaves plain, html;
  bool any() const { return !plain.empty() || !html.empty(); }
};

// Texts that programs read: files, whatever they are called.
constexpr std::array<std::string_view, 11> kData = {"calendar",   "csv",
                                                    "css",        "directory",
                                                    "javascript", "rfc822-headers",
                                                    "rtf",        "tab-separated-values",
                                                    "vcard",      "x-vcard",
                                                    "xml"};

// RFC 2046 section 4.1.4: a kind of text that one does not know is plain text.
bool is_other_text(const Entity& entity) {
  return entity.type == "text" && entity.disposition != "attachment" && !is_named(entity) &&
         std::find(kData.begin(), kData.end(), entity.subtype) == kData.end();
}

enum class Looking { kStrictly, kAtAllShown, kAtAnyText };

class Finder {
 public:
  // Strictly: parts that have a file name or only white space do not count.
  explicit Finder(Looking looking)
      : strict_(looking == Looking::kStrictly), any_text_(looking == Looking::kAtAnyText) {}

  Found find(const Entity& entity) const {
    if (!entity.is_multipart()) return leaf(entity);
    return entity.subtype == "alternative" ? alternative(entity) : sequence(entity);
  }

 private:
  Found leaf(const Entity& entity) const {
    if (!is_shown_text(entity) && !(any_text_ && is_other_text(entity))) return {};
    if (strict_ && (is_named(entity) || is_blank_text(entity))) return {};
    if (entity.subtype == "html") return {{}, {&entity}};
    return {{&entity}, {}};
  }

  Found alternative(const Entity& entity) const {
    Found out;
    for (const auto& part : entity.parts) {
      Found found = find(part);
      if (out.plain.empty()) out.plain = std::move(found.plain);
      if (out.html.empty()) out.html = std::move(found.html);
    }
    return out;
  }

  Found sequence(const Entity& entity) const {
    for (auto part = entity.parts.begin(); part != entity.parts.end(); ++part) {
      if (is_header_copy(entity, *part)) continue;
      Found found = find(*part);
      if (!found.any()) continue;
      if (strict_ && entity.subtype == "mixed")
        go_on(*part, &*part + 1, &entity.parts.back(), found);
      return found;
    }
    return {};
  }

  // Texts of the same type after an attachment, from `part` to `last`.
  void go_on(const Entity& first, const Entity* part, const Entity* last, Found& found) const {
    bool after_attachment = false;
    for (; part <= last; ++part) {
      const bool text = !leaf(*part).plain.empty() || !leaf(*part).html.empty();
      if (!text) {
        after_attachment = after_attachment || !is_shown_text(*part);
      } else if (!after_attachment || !part->is(first.type, first.subtype)) {
        return;
      } else {
        (part->subtype == "html" ? found.html : found.plain).push_back(part);
        after_attachment = false;
      }
    }
  }

  bool strict_, any_text_;
};

bool has(const Leaves& leaves, const Entity& entity) {
  return std::find(leaves.begin(), leaves.end(), &entity) != leaves.end();
}

// RFC 2387: what stands beside the text in a multipart/related is shown in it.
void collect(const Entity& entity, const Found& text, bool related, BodyParts& out) {
  if (!entity.is_multipart()) {
    if (has(text.plain, entity) || has(text.html, entity)) return;
    out.attachments.push_back(&entity);
    if (related && entity.type == "image" && entity.disposition != "attachment") {
      out.shown.push_back(&entity);
    }
    return;
  }
  for (const auto& part : entity.parts) {
    if (!is_header_copy(entity, part)) collect(part, text, entity.subtype == "related", out);
  }
}

}  // namespace

std::size_t header_copy_size(std::string_view text) {
  constexpr std::array<std::string_view, 8> kShown = {"subject", "from", "to",          "cc",
                                                      "date",    "bcc",  "followup-to", "reply-to"};
  for (std::size_t offset = 0; offset < text.size();) {
    const Line line = line_at(text, offset);
    if (trim(line.text).empty()) return offset == 0 ? 0 : line.end;
    const std::string name = to_lower(line.text.substr(0, line.text.find(':')));
    const bool folded = offset > 0 && is_blank(line.text.front());
    if (!folded && std::find(kShown.begin(), kShown.end(), name) == kShown.end()) return 0;
    offset = line.end;
  }
  return text.size();
}

bool is_shown_text(const Entity& entity) {
  return entity.type == "text" && (entity.subtype == "plain" || entity.subtype == "html") &&
         entity.disposition != "attachment";
}

BodyParts find_body(const Entity& root) {
  Found text;
  for (const auto looking : {Looking::kStrictly, Looking::kAtAllShown, Looking::kAtAnyText}) {
    if (!text.any()) text = Finder(looking).find(root);
  }
  BodyParts out;
  collect(root, text, false, out);
  out.plain = std::move(text.plain);
  out.html = std::move(text.html);
  return out;
}

}  // namespace pouch::mail

// The text of those attachments in which people send a form: .txt, .docx, .odt, .rtf, .pdf. Plain
// text is read here, as a mail's own is, its charset strictly as the part names it; the others by
// the process extract (extract_line.hpp). Clean as a mail's own text is (mail/text/text_form.hpp).
// Bounded in number and size. Which of them is a form is for the reader of forms to say.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gateway/extract/extract_line.hpp"
#include "mail/content/content.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kAttachedTexts = 20;         // files read of one mail
inline constexpr std::size_t kAttachedOctets = 1U << 20;  // of one text

struct AttachedText {
  std::string name;     // of the attachment
  std::string text;     // empty when it could not be read
  std::string failure;  // for the person who sent it: "the file is locked with a password"
};

// In the order of the mail; files that hold no text are left out.
std::vector<AttachedText> attached_texts(const mail::Content& content, FileTexts& files);

}  // namespace pouch::gateway

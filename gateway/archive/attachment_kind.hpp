// What kind of file an attachment is, for people and for the archive's field `has`: by its media
// type, else by the end of its name. Nothing of it is opened.
#pragma once

#include <string_view>

namespace pouch::gateway {

// "pdf", "photo", "document", "table", "text", "mail", "archive" or "other".
std::string_view attachment_kind(std::string_view media_type, std::string_view name);

}  // namespace pouch::gateway

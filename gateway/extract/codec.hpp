// How what was found in a file goes from process to process (mail/openpgp/wire.hpp: Packer,
// Unpacker).
#pragma once

#include "gateway/extract/file_text.hpp"
#include "gateway/extract/readers.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::mail::openpgp {

template <>
inline constexpr gateway::FileLook kLast<gateway::FileLook> = gateway::FileLook::kSmall;

}  // namespace pouch::mail::openpgp

namespace pouch::gateway {

template <typename Side>
void fields(Side& side, FileFact& one) {
  side(one.field), side(one.value);
}
template <typename Side>
void fields(Side& side, FileQuestion& one) {
  side(one.name), side(one.media_type), side(one.charset), side(one.look), side(one.page);
}
template <typename Side>
void fields(Side& side, FileText& one) {
  side(one.text), side(one.failure), side(one.facts), side(one.pages), side(one.picture);
}
template <typename Side>
void fields(Side& side, InnerFile& one) {
  side(one.question), side(one.bytes), side(one.failure);
}

}  // namespace pouch::gateway

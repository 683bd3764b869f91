// What who opens or saves a file is answered: a piece of it, its text, a page of it as a picture.
#pragma once

#include <cstdint>
#include <string>

namespace pouch::gateway {

// Of what is saved: an attachment, a mail, an archive, a table.
struct FilePiece {
  std::string name{}, media_type{}, sha256{}, sender{};
  std::uint64_t size = 0, offset = 0;
  std::string octets{};  // at most kFilePiece; of a table the whole
};

// An attachment, looked at without running it.
struct FilePage {
  std::string number{};  // of the message
  std::uint64_t part = 0, page = 1;
  std::string name{}, media_type{}, sha256{}, sender{};
  std::uint64_t size = 0;
  std::uint64_t pictures = 0;  // pages that can be shown; 0: none
  std::string text{}, unread{};
  bool cut = false;  // the text goes on
};

// A page of it, or what stands beside its name.
struct PicturePage {
  std::string octets{};  // JPEG
};

}  // namespace pouch::gateway

// What is asked about a file that came with a mail, and what was found in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kFileText = 4U << 20;     // octets of text out of one file
inline constexpr std::size_t kFileOctets = 32U << 20;  // octets of one file
inline constexpr std::size_t kFileFacts = 50;          // … and of what lies in it
inline constexpr std::size_t kFileFailure = 1000;      // octets of the words for people

// The failure of a file of which there is a text.
inline constexpr std::string_view kBeginning =
    "only the beginning of its text is searched: it is very long";

inline constexpr std::size_t kPictureOctets = 900'000;  // of a page as a picture

enum class FileLook {
  kText,
  kPages,    // how many pages of it can be shown
  kPicture,  // one of them
  kSmall     // the first of them, as it stands beside the name of the file
};

struct FileQuestion {
  std::string name, media_type;
  std::string charset{};  // as its part names it; empty when it does not
  FileLook look = FileLook::kText;
  std::uint64_t page = 1;  // of a picture
};

struct FileText {
  std::string text{};     // UTF-8, at most kFileText octets
  std::string failure{};  // for people: what of it could not be read, and why
  std::vector<FileFact> facts{};
  std::uint64_t pages = 0;
  std::string picture{};  // JPEG, at most kPictureOctets
};

// False: files of this kind hold no text, and nobody needs to be asked.
bool may_hold_text(const FileQuestion& question);

}  // namespace pouch::gateway

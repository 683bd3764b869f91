// Drafts in versions: "draft-v2.docx" replaces "draft-v1.docx". What a file is a version of, its
// own name says; nothing is read out of its contents. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::gateway {

struct DraftVersion {
  std::string of;  // the name without its version, in small letters: "draft.docx"
  int version = 0;
};
// "draft-v2.docx", "Draft V2.docx", "draft_version2.docx", "draft.v2.docx"; nullopt: it has none.
std::optional<DraftVersion> version_in(std::string_view file_name);

struct FiledDraft {
  std::string name;
  int message = 0;  // of the case
};
struct ReplacedDraft {
  std::string name, earlier;
  int message = 0;  // that brought the earlier one
};
// Of each fresh file that is a version: the newest older version among those that came before.
std::vector<ReplacedDraft> replaced_drafts(const std::vector<std::string>& fresh,
                                           const std::vector<FiledDraft>& before);

}  // namespace pouch::gateway

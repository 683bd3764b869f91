// A formal heading above a mail: "До: Директора на дирекция …", "To: The Head of the National
// Bureau". Offices write it from habit, and it looks like the line that names receivers. It counts
// as one only when it surely names nobody: an office, nothing that limits, and no country but the
// one to which the mail goes anyway. All else is asked. Private to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/directory.hpp"

namespace pouch::gateway::detail {

// `names`: what stood behind the label, parted at commas, none of it known. `country`: code.
bool is_heading(const std::vector<std::string>& names, std::string_view country,
                const config::Directory& directory);

}  // namespace pouch::gateway::detail

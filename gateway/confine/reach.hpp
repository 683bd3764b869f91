// Which files a process of the daemon reaches, by Landlock (landlock(7)), on top of its filter
// (confine.hpp). A worker, once it has read its configuration, needs the store, libraries and what
// libraries read, and no program; nothing in gnupg/ is among that.
#pragma once

#include <filesystem>

namespace pouch::gateway {

enum class [[nodiscard]] Landlocked{
    kKept,
    kNoLandlock,  // the kernel has none: everything that this user may
    kGnupgInside  // gnupg/ lies in the state folder
};

// For good, and for every program that is started below. Nothing is changed when it cannot be done.
Landlocked keep_to_state(const std::filesystem::path& state, const std::filesystem::path& gnupg);
// Programs, libraries, fonts, and nothing of any site: for who reads PDFs.
Landlocked keep_to_programs();

}  // namespace pouch::gateway

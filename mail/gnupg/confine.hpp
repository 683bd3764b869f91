// What pouch-openpgp gives up before it meets a question, and with it every gpg that it starts:
// core dumps, being traced, gaining privileges, looking into other processes, mounting, io_uring,
// and all sockets but those of this machine (gpg-agent). Without libseccomp, which would make each
// fork dearer: the filter is a list of calls, and one look at the family of a socket. Where the
// kernel has Landlock it reaches, of all files, programs and libraries, /etc, /proc, /dev, its
// home, and for a verb the folder of its temporary files.
#pragma once

#include <filesystem>
#include <vector>

namespace pouch::mail::openpgp {

// For good. `folders`: those to work in; an empty name is none. False when the kernel has no
// filters: do not go on.
bool confine_helper(const std::vector<std::filesystem::path>& folders);

}  // namespace pouch::mail::openpgp

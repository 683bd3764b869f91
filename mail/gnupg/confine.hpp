// What pouch-openpgp gives up before it meets a question, and with it every gpg that it starts:
// core dumps, being traced, gaining privileges, looking into other processes, mounting, io_uring,
// and all sockets but those of this machine (gpg-agent). Without libseccomp, which would make each
// fork dearer: the filter is a list of calls, and one look at the family of a socket. Where it
// works for a worker alone (and the kernel has Landlock) it reaches, of all files, programs and
// libraries, /etc, /proc, /dev, and its home.
#pragma once

#include <filesystem>

namespace pouch::mail::openpgp {

// For good. False when the kernel has no filters: do not go on.
bool confine_helper(const std::filesystem::path& only);

}  // namespace pouch::mail::openpgp

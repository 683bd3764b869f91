// What a process gives up before it meets work: core dumps, being traced, gaining privileges; for
// those that run no program, execve and its kin too (libseccomp's only door). Address-space limits
// are off under sanitizers, which reserve terabytes (DECISIONS 36).
#pragma once

namespace pouch::gateway {

enum class Programs { kNone, kGnupg };

void confine(Programs programs);

}  // namespace pouch::gateway

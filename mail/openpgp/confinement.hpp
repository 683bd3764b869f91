// What every process of the daemon gives up for good, pouch-openpgp with them: the one list of
// calls that the kernel refuses it, and the bounds of what it may use. Filters are made of it by
// libseccomp (gateway/confine) and by hand (mail/gnupg); nothing of third parties here.
#pragma once

#include <sys/resource.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>

namespace pouch::mail::openpgp {

inline constexpr std::array kForbiddenCalls{
    SYS_ptrace,      SYS_process_vm_readv, SYS_process_vm_writev,
    SYS_mount,       SYS_umount2,          SYS_pivot_root,
    SYS_chroot,      SYS_init_module,      SYS_finit_module,
    SYS_bpf,         SYS_keyctl,           SYS_add_key,
    SYS_request_key, SYS_kexec_load,       SYS_reboot,
    SYS_swapon,      SYS_io_uring_setup,   SYS_unshare,
    SYS_setns,       SYS_perf_event_open,  SYS_userfaultfd,
    SYS_pidfd_getfd};

// At most `value` (setrlimit(2)), and never more than is allowed now. False when that cannot be
// set.
inline bool limit_resource(int what, rlim_t value) {
  const auto resource = static_cast<__rlimit_resource>(what);
  rlimit now{};
  getrlimit(resource, &now);
  const auto most = std::min(value, now.rlim_max);
  const rlimit bound{most, most};
  return setrlimit(resource, &bound) == 0;
}

}  // namespace pouch::mail::openpgp

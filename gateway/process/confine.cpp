#include "gateway/process/confine.hpp"

#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <memory>

#include "gateway/fault.hpp"

namespace pouch::gateway {
namespace {

void limit(int what, rlim_t value) {
  const rlimit bound{value, value};
  setrlimit(static_cast<__rlimit_resource>(what), &bound);
}

void forbid_programs() {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ALLOW),
                                                                 &seccomp_release);
  bool sound = filter != nullptr;
  for (const int call :
       {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
        SCMP_SYS(process_vm_writev), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root),
        SCMP_SYS(chroot), SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(bpf),
        SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(kexec_load),
        SCMP_SYS(reboot), SCMP_SYS(swapon)}) {
    sound = sound && seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
  }
  if (!sound || seccomp_load(filter.get()) != 0) {
    throw Fault(false, "this process cannot be confined", "the kernel needs seccomp filters");
  }
}

}  // namespace

void confine(Programs programs) {
  limit(RLIMIT_CORE, 0);
#ifndef POUCH_SANITIZED
  limit(RLIMIT_AS, rlim_t{2} << 30);
#endif
  prctl(PR_SET_DUMPABLE, 0);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (programs == Programs::kNone) {
    forbid_programs();
  }
}

}  // namespace pouch::gateway

// Ending the gpg process that works for this one. GPGME tells nobody its pid, and its own
// cancellation waits for the process to say something, which one that waits for a hung agent never
// does; so it is found by the pipes that only it and we hold. Private to this folder.
#pragma once

namespace pouch::mail::openpgp {

// What this process was started with it may share with its siblings and their gpg: such pipes say
// nothing. To be called before the first GnuPG operation.
void remember_inherited_pipes();

// SIGKILL to every gpg that shares a pipe with this process. GPGME then sees its pipes end.
void kill_gpg_of_this_process();

}  // namespace pouch::mail::openpgp

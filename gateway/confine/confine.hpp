// What a process gives up before it meets work; one table for all of them (docs/security.md prints
// it). Every one: core dumps, being traced, gaining privileges, looking into other processes,
// mounting, io_uring (whose operations no filter sees), and any family of sockets that is not
// named here; those that run no program also execve and forking. Who speaks HTTP with the world may
// do what that needs and nothing else: it opens no file, and has the address space that it has then
// and 64 MB. libseccomp's only door. Limits
// of address space are off under sanitizers, which reserve terabytes (DECISIONS 36). No limit of
// the number of processes: the kernel counts it over all processes of the user.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pouch::gateway {

enum class Job {
  kIntake,
  kCollect,
  kWorker,
  kExtract,
  kDeliver,
  kIndex,
  kClocks,
  kMetrics,
  kReader,
  kWeb,
  kAnswering
};

struct Confinement {
  Job job;
  std::string_view name;      // as `pouch process` calls it
  std::vector<int> families;  // for which it may call socket(2); what it inherited it keeps
  bool programs;              // readers of files, in cages
  unsigned files;             // descriptors
  bool asks = false;          // the archive: also of years that lie on other machines
  bool listed_only = false;   // whatever is not on a short list of calls ends the process
};

const std::vector<Confinement>& confinements();

// For good; what is forbidden fails with EPERM, a family of sockets with EAFNOSUPPORT. Fault
// (permanent) when the kernel has no filters.
// `networks`: of a job that asks the archive, years of which lie on other machines: IPv4 and IPv6.
void confine(Job job, bool networks = false);

// The filter (as octets of `sock_filter`s) of who turns a file into text (`Cage`), a program or a
// function of ours, which needs none: no socket of any kind, no process beside it, no signal to
// others, no file opened to write, renamed, removed or changed. On top of the filter of who starts
// it.
enum class Caged { kProgram, kFunction };
std::string reader_filter(Caged what);

}  // namespace pouch::gateway

// The two sides of bench_worker, each in a process of its own: what a process holds makes its every
// gpg dearer, since GPGME forks; the gateway's is a helper's (pouch-openpgp). A side reads a number
// of messages per line on stdin, does them, and writes one line: own CPU, CPU of its gpg processes,
// wall, in milliseconds.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>

namespace pouch::bench {

// Serves lines until stdin ends; `work` does one message, with that helper (-1: none), whose CPU is
// counted as own.
int serve_blocks(const char* name, const std::function<void()>& work, pid_t helper = -1);

// The real worker on the real spool of a site: open, decide, seal, commit.
int run_gateway(const std::filesystem::path& config);

}  // namespace pouch::bench

// The two sides of bench_worker, each in a process of its own, both small: what a process holds
// makes its every gpg dearer, since GPGME forks. A side reads a number of messages per line on
// stdin, does them, and writes one line: own CPU, CPU of its gpg processes, wall, in milliseconds.
#pragma once

#include <filesystem>
#include <functional>

namespace pouch::bench {

// Serves lines until stdin ends; `work` does one message.
int serve_blocks(const char* name, const std::function<void()>& work);

// The real worker on the real spool of a site: open, decide, seal, commit.
int run_gateway(const std::filesystem::path& config);

}  // namespace pouch::bench

// `pouch serve`: one process per job, started, woken, restarted and stopped from here (SPEC section
// 2 "Processes", ENGINES decision 2). The supervisor itself talks to nobody and opens no mail; it
// unwraps the data key once and hands it on by an inherited descriptor.
//   SIGTERM, SIGINT  intake first, then the others, each after its current mail, within 10 s
//   SIGHUP           configuration, directory, templates and key files anew; the old ones stay when
//                    the new ones have faults
// A process that dies is started again, at once the first time, later with growing pauses.
#pragma once

#include <filesystem>

namespace pouch::gateway {

int supervise(const std::filesystem::path& config);

}  // namespace pouch::gateway

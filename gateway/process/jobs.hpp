// One table of what runs under the supervisor: its name, whether it opens or seals (and so gets the
// data key), the news that it is woken by, and what it does. What it gives up stands beside it, in
// confine.hpp, by the same name. Launching (launch.hpp), `pouch process` and the tests of
// docs/security.md walk this table.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/confine/confine.hpp"
#include "gateway/site/waiter.hpp"
#include "gateway/site/wake.hpp"

namespace pouch::gateway {

// The descriptors that a child inherits; -1: not given.
struct Inherited {
  int wakes = -1;     // read end: one octet a wake-up
  int data_key = -1;  // memfd
  int openpgp = -1;   // a worker's: on it come sockets of pouch-openpgp
  int extract = -1;   // a worker's and its reader's: the two ends (extract_line.hpp)
  int slot = -1;      // in state/doing
  int mails = -1;     // a reader's: on it come mails of an archive
  int web = -1;       // of web and who answers it: its end of the line (questions_line.hpp)
  int report = -1;    // intake writes an octet once it takes mail
  std::vector<std::string>
      sources;               // what intake serves, collect looks into; a reader's given home
  std::vector<int> sockets;  // of intake, metrics and web: one for each of them, listening
};

struct JobSpec {
  Job job;
  std::string_view name;
  bool with_key;
  std::vector<Wake> hears;
  // Its life, until it is asked to stop; throws what ends it.
  int (*run)(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);
};

std::span<const JobSpec> jobs();
const JobSpec& job_named(std::string_view name);  // one of the table

// What `pouch process NAME` does.
int run_job(const JobSpec& spec, const std::filesystem::path& config, const Inherited& inherited);

}  // namespace pouch::gateway

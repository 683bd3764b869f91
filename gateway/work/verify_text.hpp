// VERIFY.txt of an exported case: what is in the archive, what each kind of file proves, and the
// commands by which anybody checks all of it with gpg, sha256sum and a POSIX shell. The commands
// stand between two marks, so that a test runs the very ones that an expert reads.
#pragma once

#include <string>
#include <vector>

namespace pouch::gateway {

struct VerifyFacts {
  std::string number;                 // of the case
  std::vector<std::string> gateways;  // fingerprints of the gateway's keys, today's first
  std::string site;                   // address
  std::string at;                     // as people read it
  std::string as;                     // who asked
  std::vector<std::string> keyless;   // messages whose writer's key was not kept when they came
};

std::string verify_text(const VerifyFacts& facts);

}  // namespace pouch::gateway

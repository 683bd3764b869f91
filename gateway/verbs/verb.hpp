// How a verb of the command line is made: one file each with one function that adds it to the line
// (command_line.hpp) with its options, help and action. main parses, runs it, and turns faults into
// exit codes and one sentence on stderr. Data goes to stdout, words to stderr.
#pragma once

#include <stdexcept>
#include <string>

#include "gateway/verbs/command_line.hpp"
#include "gateway/verbs/exit_code.hpp"

namespace pouch::gateway {

// An answer that is not a fault of the program: printed to stderr, ends with `code`.
class Refusal : public std::runtime_error {
 public:
  Refusal(ExitCode code, const std::string& text) : std::runtime_error(text), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

using AddVerb = void (*)(Verb& pouch);

void add_archive(Verb& pouch);
void add_archive_export(Verb& archive);  // below `archive`
void add_archive_import(Verb& archive);  // below `archive`
void add_audit(Verb& pouch);
void add_backup(Verb& pouch);
void add_cases(Verb& pouch);
void add_check(Verb& pouch);
void add_completion(Verb& pouch);
void add_deliver(Verb& pouch);
void add_directory(Verb& pouch);  // member, desk, group
void add_erase(Verb& above);      // of pouch, and below `retention`
void add_held(Verb& pouch);
void add_init(Verb& pouch);
void add_key(Verb& pouch);
void add_key_addresses(Verb& key);  // below `key`
void add_key_confirm(Verb& key);    // below `key`: updates, confirm, refuse
void add_key_import(Verb& key);     // below `key`
void add_key_publish(Verb& key);    // below `key`
void add_key_renewal(Verb& key);    // below `key`
void add_process(Verb& pouch);
void add_queue(Verb& pouch);
void add_receipts(Verb& pouch);
void add_reindex(Verb& pouch);
void add_restore(Verb& pouch);
void add_retention(Verb& pouch);
void add_run(Verb& pouch);
void add_search(Verb& pouch);
void add_serve(Verb& pouch);
void add_show(Verb& pouch);
void add_stats(Verb& pouch);
void add_status(Verb& pouch);
void add_template(Verb& pouch);
void add_version(Verb& pouch);
void add_welcome(Verb& pouch);

}  // namespace pouch::gateway

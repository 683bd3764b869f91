// How a verb of the command line is made: one file each with one function that adds its options and
// help to the parser and leaves in `Call::run` what is to be done. main parses, runs it, and turns
// faults into exit codes and one sentence on stderr. Data goes to stdout, words to stderr.
#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>

#include "gateway/verbs/exit_code.hpp"

namespace CLI {
class App;
}

namespace pouch::gateway {

struct Call {
  std::filesystem::path config;  // of the site; main fills it in
  bool json = false;
  std::function<int()> run;
};

// An answer that is not a fault of the program: printed to stderr, ends with `code`.
class Refusal : public std::runtime_error {
 public:
  Refusal(ExitCode code, const std::string& text) : std::runtime_error(text), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

using AddVerb = void (*)(CLI::App& app, Call& call);

void add_archive(CLI::App& app, Call& call);
void add_archive_export(CLI::App& archive, Call& call);  // below `archive`
void add_archive_import(CLI::App& archive, Call& call);  // below `archive`
void add_audit(CLI::App& app, Call& call);
void add_backup(CLI::App& app, Call& call);
void add_cases(CLI::App& app, Call& call);
void add_check(CLI::App& app, Call& call);
void add_deliver(CLI::App& app, Call& call);
void add_directory(CLI::App& app, Call& call);  // member, desk, group
void add_held(CLI::App& app, Call& call);
void add_init(CLI::App& app, Call& call);
void add_key(CLI::App& app, Call& call);
void add_key_addresses(CLI::App& key, Call& call);  // below `key`
void add_key_import(CLI::App& key, Call& call);     // below `key`
void add_key_renewal(CLI::App& key, Call& call);    // below `key`
void add_process(CLI::App& app, Call& call);
void add_queue(CLI::App& app, Call& call);
void add_reindex(CLI::App& app, Call& call);
void add_restore(CLI::App& app, Call& call);
void add_run(CLI::App& app, Call& call);
void add_search(CLI::App& app, Call& call);
void add_serve(CLI::App& app, Call& call);
void add_show(CLI::App& app, Call& call);
void add_status(CLI::App& app, Call& call);
void add_template(CLI::App& app, Call& call);
void add_version(CLI::App& app, Call& call);
void add_welcome(CLI::App& app, Call& call);

}  // namespace pouch::gateway

// pouch archive: older mails brought in, and what is held given out (verb.hpp).
#include <CLI/CLI.hpp>

#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {

void add_archive(CLI::App& app, Call& call) {
  auto* archive = app.add_subcommand("archive", "Bring older mails in, or take mails out");
  archive->require_subcommand(1);
  add_archive_import(*archive, call);
  add_archive_export(*archive, call);
}

}  // namespace pouch::gateway

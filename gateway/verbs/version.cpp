// pouch version (verb.hpp).
#include <CLI/CLI.hpp>

#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/openpgp/engine.hpp"

namespace pouch::gateway {

void add_version(CLI::App& app, Call& call) {
  auto* verb = app.add_subcommand("version", "Print the version of Pouch and of GnuPG");
  verb->add_flag("--json", call.json, "print JSON (docs/schemas/version.json)");
  verb->footer("Example: pouch version --json");
  verb->callback([&call] {
    call.run = [&call]() -> int {
      if (call.json) {
        auto json = versioned();
        json["pouch"] = POUCH_VERSION;
        json["gnupg"] = mail::openpgp::gnupg_version();
        print(json);
      } else {
        print("pouch " POUCH_VERSION "\ngnupg " + mail::openpgp::gnupg_version() + "\n");
      }
      return kDone;
    };
  });
}

}  // namespace pouch::gateway

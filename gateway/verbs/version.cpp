// pouch version (verb.hpp).
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/openpgp/engine.hpp"

namespace pouch::gateway {

void add_version(Verb& pouch) {
  auto& verb = pouch.add("version", "Print the version of Pouch and of GnuPG");
  verb.json("version.json");
  verb.footer("Example: pouch version --json");
  verb.action([](const Call& call) {
    if (call.json) {
      auto json = versioned();
      json["pouch"] = POUCH_VERSION;
      json["gnupg"] = mail::openpgp::gnupg_version();
      print(json);
    } else {
      print("pouch " POUCH_VERSION "\ngnupg " + mail::openpgp::gnupg_version() + "\n");
    }
    return kDone;
  });
}

}  // namespace pouch::gateway

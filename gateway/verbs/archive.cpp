// pouch archive: older mails brought in, and what is held given out (verb.hpp).
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {

void add_archive(Verb& pouch) {
  auto& archive = pouch.add("archive", "Bring older mails in, or take mails out");
  add_archive_import(archive);
  add_archive_export(archive);
}

}  // namespace pouch::gateway

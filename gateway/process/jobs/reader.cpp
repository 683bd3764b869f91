// Reader: reads the mails of an archive for who imports them (import_reader.hpp), and ends with its
// line.
#include <sys/prctl.h>

#include "gateway/confine/confine.hpp"
#include "gateway/confine/reach.hpp"
#include "gateway/extract/extract_line.hpp"
#include "gateway/importing/opener_line.hpp"
#include "gateway/process/jobs/lives.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/runtime.hpp"
#include "mail/openpgp/helper.hpp"

namespace pouch::gateway {

int reader_life(const std::filesystem::path& config, const Inherited& inherited, Waiter&) {
  prctl(PR_SET_PDEATHSIG, 0);  // the thread that started us may end before our import
  const auto runtime = load_runtime_without_forms(config);
  const mail::Descriptor line(inherited.mails);
  read_files_at(mail::Descriptor(inherited.extract));
  OpenerKeys keys{mail::openpgp::Helper::at(mail::Descriptor(inherited.openpgp))};
  if (!inherited.sources.empty()) {
    keys.given_home = inherited.sources.front();
    keys.given = mail::openpgp::Helper::at(mail::Descriptor(inherited.sockets.at(0)));
  }
  confine(Job::kReader);
  if (keep_to_programs() == Landlocked::kNoLandlock) {
    log(Level::kWarning, "site-in-reach", {{"what", "the kernel has no Landlock"}});
  }
  Opener opener(runtime, keys);
  answer_openers(line.get(), runtime, opener);
  return 0;
}

}  // namespace pouch::gateway

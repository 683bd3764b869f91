// Extract: reads files that came with mails. It knows nothing of the site but where it says what it
// does, and in which languages it reads scanned pages.
#include <utility>

#include "gateway/confine/confine.hpp"
#include "gateway/confine/reach.hpp"
#include "gateway/extract/extract_server.hpp"
#include "gateway/process/jobs/beginning.hpp"
#include "gateway/process/jobs/lives.hpp"
#include "gateway/site/runtime.hpp"

namespace pouch::gateway {

int extract_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto site = load_own_site(config);
  take_slot(site, inherited);
  confine(Job::kExtract);
  // Where the kernel has no Landlock, what it starts is in its cage still.
  (void)keep_to_programs();
  FileLimits limits;
  limits.scan.languages = site.search.ocr;
  ExtractServer server(mail::openpgp::Descriptor(inherited.extract), std::move(limits));
  server.run(waiter.stop_descriptor());
  return 0;
}

}  // namespace pouch::gateway

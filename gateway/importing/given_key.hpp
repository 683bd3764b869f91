// A secret key that somebody hands over for one import: it lies in a GnuPG home of its own under
// the temporary folder and is gone with this object, or with this process, however that ends: a
// small process of its own waits for the end, stops the agent and removes the home. Made before
// anything secret is in memory, and before there are threads. Throws mail::Fault.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

#include "gateway/site/runtime.hpp"
#include "mail/descriptor.hpp"
#include "mail/openpgp/home.hpp"

namespace pouch::gateway {

class GivenKey {
 public:
  GivenKey();
  ~GivenKey();
  GivenKey(const GivenKey&) = delete;
  GivenKey& operator=(const GivenKey&) = delete;

  // The only secret key in the file, without a passphrase. The home's ring knows who is in the
  // directory besides.
  void take(const std::filesystem::path& file, const Runtime& runtime);
  const std::filesystem::path& home() const { return home_.path(); }

 private:
  mail::openpgp::TemporaryHome home_;
  mail::Descriptor lives_;  // its other end sees that we are gone
  pid_t warden_ = -1;
};

}  // namespace pouch::gateway

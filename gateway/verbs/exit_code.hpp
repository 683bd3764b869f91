// Exit codes (SPEC section 3; sysexits, because MTAs understand them).
#pragma once

namespace pouch::gateway {

enum ExitCode : int {
  kDone = 0,
  kNo = 1,  // nothing found, a check failed, refused
  kUsage = 64,
  kBadData = 65,
  kUnavailable = 69,
  kTryLater = 75,
  kNotPermitted = 77,
  kBadConfiguration = 78,
};

}  // namespace pouch::gateway

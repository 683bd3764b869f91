// The files of a mail that was opened, and its evidence, as the parts of a message: each file with
// its place in that evidence, where it has one.
#pragma once

#include <vector>

#include "gateway/cases/case.hpp"
#include "mail/openpgp/open.hpp"

namespace pouch::gateway {

// In this order; no evidence: of what nobody proved.
std::vector<StoredPart> parts_of_mail(const mail::Content& content);
std::vector<StoredPart> parts_of_mail(const mail::openpgp::Opened& opened,
                                      const std::vector<mail::openpgp::Evidence>& evidence);

}  // namespace pouch::gateway

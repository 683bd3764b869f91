// The verdict on a mail that follows from what one layer of it was. Private to this folder.
#pragma once

#include "mail/openpgp/open.hpp"
#include "mail/structure/scan.hpp"

namespace pouch::mail::openpgp {

Verdict verdict_of(Judgement judgement);
Verdict verdict_of(const ScanRefusal& refusal);

}  // namespace pouch::mail::openpgp

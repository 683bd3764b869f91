// Reports without a machine-readable part: Exim before 4.87 or so (header X-Failed-Recipients, text
// in English), and QSBMF, the qmail-send bounce message format (a text that begins "Hi. This is
// the", a paragraph for each recipient, "---" before the copy). Both speak of failures only.
// Private to the report reader.
#pragma once

#include <optional>

#include "mail/report/delivery_report.hpp"

namespace pouch::mail {

std::optional<DeliveryReport> read_plain_report(const Entity& root, const Limits& limits);

}  // namespace pouch::mail

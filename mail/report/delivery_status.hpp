// The fields of a message/delivery-status body (RFC 3464 section 2): groups of header-like fields,
// the first about the message, each further one about a recipient. Read loosely where servers are
// loose (a group too many, the first two in one, blanks around values, lines of a foreign server's
// answer that are no fields, an empty line within a value), strictly where a field says what
// happened. Private to the report reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mail/report/delivery_report.hpp"

namespace pouch::mail {

std::optional<DeliveryReport> read_delivery_status(std::string_view body, const Limits& limits);

std::optional<ReportAction> report_action(std::string_view word);

// RFC 3461 section 4: "+2B" stands for the octet 2B.
std::string from_xtext(std::string_view text);

// "5.1.1" when the text begins with a status code of RFC 3463 section 2, else empty.
std::string status_code(std::string_view text);
// The first one that stands by itself in prose; empty when there is none.
std::string find_status_code(std::string_view text);

}  // namespace pouch::mail

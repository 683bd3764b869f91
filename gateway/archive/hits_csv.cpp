#include "gateway/archive/hits_csv.hpp"

#include "gateway/cases/utc.hpp"
#include "gateway/figures/csv.hpp"
#include "mail/text/charset.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kLongestField = 200;  // octets

std::string joined(const std::vector<std::string>& codes) {
  std::string all;
  for (const auto& code : codes) {
    all += (all.empty() ? "" : " ") + code;
  }
  return all;
}

std::string line_of(std::vector<std::string> fields) {
  for (auto& field : fields) {
    field = figures::csv_field(mail::utf8_head(field, kLongestField));
  }
  return figures::csv_line(fields);
}

}  // namespace

std::string csv_of_hits(const std::vector<ArchiveHit>& hits) {
  auto csv = line_of({"message", "case", "received", "form", "sender", "country", "to", "handling",
                      "classification", "subject", "matched"});
  for (const auto& hit : hits) {
    const auto& message = hit.message;
    csv += line_of({message.number.text(), message.number.number.text(), utc_time(message.received),
                    message.form, message.sender, message.sender_country, joined(hit.to),
                    joined(hit.handling), hit.classification, hit.text.subject, hit.why});
  }
  return csv;
}

AuditEntry row_of_csv(std::size_t hits) {
  AuditEntry row;
  row.act = "exported";
  row.detail = std::to_string(hits) + " hits as CSV";
  return row;
}

}  // namespace pouch::gateway

#include "search/fields.hpp"

#include <algorithm>

namespace pouch::search {

const std::vector<FieldRow>& fields() {
  static const std::vector<FieldRow> table = {
      {"from", Kind::kExact, "who sent it: the directory's id", "from:ana.ionescu"},
      {"to", Kind::kExact, "a country that it was sent to", "to:BG"},
      {"country", Kind::kExact, "the sender's country", "country:RO"},
      {"form", Kind::kExact, "which form it is", "form:request"},
      {"case", Kind::kExact, "the case's number", "case:SEL-2026-000017-31"},
      {"person", Kind::kName, "a person's name, in any script", "person:jovanovic"},
      {"plate", Kind::kIdentifier, "a vehicle's plate", "plate:\"CA 1234 AB\""},
      {"vin", Kind::kIdentifier, "a vehicle identification number", "vin:WDB9634031L123456"},
      {"phone", Kind::kIdentifier, "a telephone number", "phone:+381641234567"},
      {"document", Kind::kIdentifier, "a document's number", "document:\"AB 123456\""},
      {"iban", Kind::kIdentifier, "an account", "iban:BG80BNBG96611020345678"},
      {"area", Kind::kExact, "a crime area's code", "area:DRUG"},
      {"handling", Kind::kExact, "a handling code", "handling:H1"},
      {"attachment", Kind::kText, "words of an attachment's name", "attachment:crossings"},
      {"taken", Kind::kText, "the day on which a photograph was taken", "taken:2026-11-03"},
      {"place", Kind::kText, "where a photograph was taken: degrees", "place:44.01650"},
      {"subject", Kind::kText, "words of the subject", "subject:lorry"},
      {"text", Kind::kText, "words of the mail, its form and its attachments", "text:heroin"},
      {"date", Kind::kDay, "when it was accepted, UTC: a day, month, year or range",
       "date:2026-01..2026-06"},
      {"has", Kind::kFlag, "attachment", "has:attachment"},
  };
  return table;
}

const FieldRow* field(std::string_view name) {
  const auto& table = fields();
  const auto row = std::find_if(table.begin(), table.end(),
                                [&](const FieldRow& entry) { return entry.name == name; });
  return row == table.end() ? nullptr : &*row;
}

}  // namespace pouch::search

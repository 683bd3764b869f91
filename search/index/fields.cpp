#include "search/index/fields.hpp"

#include <algorithm>

namespace pouch::search {

const std::vector<FieldRow>& fields() {
  static const std::vector<FieldRow> table = {
      {"from", Kind::kExact, "who sent it: the directory's id", "from:ana.ionescu", "the sender"},
      {"to", Kind::kExact, "a country that it was sent to", "to:BG", "the receiver"},
      {"country", Kind::kExact, "the sender's country", "country:RO", "the sender's country", 1},
      {"about", Kind::kExact, "a country that its form names: of plates, papers, people, places",
       "about:RS", "the country named"},
      {"form", Kind::kExact, "which form it is", "form:request", "the form", 2},
      {"case", Kind::kExact, "the case's number", "case:SEL-2026-000017-29", "the case", 6},
      {"person", Kind::kName, "a person's name, in any script", "person:jovanovic", "the name"},
      {"born", Kind::kBirth, "a date of birth or a part of it: year, month and year",
       "born:1985-04-03", "the birth date"},
      {"plate", Kind::kIdentifier, "a vehicle's plate", "plate:\"CA 1234 AB\"", "the plate"},
      {"vin", Kind::kIdentifier, "a vehicle identification number", "vin:WDB9634031L123456",
       "the vehicle number"},
      {"phone", Kind::kIdentifier, "a telephone number", "phone:+381641234567", "the telephone"},
      {"document", Kind::kIdentifier, "a document's number", "document:\"AB 123456\"",
       "the document"},
      {"iban", Kind::kIdentifier, "an account", "iban:BG80BNBG96611020345678", "the account"},
      {"area", Kind::kExact, "a crime area's code", "area:DRUG", "the crime area", 3},
      {"handling", Kind::kExact, "a handling code", "handling:H1", "the handling code", 4},
      {"attachment", Kind::kText, "words of an attachment's name", "attachment:crossings",
       "in the name of an attachment"},
      {"taken", Kind::kText, "the day on which a photograph was taken", "taken:2026-11-03",
       "the day of a photograph"},
      {"place", Kind::kText, "where a photograph was taken: degrees", "place:44.01650",
       "the place of a photograph"},
      {"subject", Kind::kText, "words of the subject", "subject:lorry", "in the subject"},
      {"text", Kind::kText, "words of the mail, its form and its attachments", "text:heroin",
       "in the text"},
      {"date", Kind::kDay, "when it was accepted, UTC: a day, month, year or range",
       "date:2026-01..2026-06", "a day of arrival"},
      {"deadline", Kind::kDay, "until when a country was asked to answer, UTC: as for date",
       "deadline:<2026-12-01", "a deadline", 0, true},
      {"is", Kind::kFlag, "what its case is, and how its request stands today", "is:open", "", 0,
       true},
      {"has", Kind::kFlag, "what it carries", "has:attachment", "", 5},
  };
  return table;
}

const FieldRow* field(std::string_view name) {
  const auto& table = fields();
  const auto row = std::find_if(table.begin(), table.end(),
                                [&](const FieldRow& entry) { return entry.name == name; });
  return row == table.end() ? nullptr : &*row;
}

const std::vector<FlagRow>& flags() {
  static const std::vector<FlagRow> table = {
      {"is", "request", "a case that asks countries"},
      {"is", "note", "a note to a focal point"},
      {"is", "group-note", "a note to a group"},
      {"is", "open", "a request that somebody still owes an answer", true},
      {"is", "closed", "a request that nobody owes an answer any more", true},
      {"is", "overdue", "a request that is overdue today", true},
      {"is", "waiting", "a request that waits for a focal point or a key", true},
      {"is", "sent", "a request that was sent and not acknowledged", true},
      {"is", "acknowledged", "a request that was acknowledged", true},
      {"is", "partly-answered", "a request that was partly answered", true},
      {"is", "answered", "a request that was answered", true},
      {"is", "refused", "a request that was refused", true},
      {"is", "clarification-asked", "a request to which clarification was asked", true},
      {"is", "withdrawn", "a request that was withdrawn", true},
      {"is", "not-delivered", "a request that was not delivered", true},
      {"is", "ended", "an alert whose time is over", true},
      {"has", "form", "a form that was filled in"},
      {"has", "attachment", "an attachment"},
      {"has", "pdf", "a PDF file"},
      {"has", "photo", "a picture"},
      {"has", "document", "a text document (.docx, .odt, .rtf)"},
      {"has", "table", "a table (.xlsx, .ods, .csv)"},
      {"has", "text", "a plain text or web page"},
      {"has", "mail", "a mail or a contact card"},
      {"has", "archive", "an archive of files"},
      {"has", "other", "an attachment of another kind"},
  };
  return table;
}

const FlagRow* flag(std::string_view field, std::string_view value) {
  const auto& table = flags();
  const auto row = std::find_if(table.begin(), table.end(), [&](const FlagRow& entry) {
    return entry.field == field && entry.value == value;
  });
  return row == table.end() ? nullptr : &*row;
}

}  // namespace pouch::search

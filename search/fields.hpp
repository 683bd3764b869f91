// The one table of search fields: parser, index, help text and man page use it (STYLE habit 7).
#pragma once

#include <string_view>
#include <vector>

namespace pouch::search {

enum class Kind {
  kText,        // words and phrases, also found without a field
  kName,        // folded in three tiers (ENGINES section 4)
  kIdentifier,  // compact form, look-alikes folded: plates, documents, phones, IBANs
  kExact,       // a code, a number, an address: whole value
  kDay,         // a date or range
  kFlag,        // is:open, has:attachment
};

struct FieldRow {
  std::string_view name;  // "plate"
  Kind kind;
  std::string_view help;     // one line
  std::string_view example;  // plate:"CA 1234 AB"
};

const std::vector<FieldRow>& fields();
const FieldRow* field(std::string_view name);

}  // namespace pouch::search

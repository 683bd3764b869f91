// The one table of search fields: parser, index, facets, help text and man page use it (STYLE habit
// 7). Beside it the values of the fields that say yes or no.
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
  kBirth,       // a date of birth, whole or in part: birth_date.hpp
  kFlag,        // is:open, has:attachment: one of flags()
};

struct FieldRow {
  std::string_view name;  // "plate"
  Kind kind;
  std::string_view help;     // one line
  std::string_view example;  // plate:"CA 1234 AB"
  std::string_view said;     // what a query that is read back calls it: "the plate"
  unsigned slot = 0;         // of the index, where its values lie for facets; 0: it has no facet
  bool of_store = false;     // changes after a message was filed: asked of the store
};

const std::vector<FieldRow>& fields();
const FieldRow* field(std::string_view name);

struct FlagRow {
  std::string_view field, value;  // "is", "open"
  std::string_view said;          // what it says of a message: "an open request"
  bool of_store = false;          // as in FieldRow
};

const std::vector<FlagRow>& flags();
const FlagRow* flag(std::string_view field, std::string_view value);

}  // namespace pouch::search

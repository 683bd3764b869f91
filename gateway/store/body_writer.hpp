// A message's text, the mail as it came and each of its files, each sealed alone under the case
// key, written as rows (ENGINES section 6). What is short is sealed at once, so that nobody waits
// for it who wants to write; what is long within the transaction, piece by piece into its row. A
// file that stands in the evidence is kept there alone (taken.hpp). The values are the caller's,
// and live until write().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/packed.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {

// What a value of a message is sealed as: "text", "raw", "part:0:bytes".
std::string body_purpose(std::string_view what, const std::string& number);
std::string part_purpose(int position, std::string_view column, const std::string& number);

PartFacts facts_of(const StoredPart& part, int position);  // hashes it

// What was found later in a part of this message, which is in the store already.
void write_words(Database& database, const Secret& key, const MessageNumber& number,
                 std::int64_t message, PartFacts facts, const StoredPart& found);

class BodyWriter {
 public:
  BodyWriter(Secret key, const MessageNumber& number, const Contents& contents, mail::Pieces raw);
  void write(Database& database, std::int64_t message);  // the row of the message; once. Files that
  // nobody could look into are noted in `unmoved`

 private:
  // Of which the one or the other is there.
  struct Value {
    std::string sealed;
    std::optional<PackedSealer> later{};
  };
  struct Part {
    std::string facts;
    std::optional<Value> words;
    Value bytes;
  };
  Value value(std::string purpose, mail::Pieces plain) const;
  static void bind(Statement& statement, int index, const Value& value);
  void write_later(Database& database, const char* table, const char* column, std::int64_t row,
                   const Value& value) const;

  Secret key_;
  std::string text_;  // sealed
  Value raw_;
  std::vector<Part> parts_;
};

}  // namespace pouch::gateway

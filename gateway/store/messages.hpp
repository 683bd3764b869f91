// Messages: who wrote them and when, whom they reached, and what leads to them: Message-IDs of
// their thread, and marks by which the same request is known again. What they say and carry is in
// bodies.hpp. Of an erased case the form, the audience and all else that its mails said has gone.
// Throws Fault as sqlite.hpp and vault.hpp do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/body_writer.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct NewMessage;  // commit.hpp
struct WiderAudience;

class Messages {
 public:
  Messages(Database& database, CaseKeys& keys, IndexLog& index_log);

  std::vector<Message> of(const CaseNumber& number);  // by their numbers
  std::optional<Message> find(const MessageNumber& number);
  std::optional<Message> find(std::int64_t row);
  std::size_t count();

  std::optional<MessageNumber> thread(std::string_view message_id);
  // The message that came with that mark (Commit::mark), of any case that is not erased.
  std::optional<MessageNumber> marked(std::string_view mark);

  // Messages that came to a version that knew no audiences, oldest first; an audience is given
  // once, and a message whose readers change by it is filed in the index again. Not synced by
  // itself: what a loss of power takes back is given again.
  std::vector<Message> without_audience(std::size_t most);
  void give_audience(std::int64_t row, const Audience& audience,
                     const std::vector<std::string>& readers);

  // --- for a commit: sealed before its transaction, written within it
  struct Sealed {
    std::string facts;
    BodyWriter body;
  };
  Sealed seal_message(const NewMessage& message);
  static Sealed seal_message(const NewMessage& message, Secret key);  // of its case; in any thread
  std::int64_t write(const NewMessage& message, Sealed& sealed);      // the row
  // Empty for an erased case: nothing can be sealed under its key, and nobody can read it.
  std::string seal_facts(const WiderAudience& wider);
  void widen(const WiderAudience& wider, std::string_view sealed_facts);
  // Whoever came first with an identifier keeps it: a second mail that bears it cannot draw the
  // thread away.
  void write_thread(const std::vector<std::string>& message_ids, const MessageNumber& number);
  void write_mark(const std::string& mark, const MessageNumber& number);

 private:
  Message read(const Statement& row);
  void write_readers(std::int64_t row, const std::vector<std::string>& readers);

  Database& database_;
  CaseKeys& keys_;
  IndexLog& index_log_;
};

}  // namespace pouch::gateway

// What messages say and carry: their text, the mails as they came, and their files, each file a row
// of its own with the text that was found in it. Whoever lists, searches or counts opens no file.
// Of a large file that row may only say where it stands in the evidence (taken.hpp): who asks for
// it gets its octets all the same, or a Fault. A version before 0.2 sealed a message and all of its
// files in one piece: such a body is read like the others, whole, until it is moved into the new
// form. A Fault (permanent) is thrown where there is no such message, its case was erased, or what
// is stored does not open.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"
#include "mail/bytes.hpp"

namespace pouch::gateway {

// One message's; the text is opened with it, all else when it is asked for. Lives within Bodies.
class Body {
 public:
  const MessageText& text() const& { return text_; }
  MessageText text() && { return std::move(text_); }
  const std::vector<PartFacts>& parts();  // but for those that were withdrawn
  mail::Bytes bytes(const PartFacts& part);
  std::optional<std::string> words(const PartFacts& part);  // nullopt: nobody has looked yet
  Contents whole();

 private:
  friend class Bodies;
  Body(Database& database, Secret key, std::string number);
  class Sealed;
  struct Opened {
    std::string octets;
    bool is_place = false;  // not the file: encode_taken
  };
  std::optional<Opened> open(int position, const char* column);
  std::vector<mail::Bytes> taken_out(const std::vector<PartFacts>& parts,
                                     const std::vector<TakenFrom>& from);

  Database& database_;
  Secret key_;
  std::string number_;
  std::int64_t message_ = 0;  // of the row
  MessageText text_;
  std::optional<std::vector<PartFacts>> parts_;
  std::optional<std::vector<StoredPart>> old_;  // of a body that is not moved yet
};

class Bodies {
 public:
  using KeyOf = std::function<Secret(const CaseNumber&)>;
  Bodies(Database& database, KeyOf key_of);

  Body open(const MessageNumber& number);
  Body open(const Message& message);  // cheaper: its row is known
  MessageText text(const MessageNumber& number);
  std::string raw(const MessageNumber& number);

  // --- bodies in the old form, and those with files that nobody could look into when they came
  std::optional<std::int64_t> next_unmoved();  // the row of its message, the oldest first
  std::size_t unmoved();
  // Finds the words in the files that have none yet; true: the index has new ones to learn. Those
  // that it leaves stay for the next time.
  using ReadWords = std::function<bool(std::vector<StoredPart>&)>;
  // One transaction. Not synced by itself: what a loss of power takes back is moved again.
  enum class [[nodiscard]] MoveResult{
      kMoved,
      kFaster,  // another process was
      kUnread   // files are left that could not be looked into now
  };
  MoveResult move(std::int64_t message, const ReadWords& read_words);
  void leave(std::int64_t message);  // as it is, for ever: it does not open

  // --- within the transaction of a commit; of a body that is moved
  void withdraw(const WithdrawnFiles& files);  // they stay sealed, and nobody is given them

 private:
  std::vector<StoredPart> unread(Body& body);
  MessageNumber number_of(std::int64_t message);

  Database& database_;
  KeyOf key_of_;
};

}  // namespace pouch::gateway

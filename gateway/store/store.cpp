#include "gateway/store/store.hpp"

#include "gateway/fault.hpp"
#include "gateway/store/books.hpp"
#include "gateway/store/moment.hpp"
#include "gateway/store/site_keys.hpp"

namespace pouch::gateway {
namespace {

Database open_database(const std::filesystem::path& state, StoreFor what) {
  switch (what) {
    case StoreFor::kUse:
      return Database::open_store(state);
    case StoreFor::kMaking:
      return Database::make_store(state);
    case StoreFor::kRestore:
      return Database::open_copy(state);
  }
  return Database::open_store(state);
}

Database open_keys(const std::filesystem::path& state, StoreFor what) {
  return what == StoreFor::kMaking ? Database::make_keys(state) : Database::open_keys(state);
}

// A store is bound to the data key that it was made with. Another one is refused before anything is
// sealed under it.
void fit_data_key(Database& database, CaseKeys& keys, Audit& audit, StoreFor what) {
  if (!keys.is_bound()) {
    if (what != StoreFor::kMaking) {
      throw Fault(false, "store: keys.db holds no key of this store",
                  "bring keys.db back from the backup: pouch restore");
    }
    Transaction transaction(database, "bind");
    audit.begin();
    transaction.commit();
    keys.bind();
  }
  keys.prove();
}

}  // namespace

Store::Books::Books(const std::filesystem::path& state, const Secret& data_key, StoreFor what)
    : database(open_database(state, what)),
      keys_database(open_keys(state, what)),
      keys(keys_database, data_key),
      audit(database, data_key, &keys),
      spool(state, database, data_key),
      epochs(database, keys_database, audit),
      reservations(database, keys, epochs),
      signatures(database),
      cases(database, audit, keys),
      index_log(database),
      messages(database, keys, index_log),
      bodies(database, [this](const CaseNumber& number) { return keys.of(number); }),
      counted_cases(database, keys, cases, messages, bodies, audit),
      imports(database, keys_database, keys, cases, messages, audit),
      kept_mails(database, audit, keys),
      kept_searches(database, audit),
      erasures(state, database, keys_database, audit, kept_searches, index_log, counted_cases),
      held(database, audit, spool),
      notices(database, audit, data_key, epochs.mark()),
      letters(database, audit, keys, cases, notices, ReturnPath(data_key, epochs.last_before())),
      letter_files(state, database),
      reports(database, audit, keys, cases, notices),
      links(database, audit, keys, data_key, epochs.mark()),
      overviews(database, audit, data_key, epochs.mark()),
      reminders(database, audit, overviews, data_key, epochs.mark()),
      digests(database, audit, data_key, epochs.mark()),
      receipts(database, keys),
      audit_heads(database, audit, data_key, epochs.mark()),
      retention(database, audit, data_key, epochs.mark()),
      key_letters(database, audit, data_key, epochs.mark()),
      key_updates(database, audit, key_letters, data_key),
      group_members(database, audit, data_key, epochs.mark()),
      web_letters(database, audit, data_key, epochs.mark()),
      absences(database),
      case_days(database),
      folder(state),
      web_key(data_key.derive("web")) {
  need_own_keys(database, keys_database);  // another site's would look like a wrong data key
  fit_data_key(database, keys, audit, what);
  introduce(database, keys_database, what == StoreFor::kRestore);
  if (what != StoreFor::kRestore) {
    need_fitting_keys(database, keys_database);
  }
}

Store::Store(const std::filesystem::path& state, const Secret& data_key, StoreFor what)
    : books_(std::make_unique<Books>(state, data_key, what)) {}

Store::~Store() = default;

void Store::need_every_key() { gateway::need_every_key(books_->database, books_->keys_database); }

Moment Store::moment() { return Moment(books_->database, books_->keys); }

Spool& Store::spool() { return books_->spool; }
Reservations& Store::reservations() { return books_->reservations; }
Signatures& Store::signatures() { return books_->signatures; }
KeptMails& Store::kept_mails() { return books_->kept_mails; }
KeptSearches& Store::kept_searches() { return books_->kept_searches; }
Erasures& Store::erasures() { return books_->erasures; }
Held& Store::held() { return books_->held; }
Cases& Store::cases() { return books_->cases; }
Messages& Store::messages() { return books_->messages; }
Bodies& Store::bodies() { return books_->bodies; }
CountedCases& Store::counted_cases() { return books_->counted_cases; }
Imports& Store::imports() { return books_->imports; }
IndexLog& Store::index_log() { return books_->index_log; }
Links& Store::links() { return books_->links; }
Letters& Store::letters() { return books_->letters; }
LetterFiles& Store::letter_files() { return books_->letter_files; }
Reports& Store::reports() { return books_->reports; }
Overviews& Store::overviews() { return books_->overviews; }
Absences& Store::absences() { return books_->absences; }
CaseDays& Store::case_days() { return books_->case_days; }
Digests& Store::digests() { return books_->digests; }
KeyLetters& Store::key_letters() { return books_->key_letters; }
KeyUpdates& Store::key_updates() { return books_->key_updates; }
GroupMembers& Store::group_members() { return books_->group_members; }
WebLetters& Store::web_letters() { return books_->web_letters; }
Reminders& Store::reminders() { return books_->reminders; }
Retention& Store::retention() { return books_->retention; }
Notices& Store::notices() { return books_->notices; }
Receipts& Store::receipts() { return books_->receipts; }
AuditHeads& Store::audit_heads() { return books_->audit_heads; }
Audit& Store::audit() { return books_->audit; }
Epochs& Store::epochs() { return books_->epochs; }
WebBook& Store::web_book() {
  auto& book = books_->web_book;
  return book ? *book : book.emplace(books_->folder, books_->web_key.derive("book"), &books_->keys);
}
Database& Store::database() { return books_->database; }

}  // namespace pouch::gateway

#include "gateway/store/imports.hpp"

#include "gateway/store/index_log.hpp"
#include "gateway/store/site_keys.hpp"

namespace pouch::gateway {
namespace {

std::string begun(std::string_view name) { return "import begun:" + std::string(name); }
std::string ended(std::string_view name, const CaseNumber& number) {
  return "import ended:" + number.text() + ":" + std::string(name);
}

}  // namespace

Imports::Imports(Database& database, Database& keys_database, CaseKeys& keys, Cases& cases,
                 Messages& messages, Audit& audit)
    : database_(database),
      keys_database_(keys_database),
      keys_(keys),
      cases_(cases),
      messages_(messages),
      audit_(audit) {}

std::optional<CaseNumber> Imports::unfinished(std::string_view name) {
  const auto found = messages_.marked(begun(name));
  const bool open = found && !messages_.marked(ended(name, found->number));
  return open ? std::optional(found->number) : std::nullopt;
}

bool Imports::is_known(std::string_view mark) { return messages_.marked(mark).has_value(); }

Secret Imports::key_of(const CaseNumber& number) { return keys_.of(number); }

CommitResult Imports::commit(ImportGroup& group) {
  const auto facts = cases_.seal_facts(group.subject);
  for (auto& mail : group.mails) {
    if (!mail.sealed) {
      mail.sealed = messages_.seal_message(mail.message);
    }
  }
  Transaction transaction(database_, "import");
  if (!cases_.write(group.subject, group.opens, facts)) {
    return CommitResult::kCaseChanged;
  }
  const auto& number = group.subject.number;
  if (const auto open = unfinished(group.name); !open || *open != number) {
    messages_.write_mark(begun(group.name), {number, 0});
  }
  for (auto& mail : group.mails) {
    const auto row = messages_.write(mail.message, *mail.sealed);
    if (mail.filed_later) {
      IndexLog(database_).file_again(row);
    }
    messages_.write_mark(mail.mark, mail.message.row.number);
  }
  for (const auto& entry : group.audit) {
    audit_.append(entry, group.at);
  }
  if (group.opens) {
    database_.prepare("UPDATE site SET keys_made = max(keys_made, ?)")
        .bind(1, keys_made(keys_database_))
        .run();
  }
  transaction.commit();
  return CommitResult::kDone;
}

void Imports::end(std::string_view name, const CaseNumber& number, const AuditEntry& entry,
                  Time at) {
  Transaction transaction(database_, "import.end");
  messages_.write_mark(ended(name, number), {number, 0});
  audit_.append(entry, at);
  transaction.commit();
}

}  // namespace pouch::gateway

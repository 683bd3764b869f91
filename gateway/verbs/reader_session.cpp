#include "gateway/verbs/reader_session.hpp"

#include <pwd.h>
#include <unistd.h>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/archive/read_case.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/verbs/given_reason.hpp"
#include "gateway/work/old_audiences.hpp"

namespace pouch::gateway {
namespace {

Sender reader_in(const Runtime& runtime, const Asker& asker) {
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  const auto principal = runtime.directory.principal_by_id(asker.as);
  if (!principal) {
    throw Refusal(kNotPermitted, "there is no member or desk \"" + asker.as +
                                     "\" in directory.toml; --as takes the id of one");
  }
  if (!principal->holds(today) || !principal->has_right("search")) {
    throw Refusal(kNotPermitted, asker.as +
                                     " has no right to search today; see rights, from and "
                                     "until in directory.toml");
  }
  return as_sender(*principal, runtime.directory, today);
}

}  // namespace

void Asker::add_options(Verb& verb) {
  verb.option("--as", as, "id of the member or desk whose rights count").required();
  verb.option("--reason", reason, "why, for the audit log: a case number, an order")
      .required()
      .check(fault_of_reason);
}

ReaderSession::ReaderSession(const std::filesystem::path& config, const Asker& asker)
    : asker_(asker),
      site_(config, Forms::kNone),
      reader_(reader_in(runtime(), asker_)),
      tags_(reader_tags(reader_, runtime().directory)) {
  // A site of an older version that nobody has served since: first the rights, then the look.
  if (give_old_audiences(runtime(), store()) > 0 && !is_served(runtime().site.state)) {
    const auto with_forms = load_runtime(config, Forms::kEnglish);
    Indexer indexer(with_forms, store(), data_key());
    while (indexer.work() > 0) {
    }
  }
}

std::string ReaderSession::country() const {
  const auto principal = runtime().directory.principal_by_id(asker_.as);
  const auto today = std::chrono::floor<std::chrono::days>(runtime().now());
  return principal ? as_sender(*principal, runtime().directory, today).country : std::string();
}

bool ReaderSession::may_read(const Message& message) const {
  return gateway::may_read(message, tags_);
}

std::vector<Message> ReaderSession::readable(const CaseNumber& number) {
  return readable_messages(store(), number, tags_);
}

void ReaderSession::note(const std::string& act, const std::string& number,
                         const std::string& detail) {
  note({{.act = act, .number = number, .detail = detail}});
}

void ReaderSession::note(std::vector<AuditEntry> looks) {
  const auto why = "; user " + calling_user() + "; reason: " + asker_.reason;
  for (auto& look : looks) {
    look.actor = asker_.as;
    look.detail += why;
  }
  store().audit().note_all(looks, runtime().now());
}

MessageNumber number_in(const std::string& text, int epoch) {
  auto number = MessageNumber::parse(text, epoch);
  if (!number) {
    throw Refusal(kBadData, text + " is no case or message number (check digits)");
  }
  return std::move(*number);
}

std::string calling_user() {
  const auto* entry = getpwuid(getuid());
  return entry != nullptr ? entry->pw_name : std::to_string(getuid());
}

}  // namespace pouch::gateway

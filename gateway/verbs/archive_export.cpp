// pouch archive export: the mails that somebody may read, as they came (verb.hpp).
#include "gateway/archive/archive.hpp"
#include "gateway/archive/readable.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/importing/mail_writer.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/progress.hpp"
#include "gateway/verbs/query_help.hpp"
#include "gateway/verbs/reader_session.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kPage = 100;

struct ArchiveExportOptions {
  std::string folder, mbox, query;
  Asker asker;
};

struct Wanted {
  MessageNumber number;
  Time received{};
};

std::vector<Wanted> all_readable(ReaderSession& session) {
  std::vector<Wanted> all;
  auto& store = session.store();
  std::int64_t at = 0;
  for (auto rows = store.index_log().committed_after(at, kPage); !rows.empty();
       rows = store.index_log().committed_after(at, kPage)) {
    for (const auto row : rows) {
      at = row;
      const auto message = store.messages().find(row);
      if (message && session.may_read(*message)) {
        all.push_back({message->number, message->received});
      }
    }
  }
  return all;
}

std::vector<Wanted> found(ReaderSession& session, const std::string& query) {
  ArchiveRequest request;
  request.query = request.words = query;
  request.readers = session.tags();
  request.limit = kPage;
  request.by_date = true;
  request.detail = HitDetail::kNumber;
  request.elsewhere = shards_elsewhere(session.runtime());
  std::vector<Wanted> all;
  for (;; request.offset += kPage) {
    const auto answer = ask_archive(session.store(), session.runtime().site.state,
                                    index_key(session.data_key()), request);
    if (!answer.problem.empty()) {
      throw Refusal(kBadData, answer.problem + (answer.hint.empty() ? "" : "; " + answer.hint));
    }
    for (const auto& hit : answer.hits) {
      all.push_back({hit.message.number, hit.message.received});
    }
    if (answer.hits.size() + answer.unreadable < kPage) {
      return all;
    }
  }
}

// Before anything is written: what cannot be written down is not given out.
void note(ReaderSession& session, const ArchiveExportOptions& options,
          const std::vector<Wanted>& mails) {
  std::vector<AuditEntry> looks{
      {"", "exported", "",
       std::to_string(mails.size()) + " mails" +
           (options.query.empty()
                ? std::string()
                : ", query of " + std::to_string(options.query.size()) + " octets")}};
  for (const auto& mail : mails) {
    looks.push_back({.act = "exported", .number = mail.number.text(), .detail = "raw mail"});
  }
  session.note(std::move(looks));
}

// How many could not be opened: erased or damaged.
std::size_t write_all(ReaderSession& session, const std::vector<Wanted>& mails,
                      MailWriter& writer) {
  Progress progress("mails");
  std::size_t done = 0, unreadable = 0;
  for (const auto& mail : mails) {
    std::string raw;
    if (is_readable([&] { raw = session.store().bodies().raw(mail.number); })) {
      writer.write(mail.number, mail.received, raw);
    } else {
      ++unreadable;
    }
    ++done;
    progress.tell(static_cast<double>(done) / static_cast<double>(mails.size()), done);
  }
  writer.end();
  return unreadable;
}

int export_archive(const Call& call, const ArchiveExportOptions& options) {
  if (options.folder.empty() == options.mbox.empty()) {
    throw Refusal(kUsage, "name a new folder for a Maildir, or a new file with --mbox");
  }
  ReaderSession session(call.config, options.asker);
  const auto mails = options.query.empty() ? all_readable(session) : found(session, options.query);
  const auto writer = options.mbox.empty() ? new_maildir(options.folder) : new_mbox(options.mbox);
  note(session, options, mails);
  const auto unreadable = write_all(session, mails, *writer);
  if (call.json) {
    auto json = versioned();
    json["exported"] = mails.size() - unreadable;
    json["unreadable"] = unreadable;
    print(json);
  } else {
    print(std::to_string(mails.size() - unreadable) + " mails exported" +
          (unreadable == 0 ? std::string()
                           : ", " + std::to_string(unreadable) + " more erased or damaged") +
          "\n");
  }
  return kDone;
}

}  // namespace

void add_archive_export(Verb& archive) {
  auto& verb = archive.add("export", "Write the mails that somebody may read to files");
  auto& options = verb.keep<ArchiveExportOptions>();
  verb.option("folder", options.folder, "a new Maildir").files();
  verb.option("--mbox", options.mbox, "a new mbox file instead").files();
  verb.option("--query", options.query, "only what this finds (pouch-query(7))")
      .suggests(query_words());
  options.asker.add_options(verb);
  verb.json("archive-export.json");
  verb.footer(
      "Example: pouch archive export --mbox case.mbox --query case:SEL-2026-000017-29 --as nfp-bg "
      "--reason 'order 12/2026'\n"
      "The mails are as they came: a sealed one opens with the key that it was sealed to.");
  verb.action([&options](const Call& call) { return export_archive(call, options); });
}

}  // namespace pouch::gateway

// pouch receipts: what became of a case, and all of it as evidence (verb.hpp).
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "gateway/cases/case_receipt.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/reader_session.hpp"
#include "gateway/work/evidence_files.hpp"
#include "gateway/work/receipt_signer.hpp"
#include "mail/openpgp/engine.hpp"
#include "search/files/zip_writer.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

struct ReceiptsOptions {
  Asker asker;
  std::string number, file;
};

// Under a name of its own first; the last step fails when somebody was faster. Nothing is written
// over, and nothing is left behind.
class NewArchive {
 public:
  explicit NewArchive(fs::path file)
      : file_(std::move(file)), begun_(file_.string() + ".new-" + random_hex(4)) {
    std::error_code ignored;
    if (fs::symlink_status(file_, ignored).type() != fs::file_type::not_found) {
      refuse();
    }
  }
  ~NewArchive() { ::unlink(begun_.c_str()); }
  NewArchive(const NewArchive&) = delete;
  NewArchive& operator=(const NewArchive&) = delete;

  void write(const std::vector<EvidenceFile>& files) {
    std::vector<search::ZipPart> parts;
    parts.reserve(files.size());
    for (const auto& file : files) {
      parts.push_back({file.name, file.make});
    }
    search::write_zip(begun_, parts);
    ::chmod(begun_.c_str(), 0600);
    sync_file(begun_);
    if (::link(begun_.c_str(), file_.c_str()) != 0) {
      refuse();
    }
    sync_folder(file_.has_parent_path() ? file_.parent_path() : fs::path("."));
  }

 private:
  [[noreturn]] void refuse() const {
    throw Refusal(kNo, file_.string() + " is there already, or cannot be made: name a new file");
  }
  fs::path file_, begun_;
};

void print_receipts(const Call& call, const CaseNumber& number, const std::vector<ReceiptRow>& rows,
                    const std::string& zone) {
  if (call.json) {
    auto json = versioned();
    json["case"] = number.text();
    json["receipts"] = Json::array();
    for (const auto& row : rows) {
      json["receipts"].push_back(
          Json::parse(case_receipt_json(row.text, row.hash, !row.signature.empty())));
    }
    return print(json);
  }
  print(rows.empty() ? "no receipts of " + number.text() +
                           ": it is older than they are, or nothing was sent yet\n"
                     : "Receipts of " + number.text() + "\n");
  for (const auto& row : rows) {
    std::string line, more;
    for (const auto& [label, value] : lines_of_receipt(row.text)) {
      if (label == "Receipt" || label == "Of" || label == "Country") {
        line.append("  ").append(value);
      } else if (label == "Time") {
        const auto time = time_of_utc(value);
        line.append("  ").append(time ? spoken_time(*time, zone) : value);
      } else if (label != "Case" && label != "Number" && label != "Previous") {
        more.append("      ").append(label).append(": ").append(value).append("\n");
      }
    }
    print("\n" + std::to_string(row.position) + line + "\n" + more + "      SHA-256: " + row.hash +
          (row.signature.empty() ? ", not signed yet" : ", signed") + "\n");
  }
}

int export_case(const Call& call, const ReceiptsOptions& options, ReaderSession& session,
                const CaseNumber& number, const std::vector<Message>& readable) {
  NewArchive archive(options.file);
  session.note("receipts", number.text(),
               "exported with " + std::to_string(readable.size()) + " messages");
  const auto& runtime = session.runtime();
  const AgentLease lease(runtime);
  mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits);
  EngineCrypto crypto(engine, runtime.limits);
  while (sign_receipts(runtime, session.store(), crypto, number.text())) {
  }
  for (const auto& row : session.store().receipts().of(number)) {
    if (row.signature.empty()) {
      throw Refusal(kTryLater, "receipts of " + number.text() +
                                   " are not signed yet: the gateway is at it, try again soon");
    }
  }
  const auto files =
      evidence_files(runtime, session.store(), crypto, number, session.asker().as, readable);
  archive.write(files);
  if (call.json) {
    auto json = versioned();
    json["case"] = number.text();
    json["file"] = options.file;
    json["files"] = files.size();
    json["messages"] = readable.size();
    print(json);
  } else {
    print(options.file + ": " + std::to_string(readable.size()) + " messages, " +
          std::to_string(files.size()) + " files; VERIFY.txt in it says how to check them\n");
  }
  return kDone;
}

int show_receipts(const Call& call, const ReceiptsOptions& options) {
  (void)number_in(options.number, kLastEpoch);  // before the agent is asked
  ReaderSession session(call.config, options.asker);
  const auto wanted = number_in(options.number, session.store().epochs().current());
  if (wanted.message != 0) {
    throw Refusal(kUsage, "receipts are of a case: name " + wanted.number.text());
  }
  const auto readable = session.readable(wanted.number);
  if (readable.empty()) {
    session.note("receipts", wanted.number.text(), "nothing");
    // The same words whether it does not exist or may not be seen.
    throw Refusal(kNo,
                  "nothing under " + options.number + " that " + options.asker.as + " may read");
  }
  if (!options.file.empty()) {
    return export_case(call, options, session, wanted.number, readable);
  }
  const auto rows = session.store().receipts().of(wanted.number);
  session.note("receipts", wanted.number.text(), std::to_string(rows.size()) + " shown");
  print_receipts(call, wanted.number, rows, session.runtime().site.time_zone);
  return kDone;
}

}  // namespace

void add_receipts(Verb& pouch) {
  auto& verb = pouch.add("receipts", "What became of a case, receipt by receipt; --export: proof");
  auto& options = verb.keep<ReceiptsOptions>();
  verb.option("number", options.number, "SEL-2026-004217-42").required();
  options.asker.add_options(verb);
  verb.option("--export", options.file,
              "write a new zip archive with all that proves it, and how to check that")
      .files();
  verb.json("receipts.json; with --export, receipts-export.json");
  verb.footer(
      "Example: pouch receipts SEL-2026-000001-17 --as nfp-bg --reason 'order 12/2026'\n"
      "         pouch receipts SEL-2026-000001-17 --as nfp-bg --reason 'order 12/2026' --export "
      "case.zip");
  verb.action([&options](const Call& call) { return show_receipts(call, options); });
}

}  // namespace pouch::gateway

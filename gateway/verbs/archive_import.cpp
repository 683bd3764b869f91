// pouch archive import: mails of an older archive into a case of their own (verb.hpp).
#include <algorithm>
#include <sstream>
#include <thread>

#include "gateway/archive/indexer.hpp"
#include "gateway/importing/given_key.hpp"
#include "gateway/importing/importer.hpp"
#include "gateway/process/import_reader.hpp"
#include "gateway/process/own_extractor.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/ring.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/progress.hpp"
#include "gateway/verbs/reader_session.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostJobs = 64;

struct ArchiveImportOptions {
  std::vector<std::string> archives;
  std::string readers, as_case, key;
  Asker asker;
  std::size_t jobs = 0;  // 0: the cores
};

// "desk:nfp-bg" or "member:ana.ionescu" as the archive's rights name them.
std::string tag_of(const std::string& reader, const config::Directory& directory) {
  const auto colon = reader.find(':');
  const auto kind = reader.substr(0, colon);
  const auto id = colon == std::string::npos ? std::string() : reader.substr(colon + 1);
  if (kind == "desk" && directory.desk(id) != nullptr) {
    return reader;
  }
  if (kind == "member" && directory.member(id) != nullptr) {
    return "principal:" + id;
  }
  throw Refusal(kUsage, "--readers: \"" + reader +
                            "\" is nobody in directory.toml; write desk:ID or member:ID, several "
                            "with a comma between them");
}

std::vector<std::string> tags_of(const std::string& readers, const config::Directory& directory) {
  std::vector<std::string> tags;
  std::istringstream list(readers);
  for (std::string reader; std::getline(list, reader, ',');) {
    tags.push_back(tag_of(reader, directory));
  }
  if (tags.empty()) {
    throw Refusal(kUsage, "--readers names nobody");
  }
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  return tags;
}

Sender importer_of(const Runtime& runtime, const std::string& id) {
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  const auto principal = runtime.directory.principal_by_id(id);
  if (!principal || !principal->holds(today)) {
    throw Refusal(kNotPermitted, "there is nobody \"" + id +
                                     "\" in directory.toml today; --as takes the id of a member "
                                     "or desk");
  }
  return as_sender(*principal, runtime.directory, today);
}

std::optional<CaseNumber> case_in(const std::string& text, int epoch) {
  if (text.empty()) {
    return std::nullopt;
  }
  auto number = CaseNumber::parse(text, epoch);
  if (!number) {
    throw Refusal(kBadData, text + " is no case number (check digits)");
  }
  return number;
}

// The daemon files what is new by itself; without one it is done here.
void file_in_index(OpenedSite& site, std::size_t taken) {
  if (is_served(site.runtime().site.state)) {
    wake(site.runtime().site.state, Wake::kIndex);
    return;
  }
  Indexer indexer(site.runtime(), site.store(), site.data_key());
  Progress progress("mails made ready for searches");
  for (std::size_t filed = 0, some = 0; (some = indexer.work()) > 0;) {
    filed += some;
    progress.tell(static_cast<double>(filed) / static_cast<double>(std::max(taken, filed)), filed);
  }
}

void print_json(const ImportReport& report) {
  auto json = versioned();
  json["case"] = report.number ? Json(report.number->text()) : Json(nullptr);
  json["went_on"] = report.went_on;
  json["imported"] = report.taken;
  json["proved"] = report.proved;
  json["known_before"] = report.known;
  const auto list = [](const std::map<std::string, std::size_t>& counts) {
    auto rows = Json::array();
    for (const auto& [why, count] : counts) {
      rows.push_back({{"why", why}, {"count", count}});
    }
    return rows;
  };
  json["not_opened"] = list(report.unopened);
  json["passed_over"] = list(report.passed);
  print(json);
}

void print_text(const ImportReport& report) {
  if (report.taken == 0) {
    print(report.known > 0 ? "Nothing new: all " + std::to_string(report.known) +
                                 " mails are in the archive already.\n"
                           : std::string("No mails were found.\n"));
  } else {
    print(std::to_string(report.taken) + " mails imported into " + report.number->text() +
          (report.went_on ? ", going on where an earlier import ended" : "") + ".\n" +
          (report.known > 0 ? std::to_string(report.known) + " were there already.\n" : "") +
          std::to_string(report.proved) + " have a signature that was proved.\n");
  }
  for (const auto& [why, count] : report.unopened) {
    print(std::to_string(count) +
          " could not be read, or not all of it, and are kept as they are: " + why + "\n");
  }
  for (const auto& [why, count] : report.passed) {
    print(std::to_string(count) + " not taken: " + why + "\n");
  }
}

ImportOrder order_of(const ArchiveImportOptions& options, OpenedSite& site) {
  const auto& runtime = site.runtime();
  ImportOrder order;
  order.archives.assign(options.archives.begin(), options.archives.end());
  order.importer = importer_of(runtime, options.asker.as);
  order.why = "; user " + calling_user() + "; reason: " + options.asker.reason;
  order.readers = tags_of(options.readers, runtime.directory);
  order.as_case = case_in(options.as_case, site.store().epochs().current());
  return order;
}

std::size_t jobs_of(const ArchiveImportOptions& options) {
  return options.jobs > 0
             ? options.jobs
             : std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostJobs);
}

int import_archive(const Call& call, const ArchiveImportOptions& options) {
  log_as("archive");
  (void)case_in(options.as_case, kLastEpoch);  // before the agent is asked
  std::optional<GivenKey> given;
  if (!options.key.empty()) {
    given.emplace();
  }
  OpenedSite site(call.config, Forms::kEnglish, Agent::kUntilClosed);
  OwnExtractor extractor(call.config);
  auto order = order_of(options, site);
  if (!is_served(site.runtime().site.state)) {
    sync_ring(site.runtime());
  }
  if (given) {
    given->take(options.key, site.runtime());
  }
  Openers readers;
  for (std::size_t i = 0; i < jobs_of(options); ++i) {
    readers.push_back(std::make_unique<ImportReader>(
        call.config, site.runtime(), extractor, given ? given->home() : std::filesystem::path()));
  }
  ImportReport report;
  {
    Progress progress("mails");
    report = import_archives(site.runtime(), site.store(), order, readers,
                             {[&](double part, std::size_t mails) { progress.tell(part, mails); },
                              [&](const std::string& where, const std::string& why) {
                                progress.clear();
                                tell("pouch: " + visible_line(where) + " " + why + "\n");
                              }});
  }
  file_in_index(site, report.taken);
  call.json ? print_json(report) : print_text(report);
  return kDone;
}

}  // namespace

void add_archive_import(Verb& archive) {
  auto& verb = archive.add("import", "Bring the mails of an older archive in");
  auto& options = verb.keep<ArchiveImportOptions>();
  verb.option("archives", options.archives, "mbox files, single mails, Maildirs, folders of such")
      .required()
      .files();
  verb.option("--readers", options.readers,
              "who may find and read them: desk:ID, member:ID, with a comma between")
      .required();
  verb.option("--as-case", options.as_case,
              "the case to which they are added; else they get one of their own");
  verb.option("--key", options.key,
              "file with a secret OpenPGP key that opens some of them; it is not kept")
      .files();
  verb.option("--jobs", options.jobs, "how many mails are opened at once; else one a core")
      .between(1, static_cast<int>(kMostJobs));
  options.asker.add_options(verb);
  verb.json("archive-import.json");
  verb.footer(
      "Example: pouch archive import old.mbox --readers desk:nfp-bg --as nfp-bg --reason "
      "'order 12/2026'\n"
      "Nothing is sent to anybody. Ended at any moment, the same call goes on and takes nothing "
      "twice.");
  verb.action([&options](const Call& call) { return import_archive(call, options); });
}

}  // namespace pouch::gateway

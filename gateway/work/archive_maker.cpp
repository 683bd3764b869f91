#include "gateway/work/archive_maker.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "gateway/archive/read_case.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/store/web_book.hpp"
#include "gateway/work/evidence_files.hpp"
#include "gateway/work/receipt_signer.hpp"
#include "search/files/zip_writer.hpp"

namespace pouch::gateway {
namespace {

// Of all its files: the archive lies in memory while it is made, and while it is saved.
constexpr std::size_t kMostOctets = std::size_t{100} << 20;

bool has_page(const Runtime& runtime) { return !runtime.site.web.listen.empty(); }

std::vector<Message> readable_by(const Runtime& runtime, Store& store, const std::string& who,
                                 const CaseNumber& number) {
  const auto principal = runtime.directory.principal_by_id(who);
  if (!principal) {
    return {};
  }
  const auto reader = as_sender(*principal, runtime.directory,
                                std::chrono::floor<std::chrono::days>(runtime.now()));
  return reader.has_right("search")
             ? readable_messages(store, number, reader_tags(reader, runtime.directory))
             : std::vector<Message>();
}

std::string zipped(const std::vector<EvidenceFile>& files) {
  std::size_t all = 0;
  std::vector<search::ZipPart> parts;
  for (const auto& file : files) {
    const auto& make = file.make;
    parts.push_back({file.name, [&all, &make] {
                       auto bytes = make();
                       all += bytes.size();
                       if (all > kMostOctets) {
                         throw Fault(false, "the evidence is larger than the page can give",
                                     "pouch receipts NUMBER --export writes it to a file");
                       }
                       return bytes;
                     }});
  }
  return search::zip_of(parts);
}

// What came while the others were signed is signed in the next round; what another worker signs is
// waited for, as whoever asked waits too.
bool all_signed(const Runtime& runtime, Store& store, Crypto& crypto, const CaseNumber& number) {
  constexpr int kRounds = 20;
  constexpr std::chrono::milliseconds kPause{100};
  for (int round = 0; round < kRounds; ++round) {
    while (sign_receipts(runtime, store, crypto, number.text())) {
    }
    const auto receipts = store.receipts().of(number);
    if (std::none_of(receipts.begin(), receipts.end(),
                     [](const ReceiptRow& row) { return row.signature.empty(); })) {
      return true;
    }
    std::this_thread::sleep_for(kPause);
  }
  return false;
}

// False: receipts of it are not signed yet, another process is at it.
bool make(const Runtime& runtime, Store& store, Crypto& crypto, const ArchiveTask& task) {
  auto& archives = store.web_book().archives();
  const auto number = CaseNumber::parse(task.number);
  const auto subject = number ? store.cases().find(*number) : std::nullopt;
  const auto messages =
      subject ? readable_by(runtime, store, task.who, *number) : std::vector<Message>();
  if (messages.empty()) {
    archives.fail(task);
    return true;
  }
  if (!all_signed(runtime, store, crypto, *number)) {
    return false;
  }
  ArchiveFacts facts;
  facts.version = subject->version;
  facts.made = runtime.now();
  for (const auto& message : messages) {
    facts.messages.push_back(message.number.text());
  }
  const auto octets = zipped(evidence_files(runtime, store, crypto, *number, task.who, messages));
  facts.size = octets.size();
  archives.keep(task, facts, octets);
  return true;
}

}  // namespace

bool make_next_archive(const Runtime& runtime, Store& store, Crypto& crypto) {
  if (!has_page(runtime)) {
    return false;
  }
  auto& archives = store.web_book().archives();
  const auto task = archives.claim(runtime.now());
  if (!task) {
    return false;
  }
  try {
    return make(runtime, store, crypto, *task);
  } catch (const Fault& fault) {
    log(Level::kWarning, "archive-not-made",
        {{"case", task->number}, {"what", fault.what()}, {"hint", fault.hint()}});
    if (!fault.transient()) {
      archives.fail(*task);
    }
  } catch (const std::exception& fault) {  // of the agent, of libzip: tried again
    log(Level::kWarning, "archive-not-made",
        {{"case", task->number}, {"what", fault.what()}, {"hint", ""}});
  }
  return false;
}

std::optional<Time> next_archive(const Runtime& runtime, Store& store) {
  return has_page(runtime) ? store.web_book().archives().next() : std::nullopt;
}

}  // namespace pouch::gateway

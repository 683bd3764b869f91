// An archive into a case: mails are read in order, opened and sealed side by side, and written in
// groups by one, while the next group is opened. Ended at any moment and called again it goes on
// behind the last group; what is in the store already is not taken again. Two groups of mails are
// held at most. Nothing is sent. Faults of the site, the agent and the disk come out; of a mail
// none.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/decide/admission.hpp"
#include "gateway/importing/opener.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

struct ImportOrder {
  std::vector<std::filesystem::path> archives;
  Sender importer;                   // whose case it becomes
  std::string why;                   // for the audit log: the caller, his reason
  std::vector<std::string> readers;  // tags, sorted
  std::optional<CaseNumber> as_case;
};

struct ImportReport {
  std::optional<CaseNumber> number;  // nullopt: nothing was new
  bool went_on = false;              // with an import that was broken off
  std::size_t taken = 0, known = 0, proved = 0;
  std::map<std::string, std::size_t> unopened;  // of those taken, by why
  std::map<std::string, std::size_t> passed;    // not taken, by why, told one by one as well
  std::size_t kept_unopened() const;
  std::size_t passed_over() const;
};

struct ImportTold {
  std::function<void(double done, std::size_t mails)> far;
  std::function<void(const std::string& where, const std::string& why)> passed;  // or not opened
};

// Refusals of the order (no such case, erased) are Faults (permanent).
// Mails are opened by all `openers` side by side, each in a thread.
using Openers = std::vector<std::unique_ptr<MailOpener>>;
ImportReport import_archives(const Runtime& runtime, Store& store, const ImportOrder& order,
                             const Openers& openers, const ImportTold& told);

}  // namespace pouch::gateway

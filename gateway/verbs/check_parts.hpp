// What `pouch check` looks at, one file a subject. Each part adds what it finds; one that cannot
// look says why, and the others go on. Private to the verb.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gateway/extract/pdf_text.hpp"
#include "gateway/extract/scan_text.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/letters.hpp"
#include "mail/openpgp/engine.hpp"

namespace pouch::gateway::checks {

struct Flaw {
  bool error = true;  // else a warning
  std::string where, what, hint;
  bool in_order = false;  // to be known, nothing to put right: it makes no fault of the site
};
using Flaws = std::vector<Flaw>;

// Of faults that `look` throws: where, what and hint as they say.
void attempt(Flaws& flaws, const std::string& where, const std::function<void()>& look);

// check_keys.cpp
void check_gnupg(Flaws& flaws);
void check_directory(const Runtime& runtime, Flaws& flaws);
void check_keys(const Runtime& runtime, Flaws& flaws);  // and that an operator can be told
void check_key(const Runtime& runtime, const std::string& holder, const mail::openpgp::KeyInfo& key,
               Flaws& flaws);

// check_store.cpp: disk, agent, the gateway's key, what lies in the store
void check_store(const Runtime& runtime, bool offline, Flaws& flaws);

// check_state.cpp: databases, keys of cases, permissions, folders, clock, index
void check_state(const Runtime& runtime, Flaws& flaws);
void check_every_key(const Runtime& runtime, const Secret& data_key, Flaws& flaws);

// check_open.cpp: who can hand in mail
void check_open(const Runtime& runtime, Flaws& flaws);

// check_addresses.cpp: the gateway's key has a user ID for each address, and those have it who need
// it
void check_addresses(const Runtime& runtime, Letters& letters, Flaws& flaws);

// check_listening.cpp: sources that are listened on, and the metrics
void check_listening(const Runtime& runtime, Flaws& flaws);

// check_readers.cpp: programs that read attached files, and what they need
struct ReaderPrograms {
  const char* pdftotext = PdfLimits{}.program;
  const char* pdftoppm = ScanLimits{}.pdftoppm;
  const char* tesseract = ScanLimits{}.tesseract;
};
void check_readers(const Runtime& runtime, Flaws& flaws, const ReaderPrograms& programs = {});

// check_shards.cpp: years of the index that lie on other machines; `offline`: none is tried
void check_shards(const Runtime& runtime, const Secret& data_key, bool offline, Flaws& flaws);

// check_servers.cpp: sources that are collected from, outboxes, their secrets. Servers are tried
// all at once, each for kMostTime at most; `offline`: none is.
inline constexpr std::chrono::seconds kMostTime{10};
void check_servers(const Runtime& runtime, bool offline, Flaws& flaws);

}  // namespace pouch::gateway::checks

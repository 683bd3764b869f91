// The process that opens an archive's mails for `pouch archive import`: this same program, started
// with the import, with three lines (the import, a pouch-openpgp of its own, the
// process extract) and no key; confined as a worker is, without the store (importing/
// opener_line.hpp says what goes over the line). A mail that ends it, or keeps it longer than
// kPatienceWithMail, is given back as not opened, and the next one gets another process.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>
#include <vector>

#include "gateway/importing/opener_line.hpp"
#include "gateway/process/child_process.hpp"
#include "gateway/process/own_extractor.hpp"

namespace pouch::gateway {

inline constexpr std::chrono::minutes kPatienceWithMail{5};

class ImportReader : public MailOpener {
 public:
  // Started here, in a thread that lives as long as this. `given`: the home of a key that opens
  // mails besides; empty: there is none. All outlive it.
  ImportReader(std::filesystem::path config, const Runtime& runtime, OwnExtractor& extractor,
               std::filesystem::path given, std::chrono::milliseconds patience = kPatienceWithMail);
  ~ImportReader() override;
  OpenedMail open(const FoundMail& found, const mail::Bytes& raw) override;
  pid_t pid() const { return process_.pid; }

 private:
  void begin();
  void end();
  // A pouch-openpgp for that home; its line for the reader.
  mail::Descriptor helper(const std::filesystem::path& home);

  struct Program {
    pid_t pid;
    std::filesystem::path room;  // for its temporary files
  };

  std::filesystem::path config_, given_;
  const Runtime& runtime_;
  OwnExtractor& extractor_;
  std::chrono::milliseconds patience_;
  ChildProcess process_;
  std::optional<std::thread::id> starter_{};  // of one after the first
  mail::Descriptor line_;
  std::vector<Program> programs_;
};

}  // namespace pouch::gateway

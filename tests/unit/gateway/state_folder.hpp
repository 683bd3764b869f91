// For tests: a state folder of their own made anew and removed; values to commit; a
// child process that ends as the test wants.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "gateway/store/data_key.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/store/spool_writer.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/store.hpp"
#include "mail/pieces.hpp"
#include "tests/temporary_folder.hpp"

namespace pouch::gateway {

inline Time at(long seconds) { return Time(std::chrono::seconds(1'790'000'000 + seconds)); }

inline std::string read_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline std::string octets_of(const mail::Pieces& pieces) {
  std::string whole;
  pieces.give([&](std::string_view piece) { whole += piece; });
  REQUIRE(whole.size() == pieces.size());
  return whole;
}

class TemporaryFolder {
 public:
  TemporaryFolder() : path_(test::new_temporary_folder("pst")) {}
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A made site: data key in memory, stores opened as often as wanted.
class StateFolder {
 public:
  StateFolder() { make_state(state(), key_, "wrapped data key"); }
  std::filesystem::path state() const { return folder_.path() / "state"; }
  const Secret& key() const { return key_; }
  Store open() const { return Store(state(), key_); }

  std::int64_t accept(std::string_view raw, Time now = at(0)) const {
    auto database = Database::open_store(state());
    return SpoolWriter(state(), database)
        .take({"smtp", "ana@police.ro.example", {"gw@pouch.example"}}, raw, now);
  }
  std::size_t spool_files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(state() / "spool")) {
      count += entry.path().filename() != ".lock" ? 1 : 0;
    }
    return count;
  }
  std::vector<std::string> letter_files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(state() / "letters")) {
      if (entry.path().filename() != ".lock") {
        names.push_back(entry.path().filename().string());
      }
    }
    return names;
  }
  // Every octet below state/, file names included.
  std::string everything() const {
    std::string bytes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(state())) {
      bytes += entry.path().string() + "\n";
      if (entry.is_regular_file()) {
        bytes += read_text(entry.path());
      }
    }
    return bytes;
  }

 private:
  TemporaryFolder folder_;
  Secret key_ = Secret::random();
};

// Runs `act` in a child; its wait status. `act` opens its own databases.
inline int in_child(const std::function<int()>& act) {
  const auto child = ::fork();
  if (child == 0) {
    int code = 99;
    try {
      code = act();
    } catch (...) {
    }
    ::_exit(code);
  }
  REQUIRE(child > 0);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status;
}

inline int exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }
inline bool was_killed(int status) { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }

// Runs `act` in a child that is stopped at the named step.
inline int stopped_at(std::string_view step, const std::function<int()>& act) {
  return in_child([&] {
    ::setenv("POUCH_STOP_AT", std::string(step).c_str(), 1);
    return act();
  });
}

inline Leg leg_to(const std::string& country, LegState state = LegState::kSent) {
  Leg leg;
  leg.country = country;
  leg.desk = "nfp-" + country;
  leg.state = state;
  leg.since = at(1);
  leg.last_message = 1;
  return leg;
}

inline Message message_row(const CaseNumber& number, int message) {
  Message row{0, {number, message}};
  row.form = "request";
  row.sender = "ana.ionescu";
  row.sender_country = "RO";
  row.acting_desk = "nfp-ro";
  row.signer = "0123456789ABCDEF0123456789ABCDEF01234567";
  row.signing_key = "89ABCDEF0123456789ABCDEF0123456789ABCDEF";
  row.received = at(2);
  row.signed_at = at(1);
  row.message_id = "m" + std::to_string(message) + "@police.ro.example";
  row.raw_sha256 = sha256_hex("raw");
  row.body_sha256 = sha256_hex("body");
  row.readers = {"member:ana.ionescu", "desk:nfp-bg"};
  return row;
}

// A request of one message with one letter, for an entry of the spool.
inline Commit new_case(Store& store, std::int64_t spool, const std::string& raw = "raw mail") {
  const auto reserved = store.reservations().reserve(spool, "SEL", at(3));
  Commit commit;
  commit.spool = spool;
  commit.at = at(3);
  commit.summary = R"({"outcome":"accepted"})";
  Case subject{reserved.number};
  subject.community = "police";
  subject.requester = "ana.ionescu";
  subject.requester_address = "ana.ionescu@police.ro.example";
  subject.requester_country = "RO";
  subject.requester_desk = "nfp-ro";
  subject.opened = at(2);
  subject.messages = 1;
  subject.legs = {leg_to("BG"), leg_to("RS")};
  commit.opened = subject;
  commit.message = NewMessage{message_row(reserved.number, 1), {"subject", "text", "{}", {}}, raw};
  commit.thread_ids = {"m1@police.ro.example", reserved.letter_seed + ".1@pouch.example"};
  commit.signatures = {"signature of spool " + std::to_string(spool)};
  commit.signer = commit.message->row.signer;
  commit.mail_id = commit.message->row.message_id;
  commit.letters = {{reserved.letter_seed + "1",
                     "receipt",
                     reserved.letter_seed + ".1@pouch.example",
                     {"ana.ionescu@police.ro.example"},
                     "sealed letter"}};
  commit.audit = {{"ana.ionescu", "accepted", reserved.number.text() + "/1", "request"}};
  return commit;
}

// The commit's letter in a file.
inline void put_into_file(const StateFolder& site, SealedLetter& letter, std::string_view wire) {
  letter.wire.clear();
  letter.file = std::make_shared<LetterFile>(site.state());
  letter.file->write(wire);
}

// The next message of a case as it was read.
inline Commit next_message(const Case& read, std::int64_t spool) {
  Commit commit;
  commit.spool = spool;
  commit.at = at(10);
  commit.changed = read;
  commit.changed->messages += 1;
  commit.message =
      NewMessage{message_row(read.number, commit.changed->messages), {"s", "t", "", {}}, "raw"};
  commit.signatures = {"signature of spool " + std::to_string(spool)};
  commit.audit = {{"nfp-bg", "accepted", read.number.text(), "reply"}};
  return commit;
}

}  // namespace pouch::gateway

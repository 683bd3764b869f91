// bench_evidence: what it costs to prove: the audit log verified and its head made, beside bare
// SHA-256 over as many rows; a case exported as evidence, and checked by the commands in it.
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <iostream>

#include "gateway/store/audit.hpp"
#include "gateway/store/audit_heads.hpp"
#include "gateway/store/audit_tree.hpp"
#include "gateway/store/data_key.hpp"
#include "gateway/store/store.hpp"
#include "tests/bench/measure.hpp"
#include "tests/system/harness.hpp"

namespace pouch::bench {
namespace {

namespace fs = std::filesystem;
using namespace pouch::gateway;

constexpr const char* kWhat =
    R"(bench_evidence: the audit log, and a case as evidence.
  verify  the chain of keyed hashes of all rows; head: the tree over all rows, salted;
  check   audit verify --head: both of them; proofs: paths of 300 rows
  bare    SHA-256 of as many texts of a row's size, in memory
Repeat: cmake --preset release && cmake --build --preset release --target bench_evidence &&
        build/release/tests/bench/bench_evidence [ROWS=1000000 [MESSAGES=200]]
)";

constexpr std::size_t kAtOnce = 20000, kOfCase = 300;
const Time kDay{std::chrono::days(20'000)};

double told(const char* what, double bare, const std::function<void()>& work) {
  const Stopwatch watch;
  work();
  const auto cpu = watch.cpu();
  std::printf("%-8s CPU %8.0f ms  wall %8.0f ms", what, cpu, watch.wall());
  std::printf(bare > 0 ? "  ratio %.1f\n" : "\n", bare > 0 ? cpu / bare : 0.0);
  std::fflush(stdout);
  return cpu;
}

AuditEntry row(std::size_t number, std::size_t all) {
  const auto every = std::max<std::size_t>(1, all / kOfCase);
  return {.actor = "gateway",
          .act = "delivered",
          .number = number % every == 0 ? "SEL-2026-000001-77" : "SEL-2026-004217-42/3",
          .detail = "request 0123456789abcdef0123456789abcdef-1 to nfp@mvr.bg.example"};
}

void log_of(std::size_t rows, const fs::path& folder) {
  const auto key = Secret::random();
  make_state(folder, key, "wrapped data key");
  Store store(folder, key);
  for (std::size_t done = 0; done < rows; done += kAtOnce) {
    std::vector<AuditEntry> entries;
    for (std::size_t i = done; i < std::min(done + kAtOnce, rows); ++i) {
      entries.push_back(row(i, rows));
    }
    store.audit().note_all(entries, kDay);
  }
  std::printf("%zu rows\n", rows);
  const auto bare = told("bare", 0, [&] {
    std::string text = leaf_text({}, std::string(32, '0')) + std::string(120, 'x');
    for (std::size_t i = 0; i < rows; ++i) {
      text.back() = static_cast<char>('a' + sha256_hex(text).front() % 16);
    }
  });
  told("verify", bare, [&] {
    if (store.audit().first_broken()) {
      throw std::runtime_error("the log is broken");
    }
  });
  auto& heads = store.audit_heads();
  told("head", bare,
       [&] { heads.note_due("bench@pouch.example", "UTC", kDay + std::chrono::days(1)); });
  const auto head = heads.claim(kDay + std::chrono::days(1));
  Commit commit;
  commit.audit_head = head->number;
  commit.signed_head = head->text;
  store.commit_alone(commit);
  told("check", bare, [&] {
    if (heads.check(head->text).what != HeadVerdict::What::kUnchanged) {
      throw std::runtime_error("the head does not prove the log");
    }
  });
  told("proofs", bare, [&] {
    if (heads.proofs(store.audit().rows("SEL-2026-000001-77")).empty()) {
      throw std::runtime_error("no rows to prove");
    }
  });
  std::printf("         peak memory %.0f MB\n", memory(getpid(), "VmHWM"));
}

void must(const test::Ran& ran) {
  if (ran.status != 0) {
    throw std::runtime_error("exit " + std::to_string(ran.status) + ": " + ran.err + ran.out);
  }
}

void export_of(std::size_t messages) {
  test::Site site;
  site.set("limits.letters_per_hour", "100000");
  const auto sent = site.deliver(site.mail("ana", {.body = test::request_form()}));
  const std::string number = sent["case"];
  for (std::size_t i = 1; i < messages; ++i) {
    const auto mail = site.mail(
        "nfp-bg", {.subject = "Answer",
                   .body = "Form: reply\nAnswers: " + number +
                           "\nReply kind: PARTIAL\nAnswer: part " + std::to_string(i) + "\n"});
    must(site.pouch({"deliver"}, mail));
  }
  must(site.pouch({"run", "--until-idle"}));
  const auto file = (site.folder() / "case.zip").string(), out = (site.folder() / "out").string();
  std::printf("%zu messages of one case\n", messages);
  const auto timed = [&](const char* what, const std::function<test::Ran()>& work) {
    const auto before = children_cpu();
    const Stopwatch watch;
    must(work());
    std::printf("%-8s CPU %8.0f ms  wall %8.0f ms\n", what, children_cpu() - before, watch.wall());
    std::fflush(stdout);
  };
  timed("export", [&] {
    return site.pouch({"receipts", number, "--as", "ana", "--reason", "bench", "--export", file});
  });
  must(test::run({"unzip", "-q", file, "-d", out}));
  timed("expert", [&] {
    return test::run({"sh", "-c",
                      "cd \"$1\" && sed -n '/^# BEGIN CHECKS/,/^# END CHECKS/p' VERIFY.txt > "
                      "../checks.sh && sh ../checks.sh",
                      "sh", out});
  });
  std::printf("         %.1f MB\n", static_cast<double>(fs::file_size(file)) / 1e6);
}

}  // namespace
}  // namespace pouch::bench

int main(int count, char** words) try {
  using namespace pouch::bench;
  std::cout << kWhat << std::flush;
  const pouch::test::Scratch scratch;
  log_of(count > 1 ? std::strtoul(words[1], nullptr, 10) : 1'000'000, scratch.path() / "state");
  export_of(count > 2 ? std::strtoul(words[2], nullptr, 10) : 200);
  return 0;
} catch (const std::exception& fault) {
  std::cerr << "bench_evidence: " << fault.what() << "\n";
  return 1;
}

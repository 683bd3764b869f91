// bench_worker: the gateway's own cost of a message, as a ratio to the GnuPG work that the same
// message needs at least (SPEC section 10). `bench_worker --help` says how.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <iostream>
#include <optional>

#include "gateway/site/foreground.hpp"
#include "gateway/site/ring.hpp"
#include "gateway/store/spool_writer.hpp"
#include "gateway/store/sqlite.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/sides.hpp"
#include "tests/system/harness.hpp"

namespace pouch::bench {
namespace {

constexpr const char* kWhat =
    R"(bench_worker: the gateway against the bare GnuPG calls, in one run, blocks taking turns.
  gateway  a worker on a real spool and store: open, decide, seal two letters, commit (durable)
  bare     for the same mails, keys, sizes, settings, home and agent, the GPGME calls alone:
           decrypt+verify, unwrap, sign+encrypt the letter, sign+encrypt the receipt
  CPU      of the process, of its gpg processes, and of gpg-agent; wall beside it
Repeat: cmake --preset release && cmake --build --preset release --target bench_worker &&
        build/release/tests/bench/bench_worker [MESSAGES=200 [BLOCK=10]]
)";

constexpr std::size_t kWarmUp = 5;
constexpr std::size_t kMailSize = 4096;

struct Total {
  double own = 0, children = 0, agent = 0, wall = 0;
  double cpu() const { return own + children + agent; }
};

// A side in a process of its own, driven over two pipes.
class Side {
 public:
  Side(const std::string& name, const std::string& program,
       const std::vector<std::string>& arguments, const std::filesystem::path& log)
      : name_(name), log_(log) {
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) {
      throw std::runtime_error("pipe");
    }
    pid_ = fork();
    if (pid_ == 0) {
      dup2(in[0], 0);
      dup2(out[1], 1);
      dup2(open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), 2);
      std::vector<std::string> words{program};
      words.insert(words.end(), arguments.begin(), arguments.end());
      std::vector<char*> pointers;
      for (auto& word : words) {
        pointers.push_back(word.data());
      }
      pointers.push_back(nullptr);
      execv(program.c_str(), pointers.data());
      _exit(127);
    }
    close(in[0]);
    close(out[1]);
    to_ = fdopen(in[1], "w");
    from_ = fdopen(out[0], "r");
  }
  ~Side() {
    fclose(to_);
    waitpid(pid_, nullptr, 0);
    fclose(from_);
  }
  Side(const Side&) = delete;
  Side& operator=(const Side&) = delete;

  Total block(std::size_t messages, pid_t agent) {
    const double before = cpu_of(agent);
    fprintf(to_, "%zu\n", messages);
    fflush(to_);
    Total total;
    if (fscanf(from_, "%lf %lf %lf", &total.own, &total.children, &total.wall) != 3) {
      throw std::runtime_error("the " + name_ + " side ended early: " + contents_of(log_));
    }
    total.agent = cpu_of(agent) - before;
    const auto n = static_cast<double>(messages);
    return {total.own / n, total.children / n, total.agent / n, total.wall / n};
  }
  pid_t pid() const { return pid_; }

 private:
  std::string name_;
  std::filesystem::path log_;
  pid_t pid_ = -1;
  FILE *to_ = nullptr, *from_ = nullptr;
};

pid_t agent_of(const std::filesystem::path& home) {
  const auto said = test::run(
      {"gpg-connect-agent", "--no-autostart", "--homedir", home.string(), "getinfo pid", "/bye"});
  if (said.out.rfind("D ", 0) != 0) {
    throw std::runtime_error("no gpg-agent answers");
  }
  return static_cast<pid_t>(std::stol(said.out.substr(2)));
}

std::string armour_of(const std::string& mail) {
  const auto begin = mail.find("-----BEGIN PGP MESSAGE-----");
  return mail.substr(begin, mail.find("\r\n--out--") - begin);
}

// Request mails of about kMailSize to one country: a letter and a receipt each.
std::vector<std::string> make_mails(const test::Site& site, std::size_t count) {
  std::vector<std::string> mails;
  std::string filling;
  for (std::size_t i = 0; mails.size() < count; ++i) {
    auto form = test::request_form();
    form.replace(form.find("To: BG, RS"), 10, "To: BG");
    form.replace(form.find("4417/2026"), 9, std::to_string(1000 + i) + "/2026");
    form += filling;
    auto mail = site.mail("ana", {.body = form});
    if (mail.size() < kMailSize && mails.empty()) {
      // Base64 of what gpg compresses little: numbers.
      for (int n = 0; n < 8; ++n) {
        filling += " " + std::to_string(std::hash<std::string>{}(filling + mail));
      }
      filling += "\n";
      continue;
    }
    mails.push_back(std::move(mail));
  }
  return mails;
}

class Bench {
 public:
  Bench(std::size_t messages, std::size_t block) : messages_(messages), block_(block) {}

  void run() {
    std::cout << kWhat << std::flush;
    runtime_ = gateway::load_runtime(site_.folder() / "pouch.toml");
    gateway::sync_ring(runtime_);
    const gateway::AgentLease lease(runtime_);
    const auto mails = make_mails(site_, messages_ + kWarmUp);
    std::cout << "Mails: " << messages_ << " of " << mails.front().size()
              << " octets, in blocks of " << block_ << "\n";
    const auto agent = agent_of(runtime_.site.gnupg);
    Side gateway("gateway", "/proc/self/exe", {"--gateway", runtime_.site.file.string()},
                 bare_.path() / "gateway.log");
    spool(mails, 0, kWarmUp);
    gateway.block(kWarmUp, agent);
    lay_out(mails);
    Side bare("bare", BARE_PROGRAM, {runtime_.site.gnupg.string(), bare_.path().string()},
              bare_.path() / "bare.log");
    bare.block(kWarmUp, agent);
    measure(mails, gateway, bare, agent);
    say_memory("gateway side", gateway.pid());
    say_memory("bare side", bare.pid());
  }

  // The workers of a daemon that has just come up.
  void report_rest() {
    site_.start();
    const auto workers = site_.processes("process worker");
    for (const auto pid : workers) {
      say_memory("a worker of pouch serve at rest", pid);
    }
    for (const auto pid : site_.processes("pouch-openpgp")) {
      say_memory("its pouch-openpgp", pid);
    }
    site_.stop();
  }

 private:
  static void say_memory(const char* whose, pid_t pid) {
    printf("%-32s %.1f MB resident, %.1f of it private, %zu mappings\n", whose,
           memory(pid, "VmRSS"), memory(pid, "RssAnon"), mappings(pid));
    fflush(stdout);
  }

  void spool(const std::vector<std::string>& mails, std::size_t from, std::size_t count) {
    auto database = gateway::Database::open_store(runtime_.site.state);
    gateway::SpoolWriter writer(runtime_.site.state, database);
    for (std::size_t i = from; i < from + count; ++i) {
      writer.take({"bench", "ana@police.ro.example", {runtime_.site.address}}, mails[i],
                  runtime_.now());
    }
  }

  // Hands the bare side what the gateway's first mails led to.
  void lay_out(const std::vector<std::string>& mails) {
    site_.pouch({"run", "--until-idle"});
    const auto letter = site_.newest("nfp-bg"), receipt = site_.newest("ana");
    if (letter.signer.empty() || receipt.subject.find("] SENT TO ") == std::string::npos) {
      throw std::runtime_error("the first mail was not accepted: " + receipt.text);
    }
    test::write_file(bare_.path() / "letter", letter.entity);
    test::write_file(bare_.path() / "receipt", receipt.entity);
    test::write_file(bare_.path() / "letter.to", site_.person("nfp-bg").fingerprint());
    test::write_file(bare_.path() / "receipt.to", site_.person("ana").fingerprint());
    test::write_file(bare_.path() / "signer", runtime_.gateway_key);
    for (std::size_t i = kWarmUp; i < mails.size(); ++i) {
      test::write_file(bare_.path() / (std::to_string(100000 + i) + ".asc"), armour_of(mails[i]));
    }
    std::cout << "Letter: " << letter.entity.size() << " octets, receipt: " << receipt.entity.size()
              << " octets\n";
  }

  void measure(const std::vector<std::string>& mails, Side& gateway, Side& bare, pid_t agent) {
    std::vector<Total> ours, theirs;
    for (std::size_t done = 0; done + block_ <= messages_; done += block_) {
      spool(mails, kWarmUp + done, block_);
      const bool first = (done / block_) % 2 == 0;
      if (first) {
        ours.push_back(gateway.block(block_, agent));
      }
      theirs.push_back(bare.block(block_, agent));
      if (!first) {
        ours.push_back(gateway.block(block_, agent));
      }
    }
    report(ours, theirs);
  }

  static std::vector<double> column(const std::vector<Total>& totals, double (*of)(const Total&)) {
    std::vector<double> values;
    for (const auto& total : totals) {
      values.push_back(of(total));
    }
    return values;
  }

  static void report(const std::vector<Total>& ours, const std::vector<Total>& theirs) {
    const auto cpu = [](const Total& total) { return total.cpu(); };
    const auto wall = [](const Total& total) { return total.wall; };
    const auto line = [&](const char* name, const std::vector<Total>& totals) {
      const auto time = median(column(totals, wall));
      printf(
          "%-8s %6.1f messages/s  CPU %6.2f ms/message (least %.2f; own %.2f, gpg %.2f, agent "
          "%.2f)  wall %.2f ms\n",
          name, 1000 / time, median(column(totals, cpu)), least(column(totals, cpu)),
          median(column(totals, [](const Total& total) { return total.own; })),
          median(column(totals, [](const Total& total) { return total.children; })),
          median(column(totals, [](const Total& total) { return total.agent; })), time);
    };
    line("gateway", ours);
    line("bare", theirs);
    const auto ratio = [&](double (*of)(const Total&)) {
      std::vector<double> ratios;
      for (std::size_t i = 0; i < ours.size(); ++i) {
        ratios.push_back(of(ours[i]) / of(theirs[i]));
      }
      return median(ratios);
    };
    printf("ratio    CPU %.3f (median of pairs; of medians %.3f, of least %.3f)  wall %.3f\n",
           ratio(cpu), median(column(ours, cpu)) / median(column(theirs, cpu)),
           least(column(ours, cpu)) / least(column(theirs, cpu)), ratio(wall));
    fflush(stdout);
  }

  std::size_t messages_, block_;
  test::Site site_;
  test::Scratch bare_;
  gateway::Runtime runtime_;
};

}  // namespace

}  // namespace pouch::bench

int main(int count, char** words) {
  const std::vector<std::string> arguments(words + 1, words + count);
  try {
    if (arguments.size() == 2 && arguments[0] == "--gateway") {
      return pouch::bench::run_gateway(arguments[1]);
    }
    if (!arguments.empty() && arguments[0] == "--help") {
      std::cout << pouch::bench::kWhat;
      return 0;
    }
    signal(SIGPIPE, SIG_IGN);
    pouch::bench::Bench bench(arguments.empty() ? 200 : std::stoul(arguments[0]),
                              arguments.size() < 2 ? 10 : std::stoul(arguments[1]));
    bench.run();
    bench.report_rest();
    return 0;
  } catch (const std::exception& fault) {
    std::cerr << "bench_worker: " << fault.what() << "\n";
    return 1;
  }
}

// Files read by another process over a line, each side confined as the daemon confines it.
#include "gateway/extract/extract_line.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <tuple>

#include "gateway/confine/confine.hpp"
#include "gateway/confine/reach.hpp"
#include "gateway/extract/codec.hpp"
#include "gateway/extract/extract_server.hpp"
#include "gateway/extract/pdf_text.hpp"
#include "gateway/fault.hpp"

using namespace pouch::gateway;
namespace openpgp = pouch::mail::openpgp;

namespace {

FileText text_of_pdf(const std::string& bytes) { return text_of({"a.pdf", ""}, bytes); }

std::string fixture(const std::string& name) {
  std::ifstream file(POUCH_FIXTURES "/attached/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

pid_t forked(const std::function<int()>& life) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      _exit(life());
    } catch (...) {
      _exit(99);
    }
  }
  return child;
}

int end_of(pid_t child) {
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

class Line {
 public:
  Line() { std::tie(askers_, reader_) = openpgp::socket_pair(); }
  pid_t reader() const {
    return forked([this] {
      confine(Job::kExtract);
      (void)keep_to_programs();
      ExtractServer(openpgp::Descriptor(dup(reader_.get()))).run(-1);
      return 0;
    });
  }
  // A worker that asks.
  pid_t asker(const std::function<bool()>& holds) const {
    return forked([&] {
      confine(Job::kWorker);
      read_files_at(openpgp::Descriptor(dup(askers_.get())));
      return holds() ? 0 : 1;
    });
  }
  int asked(const std::function<bool()>& holds) const { return end_of(asker(holds)); }
  const openpgp::Descriptor& reader_end() const { return reader_; }
  const openpgp::Descriptor& asker_end() const { return askers_; }

 private:
  openpgp::Descriptor askers_, reader_;
};

void finish(pid_t reader) {
  kill(reader, SIGKILL);
  end_of(reader);
}

bool is_transient(const std::function<void()>& act) {
  try {
    act();
  } catch (const Fault& fault) {
    return fault.transient();
  }
  return false;
}

}  // namespace

TEST_CASE("extract line: a worker, which may start no program, has files read") {
  const Line line;
  const auto reader = line.reader();
  const auto lines = fixture("lines.pdf");
  const auto wanted = pdf_text(lines).text;
  REQUIRE_FALSE(wanted.empty());
  CHECK(line.asked([&] { return is_transient([&] { pdf_text(lines); }); }) == 0);
  CHECK(line.asked([&] { return text_of_pdf(lines).text == wanted; }) == 0);
  CHECK(line.asked([&] { return !text_of_pdf("lorry").failure.empty(); }) == 0);
  CHECK(line.asked([&] {
    const auto found = text_of({"a.docx", ""}, fixture("lines.docx"));
    return found.failure.empty() && found.text.find("Милан") != std::string::npos;
  }) == 0);
  finish(reader);
}

TEST_CASE("extract line: two workers at once each get their own text") {
  const Line line;
  const auto reader = line.reader();
  const auto lines = fixture("lines.pdf"), table = fixture("table.pdf");
  const auto of_lines = pdf_text(lines).text, of_table = pdf_text(table).text;
  const auto first = line.asker([&] {
    bool same = true;
    for (int i = 0; i < 5; ++i) same = same && text_of_pdf(lines).text == of_lines;
    return same;
  });
  const auto second = line.asker([&] {
    bool same = true;
    for (int i = 0; i < 5; ++i) same = same && text_of_pdf(table).text == of_table;
    return same;
  });
  CHECK(end_of(first) == 0);
  CHECK(end_of(second) == 0);
  finish(reader);
}

TEST_CASE(
    "extract line: a reader that dies with a file in hand is a transient fault, the next one "
    "reads") {
  const Line line;
  const auto lines = fixture("lines.pdf");
  const auto dying = forked([&] {
    openpgp::Packet question;
    (void)openpgp::receive_packet(line.reader_end().get(), question, std::nullopt);
    return 0;  // and nothing is said
  });
  CHECK(line.asked([&] { return is_transient([&] { text_of_pdf(lines); }); }) == 0);
  CHECK(end_of(dying) == 0);
  const auto reader = line.reader();
  CHECK(line.asked([&] { return text_of_pdf(lines).failure.empty(); }) == 0);
  finish(reader);
}

TEST_CASE(
    "extract line: an answer that is none is a transient fault, a question that is none stops "
    "nobody") {
  const Line line;
  const auto lines = fixture("lines.pdf");
  for (const auto& said : {std::string("x"), openpgp::packed(std::uint64_t{1} << 40),
                           openpgp::packed(std::uint64_t{20})}) {
    const auto lying = forked([&] {
      openpgp::Packet question;
      (void)openpgp::receive_packet(line.reader_end().get(), question, std::nullopt);
      (void)openpgp::send_packet(question.descriptors.at(3).get(), said);
      return 0;
    });
    CHECK(line.asked([&] { return is_transient([&] { text_of_pdf(lines); }); }) == 0);
    CHECK(end_of(lying) == 0);
  }
  const auto reader = line.reader();
  CHECK(line.asked([&] { return text_of_pdf(lines).failure.empty(); }) == 0);
  finish(reader);
}

TEST_CASE(
    "extract line: a reader that is frozen costs as much as nothing may be heard, and no more") {
  using std::chrono::milliseconds;
  const Line line;
  const auto lines = fixture("lines.pdf");
  const auto reader = line.reader();
  CHECK(line.asked([&] { return text_of_pdf(lines).failure.empty(); }) == 0);
  kill(reader, SIGSTOP);
  CHECK(end_of(forked([&] {
          read_files_at(openpgp::Descriptor(dup(line.asker_end().get())), milliseconds(300));
          const auto begun = std::chrono::steady_clock::now();
          const bool waits = is_transient([&] { text_of_pdf(lines); });
          const auto took = std::chrono::steady_clock::now() - begun;
          return waits && took >= milliseconds(300) && took < milliseconds(5000) ? 0 : 1;
        })) == 0);
  kill(reader, SIGCONT);
  CHECK(line.asked([&] { return text_of_pdf(lines).failure.empty(); }) == 0);
  finish(reader);
}

TEST_CASE("extract line: a file that takes longer is waited for while there are signs of life") {
  const Line line;
  const auto slow = forked([&] {
    openpgp::Packet question;
    (void)openpgp::receive_packet(line.reader_end().get(), question, std::nullopt);
    for (int beats = 0; beats < 10; ++beats) {
      (void)openpgp::send_packet(question.descriptors.at(3).get(), kSignOfLife);
      usleep(100'000);
    }
    const auto found = openpgp::packed(FileText{"the zebra", ""});
    (void)!write(question.descriptors.at(2).get(), found.data(), found.size());
    (void)openpgp::send_packet(question.descriptors.at(3).get(),
                               openpgp::packed(std::uint64_t{found.size()}));
    return 0;
  });
  CHECK(end_of(forked([&] {
          read_files_at(openpgp::Descriptor(dup(line.asker_end().get())),
                        std::chrono::milliseconds(500));
          return text_of_pdf("x").text == "the zebra" ? 0 : 1;
        })) == 0);
  CHECK(end_of(slow) == 0);
}

TEST_CASE("extract line: who reads files reaches nothing of a site and no network") {
  const auto secret =
      std::filesystem::temp_directory_path() / ("pdf-line-" + std::to_string(getpid()));
  std::ofstream(secret) << "something";
  const auto inside = [&](const std::function<bool()>& holds) {
    return end_of(forked([&] {
             confine(Job::kExtract);
             return keep_to_programs() == Landlocked::kKept && holds() ? 0 : 1;
           })) == 0;
  };
  if (inside([] { return true; })) {
    CHECK_FALSE(inside([&] { return open(secret.c_str(), O_RDONLY) >= 0; }));
    CHECK_FALSE(inside([&] { return open(secret.c_str(), O_WRONLY) >= 0; }));
    CHECK_FALSE(inside([&] { return unlink(secret.c_str()) == 0; }));
    CHECK(inside([] { return open("/usr/bin/pdftotext", O_RDONLY) >= 0; }));
    CHECK(inside([] { return open("/dev/null", O_RDWR) >= 0; }));
    CHECK_FALSE(inside([] { return open("/dev", O_RDONLY | O_DIRECTORY) >= 0; }));
  } else {
    WARN("not run: the kernel has no Landlock");
  }
  std::filesystem::remove(secret);
}

// Answers one question so, and is gone.
pid_t saying(const Line& line, const FileText& said) {
  return forked([&] {
    openpgp::Packet question;
    (void)openpgp::receive_packet(line.reader_end().get(), question, std::nullopt);
    const auto found = openpgp::packed(said);
    (void)!write(question.descriptors.at(2).get(), found.data(), found.size());
    (void)openpgp::send_packet(question.descriptors.at(3).get(),
                               openpgp::packed(std::uint64_t{found.size()}));
    return 0;
  });
}

TEST_CASE("extract line: a file of a mail that is asked for twice is read once") {
  const Line line;
  const auto once = saying(line, {{}, "a scan"});
  CHECK(line.asked([&] {
    FileTexts files;
    const pouch::mail::Bytes file("%PDF-"), same = file;
    return files.of({"a.pdf", ""}, file).failure == "a scan" &&
           files.of({"a.pdf", ""}, same).failure == "a scan";
  }) == 0);
  CHECK(end_of(once) == 0);
}

TEST_CASE("extract line: of what a reader that was taken over says, what can do harm is left out") {
  const Line line;
  FileText said{"a\xFFz", "two\nlines\x1B[31m"};
  said.facts = {{"readers", "member:eve"}, {"taken", "2026\n" + std::string(500, 'x')}};
  const auto once = saying(line, said);
  CHECK(line.asked([&] {
    const auto found = text_of({"a.pdf", ""}, "x");
    return found.text == "a\uFFFDz" && found.failure.find('\n') == std::string::npos &&
           found.failure.find('\x1B') == std::string::npos && found.facts.size() == 1 &&
           found.facts[0].field == "taken" && found.facts[0].value.size() <= 100 &&
           found.facts[0].value.find('\n') == std::string::npos;
  }) == 0);
  CHECK(end_of(once) == 0);
}

TEST_CASE("extract line: what one file leaves behind, the child of the next does not see") {
  const Line line;
  const auto reader = line.reader();
  const std::string canary = "Xqzcanary" + std::to_string(getpid());
  CHECK(line.asked([&] { return text_of({"a.txt", ""}, canary).text == canary; }) == 0);
  const auto memory = "/proc/" + std::to_string(reader) + "/mem";
  std::ifstream maps("/proc/" + std::to_string(reader) + "/maps");
  std::ifstream octets(memory, std::ios::binary);
  std::size_t areas = 0, seen = 0;
  constexpr std::uint64_t kShadow = 1U << 30;  // what sanitizers reserve is larger, and empty
  for (std::string area; std::getline(maps, area);) {
    std::uint64_t begin = 0, end = 0;
    if (area.find(" rw-p ") == std::string::npos ||
        std::sscanf(area.c_str(), "%lx-%lx", &begin, &end) != 2 || end - begin > kShadow) {
      continue;
    }
    std::string text(end - begin, '\0');
    octets.clear();
    octets.seekg(static_cast<std::streamoff>(begin));
    octets.read(text.data(), static_cast<std::streamsize>(text.size()));
    ++areas;
    for (auto at = text.find(canary); at != text.npos; at = text.find(canary, at + 1)) ++seen;
  }
  if (areas == 0) {
    WARN("not run: the memory of the reader cannot be looked into");
  } else {
    CHECK(seen == 0);
  }
  finish(reader);
}

#include "gateway/extract/pdf_text.hpp"

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "gateway/confine/confine.hpp"
#include "gateway/confine/reach.hpp"
#include "tests/unit/gateway/pdf_file.hpp"

using namespace pouch::gateway;
using namespace std::chrono_literals;

namespace {

std::string fixture(const std::string& name) {
  std::ifstream file(POUCH_FIXTURES "/attached/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool has(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

std::size_t open_descriptors() {
  std::size_t count = 0;
  DIR* folder = opendir("/proc/self/fd");
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count;
}

}  // namespace

TEST_CASE("pdf: a form that an office program printed reads as lines") {
  const auto read = pdf_text(fixture("lines.pdf"));
  CHECK(read.failure.empty());
  CHECK(has(read.text, "Form: request\nTo: BG, RS\nOur reference: 4417/2026\n"));
  CHECK(has(read.text, "Милан Ђорђевић.\nReasons: the lorry has Bulgarian plates; Γεωργίου"));
}

TEST_CASE("pdf: a form in a table reads as label, TAB, value") {
  const auto read = pdf_text(fixture("table.pdf"));
  CHECK(read.failure.empty());
  CHECK(has(read.text, "Form\trequest\nTo\tBG, RS\nOur reference\t4417/2026\n"));
  CHECK(has(read.text, "\nOwn notes\t\n"));
}

TEST_CASE("pdf: says why there is no text") {
  CHECK(pdf_text("").failure == "the file is damaged, or locked with a password");
  CHECK(pdf_text("lorry").failure == "the file is damaged, or locked with a password");
  CHECK(pdf_text(pdf("")).failure == "the file holds no text (is it a scan?)");
  PdfLimits none;
  none.program = "/usr/bin/no-such-program";
  const auto missing = pdf_text(pdf(shown("lorry")), none);
  CHECK(missing.failure == "this gateway does not read PDF: pdftotext is not installed");
  CHECK(missing.text.empty());
}

TEST_CASE("pdf: the limit of text holds, one below and one above") {
  const auto file = pdf(shown("lorry"));
  PdfLimits limits;
  const auto drawn = fixture("lines.pdf");
  limits = {};
  limits.caged.output = 0;
  while (!pdf_text(drawn, limits).failure.empty() && limits.caged.output < 4096)
    limits.caged.output += 256;
  CHECK(limits.caged.output > 256);
  limits.caged.output -= 256;
  CHECK(pdf_text(drawn, limits).failure == "the text of the file is too long");
}

TEST_CASE("pdf: a program that takes too long, or too much memory, is ended") {
  std::string many;
  for (int i = 0; i < 400000; ++i) many += shown("lorry");
  const auto slow = pdf(many);
  PdfLimits limits;
  limits.caged.time = 50ms;
  const auto before = std::chrono::steady_clock::now();
  CHECK(pdf_text(slow, limits).failure == "reading the file took too long");
  CHECK(std::chrono::steady_clock::now() - before < 9s);
  limits = {};
  limits.caged.cage.memory = std::size_t{12} << 20;  // less than its libraries need
  const auto small = pdf_text(pdf(shown("lorry")), limits);
  CHECK_FALSE(small.failure.empty());
  CHECK(small.text.empty());
}

TEST_CASE("pdf: who reads them, confined as it is, can") {
  const auto file = pdf(shown("lorry"));
  const pid_t child = fork();
  if (child == 0) {
    try {
      confine(Job::kExtract);
      (void)keep_to_programs();
      _exit(pdf_text(file).text == "lorry\n" ? 0 : 1);
    } catch (...) {
      _exit(2);
    }
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}

TEST_CASE("pdf: leaves no descriptor behind") {
  const auto file = pdf(shown("lorry"));
  pdf_text(file);
  const auto before = open_descriptors();
  for (int i = 0; i < 3; ++i) {
    pdf_text(file);
    pdf_text("lorry");
  }
  CHECK(open_descriptors() == before);
}

// What `pouch check` says of the programs that read attached files: only what is missing, and how
// to get it.
#include "gateway/extract/scan_text.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "gateway/verbs/check_parts.hpp"
#include "tests/temporary_folder.hpp"

using namespace pouch::gateway;
using pouch::gateway::checks::Flaws;

namespace {

namespace fs = std::filesystem;

struct Machine {
  fs::path folder;
  Runtime runtime;
  std::string pdftotext, tesseract, pdftoppm;

  Machine() {
    folder = pouch::test::new_temporary_folder("pouch-readers-");
    pdftotext = script("pdftotext", "exit 0");
    pdftoppm = script("pdftoppm", "exit 0");
    // The installed one: a script could not be read within the cage.
    tesseract = "/usr/bin/tesseract";
  }
  ~Machine() { fs::remove_all(folder); }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  std::string script(const std::string& name, const std::string& text) const {
    const auto file = folder / name;
    std::ofstream(file) << "#!/bin/sh\n" << text << "\n";
    fs::permissions(file, fs::perms::owner_all);
    return file.string();
  }
  Flaws flaws() const {
    Flaws found;
    checks::ReaderPrograms programs;
    programs.pdftotext = pdftotext.c_str();
    programs.pdftoppm = pdftoppm.c_str();
    programs.tesseract = tesseract.c_str();
    checks::check_readers(runtime, found, programs);
    return found;
  }
};

}  // namespace

TEST_CASE("check: programs that are all there are no flaw, with OCR or without") {
  Machine machine;
  CHECK(machine.flaws().empty());
  machine.runtime.site.search.ocr = {"eng", "osd"};
  CHECK(machine.flaws().empty());
}

TEST_CASE(
    "check: without pdftotext it is said that PDF files are not read, and no fault of a site") {
  Machine machine;
  machine.pdftotext = "/nonexistent/pdftotext";
  const auto flaws = machine.flaws();
  REQUIRE(flaws.size() == 1);
  CHECK(flaws[0].where == "PDF");
  CHECK(flaws[0].in_order);
  CHECK(flaws[0].hint == "apt install poppler-utils");
}

TEST_CASE("check: OCR that was not asked for misses nothing") {
  Machine machine;
  machine.tesseract = machine.pdftoppm = "/nonexistent/program";
  CHECK(machine.flaws().empty());
}

TEST_CASE("check: OCR that was asked for names the program or the language that is missing") {
  Machine machine;
  machine.runtime.site.search.ocr = {"eng", "qaa", "qab"};
  auto flaws = machine.flaws();
  REQUIRE(flaws.size() == 2);
  CHECK(flaws[0].where == "search.ocr");
  CHECK_FALSE(flaws[0].error);
  CHECK_FALSE(flaws[0].in_order);
  CHECK(flaws[0].what.find("\"qaa\"") != std::string::npos);
  CHECK(flaws[0].hint == "apt install tesseract-ocr-qaa");
  CHECK(flaws[1].hint == "apt install tesseract-ocr-qab");
  machine.tesseract = "/nonexistent/tesseract";
  machine.pdftoppm = "/nonexistent/pdftoppm";
  flaws = machine.flaws();
  REQUIRE(flaws.size() == 2);
  CHECK(flaws[0].what.find("pdftoppm is not installed") == 0);
  CHECK(flaws[1].what.find("tesseract is not installed") == 0);
  CHECK(flaws[1].hint.find("leave search.ocr empty") != std::string::npos);
}

TEST_CASE("check: a tesseract that fails has no language") {
  Machine machine;
  machine.runtime.site.search.ocr = {"eng"};
  machine.tesseract = machine.script("broken", "exit 1");
  REQUIRE(machine.flaws().size() == 1);
  CHECK(machine.flaws()[0].what.find("\"eng\"") != std::string::npos);
}

// A file with all that lies in it, read by caged children: every kind that the archive searches,
// and what strangers make to hurt who reads it.
#include "gateway/extract/file_walk.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "tests/unit/gateway/pdf_file.hpp"
#include "tests/unit/search/photo_file.hpp"
#include "tests/unit/search/zip_files.hpp"

namespace pouch::gateway {
namespace {

using namespace std::chrono_literals;
using search::testing::docx;
using search::testing::odt;
using search::testing::photo;
using search::testing::zipped;

FileText look(const std::string& name, const std::string& bytes, const std::string& type = {},
              const FileLimits& limits = {}) {
  return text_of_file({name, type}, bytes, limits);
}

bool has(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

std::string mail(const std::string& attachment_name, const std::string& attachment) {
  return "From: Ana <ana@police.ro.example>\r\nTo: nfp@mvr.bg.example\r\n"
         "Subject: =?utf-8?q?Kamion_=C4=8Di?=\r\nDate: Tue, 3 Nov 2026 14:22:05 +0200\r\n"
         "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
         "--b\r\nContent-Type: text/plain; charset=windows-1251\r\n\r\n\xCC\xE8\xEB\xE0\xED\r\n"
         "--b\r\nContent-Type: application/octet-stream; name=\"" +
         attachment_name + "\"\r\nContent-Disposition: attachment; filename=\"" + attachment_name +
         "\"\r\n\r\n" + attachment + "\r\n--b--\r\n";
}

const std::string kRtf = "{\\rtf1 lorry}";

// Each in another one.
std::string nested(int depth, std::string inner, std::string name) {
  for (int i = 0; i < depth; ++i) {
    inner = zipped({{name, inner}});
    name = "inner.zip";
  }
  return inner;
}

}  // namespace

TEST_CASE("file: every kind that is searched gives its words") {
  const std::vector<std::pair<std::string, std::string>> files{
      {"a.txt", "lorry"},
      {"a.csv", "plate;lorry"},
      {"a.html", "<p>lor<b>ry</b>"},
      {"a.docx", docx("<w:p><w:r><w:t>lorry</w:t></w:r></w:p>")},
      {"a.odt", odt("<text:p>lorry</text:p>")},
      {"a.rtf", kRtf},
      {"a.vcf", "BEGIN:VCARD\nFN:lorry\nEND:VCARD\n"},
      {"a.pdf", pdf_saying("lorry")},
      {"a.eml", mail("b.txt", "lorry")},
      {"a.zip", zipped({{"x/b.rtf", kRtf}})}};
  for (const auto& [name, bytes] : files) {
    INFO(name);
    const auto found = look(name, bytes);
    CHECK(has(found.text, "lorry"));
    CHECK(found.failure.empty());
  }
  CHECK(look("a.exe", "MZ lorry").text.empty());
  CHECK(look("a.exe", "MZ lorry").failure.empty());
  CHECK(has(look("a.doc", "lorry").failure, "not read"));
}

TEST_CASE("file: a mail gives who, what, its words in their charset, and its files") {
  const auto found = look("", mail("b.pdf", pdf_saying("by ferry")), "message/rfc822");
  CHECK(found.failure.empty());
  CHECK(has(found.text, "From: Ana <ana@police.ro.example>\nTo: <nfp@mvr.bg.example>\n"));
  CHECK(has(found.text, "Date: 2026-11-03\nSubject: Kamion či\n"));
  CHECK(has(found.text, "Милан"));
  CHECK(has(found.text, "b.pdf"));
  CHECK(has(found.text, "by ferry"));
  const auto sealed = look("a.eml",
                           "From: a@b.example\r\nSubject: x\r\nContent-Type: multipart/encrypted; "
                           "boundary=b\r\n\r\n--b\r\n\r\nVersion: 1\r\n--b--\r\n");
  CHECK(sealed.failure == "the mail is encrypted");
  CHECK(has(sealed.text, "a@b.example"));
  CHECK(look("a.eml", std::string("\0\1\2", 3)).failure == "the mail is damaged");
}

TEST_CASE("file: place and time of a photograph are facts, also of one in an archive") {
  const auto found = look("a.zip", zipped({{"x/IMG_1.JPG", photo({})}}));
  REQUIRE(found.facts.size() == 2);
  CHECK(found.facts[0].field == "taken");
  CHECK(found.facts[1].value == "44.01650, 21.00590");
}

TEST_CASE("file: what fails is told by its name, and the rest goes on") {
  const auto found = look("a.zip", zipped({{"../../etc/crossings.pdf", "no PDF"},
                                           {"b.xlsx", "MZ\x90 a program"},
                                           {"c.rtf", kRtf}}));
  CHECK(has(found.text, "lorry"));
  CHECK(found.failure ==
        "crossings.pdf in it: the file is damaged, or locked with a password; "
        "b.xlsx in it: the file is not what its name says");
  CHECK_FALSE(has(found.text, "/"));
  CHECK(look("a.zip", zipped({{"a.txt", "secret"}}, true)).failure ==
        "a.txt in it: the file is locked with a password");
  search::testing::Parts many;
  for (int i = 0; i < 20; ++i) many.push_back({std::to_string(i) + ".rtf", "none"});
  CHECK(look("a.zip", zipped(many)).failure.ends_with("; and more"));
}

TEST_CASE("file: archives in archives are bounded in depth, one below and one above") {
  const FileLimits limits;
  CHECK(has(look("a.zip", nested(limits.depth, kRtf, "b.rtf")).text, "lorry"));
  const auto deeper = look("a.zip", nested(limits.depth + 1, kRtf, "b.rtf"));
  CHECK_FALSE(has(deeper.text, "lorry"));
  CHECK(deeper.failure == "b.rtf in it: it lies too deep in other files");
}

TEST_CASE("file: the files in a file are bounded in number and octets") {
  search::testing::Parts parts;
  for (int i = 0; i < 4; ++i) parts.push_back({std::to_string(i) + ".txt", "words"});
  FileLimits limits;
  limits.inner.files = 4;
  CHECK(look("a.zip", zipped(parts), {}, limits).failure.empty());
  limits.inner.files = 3;
  CHECK(look("a.zip", zipped(parts), {}, limits).failure == "there are too many files in it");
  limits.inner.octets = 10;
  limits.inner.files = 4;
  CHECK(
      has(look("a.zip", zipped(parts), {}, limits).failure, "2.txt in it: the file is too large"));
}

TEST_CASE("file: an archive that unpacks to very much, again and again, ends soon") {
#ifdef POUCH_SANITIZED
  constexpr auto kSoon = 180s;  // watched, and not optimised
#else
  constexpr auto kSoon = 30s;
#endif
  const std::string zeros(30U << 20, ' ');
  search::testing::Parts bombs;
  for (int i = 0; i < 20; ++i) bombs.push_back({std::to_string(i) + ".txt", zeros});
  const auto before = std::chrono::steady_clock::now();
  const auto found = look("a.zip", zipped(bombs));
  CHECK(has(found.failure, "the file is too large"));
  const auto inner = zipped({{"a.zip", zipped(bombs)}, {"b.zip", zipped(bombs)}});
  CHECK_FALSE(look("a.zip", zipped({{"a.zip", inner}, {"b.zip", inner}})).failure.empty());
  CHECK(std::chrono::steady_clock::now() - before < kSoon);
}

TEST_CASE("file: time and text of one file have limits") {
  FileLimits limits;
  limits.time = 0ms;
  CHECK(look("a.rtf", kRtf, {}, limits).failure == "there was no time left for it");
  limits = {};
  limits.reader.time = 1ms;
  CHECK(look("a.txt", std::string(20U << 20, 'x'), {}, limits).failure ==
        "reading the file took too long");
  const auto much = look("a.txt", std::string(kFileText, 'x') + "лорри");
  CHECK(much.text.size() == kFileText);
  CHECK(much.failure == kBeginning);
  CHECK(look("a.txt", std::string(kFileText, 'x')).failure.empty());
  CHECK(look("a.txt", std::string(kFileOctets + 1, 'x')).failure == "the file is too large");
}

#ifndef POUCH_SANITIZED
TEST_CASE("file: a reader that needs too much memory is ended, and is told") {
  FileLimits limits;
  limits.reader.cage.memory = 4U << 20;
  const auto found = look(
      "a.zip", zipped({{"a.html", "<p>" + std::string(900000, 'x')}, {"b.rtf", kRtf}}), {}, limits);
  CHECK(has(look("a.html", std::string(7U << 20, '\xE9'), {}, limits).failure,
            "too much time or memory"));
  CHECK(has(found.text, "lorry"));
}
#endif

}  // namespace pouch::gateway

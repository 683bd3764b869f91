// Text of OpenDocument files (office.hpp).
#include <algorithm>
#include <array>
#include <vector>

#include "search/files/office.hpp"
#include "search/files/office_body.hpp"
#include "search/files/package.hpp"
#include "search/files/page_text.hpp"
#include "search/files/xml_events.hpp"

namespace pouch::search {
namespace {

constexpr std::string_view kText = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
constexpr std::string_view kTable = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
constexpr std::string_view kOffice = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
constexpr std::size_t kMostSpaces = 100;  // of one text:s

enum class Kind { kOther, kBody, kParagraph, kRow, kCell, kSilent };

struct Word {
  std::string_view space, name;
  Kind kind;
};
constexpr std::array<Word, 19> kWords{{{kOffice, "text", Kind::kBody},
                                       {kOffice, "spreadsheet", Kind::kBody},
                                       {kText, "p", Kind::kParagraph},
                                       {kText, "h", Kind::kParagraph},
                                       {kTable, "table-row", Kind::kRow},
                                       {kTable, "table-cell", Kind::kCell},
                                       {kTable, "covered-table-cell", Kind::kCell},
                                       {kText, "tracked-changes", Kind::kSilent},
                                       {kText, "note", Kind::kSilent},
                                       {kText, "placeholder", Kind::kSilent},
                                       {kText, "ruby-text", Kind::kSilent},
                                       {kText, "sequence-decls", Kind::kSilent},
                                       {kText, "variable-decls", Kind::kSilent},
                                       {kText, "user-field-decls", Kind::kSilent},
                                       {kText, "script", Kind::kSilent},
                                       {kOffice, "annotation", Kind::kSilent},
                                       {kOffice, "annotation-end", Kind::kSilent},
                                       {kOffice, "forms", Kind::kSilent},
                                       {kTable, "shapes", Kind::kSilent}}};

Kind kind_of(const XmlElement& element) {
  // ODF 1.3 part 3 sections 19.797 and 19.846: sections and fields that are switched off.
  if (element.attribute("is-hidden") == "true" ||
      (element.space == kText && element.attribute("display") == "none")) {
    return Kind::kSilent;
  }
  const auto found = std::find_if(kWords.begin(), kWords.end(), [&](const Word& word) {
    return word.name == element.name && word.space == element.space;
  });
  return found == kWords.end() ? Kind::kOther : found->kind;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class OdtBody : public XmlSink {
 public:
  explicit OdtBody(std::size_t limit) : limit_(limit) {}

  void open(const XmlElement& element) override {
    const auto kind = kind_of(element);
    if (kind == Kind::kBody) ++in_body_;
    if (kind == Kind::kSilent) ++silent_;
    if (is_shown()) begin(kind, element);
    kinds_.push_back(kind);
  }

  void close() override {
    const auto kind = kinds_.back();
    kinds_.pop_back();
    if (is_shown()) end(kind);
    if (kind == Kind::kBody) --in_body_;
    if (kind == Kind::kSilent) --silent_;
  }

  // ODF 1.3 part 3 section 6.1.2: white space is one space, at the start of a paragraph none.
  void text(std::string_view utf8) override {
    if (!is_shown() || paragraphs_ == 0) {
      return;
    }
    std::string words;
    for (const char c : utf8) {
      if (!is_blank(c)) {
        words += c;
      } else if (!after_blank_) {
        words += ' ';
      }
      after_blank_ = is_blank(c);
    }
    page_.text(words);
  }

  bool full() const override { return page_.size() > limit_; }
  std::string finish() { return page_.finish(); }

 private:
  bool is_shown() const { return in_body_ > 0 && silent_ == 0; }

  void begin(Kind kind, const XmlElement& element) {
    switch (kind) {
      case Kind::kParagraph:
        page_.begin_paragraph();
        ++paragraphs_;
        after_blank_ = true;
        return;
      case Kind::kRow:
        page_.begin_row();
        return;
      case Kind::kCell:
        page_.begin_cell();
        return;
      case Kind::kOther:
        if (element.space == kText && paragraphs_ > 0) put_mark(element);
        return;
      case Kind::kBody:
      case Kind::kSilent:
        return;
    }
  }

  void end(Kind kind) {
    switch (kind) {
      case Kind::kParagraph:
        page_.end_paragraph();
        --paragraphs_;
        after_blank_ = true;
        return;
      case Kind::kRow:
        page_.end_row();
        return;
      case Kind::kCell:
        page_.end_cell();
        return;
      case Kind::kOther:
      case Kind::kBody:
      case Kind::kSilent:
        return;
    }
  }

  void put_mark(const XmlElement& element) {
    if (element.name == "tab") page_.text("\t");
    if (element.name == "line-break") page_.break_line();
    if (element.name == "s") page_.text(std::string(count(element.attribute("c")), ' '));
    if (element.name == "tab" || element.name == "line-break") after_blank_ = true;
    if (element.name == "s") after_blank_ = false;
  }

  static std::size_t count(std::string_view digits) {
    std::size_t value = 0;
    for (const char c : digits.substr(0, 4)) {
      if (c < '0' || c > '9') return 1;
      value = value * 10 + static_cast<std::size_t>(c - '0');
    }
    return digits.empty() ? 1 : std::min(value, kMostSpaces);
  }

  std::size_t limit_;
  PageText page_;
  std::vector<Kind> kinds_;
  int in_body_ = 0, silent_ = 0, paragraphs_ = 0;
  bool after_blank_ = true;
};

// ODF 1.3 part 2 section 4.8: an encrypted part is listed with how it was encrypted.
class Manifest : public XmlSink {
 public:
  void open(const XmlElement& element) override {
    locked_ = locked_ || element.name == "encryption-data";
  }
  void close() override {}
  void text(std::string_view /*utf8*/) override {}
  bool full() const override { return locked_; }
  bool locked() const { return locked_; }

 private:
  bool locked_ = false;
};

}  // namespace

OfficeText odt_body(std::string_view xml, std::size_t limit) {
  return read_body<OdtBody>(xml, limit);
}

OfficeText odt_text(std::string_view bytes, std::size_t limit) {
  Package package(bytes);
  Manifest manifest;
  const auto listed = package.part("META-INF/manifest.xml", kListOctets);
  if (!listed.empty()) {
    read_xml(listed, manifest);
  }
  if (manifest.locked()) {
    return {{}, "the file is locked with a password"};
  }
  return read_part(package, "content.xml",
                   [&](const std::string& xml) { return odt_body(xml, limit); });
}

}  // namespace pouch::search

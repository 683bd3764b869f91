// Text of Office Open XML documents (office.hpp).
#include <array>
#include <vector>

#include "search/files/office.hpp"
#include "search/files/office_body.hpp"
#include "search/files/package.hpp"
#include "search/files/page_text.hpp"
#include "search/files/xml_events.hpp"

namespace pouch::search {
namespace {

// ECMA-376 part 1 annex A, transitional and strict.
constexpr std::array<std::string_view, 2> kWord{
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main"};
constexpr std::string_view kAlternatives =
    "http://schemas.openxmlformats.org/markup-compatibility/2006";
constexpr std::string_view kXmlBlank = " \t\r\n";

enum class Kind {
  kOther,
  kParagraph,
  kParagraphLook,  // w:pPr
  kRun,
  kRunLook,  // w:rPr
  kText,
  kRow,
  kCell,
  kControl,      // w:sdt
  kControlLook,  // w:sdtPr
  kControlContent,
  kSilent,  // deleted, or properties: nothing within is text
};

struct Word {
  std::string_view name;
  Kind kind;
};
constexpr std::array<Word, 18> kWords{{{"p", Kind::kParagraph},
                                       {"pPr", Kind::kParagraphLook},
                                       {"r", Kind::kRun},
                                       {"rPr", Kind::kRunLook},
                                       {"t", Kind::kText},
                                       {"tr", Kind::kRow},
                                       {"tc", Kind::kCell},
                                       {"sdt", Kind::kControl},
                                       {"sdtPr", Kind::kControlLook},
                                       {"sdtContent", Kind::kControlContent},
                                       {"del", Kind::kSilent},
                                       {"moveFrom", Kind::kSilent},
                                       {"tblPr", Kind::kSilent},
                                       {"trPr", Kind::kSilent},
                                       {"tcPr", Kind::kSilent},
                                       {"sectPr", Kind::kSilent},
                                       {"sdtEndPr", Kind::kSilent},
                                       {"rt", Kind::kSilent}}};

bool is_word(const XmlElement& element) {
  return element.space == kWord[0] || element.space == kWord[1];
}

Kind kind_of(const XmlElement& element) {
  if (element.space == kAlternatives && element.name == "Fallback") {
    return Kind::kSilent;  // the same as its sister "Choice", for older programs
  }
  if (is_word(element)) {
    for (const auto& word : kWords) {
      if (word.name == element.name) {
        return word.kind;
      }
    }
  }
  return Kind::kOther;
}

bool is_look(Kind kind) {
  return kind == Kind::kParagraphLook || kind == Kind::kRunLook || kind == Kind::kControlLook ||
         kind == Kind::kSilent;
}

// ECMA-376 part 1 section 17.17.4: a property that is there is on, but for these values.
bool is_on(const XmlElement& element) {
  const auto value = element.attribute("val");
  return value != "0" && value != "false" && value != "off";
}

class DocxBody : public XmlSink {
 public:
  explicit DocxBody(std::size_t limit) : limit_(limit) {}

  void open(const XmlElement& element) override {
    Frame frame{kind_of(element)};
    if (silent_ > 0) {
      look_at(element);
    } else {
      begin(element, frame);
    }
    frame.silent = is_look(frame.kind);
    silent_ += frame.silent ? 1 : 0;
    muted_ += frame.muted ? 1 : 0;
    frames_.push_back(frame);
  }

  void close() override {
    const auto frame = frames_.back();
    frames_.pop_back();
    silent_ -= frame.silent ? 1 : 0;
    if (silent_ == 0) {
      end(frame);
    }
    muted_ -= frame.muted ? 1 : 0;
  }

  void text(std::string_view utf8) override {
    if (silent_ == 0 && !frames_.empty() && frames_.back().kind == Kind::kText) {
      words_.append(utf8);
    }
  }

  bool full() const override { return page_.size() + words_.size() > limit_; }
  std::string finish() {
    if (muted_ == 0) page_.text(words_);  // of a text that was too long to come to its end
    return page_.finish();
  }

 private:
  struct Frame {
    Kind kind = Kind::kOther;
    bool silent = false;
    bool muted = false;        // its text is not shown; lines and cells stay
    bool placeholder = false;  // of a control
    bool preserve = false;     // of a text
  };

  void begin(const XmlElement& element, Frame& frame) {
    switch (frame.kind) {
      case Kind::kParagraph:
        page_.begin_paragraph();
        return;
      case Kind::kRow:
        page_.begin_row();
        return;
      case Kind::kCell:
        page_.begin_cell();
        return;
      case Kind::kText:
        words_.clear();
        frame.preserve = element.attribute("space") == "preserve";
        return;
      case Kind::kControlContent:
        frame.muted = parent_is(Kind::kControl) && frames_.back().placeholder;
        return;
      case Kind::kOther:
        if (is_word(element) && parent_is(Kind::kRun) && muted_ == 0) put_mark(element.name);
        return;
      case Kind::kParagraphLook:
      case Kind::kRun:
      case Kind::kRunLook:
      case Kind::kControl:
      case Kind::kControlLook:
      case Kind::kSilent:
        return;
    }
  }

  void end(const Frame& frame) {
    switch (frame.kind) {
      case Kind::kParagraph:
        page_.end_paragraph();
        return;
      case Kind::kRow:
        page_.end_row();
        return;
      case Kind::kCell:
        page_.end_cell();
        return;
      case Kind::kText:
        if (muted_ == 0) page_.text(frame.preserve ? words_ : trimmed(words_));
        words_.clear();
        return;
      case Kind::kOther:
      case Kind::kParagraphLook:
      case Kind::kRun:
      case Kind::kRunLook:
      case Kind::kControl:
      case Kind::kControlLook:
      case Kind::kControlContent:
      case Kind::kSilent:
        return;
    }
  }

  // What properties say of the text that they belong to.
  void look_at(const XmlElement& element) {
    if (!is_word(element) || frames_.size() < 2 || !is_on(element)) {
      return;
    }
    auto& owner = frames_[frames_.size() - 2];
    const auto look = frames_.back().kind;
    const bool hides = element.name == "vanish" && look == Kind::kRunLook;
    if (hides && owner.kind == Kind::kRun && !owner.muted && silent_ == 1) {
      owner.muted = true;
      ++muted_;
    }
    if (element.name == "showingPlcHdr" && look == Kind::kControlLook && silent_ == 1) {
      owner.placeholder = true;
    }
    const bool leaves = element.name == "del" || element.name == "moveFrom";
    if (leaves && look == Kind::kRunLook && owner.kind == Kind::kParagraphLook && silent_ == 2) {
      page_.join_next();  // the end of this paragraph was deleted
    }
  }

  void put_mark(std::string_view name) {
    if (name == "tab" || name == "ptab") page_.text("\t");
    if (name == "br" || name == "cr") page_.break_line();
    if (name == "noBreakHyphen") page_.text("-");
  }

  static std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kXmlBlank);
    return first == text.npos ? std::string_view()
                              : text.substr(first, text.find_last_not_of(kXmlBlank) + 1 - first);
  }

  bool parent_is(Kind kind) const { return !frames_.empty() && frames_.back().kind == kind; }

  std::size_t limit_;
  PageText page_;
  std::string words_;  // of the w:t that is open
  std::vector<Frame> frames_;
  int silent_ = 0, muted_ = 0;
};

// ECMA-376 part 2 section 6.5: which part is the document.
class Relations : public XmlSink {
 public:
  void open(const XmlElement& element) override {
    constexpr std::string_view kDocument = "/officeDocument";
    const auto type = element.attribute("Type");
    if (type.size() > kDocument.size() &&
        type.substr(type.size() - kDocument.size()) == kDocument && target_.empty()) {
      target_ = element.attribute("Target");
      target_.erase(0, target_.find_first_not_of('/'));
    }
  }
  void close() override {}
  void text(std::string_view /*utf8*/) override {}
  bool full() const override { return false; }
  const std::string& target() const { return target_; }

 private:
  std::string target_;
};

}  // namespace

OfficeText docx_body(std::string_view xml, std::size_t limit) {
  return read_body<DocxBody>(xml, limit);
}

OfficeText docx_text(std::string_view bytes, std::size_t limit) {
  Package package(bytes);
  Relations relations;
  const auto listed = package.part("_rels/.rels", kListOctets);
  if (!listed.empty()) {
    read_xml(listed, relations);
  }
  const auto part =
      relations.target().empty() ? std::string("word/document.xml") : relations.target();
  return read_part(package, part, [&](const std::string& xml) { return docx_body(xml, limit); });
}

}  // namespace pouch::search

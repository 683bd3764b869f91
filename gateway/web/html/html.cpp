#include "gateway/web/html/html.hpp"

#include <array>

#include "gateway/web/html/escape.hpp"
#include "gateway/web/html/letters.hpp"
#include "mail/text/charset.hpp"

namespace pouch::gateway::html {
namespace {

constexpr std::array<std::string_view, 58> kTags{
    "a",      "article", "aside",    "b",        "bdi",   "body",    "br",      "button", "caption",
    "code",   "col",     "colgroup", "datalist", "dd",    "details", "div",     "dl",     "dt",
    "footer", "form",    "h1",       "h2",       "h3",    "head",    "header",  "html",   "img",
    "input",  "kbd",     "label",    "li",       "line",  "link",    "main",    "mark",   "meta",
    "nav",    "ol",      "option",   "p",        "pre",   "rect",    "section", "small",  "span",
    "strong", "summary", "svg",      "table",    "tbody", "td",      "text",    "th",     "thead",
    "time",   "title",   "tr",       "ul"};
static_assert(kTags.size() == static_cast<std::size_t>(Tag::kUl) + 1);

constexpr std::array<std::string_view, 37> kNames{"alt",
                                                  "aria-current",
                                                  "aria-hidden",
                                                  "aria-label",
                                                  "autocapitalize",
                                                  "autocomplete",
                                                  "autofocus",
                                                  "charset",
                                                  "content",
                                                  "datetime",
                                                  "for",
                                                  "height",
                                                  "id",
                                                  "lang",
                                                  "list",
                                                  "loading",
                                                  "maxlength",
                                                  "name",
                                                  "placeholder",
                                                  "preserveAspectRatio",
                                                  "rel",
                                                  "required",
                                                  "role",
                                                  "rx",
                                                  "scope",
                                                  "spellcheck",
                                                  "text-anchor",
                                                  "type",
                                                  "value",
                                                  "viewBox",
                                                  "width",
                                                  "x",
                                                  "x1",
                                                  "x2",
                                                  "y",
                                                  "y1",
                                                  "y2"};
static_assert(kNames.size() == static_cast<std::size_t>(Named::kY2) + 1);

// HTML standard, "Void elements".
bool is_void(Tag tag) {
  return tag == Tag::kBr || tag == Tag::kCol || tag == Tag::kImg || tag == Tag::kInput ||
         tag == Tag::kLink || tag == Tag::kMeta;
}

std::string written(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escaped(mail::utf8_head(value, kLongestValue)) + "\"";
}

}  // namespace

Attribute::Attribute(Named name, std::string_view value)
    : written_(written(kNames.at(static_cast<std::size_t>(name)), value)) {}
Attribute::Attribute(Named name, std::uint64_t number) : Attribute(name, std::to_string(number)) {}

Attribute of_class(ClassName name) { return Attribute(written("class", name.text())); }
Attribute href(const Url& url) { return Attribute(written("href", url.text())); }
Attribute picture_at(const Url& url) { return Attribute(written("src", url.text())); }
Attribute post_to(const Url& url) {
  return Attribute(written("method", "post") + written("action", url.text()));
}
Attribute get_from(const Url& url) {
  return Attribute(written("method", "get") + written("action", url.text()));
}

Html::Html(std::string_view text) : markup_(escaped(text)) {}

Html::Html(Tag tag, std::initializer_list<Attribute> attributes,
           std::initializer_list<Html> content) {
  const std::string name(kTags.at(static_cast<std::size_t>(tag)));
  markup_ = "<" + name;
  for (const auto& attribute : attributes) {
    markup_ += attribute.written_;
  }
  markup_ += ">";
  if (is_void(tag)) {
    return;
  }
  for (const auto& one : content) {
    markup_ += one.markup_;
  }
  markup_ += "</" + name + ">";
}

Html& Html::operator+=(const Html& more) {
  markup_ += more.markup_;
  return *this;
}

Html written_by_people(std::string_view text) {
  const auto language = language_of_letters(text);
  return language.empty() ? element(Tag::kBdi, {}, text)
                          : element(Tag::kBdi, {{Named::kLang, language}}, text);
}

std::string document(std::string_view language, std::string_view title, const Fetched& fetched,
                     const Html& body) {
  Html script;
  script.markup_ = "<script defer=\"\"" + written("src", fetched.script.text()) + "></script>";
  const auto head =
      element(Tag::kHead, {}, element(Tag::kMeta, {{Named::kCharset, "utf-8"}}),
              element(Tag::kMeta, {{Named::kName, "viewport"},
                                   {Named::kContent, "width=device-width, initial-scale=1"}}),
              element(Tag::kTitle, {}, title),
              element(Tag::kLink, {{Named::kRel, "stylesheet"}, href(fetched.style_sheet)}),
              element(Tag::kLink,
                      {{Named::kRel, "icon"}, {Named::kType, "image/svg+xml"}, href(fetched.icon)}),
              script);
  return "<!doctype html>\n" +
         element(Tag::kHtml, {{Named::kLang, language}}, head, element(Tag::kBody, {}, body))
             .markup() +
         "\n";
}

}  // namespace pouch::gateway::html

#include "gateway/figures/markup.hpp"

#include <algorithm>
#include <array>

#include "gateway/web/html/escape.hpp"

namespace pouch::gateway::html {

class Drawing {
 public:
  static Html of(const std::string& markup) {
    Html page;
    page.markup_ = markup;
    return page;
  }
};

}  // namespace pouch::gateway::html

namespace pouch::gateway::figures {
namespace {

// HTML standard, "Void elements": those used here.
constexpr std::array<std::string_view, 3> kVoid{"meta", "br", "col"};

std::string begin_of(Name name, const std::vector<Attribute>& attributes) {
  std::string begin = "<" + std::string(name.text());
  for (const auto& attribute : attributes) {
    begin +=
        " " + std::string(attribute.name.text()) + "=\"" + html::escaped(attribute.value) + "\"";
  }
  return begin + ">";
}

}  // namespace

Element::Element(Name name, std::vector<Attribute> attributes)
    : begin_(begin_of(name, attributes)),
      end_(std::count(kVoid.begin(), kVoid.end(), name.text()) > 0
               ? std::string()
               : "</" + std::string(name.text()) + ">") {}

Element::Element(Name name, std::vector<Attribute> attributes, std::string_view text)
    : Element(name, std::move(attributes)) {
  add(text);
}

Element& Element::add(Element child) {
  content_ += child.markup();
  return *this;
}

Element& Element::add(std::string_view text) {
  content_ += html::escaped(text);
  return *this;
}

Element& Element::add(StyleSheet sheet) {
  content_ += sheet.text();
  return *this;
}

html::Html Element::in_page() const { return html::Drawing::of(markup()); }

std::string Element::markup() const { return begin_ + content_ + end_; }

}  // namespace pouch::gateway::figures

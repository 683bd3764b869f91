// A file that came with a message, looked at without running it: one page of it as a picture that
// we made, and the text that was found in it.
#include "gateway/web/pages/pages.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::href;
using html::Html;
using html::Named;
using html::of_class;
using html::Tag;

Html picture(const Look& look, const FilePage& page) {
  if (page.pictures == 0) {
    return element(Tag::kP, {of_class("note")}, look.words(Say::kNoPicture));
  }
  const auto name = look.words(Say::kPictureOf, std::to_string(page.page));
  return element(
      Tag::kP, {of_class("sheet picture")},
      element(Tag::kImg, {html::picture_at(picture_url(page.number, page.part, page.page)),
                          {Named::kAlt, name}}));
}

Html page_links(const Look& look, const FilePage& page) {
  if (page.pictures < 2) {
    return {};
  }
  Html links;
  for (std::uint64_t number = 1; number <= page.pictures; ++number) {
    const auto text = std::to_string(number);
    links +=
        number == page.page
            ? element(Tag::kB, {{Named::kAriaCurrent, "page"}}, text)
            : element(Tag::kA,
                      {href(file_url(page.number, page.part).with("p", std::to_string(number)))},
                      text);
  }
  return element(Tag::kNav, {of_class("pages"), {Named::kAriaLabel, look.words(Say::kPages)}},
                 links);
}

Html text(const Look& look, const FilePage& page) {
  Html all;
  if (!page.unread.empty()) {
    all += element(Tag::kP, {of_class("note")}, said(page.unread, 1000));
  }
  if (!page.text.empty()) {
    all += heading(Say::kItsText, look);
    all += element(Tag::kDiv, {of_class("sheet text")},
                   element(Tag::kP, {of_class("said")}, said(page.text, kLongestText)));
  }
  if (page.cut) {
    all += element(Tag::kP, {of_class("soft small")}, look.words(Say::kTextGoesOn));
  }
  return all;
}

}  // namespace

std::string file_page(const Look& look, const FilePage& page) {
  Html about = said(page.media_type, 100);
  about += " · " + std::to_string(page.size) + " B · SHA-256 ";
  about += element(Tag::kSpan, {of_class("num")}, said(page.sha256, 100));
  Html content = element(Tag::kDiv, {of_class("head")},
                         element(Tag::kH1, {}, look.words(Say::kFile), ": ", said(page.name)));
  content += element(Tag::kP, {of_class("head")}, number_link(page.number),
                     element(Tag::kSpan, {}, look.words(Say::kSentBy), " ", said(page.sender)));
  content += element(Tag::kP, {of_class("soft small")}, about);
  content += element(Tag::kP, {}, look.words(Say::kOnlyPictures), " ",
                     element(Tag::kA, {of_class("button"), href(saved_url(page.number, page.part))},
                             look.words(Say::kSaveIt)));
  content += picture(look, page);
  content += page_links(look, page);
  content += text(look, page);
  return framed(look, Room::kNone, look.words(Say::kFile), content);
}

}  // namespace pouch::gateway::web

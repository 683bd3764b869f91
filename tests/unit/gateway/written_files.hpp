// For tests: files of every kind that is searched, made of lines of text.
#pragma once

#include <string>
#include <vector>

namespace pouch::gateway {

// A file of the kind that its name ends in (txt, csv, html, rtf, docx, odt, xlsx, ods, vcf, eml,
// pdf, zip, jpg, png) which says these lines: paragraphs, or rows whose cells "; " parts. The first
// line of a mail is its subject; "name: text" is a file of an archive; a card has a name, a
// telephone and an address. Pictures say nothing. Of a pdf: ASCII.
std::string written_file(const std::string& name, const std::vector<std::string>& lines);

}  // namespace pouch::gateway

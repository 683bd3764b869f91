// Makes the zip archives that the tests read: good ones here, hostile ones by changing their
// octets.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace pouch::search::testing {

using Parts = std::vector<std::pair<std::string, std::string>>;  // name, content

std::string zipped(const Parts& parts, bool locked = false);

// A .docx, or .odt, whose body is this XML.
std::string docx(const std::string& body);
std::string odt(const std::string& body);

std::string replaced(std::string text, const std::string& what, const std::string& with);

}  // namespace pouch::search::testing

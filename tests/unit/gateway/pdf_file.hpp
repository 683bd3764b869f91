// For tests: a PDF of one page, or of several.
#pragma once

#include <string>
#include <vector>

namespace pouch::gateway {

// A page whose content is these operators.
inline std::string pdf(const std::string& operators) {
  return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
         "/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
         "/Resources<</Font<</F 5 0 R>>>>>>endobj\n4 0 obj<</Length " +
         std::to_string(operators.size()) + ">>stream\n" + operators +
         "\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
         "trailer<</Root 1 0 R>>\n";
}

inline std::string shown(const std::string& text) {
  return "BT /F 12 Tf 50 700 Td (" + text + ") Tj ET";
}

// One page for each text.
inline std::string pdf_of_pages(const std::vector<std::string>& texts) {
  std::string kids, objects;
  int number = 4;
  for (const auto& text : texts) {
    const auto page = std::to_string(number), content = std::to_string(number + 1);
    const auto operators = shown(text);
    kids += page + " 0 R ";
    objects += page + " 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents " + content +
               " 0 R/Resources<</Font<</F 3 0 R>>>>>>endobj\n" + content + " 0 obj<</Length " +
               std::to_string(operators.size()) + ">>stream\n" + operators + "\nendstream endobj\n";
    number += 2;
  }
  return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[" + kids +
         "]/Count " + std::to_string(texts.size()) +
         ">>endobj\n3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n" + objects +
         "trailer<</Root 1 0 R>>\n";
}

inline std::string pdf_saying(const std::string& text) { return pdf(shown(text)); }

}  // namespace pouch::gateway
